// The e-books of the shipped course: Ace, the accessibility checker of the DAISY Consortium; and what a reader sees of
// each page on a narrow screen, in light and in dark.
//
// Ace judges every page in one of its languages (the pages of even places in English, of odd ones in French: twins have
// the same markup), and one page of each kind in both. ATELIER_EVERY=1 has it judge every page of both books.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import JSZip from "jszip";
import { build, languages, root, temporary } from "./support/site.mjs";
import { executable, launch, screens, visitor } from "./support/browser.mjs";

const built = build("epub");
const folder = temporary();
const key = "open-source-in-government";
const book = (lang) => path.join(built.folder, "epub", `${key}-${lang}.epub`);
const ace = path.join(root, "node_modules", "@daisy", "ace", "bin", "ace-puppeteer.js");
const axe = readFileSync(path.join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");
let browser;

// A book as a folder; gives its pages in the order of the manifest.
async function open(lang) {
  const zip = await JSZip.loadAsync(readFileSync(book(lang)));
  for (const [name, file] of Object.entries(zip.files)) {
    const to = path.join(folder, lang, name);
    mkdirSync(path.dirname(to), { recursive: true });
    if (!file.dir) writeFileSync(to, await file.async("nodebuffer"));
  }
  const opf = await zip.file("EPUB/package.opf").async("string");
  return [...opf.matchAll(/<item [^>]*href="([^"]+\.xhtml)"/g)].map((m) => path.join(folder, lang, "EPUB", m[1]));
}

// One page of each kind, for what costs more and for the pictures that people look at.
const kinds = /\/(cover|title|nav|about|glossary-list|resources-list|modules_1-introduction(_2-.*|_check|_summary)?|cases_gc-notify|checklists_first-questions|worksheets_decision-framework)\.xhtml$/;

// The book with only some of its pages in the order of reading: what a checker goes through.
async function excerpt(lang, sample) {
  const zip = await JSZip.loadAsync(readFileSync(book(lang)));
  const opf = await zip.file("EPUB/package.opf").async("string");
  const names = new Set(sample.map((file) => path.basename(file)));
  const left = new Set([...opf.matchAll(/<item [^>]*href="([^"]+\.xhtml)"[^>]*>/g)].filter((m) => !names.has(path.basename(m[1]))).map((m) => / id="([^"]+)"/.exec(m[0])[1]));
  zip.file("EPUB/package.opf", opf.replace(/<itemref [^>]*idref="([^"]+)"[^>]*>(<\/itemref>)?/g, (ref, id) => (left.has(id) ? "" : ref)));
  const file = path.join(folder, `${lang}.epub`);
  writeFileSync(file, await zip.generateAsync({ type: "nodebuffer" }));
  return file;
}

const pages = Object.fromEntries(await Promise.all(languages.map(async (lang) => [lang, await open(lang)])));

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  built.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe("Ace", () => {
  for (const lang of languages) {
    test(`${lang}: finds no barrier on any page`, { skip: existsSync(ace) ? false : "@daisy/ace is not installed" }, async (t) => {
      const out = path.join(folder, `ace-${lang}`);
      const env = { ...process.env, PUPPETEER_EXECUTABLE_PATH: executable, HOME: folder };
      const sample = pages[lang].filter((file, i) => process.env.ATELIER_EVERY || kinds.test(file) || i % 2 === languages.indexOf(lang));
      await promisify(execFile)(process.execPath, [ace, "--silent", "--force", "--outdir", out, await excerpt(lang, sample)], { env, maxBuffer: 1 << 26 });
      const report = JSON.parse(readFileSync(path.join(out, "report.json"), "utf8"));
      // That the contents follow the order of reading cannot hold where pages are left out; EPUBCheck judges it on the
      // whole books (NAV-011, TestEPUBJudges).
      const judgedElsewhere = (a) => sample.length < pages[lang].length && a["earl:test"]["dct:title"] === "epub-toc-order";
      const found = report.assertions.flatMap((page) =>
        page.assertions.filter((a) => !judgedElsewhere(a)).map((a) => `${page["earl:testSubject"].url}: ${a["earl:test"]["dct:title"]}: ${a["earl:result"]["dct:description"]} ${a["earl:result"].html ?? ""}`),
      );
      assert.deepEqual(found, []);
      if (sample.length === pages[lang].length) assert.equal(report["earl:result"]["earl:outcome"], "pass");
      const judged = new Set(report.assertions.map((page) => path.basename(page["earl:testSubject"].url)));
      assert.deepEqual(sample.filter((file) => !judged.has(path.basename(file))), [], "every page was judged");
      t.diagnostic(`Ace: ${sample.length} of ${pages[lang].length} pages in ${lang}, 0 violations`);
    });
  }
});

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
