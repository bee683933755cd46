// Every page that can be reached by links, every page of the gallery, and the pages that only come of an act, in both
// languages, at 320 and 1280 px, light and dark: no axe violation, no sideways scrolling, nothing cut off by wider text
// spacing, controls large enough, the focus always in sight, no error of a script and no request to anybody else.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import path from "node:path";
import { galleryPages, serve } from "./support/site.mjs";
import { launch, screens, visitor } from "./support/browser.mjs";
import { axe, focus, sideways, spacing, targets } from "./support/audit.mjs";
import { crawl } from "./support/html.mjs";

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

const variants = [
  { width: 1280, scheme: "light" },
  { width: 1280, scheme: "dark" },
  { width: 320, scheme: "dark" },
  { width: 320, scheme: "light" },
];

// The page as it stands. The first of its kind is judged in every variant, tabbed through and pictured whole; its like,
// which differ in their text alone, wide in light and narrow in dark.
async function judge(page, name, thorough) {
  const wrong = [];
  for (const { width, scheme } of thorough ? variants : [variants[0], variants[2]]) {
    await page.setViewportSize({ width, height: width < 600 ? 640 : 900 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const told = await axe(page);
    if (width === 320) told.push(...(await sideways(page)));
    if (scheme === "light" || !thorough) {
      told.push(...(await targets(page)));
      if (width === 320) told.push(...(await spacing(page)));
      if (thorough) told.push(...(await focus(page)));
    }
    if (thorough) await page.screenshot({ path: path.join(screens, `${name}-${width}-${scheme}.png`), fullPage: true });
    wrong.push(...told.map((t) => `${width} ${scheme}: ${t}`));
  }
  return wrong;
}

async function judgeAddress(address, home, name, thorough, expects = 200) {
  const guest = await visitor(browser, { home });
  try {
    const page = await guest.context.newPage();
    page.expectsMissing = expects === 404 || /gallery.*parts$/.test(address); // its sound and video are specimens without a file
    assert.equal((await page.goto(address)).status(), expects);
    const wrong = await judge(page, name, thorough);
    assert.deepEqual([...guest.wrong, ...wrong], []);
  } finally {
    await guest.close();
  }
}

// Pages are of one kind when their addresses have one shape: all lessons, all cases.
function kindOf(address) {
  const parts = address.split("?")[0].split("/").filter(Boolean);
  return parts.length > 2 ? [...parts.slice(0, 2), "*"].join("/") + (/check|verification/.test(parts[2]) ? "check" : "") : parts.join("/");
}

const nameOf = (address) => address.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "root";

test("links lead somewhere", () => {
  assert.deepEqual(broken, []);
  assert.ok(pages.size > 40, `only ${pages.size} pages were found`);
});

describe("served pages", { concurrency: 2 }, () => {
  const kinds = new Set();
  for (const address of pages.keys()) {
    const thorough = !kinds.has(kindOf(address));
    kinds.add(kindOf(address));
    test(address, () => judgeAddress(site.base + address, site.base, nameOf(address), thorough));
  }
  for (const [address, expects] of [
    ["/en/search/?q=licence", 200],
    ["/fr/recherche/?q=logiciels", 200],
    ["/en/search/?q=xyzzyx", 200],
    ["/fr/recherche/?q=xyzzyx", 200],
    ["/en/nothing-is-here/", 404],
    ["/fr/rien-ici/", 404],
  ]) {
    test(address, () => judgeAddress(site.base + address, site.base, nameOf(address), true, expects));
  }
});

describe("gallery", { concurrency: 2 }, () => {
  test("is found", () => assert.ok(galleryPages().length >= 40));
  for (const address of galleryPages()) {
    test(address, () => judgeAddress(workshop.base + address, workshop.base, nameOf(address.slice(4)), true));
  }
});
