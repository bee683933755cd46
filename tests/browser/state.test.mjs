// What a learner did, as the packages keep it: it comes back as it was, in any order and from any release, a changed or
// cut text is refused, and a course ten times as large as the shipped one fits in the 4,096 characters of SCORM 1.2.
import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root, temporary } from "./support/site.mjs";

const folder = temporary();
const bundle = path.join(folder, "state.mjs");
execFileSync("go", ["tool", "esbuild", "internal/content/publish/player/ts/state.ts", "--bundle", "--format=esm", `--outfile=${bundle}`, "--log-level=error"], { cwd: root });
const { State, write, read, merge, rekeyed, keyOfID, idOfKey } = await import(pathToFileURL(bundle).href);
rmSync(folder, { recursive: true, force: true });

// Random numbers that are the same every time (xorshift32).
function random(seed) {
  let x = seed | 1;
  const next = () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
  return { below: (n) => Math.floor(next() * n), chance: (p) => next() < p };
}

const letters = "abcdefghjkmnpqrstuvwxyz23456789";
const anID = (r) => [23, 31, 31, 31, 31, 31].map((n) => letters[r.below(n)]).join("");
const verdicts = ["right", "wrong", "partly", "noted"];

function anyState(r, keys, most) {
  const s = new State();
  const key = () => (r.chance(keys) ? r.below(60_000) : keyOfID(anID(r)));
  const times = (f) => {
    for (let n = r.below(most); n > 0; n--) f();
  };
  times(() => s.done.add(key()));
  times(() => s.verdicts.set(key(), verdicts[r.below(4)]));
  times(() => s.ticks.add(key()));
  times(() => s.given.set(key(), Array.from({ length: r.below(5) }, () => ({ key: key(), ...(r.chance(0.3) ? { is: key() } : r.chance(0.3) ? { at: r.below(9) } : {}) }))));
  if (r.chance(0.8)) s.page = key();
  if (r.chance(0.5)) s.passage = key();
  s.language = ["", "en", "fr", "iu-Cans"][r.below(4)];
  s.best = r.below(1002) - 1;
  s.revision = r.below(100_000);
  if (r.chance(0.3)) s.foreign = [{ kind: 9 + r.below(100), data: Array.from({ length: r.below(300) }, () => r.below(256)) }];
  return s;
}

const plain = (s) => ({
  ...s,
  done: [...s.done].sort(),
  ticks: [...s.ticks].sort(),
  verdicts: [...s.verdicts].sort(),
  given: [...s.given].sort((a, b) => a[0] - b[0]),
});

test("what is written is read back", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const s = anyState(random(seed), [1, 0, 0.5][seed % 3], seed % 7 ? 40 : 2);
    const { text, whole } = write(s, Infinity);
    assert.ok(whole && /^[A-Za-z0-9_-]*$/.test(text), text);
    assert.deepEqual(plain(read(text)), plain(s), `seed ${seed}`);
  }
});

test("a text that was cut or changed is refused", () => {
  const r = random(7);
  for (let seed = 1; seed <= 60; seed++) {
    const { text } = write(anyState(random(seed), 0.5, 30), Infinity);
    for (let i = 0; i < 10; i++) {
      const at = r.below(text.length);
      assert.equal(read(text.slice(0, at)), undefined);
      const other = text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
      const got = read(other);
      if (got) assert.deepEqual(plain(got), plain(read(text)), "bits past the end say nothing"); // of the last character
    }
  }
  for (const junk of ["", "a", "a1", "a1!", "viewed=1,2,3", "a1AAAA", "a2" + write(new State(), Infinity).text.slice(2)]) assert.equal(read(junk), undefined, junk);
});

test("ids and keys are one", () => {
  const r = random(3);
  for (let i = 0; i < 1000; i++) {
    const id = anID(r);
    assert.equal(idOfKey(keyOfID(id)), id);
  }
  for (const id of ["aaaaaa", "z99999"]) assert.equal(idOfKey(keyOfID(id)), id);
});

test("merging loses nothing that either knows, and the first holds where they differ", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const [a, b] = [anyState(random(seed), 1, 30), anyState(random(seed + 1000), 1, 30)];
    const m = merge(a, b);
    for (const s of [a, b]) for (const k of s.done) assert.ok(m.done.has(k));
    for (const k of b.verdicts.keys()) assert.ok(m.verdicts.has(k));
    for (const [k, v] of a.verdicts) assert.equal(m.verdicts.get(k), v);
    assert.deepEqual([...m.ticks].sort(), [...a.ticks].sort());
    assert.ok(m.best >= Math.max(a.best, b.best) && m.revision >= Math.max(a.revision, b.revision));
  }
});

