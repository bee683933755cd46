// Where the learner stands, in the static edition: the place reached is told, a lesson
// is done when one goes on from its end, and lists of pages say what is done. The
// words and shapes come from a template of the page, in its language.
import { passageInView } from "./place";
import { session } from "./session";

export function marks(life: AbortSignal): void {
  const main = document.querySelector<HTMLElement>("main[data-page]");
  const words = document.querySelector<HTMLTemplateElement>("#marks");
  if (!main || !words) return;
  const at = main.dataset.page!;
  const tell = () => session().visit(at, passageInView(), document.documentElement.lang);
  let waits: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(waits);
    waits = setTimeout(tell, 400);
  };
  tell();
  addEventListener("scroll", later, { passive: true, signal: life });
  addEventListener("hashchange", later, { signal: life });
  addEventListener("pagehide", tell, { signal: life });
  life.addEventListener("abort", () => clearTimeout(waits));
  onward(at, words.dataset.onward!);
  paint(words);
  document.addEventListener("judged", () => paint(words), { signal: life });
}

// The way on from a lesson marks it as done, and says so.
function onward(at: string, words: string): void {
  const foot = document.querySelector<HTMLElement>("main[data-kind=lesson] nav.foot");
  const ends = document.querySelector<HTMLButtonElement>("[data-done]");
  const go = foot?.querySelector<HTMLElement>("a.go:not(.quiet)");
  if (ends) {
    ends.hidden = session().isDone(at);
    ends.addEventListener("click", () => {
      session().done(at);
      ends.disabled = true;
      ends.textContent = ends.dataset.done!;
    });
  }
  if (!go || session().isDone(at)) return;
  const note = go.querySelector("small");
  if (note) note.textContent = words + " · " + note.textContent;
  go.addEventListener("click", () => session().done(at));
}

// data-pages of a line of a list: the pages whose state it shows. The words that say
// how long it takes give way to those that say what is done.
function paint(words: HTMLTemplateElement): void {
  let done = 0;
  const lines = document.querySelectorAll<HTMLElement>("[data-pages]");
  for (const line of lines) {
    const pages = line.dataset.pages!.split(" ");
    const n = pages.filter((p) => session().isDone(p)).length;
    const state = n === pages.length ? "done" : n ? "started" : "new";
    if (state === "done") done++;
    if (state === "new" || line.classList.contains("is-" + state)) continue;
    line.classList.remove("is-new", "is-started");
    line.classList.add("is-" + state);
    const mark = words.content.querySelector(`[data-state=${state}]`)!.cloneNode(true) as HTMLElement;
    const chip = line.querySelector(".state");
    const text = mark.textContent!.replace("%", String(n)).replace("#", String(pages.length));
    const icon = mark.querySelector("svg")!;
    if (chip) chip.replaceChildren(icon, " " + text);
    else {
      line.querySelector("svg")!.replaceWith(icon);
      const unseen = document.createElement("span");
      unseen.className = "unseen";
      unseen.textContent = ` (${text})`;
      line.querySelector("a .unseen")?.remove();
      line.querySelector("a")!.append(unseen);
    }
  }
  const left = document.querySelector<HTMLElement>(".thread .left");
  if (left && done) left.textContent = words.dataset.thread!.replace("%", String(done)).replace("#", String(lines.length));
}
