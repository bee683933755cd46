// SCORM packages in a real run-time (scorm-again, which is not ours) in a real browser: what the system records in every
// way a visit can end, where the next visit goes on, and what a newer release of the course does to what was done.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import JSZip from "jszip";
import { build, program, root, temporary } from "./support/site.mjs";
import { launch, screens, visitor } from "./support/browser.mjs";
import { axe, sideways, spacing, targets } from "./support/audit.mjs";
import { LMS } from "./support/lms.mjs";

const folder = temporary();
let browser;
const packages = build("scorm12,scorm2004", true);

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

const versions = {
  "SCORM 1.2": { number: 12, file: (lang) => `scorm12/small${lang}.zip` },
  "SCORM 2004 3rd Edition": { number: 2004, file: (lang) => `scorm2004/small-3rd-edition${lang}.zip` },
  "SCORM 2004 4th Edition": { number: 2004, file: (lang) => `scorm2004/small-4th-edition${lang}.zip` },
};

async function system(version, lang = "-en", from = packages.folder) {
  const files = await unpacked(path.join(from, version.file(lang)));
  return new LMS(version.number, files).start();
}

// One visit of one learner, who may come again on the same device.
class Visit {
  static async open(lms, options = {}) {
    const guest = options.guest ?? (await visitor(browser, { home: lms.base, ...options }));
    const page = await guest.context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("dialog", (d) => d.accept());
    await page.goto(lms.launch);
    const v = new Visit();
    Object.assign(v, { lms, guest, page });
    return v;
  }

  get player() {
    return this.page.frames().find((f) => f.url().endsWith("/package/index.html"));
  }

  get course() {
    return this.page.frames().find((f) => f.parentFrame() === this.player);
  }

