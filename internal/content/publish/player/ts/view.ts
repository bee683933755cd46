// What the player shows: the frame with the course's page, a bar with how far one is and
// what is kept where, the choice of a language, and the words of leaving. Everything is
// in index.html already (player.templ); here it is shown and worded.
import type { Contents, Language, Page } from "./contents";
import type { Kept } from "./player";
import type { Refused, Standing } from "./runtime";

const the = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

export class View {
  readonly frame = the<HTMLIFrameElement>("course");
  private language: Language;
  private wanted = ""; // a passage to be shown, until its page is there
  private kept: Kept | undefined;
  private standing: Standing | undefined;

  constructor(
    private readonly contents: Contents,
    private readonly theme: () => { theme?: string; size?: string; silent: boolean },
  ) {
    this.language = contents.languages[0];
    this.frame.addEventListener("load", () => this.loaded());
  }

  // Shows a page of the course, or where a passage is; the first page when there is
  // neither. A passage that has moved is looked for.
  show(tag: string, page: string, passage: string): void {
    this.speak(tag);
    this.wanted = passage;
    const known = this.contents.pages.find((p) => p.id === page && p.at[tag]);
    if (known) this.go(known, passage);
    else if (passage) this.seek(passage);
    else this.frame.src = this.language.home;
    this.only("course");
  }

  // Lets the learner choose a language: the links lead there, and are followed here.
  choose(chosen: (tag: string) => void): void {
    this.only("choose");
    the("choose").addEventListener("click", (e) => {
      const link = (e.target as HTMLElement).closest<HTMLElement>("[data-tag]");
      if (!link) return;
      e.preventDefault();
      chosen(link.dataset.tag!);
      this.frame.focus();
    });
  }

  tell(kept: Kept, standing: Standing): void {
    this.standing = standing;
    const tag = standing.language;
    if (tag && tag !== this.language.tag) this.speak(tag);
    const { words } = this.language;
    the("progress").textContent = standing.complete ? words.complete : words.progress.replace("%", String(standing.done)).replace("#", String(standing.of));
    the("share").style.setProperty("--share", String(standing.of ? standing.done / standing.of : 0));
    if (kept !== this.kept) {
      const was = this.kept;
      this.kept = kept;
      the("status").textContent = words[kept] ?? (was === "waiting" ? words.again : "");
      the("bar").dataset.kept = kept;
    }
    the("leave").hidden = kept === "device";
  }

  leave(left: () => Promise<boolean>): void {
    the("leave").addEventListener("click", async () => {
      const sending = left();
      this.only("left");
      the("left").querySelector("h1")!.focus();
      const sent = await sending;
      the(sent ? "left-sent" : "left-kept").hidden = false;
    });
  }

  // Says why the visit cannot begin, in every language of the course, for which one the
  // learner reads is not known; `read` shows the course without a record.
  refuse(why: Refused, read: () => void): void {
    this.only("refused");
    for (const text of document.querySelectorAll<HTMLElement>("#refused [data-why]")) text.hidden = text.dataset.why !== why.refused;
    const said = the("refused-note");
    said.textContent = why.note;
    said.hidden = !why.note;
    for (const link of document.querySelectorAll<HTMLAnchorElement>("#refused a")) {
      link.hidden = !/^https?:/.test(why.back);
      if (!link.hidden) link.href = why.back;
    }
    for (const button of document.querySelectorAll("#refused button")) {
      button.addEventListener("click", () => {
        read();
        the("leave").hidden = true;
      });
    }
    the("refused").querySelector<HTMLElement>("h1, h2")!.focus();
  }

  private only(id: string): void {
    for (const part of ["course", "choose", "left", "refused"]) the(part).hidden = part !== id;
    the("bar").hidden = id !== "course";
  }

  // The words of the player are those of the page's language.
  private speak(tag: string): void {
    this.language = this.contents.languages.find((l) => l.tag === tag) ?? this.contents.languages[0];
    const { locale, words, title } = this.language;
    document.documentElement.lang = locale;
    document.documentElement.dir = this.language.rtl ? "rtl" : "ltr";
    document.title = title;
    this.frame.title = title;
    for (const e of document.querySelectorAll<HTMLElement>("[data-word]")) e.textContent = words[e.dataset.word!] ?? "";
    the("bar").setAttribute("aria-label", words.bar);
    this.kept = undefined;
    if (this.standing) this.standing.language = this.language.tag;
  }

  private go(page: Page, passage: string): void {
    this.frame.src = page.at[this.language.tag] + (passage && passage !== page.id ? "#" + passage : "");
  }

  private loaded(): void {
    const page = this.document();
    if (!page || page.URL === "about:blank") return;
    document.title = page.title;
    this.frame.title = page.title;
    const { theme, size, silent } = this.theme();
    if (silent) for (const sound of page.querySelectorAll<HTMLMediaElement>("audio, video")) sound.muted = true;
    for (const [name, value] of [["theme", theme], ["size", size]] as const) {
      if (value) document.documentElement.dataset[name] = value;
      else delete document.documentElement.dataset[name];
    }
    this.outward(page);
    if (this.wanted && page.querySelector("main[data-page]") && !page.getElementById(this.wanted)) this.seek(this.wanted);
    this.wanted = "";
  }

  private document(): Document | null {
    try {
      return this.frame.contentDocument;
    } catch {
      return null; // another site in the frame
    }
  }

  // Other sites mostly refuse to be shown in a frame: they get a tab of their own.
  private outward(page: Document): void {
    for (const link of page.querySelectorAll<HTMLAnchorElement>("a[href^='http:'], a[href^='https:']")) {
      link.target = "_blank";
      link.rel = "noopener";
      const note = page.createElement("span");
      note.className = "unseen";
      note.textContent = ` (${this.language.words.tab})`;
      link.append(note);
    }
  }

  // The page that holds a passage now.
  private seek(passage: string): void {
    const script = document.createElement("script");
    script.src = this.frame.dataset.places!;
    const arrive = () => {
      const at = (window.atelierPlaces ?? []).findIndex((ids) => ids.match(/.{6}/g)?.includes(passage));
      const page = this.contents.pages[at];
      if (page?.at[this.language.tag]) this.go(page, passage);
      else if (!this.frame.src) this.frame.src = this.language.home;
    };
    script.addEventListener("load", arrive);
    script.addEventListener("error", arrive);
    document.head.append(script);
  }
}
