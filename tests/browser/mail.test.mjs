// A message reaches a real mail server, and the link at its foot stops such messages: with a mouse or a keyboard, with
// or without script, in both languages; a mail program’s one click stops them too, and a scanner that follows the link
// does not.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import smtpTester from "smtp-tester";
import { Site, freePort, helper, temporary } from "./support/site.mjs";
import { launch, screens, visitor } from "./support/browser.mjs";
import { axe, colours, focus, sideways, spacing, targets } from "./support/audit.mjs";
import { validator } from "./support/look.mjs";

const folder = temporary();
const site = new Site(folder, await freePort());
const port = await freePort();
let browser, message;

// The pages of the link, by language.
const links = {};

before(async () => {
  const office = smtpTester.init(port);
  try {
    const arrives = office.captureOne("zoe@example.ca", { wait: 60_000 });
    // Not in step: the server answers in this process.
    await promisify(execFile)(helper("letter"), [path.join(folder, "data"), `smtp://127.0.0.1:${port}`, site.base + "/"]);
    message = (await arrives).email;
  } finally {
    await office.stop();
  }
  for (const link of message.body.match(/http:\S+key=\S+/g)) links[new URL(link).pathname.slice(1, 3)] = link;
  await site.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  assert.equal(await site.dispose(), 0, "the site ends with 0");
});

const says = {
  en: { title: "Mail from this site", gets: "You get messages from this site by mail.", stop: "Get no messages at all from this site", stopped: "You get no more messages from this site.", again: "Get them again" },
  fr: { title: "Courriel de ce site", gets: "Vous recevez des messages de ce site par courriel.", stop: "Ne plus recevoir aucun message de ce site", stopped: "Vous ne recevez plus aucun message de ce site.", again: "Les recevoir de nouveau" },
};

test("the message has both languages, text and HTML", () => {
  assert.equal(message.headers.subject, "Hello / Bonjour");
  assert.match(message.body, /A word\.[^]*Un mot\./);
  assert.match(message.html, /<div lang="en">[^]*<div lang="fr">/);
  assert.deepEqual(Object.keys(links).sort(), ["en", "fr"]);
});

describe("the link", () => {
  for (const lang of ["en", "fr"]) {
    const say = says[lang];
    for (const script of [true, false]) {
      test(`${lang}, ${script ? "with script, by keyboard" : "without script"}`, async () => {
        const guest = await visitor(browser, { home: site.base, script, width: 320 });
        try {
          const page = await guest.context.newPage();
          for (let i = 0; i < 3; i++) await fetch(links[lang]); // scanners
          await page.goto(links[lang]);
          assert.equal(await page.locator("h1").innerText(), say.title);
          assert.ok(await page.getByText(say.gets).isVisible());
          const stop = page.getByRole("button", { name: say.stop });
          await stop.focus();
          await page.keyboard.press("Enter");
          await page.getByText(say.stopped).waitFor();
          assert.ok(page.url().endsWith(new URL(links[lang]).search), "back at the same page, by GET");
          assert.equal(await page.getByRole("button", { name: say.stop }).count(), 0);
          await page.getByRole("button", { name: say.again }).click();
          await page.getByText(say.gets).waitFor();
          assert.deepEqual(guest.wrong, []);
        } finally {
          await guest.close();
        }
      });
    }
  }

  test("one click of a mail program", async () => {
    const answer = await fetch(links.en, { method: "POST", redirect: "manual", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) });
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), new RegExp(says.en.stopped));
    const again = await fetch(links.en, { method: "POST", redirect: "manual", body: new URLSearchParams({ ask: "again" }) });
    assert.equal(again.status, 303);
  });

  test("one that is not ours", async () => {
    const answer = await fetch(`${site.base}/fr/plus-de-courriel/?key=nobody`);
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /Ce lien n’est pas connu ici/);
  });

  for (const state of ["get", "left"]) {
    for (const lang of ["en", "fr"]) {
      test(`looks right: ${state}, ${lang}`, async () => {
        const ask = state === "left" ? "all" : "again";
        await fetch(links[lang], { method: "POST", redirect: "manual", body: new URLSearchParams({ ask }) });
        const html = await (await fetch(links[lang])).text();
        const report = await validator.validateString(html);
        assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${m.line}: ${m.message}`)), []);
        const guest = await visitor(browser, { home: site.base });
        try {
          const page = await guest.context.newPage();
          await page.goto(links[lang]);
          const wrong = [];
          for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [320, "dark"], [320, "light"]]) {
            await page.setViewportSize({ width, height: width < 600 ? 640 : 900 });
            await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
            wrong.push(...((width === 1280) === (scheme === "light") ? await axe(page) : await colours(page)), ...(await targets(page)));
            if (width === 320) wrong.push(...(await sideways(page)), ...(await spacing(page)));
            await page.screenshot({ path: path.join(screens, `mail-${state}-${lang}-${width}-${scheme}.png`), fullPage: true });
          }
          wrong.push(...(await focus(page)));
          assert.deepEqual([...guest.wrong, ...wrong], []);
        } finally {
          await guest.close();
        }
      });
    }
  }
});
