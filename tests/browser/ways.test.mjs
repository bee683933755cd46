// The ways to prove who one is, on a site in its first run: a passkey from its making to the sign-in, with a virtual
// authenticator; an app with codes and recovery codes, with and without script; every page in both languages, wide and
// narrow, light and dark.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import path from "node:path";
import { serve } from "./support/site.mjs";
import { launch, screens, visitor } from "./support/browser.mjs";
import { axe, focus, sideways, spacing, targets } from "./support/audit.mjs";
import { tabTo } from "./support/keyboard.mjs";
import { validator } from "./support/look.mjs";

const site = await serve();
// Passkeys know no addresses of numbers.
const home = site.base.replace("127.0.0.1", "localhost");
let browser, guest, page, key, codes;

before(async () => {
  browser = await launch();
  guest = await visitor(browser, { home });
  page = await guest.context.newPage();
});
after(async () => {
  await browser?.close();
  assert.equal(await site.dispose(), 0, "the site ends with 0");
});

const click = (selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);

// The code of a step of half a minute (RFC 6238), written here anew.
function code(secret, steps = 0) {
  let bits = "";
  for (const c of secret.replace(/ /g, "")) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0");
  const bytes = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const sum = createHmac("sha1", bytes).update(counter).digest();
  return String((sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function authenticator(more = {}) {
  const cdp = await guest.context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, ...more };
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  return { cdp, authenticatorId };
}

const addresses = {
  en: ["account/ways/", "account/ways/passkey/", "confirm/passkey/", "confirm/app/", "confirm/recovery-code/", "confirm/organisation/"],
  fr: ["compte/moyens/", "compte/moyens/cle-d-acces/", "confirmer/cle-d-acces/", "confirmer/application/", "confirmer/code-de-secours/", "confirmer/organisation/"],
};

// Everything that is asked of a page as it stands.
async function audit(at, name) {
  const wrong = [...(await axe(at)), ...(await sideways(at)), ...(await targets(at)), ...(await spacing(at)), ...(await focus(at))];
  await at.screenshot({ path: path.join(screens, `ways-${name}.png`), fullPage: true });
  return wrong.map((w) => `${name} ${at.url()}: ${w}`);
}

test("the first administrator is asked for a second proof", async () => {
  const token = site.log.match(/token: (\S{43})/)?.[1];
  assert.ok(token, site.log);
  await page.goto(home + "/en/start/");
  await page.fill("[name=name]", "Ana Roy");
  await page.fill("[name=email]", "ana@example.ca");
  await page.fill("[name=token]", token);
  await click("main form button[type=submit]");
  await page.goto(home + "/en/account/ways/");
  assert.match(await page.textContent("main"), /Your role needs a second proof/);
  assert.deepEqual(await audit(page, "needed"), []);
});

test("a passkey is made with the keyboard, and brings recovery codes", async () => {
  const device = await authenticator();
  await page.goto(home + "/en/account/ways/passkey/");
  await tabTo(page, "[name=name]");
  await page.keyboard.type("Work laptop");
  await tabTo(page, "form[data-passkey] button");
  await Promise.all([page.waitForURL((u) => u.pathname === "/en/account/ways/recovery-code/"), page.keyboard.press("Enter")]);
  codes = await page.locator("ol.codes code").allTextContents();
  assert.equal(codes.length, 10);
  assert.deepEqual(await audit(page, "codes"), []);
  await click("main form button");
  assert.match(await page.textContent("main"), /Work laptop/);
  const { credentials } = await device.cdp.send("WebAuthn.getCredentials", { authenticatorId: device.authenticatorId });
  assert.equal(credentials.length, 1);
  assert.ok(credentials[0].isResidentCredential);

  // The same device is not asked twice.
  await page.goto(home + "/en/account/ways/passkey/");
  await page.click("form[data-passkey] button");
  await page.waitForFunction(() => document.querySelector("[data-said]:not([hidden])"));
  assert.match(await page.textContent("[data-said]"), /has a passkey for this site already/);
});

test("the passkey signs in, in French, and confirms", async () => {
  await guest.context.clearCookies();
  await page.goto(home + "/fr/connexion/");
  await click('main a[href*="/fr/connexion/cle-d-acces/"]');
  assert.deepEqual(await audit(page, "sign-in-fr"), []);
  await page.click("form[data-passkey] button");
  await page.waitForURL((u) => u.pathname === "/fr/compte/");
  await page.goto(home + "/fr/confirmer/cle-d-acces/?then=/fr/compte/moyens/");
  await page.click("form[data-passkey] button");
  await page.waitForURL((u) => u.pathname === "/fr/compte/moyens/");
  assert.match(await page.textContent("main"), /dernière utilisation/);
});

test("who does not unlock the passkey is told, and stays where they are", async () => {
  const other = await visitor(browser, { home });
  const tab = await other.context.newPage();
  const cdp = await other.context.newCDPSession(tab);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: false, automaticPresenceSimulation: true } });
  await tab.goto(home + "/en/sign-in/passkey/");
  await tab.click("form[data-passkey] button");
  await tab.waitForFunction(() => document.querySelector("[data-said]:not([hidden])"), null, { timeout: 60_000 });
  assert.match(await tab.textContent("[data-said]"), /No passkey was used/);
  assert.deepEqual(await axe(tab), []);
  await other.close();
});

