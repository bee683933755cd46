// Everything that is asked of a page that somebody works on: its HTML, axe, targets, text spacing and the way of the
// keyboard, wide and light, narrow and dark; with a picture of each in out/screens.
import assert from "node:assert/strict";
import { HtmlValidate } from "html-validate/node";
import { axe, focus, sideways, spacing, targets } from "./audit.mjs";
import { screens } from "./browser.mjs";

export const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  rules: {
    "void-style": "off", "attribute-boolean-style": "off", "attribute-empty-style": "off", "no-trailing-whitespace": "off", "long-title": "off",
    "no-raw-characters": ["error", { relaxed: true }],
    "no-redundant-role": ["error", { exclude: ["ul", "ol"] }],
    "require-sri": ["error", { target: "crossorigin" }],
    "heading-level": ["error", { minInitialRank: "h2", sectioningRoots: [] }],
  },
});

export async function look(page, name) {
  const wrong = [];
  const report = await validator.validateString(await page.content());
  for (const r of report.results) wrong.push(...r.messages.map((m) => `html-validate: ${m.ruleId}: ${m.message} (line ${m.line})`));
  for (const [width, colorScheme] of [[1280, "light"], [320, "dark"]]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    wrong.push(...(await axe(page)), ...(await sideways(page)), ...(await targets(page)));
    if (width === 320) wrong.push(...(await spacing(page)), ...(await focus(page)));
    await page.screenshot({ path: `${screens}/${name}-${width}.png`, fullPage: true });
  }
  assert.deepEqual(wrong, [], name);
}
