// A knowledge check or an assessment of the static edition: when every question has
// an answer, the page is done and says how it went. Those without a right answer do
// not count.
import { keep } from "./kept";
import { session } from "./session";

export function results(restore: () => void, life: AbortSignal): void {
  const box = document.querySelector<HTMLElement>("[data-result]");
  const page = document.querySelector<HTMLElement>("main[data-page]")?.dataset.page;
  if (!box || !page) return;
  const all = [...document.querySelectorAll<HTMLElement>("#check .question[data-key]")];
  const counts = all.filter((q) => q.dataset.key !== "[]" || q.querySelector("[data-steps] .outcome"));
  const say = () => {
    const verdicts = all.map((q) => session().answer(q.id)?.verdict);
    const over = all.length > 0 && verdicts.every(Boolean);
    box.hidden = !over;
    if (!over) return;
    session().done(page);
    const right = counts.filter((q) => session().answer(q.id)!.verdict === "right").length;
    const passed = right * 100 >= Number(box.dataset.result) * counts.length;
    const words = [box.dataset.score!.replace("%", String(right)).replace("#", String(counts.length))];
    if (Number(box.dataset.result)) words.push(passed ? box.dataset.passed! : box.dataset.failed!);
    box.querySelector("[role=status]")!.textContent = counts.length ? words.join(" ") : box.dataset.over!;
  };
  say();
  document.addEventListener("judged", say, { signal: life });
  box.querySelector("button")!.addEventListener("click", () => {
    for (const q of all) keep("answer." + q.id, []);
    session().again(page, all.map((q) => q.id));
    restore();
    for (const q of all) q.dispatchEvent(new Event("again"));
    say();
    all[0].focus();
  });
}
