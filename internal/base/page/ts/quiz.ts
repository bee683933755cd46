// Questions of the static edition: the page judges, with the same rules as the
// server, and keeps the answers on the device. Without script the answer can be opened.
import { keep, kept } from "./kept";
import { session, type Verdict } from "./session";
import { results } from "./result";

export function quizzes(life: AbortSignal): void {
  for (const q of document.querySelectorAll<HTMLElement>(".question[data-key]")) {
    const go = q.querySelector<HTMLElement>("[data-check]");
    if (!go) continue; // a scenario is played
    go.hidden = false;
    restore(q);
    go.addEventListener("click", () => check(q));
    q.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && (e.target as HTMLInputElement).type === "text") check(q);
    });
    q.addEventListener("change", () => keep("answer." + q.id, answers(q)));
  }
  results(() => {
    for (const q of document.querySelectorAll<HTMLElement>(".question[data-key]")) if (q.querySelector("[data-check]")) restore(q);
  }, life);
}

function fields(q: HTMLElement) {
  return [...q.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("fieldset input, fieldset select, fieldset textarea")];
}

// What was answered, written as the key is: a value, a text, or LINE=VALUE.
function answers(q: HTMLElement): string[] {
  return fields(q).flatMap((f) => {
    if (f instanceof HTMLInputElement && /radio|checkbox/.test(f.type)) return f.checked ? [f.value] : [];
    if (!f.value.trim()) return [];
    return [f instanceof HTMLSelectElement ? f.name.slice(q.id.length + 1) + "=" + f.value : f.value];
  });
}

// The draft on the device is what stands in the fields; what was judged is told again
// where it is the same, or where nothing is known but the verdict.
function restore(q: HTMLElement): void {
  const judged = session().answer(q.id);
  const draft = kept<string[]>("answer." + q.id, []);
  const was = draft.length ? draft : judged?.given.length ? judged.given : judged?.verdict === "right" ? keyOf(q) : [];
  for (const f of fields(q)) {
    if (f instanceof HTMLInputElement && /radio|checkbox/.test(f.type)) f.checked = was.includes(f.value);
    else if (f instanceof HTMLSelectElement) {
      const line = f.name.slice(q.id.length + 1) + "=";
      f.value = was.find((a) => a.startsWith(line))?.slice(line.length) ?? "";
    } else f.value = was[0] ?? "";
  }
  if (judged && (!draft.length || !judged.given.length || String(draft) === String(judged.given))) tell(q, was, judged.verdict);
  else q.querySelector<HTMLElement>("[data-told]")!.hidden = true;
  lock(q, !!judged);
}

// A graded question is answered once an attempt.
function lock(q: HTMLElement, told: boolean): void {
  if (!q.closest("[data-graded]")) return;
  q.querySelector("fieldset")!.disabled = told;
  q.querySelector<HTMLElement>("[data-check]")!.hidden = told;
}

let since = performance.now();

function check(q: HTMLElement): void {
  const given = answers(q);
  const verdict = given.length ? judge(q, given) : undefined;
  tell(q, given, verdict);
  if (!verdict) return;
  const now = performance.now();
  session().answered({
    question: q.id, kind: q.dataset.kind!, given, key: keyOf(q), options: options(q), words: asked(q),
    tolerance: Number(q.dataset.tolerance ?? 0), verdict, seconds: (now - since) / 1000,
  });
  since = now;
  if (document.activeElement?.closest("[data-check]") && q.closest("[data-graded]")) q.focus(); // its button goes
  lock(q, true);
  q.dispatchEvent(new Event("judged", { bubbles: true }));
}

function tell(q: HTMLElement, given: string[], verdict?: Verdict): void {
  const box = q.querySelector<HTMLElement>("[data-told]")!;
  box.hidden = false;
  box.className = "told" + (verdict ? " told-" + verdict : "");
  box.textContent = "";
  const head = document.createElement("p");
  const word = document.createElement("b");
  word.textContent = box.dataset[verdict ?? "none"]!;
  head.append(word);
  box.append(head);
  if (!verdict) return;
  for (const line of q.querySelectorAll<HTMLElement>(".key-line")) {
    if (given.some((g) => same(g, line.dataset.value!))) box.append(line.cloneNode(true));
  }
  box.append(...[...(q.querySelector(".key-why")?.cloneNode(true).childNodes ?? [])]);
}

// The values of choices, or the names of lines.
function options(q: HTMLElement): string[] {
  return fields(q).flatMap((f) => {
    if (f instanceof HTMLSelectElement) return [f.name.slice(q.id.length + 1)];
    return /radio|checkbox/.test(f.type) ? [f.value] : [];
  });
}

export const asked = (q: HTMLElement): string => q.querySelector("legend")!.textContent!.replace(/\s+/g, " ").trim();

const keyOf = (q: HTMLElement): string[] => JSON.parse(q.dataset.key!);

function judge(q: HTMLElement, given: string[]): Verdict {
  const key = keyOf(q);
  if (!key.length) return "noted";
  switch (q.dataset.kind) {
    case "fillin":
      return key.some((k) => same(k, given[0])) ? "right" : "wrong";
    case "numeric": {
      const n = number(given[0]);
      return key.some((k) => Math.abs(number(k) - n) <= Number(q.dataset.tolerance ?? 0) + 1e-9) ? "right" : "wrong";
    }
  }
  const hits = given.filter((g) => key.includes(g)).length;
  if (hits === key.length && given.length === key.length) return "right";
  return hits && key.length > 1 ? "partly" : "wrong";
}

// Case, accents, spaces and final punctuation do not matter.
const plain = (s: string) =>
  s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").replace(/[\s.;:!?…]+$/, "").trim();
const same = (a: string, b: string) => plain(a) === plain(b);

// 1 234,5 in French, 1,234.5 in English.
function number(s: string): number {
  const t = s.replace(/[\s\u00a0\u202f]/g, "");
  return Number(document.documentElement.lang.startsWith("fr") ? t.replace(",", ".") : t.replace(/,/g, ""));
}
