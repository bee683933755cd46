// cmi5 packages in real Chromium, on a store that only keeps what it is sent. What a session said is judged by
// requirement (ADL's ids, tests/cmi5judge), by the types of an xAPI library of others, and the store by two content
// clients of others, for which it must be a system like any.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import JSZip from "jszip";
import { build, everyKind, helper, make, root, temporary } from "./support/site.mjs";
import { launch, screens, visitor } from "./support/browser.mjs";
import { axe } from "./support/audit.mjs";
import { CMI5 } from "./support/cmi5lms.mjs";

const folder = temporary();
let browser;
const packages = build("cmi5", true);
const recorded = []; // sessions of all tests

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  packages.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function unpacked(file) {
  const zip = await JSZip.loadAsync(readFileSync(file));
  const names = Object.keys(zip.files).filter((n) => !zip.files[n].dir);
  return new Map(await Promise.all(names.map(async (n) => [n, await zip.file(n).async("nodebuffer")])));
}

async function system(lang = "-en", from = packages.folder) {
  return new CMI5(await unpacked(path.join(from, `cmi5/small${lang}.zip`))).start();
}

const unitOf = (lms) => [...lms.files.keys()].find((n) => n.startsWith("module-"));

class Visit {
  static async open(lms, session, options = {}) {
    const guest = options.guest ?? (await visitor(browser, { home: lms.base, ...options }));
    const page = await guest.context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(session.Address);
    return Object.assign(new Visit(), { lms, session, guest, page });
  }

  get course() {
    return this.page.frames().find((f) => f.parentFrame() === this.page.mainFrame());
  }

  async at(part) {
    for (let i = 0; i < 200; i++) {
      try {
        if (this.course?.url().includes(part) && (await this.course.evaluate(() => document.readyState)) === "complete") return this.course;
      } catch {
        // it is on its way
      }
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error(`the course is at ${this.course?.url()}, not at ${part}`);
  }

  async go(part) {
    await this.course.evaluate((to) => (location.href = to), `/package/${part}/index.html`);
    return this.at(part);
  }

  // Does every page of the unit that is to be done.
  async work(right, lessons, check) {
    await this.go(lessons[0]);
    for (const next of [...lessons.slice(1), check]) {
      await this.course.locator("nav.foot a.go:not(.quiet)").click();
      await this.at(next);
    }
    await this.answer(right);
  }

  answer(right) {
    return this.course.evaluate(async (right) => {
      for (const q of document.querySelectorAll("#check .question[data-key]")) {
        const key = JSON.parse(q.dataset.key);
        const fields = [...q.querySelectorAll("fieldset input, fieldset select, fieldset textarea")];
        const steps = q.querySelector("[data-steps]");
        if (steps) {
          while (steps.querySelector(".is-now:not(.is-past) .choice")) [...steps.querySelectorAll(".is-now:not(.is-past) .choice")].at(right ? 0 : -1).click();
          continue;
        }
        const lines = fields.filter((f) => f.localName === "select");
        if (lines.length) {
          const values = lines.map((f) => key.find((k) => k.startsWith(f.name.slice(q.id.length + 1) + "=")).split("=")[1]);
          if (!right) values.reverse();
          lines.forEach((f, i) => {
            f.value = values[i];
            f.dispatchEvent(new Event("change", { bubbles: true }));
          });
        } else if (/radio|checkbox/.test(fields[0].type)) {
          for (const f of fields) f.checked = key.length ? key.includes(f.value) === right : f === fields[0];
          if (!fields.some((f) => f.checked)) fields.find((f) => !key.includes(f.value)).checked = true;
        } else fields[0].value = right ? (key[0] ?? "Something of my own") : "nothing like it";
        fields[0].dispatchEvent(new Event("change", { bubbles: true }));
        q.querySelector("[data-check] button").click();
      }
    }, right);
  }

  async verbs() {
    await this.lms.quiet();
    return verbs(this.session);
  }

  // Until the system has confirmed all that was done: the player lets go of it on the device then.
  saved() {
    return this.page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.includes(".unsent")));
  }

  async gone() {
    await this.page.close({ runBeforeUnload: false });
    // What a page sends as it goes away arrives when it does; where the line is cut it does not.
    for (let i = 0; i < 400 && !this.session.cut && !this.session.over; i++) await new Promise((done) => setTimeout(done, 10));
    await this.lms.quiet();
  }

  async done() {
    assert.deepEqual(this.guest.wrong.filter((w) => !/ERR_EMPTY_RESPONSE|ERR_CONNECTION|Failed to load resource/.test(w)), []);
    await this.guest.close();
    // Nothing comes after the end [9.3.8.0-2] [8.1.2.0-2 (d)].
    for (const s of this.lms.sessions) assert.deepEqual(s.refused, [], `session ${s.id}`);
  }
}

