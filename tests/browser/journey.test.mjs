// From the first page to the end of module 1 and its check, by keyboard alone, in both languages, with script and
// without; and what must survive on the way: a change of language, a closed browser, a box ticked.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { buildStatic, serve } from "./support/site.mjs";
import { launch, visitor } from "./support/browser.mjs";
import { answer, enter, follow, questions, tabTo } from "./support/keyboard.mjs";
import { answerKeys } from "./support/keys.mjs";
import { passages } from "./support/html.mjs";

const site = await serve();
const edition = buildStatic();
const keys = answerKeys(edition.web);
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  edition.dispose();
  await site.dispose();
});

const words = {
  en: { locale: "en-CA", check: "/en/introduction/check/", checklist: "/en/checklists/first-questions/", device: "/en/my-device/", lesson: "/en/introduction/what-the-licence-changes/" },
  fr: { locale: "fr-CA", check: "/fr/introduction/verification/", checklist: "/fr/listes-de-controle/premieres-questions/", device: "/fr/mon-appareil/", lesson: "/fr/introduction/ce-que-change-la-licence/" },
};

const come = (lang, script = true, more = {}) => visitor(browser, { home: site.base, locale: words[lang].locale, script, ...more });

// Answers every open question on the page.
async function answerAll(page) {
  for (const q of await questions(page)) await answer(page, q.id, q.kind, keys.get(q.id)?.key ?? []);
}

// A lesson is read, its questions answered and sent, and marked as done.
async function lesson(page) {
  const done = 'form:has(input[name="act"][value="done"]) button[type=submit]';
  for (const q of await questions(page)) {
    await answer(page, q.id, q.kind, keys.get(q.id)?.key ?? []);
    await tabTo(page, `form:has([id="${q.id}"]) button[type=submit]`);
    await enter(page);
    assert.equal(await page.locator(`[id="${q.id}"] .told-right`).count(), 1, `${q.id} is told to be right`);
  }
  await tabTo(page, done);
  await enter(page);
}

async function check(page, address) {
  for (let rounds = 0; rounds < 8 && new URL(page.url()).pathname === address; rounds++) {
    await answerAll(page);
    await tabTo(page, "form.quiz .quiz-send button");
    await enter(page);
  }
}

async function wholeModule(lang, script) {
  const guest = await come(lang, script);
  try {
    const page = await guest.context.newPage();
    await page.goto(site.base + "/");
    if (new URL(page.url()).pathname === "/") await follow(page, `a[href="/${lang}/"]`);
    assert.equal(new URL(page.url()).pathname, `/${lang}/`);
    await follow(page, ".cover-go a.go");
    const address = words[lang].check;
    for (let i = 0; i < 12 && new URL(page.url()).pathname !== address; i++) await lesson(page);
    assert.equal(new URL(page.url()).pathname, address, "the lessons lead to the check");
    assert.equal((await questions(page)).length, 10, "ten questions");
    await check(page, address);
    assert.match(new URL(page.url()).pathname, /\/(result|resultat)\/$/, "the check leads to its result");
    assert.equal(await page.locator(".result.is-passed").count(), 1, "the check is passed");
    await follow(page, ".result-go a.go, .result-go button.go");
    await follow(page, "a.name");
    assert.equal(await page.locator(".mods > li.is-done, .mods > li.is-started").count(), 1, "the first page shows what was done");
    assert.deepEqual(guest.wrong, []);
  } finally {
    await guest.close();
  }
}

describe("module 1 and its check by keyboard", { concurrency: 2 }, () => {
  for (const lang of ["en", "fr"]) {
    test(`${lang}, with script`, () => wholeModule(lang, true));
    test(`${lang}, without script`, () => wholeModule(lang, false));
  }
});

