// Releases published into a running site: by somebody who may, with what it would change for learners told before; and
// what a learner is told afterwards, in both languages, by keyboard and without script.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Site, freePort, program, temporary } from "./support/site.mjs";
import { launch, visitor } from "./support/browser.mjs";
import { look } from "./support/look.mjs";
import { administrator, named } from "./support/people.mjs";

const folder = temporary();
const course = path.join(folder, "course");
const lesson = path.join(course, "modules/1-first/1-start-here");
const env = { ...process.env, LC_ALL: "C.UTF-8" };
const release = (version, ...more) => execFileSync(program(), ["release", course, "--version", version, "--out", path.join(folder, version), "--only", "text", ...more], { env, stdio: "pipe" });
const publish = (version) => spawnSync(program(), ["publish", course, version, "--as", "ana@ville.example", "--data", path.join(folder, "data")], { env, encoding: "utf8" });

let site, browser, admin, learner;

before(async () => {
  execFileSync(program(), ["new", course], { env, stdio: "pipe" });
  release("1.0.0");
  site = await new Site(folder, await freePort(), [course]).start();
  browser = await launch();
  admin = await administrator(browser, site);
  learner = await visitor(browser, { home: named(site), script: false });
});
after(async () => {
  await browser?.close();
  await site?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const office = { en: "/en/administration/releases/", fr: "/fr/administration/versions/" };

// Publishes what waits, and says what it would have changed.
async function publishWaiting(lang) {
  const page = admin.page;
  await page.goto(named(site) + office[lang]);
  await look(page, `publish-office-${lang}`);
  await page.click('form:has([value="look"]) button');
  await look(page, `publish-impact-${lang}`);
  const told = await page.textContent("main");
  await page.click('form:has([value="publish"]) button');
  await look(page, `publish-about-${lang}`);
  return told;
}

describe("publishing releases", { concurrency: false }, () => {
  test("a release waits in the data folder of a running site, and is published from the administration", async () => {
    const left = publish("1.0.0");
    assert.equal(left.status, 4, left.stderr);
    assert.match(left.stderr, /It waits in/);
    assert.match(await publishWaiting("fr"), /Personne n’a encore commencé/);
    assert.match(admin.page.url(), /\/fr\/versions\/1\.0\.0\/$/);
    for (const at of ["/en/releases/", "/fr/versions/", "/en/releases/1.0.0/"]) {
      await admin.page.goto(named(site) + at);
      await look(admin.page, "publish" + at.replaceAll("/", "-"));
    }
  });

  test("the formats that the release lacks are built from the administration, and are there to take away", async () => {
    const page = admin.page;
    await page.goto(named(site) + office.fr);
    await page.click('main a:has-text("Version 1.0.0")');
    await look(page, "publish-formats-fr");
    assert.match(await page.textContent("main"), /Livre numérique \(EPUB\)\s*Pas encore produit/);
    await page.click('form:has([value="build"]) button');
    await page.waitForURL(/kept=1/);
    assert.doesNotMatch(await page.textContent("main"), /Pas encore produit|Produire ce qui manque/);
    const again = page.locator('main a:has-text("Regarder de nouveau")');
    for (const end = Date.now() + 120_000; (await again.count()) > 0; ) {
      assert.ok(Date.now() < end, await page.textContent("main"));
      await again.click();
      await page.waitForLoadState();
    }
    await page.goto(named(site) + office.en);
    await page.click('main a:has-text("Release 1.0.0")');
    await page.click('summary:has-text("EPUB")');
    await look(page, "publish-formats-en");
    const sum = /epub\/\S+-en\.epub, [^]*?([0-9a-f]{64})/.exec(await page.textContent("main"))[1];
    const stranger = await learner.context.newPage();
    await stranger.goto(named(site) + "/en/releases/1.0.0/");
    assert.ok((await stranger.textContent("main")).includes(sum));
    await stranger.close();
    await page.goto(named(site) + "/fr/versions/1.0.0/");
    await look(page, "publish-downloads");
  });

  test("a learner who did a page is told in their language what it says now, without script", async () => {
    const page = await learner.context.newPage();
    await page.goto(named(site) + "/en/");
    await page.click("main a.go");
    const at = new URL(page.url()).pathname;
    await page.click('form:has([value="done"]) button');
    await admin.page.goto(named(site) + at);
    await admin.page.click('form:has([value="done"]) button');
    cpSync(course, path.join(folder, "before"), { recursive: true });
    for (const [lang, was, is] of [["en", "matters to", "must matter to"], ["fr", "compte pour", "doit compter pour"]]) {
      const text = readFileSync(`${lesson}.${lang}.md`, "utf8");
      writeFileSync(`${lesson}.${lang}.md`, text.replace(was, is));
    }
    release("1.1.0", "--since", path.join(folder, "before"));
    assert.equal(publish("1.1.0").status, 4);
    const told = await publishWaiting("en");
    assert.match(told, /Compared with release 1\.0\.0/);
    assert.match(told, /2 learners who did this page are told/);
    await page.goto(named(site) + "/en/");
    await page.click("main .notice a");
    assert.equal(new URL(page.url()).pathname, "/en/whats-new/");
    assert.match(await page.textContent("main"), /It said.*matters to.*It says.*must matter to/s);
    await page.goto(named(site) + at);
    assert.match(await page.textContent("main .notice"), /since you finished it/);
    for (const news of ["/en/whats-new/", "/fr/nouveautes/"]) {
      await page.goto(named(site) + news);
      await admin.page.goto(named(site) + news);
      await look(admin.page, "publish-news" + news.replaceAll("/", "-"));
    }
    assert.match(await page.textContent("main"), /Avant.*compte pour.*Maintenant.*doit compter pour/s);
    await page.focus('main form:has([value="read"]) button');
    await page.keyboard.press("Enter");
    await page.waitForURL(/done=read/);
    assert.match(await page.textContent("main"), /Rien de nouveau pour vous/);
    await page.goto(named(site) + "/en/");
    assert.equal(await page.locator("main .notice").count(), 0);
    await page.close();
  });

  test("a release is withdrawn from the administration, with a reason in both languages", async () => {
    const page = admin.page;
    await page.goto(named(site) + office.fr);
    await look(page, "publish-withdraw");
    const form = page.locator('form:has([value="withdraw"])');
    await form.locator('[name="reason-en"]').fill("A wrong figure.");
    await form.locator("button").click();
    assert.match(await page.textContent("main"), /Donnez le motif en anglais et en français/);
    await look(page, "publish-withdraw-wrong");
    await form.locator('[name="reason-fr"]').fill("Un chiffre faux.");
    await form.locator("button").click();
    await page.waitForURL(/kept=1/);
    await page.goto(named(site) + "/fr/versions/1.1.0/");
    assert.match(await page.textContent("main .notice"), /Un chiffre faux/);
    await look(page, "publish-withdrawn");
    await page.goto(named(site) + "/fr/nouveautes/");
    assert.match(await page.textContent("main"), /Rien de nouveau pour vous/);
    await look(page, "publish-news-none");
  });

  // What was refused with 422 was to be.
  test("nothing went wrong on any page", () => assert.deepEqual([...admin.wrong, ...learner.wrong].filter((w) => !/status of 422/.test(w)), []));
});
