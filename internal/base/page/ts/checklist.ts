// Checklists: ticks are kept as they are made.
import { actionOf, keep, kept, send } from "./kept";

export function checklists(): void {
  for (const form of document.querySelectorAll<HTMLElement>("[data-checklist]")) {
    const boxes = [...form.querySelectorAll<HTMLInputElement>("[name=tick]")];
    const name = "ticks." + form.dataset.checklist;
    const served = actionOf(form) !== "";
    const count = form.querySelector<HTMLElement>("[data-count]")!;
    const say = () => {
      const n = boxes.filter((b) => b.checked).length;
      count.textContent = count.dataset.count!.replace("%", String(n)).replace("#", String(boxes.length));
    };
    if (!served) {
      const ticked = kept<string[]>(name, []);
      for (const b of boxes) b.checked = ticked.includes(b.value);
      say();
    }
    form.addEventListener("change", () => {
      say();
      // What could not be sent quietly is sent in the open, so that a failure is seen.
      if (served) send(form as HTMLFormElement, () => (form as HTMLFormElement).submit());
      else keep(name, boxes.filter((b) => b.checked).map((b) => b.value));
    });
  }
}