describe("what survives", { concurrency: 2 }, () => {
  for (const script of [true, false]) {
    const how = script ? "with script" : "without script";

    test(`a change of language in the middle of a check keeps the answers, ${how}`, async () => {
      const guest = await come("en", script);
      const page = await guest.context.newPage();
      await page.goto(site.base + words.en.check);
      const [first, second] = await questions(page);
      for (const q of [first, second]) await answer(page, q.id, q.kind, keys.get(q.id).key);
      if (script) await page.waitForResponse((r) => r.request().method() === "POST");
      else {
        await tabTo(page, "form.quiz button[name=save], form.quiz button[value=save], form.quiz .quiz-send button");
        await enter(page);
      }
      await tabTo(page, "a[data-toggle]");
      await enter(page);
      assert.equal(new URL(page.url()).pathname, words.fr.check);
      for (const q of [first, second]) {
        for (const value of keys.get(q.id).key) assert.equal(await page.locator(`[id="${q.id}"] input[value="${value}"]`).isChecked(), true, `${q.id} ${value}`);
      }
      assert.deepEqual(guest.wrong, []);
      await guest.close();
    });

    test(`ticks of a checklist are kept, in both languages, ${how}`, async () => {
      const guest = await come("fr", script);
      const page = await guest.context.newPage();
      await page.goto(site.base + words.fr.checklist);
      await tabTo(page, "form[data-checklist] input[name=tick]");
      const ticked = await page.evaluate(() => document.activeElement.value);
      if (script) {
        await Promise.all([page.waitForResponse((r) => r.request().method() === "POST"), page.keyboard.press("Space")]);
      } else {
        await page.keyboard.press("Space");
        await tabTo(page, "form[data-checklist] button[type=submit]");
        await enter(page);
      }
      for (const lang of ["fr", "en"]) {
        await page.goto(site.base + words[lang].checklist);
        assert.equal(await page.locator(`input[name=tick][value="${ticked}"]`).isChecked(), true, lang);
        assert.equal(await page.locator("input[name=tick]:checked").count(), 1, lang);
      }
      assert.deepEqual(guest.wrong, []);
      await guest.close();
    });
  }

  test("a change of language in the middle of a lesson keeps the place", async () => {
    const guest = await come("en");
    const page = await guest.context.newPage();
    await page.goto(site.base + words.en.lesson);
    const ids = passages(await page.content());
    const middle = ids[Math.floor(ids.length / 2)];
    await page.evaluate((id) => document.getElementById(id).scrollIntoView(), middle);
    const top = await page.evaluate((all) => all.find((id) => document.getElementById(id).getBoundingClientRect().bottom > 24), ids);
    await page.evaluate(() => document.querySelector("a[data-toggle]").focus({ preventScroll: true }));
    await enter(page);
    assert.equal(new URL(page.url()).pathname, words.fr.lesson);
    const hash = new URL(page.url()).hash.slice(1);
    assert.ok(ids.includes(hash), `#${hash} is a passage`);
    assert.ok(Math.abs(ids.indexOf(hash) - ids.indexOf(top)) <= 2, `${hash} is near ${top}`);
    const place = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, hash);
    assert.ok(place >= 0 && place < 300, `the passage is in sight at ${place}`);
    await guest.close();
  });

  test("a closed browser goes on where it was, and can be forgotten", async () => {
    const guest = await come("en");
    const page = await guest.context.newPage();
    await page.goto(site.base + "/en/");
    assert.deepEqual(await guest.context.cookies(), [], "no cookie before the first act worth keeping");
    await follow(page, ".cover-go a.go");
    const first = new URL(page.url()).pathname;
    assert.deepEqual(await guest.context.cookies(), [], "reading leaves no cookie");
    await lesson(page);
    const second = new URL(page.url()).pathname;
    assert.notEqual(second, first);
    const state = await guest.context.storageState();
    assert.ok(state.cookies.length > 0 && state.cookies.every((c) => c.httpOnly && c.sameSite === "Lax"), JSON.stringify(state.cookies.map((c) => c.name)));
    await guest.close();

    const again = await come("en", true, { storageState: state });
    const later = await again.context.newPage();
    await later.goto(site.base + "/en/");
    await follow(later, ".cover-go a.go");
    assert.equal(new URL(later.url()).pathname, second, "“continue where I was”");
    assert.equal(await later.locator('.thread [aria-current="page"]').count(), 1);

    await later.goto(site.base + words.en.device);
    assert.equal(await later.locator("main li").count() > 0, true, "the device page lists what is kept");
    for (const box of await later.locator("main form input[type=checkbox]").all()) await box.check();
    await Promise.all([later.waitForNavigation(), later.locator("main form button[type=submit]").last().click()]);
    await later.goto(site.base + "/en/");
    await follow(later, ".cover-go a.go");
    assert.equal(new URL(later.url()).pathname, first, "nothing is known any more");
    assert.deepEqual(again.wrong, []);
    await again.close();
  });
});
