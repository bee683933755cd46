// Other stores of learning records: one is added in the administration, takes some statements and refuses one; another is
// away. What the pages say of it, in both languages, by keyboard and without script.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import path from "node:path";
import { Site, freePort, program, temporary } from "./support/site.mjs";
import { launch } from "./support/browser.mjs";
import { look } from "./support/look.mjs";
import { administrator, named } from "./support/people.mjs";

const root = { en: "/en/administration/other-stores/", fr: "/fr/administration/autres-entrepots/" };
let site, browser, admin, page, key, there, endpoint;

// A store that takes what it is sent, except what is about the forbidden; below /away it has no time.
function store(request, answer) {
  let text = "";
  request.on("data", (part) => (text += part));
  request.on("end", () => {
    const status = request.url.startsWith("/away") ? 503 : text.includes("forbidden") ? 400 : 200;
    answer.writeHead(status, { "Content-Type": "application/json" });
    answer.end(status === 200 ? JSON.stringify(JSON.parse(text).map((s) => s.id)) : "{}");
  });
}

async function tell(verb) {
  const answer = await fetch(`${site.base}/xapi/statements`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json", "X-Experience-API-Version": "1.0.3" },
    body: JSON.stringify({ actor: { mbox: "mailto:x@example.org" }, verb: { id: `http://example.org/${verb}` }, object: { id: "http://example.org/exercise" } }),
  });
  assert.equal(answer.status, 200);
}

before(async () => {
  there = createServer(store);
  await new Promise((done) => there.listen(0, "127.0.0.1", done));
  endpoint = `http://127.0.0.1:${there.address().port}`;
  site = new Site(temporary(), await freePort(), ["--outgoing-allow", endpoint.slice("http://".length)]);
  const made = execFileSync(program(), ["key", "create", "--scope", "xapi:write", "--name", "Simulator", "--data", path.join(site.folder, "data")], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  key = String(made).match(/\S+:\S{20,}/)[0];
  await site.start();
  for (const verb of ["did", "forbidden", "did"]) await tell(verb);
  browser = await launch();
  admin = await administrator(browser, site);
  page = admin.page;
});
after(async () => {
  await browser?.close();
  await site?.dispose();
  there?.close();
});

const to = (at) => page.goto(named(site) + at);

// Reads a page anew until it says something.
async function until(says) {
  for (let i = 0; i < 200 && !says.test(await page.textContent("main")); i++) {
    await new Promise((done) => setTimeout(done, 200));
    await page.reload();
  }
  assert.match(await page.textContent("main"), says);
}

async function fill(p, name, url) {
  await p.fill("#name", name);
  await p.fill("#url", url);
  await p.fill("#login", "atelier");
  await p.fill("#secret", "hush hush");
  await p.fill("#since", "2020-01-01");
}

describe("other stores", { concurrency: false }, () => {
  test("one is added without script; what was typed is kept when something is wrong", async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await admin.context.storageState() });
    const p = await plain.newPage();
    await p.goto(named(site) + root.fr);
    await fill(p, "Dossiers de X", "nulle part");
    await p.selectOption("#people", "yes");
    await p.click(".desk-form button");
    assert.equal(await p.getAttribute("#url", "aria-invalid"), "true");
    assert.match(await p.textContent(`#${(await p.getAttribute("#url", "aria-describedby")).split(" ").at(-1)}`), /\S/);
    assert.deepEqual([await p.inputValue("#name"), await p.inputValue("#url"), await p.inputValue("#login"), await p.inputValue("#people"), await p.inputValue("#since"), await p.inputValue("#secret")], ["Dossiers de X", "nulle part", "atelier", "yes", "2020-01-01", ""]);
    await p.fill("#url", `${endpoint}/xapi`);
    await p.fill("#secret", "hush hush");
    await p.click(".desk-form button");
    assert.match(await p.textContent(".board tbody"), /Dossiers de X/);
    await plain.close();
  });

  test("one that is away keeps its backlog", async () => {
    await to(root.en);
    await fill(page, "Archive", `${endpoint}/away/xapi`);
    await page.focus("#since");
    await page.keyboard.press("Enter");
    await page.waitForURL(/kept=1/);
    await page.click('.board tbody a:text-is("Archive")');
    await until(/It answered 503/);
    assert.match(await page.textContent("main"), /still to be looked at\s*3/);
  });

  for (const lang of ["en", "fr"]) {
    test(`the pages, ${lang}`, async () => {
      await to(root[lang]);
      const away = await page.getAttribute('.board tbody a:text-is("Archive")', "href");
      await page.click('.board tbody a:text-is("Dossiers de X")');
      await until({ en: /Statement [0-9a-f-]{36}.*It answered 400/s, fr: /Énoncé [0-9a-f-]{36}.*Il a répondu 400/s }[lang]);
      await look(page, `forward-dead-${lang}`);
      await to(away);
      await look(page, `forward-away-${lang}`);
      await to(root[lang]);
      await look(page, `forward-list-${lang}`);
    });
  }

  test("one is paused, goes on, and is removed only when that is confirmed", async () => {
    await page.click('.board tbody a:text-is("Archive")');
    await page.click('form:has([value="pause"]) button');
    await page.click('form:has([value="resume"]) button');
    await page.click('form:has([value="remove"]) button');
    assert.equal(await page.locator('main a[href="#confirm"]').count(), 1, "the summary leads to what is missing");
    await page.check("#confirm");
    await page.click('form:has([value="remove"]) button');
    assert.match(page.url(), /\/autres-entrepots\/\?kept=1$/);
  });

  test("nothing went wrong on any page", () => assert.deepEqual(admin.wrong.filter((w) => !/422|Unprocessable/.test(w)), []));
});
