// A check with a clock and two attempts: it is begun by its own button, goes on in the other language, is closed when its
// time is over with what was answered, and cannot be begun a third time; by keyboard, with script and without.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { everyKind, freePort, helper, Site, temporary } from "./support/site.mjs";
import { launch, visitor } from "./support/browser.mjs";
import { administrator } from "./support/people.mjs";
import { enter, follow, questions, tabTo } from "./support/keyboard.mjs";
import { look } from "./support/look.mjs";

let site;
let browser;

before(async () => {
  const folder = temporary();
  const course = path.join(folder, "course");
  cpSync(everyKind, course, { recursive: true });
  for (const lang of ["en", "fr"]) {
    const file = path.join(course, "modules/1-start", `check.${lang}.md`);
    writeFileSync(file, readFileSync(file, "utf8").replace("\ndraw: 3\n", "\ndraw: 3\nattempts: 2\ntime: 20\n"));
  }
  // At /en/start/ a site has a page of its own.
  const module = path.join(course, "modules/1-start/module.yaml");
  writeFileSync(module, readFileSync(module, "utf8").replace("slug: {en: start,", "slug: {en: opening,"));
  site = await new Site(folder, await freePort(), [course]).start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.dispose();
});

// Lets minutes pass, as far as the site knows.
async function pass(minutes) {
  await site.stop();
  execFileSync(helper("late"), [path.join(site.folder, "data"), String(minutes)]);
  await site.start();
}

const checks = { en: "/en/opening/check/", fr: "/fr/debut/verification/" };

// What a page says of the moments in which the test has the site stopped.
const away = (w) => !/ERR_(CONNECTION_REFUSED|EMPTY_RESPONSE|CONNECTION_RESET)/.test(w);

const at = (page) => new URL(page.url()).pathname;
const begin = 'form:has(input[value="begin"]) button';

// Answers the first question that takes one key or a word.
async function answerOne(page) {
  const one = (await questions(page)).find((q) => ["truefalse", "fillin", "numeric"].includes(q.kind));
  await tabTo(page, `[id="${one.id}"] input`);
  if (one.kind === "truefalse") await page.keyboard.press("Space");
  else await page.keyboard.type("12");
  return one.id;
}

describe("a check with limits", { concurrency: 1 }, () => {
  test("en, without script", async () => {
    const guest = await visitor(browser, { home: site.base, locale: "en-CA", script: false });
    try {
      const page = await guest.context.newPage();
      const check = checks.en;
      await page.goto(site.base + check);
      assert.equal(await page.locator(".question").count(), 0, "nothing is asked before it is begun");
      assert.match(await page.textContent(".terms-box"), /20\s+minutes.*2 attempts/s);
      await follow(page, begin);
      assert.equal(at(page), check);
      assert.match(await page.textContent(".clock"), /ends at.+(UTC|[A-Z]{2,5}|[+-]\d\d).*20\s+minutes left/s);
      const one = await answerOne(page);
      await tabTo(page, "form.quiz .quiz-send button");
      await enter(page);
      assert.match(at(page), /\/review\/$/, "what cannot be sent as often as one likes is looked over first");
      assert.equal(await page.locator(".clock").count(), 1, "with the clock");
      assert.equal(await page.locator(`[id="${one}"] .is-chosen`).count(), 1);
      await follow(page, "a[data-toggle]");
      assert.match(at(page), /^\/fr\/.+\/relecture\/$/);
      await pass(22);
      await page.goto(site.base + check);
      assert.match(await page.textContent("main"), /1 attempt left, of 2/);
      await page.goto(`${site.base}${check}result/`);
      assert.match(await page.textContent(".notice"), /The time was over at/);
      assert.equal(await page.locator(`[id="${one}"] .is-chosen`).count(), 1, "what was answered is there");
      await follow(page, 'a.go[href$="#check"]');
      await follow(page, begin);
      await answerOne(page);
      await tabTo(page, "form.quiz .quiz-send button");
      await enter(page);
      await follow(page, 'form:has(input[value="review"]) button[type=submit]');
      assert.match(at(page), /\/result\/$/);
      assert.match(await page.textContent("main"), /made all 2 attempts/);
      await page.goto(site.base + check);
      assert.equal(await page.locator(begin).count(), 0, "there is no third attempt");
      assert.deepEqual(guest.wrong.filter(away), []);
    } finally {
      await guest.close();
    }
  });

  test("fr, with script", async () => {
    const guest = await visitor(browser, { home: site.base, locale: "fr-CA" });
    try {
      const page = await guest.context.newPage();
      await page.clock.install();
      const check = checks.fr;
      await page.goto(site.base + check);
      await look(page, "timed-terms");
      await follow(page, begin);
      await page.waitForSelector("[data-clock-rest]:not([hidden])");
      assert.match(await page.textContent("[data-clock-left]"), /20\s+minutes/);
      await look(page, "timed-clock");
      await page.setViewportSize({ width: 1280, height: 900 });
      await tabTo(page, "[data-clock-tools] button");
      await page.keyboard.press("Enter");
      assert.equal(await page.locator(".clock-due").isVisible(), false, "the clock can be hidden");
      await page.clock.fastForward("15:30");
      await page.waitForFunction(() => /5 minutes/.test(document.querySelector("[data-clock-say]").textContent));
      await page.clock.fastForward("04:00");
      await page.waitForFunction(() => /1 minute/.test(document.querySelector("[data-clock-say]").textContent));
      assert.equal(await page.getAttribute("[data-clock-say]", "role"), "status", "said politely");
      await pass(20); // due, and within what the network is given
      const one = await answerOne(page);
      await Promise.all([page.waitForURL(/\/resultat\/$/), page.clock.fastForward("01:00")]);
      assert.match(await page.textContent(".notice"), /Le temps était écoulé/);
      assert.equal(await page.locator(`[id="${one}"] .is-chosen`).count(), 1, "the answer given last is there");
      await look(page, "timed-result");
      assert.deepEqual(guest.wrong.filter(away), []);
    } finally {
      await guest.close();
    }
  });

  test("more time for a person, given by the administrator", async () => {
    const ana = await administrator(browser, site);
    try {
      const { page } = ana;
      await page.goto(`${ana.home}/en/administration/people/`);
      await page.click('main a:has-text("Ana Tremblay")');
      await page.selectOption('[name="share"]', "150");
      await Promise.all([page.waitForNavigation(), page.click('form:has([name="share"]) button[type=submit]')]);
      assert.match(await page.textContent("main"), /Half as much again/);
      await look(page, "timed-person");
      await page.goto(ana.home + checks.en);
      assert.match(await page.textContent(".terms-box"), /you have 30\s+minutes/);
      assert.deepEqual(ana.wrong, []);
    } finally {
      await ana.close();
    }
  });
});
