// Everything that is asked of a page that somebody works on: its HTML, axe, targets, text spacing and the way of the
// keyboard, wide and light, narrow and dark; with a picture of each in out/screens where pictures are asked for.
//
// Of pages with the same markup (one page in its other language, one form filled in otherwise) the first of a file is
// asked everything; the others, which differ in their text alone, are asked narrow and dark, and are not tabbed through.
import assert from "node:assert/strict";
import { HtmlValidate } from "html-validate/node";
import { axe, focus, sideways, spacing, targets } from "./audit.mjs";
import { screens } from "./browser.mjs";

export const kinds = ["html-validate:standard", "html-validate:a11y", "html-validate:document"];
export const rules = {
  // Style of writing, the same to every reader. Templates write void elements as <br/>, attributes such as "hidden"
  // bare, and no line breaks; long titles are the author's.
  "void-style": "off",
  "attribute-boolean-style": "off",
  "attribute-empty-style": "off",
  "no-trailing-whitespace": "off",
  "long-title": "off",
  // Generated text uses no entity where UTF-8 has the character, and does not need "&gt;" for ">".
  "no-raw-characters": ["error", { relaxed: true }],
  // Every file comes from the same origin; checksums are for those of others.
  "require-sri": ["error", { target: "crossorigin" }],
  // The drawer of the reading settings, a dialog before the page's h1, begins with its own h2. axe judges the order of
  // headings in the page.
  "heading-level": ["error", { minInitialRank: "h2", sectioningRoots: [] }],
};
export const validator = new HtmlValidate({ root: true, extends: kinds, rules });

const looks = [[1280, "light"], [320, "dark"]];
const seen = new Set();

// The page without its words: its elements, with what decides how they look and what they are.
function markup() {
  const of = (e) => [e.localName, e.getAttribute("class"), e.getAttribute("role"), e.getAttribute("type"), e.hidden, e.ariaInvalid, e.ariaCurrent, e.children.length].join();
  return [...document.querySelectorAll("body, body *")].map(of).join(" ");
}

export async function look(page, name) {
  const wrong = [];
  const report = await validator.validateString(await page.content());
  for (const r of report.results) wrong.push(...r.messages.map((m) => `html-validate: ${m.ruleId}: ${m.message} (line ${m.line})`));
  const shape = await page.evaluate(markup);
  const twin = seen.has(shape);
  seen.add(shape);
  for (const [width, colorScheme] of twin ? looks.slice(1) : looks) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    wrong.push(...(await axe(page)), ...(await sideways(page)), ...(await targets(page)));
    if (width === 320) wrong.push(...(await spacing(page)), ...(twin ? [] : await focus(page)));
    await page.screenshot({ path: `${screens}/${name}-${width}.png`, fullPage: true });
  }
  assert.deepEqual(wrong, [], name);
}
