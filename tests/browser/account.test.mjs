// Signing in with a message from a real mail server: by link, by code, with and without script, by keyboard, while a
// mail scanner opens the link and presses what it finds; then the pages of the account, as every page is looked at.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import smtpTester from "smtp-tester";
import { freePort, serve } from "./support/site.mjs";
import { launch, visitor } from "./support/browser.mjs";
import { look } from "./support/look.mjs";

const port = await freePort();
const postOffice = smtpTester.init(port);
const site = await serve("--mail", `smtp://127.0.0.1:${port}`, "--mail-from", "course@example.ca");
const said = {
  en: { start: "/en/start/", signIn: "/en/sign-in/", code: "/en/sign-in/code/", link: "/en/sign-in/link/", account: "/en/account/", confirm: "/en/confirm/", welcome: "/en/welcome/", invitation: "/en/invitation/", lesson: "/en/introduction/what-the-licence-changes/" },
  fr: { start: "/fr/demarrer/", signIn: "/fr/connexion/", code: "/fr/connexion/code/", link: "/fr/connexion/lien/", account: "/fr/compte/", confirm: "/fr/confirmer/", welcome: "/fr/bienvenue/", invitation: "/fr/invitation/", lesson: "/fr/introduction/ce-que-change-la-licence/" },
};
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site.dispose();
  await postOffice.stop();
});

// Does what asks for a message, and gives its code and its link.
async function letter(to, ask) {
  const arrives = postOffice.captureOne(to, { wait: 60_000 });
  await ask();
  const { email } = await arrives;
  return { code: email.body.match(/\b\d{4} \d{4}\b/)[0], link: email.body.match(/http\S+[?]t=\S+/)?.[0] };
}

async function ask(page, lang, address) {
  await page.goto(site.base + said[lang].signIn);
  await page.fill("#email", address);
  await page.click("main form:has(#email) button");
  await page.waitForURL(site.base + said[lang].code);
}

const guest = (more) => visitor(browser, { home: site.base, ...more });

describe("signing in", { concurrency: false }, () => {
  test("a scanner that opens the link and presses what it finds neither burns it nor gets in", async () => {
    const [reader, scanner] = [await guest(), await guest()];
    const page = await reader.context.newPage();
    const { link, code } = await letter("ana@example.ca", () => ask(page, "en", "ana@example.ca"));
    for (const method of ["HEAD", "GET"]) await fetch(link, { method });
    const probe = await scanner.context.newPage();
    for (let i = 0; i < 2; i++) {
      await probe.goto(link);
      assert.equal(new URL(probe.url()).search, "", "the token has left the address");
      assert.match(await probe.textContent("h1"), /another browser/);
      await probe.evaluate(() => document.querySelectorAll("main form").forEach((f) => f.submit()));
      for (const button of await probe.$$("main button")) await button.click();
      await probe.goto(site.base + said.en.link);
      await probe.evaluate(() => fetch(location.href, { method: "POST", body: new URLSearchParams({ t: "x" }) }));
    }
    await probe.goto(site.base + said.en.account);
    assert.equal(new URL(probe.url()).pathname, said.en.signIn, "the scanner has no session");
    const tab = await reader.context.newPage();
    await tab.goto(link);
    assert.equal(new URL(tab.url()).search, "");
    assert.match(await tab.textContent(".lede"), /ana@example\.ca/);
    await tab.click("main form button");
    await tab.waitForURL(site.base + said.en.welcome);
    // The waiting tab has nothing to wait for any more.
    await page.fill("#code", code);
    await page.click("main form:has(#code) button");
    await page.waitForURL(site.base + said.en.account);
    for (const one of [reader, scanner]) await one.close();
    assert.deepEqual(reader.wrong.filter((w) => !/4(00|22)/.test(w)), []);
  });

  for (const [lang, script] of [["en", false], ["en", true], ["fr", true]]) {
    test(`what the device holds goes with the account, ${script ? "with" : "without"} script, ${lang}`, async () => {
      const one = await guest({ script, locale: lang });
      const page = await one.context.newPage();
      await page.goto(site.base + said[lang].lesson);
      await Promise.all([page.waitForNavigation(), page.click('form:has(input[name="act"][value="done"]) button[type=submit]')]);
      const address = `device-${lang}-${script}@example.ca`;
      const { code } = await letter(address, () => ask(page, lang, address));
      await page.fill("#code", code.replace(" ", ""));
      await page.press("#code", "Enter");
      await page.waitForURL(site.base + said[lang].welcome);
      assert.equal(await page.locator("main form li").count() > 0, true, "it says what is held");
      if (script) await look(page, `people-welcome-${lang}`); // axe is a script
      await page.fill("#name", "Zoé O’Neil");
      await page.click("button[value=keep]");
      await page.waitForURL(site.base + said[lang].account);
      const names = (await one.context.cookies()).map((c) => c.name);
      assert.ok(names.includes("session") && !names.includes("device"), names.join());
      assert.equal(await page.inputValue("#name"), "Zoé O’Neil");
      if (script) await look(page, `people-account-${lang}`);
      await page.check("[name=shared]");
      await page.click("form:has([name=shared]) button");
      await page.waitForURL(/out=1/);
      assert.ok(!(await one.context.cookies()).some((c) => c.name === "session"));
      await one.close();
    });
  }

  test("by keyboard alone", async () => {
    const one = await guest();
    const page = await one.context.newPage();
    const { code } = await letter("keys@example.ca", async () => {
      await page.goto(site.base + said.en.signIn);
      while (!(await page.evaluate(() => document.activeElement.id === "email"))) await page.keyboard.press("Tab");
      await page.keyboard.type("keys@example.ca");
      await page.keyboard.press("Enter");
      await page.waitForURL(site.base + said.en.code);
    });
    while (!(await page.evaluate(() => document.activeElement.id === "code"))) await page.keyboard.press("Tab");
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
    await page.waitForURL(site.base + said.en.welcome);
    await one.close();
  });
});

