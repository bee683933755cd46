// What the player keeps on the device: apart for every course and learner, for the
// device may be shared. A browser may refuse; then nothing is kept.
import type { Interaction } from "./runtime";

// What the system has not confirmed yet.
export interface Unsent {
  saved: string;
  interactions: Interaction[];
}

export class Device {
  private readonly prefix: string;

  // Parts of a course share what is written for oneself, and part what is to be sent.
  constructor(course: string, learner: string, private readonly part = "") {
    this.prefix = `atelier.${course}.${hash(learner).toString(36)}.`;
  }

  get(name: string): string | null {
    try {
      return localStorage.getItem(this.prefix + name);
    } catch {
      return null;
    }
  }

  set(name: string, text: string): boolean {
    try {
      localStorage.setItem(this.prefix + name, text);
      return true;
    } catch {
      return false;
    }
  }

  unsent(): Unsent | undefined {
    try {
      return JSON.parse(this.get(this.of("unsent")) ?? "null") ?? undefined;
    } catch {
      return undefined;
    }
  }

  hold(what: Unsent | undefined): void {
    if (what) this.set(this.of("unsent"), JSON.stringify(what));
    else this.forget((name) => name === this.of("unsent"));
  }

  // The last state that the system confirmed.
  get last(): string {
    return this.get(this.of("last")) ?? "";
  }

  set last(text: string) {
    this.set(this.of("last"), text);
  }

  // Another attempt begins: drafts of answers go. What was written for oneself
  // (worksheets, settings) stays.
  begin(): void {
    this.forget((name) => (name.startsWith("answer.") && !this.part) || name === this.of("unsent"));
  }

  private of(name: string): string {
    return this.part ? `${name}.${this.part}` : name;
  }

  private forget(which: (name: string) => boolean): void {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(this.prefix) && which(key.slice(this.prefix.length))) localStorage.removeItem(key);
      }
    } catch {
      // nothing is kept, nothing is to go
    }
  }
}

// FNV-1a: the name of a learner need not stand on a shared device in the clear.
export function hash(s: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < s.length; i++) h = Math.imul(h ^ s.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