const verbs = (session) => session.Statements.map((s) => s.verb.id.split("/").pop()).filter((v) => v !== "answered" && v !== "progressed");

// Requirements that what was said does not meet, in the sessions of one registration after the other.
function judged(sessions) {
  const past = {};
  const input = sessions.map((s) => {
    const before = (past[s.registration + s.activityId] ??= {});
    const r = { Address: s.Address, Data: s.Data, Statements: s.Statements, Completed: !!before.completed, Passed: !!before.passed };
    for (const v of verbs(s)) before[v] = true;
    return r;
  });
  recorded.push(...input.flatMap((s) => s.Statements));
  return execFileSync(helper("cmi5judge"), { cwd: root, input: JSON.stringify(input), encoding: "utf8" });
}

describe("the store is a system to clients of others", () => {
  const run = {
    rustici: async () => {
      const au = new window.Cmi5(location.href);
      await au.start();
      au.setProgress(50);
      await au.completed();
      await au.passed({ scaled: 0.9 });
      await au.terminate();
    },
    xapi: async () => {
      const Client = window.Cmi5.default ?? window.Cmi5;
      const au = Client.instance ?? new Client();
      await au.initialize();
      await au.complete();
      await au.pass({ scaled: 0.9 });
      await au.terminate();
    },
  };
  for (const [name, session] of Object.entries(run)) {
    test(name, async () => {
      const lms = await system();
      const s = lms.launch(unitOf(lms));
      const page = await browser.newPage();
      await page.goto(`${lms.base}/client/${name}?${s.query}`);
      await page.evaluate(session);
      assert.deepEqual(verbs(s), ["initialized", "completed", "passed", "terminated"]);
      assert.equal(judged(lms.sessions), "");
      recorded.length = 0; // theirs are not ours to be judged further
      await page.close();
      await lms.stop();
    });
  }
});

const pagesOf = {
  en: { lessons: ["en/start/running-text", "en/start/parts"], check: "en/start/check", final: "en/final" },
  fr: { lessons: ["fr/debut/texte-courant", "fr/debut/parties"], check: "fr/debut/verification", final: "fr/final" },
};

