// The final assessment by keyboard: what is answered is looked over before it is sent, changed, read in the other language
// and sent, with script and without.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { serve } from "./support/site.mjs";
import { launch, screens, visitor } from "./support/browser.mjs";
import { enter, follow, questions, tabTo } from "./support/keyboard.mjs";
import { axe, sideways } from "./support/audit.mjs";

const site = await serve();
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site.dispose();
});

const ways = [
  { lang: "en", locale: "en-CA", script: false, page: "/en/assessment/", review: "/en/assessment/review/", there: /^\/fr\/.+\/relecture\/$/, result: /\/resultat\/$/ },
  { lang: "fr", locale: "fr-CA", script: true, page: "/fr/evaluation-finale/", review: "/fr/evaluation-finale/relecture/", there: /^\/en\/.+\/review\/$/, result: /\/result\/$/ },
];

const at = (page) => new URL(page.url()).pathname;

describe("the final assessment by keyboard", { concurrency: 2 }, () => {
  for (const way of ways) {
    test(`${way.lang}, ${way.script ? "with" : "without"} script`, async () => {
      const guest = await visitor(browser, { home: site.base, locale: way.locale, script: way.script });
      try {
        const page = await guest.context.newPage();
        await page.goto(site.base + way.page);
        const [first, second] = (await questions(page)).filter((q) => q.kind === "single");
        await tabTo(page, `[id="${first.id}"] input`);
        await page.keyboard.press("Space");
        await tabTo(page, "form.quiz .quiz-send button");
        await enter(page);
        assert.equal(at(page), way.review, "answers lead to the page that shows them");
        assert.equal(await page.locator(`[id="${first.id}"] .is-chosen`).count(), 1, "the answer is shown");
        assert.equal(await page.locator(".told, .back, .is-right, .is-wrong").count(), 0, "nothing is told");
        assert.equal(await page.locator(`.notice a[href$="#${second.id}"]`).count(), 1, "what has no answer is named");
        await page.setViewportSize({ width: 320, height: 800 });
        // axe waits with timers, which a page without script has not.
        if (way.script) assert.deepEqual([...(await axe(page)), ...(await sideways(page))], []);
        await page.screenshot({ path: `${screens}/review-${way.lang}-320.png`, fullPage: false });
        await follow(page, `.notice a[href$="#${second.id}"]`);
        assert.equal(at(page), way.page);
        await tabTo(page, `[id="${second.id}"] input`);
        await page.keyboard.press("Space");
        await tabTo(page, "form.quiz .quiz-send button");
        await enter(page);
        assert.equal(await page.locator(`[id="${second.id}"] .is-chosen`).count(), 1, "the second answer is shown too");
        await follow(page, "a[data-toggle]");
        assert.match(at(page), way.there, "the same page in the other language");
        assert.equal(await page.locator(".question .is-chosen").count(), 2, "with the same answers");
        await follow(page, 'form:has(input[value="review"]) button[type=submit]');
        assert.match(at(page), way.result);
        assert.equal(await page.locator(".result").count(), 1, "and the result");
        assert.deepEqual(guest.wrong, []);
      } finally {
        await guest.close();
      }
    });
  }

  test("answers outlast a lost connection, and are there at once in the other language", async () => {
    const guest = await visitor(browser, { home: site.base, locale: "fr-CA" });
    try {
      const page = await guest.context.newPage();
      await page.goto(site.base + ways[1].page);
      const [first, second] = (await questions(page)).filter((q) => q.kind === "single");
      const give = (q) => page.locator(`[id="${q.id}"] input`).first().check();
      const line = page.locator(".quiz-line");
      await guest.context.setOffline(true);
      await give(first);
      await page.waitForFunction(() => document.querySelector(".quiz-line.is-lost")?.textContent);
      await page.setViewportSize({ width: 320, height: 800 });
      assert.deepEqual([...(await axe(page)), ...(await sideways(page))], []);
      await page.click("form.quiz .quiz-send button");
      assert.equal(await page.locator(`[id="${first.id}"] input:checked`).count(), 1, "the page stays, with what was answered");
      await guest.context.setOffline(false);
      await page.waitForFunction(() => !document.querySelector(".quiz-line.is-lost"));
      assert.match(await line.textContent(), /réponses sont conservées/);
      await give(second);
      await Promise.all([page.waitForURL(site.base + ways[0].page), page.click("a[data-toggle]")]);
      assert.equal(await page.locator(".question input:checked").count(), 2);
      assert.deepEqual(guest.wrong.filter((w) => !/ERR_INTERNET_DISCONNECTED/.test(w)), []);
    } finally {
      await guest.close();
    }
  });
});
