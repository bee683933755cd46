// What a learner did, as text of a few thousand characters that outlives the release it
// was written by.
//
// A passage is a key: its ordinal, which a release gives it for ever (ids.lock), or,
// while it has none, its id read as a number, counted down from -1. A newer release
// reads the keys of an older one, makes ordinals of ids that have one now, and keeps and
// hands on the keys it does not know: their passages may be in the next one again.
//
// The text is `a1` and base64url of: sections (kind, length, bytes), then a checksum.
// A section of a kind that is not known is kept and handed on too.
import { Decoder, Encoder, Model, Numbers } from "./coder";
import type { Verdict } from "../../../../base/page/ts/session";

export type Key = number;

export class State {
  done = new Set<Key>(); // titles of pages
  verdicts = new Map<Key, Verdict>(); // questions
  given = new Map<Key, Given[]>(); // what was answered, where the key does not tell
  ticks = new Set<Key>();
  page: Key | undefined; // the place reached
  passage: Key | undefined;
  language = "";
  best = -1; // the best score so far, in thousandths; -1 is none
  revision = 0; // grows with every change
  foreign: Section[] = [];
}

// One part of an answer: a choice; a line and its partner; a line and its number.
export interface Given {
  key: Key;
  is?: Key;
  at?: number;
}

interface Section {
  kind: number;
  data: number[];
}

const verdicts: Verdict[] = ["right", "wrong", "partly", "noted"];
const mark = "a1";

// The state as text of at most so many characters. What the key of a question does not
// tell goes first, then ticks, then answers that no score needs; `whole` says whether
// anything had to go.
export function write(s: State, most: number, needed: (question: Key) => boolean = () => true): { text: string; whole: boolean } {
  const given = section(5, (to) => putGiven(to, s));
  const steps: Section[][] = [
    [doneOf(s), verdictsOf(s, () => true), ticksOf(s), given],
    [doneOf(s), verdictsOf(s, () => true), ticksOf(s)],
    [doneOf(s), verdictsOf(s, () => true)],
    [doneOf(s), verdictsOf(s, needed)],
    [doneOf(s)],
    [],
  ];
  for (const [i, some] of steps.entries()) {
    const text = textOf([placeOf(s), ...some, ...s.foreign]);
    if (text.length <= most) return { text, whole: i === 0 };
  }
  return { text: "", whole: false };
}

// The state that a text holds; undefined when it is not one, or was cut or changed.
export function read(text: string): State | undefined {
  if (!text.startsWith(mark)) return undefined;
  const data = bytesOf(text.slice(mark.length));
  if (!data || data.length < 2) return undefined;
  const [high, low] = data.splice(data.length - 2);
  if (checksum(data) !== high * 256 + low) return undefined;
  const s = new State();
  for (let at = 0; at < data.length; ) {
    const kind = data[at++];
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= data.length || shift > 21) return undefined;
      length |= (data[at] & 127) << shift;
      if (data[at++] < 128) break;
    }
    if (at + length > data.length) return undefined;
    if (!take(s, kind, data.slice(at, at + length))) return undefined;
    at += length;
  }
  return s;
}

// What both know; where they differ the first holds.
export function merge(first: State, second: State): State {
  const out = new State();
  for (const s of [second, first]) {
    for (const k of s.done) out.done.add(k);
    for (const [k, v] of s.verdicts) out.verdicts.set(k, v);
    for (const [k, g] of s.given) out.given.set(k, g);
    if (s.page !== undefined) [out.page, out.passage] = [s.page, s.passage];
    if (s.language) out.language = s.language;
    out.best = Math.max(out.best, s.best);
    out.revision = Math.max(out.revision, s.revision);
  }
  out.ticks = new Set(first.ticks); // unticking counts
  out.foreign = [...first.foreign, ...second.foreign.filter((f) => !first.foreign.some((o) => o.kind === f.kind))];
  return out;
}

// Every key made anew, for a release that gives ordinals to what had none.
export function rekeyed(s: State, key: (k: Key) => Key): State {
  const out = Object.assign(new State(), s);
  out.done = new Set([...s.done].map(key));
  out.ticks = new Set([...s.ticks].map(key));
  out.verdicts = new Map([...s.verdicts].map(([k, v]) => [key(k), v]));
  out.given = new Map([...s.given].map(([k, list]) => [key(k), list.map((g) => ({ ...g, key: key(g.key), ...(g.is === undefined ? {} : { is: key(g.is) }) }))]));
  out.page = s.page === undefined ? undefined : key(s.page);
  out.passage = s.passage === undefined ? undefined : key(s.passage);
  return out;
}

// Ids are read as numbers of base 31, the letters and digits that ids are made of.
const digits = "abcdefghjkmnpqrstuvwxyz23456789";

export function keyOfID(id: string): Key {
  let n = 0;
  for (const c of id) n = n * 31 + digits.indexOf(c);
  return -1 - n;
}

export function idOfKey(key: Key): string {
  let n = -1 - key;
  let id = "";
  for (let i = 0; i < 6; i++) {
    id = digits[n % 31] + id;
    n = Math.floor(n / 31);
  }
  return id;
}

const doneOf = (s: State) => section(1, (to) => putKeys(to, [...s.done]));
const ticksOf = (s: State) => section(3, (to) => putKeys(to, [...s.ticks]));
const placeOf = (s: State) => section(4, (to) => putPlace(to, s));

function verdictsOf(s: State, wanted: (k: Key) => boolean): Section {
  return section(2, (to) => {
    const chances = new Model(2, 5);
    let before = 4;
    putKeys(to, [...s.verdicts.keys()].filter(wanted), (k) => {
      const v = verdicts.indexOf(s.verdicts.get(k)!);
      to.symbol(chances, v, before);
      before = v;
    });
  });
}

