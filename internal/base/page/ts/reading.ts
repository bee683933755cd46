// Reading settings: applied at once; kept by the server where there is one, else on the device.
import { actionOf, keep, kept, send } from "./kept";

type Reading = { theme?: string; size?: string };

function set(name: "theme" | "size", value: string): void {
  const root = document.documentElement;
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
}

export function applyReading(): void {
  const chosen = kept<Reading>("reading", {});
  for (const name of ["theme", "size"] as const) if (chosen[name]) set(name, chosen[name]!);
}

export function readingSettings(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-reading]");
  if (!form) return;
  const served = actionOf(form) !== "";
  document.querySelector<HTMLElement>("[data-settings]")!.hidden = false;
  form.querySelector<HTMLElement>("[type=submit]")!.hidden = true;
  for (const name of ["theme", "size"] as const) {
    const now = document.documentElement.dataset[name] ?? "";
    for (const input of form.querySelectorAll<HTMLInputElement>(`[name=${name}]`)) input.checked = input.value === now;
  }
  form.addEventListener("change", () => {
    const data = new FormData(form);
    const theme = String(data.get("theme") ?? "");
    const size = String(data.get("size") ?? "");
    set("theme", theme);
    set("size", size);
    // A choice that could not be sent still holds for this page.
    if (served) send(form, () => {});
    else keep("reading", { theme, size });
  });
}
