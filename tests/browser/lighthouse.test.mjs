// Lighthouse's accessibility, best practices and SEO of the pages people arrive on: 100 each (DESIGN part 8). Its
// performance score depends on the machine and is no test.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import lighthouse from "lighthouse";
import { freePort, serve } from "./support/site.mjs";
import { launch } from "./support/browser.mjs";

const site = await serve();
let browser, port;

before(async () => {
  port = await freePort();
  browser = await launch(`--remote-debugging-port=${port}`);
});
after(async () => {
  await browser?.close();
  await site.dispose();
});

for (const address of ["/en/", "/fr/", "/en/introduction/what-government-software-is/", "/fr/introduction/ce-que-change-la-licence/", "/en/introduction/check/"]) {
  test(address, async () => {
    const { lhr } = await lighthouse(site.base + address, { port, output: "json", logLevel: "silent", onlyCategories: ["accessibility", "best-practices", "seo"] });
    assert.equal(lhr.runtimeError, undefined);
    const wrong = Object.values(lhr.categories).flatMap((c) =>
      c.score === 1 ? [] : [`${c.id} ${Math.round(c.score * 100)}: ${c.auditRefs.filter((r) => r.weight > 0 && (lhr.audits[r.id].score ?? 1) < 1).map((r) => `${r.id} (${lhr.audits[r.id].title})`).join("; ")}`],
    );
    assert.deepEqual(wrong, []);
  });
}