test("ids become ordinals when a release gives them", () => {
  const s = anyState(random(11), 0, 30);
  const numbers = new Map([...s.done, ...s.ticks, ...s.verdicts.keys()].map((k, i) => [k, i]));
  const now = rekeyed(s, (k) => numbers.get(k) ?? k);
  assert.equal(now.done.size, s.done.size);
  assert.ok([...now.done, ...now.ticks, ...now.verdicts.keys()].every((k) => k >= 0));
  assert.ok(write(now, Infinity).text.length < write(s, Infinity).text.length);
});

// The shipped course has 32 lessons, 211 questions, 160 boxes and 4,054 passages; here everything is ten times that and
// more, and everything was done: 400 lessons, 2,500 questions of which a third was answered wrong, 2,500 ticks.
function large(r, share) {
  const s = new State();
  let n = 0;
  let questions = 0;
  let ticks = 0;
  const page = () => n++;
  const ask = () => {
    n += 1 + r.below(2);
    const q = n;
    n += 1 + r.below(4) + (r.chance(0.3) ? 6 : 3);
    if (questions++ < 2500 && r.chance(share)) s.verdicts.set(q, r.chance(0.66) ? "right" : verdicts[1 + r.below(2)]);
    if (s.verdicts.has(q) && s.verdicts.get(q) !== "right") s.given.set(q, [{ key: q + 1 + r.below(8) }]);
  };
  for (let lesson = 0; lesson < 400; lesson++) {
    const title = page();
    if (r.chance(share)) s.done.add(title);
    n += 40 + r.below(60);
    if (lesson % 5 === 0) {
      const check = page();
      if (r.chance(share)) s.done.add(check);
      for (let i = 0; i < 31; i++) ask();
    }
    if (lesson % 4 === 0) {
      page();
      for (let i = 0; i < 25; i++, n++) if (ticks++ < 2500 && r.chance(share)) s.ticks.add(n);
    }
  }
  while (questions < 2500) ask();
  s.page = n - 100;
  s.passage = keyOfID("k7m2qp");
  s.language = "fr";
  s.best = 812;
  s.revision = 40_000;
  return s;
}

test("a course ten times as large fits in SCORM 1.2", (t) => {
  let longest = 0;
  for (let seed = 1; seed <= 20; seed++) {
    for (const share of [0.1, 0.5, 0.9, 1]) {
      const s = large(random(seed), share);
      const all = write(s, Infinity).text.length;
      const { text } = write(s, 4096);
      assert.ok(text.length > 0 && text.length <= 4096);
      const back = read(text);
      // What was answered wrong may have to stay on the device; what is done, how answers were and ticks may not.
      for (const part of ["done", "ticks", "verdicts"]) assert.deepEqual(plain(back)[part], plain(s)[part], `${part}, seed ${seed}, share ${share}`);
      const core = write(Object.assign(new State(), s, { given: new Map() }), Infinity).text.length;
      longest = Math.max(longest, core);
      assert.ok(all <= 64_000);
    }
  }
  t.diagnostic(`SCORM 1.2: the longest state of a course of 400 lessons, 2,500 questions and 2,500 ticks has ${longest} of 4,096 characters`);
});

test("before the first release the shipped course fits as well", (t) => {
  const r = random(5);
  const s = new State();
  for (let i = 0; i < 39; i++) s.done.add(keyOfID(anID(r)));
  for (let i = 0; i < 211; i++) s.verdicts.set(keyOfID(anID(r)), verdicts[r.below(3)]);
  for (let i = 0; i < 165; i++) s.ticks.add(keyOfID(anID(r)));
  const { text } = write(s, Infinity);
  assert.ok(text.length < 4096);
  t.diagnostic(`SCORM 1.2: without ids.lock the shipped course, all done, takes ${text.length} of 4,096 characters`);
});

test("what does not fit goes in order of what it is worth", () => {
  const r = random(9);
  const s = new State();
  for (let i = 0; i < 400; i++) s.done.add(keyOfID(anID(r)));
  const needed = new Set();
  for (let i = 0; i < 2500; i++) {
    const k = keyOfID(anID(r));
    s.verdicts.set(k, "right");
    if (i < 300) needed.add(k);
  }
  s.page = 7;
  s.best = 900;
  const { text, whole } = write(s, 4096, (k) => needed.has(k));
  const back = read(text);
  assert.equal(whole, false);
  assert.deepEqual([back.done.size, back.verdicts.size, back.best, back.page], [400, 300, 900, 7]);
});
