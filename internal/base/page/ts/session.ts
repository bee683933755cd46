// A session is where what a learner does is told to, and asked of again: answers,
// ticks, lessons done, the place reached. The pages know nothing else. It is kept
//
//   - by the player, when the page stands in one (a package in a learning management
//     system): the player's window offers a Session as `atelierSession`;
//   - else on the device, by the local session below (the web edition opened from a
//     folder, a single file, an installed app).
//
// A served site has its own: there forms are sent, and the parts of the page that
// would use a session leave it alone.
//
// How to carry a course on another system: leave this interface to the player and
// write a Runtime for it (internal/content/publish/player/runtime.ts says how); the
// player is the one maker of sessions beside the local one. How to show the pages in
// another way (one file, a shell of one's own): set `window.atelierSession` before
// the script of the page runs, to a Session of your own or to what localSession gives.
//
// Every call is synchronous and never throws. Ids are those of passages; a page is
// known by the passage that is its title. What is told twice counts once.
import { keep, kept } from "./kept";

export type Verdict = "right" | "partly" | "wrong" | "noted";

// A judged answer. `given` and `key` are written as the page's key is: the value of a
// choice, a text, a number, or LINE=VALUE; of a scenario the steps that were chosen.
export interface Answered {
  question: string;
  kind: string; // single, multiple, truefalse, matching, ordering, fillin, numeric, likert, reflection, scenario
  given: string[];
  key: string[]; // empty where nothing is right or wrong
  options: string[]; // the choices or lines, as they stand on the page
  words: string; // what is asked, in the language of the page
  tolerance: number; // numeric
  verdict: Verdict;
  seconds: number; // since the question could be answered
}

export interface Answer {
  given: string[]; // empty when the verdict alone is known
  verdict: Verdict;
}

export interface Session {
  readonly writes: boolean; // false when the course is only looked at: nothing is kept
  visit(page: string, passage: string, language: string): void; // passage "" is the top of the page
  answered(answer: Answered): void;
  answer(question: string): Answer | undefined;
  again(page: string, questions: string[]): void; // another attempt: these answers no longer count
  tick(list: string, items: string[], of: string[]): void; // of the items of the list, these are ticked
  ticked(list: string): string[]; // at least those of the list
  done(page: string): void;
  isDone(page: string): boolean;
  // What stays on the device, whoever keeps the rest: free text, settings, drafts.
  get(name: string): string | null;
  set(name: string, text: string): boolean; // whether it is kept
}

declare global {
  interface Window {
    atelierSession?: Session;
  }
}

let found: Session | undefined;

export function session(): Session {
  return (found ??= offered(window) ?? (window.parent === window ? undefined : offered(window.parent)) ?? localSession());
}

// A window of another origin may not be asked; then there is no player for this page.
function offered(w: Window): Session | undefined {
  try {
    return w.atelierSession;
  } catch {
    return undefined;
  }
}

// Everything on the device, one entry a thing, so that pages in other tabs do not
// undo each other's.
export function localSession(): Session {
  const store = localStore();
  const read = <T>(name: string, otherwise: T): T => kept(name, otherwise, store);
  const write = (name: string, value: unknown) => void keep(name, value, store);
  return {
    writes: true,
    visit: (page, passage, language) => write("place", { page, passage, language }),
    answered: (a) => write("verdict." + a.question, { given: a.given, verdict: a.verdict }),
    answer: (question) => read<Answer | undefined>("verdict." + question, undefined),
    again: (_, questions) => questions.forEach((q) => write("verdict." + q, null)),
    tick: (list, items) => write("ticks." + list, items),
    ticked: (list) => read<string[]>("ticks." + list, []),
    done: (page) => write("done." + page, true),
    isDone: (page) => read("done." + page, false),
    ...store,
  };
}

// A browser may refuse to keep anything (private windows, files from disk): then it holds
// as long as the document, which may show many pages.
function localStore(): Pick<Session, "get" | "set"> {
  const here = new Map<string, string>();
  return {
    get(name) {
      try {
        return here.get(name) ?? localStorage.getItem("atelier." + name);
      } catch {
        return null;
      }
    },
    set(name, text) {
      try {
        localStorage.setItem("atelier." + name, text);
        here.delete(name);
        return true;
      } catch {
        here.set(name, text);
        return false;
      }
    },
  };
}
