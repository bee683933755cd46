// Glossary terms: where the note is not in sight, it comes to the term. The
// pop-up can be pointed at, stays until the reader leaves it, and Esc takes it away (WCAG 1.4.13).

let pop: HTMLElement | undefined;
let owner: HTMLElement | undefined;
let leaving = 0;

function close(): void {
  clearTimeout(leaving);
  owner?.removeAttribute("aria-describedby");
  pop?.remove();
  pop = owner = undefined;
}

const leave = () => {
  clearTimeout(leaving);
  leaving = window.setTimeout(close, 250);
};

function inSight(e: HTMLElement): boolean {
  const box = e.getBoundingClientRect();
  return box.width > 0 && box.top >= 0 && box.bottom <= innerHeight;
}

function open(term: HTMLElement): void {
  clearTimeout(leaving);
  if (owner === term) return;
  close();
  const note = document.getElementById(term.dataset.note ?? "");
  if (!note || inSight(note)) return;
  pop = document.createElement("div");
  pop.className = "pop";
  pop.id = "pop";
  pop.setAttribute("role", "tooltip");
  pop.append(...(note.querySelector("p")?.cloneNode(true).childNodes ?? []));
  document.body.append(pop);
  const at = term.getBoundingClientRect();
  const below = at.bottom + pop.offsetHeight + 8 < innerHeight;
  pop.style.top = `${scrollY + (below ? at.bottom + 4 : at.top - pop.offsetHeight - 4)}px`;
  pop.style.left = `${Math.max(16, Math.min(at.left, document.documentElement.clientWidth - pop.offsetWidth - 16))}px`;
  pop.addEventListener("pointerenter", () => clearTimeout(leaving));
  pop.addEventListener("pointerleave", leave);
  owner = term;
  term.setAttribute("aria-describedby", "pop");
}

export function terms(life: AbortSignal): void {
  for (const term of document.querySelectorAll<HTMLElement>("a[data-note]")) {
    term.addEventListener("pointerenter", () => open(term));
    term.addEventListener("focus", () => open(term));
    term.addEventListener("pointerleave", leave);
    term.addEventListener("blur", close);
  }
  document.addEventListener("keydown", (e) => e.key === "Escape" && close(), { signal: life });
}
