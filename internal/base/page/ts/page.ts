// The one script of every page.
import { applyReading } from "./reading";
import { begin } from "./begin";
import { offline } from "./offline";

applyReading();

function start(): void {
  begin(new AbortController().signal);
  offline();
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
