// What learners say of a course: the invitation when it is completed, the form by keyboard and with something missing, the
// thanks, and what is told of it. In both languages, narrow and wide.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { program, serve, temporary } from "./support/site.mjs";
import { launch } from "./support/browser.mjs";
import { look } from "./support/look.mjs";
import { tabTo } from "./support/keyboard.mjs";
import { administrator } from "./support/people.mjs";

const form = { en: "/en/my-opinion/", fr: "/fr/mon-avis/" };
const later = { en: "/en/my-opinion/later/", fr: "/fr/mon-avis/plus-tard/" };
const told = { en: "/en/reports/evaluation/", fr: "/fr/rapports/appreciation/" };
const learning = { en: "/en/my-learning/", fr: "/fr/mon-apprentissage/" };
let site, browser, holder, page;

before(async () => {
  const course = path.join(temporary(), "course");
  execFileSync(program(), ["new", course], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  for (const tag of ["en", "fr"]) rmSync(path.join(course, `modules/1-first/check.${tag}.md`)); // one lesson is the whole course
  site = await serve(course);
  browser = await launch();
  holder = await administrator(browser, site);
  page = holder.page;
});
after(async () => {
  await browser?.close();
  await site?.dispose();
});

const to = (address) => page.goto(holder.home + address);

describe("evaluation", { concurrency: false }, () => {
  test("comes at the end", async () => {
    for (const lang of ["en", "fr"]) {
      await to(form[lang]);
      assert.equal(await page.locator("main form input[type=radio]").count(), 0);
      await look(page, `evaluation-early-${lang}`);
    }
    await to("/en/first-module/start-here/");
    await Promise.all([page.waitForNavigation(), page.click('form:has([name="act"][value="done"]) button')]);
    await to(learning.en);
    await page.locator(`main a[href="${form.en}"]`).first().click();
    await page.waitForURL(holder.home + form.en);
  });

  for (const lang of ["en", "fr"]) {
    test(`look at the form, ${lang}`, async () => {
      await to(form[lang]);
      assert.equal(await page.locator("main .scale input[type=radio]").count(), 21);
      await look(page, `evaluation-form-${lang}`);
      await page.fill("#e-said", "Un exemple de plus.");
      await page.locator("main form button.go[type=submit]").click();
      await page.locator(".field-error").first().waitFor();
      assert.equal(await page.inputValue("#e-said"), "Un exemple de plus.", "what was typed is kept");
      await look(page, `evaluation-wrong-${lang}`);
    });
  }

  test("is filled in by keyboard", async () => {
    await to(form.fr);
    for (const name of ["capable", "easy", "relevant"]) {
      await tabTo(page, `#e-${name}-1`);
      for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
      assert.equal(await page.locator(`#e-${name}-6`).isChecked(), true);
    }
    await tabTo(page, "main [name=later]");
    await page.keyboard.press("Space");
    await tabTo(page, "main form button.go[type=submit]");
    await page.keyboard.press("Enter");
    await page.locator(".notice-success").waitFor();
    await look(page, "evaluation-thanks-fr");
    await page.locator("main button[name=stop]").click();
    await page.waitForFunction(() => !document.querySelector("main button[name=stop]"));
    await to(later.fr);
    assert.equal(await page.locator("main .scale input[type=radio]").count(), 11);
    await look(page, "evaluation-later-fr");
  });

  for (const lang of ["en", "fr"]) {
    test(`nothing is told of one answer, ${lang}`, async () => {
      await to(told[lang]);
      assert.equal(await page.locator("svg.bars").count(), 0);
      await look(page, `evaluation-told-${lang}`);
    });
  }

  test("nothing went wrong on any page", () => assert.deepEqual(holder.wrong.filter((w) => !/status of 422/.test(w)), []));
});