describe("a module", () => {
  for (const language of ["en", "fr"]) {
    test(`${language}: initialized, answered, completed, passed, terminated, and back to the passage`, async () => {
      const lms = await system("");
      const { lessons, check } = pagesOf[language];
      const actor = JSON.stringify({ objectType: "Agent", account: { homePage: "https://lms.example.ca/", name: "learner-1" } });
      lms.documents.set(lms.name({ profileId: "cmi5LearnerPreferences", agent: actor }), JSON.stringify({ languagePreference: `de-DE,${language}-CA`, audioPreference: "off" }));
      const one = lms.launch(unitOf(lms));
      const v = await Visit.open(lms, one);
      await v.at(`${language}/`);
      assert.deepEqual(one.requests.slice(0, 4), ["GET activities/state LMS.LaunchData", "GET agents/profile cmi5LearnerPreferences", "GET activities/state atelier", "POST statements"]);
      await v.work(true, lessons, check);
      await v.saved();
      await v.page.screenshot({ path: path.join(screens, `cmi5-${language}.png`) });
      await v.go(lessons[0]);
      const place = await v.page.evaluate(() => atelierSession.standing().place);
      await v.course.evaluate(() => document.getElementById("aaaab8").scrollIntoView());
      await v.page.waitForFunction((was) => atelierSession.standing().place !== was, place);
      await v.page.locator("#leave").click();
      await v.page.waitForURL("**/lms.html"); // 10.2.6.0-1
      const said = await v.verbs();
      assert.deepEqual([said[0], said.at(-1)], ["initialized", "terminated"]);
      assert.deepEqual(said.slice(1, -1).sort(), ["completed", "passed"]);

      const answers = one.Statements.filter((s) => s.verb.id.endsWith("/answered"));
      const types = new Set(answers.map((s) => s.object.definition.interactionType));
      assert.ok(types.size >= 5, [...types].join());
      for (const s of answers) {
        assert.match(s.object.id, /^urn:uuid:3b1f0c8e-6a0e-4a52-9a55-0a4b8d1c2e3f#[a-z0-9]{6}$/);
        assert.equal(s.context.language, `${language}-CA`);
        assert.equal(s.context.contextActivities.category, undefined);
      }
      const progress = one.Statements.filter((s) => s.verb.id.endsWith("/progressed")).map((s) => Object.values(s.result.extensions)[0]);
      assert.deepEqual(progress, [33, 66]);

      const again = lms.launch(unitOf(lms));
      const w = await Visit.open(lms, again, { guest: await visitor(browser, { home: lms.base }) }); // another device
      await w.at(lessons[0]);
      assert.match(w.course.url(), /#[a-z0-9]{6}$/);
      await w.gone();
      assert.deepEqual(verbs(again), ["initialized", "terminated"], "what was said once a registration is not said again");
      assert.equal(judged(lms.sessions), "");
      await w.done();
      await v.done();
      await lms.stop();
    });
  }

  test("a check that is taken again begins with nothing, its scenarios too", async () => {
    const lms = await system();
    const one = lms.launch(unitOf(lms));
    const v = await Visit.open(lms, one);
    await v.at("en/");
    await v.work(false, pagesOf.en.lessons, pagesOf.en.check);
    await v.course.locator("[data-result] button").click();
    assert.equal(await v.course.locator("#check .step.is-past").count(), 0);
    await v.answer(true);
    await v.course.locator("[data-result]").waitFor();
    await v.saved();
    await v.gone();
    assert.deepEqual(verbs(one).sort(), ["completed", "initialized", "passed", "terminated"]);
    assert.equal(judged(lms.sessions), "");
    await v.done();
    await lms.stop();
  });

  test("looked at: nothing but the beginning and the end", async () => {
    for (const mode of ["Browse", "Review"]) {
      const lms = await system();
      const s = lms.launch(unitOf(lms), { mode });
      const v = await Visit.open(lms, s);
      await v.at("en/");
      await v.work(true, pagesOf.en.lessons, pagesOf.en.check);
      assert.match(await v.page.locator("#status").textContent(), /Nothing is recorded/);
      await v.gone();
      assert.deepEqual(s.Statements.map((x) => x.verb.id.split("/").pop()), ["initialized", "terminated"]);
      assert.ok(!s.requests.some((r) => r.startsWith("PUT")));
      assert.equal(judged(lms.sessions), "");
      await v.done();
      await lms.stop();
    }
  });

  test("the line is lost and comes back: everything once, in order", async () => {
    const lms = await system();
    const s = lms.launch(unitOf(lms));
    const v = await Visit.open(lms, s);
    await v.at("en/");
    await v.saved();
    lms.down = true;
    await v.work(true, pagesOf.en.lessons, pagesOf.en.check);
    await v.page.locator("#bar[data-kept=waiting]").waitFor();
    assert.match(await v.page.locator("#status").textContent(), /does not answer/);
    lms.down = false;
    await v.page.evaluate(() => dispatchEvent(new Event("online")));
    await v.page.locator("#bar[data-kept=system]").waitFor();
    await v.gone();
    assert.deepEqual(verbs(s).sort(), ["completed", "initialized", "passed", "terminated"]);
    assert.equal(new Set(s.Statements.map((x) => x.id)).size, s.Statements.length);
    assert.equal(judged(lms.sessions), "");
    await v.done();
    await lms.stop();
  });

  test("the page goes while the line is lost: the next visit sends it", async () => {
    const lms = await system();
    const s = lms.launch(unitOf(lms));
    const v = await Visit.open(lms, s);
    await v.at("en/");
    await v.saved();
    s.cut = true;
    await v.work(true, pagesOf.en.lessons, pagesOf.en.check);
    await v.gone();
    assert.deepEqual(verbs(s), ["initialized"]);
    const next = lms.launch(unitOf(lms));
    const w = await Visit.open(lms, next, { guest: v.guest });
    await w.at("en/start/check");
    await w.saved();
    await w.gone();
    assert.deepEqual(verbs(next).sort(), ["completed", "initialized", "passed", "terminated"]);
    assert.ok(next.Statements.filter((x) => x.verb.id.endsWith("/answered")).length >= 5);
    assert.equal(judged(lms.sessions), "");
    await w.done();
    await lms.stop();
  });

  test("loaded again after its end: the learner is told, and may read", async () => {
    const lms = await system("");
    const s = lms.launch(unitOf(lms));
    const v = await Visit.open(lms, s, { locale: "fr-CA" });
    await v.page.locator("#choose a[data-tag=fr]").click();
    await v.at("fr/");
    await v.page.reload();
    await v.page.locator("#refused").waitFor();
    assert.match(await v.page.locator("#refused h1").textContent(), /cannot begin/);
    assert.equal(await v.page.locator("#refused a.go").first().getAttribute("href"), lms.base + "/lms.html");
    await v.page.screenshot({ path: path.join(screens, "cmi5-refused.png") });
    assert.deepEqual(await axe(v.page), []);
    await v.page.locator("#refused section[lang=fr-CA] button").click();
    await v.at("fr/");
    await v.lms.quiet();
    assert.deepEqual(verbs(s), ["initialized", "terminated"]);

    const fresh = lms.launch(unitOf(lms));
    fresh.fetched = true; // somebody else opened it
    const w = await Visit.open(lms, fresh);
    await w.page.locator("#refused-note").filter({ hasText: "Already in use" }).waitFor();
    assert.deepEqual(fresh.Statements, []);
    await w.done();
    await v.done();
    await lms.stop();
  });

  test("a page of another part is told to count there", async () => {
    const lms = await system();
    const v = await Visit.open(lms, lms.launch(unitOf(lms)));
    await v.at("en/");
    await v.go("en/final");
    await v.page.locator("#bar[data-kept=elsewhere]").waitFor();
    await v.go(pagesOf.en.lessons[0]);
    await v.page.locator("#bar[data-kept=system]").waitFor();
    await v.gone();
    await v.done();
    await lms.stop();
  });
});

describe("the end", () => {
  test("a learner leaves while the state is slow: nothing comes after the end", async () => {
    const lms = await system();
    const one = lms.launch(unitOf(lms));
    const v = await Visit.open(lms, one);
    await v.at("en/");
    lms.late = 300;
    await v.work(true, pagesOf.en.lessons, pagesOf.en.check);
    await v.page.locator("#leave").click();
    await v.page.waitForURL("**/lms.html");
    await lms.quiet();
    assert.equal(one.requests.at(-1), "POST statements");
    assert.ok(one.requests.includes("PUT activities/state atelier"));
    assert.deepEqual(verbs(one).sort(), ["completed", "initialized", "passed", "terminated"]);
    assert.deepEqual(await v.page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(".unsent"))), []);
    assert.equal(judged(lms.sessions), "");
    await v.done();
    await lms.stop();
  });

  test("a state that does not arrive is called back, and is sent by the next visit", async () => {
    const lms = await system();
    const one = lms.launch(unitOf(lms));
    const v = await Visit.open(lms, one);
    await v.at("en/");
    await v.saved();
    lms.late = Infinity;
    await v.work(true, pagesOf.en.lessons, pagesOf.en.check);
    await v.page.locator("#leave").click();
    await v.page.waitForURL("**/lms.html");
    await lms.quiet();
    assert.equal(one.requests.at(-1), "POST statements");
    lms.late = 0;
    const next = lms.launch(unitOf(lms));
    const w = await Visit.open(lms, next, { guest: v.guest });
    await w.at("en/start/check");
    await w.saved();
    assert.equal(await w.page.locator("#progress").textContent(), "All done");
    await w.gone();
    assert.deepEqual(verbs(one).sort(), ["completed", "initialized", "passed", "terminated"]);
    assert.deepEqual(verbs(next), ["initialized", "terminated"], "what the system has is not said again");
    assert.equal(judged(lms.sessions), "");
    await w.done();
    await lms.stop();
  });

  test("a session that the system ends: the learner is told, and the next one sends what was done", async () => {
    for (const [language, told] of [["en", /has ended this visit/], ["fr", /a mis fin à cette visite/]]) {
      const lms = await system("-" + language);
      const one = lms.launch(unitOf(lms));
      const v = await Visit.open(lms, one);
      await v.at(language + "/");
      await v.saved();
      one.over = true; // it was launched again elsewhere
      const { lessons, check } = pagesOf[language];
      await v.work(true, lessons, check);
      await v.page.locator("#bar[data-kept=ended]").waitFor();
      assert.match(await v.page.locator("#status").textContent(), told);
      await v.page.screenshot({ path: path.join(screens, `cmi5-ended-${language}.png`) });
      const asked = one.requests.length;
      await v.gone();
      assert.equal(one.requests.length, asked, "no end of a session that is over");
      one.refused.length = 0; // what told us
      const next = lms.launch(unitOf(lms));
      const w = await Visit.open(lms, next, { guest: v.guest });
      await w.at(check);
      await w.saved();
      await w.gone();
      assert.deepEqual(verbs(one), ["initialized"]);
      assert.deepEqual(verbs(next).sort(), ["completed", "initialized", "passed", "terminated"]);
      assert.ok(next.Statements.filter((s) => s.verb.id.endsWith("/answered")).length >= 5);
      assert.equal(judged(lms.sessions), "");
      await w.done();
      await lms.stop();
    }
  });
});

