// What the first view of a page costs a visitor who has nothing yet: every file, as it crosses the network with gzip.
// DESIGN part 8: at most 40 KB for a lesson, of which 12 KB are script.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { buildStatic, serve } from "./support/site.mjs";
import { files, read, tags } from "./support/html.mjs";
import path from "node:path";
import { readFileSync } from "node:fs";

const kilobyte = 1024;
const site = await serve();
const edition = buildStatic();
after(async () => {
  edition.dispose();
  await site.dispose();
});

// Node's fetch unpacks what it gets, so the packed size is read from the header.
async function packed(address) {
  const answer = await fetch(new URL(address, site.base), { headers: { "Accept-Encoding": "gzip" } });
  const text = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.status, 200, address);
  const length = Number(answer.headers.get("content-length"));
  return { text: text.toString(), bytes: answer.headers.get("content-encoding") === "gzip" && length ? length : gzipSync(text).length };
}

function partsOf(html) {
  const script = tags(html, "script").map((s) => s.src).filter(Boolean);
  const other = [
    ...tags(html, "link").filter((l) => ["stylesheet", "icon", "preload", "manifest"].includes(l.rel)).map((l) => l.href),
    ...tags(html, "img").filter((i) => i.loading !== "lazy").map((i) => i.src),
  ].filter((a) => !a.startsWith("data:"));
  return { script: [...new Set(script)], other: [...new Set(other)] };
}

function judge(t, name, page, script, other) {
  const all = page + script + other;
  t.diagnostic(`${name}: page ${page}, script ${script}, other files ${other}: ${all} bytes with gzip`);
  assert.ok(all <= 40 * kilobyte, `${name}: ${all} bytes`);
  assert.ok(script <= 12 * kilobyte, `${name}: ${script} bytes of script`);
}

const sum = (list) => list.reduce((a, b) => a + b, 0);

for (const address of ["/en/introduction/", "/en/introduction/what-government-software-is/", "/fr/introduction/le-logiciel-au-gouvernement/", "/en/introduction/check/", "/fr/", "/en/glossary/"]) {
  test(`served ${address}`, async (t) => {
    const page = await packed(address);
    const { script, other } = partsOf(page.text);
    const weigh = async (list) => sum(await Promise.all(list.map(async (a) => (await packed(a)).bytes)));
    judge(t, address, page.bytes, await weigh(script), await weigh(other));
  });
}

test("every lesson of the static edition", (t) => {
  let heaviest = { all: 0 };
  for (const name of files(edition.web)) {
    const html = read(edition.web, name);
    if (!html.includes('class="page lesson"') || name.includes("/check/") || name.includes("/verification/")) continue;
    const { script, other } = partsOf(html);
    const weigh = (list) => sum(list.map((a) => gzipSync(readFileSync(path.join(edition.web, path.dirname(name), a))).length));
    const parts = [gzipSync(html).length, weigh(script), weigh(other)];
    if (sum(parts) > heaviest.all) heaviest = { name, parts, all: sum(parts) };
  }
  judge(t, heaviest.name, ...heaviest.parts);
});
