// Shows a page as the web edition has it: what is above, the page, the thread of its
// module, what is below. Each time the parts are made anew from the document, as when a
// page is loaded, so that the scripts of pages need to know nothing of this.
import { begin } from "../../../../base/page/ts/begin";
import { passageInView } from "../../../../base/page/ts/place";
import { printing } from "../../../../base/page/ts/printing";
import { readingSettings } from "../../../../base/page/ts/reading";
import { session } from "../../../../base/page/ts/session";
import { enhance } from "../../../../base/search/ts/form";
import { Shards } from "../../../../base/search/ts/shards";
import { Names } from "./local";
import type { Pages, Place, Tongue } from "./pages";

export class View {
  at?: Place;
  private life = new AbortController();
  private shown: Element[] = [];
  private readonly shards = new Shards();
  private readonly loaded = new Set<string>();

  constructor(private readonly pages: Pages, private readonly store: HTMLTemplateElement) {}

  show(at: Place): void {
    const { tongue, leaf } = at;
    this.life.abort();
    this.life = new AbortController();
    this.at = at;
    const names = new Names(leaf.id, tongue.root);
    const main = document.createElement("main");
    main.id = "content";
    main.tabIndex = -1;
    const page = document.createElement("div");
    page.append(main);
    if (at.whole) this.whole(at, main, page);
    else this.page(at, names, main, page);
    const frame = new Names(tongue.leaves[0].id, tongue.root);
    const [top, bottom] = [tongue.top, tongue.bottom].map((part) => {
      const copy = part.cloneNode(true) as HTMLElement;
      frame.shorten(copy);
      return [...copy.children];
    });
    for (const e of this.shown) e.remove();
    this.shown = [...top, page, ...bottom];
    this.store.before(...this.shown);
    const root = document.documentElement;
    root.lang = tongue.locale;
    root.dir = tongue.dir;
    document.title = (at.whole ? tongue.words.whole + " – " : "") + (at.whole ? tongue.leaves[0] : leaf).dataset.title;
    this.frame(at);
    if (at.whole) for (const part of [readingSettings, printing]) part(this.life.signal);
    else this.enliven(at);
  }

  private page({ tongue, leaf }: Place, names: Names, main: HTMLElement, page: HTMLElement): void {
    page.className = "page " + leaf.dataset.layout;
    main.append(...(leaf.cloneNode(true) as HTMLElement).childNodes);
    names.shorten(main);
    for (const name of ["kind", "page"] as const) if (leaf.dataset[name]) main.dataset[name] = leaf.dataset[name];
    const thread = leaf.dataset.thread && tongue.body.querySelector(`[data-thread="${CSS.escape(leaf.dataset.thread)}"].thread-of > nav`);
    if (!thread) return;
    const copy = thread.cloneNode(true) as HTMLElement;
    const box = document.createElement("div");
    box.append(copy);
    new Names(leaf.dataset.thread!, tongue.root).shorten(box);
    const here = copy.querySelector(`a[href="#${CSS.escape(leaf.id)}"]`);
    here?.setAttribute("aria-current", "page");
    here?.closest("li")!.classList.add("is-here");
    const left = copy.querySelector(".left br")?.nextSibling;
    if (left) left.textContent = leaf.dataset.left ?? "";
    page.append(copy);
  }

  private whole({ tongue }: Place, main: HTMLElement, page: HTMLElement): void {
    page.className = "page column";
    const copy = tongue.body.cloneNode(true) as HTMLElement;
    copy.querySelector(".threads")?.remove();
    main.append(copy);
  }

  // What of the frame differs from page to page.
  private frame(at: Place): void {
    const { tongue, leaf } = at;
    for (const a of document.querySelectorAll(".nav a")) {
      a.removeAttribute("aria-current");
      if (!at.whole && a.getAttribute("href") === "#" + leaf.id) a.setAttribute("aria-current", "page");
    }
    if (!document.getElementById("thread")) document.querySelector('.skip a[href="#thread"]')?.remove();
    for (const a of document.querySelectorAll<HTMLAnchorElement>("a[data-report]")) if (leaf.dataset.report) a.href = leaf.dataset.report;
    for (const a of document.querySelectorAll<HTMLAnchorElement>("a[data-toggle]")) this.turn(a, at);
    if (leaf === tongue.leaves[0] && !at.whole) this.cover(tongue);
  }

  // Turning to another language keeps the place.
  private turn(a: HTMLAnchorElement, at: Place): void {
    const to = this.pages.tongues.find((t) => t.locale === a.hreflang)!;
    const there = at.whole ? to.body.querySelector(".contents")! : this.pages.counterpart(at, to);
    a.removeAttribute("data-toggle");
    a.setAttribute("data-turn", to.tag);
    a.setAttribute("href", "#" + there.id);
    if (at.whole) return;
    const aim = () => {
      const id = passageInView();
      const has = id && there.querySelector(`[id="${CSS.escape(to.root + id)}"]`);
      a.setAttribute("href", "#" + (has ? to.root + id : there.id));
    };
    for (const moment of ["pointerdown", "focus", "click"]) a.addEventListener(moment, aim);
  }

  // The cover leads on from where the reader was, and says when nothing is kept.
  private cover(tongue: Tongue): void {
    const box = document.querySelector(".cover-go");
    if (!box) return;
    const leaf = tongue.leaves.find((l) => l.dataset.page && l.dataset.page === lastPage());
    if (leaf) {
      const go = document.createElement("a");
      go.className = "go";
      go.href = "#" + leaf.id;
      go.textContent = tongue.words.again!.replace("{title}", () => leaf.querySelector("h1")!.textContent!.trim());
      for (const other of box.querySelectorAll(".go")) other.classList.add("quiet");
      box.prepend(go);
    }
    if (session().set("keeps", "1")) return;
    const note = document.createElement("p");
    note.className = "hint";
    note.textContent = tongue.words.forgets!;
    box.after(note);
  }

  private enliven({ tongue, leaf }: Place): void {
    begin(this.life.signal);
    const form = document.querySelector<HTMLFormElement>("form[role=search][data-index]");
    if (!form) return;
    if (!this.loaded.has(tongue.tag)) {
      this.loaded.add(tongue.tag);
      const data = document.querySelector(`script[data-search="${CSS.escape(tongue.tag)}"]`);
      this.shards.push(...JSON.parse(data!.textContent!));
    }
    enhance(form, this.shards, {
      query: () => new URLSearchParams(location.hash.split("?")[1] ?? "").get("q") ?? "",
      address: (query) => location.href.split("#")[0] + "#" + leaf.id + (query && "?" + new URLSearchParams({ q: query })),
      href: (_, { address, passage }) => "#" + (!passage ? address : this.pages.find("#" + tongue.root + passage, []) ? tongue.root + passage : address + passage),
      life: this.life.signal,
    });
  }
}

// The page that was read last, by the passage that is its title.
function lastPage(): string {
  try {
    return JSON.parse(session().get("place") ?? "{}").page ?? "";
  } catch {
    return "";
  }
}