function section(kind: number, put: (to: Encoder) => void): Section {
  const to = new Encoder();
  put(to);
  return { kind, data: to.bytes() };
}

function take(s: State, kind: number, data: number[]): boolean {
  if (kind < 1 || kind > 5) {
    s.foreign.push({ kind, data });
    return true;
  }
  const from = new Decoder(data);
  const chances = new Model(2, 5);
  let before = 4;
  switch (kind) {
    case 1:
      takeKeys(from, (k) => s.done.add(k));
      break;
    case 2:
      takeKeys(from, (k) => s.verdicts.set(k, verdicts[(before = from.symbol(chances, before))]));
      break;
    case 3:
      takeKeys(from, (k) => s.ticks.add(k));
      break;
    case 4:
      takePlace(from, s);
      break;
    case 5:
      takeGiven(from, s);
      break;
  }
  return !from.beyond;
}

// Keys in order, as steps from one to the next: those with an ordinal upwards, then
// those without downwards. `each` puts what goes with a key.
function putKeys(to: Encoder, keys: Key[], each: (k: Key) => void = () => {}): void {
  for (const [list, size] of [[keys.filter((k) => k >= 0), (k: Key) => k], [keys.filter((k) => k < 0), (k: Key) => -1 - k]] as const) {
    const numbers = new Numbers();
    const sorted = [...list].sort((a, b) => size(a) - size(b));
    new Numbers().put(to, sorted.length);
    let before = -1;
    for (const k of sorted) {
      numbers.put(to, size(k) - before - 1);
      before = size(k);
      each(k);
    }
  }
}

function takeKeys(from: Decoder, each: (k: Key) => void): void {
  for (const key of [(n: number) => n, (n: number) => -1 - n]) {
    const numbers = new Numbers();
    const count = new Numbers().take(from);
    let before = -1;
    for (let i = 0; i < count && !from.beyond; i++) {
      before += numbers.take(from) + 1;
      each(key(before));
    }
  }
}

function putPlace(to: Encoder, s: State): void {
  const n = new Numbers();
  for (const k of [s.page, s.passage]) {
    n.put(to, k === undefined ? 0 : k >= 0 ? 1 : 2);
    if (k !== undefined) n.put(to, k >= 0 ? k : -1 - k);
  }
  n.put(to, s.best + 1);
  n.put(to, s.revision);
  n.put(to, s.language.length);
  for (const c of s.language) to.plain(c.charCodeAt(0) & 127, 7);
}

function takePlace(from: Decoder, s: State): void {
  const n = new Numbers();
  const key = () => {
    const sort = n.take(from);
    return sort === 0 ? undefined : sort === 1 ? n.take(from) : -1 - n.take(from);
  };
  s.page = key();
  s.passage = key();
  s.best = n.take(from) - 1;
  s.revision = n.take(from);
  for (let length = Math.min(n.take(from), 35); length > 0; length--) s.language += String.fromCharCode(from.plain(7));
}

// A choice stands close to its question: what is put is how far away.
function putGiven(to: Encoder, s: State): void {
  const [counts, ways, sorts] = [new Numbers(), new Numbers(), new Model(2)];
  putKeys(to, [...s.given.keys()], (question) => {
    const list = s.given.get(question)!;
    counts.put(to, list.length);
    for (const g of list) {
      to.symbol(sorts, g.is !== undefined ? 1 : g.at !== undefined ? 2 : 0);
      for (const k of g.is === undefined ? [g.key] : [g.key, g.is]) ways.put(to, away(k, question));
      if (g.at !== undefined) ways.put(to, g.at);
    }
  });
}

function takeGiven(from: Decoder, s: State): void {
  const [counts, ways, sorts] = [new Numbers(), new Numbers(), new Model(2)];
  takeKeys(from, (question) => {
    const list: Given[] = [];
    for (let n = counts.take(from); n > 0 && !from.beyond; n--) {
      const sort = from.symbol(sorts);
      const g: Given = { key: back(ways.take(from), question) };
      if (sort === 1) g.is = back(ways.take(from), question);
      if (sort === 2) g.at = ways.take(from);
      list.push(g);
    }
    s.given.set(question, list);
  });
}

// From a key to a near one: even upwards and odd downwards, so that the number is small;
// between a key with an ordinal and one without, the number of the id and a bit that
// no ordinal reaches.
const farther = 0x40000000;

function away(k: Key, from: Key): number {
  if (k < 0) return farther + (-1 - k);
  const step = k - Math.max(from, 0);
  return step >= 0 ? step * 2 : -step * 2 - 1;
}

function back(n: number, from: Key): Key {
  if (n >= farther) return -1 - (n - farther);
  return Math.max(from, 0) + (n % 2 ? -(n + 1) / 2 : n / 2);
}

function textOf(sections: Section[]): string {
  const data: number[] = [];
  for (const { kind, data: part } of sections) {
    data.push(kind);
    let length = part.length;
    for (; length > 127; length >>>= 7) data.push((length & 127) | 128);
    data.push(length, ...part);
  }
  const sum = checksum(data);
  data.push(sum >>> 8, sum & 255);
  let binary = "";
  for (const b of data) binary += String.fromCharCode(b);
  return mark + btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function bytesOf(text: string): number[] | undefined {
  try {
    return [...atob(text.replace(/-/g, "+").replace(/_/g, "/"))].map((c) => c.charCodeAt(0));
  } catch {
    return undefined;
  }
}

// CRC-16/CCITT-FALSE.
function checksum(data: number[]): number {
  let crc = 0xffff;
  for (const b of data) {
    crc ^= b << 8;
    for (let i = 0; i < 8; i++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}
