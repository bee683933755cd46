// The reference of the API, in both languages, narrow and wide, light and dark, with an operation open: no axe violation,
// no sideways scrolling, controls large enough, the focus in sight, HTML without a mistake, and all of it without script.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { serve } from "./support/site.mjs";
import { launch, visitor } from "./support/browser.mjs";
import { axe, colours, focus, sideways, spacing, targets } from "./support/audit.mjs";
import { tabTo } from "./support/keyboard.mjs";
import { validator } from "./support/look.mjs";

const site = await serve();
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  assert.equal(await site.dispose(), 0, "the site ends with 0");
});

for (const lang of ["en", "fr"]) {
  for (const [width, scheme] of [[1280, "light"], [320, "dark"], [1280, "dark"], [320, "light"]]) {
    test(`reference ${lang} ${width} ${scheme}`, async () => {
      const guest = await visitor(browser, { home: site.base, width, scheme });
      try {
        const page = await guest.context.newPage();
        assert.equal((await page.goto(`${site.base.replace(/\/$/, "")}/${lang}/api/`)).status(), 200);
        await tabTo(page, "#create-person > summary");
        await page.keyboard.press("Enter");
        assert.ok(await page.locator("#create-person").evaluate((d) => d.open), "an operation opens by keyboard");
        const wrong = [...((width === 1280) === (scheme === "light") ? await axe(page) : await colours(page)), ...(await sideways(page)), ...(await targets(page))];
        if (scheme === "light") wrong.push(...(await spacing(page)), ...(await focus(page)));
        assert.deepEqual([...guest.wrong, ...wrong], []);
      } finally {
        await guest.close();
      }
    });
  }
  test(`reference ${lang} as HTML`, async () => {
    const answer = await fetch(`${site.base.replace(/\/$/, "")}/${lang}/api/`);
    const report = await validator.validateString(await answer.text());
    assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${m.line}: ${m.message}`)), []);
  });
}
