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

  test("a learner who did a page is told in their language what it says now, without script", async () => {
    const page = await learner.context.newPage();
    await page.goto(named(site) + "/en/");
    await page.click("main a.go");
    const at = new URL(page.url()).pathname;
    await page.click('form:has([value="done"]) button');
    cpSync(course, path.join(folder, "before"), { recursive: true });
    for (const [lang, was, is] of [["en", "matters to", "must matter to"], ["fr", "compte pour", "doit compter pour"]]) {
      const text = readFileSync(`${lesson}.${lang}.md`, "utf8");
      writeFileSync(`${lesson}.${lang}.md`, text.replace(was, is));
    }
    release("1.1.0", "--since", path.join(folder, "before"));
    assert.equal(publish("1.1.0").status, 4);
    const told = await publishWaiting("en");
    assert.match(told, /Compared with release 1\.0\.0/);
    assert.match(told, /1 learner who did this page is told/);
    await page.goto(named(site) + "/en/");
    await page.click("main .notice a");
    assert.equal(new URL(page.url()).pathname, "/en/whats-new/");
    assert.match(await page.textContent("main del"), /matters to/);
    assert.match(await page.textContent("main ins"), /must matter to/);
    await page.goto(named(site) + at);
    assert.match(await page.textContent("main .notice"), /since you did it/);
    await page.goto(named(site) + "/fr/nouveautes/");
    await page.click("main form button");
    assert.match(await page.textContent("main"), /Rien de nouveau/);
    await page.close();
  });

  test("the page of what is new can be used by everybody", async () => {
    for (const at of ["/en/whats-new/", "/fr/nouveautes/"]) {
      await admin.page.goto(named(site) + at);
      await look(admin.page, "publish" + at.replaceAll("/", "-"));
    }
  });

  test("nothing went wrong on any page", () => assert.deepEqual([...admin.wrong, ...learner.wrong], []));
});
