// Scenarios of the static edition, played one step at a time. Without script the
// steps stand one after the other, as on paper, and their answers are links.
import { keep, kept } from "./kept";
import { session } from "./session";
import { asked } from "./quiz";

export function scenarios(): void {
  for (const box of document.querySelectorAll<HTMLElement>("[data-steps]")) play(box);
}

function play(box: HTMLElement): void {
  const steps = [...box.querySelectorAll<HTMLElement>(".step")];
  const last = steps[steps.length - 1].nextElementSibling!;
  const why = box.querySelector<HTMLElement>(".key-why")!;
  const again = box.querySelector<HTMLElement>("[data-again]")!;
  const question = box.closest<HTMLElement>(".question")!;
  const name = "answer." + question.id;
  const met = performance.now();
  let path: string[] = [];

  // The steps stand in the order in which they are met.
  const show = (step: HTMLElement) => {
    box.insertBefore(step, last);
    step.classList.add("is-now");
    const ends = !step.querySelector(".choice");
    why.hidden = !ends;
    again.hidden = !ends;
  };
  const choose = (link: HTMLAnchorElement): HTMLElement | undefined => {
    const to = steps.find((s) => "#" + s.id === link.hash);
    const from = link.closest(".step")!;
    if (!to || from.classList.contains("is-past")) return;
    from.classList.replace("is-now", "is-past");
    link.closest("li")!.classList.add("is-chosen");
    link.setAttribute("aria-disabled", "true");
    link.tabIndex = -1;
    path.push(link.hash);
    show(to);
    return to;
  };
  const begin = () => {
    path = [];
    for (const s of steps) s.classList.remove("is-now", "is-past");
    for (const li of box.querySelectorAll(".is-chosen")) li.classList.remove("is-chosen");
    for (const a of box.querySelectorAll<HTMLElement>(".choice")) {
      a.removeAttribute("aria-disabled");
      a.removeAttribute("tabindex");
    }
    show(steps[0]);
  };

  // The end that was reached is the verdict; an end without an outcome is noted.
  const tell = (end: HTMLElement) => {
    const outcome = /outcome-(good|fair|poor)/.exec(end.querySelector(".outcome")?.className ?? "")?.[1];
    session().answered({
      question: question.id, kind: "scenario", given: path.map((hash) => hash.slice(question.id.length + 2)), key: [], options: [], words: asked(question), tolerance: 0,
      verdict: outcome === "good" ? "right" : outcome === "fair" ? "partly" : outcome === "poor" ? "wrong" : "noted",
      seconds: (performance.now() - met) / 1000,
    });
    question.dispatchEvent(new Event("judged", { bubbles: true }));
  };

  question.addEventListener("again", begin); // the whole check is taken again
  box.dataset.played = "";
  begin();
  const before = session().answer(question.id)?.given.map((step) => `#${question.id}-${step}`) ?? [];
  for (const hash of kept<string[]>(name, before)) {
    const link = [...box.querySelectorAll<HTMLAnchorElement>(".is-now .choice")].find((a) => a.hash === hash);
    if (!link || !choose(link)) break;
  }
  box.addEventListener("click", (e) => {
    const link = (e.target as HTMLElement).closest<HTMLAnchorElement>(".choice");
    if (link) {
      e.preventDefault();
      const to = choose(link);
      keep(name, path);
      if (to && !to.querySelector(".choice")) tell(to);
      to?.focus();
    } else if ((e.target as HTMLElement).closest("[data-again] button")) {
      begin();
      keep(name, path);
      steps[0].focus();
    }
  });
}
