// Every page that can be reached by links, every page of the gallery, and the pages that only come of an act, in both
// languages, at 320 and 1280 px, light and dark: no axe violation, no sideways scrolling, nothing cut off by wider text
// spacing, controls large enough, the focus always in sight, no error of a script and no request to anybody else.
//
// What is sampled: the first page of a kind is asked everything and tabbed through, the English one at both widths in
// both themes, its French twin wide and light, narrow and dark. Its like have the same markup with another text: all of
// them are asked for room at 320 px, and axe sees each in one of its languages, every other one in English narrow and
// dark, the rest in French wide and light. The gallery, which has every component in every state, is asked everything in
// English, and as the like of a page in French. Every page goes to html-validate (html.test.mjs).
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import path from "node:path";
import { galleryPages, serve } from "./support/site.mjs";
import { launch, screens, visitor } from "./support/browser.mjs";
import { axe, colours, focus, sideways, spacing, targets } from "./support/audit.mjs";
import { crawl, toggles } from "./support/html.mjs";

const site = await serve();
const workshop = await serve("--dev");
const { pages, broken } = await crawl(site);
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await workshop.dispose();
  assert.equal(await site.dispose(), 0, "the site ends with 0");
});

const looks = [
  { width: 1280, scheme: "light" },
  { width: 1280, scheme: "dark" },
  { width: 320, scheme: "dark" },
  { width: 320, scheme: "light" },
];

async function wear(page, { width, scheme }) {
  await page.setViewportSize({ width, height: width < 600 ? 640 : 900 });
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
}

const narrow = async (page) => [...(await sideways(page)), ...(await targets(page)), ...(await spacing(page))];

// The first of its kind.
async function judge(page, name, lang) {
  const wrong = [];
  for (const look of lang === "fr" ? [looks[0], looks[2]] : looks) {
    const { width, scheme } = look;
    await wear(page, look);
    const whole = (width === 1280) === (scheme === "light");
    const told = [...(whole ? await axe(page) : await colours(page)), ...(width === 320 ? await narrow(page) : await targets(page))];
    if (lang === "en" ? scheme === "light" : width === 320) told.push(...(await focus(page)));
    await page.screenshot({ path: path.join(screens, `${name}-${width}-${scheme}.png`), fullPage: true });
    wrong.push(...told.map((t) => `${width} ${scheme}: ${t}`));
  }
  return wrong;
}

// Its like.
async function glance(page, lang, seen) {
  const wide = seen && lang === "fr" ? await axe(page) : [];
  wide.push(...(await targets(page)));
  await wear(page, looks[2]);
  return [...wide, ...(seen && lang === "en" ? await axe(page) : []), ...(await narrow(page))];
}

// Whether axe sees this one of a page’s languages: those whose English address has an even sum in English, the others in
// French.
function isSeen(address, html, lang) {
  const english = lang === "en" ? address : new URL(toggles(html).en ?? address, site.base + address).pathname;
  const even = [...english].reduce((n, c) => n + c.charCodeAt(0), 0) % 2 === 0;
  return even === (lang === "en");
}

// Tabs are used again: a new one costs more than what is asked in it.
const idle = { [site.base]: [], [workshop.base]: [] };

async function judgeAddress(address, home, name, { thorough = true, seen = true, expects = 200 } = {}) {
  const lang = /\/fr\//.test(address) ? "fr" : "en";
  const tab = idle[home].pop() ?? (await visitor(browser, { home }));
  tab.page ??= await tab.context.newPage();
  const { page } = tab;
  page.expectsMissing = expects === 404 || /gallery.*parts$/.test(address); // its sound and video are specimens without a file
  await wear(page, looks[0]);
  assert.equal((await page.goto(address)).status(), expects);
  const wrong = thorough ? await judge(page, name, lang) : await glance(page, lang, seen);
  assert.deepEqual([...tab.wrong, ...wrong], []);
  idle[home].push(tab);
}

// Pages are of one kind when they are laid out alike: all modules of a language, all its lessons, all its checks, and
// else those whose addresses have one shape.
function kindOf(address, html) {
  const parts = address.split("?")[0].split("/").filter(Boolean);
  if (html.includes('class="page lesson"')) return `${parts[0]} ${/check|verification/.test(parts[2]) ? "check" : "lesson"}`;
  if (html.includes('class="mods lessons"')) return `${parts[0]} module`;
  return parts.length > 2 ? [...parts.slice(0, 2), "*"].join("/") : parts.join("/");
}

const nameOf = (address) => address.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "root";

test("links lead somewhere", () => {
  assert.deepEqual(broken, []);
  assert.ok(pages.size > 40, `only ${pages.size} pages were found`);
});

describe("served pages", { concurrency: 2 }, () => {
  const kinds = new Set();
  for (const [address, html] of pages) {
    const kind = kindOf(address, html);
    const thorough = !kinds.has(kind);
    kinds.add(kind);
    test(address, () => judgeAddress(site.base + address, site.base, nameOf(address), { thorough, seen: isSeen(address, html, address.startsWith("/fr/") ? "fr" : "en") }));
  }
  for (const [address, expects] of [
    ["/en/search/?q=licence", 200],
    ["/fr/recherche/?q=logiciels", 200],
    ["/en/search/?q=xyzzyx", 200],
    ["/fr/recherche/?q=xyzzyx", 200],
    ["/en/nothing-is-here/", 404],
    ["/fr/rien-ici/", 404],
  ]) {
    test(address, () => judgeAddress(site.base + address, site.base, nameOf(address), { expects }));
  }
});

describe("gallery", { concurrency: 2 }, () => {
  test("is found", () => assert.ok(galleryPages().length >= 40));
  for (const address of galleryPages()) {
    test(address, () => judgeAddress(workshop.base + address, workshop.base, nameOf(address.slice(4)), { thorough: address.includes("/en/") }));
  }
});