describe("the assessment", () => {
  const options = { mark: 0.8, moveOn: "Passed" };

  test("failed is said at the end of a session that did not pass; a later one passes", async () => {
    const lms = await system();
    const one = lms.launch("assessment.html", options);
    const v = await Visit.open(lms, one);
    await v.at("en/final");
    await v.answer(false);
    await v.saved();
    assert.ok(!verbs(one).includes("failed"));
    await v.gone();
    assert.deepEqual(verbs(one), ["initialized", "completed", "failed", "terminated"]);
    const two = lms.launch("assessment.html", options);
    const w = await Visit.open(lms, two, { guest: v.guest });
    await w.at("en/final");
    await w.course.locator("[data-result] button").click();
    await w.answer(true);
    await w.saved();
    await w.gone();
    assert.deepEqual(verbs(two), ["initialized", "passed", "terminated"]);
    assert.equal(judged(lms.sessions), "");
    await w.done();
    await lms.stop();
  });

  test("failed and passed in one session is passed", async () => {
    const lms = await system();
    const one = lms.launch("assessment.html", options);
    const v = await Visit.open(lms, one);
    await v.at("en/final");
    await v.answer(false);
    await v.course.locator("[data-result] button").click();
    await v.answer(true);
    await v.saved(); // what is said as the page goes comes with the next visit
    await v.gone();
    assert.deepEqual(verbs(one).sort(), ["completed", "initialized", "passed", "terminated"]);
    assert.equal(judged(lms.sessions), "");
    await v.done();
    await lms.stop();
  });
});

