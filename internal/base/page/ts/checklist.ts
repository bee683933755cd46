// Checklists: ticks are kept as they are made.
import { actionOf, send } from "./kept";
import { session } from "./session";

export function checklists(): void {
  for (const form of document.querySelectorAll<HTMLElement>("[data-checklist]")) {
    const boxes = [...form.querySelectorAll<HTMLInputElement>("[name=tick]")];
    const name = form.dataset.checklist!;
    const served = actionOf(form) !== "";
    const count = form.querySelector<HTMLElement>("[data-count]"); // not in a lesson
    const say = () => {
      const n = boxes.filter((b) => b.checked).length;
      if (count) count.textContent = count.dataset.count!.replace("%", String(n)).replace("#", String(boxes.length));
    };
    if (!served) {
      const ticked = session().ticked(name);
      for (const b of boxes) b.checked = ticked.includes(b.value);
      say();
    }
    form.addEventListener("change", () => {
      say();
      // What could not be sent quietly is sent in the open, so that a failure is seen.
      if (served) send(form as HTMLFormElement, () => (form as HTMLFormElement).submit());
      else session().tick(name, boxes.filter((b) => b.checked).map((b) => b.value), boxes.map((b) => b.value));
    });
  }
}
