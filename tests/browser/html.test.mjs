// The HTML of every page, served and static, as html-validate judges it.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { HtmlValidate } from "html-validate/node";
import { buildStatic, galleryPages, serve } from "./support/site.mjs";
import { crawl, files, read } from "./support/html.mjs";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  rules: {
    // Style of writing, the same to every reader. Templates write void elements as <br/>, attributes such as "hidden"
    // bare, and no line breaks; long titles are the author's.
    "void-style": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-trailing-whitespace": "off",
    "long-title": "off",
    // Generated text uses no entity where UTF-8 has the character, and does not need "&gt;" for ">".
    "no-raw-characters": ["error", { relaxed: true }],
    // A list without marks keeps role="list": without it VoiceOver does not say that it is one.
    "no-redundant-role": ["error", { exclude: ["ul", "ol"] }],
    // Every file comes from the same origin; checksums are for those of others.
    "require-sri": ["error", { target: "crossorigin" }],
    // The drawer of the reading settings, a dialog before the page's h1, begins with its own h2. axe judges the order of
    // headings in the page.
    "heading-level": ["error", { minInitialRank: "h2", sectioningRoots: [] }],
  },
});

const site = await serve();
const edition = buildStatic();
const workshop = await serve("--dev");
after(async () => {
  edition.dispose();
  await workshop.dispose();
  await site.dispose();
});

async function judge(html, name) {
  const report = await validator.validateString(html, name);
  return report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId} at ${m.line}:${m.column}: ${m.message} (${m.selector ?? ""})`));
}

const { pages } = await crawl(site);
for (const address of ["/en/nothing-is-here/", "/fr/recherche/?q=logiciels", "/en/search/?q=xyzzyx"]) pages.set(address, (await site.get(address)).text);
for (const [address, html] of pages) {
  test(`served ${address}`, async () => assert.deepEqual(await judge(html, address), []));
}
for (const name of files(edition.web)) {
  test(`static ${name}`, async () => assert.deepEqual(await judge(read(edition.web, name), name), []));
}
for (const address of galleryPages()) {
  test(`gallery ${address}`, async () => assert.deepEqual(await judge((await workshop.get(address)).text, address), []));
}
