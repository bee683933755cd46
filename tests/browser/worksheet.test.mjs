// A worksheet, served and opened from a folder: what is written stays on the device and in either language, comes out as
// a file a spreadsheet opens, is printed whole, and is cleared only when that is confirmed. Without script it says so.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { buildStatic, serve } from "./support/site.mjs";
import { launch, visitor } from "./support/browser.mjs";
import { axe } from "./support/audit.mjs";

const site = await serve();
const edition = buildStatic();
const sheets = { en: "en/worksheets/decision-framework/", fr: "fr/feuilles-de-travail/cadre-de-decision/" };
const places = {
  served: { home: site.base, of: (lang) => `${site.base}/${sheets[lang]}` },
  opened: { home: pathToFileURL(edition.web).href, of: (lang) => pathToFileURL(path.join(edition.web, sheets[lang], "index.html")).href },
};
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  edition.dispose();
  await site.dispose();
});

const comma = { en: ",", fr: ";" };
const long = 'He said "no", twice;\nthen left.';

async function download(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.click('[data-do="csv"]')]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

for (const [place, { home, of }] of Object.entries(places)) {
  describe(place, () => {
    test("answers are kept, downloaded and cleared, in either language", async () => {
      const guest = await visitor(browser, { home });
      const page = await guest.context.newPage();
      await page.goto(of("en"));
      await page.fill("[name=need]", long);
      await page.fill("[name=owner]", "=1+1");
      await page.fill("[name=years]", "7");
      await page.check("[name=duties-a] >> nth=1");
      for (const lang of ["en", "fr"]) {
        await page.goto(of(lang));
        assert.equal(await page.inputValue("[name=need]"), long);
        assert.ok(await page.isChecked("[name=duties-a] >> nth=1"));
        assert.ok(await page.isVisible("[data-keeps]"));
        assert.ok(!(await page.isVisible("[data-plain]")));
        const { name, text } = await download(page);
        assert.equal(name, (await page.textContent("h1")).trim() + ".csv");
        assert.ok(text.startsWith("\ufeff\""), "the file says that it is UTF-8");
        assert.ok(text.includes(`${comma[lang]}"He said ""no"", twice;\nthen left."\r\n`), text.slice(0, 300));
        assert.ok(text.includes(`${comma[lang]}"'=1+1"\r\n`), "a formula is text");
        const label = (await page.locator("label:has([name=duties-a]) >> nth=1").textContent()).trim();
        assert.ok(text.includes(`${comma[lang]}"${label}"\r\n`), label);
        assert.equal(text.match(/\r\n/g).length, await page.locator(".worksheet .field").count(), "one row a field");
        for (const button of await page.locator("[data-do]:visible").all()) assert.ok((await button.boundingBox()).height >= 44);
      }
      // Asked, refused with Escape, asked again, confirmed: by keyboard, and the focus comes back.
      const focused = () => page.evaluate(() => document.activeElement.dataset.do);
      await page.focus('[data-do="ask"]');
      await page.keyboard.press("Enter");
      assert.equal(await focused(), "no");
      if (place === "served") assert.deepEqual(await axe(page), []); // axe reads style sheets, which a file may not
      await page.keyboard.press("Escape");
      assert.equal(await focused(), "ask");
      assert.equal(await page.inputValue("[name=owner]"), "=1+1");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      assert.equal(await focused(), "clear");
      await page.keyboard.press("Enter");
      assert.equal(await focused(), "ask");
      assert.notEqual(await page.textContent(".worksheet-tools [role=status]"), "");
      await page.reload();
      assert.equal(await page.inputValue("[name=need]"), "");
      assert.equal(await page.locator(".worksheet :checked").count(), 0);
      assert.deepEqual(guest.wrong, []);
      await guest.close();
    });

    test("on paper a long answer is whole and nothing can be pressed", async () => {
      const guest = await visitor(browser, { home });
      const page = await guest.context.newPage();
      await page.goto(of("fr"));
      await page.fill("[name=need]", "mot\n".repeat(40));
      await page.emulateMedia({ media: "print" });
      assert.ok(await page.$eval("[name=need]", (f) => f.scrollHeight <= f.offsetHeight));
      assert.equal(await page.locator(".worksheet button:visible").count(), 0);
      await page.emulateMedia({ media: null });
      await page.evaluate(() => (window.print = () => (window.printed = true)));
      await page.click('[data-do="print"]');
      assert.ok(await page.evaluate(() => window.printed));
      await guest.close();
    });

    test("without script it can be filled in, and says what is lost", async () => {
      const guest = await visitor(browser, { home, script: false });
      const page = await guest.context.newPage();
      await page.goto(of("fr"));
      await page.fill("[name=need]", "oui");
      assert.ok(await page.isVisible("[data-plain]"));
      assert.equal(await page.locator(".worksheet button:visible").count(), 0);
      await guest.close();
    });
  });
}
