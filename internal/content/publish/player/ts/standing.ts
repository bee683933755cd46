// What a state comes to in this release of the course.
//
// Complete: every lesson and every check is done. The score is the share of right
// answers among the questions that count (of the final assessment; without one, of the
// checks); it is known once all of them were answered, and the best attempt stays.
import type { Contents } from "./contents";
import type { Objective, Standing } from "./runtime";
import type { Key, State } from "./state";
import { idOfKey, keyOfID } from "./state";

type Read = Omit<Standing, "saved" | "seconds" | "locale">;

export class Course {
  private readonly ids = new Map<number, string>(); // of ordinals
  private readonly ordinals = new Map<string, number>();
  private readonly tasks: Key[];
  private readonly counting: Set<Key>;
  private readonly asked: { key: Key; objective: string }[];

  constructor(readonly contents: Contents) {
    let n = 0;
    contents.steps?.forEach((step, i) => {
      const id = contents.ids.slice(i * 6, i * 6 + 6);
      this.ids.set((n += step), id);
      this.ordinals.set(id, n);
    });
    this.tasks = contents.pages.filter((p) => p.task).map((p) => this.key(p.id));
    this.counting = new Set(contents.questions.filter((q) => q.counts && q.key).map((q) => this.key(q.id)));
    this.asked = contents.questions.filter((q) => q.objective && q.key).map((q) => ({ key: this.key(q.id), objective: contents.objectives[q.objective! - 1].id }));
  }

  key(id: string): Key {
    return this.ordinals.get(id) ?? keyOfID(id);
  }

  // The id of a key; of an ordinal that is not of this release, none.
  id(key: Key): string | undefined {
    return key < 0 ? idOfKey(key) : this.ids.get(key);
  }

  // An id that has an ordinal by now gets it.
  current(key: Key): Key {
    return key < 0 ? this.key(idOfKey(key)) : key;
  }

  needs(question: Key): boolean {
    return this.counting.has(question);
  }

  standing(s: State, mark: number): Read {
    const done = this.tasks.filter((k) => s.done.has(k)).length;
    const place = s.passage ?? s.page;
    const out: Read = {
      place: (place !== undefined && this.id(place)) || "",
      language: s.language,
      done,
      of: this.tasks.length,
      complete: done === this.tasks.length && done > 0,
      objectives: this.objectives(s),
    };
    const now = this.score(s);
    if (now >= 0) out.attempt = now / 1000;
    if (s.best < 0) return out;
    const of = this.counting.size;
    const scaled = s.best / 1000;
    out.score = { right: Math.round(scaled * of), of, scaled };
    if (mark > 0) out.success = scaled >= mark;
    return out;
  }

  // The score of the present attempt in thousandths, rounded down; -1 while answers are
  // missing.
  score(s: State): number {
    const verdicts = [...this.counting].map((k) => s.verdicts.get(k));
    if (!verdicts.length || !verdicts.every(Boolean)) return -1;
    return Math.floor((verdicts.filter((v) => v === "right").length * 1000) / verdicts.length);
  }

  private objectives(s: State): Objective[] {
    const byID = new Map<string, Objective>();
    for (const { id, words } of this.contents.objectives) {
      byID.set(id, { id, words: words[s.language] ?? Object.values(words)[0] ?? "", right: 0, answered: 0, of: 0 });
    }
    for (const q of this.asked) {
      const o = byID.get(q.objective);
      const v = s.verdicts.get(q.key);
      if (!o) continue;
      o.of++;
      if (v) o.answered++;
      if (v === "right") o.right++;
    }
    return [...byID.values()].filter((o) => o.of > 0);
  }
}
