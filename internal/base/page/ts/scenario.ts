// Scenarios of the static edition, played one step at a time. Without script the
// steps stand one after the other, as on paper, and their answers are links.
import { keep, kept } from "./kept";

export function scenarios(): void {
  for (const box of document.querySelectorAll<HTMLElement>("[data-steps]")) play(box);
}

function play(box: HTMLElement): void {
  const steps = [...box.querySelectorAll<HTMLElement>(".step")];
  const last = steps[steps.length - 1].nextElementSibling!;
  const why = box.querySelector<HTMLElement>(".key-why")!;
  const again = box.querySelector<HTMLElement>("[data-again]")!;
  const name = "answer." + box.closest(".question")!.id;
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

  box.dataset.played = "";
  begin();
  for (const hash of kept<string[]>(name, [])) {
    const link = [...box.querySelectorAll<HTMLAnchorElement>(".is-now .choice")].find((a) => a.hash === hash);
    if (!link || !choose(link)) break;
  }
  box.addEventListener("click", (e) => {
    const link = (e.target as HTMLElement).closest<HTMLAnchorElement>(".choice");
    if (link) {
      e.preventDefault();
      const to = choose(link);
      keep(name, path);
      to?.focus();
    } else if ((e.target as HTMLElement).closest("[data-again] button")) {
      begin();
      keep(name, path);
      steps[0].focus();
    }
  });
}
