// The course without a connection, for a reader who asked to keep it on the device: every page opens, what was done is
// sent once when the connection returns, and nothing is left when the reader takes it back. Served, and from a folder
// behind a plain file server.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { buildStatic, freePort, serve } from "./support/site.mjs";
import { launch, screens } from "./support/browser.mjs";

const site = await serve();
const edition = buildStatic();
let browser, folder, folderBase;

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json" };

before(async () => {
  browser = await launch();
  folder = createServer((request, response) => {
    let file = path.join(edition.web, decodeURIComponent(new URL(request.url, "http://x").pathname));
    if (existsSync(file) && statSync(file).isDirectory()) file = path.join(file, "index.html");
    if (!file.startsWith(edition.web) || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": types[path.extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  folderBase = `http://127.0.0.1:${await freePort()}`;
  await new Promise((done) => folder.listen(Number(new URL(folderBase).port), "127.0.0.1", done));
  folder.unref();
});
after(async () => {
  await browser?.close();
  folder.close();
  edition.dispose();
  await site.dispose();
});

// Asks for the course to be kept and waits until it is.
async function keep(page, address) {
  await page.goto(address);
  await page.click("[data-keep]");
  await page.waitForSelector("[data-drop]:not([hidden])", { timeout: 60_000 });
}

// Everything that the list of the app names, on the device.
const missing = (page, base) =>
  page.evaluate(async (root) => {
    const { files } = await (await caches.match(root + "offline.json")).json();
    const out = [];
    for (const file of Object.keys(files)) if (!(await caches.match(new URL(file, root).href))) out.push(file);
    return { out, all: Object.keys(files).length };
  }, base + "/");

describe("served", () => {
  test("nothing is kept before it is asked for", async () => {
    const context = await browser.newContext({ serviceWorkers: "allow" });
    const page = await context.newPage();
    await page.goto(site.base + "/en/");
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length + (await caches.keys()).length), 0);
    const manifest = await page.evaluate(async () => (await fetch(document.querySelector("link[rel=manifest]").href)).json());
    assert.equal(manifest.lang, "en-CA");
    await context.close();
  });

  for (const lang of ["en", "fr"]) {
    test(`${lang}: pages open without a connection, and what was done is sent once`, async () => {
      const context = await browser.newContext({ serviceWorkers: "allow", locale: `${lang}-CA` });
      const page = await context.newPage();
      await keep(page, `${site.base}/${lang}/formats/`);
      const have = await missing(page, site.base);
      assert.deepEqual(have.out, []);
      assert.ok(have.all > 200, `${have.all} files`);
      await page.screenshot({ path: path.join(screens, `app-kept-${lang}.png`), fullPage: true });

      await context.setOffline(true);
      await page.goto(`${site.base}/${lang}/`);
      const lessons = await page.evaluate((l) => [...document.querySelectorAll(`main a[href^="/${l}/"]`)].map((a) => a.pathname), lang);
      await page.goto(site.base + lessons[0]);
      const lesson = await page.evaluate((l) => [...document.querySelectorAll(`main a[href^="/${l}/"]`)].map((a) => a.pathname).find((p) => p.split("/").length === 5), lang);
      await page.goto(site.base + lesson);
      assert.ok(await page.locator("h1").isVisible());

      // An answer and a done mark wait.
      const question = page.locator("form.quiz").first();
      await question.locator("input[type=radio], input[type=checkbox]").first().check();
      await question.locator("button[type=submit]").first().click();
      await page.waitForURL(/#later$/);
      await page.waitForSelector("[data-waiting]:not([hidden])");
      await page.screenshot({ path: path.join(screens, `app-waiting-${lang}.png`) });
      assert.equal((await context.cookies()).length, 0, "nothing reached the server");

      await context.setOffline(false);
      await page.goto(site.base + lesson);
      await page.waitForFunction(() => document.querySelector("[data-waiting]").hidden);
      await page.waitForFunction(async () => {
        const db = await new Promise((done) => { const o = indexedDB.open("atelier " + location.origin + "/"); o.onsuccess = () => done(o.result); });
        const n = await new Promise((done) => { const r = db.transaction("acts").objectStore("acts").count(); r.onsuccess = () => done(r.result); });
        db.close();
        return n === 0;
      });
      assert.ok((await context.cookies()).some((c) => c.httpOnly), "the device is known");
      await page.reload();
      assert.ok(await page.locator("form.quiz .told").first().isVisible(), "the answer was judged");

      // Taken back, nothing is left.
      await page.goto(`${site.base}/${lang}/formats/`);
      await page.click("[data-drop]");
      await page.waitForSelector("[data-keep]:not([hidden])");
      assert.deepEqual(await page.evaluate(async () => (await caches.keys()).filter((n) => n.startsWith("atelier"))), []);
      await context.close();
    });
  }

  test("the worker may do what the policy of the site allows, and no more", async () => {
    const answer = await fetch(site.base + "/sw.js");
    assert.match(answer.headers.get("content-type"), /javascript/);
    assert.match(answer.headers.get("content-security-policy"), /default-src 'none'/);
    assert.equal(answer.headers.get("cache-control"), "public, no-cache");
  });
});

describe("from a folder", () => {
  test("the whole course opens without a connection, and a newer build replaces what is kept", async () => {
    const context = await browser.newContext({ serviceWorkers: "allow" });
    const page = await context.newPage();
    await keep(page, folderBase + "/en/formats/index.html");
    assert.deepEqual((await missing(page, folderBase)).out, []);
    await context.setOffline(true);
    for (const address of ["/fr/index.html", "/en/glossary/", "/fr/recherche/index.html"]) {
      const answer = await page.goto(folderBase + address);
      assert.equal(answer.status(), 200, address);
    }
    await page.fill("#q", "licence");
    await page.press("#q", "Enter");
    await page.waitForSelector("#found a");
    await context.setOffline(false);
    const list = JSON.parse(readFileSync(path.join(edition.web, "offline.json"), "utf8"));
    assert.ok(Object.keys(list.files).every((f) => existsSync(path.join(edition.web, f))));
    await context.close();
  });
});
