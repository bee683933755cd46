// The static edition opened from a folder, without any server: it finds what the server finds, its checks work with
// script, everything can be read without, and nothing is asked of anybody.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { buildStatic, serve } from "./support/site.mjs";
import { launch, visitor } from "./support/browser.mjs";
import { answer, questions, tabTo } from "./support/keyboard.mjs";
import { answerKeys } from "./support/keys.mjs";
import { files, passages, read } from "./support/html.mjs";

const site = await serve();
const edition = buildStatic();
const home = pathToFileURL(edition.web).href;
const file = (name) => pathToFileURL(path.join(edition.web, name)).href;
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  edition.dispose();
  await site.dispose();
});

const queries = {
  en: ["licence", "licences", "open source", "opensource", "governments", "maintain", "who pays", "Heartbleed", "copyleft", "security budget", "licens", "zzzz", "the", "2014", "Québec", "quebec", "réutilisation"],
  fr: ["licence", "licences", "logiciel ouvert", "logiciels ouverts", "securite", "sécurité", "Montréal", "montreal", "réciprocité", "reciprocite", "l’entretien", "l'entretien", "coûts", "cout", "zzzz", "à", "2014", "données", "donnees"],
};
const search = { en: ["/en/search/", "en/search/index.html"], fr: ["/fr/recherche/", "fr/recherche/index.html"] };

// What a page shows as found: where each result leads, within the edition, and the number in its first line.
const found = (page, selector) =>
  page.evaluate((s) => {
    const links = [...document.querySelectorAll(s)].map((a) => new URL(a.href));
    const count = document.querySelector("[role=status].found-count")?.textContent.match(/\d[\d\s\u00a0\u202f,]*/)?.[0].replace(/\D/g, "") ?? "0";
    return { links: links.map((u) => u.pathname.replace(/^.*?\/(en|fr)\//, "/$1/").replace(/index\.html$/, "") + u.hash), count: Number(count) };
  }, selector);

describe("search", { concurrency: 2 }, () => {
  for (const [lang, list] of Object.entries(queries)) {
    test(`${lang}: the page finds what the server finds`, async () => {
      const guest = await visitor(browser, { home: "", locale: `${lang}-CA` });
      const [served, opened] = [await guest.context.newPage(), await guest.context.newPage()];
      await opened.goto(file(search[lang][1]));
      let some = 0;
      for (const query of list) {
        await served.goto(`${site.base}${search[lang][0]}?q=${encodeURIComponent(query)}`);
        await opened.fill("#q", query);
        await opened.press("#q", "Enter");
        await opened.waitForFunction((q) => document.querySelector("#found-status").textContent !== "" && !document.querySelector("#found-status").textContent.includes(document.querySelector("form[role=search]").dataset.loading) && document.querySelector("#q").value === q, query);
        const there = await found(served, ".results a");
        const here = await found(opened, "#found a");
        const most = Math.min(there.links.length, here.links.length);
        assert.deepEqual(here.links.slice(0, most), there.links.slice(0, most), query);
        assert.equal(here.count, there.count, `the number found for “${query}”`);
        assert.equal(here.links.length > 0, there.links.length > 0, query);
        some += Math.min(1, here.links.length);
      }
      assert.ok(some > list.length * 0.7, `only ${some} of ${list.length} queries find something`);
      assert.deepEqual(guest.wrong, []);
      await guest.close();
    });
  }
});

describe("from disk", { concurrency: 2 }, () => {
  test("no page asks anything of anybody", async () => {
    const guest = await visitor(browser, { home });
    const asked = [];
    guest.context.on("request", (r) => asked.push(r.url()));
    const page = await guest.context.newPage();
    for (const name of files(edition.web)) {
      if (/^p\//.test(name)) continue;
      await page.goto(file(name));
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    }
    assert.deepEqual(asked.filter((u) => !u.startsWith(home) && !u.startsWith("data:")), []);
    assert.deepEqual(guest.wrong, []);
    await guest.close();
  });

  for (const [lang, name] of [["en", "en/introduction/check/index.html"], ["fr", "fr/introduction/verification/index.html"]]) {
    test(`${lang}: a check tells right from wrong by script, and keeps the answers`, async () => {
      const guest = await visitor(browser, { home, locale: `${lang}-CA` });
      const page = await guest.context.newPage();
      await page.goto(file(name));
      const keys = answerKeys(edition.web, lang);
      const all = (await questions(page)).filter((q) => keys.get(q.id)?.key.length);
      assert.ok(all.length >= 10, `${all.length} questions`);
      for (const q of all) {
        await answer(page, q.id, q.kind, keys.get(q.id).key);
        await tabTo(page, `[id="${q.id}"] [data-check] button`);
        await page.keyboard.press("Enter");
        await page.locator(`[id="${q.id}"] [data-told].told-right`).waitFor({ state: "attached" });
      }
      const single = all.find((q) => q.kind === "single");
      const wrong = await page.locator(`[id="${single.id}"] input`).evaluateAll((list, right) => list.map((i) => i.value).find((v) => !right.includes(v)), keys.get(single.id).key);
      await page.locator(`[id="${single.id}"] input[value="${wrong}"]`).check();
      await page.locator(`[id="${single.id}"] [data-check] button`).click();
      await page.locator(`[id="${single.id}"] [data-told].told-wrong`).waitFor({ state: "attached" });
      await page.reload();
      assert.equal(await page.locator(`[id="${single.id}"] input[value="${wrong}"]`).isChecked(), true, "the answer is kept on the device");
      assert.deepEqual(guest.wrong, []);
      await guest.close();
    });
  }

  test("everything can be read without script", async () => {
    const guest = await visitor(browser, { home, script: false });
    const page = await guest.context.newPage();
    const lost = [];
    for (const name of files(edition.web)) {
      const ids = passages(read(edition.web, name));
      if (ids.length === 0 || /^p\//.test(name)) continue;
      await page.goto(file(name));
      // What is folded opens without script; then every passage has a place on the page.
      lost.push(
        ...(await page.evaluate(
          ([all, at]) => {
            for (const d of document.querySelectorAll("details")) d.open = true;
            return all.filter((id) => document.getElementById(id).getClientRects().length === 0).map((id) => `${at}#${id}`);
          },
          [ids, name],
        )),
      );
    }
    assert.deepEqual(lost, []);
    await guest.close();
  });

  test("ticks of a checklist are kept on the device", async () => {
    const guest = await visitor(browser, { home });
    const page = await guest.context.newPage();
    const address = file("en/checklists/first-questions/index.html");
    await page.goto(address);
    await page.locator("input[name=tick]").first().check();
    await page.goto(address);
    assert.equal(await page.locator("input[name=tick]").first().isChecked(), true);
    assert.equal(await page.locator("input[name=tick]:checked").count(), 1);
    await guest.close();
  });
});
