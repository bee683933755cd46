// The parts that improve a page. Each looks for its own elements, improves something that
// works without it, and does nothing where there are none.
import { readingSettings } from "./reading";
import { keepPlace } from "./place";
import { terms } from "./terms";
import { ordering } from "./ordering";
import { checklists } from "./checklist";
import { quizzes } from "./quiz";
import { scenarios } from "./scenario";
import { worksheets } from "./worksheet";
import { printing } from "./printing";
import { marks } from "./marks";

// life ends when another page takes the place of this one in the same document: what was
// listened to beyond the page's own elements is then let go.
export function begin(life: AbortSignal): void {
  for (const part of [readingSettings, keepPlace, terms, ordering, checklists, quizzes, scenarios, worksheets, printing, marks]) part(life);
}
