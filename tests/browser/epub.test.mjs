// The e-books of the shipped course: Ace, the accessibility checker of the DAISY Consortium, on every page of both; and
// what a reader sees of each page on a narrow screen, in light and in dark.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import JSZip from "jszip";
import { build, languages, root } from "./support/site.mjs";
import { launch, screens, visitor } from "./support/browser.mjs";

const built = build("epub");
const key = "open-source-in-government";
const book = (lang) => path.join(built.folder, "epub", `${key}-${lang}.epub`);
const ace = path.join(root, "node_modules", "@daisy", "ace", "bin", "ace-puppeteer.js");
const axe = readFileSync(path.join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");
let browser;

// A book as a folder; gives its pages in the order of the manifest.
async function open(lang) {
  const zip = await JSZip.loadAsync(readFileSync(book(lang)));
  for (const [name, file] of Object.entries(zip.files)) {
    const to = path.join(built.folder, lang, name);
    mkdirSync(path.dirname(to), { recursive: true });
    if (!file.dir) writeFileSync(to, await file.async("nodebuffer"));
  }
  const opf = await zip.file("EPUB/package.opf").async("string");
  return [...opf.matchAll(/<item [^>]*href="([^"]+\.xhtml)"/g)].map((m) => path.join(built.folder, lang, "EPUB", m[1]));
}

const pages = Object.fromEntries(await Promise.all(languages.map(async (lang) => [lang, await open(lang)])));

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  built.dispose();
});

describe("Ace", () => {
  for (const lang of languages) {
    test(`${lang}: finds no barrier on any page`, { skip: existsSync(ace) ? false : "@daisy/ace is not installed" }, async (t) => {
      const out = path.join(built.folder, `ace-${lang}`);
      const env = { ...process.env, PUPPETEER_EXECUTABLE_PATH: process.env.CHROMIUM || "/usr/bin/chromium", HOME: built.folder };
      await promisify(execFile)(process.execPath, [ace, "--silent", "--force", "--outdir", out, book(lang)], { env, maxBuffer: 1 << 26 });
      const report = JSON.parse(readFileSync(path.join(out, "report.json"), "utf8"));
      const found = report.assertions.flatMap((page) =>
        page.assertions.map((a) => `${page["earl:testSubject"].url}: ${a["earl:test"]["dct:title"]}: ${a["earl:result"]["dct:description"]} ${a["earl:result"].html ?? ""}`),
      );
      assert.deepEqual(found, []);
      assert.equal(report["earl:result"]["earl:outcome"], "pass");
      const judged = new Set(report.assertions.map((page) => path.basename(page["earl:testSubject"].url)));
      assert.deepEqual(pages[lang].filter((file) => !judged.has(path.basename(file))), [], "every page was judged");
      t.diagnostic(`Ace: ${pages[lang].length} pages in ${lang}, 0 violations`);
    });
  }
});

// One page of each kind, for what costs more and for the pictures that people look at.
const kinds = /\/(cover|title|nav|about|glossary-list|resources-list|modules_1-introduction(_2-.*|_check|_summary)?|cases_gc-notify|checklists_first-questions|worksheets_decision-framework)\.xhtml$/;

describe("a reader’s screen", () => {
  for (const [lang, scheme] of [["en", "light"], ["fr", "dark"]]) {
    test(`${lang}: every page fits 320 px in ${scheme}, and words stand out`, async (t) => {
      const guest = await visitor(browser, { home: "file:", width: 320, scheme, locale: `${lang}-CA` });
      const page = await guest.context.newPage();
      let looked = 0;
      for (const file of pages[lang]) {
        await page.goto(pathToFileURL(file).href);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(beyond <= 0, `${path.basename(file)} scrolls sideways by ${beyond} px`);
        if (!kinds.test(file)) continue;
        looked++;
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run({ runOnly: ["color-contrast", "link-in-text-block"] }));
        assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), [], path.basename(file));
        await page.screenshot({ path: path.join(screens, `epub-${path.basename(file, ".xhtml")}-${lang}-320-${scheme}.png`), fullPage: true });
      }
      assert.deepEqual(guest.wrong, []);
      t.diagnostic(`e-book in ${lang}: ${pages[lang].length} pages fit 320 px in ${scheme}; ${looked} kinds of page judged for contrast`);
    });
  }
});
