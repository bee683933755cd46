// What people may ask of what is kept of them: the notice, one's own data, the erasure and its receipt, in both languages,
// at 320 and 1280 px, light and dark, by keyboard, and without script.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import path from "node:path";
import { serve } from "./support/site.mjs";
import { launch, screens, visitor } from "./support/browser.mjs";
import { axe, colours, focus, sideways, spacing, targets } from "./support/audit.mjs";
import { enter, follow, tabTo } from "./support/keyboard.mjs";
import { validator } from "./support/look.mjs";

const words = {
  en: { locale: "en-CA", notice: "/en/privacy/", annex: "annex/", mine: "/en/account/my-data/", erase: "erase/", file: "my-data", device: "/en/my-device/", check: "/en/introduction/check/", news: "It ends on", gone: "Receipt of an erasure", last: "administrator" },
  fr: { locale: "fr-CA", notice: "/fr/confidentialite/", annex: "annexe/", mine: "/fr/compte/mes-donnees/", erase: "effacer/", file: "mes-donnees", device: "/fr/mon-appareil/", check: "/fr/introduction/verification/", news: "prend fin le", gone: "Reçu d’effacement", last: "administre" },
};

const site = await serve();
let browser;
let account; // the cookies of somebody with an account

before(async () => {
  browser = await launch();
  const token = /give this token: (\S{43})/.exec(site.log)?.[1];
  assert.ok(token, "the terminal says a token");
  const guest = await visitor(browser, { home: site.base });
  const page = await guest.context.newPage();
  await page.goto(site.base + "/en/start/");
  await page.fill("[name=name]", "Marie Tremblay");
  await page.fill("[name=email]", "marie@institution.example");
  await page.fill("[name=token]", token);
  await Promise.all([page.waitForNavigation(), page.locator("main form [type=submit]").first().click()]);
  assert.match(page.url(), /\/en\/account\//);
  account = await guest.context.storageState();
  await guest.close();
});

after(async () => {
  await browser?.close();
  assert.equal(await site.dispose(), 0, "the site ends with 0");
});

// The page as it stands, judged in every look.
async function judge(guest, page, name) {
  // Chromium writes down as an error that an answer is 422 or 409, which these pages mean.
  const wrong = guest.wrong.filter((w) => !/status of (422|409)/.test(w));
  const report = await validator.validateString(await page.content());
  wrong.push(...report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId} at ${m.line}:${m.column}: ${m.message} (${m.selector ?? ""})`)));
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: width < 600 ? 640 : 900 });
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      const told = (width === 1280) === (scheme === "light") ? await axe(page) : await colours(page);
      if (scheme === "light") told.push(...(await targets(page)));
      if (scheme === "light" && width === 320) told.push(...(await sideways(page)), ...(await spacing(page)), ...(await focus(page)));
      wrong.push(...told.map((t) => `${width} ${scheme}: ${t}`));
      await page.screenshot({ path: path.join(screens, `privacy-${name}-${width}-${scheme}.png`), fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  assert.deepEqual(wrong, []);
}

for (const [tag, w] of Object.entries(words)) {
  const come = (more) => visitor(browser, { home: site.base, locale: w.locale, ...more });

  describe(`privacy, ${tag}`, () => {
    test("the notice and its annex", async () => {
      const guest = await come();
      const page = await guest.context.newPage();
      await page.goto(site.base + w.notice);
      await judge(guest, page, `notice-${tag}`);
      const [file] = await Promise.all([page.waitForEvent("download"), page.locator(`a[href="${w.notice + w.annex}"]`).click()]);
      assert.match(file.suggestedFilename(), /\.html$/);
      const saved = path.join(screens, file.suggestedFilename());
      await file.saveAs(saved);
      assert.deepEqual(await guest.context.cookies(), [], "reading the notice leaves no cookie");
      await guest.close();

      const alone = await visitor(browser, { home: `file://${saved}`, locale: w.locale });
      const annex = await alone.context.newPage();
      await annex.goto(`file://${saved}`);
      assert.deepEqual([...alone.wrong, ...(await axe(annex))], [], "the annex stands alone");
      await alone.close();
    });

    test("one’s own data, by keyboard", async () => {
      const guest = await come({ storageState: account });
      const page = await guest.context.newPage();
      await page.goto(site.base + w.mine);
      await judge(guest, page, `mine-${tag}`);

      await tabTo(page, '[name="agree"][value="news"]');
      await page.keyboard.press("Space");
      await follow(page, 'form:has([name="agree"]) [type="submit"]');
      assert.match(await page.locator("#about-news").textContent(), new RegExp(w.news));
      await tabTo(page, '[name="agree"][value="news"]');
      await page.keyboard.press("Space");
      await follow(page, 'form:has([name="agree"]) [type="submit"]');
      assert.equal(await page.locator('[name="agree"]:checked').count(), 0, "taken back");

      await tabTo(page, "#name");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("<b>");
      await enter(page);
      assert.equal(await page.inputValue("#name"), "<b>", "what was typed is there");
      assert.equal(await page.getAttribute("#name", "aria-invalid"), "true");
      await judge(guest, page, `mine-wrong-${tag}`);

      for (const end of ["zip", "html", "json"]) {
        const [file] = await Promise.all([page.waitForEvent("download"), page.locator(`a[href$="${w.file}.${end}"]`).click()]);
        assert.equal(file.suggestedFilename(), `${w.file}.${end}`);
        if (end === "html") await file.saveAs(path.join(screens, `privacy-${w.file}.html`));
      }
      await guest.close();
      const saved = `file://${path.join(screens, `privacy-${w.file}.html`)}`;
      const alone = await visitor(browser, { home: saved, locale: w.locale });
      const data = await alone.context.newPage();
      await data.goto(saved);
      assert.match(await data.locator("main").textContent(), /Marie Tremblay/);
      assert.deepEqual([...alone.wrong, ...(await axe(data))], [], "the file stands alone");
      await alone.close();
    });

    test("an erasure is asked twice, and refused to the only administrator", async () => {
      const guest = await come({ storageState: account });
      const page = await guest.context.newPage();
      await page.goto(site.base + w.mine);
      await Promise.all([page.waitForNavigation(), page.locator(`a[href="${w.mine + w.erase}"]`).click()]);
      await judge(guest, page, `erase-${tag}`);
      await Promise.all([page.waitForNavigation(), page.locator("form.erase [type=submit]").click()]);
      assert.equal(await page.getAttribute("form.erase [name=confirm]", "aria-describedby"), "confirm-error");
      await judge(guest, page, `erase-unconfirmed-${tag}`);
      await page.check("form.erase [name=confirm]");
      await Promise.all([page.waitForNavigation(), page.locator("form.erase [type=submit]").click()]);
      assert.match(await page.locator("main .notice").first().textContent(), new RegExp(w.last));
      await judge(guest, page, `erase-refused-${tag}`);
      await guest.close();
    });

    test("a device is erased without script, and the receipt can be printed", async () => {
      const guest = await come({ script: false });
      const page = await guest.context.newPage();
      await page.goto(site.base + w.check);
      await page.locator("main form input[type=radio]").first().check();
      await Promise.all([page.waitForNavigation(), page.locator("main form [type=submit]").first().click()]);
      await page.goto(site.base + w.device);
      await page.check("form.erase [name=confirm]");
      await Promise.all([page.waitForNavigation(), page.locator("form.erase [type=submit]").click()]);
      assert.equal(await page.locator("h1").textContent(), w.gone);
      assert.ok(!(await guest.context.cookies()).some((c) => c.name.includes("device")), "the cookie is gone");
      const address = page.url();
      assert.ok((await page.pdf({ format: "Letter" })).length > 5000, "it prints");
      assert.deepEqual(guest.wrong, []);
      await guest.close();

      const later = await come();
      const again = await later.context.newPage();
      await again.goto(address);
      await judge(later, again, `receipt-${tag}`);
      await later.close();
    });
  });
}