test("a package replaced by a newer release keeps what was learned", async () => {
  const newer = path.join(folder, "newer-source");
  cpSync(everyKind, newer, { recursive: true });
  const lesson = path.join(newer, "modules/1-start/1-text.en.md");
  writeFileSync(lesson, readFileSync(lesson, "utf8").replace("# ", "# Newly "));
  const lms = await system();
  const v = await Visit.open(lms, lms.launch(unitOf(lms)));
  await v.at("en/");
  await v.work(true, pagesOf.en.lessons, pagesOf.en.check);
  await v.saved();
  await v.gone();
  make(path.join(folder, "newer"), "cmi5", newer);
  lms.files = await unpacked(path.join(folder, "newer", "cmi5/small-en.zip"));
  const next = lms.launch(unitOf(lms));
  const w = await Visit.open(lms, next, { guest: await visitor(browser, { home: lms.base }) });
  await w.at("en/start/check");
  assert.equal(await w.page.locator("#progress").textContent(), "All done");
  await w.gone();
  assert.deepEqual(verbs(next), ["initialized", "terminated"]);
  assert.equal(judged(lms.sessions), "");
  await w.done();
  await v.done();
  await lms.stop();
});

// The last word: every statement of every session above, as the rules of a record store and the types of an xAPI library,
// both of others, have it.
test("statements are valid to @learninglocker/xapi-validation", () => {
  const { default: warnings } = createRequire(import.meta.url)("@learninglocker/xapi-validation");
  assert.notEqual(warnings({ ...recorded[0], timestamp: "yesterday" }).length, 0, "it judges");
  for (const s of recorded) assert.deepEqual(warnings(s).map((w) => `${w.path.join(".")}: ${w.name}`), [], JSON.stringify(s));
});

test("statements are what @xapi/xapi means by one", (t) => {
  const work = path.join(folder, "types");
  mkdirSync(work);
  const unique = [...new Map(recorded.map((s) => [s.id, s])).values()];
  assert.ok(unique.length > 40, `${unique.length} statements`);
  t.diagnostic(`${recorded.length} statements of cmi5 sessions valid to two libraries of others`);
  const types = path.join(root, "node_modules/@xapi/xapi/dist/types/XAPI");
  writeFileSync(path.join(work, "all.ts"), `import type { Statement } from ${JSON.stringify(types)};\nexport const all: Statement[] = ${JSON.stringify(unique)};\n`);
  execFileSync("node", [path.join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck", "--target", "es2021", "--module", "esnext", "--moduleResolution", "bundler", path.join(work, "all.ts")], { cwd: root, encoding: "utf8" });
});