// What is asked of every page.
describe("what one gets by mail", { concurrency: false }, () => {
  for (const [lang, path] of [["en", "mail/"], ["fr", "courriel/"]]) {
    test(`is chosen on one page, ${lang}`, async () => {
      const address = `choice-${lang}@example.ca`;
      const one = await guest({ locale: lang });
      const page = await one.context.newPage();
      await page.goto(site.base + said[lang].account + path);
      assert.equal(new URL(page.url()).pathname, said[lang].signIn, "strangers sign in first");
      const { code } = await letter(address, () => ask(page, lang, address));
      await page.fill("#code", code);
      await page.click("main form:has(#code) button");
      await page.waitForURL(site.base + said[lang].welcome);
      await page.goto(site.base + said[lang].account);
      await page.click(`main a[href$="/${path}"]`);
      await look(page, `mail-choice-${lang}`);
      const save = () => Promise.all([page.waitForNavigation(), page.click("main form button[type=submit]")]);
      await page.selectOption("#way-other", "daily");
      await page.selectOption("#zone", "");
      await save();
      assert.equal(await page.getAttribute("#zone", "aria-invalid"), "true");
      assert.equal(await page.inputValue("#way-other"), "daily", "what was chosen is there");
      await look(page, `mail-choice-wrong-${lang}`);
      await page.selectOption("#zone", "America/Iqaluit");
      await save();
      await page.reload();
      assert.equal(await page.inputValue("#way-other"), "daily");
      assert.equal(await page.inputValue("#zone"), "America/Iqaluit");
      await one.close();
    });
  }
});

describe("every page", { concurrency: false }, () => {
  for (const lang of ["en", "fr"]) {
    test(`for strangers, ${lang}`, async () => {
      const one = await guest({ locale: lang });
      const page = await one.context.newPage();
      page.expectsMissing = true;
      for (const name of ["start", "signIn", "code", "link", "invitation"]) {
        await page.goto(site.base + said[lang][name]);
        await look(page, `people-${name}-${lang}`);
      }
      await page.goto(site.base + said[lang].signIn);
      await page.fill("#email", "no address");
      await page.click("main form:has(#email) button");
      assert.equal(await page.inputValue("#email"), "no address", "what was typed is kept");
      assert.equal(await page.getAttribute("#email", "aria-invalid"), "true");
      await look(page, `people-signIn-wrong-${lang}`);
      await one.close();
    });
  }
});