  // Waits until the frame shows a page of the course.
  async at(part) {
    for (let i = 0; i < 200; i++) {
      const frame = this.course;
      try {
        if (frame?.url().includes(part) && (await frame.evaluate(() => document.readyState)) === "complete") return frame;
      } catch {
        // it is on its way
      }
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error(`the course is at ${this.course?.url()}, not at ${part}`);
  }

  async go(part) {
    await this.course.evaluate((to) => (location.href = new URL(to, location.href)), `/package/${part}/index.html`);
    return this.at(part);
  }

  // Goes on from the end of a lesson, which marks it as done.
  async onward(part) {
    await this.course.locator("nav.foot a.go:not(.quiet)").click();
    return this.at(part);
  }

  // Answers every question that the page judges, rightly or not.
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

  // Scrolls to a passage, and waits until the player has another place than before.
  async scrollTo(id) {
    const place = () => this.player.evaluate(() => atelierSession.standing().place);
    const was = await place();
    await this.course.evaluate((to) => document.getElementById(to).scrollIntoView(), id);
    await this.player.waitForFunction((was) => atelierSession.standing().place !== was, was);
  }

  calls() {
    return this.page.evaluate(() => window.calls);
  }

  // No call may have been refused; an optional value that the model lacks is asked for and not set.
  async clean() {
    const refused = (await this.calls()).filter((c) => c.result === "false" || (c.name === "SetValue" && c.error !== "0"));
    assert.deepEqual(refused, []);
  }

  // Waits until what the system recorded is so.
  async kept(so = () => true) {
    for (let i = 0; i < 400; i++) {
      if (this.lms.data && so(recorded(this.lms))) return;
      await new Promise((done) => setTimeout(done, 25));
    }
    assert.fail("the system has " + JSON.stringify(this.lms.data && recorded(this.lms)));
  }

  async close() {
    await this.lms.ending(async () => {
      await this.page.close({ runBeforeUnload: true });
      if (!this.page.isClosed()) await this.page.waitForEvent("close");
    });
  }
}

// What either version recorded, in one form.
function recorded(lms) {
  const d = lms.data;
  const list = (o) => Object.values(o?.childArray ?? o ?? {}).filter((x) => x?.id);
  if (lms.version === 12) {
    const { core } = d;
    return { status: core.lesson_status, score: core.score.raw, place: core.lesson_location, exit: core.exit, time: core.session_time, state: d.suspend_data, interactions: list(d.interactions), objectives: list(d.objectives), language: d.student_preference.language };
  }
  return { status: d.completion_status, success: d.success_status, progress: d.progress_measure, score: d.score.raw, scaled: d.score.scaled, place: d.location, exit: d.exit, time: d.session_time, state: d.suspend_data, interactions: list(d.interactions), objectives: list(d.objectives), language: d.learner_preference.language };
}

const seconds = (time) => {
  const clock = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(time);
  if (clock) return clock[1] * 3600 + clock[2] * 60 + Number(clock[3]);
  const [, h = 0, m = 0, s = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(time);
  return h * 3600 + m * 60 + Number(s);
};

for (const [name, version] of Object.entries(versions)) {
  const is12 = version.number === 12;
  // The two editions of SCORM 2004 hold the same scripts: one of them goes through every end of a visit.
  const rest = version === versions["SCORM 2004 3rd Edition"] ? () => {} : test;

  describe(name, () => {
    test("a whole course: progress, answers, score, completion, and back to the passage", async () => {
      const lms = await system(version);
      const begun = Date.now();
      const v = await Visit.open(lms);
      await v.at("en/index.html");
      assert.equal(await v.player.locator("#progress").textContent(), "0 of 3 done");
      await v.go("en/start/running-text");
      const note = await v.course.locator("nav.foot a.go:not(.quiet) small").textContent();
      assert.match(note, /^Mark as done and go on/);
      await v.onward("en/start/parts");
      assert.equal(await v.course.locator("#thread li.is-done").count(), 1);
      assert.equal(await v.player.locator("#progress").textContent(), "1 of 3 done");
      await v.kept((r) => r.status === "incomplete" && (is12 || Number(r.progress) === 0.3333));
      await v.onward("check");
      await v.answer(true);
      assert.match(await v.course.locator("[data-result] [role=status]").textContent(), /^(\d) of \1 right\./);
      assert.equal(await v.player.locator("#progress").textContent(), "Course complete");
      await v.go("en/final");
      await v.answer(false);
      assert.match(await v.course.locator("[data-result] [role=status]").textContent(), /^0 of 1 right\. Not yet: 80% is needed/);
      assert.ok(await v.course.evaluate(() => document.querySelector("#check fieldset").disabled), "a graded question is answered once an attempt");
      await v.kept((r) => (is12 ? r.status === "failed" : r.status === "completed" && r.success === "failed"));
      await v.course.locator("[data-result] button").click();
      assert.equal(await v.course.locator("#check input:checked").count(), 0);
      await v.answer(true);
      await v.go("en/start/running-text");
      await v.scrollTo("aaaab8");
      await v.clean();
      await v.close();

      const r = recorded(lms);
      assert.deepEqual([r.status, r.success, Number(r.score), r.exit], is12 ? ["passed", undefined, 100, "suspend"] : ["completed", "passed", 100, "suspend"]);
      if (!is12) assert.deepEqual([Number(r.progress), Number(r.scaled)], [1, 1]);
      assert.match(r.place, /^aaaa[ab]\d$/);
      assert.ok(seconds(r.time) > 1 && seconds(r.time) <= (Date.now() - begun) / 1000 + 1, r.time);
      assert.ok(r.state.length < 400, `${r.state.length} characters`);
      assert.equal(r.language, "en-CA");
      assert.equal(new Set(r.interactions.map((i) => i.id)).size, r.interactions.length, "one entry a question");
      const one = Object.fromEntries(r.interactions.map((i) => [i.id, i]));
      const given = (id) => [one[id].type, one[id][is12 ? "student_response" : "learner_response"], one[id].result];
      const pattern = (id) => Object.values(one[id].correct_responses?.childArray ?? one[id].correct_responses)[0]?.pattern;
      if (is12) {
        assert.deepEqual(given("caaaa4"), ["choice", "a,c", "correct"]);
        assert.deepEqual(given("caaac5").slice(0, 1), ["matching"]);
        assert.match(given("caaac5")[1], /^a\.a,b\.b$/);
        assert.deepEqual(given("caaae7"), ["performance", "start,ask".slice(6), "correct"]);
        assert.equal(pattern("caaaa4"), "a,c");
      } else {
        assert.deepEqual(given("caaaa4"), ["choice", "caaaa6[,]caaaa9", "correct"]);
        assert.deepEqual(given("caaac5"), ["matching", "caaac7[.]caaac7[,]caaac9[.]caaac9", "correct"]);
        assert.deepEqual(given("caaad2"), ["sequencing", "caaad4[,]caaad6", "correct"]);
        assert.deepEqual(given("caaae7"), ["other", "ask", "correct"]);
        assert.deepEqual(given("caaab6").filter((_, i) => i !== 1), ["likert", "neutral"]);
        assert.equal(pattern("caaaa4"), "caaaa6[,]caaaa9");
        assert.match(one.caaaa4.description, /^\{lang=en-CA\}Which are open\?$/);
      }
      assert.ok(!JSON.stringify(lms.commits).includes("Something of my own"), "a reflection stays on the device");
      assert.ok(r.objectives.some((o) => o.id === "see"), JSON.stringify(r.objectives));

      const again = await Visit.open(lms, { guest: v.guest });
      const frame = await again.at("running-text");
      const top = await frame.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, r.place);
      assert.ok(Math.abs(top) < 400, `${r.place} is at ${top}`);
      assert.equal(await again.player.locator("#progress").textContent(), "Course complete");
      await again.close();
      assert.deepEqual([recorded(lms).status, recorded(lms).success], is12 ? ["passed", undefined] : ["completed", "passed"]);
      assert.equal((await Promise.resolve(v.guest.wrong)).length, 0, v.guest.wrong.join("\n"));
      await v.guest.close();
      await lms.stop();
    });

    rest("every way out: the tab closed, another page, the frame taken away, left by the button", async () => {
      const ways = {
        closed: (v) => v.close(),
        navigated: (v) => v.page.goto(v.lms.base + "/away.html"),
        removed: (v) => v.page.evaluate(() => document.querySelector("iframe").remove()),
        left: (v) => v.player.locator("#leave").click(),
      };
      for (const [way, end] of Object.entries(ways)) {
        const lms = await system(version);
        const v = await Visit.open(lms);
        await v.at("en/index.html");
        await v.go("en/start/running-text");
        await v.onward("en/start/parts");
        await (way === "closed" ? end(v) : lms.ending(() => end(v)));
        const r = recorded(lms);
        assert.equal(r.status, "incomplete", way);
        assert.equal(r.exit, "suspend", way);
        assert.ok(seconds(r.time) > 0, `${way}: ${r.time}`);
        assert.match(r.place, /^b?aaa[a-z]{1,2}\d$/, way);
        if (way === "removed" || way === "left") {
          const ends = (await v.calls()).filter((c) => /^(Finish|Terminate)$/.test(c.name));
          assert.deepEqual(ends.map((c) => c.result), ["true"], `${way}: ended once`);
        }
        if (way === "left") {
          assert.ok(await v.player.locator("#left h1").isVisible());
          assert.equal(await v.player.evaluate(() => document.activeElement.localName), "h1");
          if (!is12) assert.ok((await v.calls()).some((c) => c.args[0] === "adl.nav.request" && c.args[1] === "suspendAll" && c.result === "true"));
        }
        const again = await Visit.open(lms, { guest: v.guest });
        await again.at("en/start/parts");
        assert.equal(await again.player.locator("#progress").textContent(), "1 of 3 done", way);
        assert.deepEqual(v.guest.wrong, [], way);
        await v.guest.close();
        await lms.stop();
      }
    });

    rest("a lost line: the learner is told, nothing is lost, on this visit or the next", async () => {
      const lms = await system(version);
      const v = await Visit.open(lms);
      v.page.expectsMissing = true;
      await v.at("en/index.html");
      await v.kept();
      lms.fails = true;
      await v.go("en/start/running-text");
      await v.onward("en/start/parts");
      await v.player.locator("#status", { hasText: "does not answer" }).waitFor();
      lms.fails = false;
      await v.player.locator("#status", { hasText: "answers again" }).waitFor();
      lms.fails = true;
      await v.onward("check");
      await v.answer(true);
      await v.close();
      assert.equal(lms.data.interactions && Object.keys(lms.data.interactions.childArray ?? lms.data.interactions).length, 0, "the system has no answer yet");
      lms.fails = false;
      const again = await Visit.open(lms, { guest: v.guest });
      await again.at("check");
      assert.equal(await again.player.locator("#progress").textContent(), "Course complete");
      assert.ok((await again.course.locator("[data-told].told-right").count()) >= 4);
      await again.kept((r) => r.interactions.some((i) => i.id === "caaaa4")); // sent with the next visit
      await again.close();
      assert.equal(recorded(lms).status, "completed");
      await v.guest.close();
      await lms.stop();
    });

    rest("looking is not taking: in review nothing is written", async () => {
      for (const mode of ["review", "browse"]) {
        const lms = await system(version);
        lms.initial = is12 ? { core: { lesson_mode: mode } } : { mode };
        if (is12) lms.data = { core: { lesson_mode: mode } };
        const v = await Visit.open(lms);
        await v.at("en/index.html");
        await v.go("en/start/running-text");
        await v.onward("en/start/parts");
        await v.player.locator("#status", { hasText: "Nothing is recorded" }).waitFor();
        assert.deepEqual((await v.calls()).filter((c) => c.name === "SetValue"), []);
        await v.page.evaluate(() => document.querySelector("iframe").remove());
        const last = (await v.calls()).at(-1);
        assert.match(last.name, /^(Finish|Terminate)$/, "the session is ended all the same");
        await v.guest.close();
        await lms.stop();
      }
    });

    rest("two languages: one is chosen, turning keeps the place, both count as one", async () => {
      const lms = await system(version, "");
      const v = await Visit.open(lms, { locale: "fr-CA" });
      await v.player.locator("#choose").waitFor();
      assert.deepEqual(await v.player.locator("#choose section").evaluateAll((list) => list.map((s) => s.lang)), ["en-CA", "fr-CA"]);
      await v.player.locator('#choose [data-tag="fr"]').click();
      await v.at("fr/index.html");
      assert.equal(await v.player.evaluate(() => document.documentElement.lang), "fr-CA");
      assert.match(await v.player.locator("#progress").textContent(), /^Terminé/);
      await v.go("fr/debut/texte-courant").catch(() => v.go("fr/debut/" + "texte"));
      await v.onward("fr/debut/parties");
      await v.course.locator("[data-toggle]").first().click();
      await v.at("en/start/parts");
      await v.player.locator("#progress", { hasText: "1 of 3 done" }).waitFor();
      assert.equal(await v.player.locator("#leave").textContent(), "Save and leave");
      await v.close();
      assert.equal(recorded(lms).language, "en-CA");
      const again = await Visit.open(lms, { guest: v.guest });
      await again.at("en/start/parts");
      assert.deepEqual(v.guest.wrong, []);
      await v.guest.close();
      await lms.stop();
    });
  });
}

describe("releases", () => {
  // A course of two lessons and a check; then a lesson is added and gets a passage of the first, and the second goes;
  // then the older package is put back.
  const course = path.join(folder, "course");
  const lesson = (slug, id, text) => `---\nslug: ${slug}\nobjectives: [first]\n---\n# ${text} ^${id}\n\n${text}, told. ^${id.slice(0, 5)}z\n`;
  const module = (name) => path.join(course, "modules/1-first", name);
  const lessons = (list) => writeFileSync(module("module.yaml"), readFileSync(module("module.yaml"), "utf8").replace(/^lessons: .*$/m, `lessons: [${list}]`));
  const write = (name, id, text) => ["en", "fr"].forEach((lang) => writeFileSync(module(`${name}.${lang}.md`), lesson(name.slice(2), id, text)));
  const drop = (name) => ["en", "fr"].forEach((lang) => rmSync(module(`${name}.${lang}.md`)));
  const run = (...args) => execFileSync(program(), args, { cwd: folder, stdio: "pipe", env: { ...process.env, LC_ALL: "C.UTF-8" } });
  let moved; // a passage of the first lesson

  function release(version) {
    const out = path.join(folder, version);
    run("release", course, "--version", version, "--date", "2026-11-01", "--only", "scorm12", "--out", out, ...(version === "1.0.0" ? [] : ["--since", path.join(folder, "before")]));
    rmSync(path.join(folder, "before"), { recursive: true, force: true });
    cpSync(course, path.join(folder, "before"), { recursive: true });
    return out;
  }

  const packageOf = async (out) => {
    const dir = path.join(out, "scorm12");
    return unpacked(path.join(dir, readdirSync(dir).find((n) => n.endsWith("-en.zip"))));
  };

  test("a newer release takes the place of an older one, and nothing that was done is lost", async () => {
    run("new", course);
    moved = /\^(\w{6})\n\n::: callout/.exec(readFileSync(module("1-start-here.en.md"), "utf8"))[1];
    write("2-more", "qabcd2", "More");
    lessons("1-start-here, 2-more");
    run("build", course, "--only", "scorm12", "--out", path.join(folder, "unreleased"));
    const lms = await new LMS(12, await packageOf(path.join(folder, "unreleased"))).start();
    let v = await Visit.open(lms);
    await v.at("en/index.html");
    await v.go("en/first-module/start-here");
    await v.onward("more");
    await v.onward("check");
    await v.answer(true);
    const marks = (frame) => frame.locator("#check [data-told].told-right").count();
    const right = await marks(v.course);
    assert.ok(right > 1);
    await v.go("en/first-module/start-here");
    await v.page.setViewportSize({ width: 600, height: 300 });
    await v.scrollTo(moved);
    await v.close();
    assert.deepEqual([recorded(lms).status, recorded(lms).place], ["passed", moved]);
    const { guest } = v;

    // Permanent numbers are given: the same, in fewer characters.
    const long = recorded(lms).state.length;
    lms.files = await packageOf(release("1.0.0"));
    v = await Visit.open(lms, { guest });
    await v.at("start-here");
    await v.kept((r) => r.state.length < long);
    await v.close();

    // A lesson is added and takes a passage over, another one goes.
    for (const lang of ["en", "fr"]) {
      const file = module(`1-start-here.${lang}.md`);
      const text = readFileSync(file, "utf8");
      const line = text.split("\n").find((l) => l.endsWith("^" + moved));
      writeFileSync(file, text.replace(line + "\n\n", ""));
      writeFileSync(module(`3-new.${lang}.md`), lesson("new", "sabcd2", "Something new") + "\n" + line + "\n");
    }
    drop("2-more");
    lessons("1-start-here, 3-new");
    lms.files = await packageOf(release("1.1.0"));
    v = await Visit.open(lms, { guest });
    const frame = await v.at("new/index.html");
    assert.ok(frame.url().endsWith("#" + moved), "the visit goes on at the passage, where it is now");
    assert.equal(await v.player.locator("#progress").textContent(), "2 of 3 done");
    await v.onward("check");
    assert.equal(await marks(v.course), right, "the answers hold");
    await v.close();
    assert.equal(recorded(lms).status, "passed");

    // The older package is put back: what had gone is there, and still done.
    lms.files = await packageOf(path.join(folder, "1.0.0"));
    v = await Visit.open(lms, { guest });
    await v.player.locator("#progress", { hasText: "Course complete" }).waitFor();
    await v.guest.close();
    await lms.stop();
  });
});

describe("around it", () => {
  test("without a system the course works, keeps to the device and says so", async () => {
    const lms = await system(versions["SCORM 1.2"]);
    const guest = await visitor(browser, { home: lms.base });
    const page = await guest.context.newPage();
    await page.goto(lms.base + "/package/index.html");
    await page.locator("#status", { hasText: "was found. Your progress is kept on this device" }).waitFor();
    const frame = page.frameLocator("#course");
    await frame.locator("main[data-kind=home]").waitFor();
    assert.equal(await page.locator("#leave").isVisible(), false);
    await frame.locator(".mods a").first().click();
    await frame.locator(".mods.lessons a").first().click();
    await frame.locator("nav.foot a.go:not(.quiet)").click();
    await page.locator("#progress", { hasText: "1 of 3 done" }).waitFor();
    await page.reload();
    await page.locator("#progress", { hasText: "1 of 3 done" }).waitFor();
    assert.deepEqual(guest.wrong, []);
    await guest.close();
    await lms.stop();
  });

  test("the frame is accessible: axe, 320 pixels, wider spacing, targets, the keyboard in and out", async () => {
    const lms = await system(versions["SCORM 2004 4th Edition"], "");
    for (const [width, scheme, lang] of [[1280, "light", "en"], [320, "dark", "fr"]]) {
      lms.data = undefined;
      const v = await Visit.open(lms, { width, scheme });
      const look = async (what) => {
        const wrong = [];
        for (const frame of [v.course, v.player].filter((f) => f && f.url() !== "about:blank")) {
          wrong.push(...(await axe(frame)), ...(await sideways(frame)), ...(await targets(frame)));
        }
        wrong.push(...(await spacing(v.player)));
        assert.deepEqual(wrong, [], `${what} at ${width}, ${scheme}`);
      };
      await v.player.locator("#choose").waitFor();
      await look("the choice of a language");
      await v.page.screenshot({ path: path.join(screens, `scorm-choose-${width}-${scheme}.png`) });
      await v.player.locator(`#choose [data-tag="${lang}"]`).click();
      await v.at(`${lang}/index.html`);
      assert.equal(await v.player.locator("#course").getAttribute("title"), await v.course.evaluate(() => document.title));
      await look("the first page");
      await v.page.screenshot({ path: path.join(screens, `scorm-home-${width}-${scheme}.png`) });
      // In by the keyboard, through the page and its bar, and out again.
      const place = () => v.player.evaluate(() => document.activeElement?.id ?? "");
      await v.page.evaluate(() => document.activeElement?.blur());
      let stops = 0;
      while ((await place()) !== "leave" && stops++ < 150) await v.page.keyboard.press("Tab");
      assert.ok(stops < 150, "the keyboard reaches the last control of the player");
      await v.page.keyboard.press("Shift+Tab");
      assert.notEqual(await place(), "leave");
      await v.page.keyboard.press("Tab");
      await v.page.keyboard.press("Enter");
      await v.player.locator("#left h1").waitFor();
      await look("the end");
      assert.deepEqual(v.guest.wrong, []);
      await v.guest.close();
    }
    await lms.stop();
  });

  test("every error that ADL's cases know is borne: told, kept on the device, not asked without end", { skip: !process.env.ATELIER_JUDGES && "ATELIER_JUDGES is not set" }, async () => {
    const cases = path.join(process.env.ATELIER_JUDGES, "scorm2004-cases");
    const codes = new Set();
    for (const f of readdirSync(cases)) for (const m of readFileSync(path.join(cases, f), "utf8").matchAll(/"expectedErrorCode": ?"(\d+)"/g)) codes.add(m[1]);
    codes.delete("0");
    assert.ok(codes.size >= 8, [...codes].join());
    const bundle = path.join(folder, "scorm2004.mjs");
    execFileSync("go", ["tool", "esbuild", "internal/content/publish/player/ts/scorm2004.ts", "--bundle", "--format=esm", `--outfile=${bundle}`, "--log-level=error"], { cwd: root });
    const { Scorm2004 } = await import(pathToFileURL(bundle).href);
    for (const code of codes) {
      for (const fails of ["SetValue", "GetValue", "Commit", "Terminate"]) {
        let calls = 0;
        let error = "0";
        const does = (name) => () => {
          calls++;
          error = name === fails ? code : "0";
          return name === "GetValue" ? "" : String(name !== fails);
        };
        globalThis.window = { API_1484_11: { ...Object.fromEntries(["Initialize", "SetValue", "GetValue", "Commit", "Terminate"].map((n) => [n, does(n)])), GetLastError: () => error } };
        globalThis.window.parent = globalThis.window;
        const runtime = new Scorm2004();
        assert.ok(await runtime.open(), `${code} of ${fails}`);
        const standing = { saved: "a1", place: "aaaaa2", locale: "en-CA", seconds: 3, done: 1, of: 3, complete: false, objectives: [] };
        runtime.interaction({ question: "aaaaa3", kind: "single", given: ["x"], key: ["x"], options: ["x"], words: "?", tolerance: 0, verdict: "right", seconds: 2, objective: "o", language: "en-CA", at: "2026-11-27T00:00:00.000Z" });
        runtime.save(standing);
        assert.equal(await runtime.commit(), !["SetValue", "Commit"].includes(fails), `${code} of ${fails}: the player is told`);
        const before = calls;
        for (let i = 0; i < 10; i++) runtime.save(standing);
        assert.ok(calls - before <= 10 * 8, `${code} of ${fails}: ${calls - before} calls to save the same again`);
        runtime.close(standing, true);
        const closed = calls;
        assert.equal(runtime.close(standing, true), false);
        assert.equal(calls, closed, "after the end nothing is called");
      }
    }
    delete globalThis.window;
  });
});
