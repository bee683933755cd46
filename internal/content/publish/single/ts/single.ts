// The course in one file. The address of a page is the fragment that leads to it without
// script as well; going back and forth, sharing an address and opening a link in another
// tab work as between pages of a site.
import { keep, kept } from "../../../../base/page/ts/kept";
import { applyReading } from "../../../../base/page/ts/reading";
import { Pages, takeOut, type Place, type Tongue } from "./pages";
import { Names } from "./local";
import { View } from "./view";

const root = document.documentElement;

// The language that was read last, or the first that the browser asks for.
function preferred(): string {
  const tags = root.dataset.tongues!.split(" ");
  const asked = [kept("tongue", ""), ...navigator.languages.map((l) => l.split("-")[0])];
  return asked.find((tag) => tags.includes(tag)) ?? tags[0];
}

function early(): void {
  applyReading();
  root.classList.add("opening");
  const aimed = location.hash.length > 1 || preferred() !== root.dataset.tongues!.split(" ")[0];
  root.classList.toggle("aimed", aimed);
}

class Reader {
  private readonly pages: Pages;
  private readonly view: View;
  private address = location.hash;

  constructor(store: HTMLTemplateElement) {
    this.pages = new Pages(store.content);
    this.view = new View(this.pages, store);
    if ("scrollRestoration" in history) history.scrollRestoration = "manual";
    const first = this.pages.tongue(preferred());
    this.go(this.pages.find(location.hash, [first]) ?? this.cover(first), false);
    addEventListener("hashchange", () => this.follow());
    this.keepScroll();
    this.print();
  }

  private cover(tongue: Tongue): Place {
    return { tongue, leaf: tongue.leaves[0] };
  }

  private follow(): void {
    const { hash } = location;
    if (hash === "#content" || hash === "#thread") {
      history.replaceState(history.state, "", this.address || "#" + this.view.at!.leaf.id); // a skip link is no address
      return;
    }
    const now = this.view.at!;
    const to = this.pages.find(hash, []) ?? this.cover(now.tongue);
    const same = now.leaf === to.leaf && !now.whole === !to.whole;
    this.address = hash;
    this.go(to, true, same);
  }

  // Shows a page, unless it is there, and goes to the place on it: where the reader was
  // when the address was left, the target, or the top.
  private go(to: Place, moved: boolean, same = false): void {
    const y = (history.state as { y?: number } | null)?.y;
    if (!same) {
      this.view.show(to);
      if (this.pages.tongues.length > 1) keep("tongue", to.tongue.tag);
    }
    for (const e of document.querySelectorAll(".is-target")) e.classList.remove("is-target");
    const target = to.target && document.getElementById(new Names(to.leaf.id, to.tongue.root).short(to.target));
    if (target) {
      if (target.matches(".sources *, .notes li, .entry, .references > li")) target.classList.add("is-target");
      for (let e: Element | null = target; e; e = e.parentElement) if (e instanceof HTMLDetailsElement) e.open = true;
      target.scrollIntoView();
    } else if (!same || !location.hash.includes("?")) scrollTo(0, 0);
    if (y !== undefined) scrollTo(0, y);
    if (target) focus(target);
    else if (moved && !same) focus(document.querySelector<HTMLElement>("main h1") ?? document.querySelector<HTMLElement>("main")!);
  }

  // A page that is come back to is where it was left.
  private keepScroll(): void {
    let waits: ReturnType<typeof setTimeout> | undefined;
    addEventListener("scroll", () => {
      clearTimeout(waits);
      waits = setTimeout(() => {
        try {
          history.replaceState({ y: scrollY }, "");
        } catch {
          // Some browsers allow few of these; then the page opens at its target.
        }
      }, 200);
    }, { passive: true });
  }

  // Printed from its cover, the course is printed whole.
  private print(): void {
    let before: Place | undefined;
    addEventListener("beforeprint", () => {
      const at = this.view.at!;
      if (at.leaf !== at.tongue.leaves[0] || at.whole) return;
      before = at;
      this.view.show({ ...at, whole: true });
      document.title = at.leaf.dataset.title!;
      for (const d of document.querySelectorAll<HTMLDetailsElement>("details.reveal:not(.key)")) d.open = true;
    });
    addEventListener("afterprint", () => {
      if (before) this.view.show(before);
      before = undefined;
    });
  }
}

function focus(e: HTMLElement): void {
  if (!e.hasAttribute("tabindex") && !e.matches("a[href], button, input, select, textarea, summary")) e.tabIndex = -1;
  e.focus({ preventScroll: true });
}

function start(): void {
  const whole = [...document.body.children];
  try {
    new Reader(takeOut());
  } catch (error) {
    document.body.prepend(...whole.filter((e) => !e.matches("script"))); // all can be read without
    throw error;
  } finally {
    root.classList.remove("opening", "aimed");
  }
}

early();
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
