// Reports: what answers say of questions, from five people who answer a check by plain forms to the page, its files and
// its words, in both languages. Four people are told of nowhere.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { serve } from "./support/site.mjs";
import { launch } from "./support/browser.mjs";
import { look } from "./support/look.mjs";
import { administrator, named } from "./support/people.mjs";

const site = await serve();
const root = { en: "/en/reports/", fr: "/fr/rapports/" };
const check = { en: "/en/introduction/check/", fr: "/fr/introduction/verification/" };
let browser, admin, page;

before(async () => {
  browser = await launch();
  admin = await administrator(browser, site);
  page = admin.page;
});
after(async () => {
  await browser?.close();
  await site.dispose();
});

const to = (path) => page.goto(named(site) + path);

// Sends a check as somebody new does, taking the first choice of every question.
async function answer(lang) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const one = await context.newPage();
  await one.goto(named(site) + check[lang]);
  for (let i = 0; i < 8 && (await one.$(".quiz-send button")); i++) { // a scenario goes on step by step; what is of another kind is left
    for (const group of await one.$$("main fieldset")) if (!(await group.$("input:checked"))) await (await group.$("input[type=radio], input[type=checkbox]"))?.check();
    await one.click(".quiz-send button");
  }
  await context.close();
}

describe("reports", { concurrency: false }, () => {
  test("are closed to strangers", async () => {
    for (const lang of ["en", "fr"]) {
      const told = await site.get(root[lang]);
      assert.equal(told.status, 303);
      assert.match(told.location, /sign-in|connexion/);
    }
  });

  test("tell of five people and not of four", async () => {
    for (let i = 0; i < 5; i++) await answer("en");
    for (let i = 0; i < 4; i++) await answer("fr");
    await to("/en/account/");
    await page.click(`main a[href="${root.en}"]`);
    await page.click("main form button");
    await page.locator(".board tbody tr:first-child td", { hasText: /^\s*[1-9]\d*\s*$/ }).first().waitFor(); // the page that comes back
    assert.match(await page.textContent(".board tbody tr:first-child"), /Knowledge check/);
    await page.click(".board tbody tr:first-child a");
    const people = await page.$$eval(".desk-part > .board tbody tr", (rows) => rows.map((r) => r.textContent));
    assert.ok(people.length >= 8, `${people.length} wordings`);
    for (const row of people) assert.match(row, /English\s*5/);
  });

  test("files say what the page says, with the same columns in both languages", async () => {
    const head = [];
    for (const lang of ["en", "fr"]) {
      await to(root[lang]);
      await page.click(".board tbody tr:first-child a");
      const links = await page.$$eval(".cover-go a", (all) => all.map((a) => a.href));
      const [csv, xlsx] = await Promise.all(links.map((l) => page.request.get(l)));
      const rows = (await csv.text()).trim().split("\r\n");
      head.push(rows[0]);
      assert.equal(rows.length - 1, (await page.$$(".desk-part > .board")).length);
      for (const row of rows.slice(1)) assert.match(row, /"en-CA","[0-9a-f]{10}","\d{4}-\d\d-\d\d","5","\d\d"/);
      assert.equal((await xlsx.body()).subarray(0, 2).toString(), "PK");
    }
    assert.equal(head[0], head[1]);
  });

  for (const lang of ["en", "fr"]) {
    test(`look, ${lang}`, async () => {
      await to(root[lang]);
      await look(page, `report-${lang}`);
      await page.click(".board tbody tr:first-child a");
      await page.locator("main details").nth(1).evaluate((d) => (d.open = true));
      await look(page, `report-questions-${lang}`);
    });
  }

  test("nothing went wrong on any page", () => assert.deepEqual(admin.wrong, []));
});
