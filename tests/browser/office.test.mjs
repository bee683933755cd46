// The administration, from a site that nobody runs yet to one that wears an institution's colours: every area as it is
// looked at, in both languages, by keyboard and without script.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { serve } from "./support/site.mjs";
import { launch } from "./support/browser.mjs";
import { look } from "./support/look.mjs";
import { administrator, named } from "./support/people.mjs";

const site = await serve();
const root = { en: "/en/administration/", fr: "/fr/administration/" };
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

// The areas as the way around names them.
const areas = (lang) => to(root[lang]).then(() => page.$$eval(".desk-way a", (list) => list.map((a) => new URL(a.href).pathname)));

describe("the administration", { concurrency: false }, () => {
  test("is closed to strangers, who come back to it after signing in", async () => {
    for (const lang of ["en", "fr"]) {
      const answer = await site.get(root[lang]);
      assert.equal(answer.status, 303);
      assert.match(answer.location, /[?&]then=%2F(en|fr)%2Fadministration%2F/);
    }
  });

  test("people are added, given a role and found again, without script", async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await admin.context.storageState() });
    const p = await plain.newPage();
    await p.goto(named(site) + root.fr + "organisations/");
    await p.fill("#name-fr", "Ville de X");
    await p.fill("#name-en", "Town of X");
    await p.click(".desk-form button");
    await p.goto(named(site) + root.fr + "personnes/");
    await p.fill("#name", "Zoé Côté");
    await p.fill("#email", "pas une adresse");
    await p.click(".desk-form button");
    assert.equal(await p.inputValue("#name"), "Zoé Côté", "what was typed is kept");
    assert.equal(await p.getAttribute("#email", "aria-invalid"), "true");
    await p.fill("#email", "zoe@ville.example");
    await p.selectOption("#org", { label: "Ville de X" });
    await p.click(".desk-form button");
    assert.match(p.url(), /\/personnes\/p-[^/]+\/\?kept=1$/);
    await p.selectOption('form:has([value="give"]) [name="role"]', "author");
    await p.selectOption('form:has([value="give"]) [name="scope"]', { index: 2 });
    await p.click('form:has([value="give"]) button');
    assert.match(await p.textContent(".desk-acts"), /Rédaction/);
    await p.goto(named(site) + root.fr + "personnes/?role=author");
    assert.match(await p.textContent(".board tbody"), /Zoé Côté.*Ville de X/);
    await plain.close();
  });

  test("colours that cannot be read are refused with one that can, which every page then wears", async () => {
    await to(root.en + "look/");
    await page.fill("#light", "#ffd100");
    await page.click(".desk-form button");
    const nearest = (await page.textContent("#light-error")).match(/#[0-9a-f]{6}/)[0];
    await page.fill("#light", nearest);
    await page.setInputFiles("#logo", { name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" onload="alert(1)"><rect width="40" height="20" fill="#552288"/></svg>') });
    await page.click(".desk-form button");
    await to(root.en + "institution/");
    for (const [lang, name] of [["en", "Town of X"], ["fr", "Ville de X"]]) await page.fill(`#name-${lang}`, name);
    await page.click(".desk-form button");
    await to("/en/");
    const seen = await page.evaluate(() => ({ accent: getComputedStyle(document.documentElement).getPropertyValue("--accent"), logo: document.querySelector(".logo").naturalWidth, alt: document.querySelector(".logo").alt }));
    assert.ok(seen.accent.includes(nearest), seen.accent);
    assert.deepEqual([seen.logo > 0, seen.alt], [true, "Town of X"]);
    await page.emulateMedia({ contrast: "more" });
    assert.ok(!(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent"))).includes(nearest), "high contrast is nobody's brand");
    await page.emulateMedia({ contrast: null });
    await look(page, "office-branded");
  });

  test("a program is told what happens, and its secret is shown once", async () => {
    for (const [lang, at] of [["en", "webhooks/"], ["fr", "webhooks/"]]) {
      await to(root[lang] + at);
      await page.fill("#url", "nowhere");
      await page.click(".desk-form button");
      assert.equal(await page.getAttribute("#url", "aria-invalid"), "true");
      await page.fill("#url", `https://hr.example.ca/${lang}`);
      await page.check('[name="types"][value="person.created"]');
      await page.click(".desk-form button");
      assert.match(await page.inputValue("#secret"), /^whsec_/);
      await look(page, `office-webhook-secret-${lang}`);
      await page.click(`.board tbody a:text-is("https://hr.example.ca/${lang}")`);
      await page.click('.desk-acts form:has([value="test"]) button');
      await page.click('.desk-acts form:has([value="pause"]) button');
      await look(page, `office-webhook-${lang}`);
      await page.check("#confirm");
      await page.click('.desk-acts form:has([value="remove"]) button');
      assert.match(page.url(), /\/webhooks\/\?kept=1$/);
    }
  });

  test("a hold on somebody is set, seen and lifted", async () => {
    await to(root.fr + "personnes/");
    await page.click(".board tbody th a");
    await page.click('form:has([value="hold"]) button');
    assert.equal(await page.getAttribute("#why", "aria-invalid"), "true");
    await page.fill("#why", "Dossier 2026-12");
    await page.click('form:has([value="hold"]) button');
    assert.match(await page.textContent("main"), /Dossier 2026-12/);
    await look(page, "office-hold");
    await page.click('form:has([value="lift"]) button');
    assert.equal(await page.locator('form:has([value="hold"])').count(), 1);
  });

  for (const lang of ["en", "fr"]) {
    test(`every area, ${lang}`, async () => {
      const list = await areas(lang);
      assert.ok(list.length >= 13, list.join(" "));
      for (const at of list) {
        await to(at);
        await look(page, `office${at.replaceAll("/", "-")}`);
      }
      const person = await to(list.find((a) => /people|personnes/.test(a))).then(() => page.getAttribute(".board tbody th a", "href"));
      await to(person);
      await look(page, `office-person-${lang}`);
      await to(list.find((a) => /mail|courrier/.test(a)));
      await to(await page.getAttribute(".board tbody th a", "href"));
      await look(page, `office-message-${lang}`);
    });
  }

  test("the languages of the areas lead to each other", async () => {
    for (const at of await areas("en")) {
      await to(at);
      await page.click("[data-toggle]");
      assert.equal(new URL(page.url()).pathname.split("/")[1], "fr", at);
      await page.click("[data-toggle]");
      assert.equal(new URL(page.url()).pathname, at);
    }
  });

  test("under the profile of Québec, English stands behind a notice", async () => {
    await to(root.en + "languages/");
    await page.selectOption("#profile", "french");
    await page.click(".desk-form button");
    const reader = await browser.newPage();
    await reader.goto(named(site) + "/");
    assert.equal(new URL(reader.url()).pathname, "/fr/");
    await reader.goto(named(site) + "/en/introduction/");
    assert.match(reader.url(), /\/attestation\?/);
    await look(reader, "office-attestation");
    await reader.click("main form button");
    assert.equal(new URL(reader.url()).pathname, "/en/introduction/");
    await reader.close();
  });

  test("nothing went wrong on any page", () => assert.deepEqual(admin.wrong.filter((w) => !/422|Unprocessable/.test(w)), []));
});
