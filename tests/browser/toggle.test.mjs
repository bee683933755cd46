// Turning to the other language and back leads to the same page, and every passage of a page is in both languages, in
// the served site and in the static edition.
import { after, describe, test } from "node:test";
import assert from "node:assert/strict";
import path from "node:path";
import { buildStatic, languages, serve } from "./support/site.mjs";
import { crawl, files, passages, read, tags, toggles } from "./support/html.mjs";

const site = await serve();
const edition = buildStatic();
after(async () => {
  edition.dispose();
  await site.dispose();
});

const languageOf = (html) => tags(html, "html")[0].lang.split("-")[0];

// One page and its counterparts. `open` gives the HTML at an address; `follow` says where a link of a page leads.
async function turn(address, html, open, follow) {
  const own = languageOf(html);
  const there = toggles(html);
  assert.deepEqual(Object.keys(there).sort(), languages.filter((l) => l !== own).sort(), "a way to every other language");
  const ids = passages(html);
  assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), [], "each passage stands once");
  for (const [tag, href] of Object.entries(there)) {
    const to = follow(address, href);
    const other = await open(to);
    assert.equal(languageOf(other), tag);
    assert.equal(follow(to, toggles(other)[own] ?? ""), address, "and back");
    assert.deepEqual(passages(other), ids, "the same passages in the same order");
  }
  return ids.length;
}

// Pages in all languages at once have no other side.
const turns = (html) => Object.keys(toggles(html)).length > 0;

describe("served", async () => {
  const { pages } = await crawl(site);
  const left = [];
  let shown = 0;
  for (const [address, html] of pages) {
    if (!turns(html)) left.push(address);
    else test(address, async () => {
      shown += await turn(address, html, async (a) => pages.get(a) ?? (await site.get(a)).text, (from, href) => {
        const to = new URL(href, site.base + from);
        return to.pathname + to.search;
      });
    });
  }
  test("only the root is in all languages at once", () => assert.deepEqual(left, ["/"]));
  test("passages were seen", () => assert.ok(shown > 500, `${shown} passages`));
  test("the permanent address of a passage leads to it", async () => {
    const lesson = [...pages].find(([, html]) => passages(html).length > 20);
    for (const id of passages(lesson[1]).slice(0, 5)) {
      const answer = await site.get(`/p/${id}`, { "Accept-Language": languageOf(lesson[1]) });
      const to = new URL(answer.location ?? "", site.base);
      assert.ok(passages((await site.get(to.pathname)).text).includes(id), `${id} is at ${answer.location}`);
      assert.equal(to.hash, "#" + id);
    }
  });
});

describe("static", () => {
  const all = files(edition.web).map((name) => [name, read(edition.web, name)]);
  let shown = 0;
  for (const [name, html] of all) {
    if (!turns(html)) continue;
    test(name, async () => {
      shown += await turn(name, html, async (n) => read(edition.web, n), (from, href) => path.posix.join(path.posix.dirname(from), href));
    });
  }
  test("passages were seen", () => assert.ok(shown > 500, `${shown} passages`));
  test("every address inside the edition leads to something in it", () => {
    const wrong = [];
    for (const [name, html] of all) {
      for (const a of [...tags(html, "a"), ...tags(html, "link"), ...tags(html, "script"), ...tags(html, "img")]) {
        const href = a.href ?? a.src;
        if (!href || /^(https?|mailto|data):/.test(href)) continue;
        const [file, hash] = href.split("#");
        const to = file ? path.posix.join(path.posix.dirname(name), file.split("?")[0]) : name;
        const target = all.find(([n]) => n === to);
        if (target && hash && !target[1].includes(` id="${hash}"`)) wrong.push(`${name}: ${href}: no such place`);
        if (!target && !exists(to)) wrong.push(`${name}: ${href}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
});

function exists(name) {
  try {
    read(edition.web, name);
    return true;
  } catch {
    return false;
  }
}
