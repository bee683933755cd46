// Reports: what answers say of questions, from five people who answer a check by plain forms to the page, its files and
// its words, in both languages. Four people are told of nowhere.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { program, root as home, serve } from "./support/site.mjs";
import { launch } from "./support/browser.mjs";
import { look } from "./support/look.mjs";
import { administrator, named } from "./support/people.mjs";

const site = await serve();
const root = { en: "/en/reports/", fr: "/fr/rapports/" };
const people = { en: "/en/reports/people/", fr: "/fr/rapports/personnes/" };
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

// Enrols so many people of a language in an offering, as a program does.
const offerings = {};
let key, made = 0;
async function enrol(n, language, offering = "cohort") {
  if (!key) { // a key is made beside a site that stands still
    await site.stop();
    const said = execFileSync(program(), ["key", "create", "--data", path.join(site.folder, "data"), "--scope", "people:write,offerings:write"], { cwd: home, env: { ...process.env, LC_ALL: "C.UTF-8" } });
    key = said.toString().match(/\S+:\S+/)[0];
    await site.start();
  }
  const ask = async (method, at, body) => {
    const answer = await fetch(`${site.base}/api${at}`, { method, headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" }, body: body && JSON.stringify(body) });
    assert.ok(answer.ok, `${method} ${at}: ${answer.status} ${answer.ok ? "" : await answer.text()}`);
    return answer.json();
  };
  offerings[offering] ??= await ask("POST", "/offerings", { course: "open-source-in-government", titles: { en: `Autumn ${offering}`, fr: `Automne ${offering}` }, kind: "self-paced", door: "list" });
  for (let i = 0; i < n; i++) {
    const p = await ask("POST", "/people", { name: `Person ${++made}`, email: `person${made}@ville.example`, language });
    await ask("PUT", `/offerings/${offerings[offering].id}/enrolments/${p.id}`);
  }
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

  test("tell of the people who are enrolled, from five, and of nobody narrower", async () => {
    await enrol(12, "fr");
    await enrol(7, "en");
    await enrol(3, "en", "other"); // few: they wait
    await to(root.en);
    await page.click("main form button");
    await page.waitForURL(named(site) + root.en);
    await page.click(`main a[href="${people.en}"]`);
    assert.match(await page.textContent(".facts"), /People counted\s*19/);
    assert.match(await page.textContent("main .notice"), /Only 19 people/);
    assert.equal(await page.locator("svg.bars").count(), 2);
    for (const part of await page.locator("main section:has(svg.bars)").all()) {
      const drawn = await part.locator("svg text[text-anchor=end]").allTextContents();
      const told = await part.locator("tbody td").allTextContents();
      assert.deepEqual(told.map((t) => t.trim()), drawn.map((t) => t.trim()));
      const [title, text] = (await part.locator("svg").getAttribute("aria-labelledby")).split(" ");
      assert.ok((await page.textContent(`#${title}`)) && (await page.textContent(`#${text}`)));
    }
    assert.equal(await page.locator("#by-offering").count(), 0, "an offering of three people cannot be asked for");
    await page.selectOption("#by-language", "fr");
    await page.locator("form.desk-filter button").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/language=fr/);
    assert.match(await page.textContent(".facts"), /People counted\s*12/);
    await page.locator("a[data-toggle]").first().click(); // the same view in the other language
    await page.waitForURL((u) => u.pathname === people.fr && u.searchParams.get("language") === "fr");
    assert.match(await page.textContent(".facts"), /Personnes comptées\s*12/);
  });

  test("files about people say what the page says", async () => {
    const rows = {};
    for (const lang of ["en", "fr"]) {
      await to(people[lang] + "?language=fr");
      const links = await page.$$eval(".cover-go a", (all) => all.map((a) => a.href));
      const [csv, xlsx] = await Promise.all(links.map((l) => page.request.get(l)));
      rows[lang] = await csv.text();
      assert.match(rows[lang], /"counted","","12"/);
      assert.equal((await xlsx.body()).subarray(0, 2).toString(), "PK");
    }
    assert.equal(rows.en, rows.fr);
    await to(people.en + "?language=xx");
    assert.equal(await page.locator("svg.bars").count(), 0);
    assert.match(await page.textContent("main"), /nothing to tell yet/);
  });

  for (const [lang, script] of [["en", true], ["fr", false]]) {
    test(`are sent by mail with a file, and no more, ${lang}, ${script ? "with" : "without"} script`, async () => {
      const context = await browser.newContext({ javaScriptEnabled: script, storageState: await page.context().storageState(), viewport: { width: 320, height: 700 } });
      const one = await context.newPage();
      try {
        await one.goto(named(site) + people[lang] + "?language=fr");
        await one.selectOption("#letter-file", "xlsx");
        await one.locator("#letters button[name=every][value=monthly]").focus();
        await one.keyboard.press("Enter");
        await one.waitForURL(/done=sent/);
        const line = await one.textContent("#letters form:has(button[name=stop]) a");
        assert.match(line, { en: /every month, with XLSX/, fr: /chaque mois, avec XLSX/ }[lang]);
        await one.selectOption("#letter-file", "csv");
        await one.click("#letters button[name=every][value=weekly]"); // asked for again, it is changed
        await one.getByRole("link", { name: { en: /every week, with CSV/, fr: /chaque semaine, avec CSV/ }[lang] }).waitFor();
        assert.equal(await one.locator("#letters button[name=stop]").count(), 1);
        await one.click("#letters button[name=stop]");
        await one.waitForURL(/done=stopped/);
        assert.equal(await one.locator("#letters button[name=stop]").count(), 0);
      } finally {
        await context.close();
      }
    });
  }

  test("print without the filter, and serve without script", async () => {
    await to(people.en);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("form.desk-filter").isVisible(), false);
    assert.equal(await page.locator("svg.bars").first().isVisible(), true);
    await page.emulateMedia({ media: "screen" });
    const plain = await (await page.request.get(named(site) + people.en)).text();
    assert.match(plain, /<svg class="bars"/);
  });

  for (const lang of ["en", "fr"]) {
    test(`look at people, ${lang}`, async () => {
      await to(people[lang]);
      await look(page, `report-people-${lang}`);
      await to(people[lang] + "?language=xx");
      await look(page, `report-people-none-${lang}`);
    });
  }

  test("nothing went wrong on any page", () => assert.deepEqual(admin.wrong, []));
});