test("an app with codes is set up", async () => {
  await page.goto(home + "/en/account/ways/");
  await click("form:has([value=totp-begin]) button");
  key = await page.textContent("code.secret");
  assert.match(key, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  assert.ok(await page.isVisible("svg.qr"));
  assert.deepEqual(await audit(page, "app"), []);
  await page.fill("[name=code]", "12 34");
  await click("main form button");
  assert.match(await page.textContent(".field-error"), /This is not the code/);
  assert.equal(await page.textContent("code.secret"), key, "the key stays the same");
  assert.equal(await page.getAttribute("[name=code]", "aria-invalid"), "true");
  await page.fill("[name=code]", code(key, -1));
  await click("main form button");
  assert.match(await page.textContent("main"), /The app was set up/);
});

test("without script, codes confirm and passkeys say what to do instead", async () => {
  const quiet = await visitor(browser, { home, script: false, width: 320 });
  await quiet.context.addCookies(await guest.context.cookies());
  const tab = await quiet.context.newPage();
  const send = (selector) => Promise.all([tab.waitForNavigation(), tab.click(selector)]);
  await tab.goto(home + "/en/confirm/app/?then=/en/account/ways/");
  await tab.fill("[name=code]", code(key));
  await send("main form button");
  assert.equal(new URL(tab.url()).pathname, "/en/account/ways/");
  await tab.goto(home + "/fr/confirmer/code-de-secours/?then=/fr/compte/moyens/");
  await tab.fill("[name=recovery]", codes[0].toUpperCase().replaceAll("-", " "));
  await send("main form button");
  assert.match(await tab.textContent("main"), /Il vous reste 9 codes de secours/);
  await tab.goto(home + "/en/sign-in/passkey/");
  assert.match(await tab.textContent("noscript, main"), /Passkeys need JavaScript/);
  tab.expectsMissing = true;
  await send("form[data-passkey] button");
  assert.match(await tab.textContent(".notice-error"), /Passkeys need JavaScript/);
  await guest.context.addCookies(await quiet.context.cookies());
  await quiet.close();
});

test("the last second proof of an administrator stays", async () => {
  await page.goto(home + "/en/account/ways/");
  await page.click("li:has([value=totp-drop]) summary");
  await click("form:has([value=totp-drop]) button");
  assert.match(await page.textContent("main"), /The app was removed/);
  await page.click("li:has([value=passkey-drop]) summary");
  page.expectsMissing = true;
  await click("form:has([value=passkey-drop]) button");
  assert.match(await page.textContent(".notice-error"), /last second proof/);
});

test("every page holds in both languages, wide and narrow, light and dark", async () => {
  const cookies = await guest.context.cookies();
  const wrong = [];
  for (const [lang, list] of Object.entries(addresses)) {
    for (const [width, scheme] of [[1280, "light"], [320, "dark"]]) {
      const one = await visitor(browser, { home, width, scheme, locale: lang + "-CA" });
      await one.context.addCookies(cookies);
      const tab = await one.context.newPage();
      for (const at of list) {
        await tab.goto(`${home}/${lang}/${at}`);
        assert.equal(new URL(tab.url()).pathname, `/${lang}/${at}`);
        // All of it once a language, as each page is laid out alike in the other.
        if ((lang === "en") === (width === 1280)) wrong.push(...(await audit(tab, `${lang}-${at.replaceAll("/", "-")}${width}`)));
        else wrong.push(...(await axe(tab)), ...(await sideways(tab)));
        if (width === 320) continue;
        const report = await validator.validateString(await (await one.context.request.get(tab.url())).text());
        for (const m of report.results.flatMap((r) => r.messages)) wrong.push(`${at}: ${m.ruleId}: ${m.message} (${m.selector})`);
      }
      wrong.push(...one.wrong);
      await one.close();
    }
  }
  assert.deepEqual(wrong, []);
});
