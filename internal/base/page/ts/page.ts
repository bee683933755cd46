// The one script of every page. Each part improves something that works without
// it, looks for its own elements, and does nothing where there are none.
import { applyReading, readingSettings } from "./reading";
import { keepPlace } from "./place";
import { terms } from "./terms";
import { ordering } from "./ordering";
import { checklists } from "./checklist";
import { quizzes } from "./quiz";
import { scenarios } from "./scenario";
import { worksheets } from "./worksheet";
import { printing } from "./printing";
import { offline } from "./offline";
import { marks } from "./marks";

applyReading();

function start(): void {
  for (const part of [readingSettings, keepPlace, terms, ordering, checklists, quizzes, scenarios, worksheets, printing, marks, offline]) part();
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
