// A runtime is the system around a package: an LMS that speaks SCORM or cmi5. The player knows the course, what was done in it and what that comes
// to; a runtime only carries it, in the words of its specification.
//
// To write one:
//
//  1. Make a file with a class that implements Runtime, and an entry that calls
//     `play(new YourRuntime())` (see scorm12_main.ts); add it to the go:generate lines
//     of player.go. Nothing else in the player changes.
//  2. `open` finds the system and begins the session. It resolves with what the system
//     knows of the learner, or with undefined where there is no system to speak to:
//     then the player keeps everything on the device and says so. It resolves with
//     Refused where there is a system that does not let the visit begin. It never rejects.
//  3. `interaction` is told once for every judged answer, in order. `save` is told
//     where the learner stands, whole, after every change: a runtime sends what
//     differs from what it sent before, and must bear being told the same again.
//  4. `commit` makes the system keep what it was told. It resolves with whether that
//     worked. The player keeps the same on the device until it did, tells the learner
//     when it does not, and asks again.
//  5. `close` ends the session, once. Mostly the page goes away meanwhile, and it has to
//     be synchronous (use fetch with keepalive, or a synchronous call of the API); where
//     the learner asked to leave, it may take the time of a few requests. Nothing is told
//     after it. It gives true only when the system is known to have everything: what is
//     sent from a page that goes away may not arrive, and the player looks at the next
//     visit.
//
// A runtime does not judge, does not decide what is complete, and shows nothing.
import type { Answered } from "../../../../base/page/ts/session";

export interface Runtime {
  open(): Promise<Opened | Refused | undefined>;
  interaction(i: Interaction): void;
  save(s: Standing): void;
  commit(): Promise<boolean>;
  // s is undefined when nothing may be written; asked: the learner wants to leave.
  close(s: Standing | undefined, asked: boolean): boolean | Promise<boolean>; // whether the system has it for sure
  readonly ended?: boolean; // the system has ended the session by itself, and takes nothing more
  leave?(): Promise<string>; // after close, when its end has arrived: the address to go to; "" is none
}

// What a system says when a session begins.
export interface Opened {
  learner: string; // opaque; parts what is kept on a shared device
  saved: string; // Standing.saved of the last session; "" when there is none
  place: string; // Standing.place of the last session; ""
  language: string; // the language the learner prefers, BCP 47; ""
  most: number; // characters that Standing.saved may have
  silent?: boolean; // the learner wants no sound
  writes: boolean; // false when the course is looked at and nothing may be kept
  mark?: number; // 0 to 1, where the system says what passes
  within?: { deed: number; place: number }; // milliseconds until the system is asked to keep one
}

// A visit that the system does not let begin: the player says why, and offers to go back
// or to read without a record.
export interface Refused {
  refused: "over" | "launch"; // this launch was used already; it does not work
  note: string; // what the system says of it; ""
  back: string; // address; ""
}

// An answer as a record of it names things.
export interface Interaction extends Answered {
  id?: string; // of its record, where the runtime gives one: kept with it until it is confirmed
  objective: string; // id of the objective that it tests; ""
  language: string; // of the page
  at: string; // when, ISO 8601 in UTC
}

// Where the learner stands. Of a course without questions that count, score is absent.
export interface Standing {
  saved: string; // the state, as the player reads it again
  seconds: number; // since open
  place: string; // id of the passage or page reached
  language: string; // tag
  locale: string;
  done: number; // pages done
  of: number; // pages to be done
  complete: boolean;
  score?: { right: number; of: number; scaled: number };
  attempt?: number; // score of the present attempt, 0 to 1, when all that counts is answered; score is the best one
  success?: boolean; // known once everything that counts was answered
  objectives: Objective[]; // those that questions test
}

export interface Objective {
  id: string;
  words: string;
  right: number;
  answered: number;
  of: number;
}
