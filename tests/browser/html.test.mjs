// The HTML of every page, served and static, as html-validate judges it.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { buildStatic, galleryPages, serve } from "./support/site.mjs";
import { crawl, files, read } from "./support/html.mjs";
import { validator } from "./support/look.mjs";

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
