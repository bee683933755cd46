// Several courses on one site: they are listed, each is begun at addresses of its own and keeps its own progress, and the
// way to the other language keeps the place. With and without script, in both languages.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { appendFileSync, cpSync, rmSync } from "node:fs";
import { serve, temporary } from "./support/site.mjs";
import { launch, visitor } from "./support/browser.mjs";
import { look } from "./support/look.mjs";
import { administrator } from "./support/people.mjs";

const said = {
  en: { courses: "/en/courses/", second: "/en/courses/three-languages/", lesson: "first-words/hello/", check: "first-words/check/", learning: "/en/my-learning/", first: "Open source software in government", name: "Words of the North", word: "language", other: "Français" },
  fr: { courses: "/fr/cours/", second: "/fr/cours/three-languages/", learning: "/fr/mon-apprentissage/", first: "Les logiciels ouverts au gouvernement", name: "Mots du Nord", word: "langue", other: "English" },
};

// The second course says that it is an adaptation of the first.
const folder = temporary();
cpSync("internal/content/course/testdata/trilingual", folder, { recursive: true });
appendFileSync(
  `${folder}/course.yaml`,
  `
follows:
  course: urn:uuid:334dd7c2-9a76-40e3-8bce-e809d44daaa5
  release: 1.0.0
  title: {en: Open source software in government, fr: Les logiciels ouverts au gouvernement, iu-Cans: ᐅᖃᐅᓰᑦ}
  by: {en: The makers, fr: Les auteurs, iu-Cans: ᓴᓇᔨᑦ}
  licence: CC-BY-4.0
  jurisdiction: {en: Nunavut, fr: Nunavut, iu-Cans: ᓄᓇᕗᑦ}
  changes: {en: It is short., fr: Il est court., iu-Cans: ᓇᐃᑦᑐᖅ}
`,
);
const site = await serve("courses/open-source-in-government", folder);
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const at = (path) => site.base + path;
const path = (page) => new URL(page.url()).pathname;
const main = (page) => page.locator("main").innerText();

async function reader(more = {}) {
  const one = await visitor(browser, { home: site.base, ...more });
  return { ...one, page: await one.context.newPage() };
}

// Clicks what leads to another page, and waits for it.
const go = (page, what) => Promise.all([page.waitForNavigation(), page.locator(what).first().click()]);

describe("several courses on one site", { concurrency: false }, () => {
  for (const lang of ["en", "fr"]) {
    test(`the home page leads to the list of courses, and the list to each (${lang})`, async () => {
      const v = await reader();
      await v.page.goto(at(`/${lang}/`));
      assert.match(await main(v.page), new RegExp(said[lang].name));
      await look(v.page, `courses-home-${lang}`);
      await go(v.page, `main a[href="${said[lang].courses}"]`);
      assert.deepEqual(await v.page.locator("main .row-title a").allInnerTexts(), [said[lang].first, said[lang].name]);
      await look(v.page, `courses-list-${lang}`);
      assert.deepEqual(await v.page.locator("main .under a").allInnerTexts(), [said[lang].name]);
      await go(v.page, `main a:text-is("${said[lang].name}")`);
      assert.equal(path(v.page), said[lang].second);
      await look(v.page, `courses-cover-${lang}`);
      assert.equal(await v.page.locator(`#basis a[href="/${lang}/"]`).innerText(), said[lang].first);
      assert.deepEqual(v.wrong, []);
      await v.close();
    });
  }

  for (const lang of ["en", "fr"]) {
    test(`words are looked for in every course at once (${lang})`, async () => {
      const v = await reader({ script: lang === "fr" ? undefined : false });
      await v.page.goto(at(said[lang].courses));
      await v.page.locator("main input[type=search]").fill(said[lang].word);
      await go(v.page, "main form.search button");
      assert.deepEqual((await v.page.locator("main h2 a").allInnerTexts()).sort(), [said[lang].first, said[lang].name].sort());
      assert.ok(await v.page.locator("main .results mark").count());
      if (lang === "fr") await look(v.page, `courses-found-${lang}`);
      await go(v.page, `main section:has(h2 a:text-is("${said[lang].name}")) .results h3 a`);
      assert.ok(path(v.page).startsWith(said[lang].second));
      assert.deepEqual(v.wrong, []);
      await v.close();
    });
  }

  test("without script a further course is begun, the way to the other language keeps the place, and its answers stay its own", async () => {
    const v = await reader({ script: false });
    v.page.setDefaultTimeout(15000);
    await v.page.goto(at(said.en.courses));
    await go(v.page, `main a:text-is("${said.en.name}")`);
    await go(v.page, `main .cover-go a`);
    assert.equal(path(v.page), said.en.second + said.en.lesson);
    await go(v.page, `header a[href^="${said.fr.second}"][lang]`);
    assert.match(path(v.page), /^\/fr\/cours\/three-languages\/[^/]+\/[^/]+\/$/);
    await go(v.page, `header a[href="${said.en.second}${said.en.lesson}"]`);
    assert.equal(path(v.page), said.en.second + said.en.lesson);

    await v.page.goto(at(said.en.second + said.en.check));
    await v.page.locator("main form.quiz input[type=radio]").first().check();
    await go(v.page, "main form.quiz button");
    await v.page.goto(at(said.en.second + said.en.check));
    assert.ok(await v.page.locator("main form.quiz input:checked").count());
    for (const lang of ["en", "fr"]) {
      await v.page.goto(at(said[lang].learning));
      const begun = await main(v.page);
      assert.ok(begun.includes(said[lang].name) && !begun.includes(said[lang].first), begun);
    }
    await v.close();
  });

  test("whoever runs the site keeps both courses in the administration, in both languages", async () => {
    const admin = await administrator(browser, site);
    const { page } = admin;
    await page.goto(at("/en/administration/offerings/").replace("127.0.0.1", "localhost"));
    const base = new URL(page.url()).origin;
    await page.selectOption("main [name=course]", "three-languages");
    for (const tag of ["en", "fr", "iu-cans"]) await page.fill(`main [name="title-${tag}"]`, "Autumn");
    await go(page, 'main form:has([name="course"]) button');
    assert.match(await main(page), /Words of the North/);
    await look(page, "courses-offering-en");
    const pages = {
      en: ["administration/offerings", "administration/releases", "administration/keys", "reports/people", "reports"],
      fr: ["administration/offres", "administration/versions", "administration/cles"],
    };
    for (const lang of ["en", "fr"]) {
      for (const one of pages[lang]) {
        const answer = await page.goto(`${base}/${lang}/${one}/`);
        assert.equal(answer.status(), 200, one);
        assert.ok((await page.content()).includes(said[lang].name), `${one} does not know the second course`);
        await look(page, `courses-${one.replace("/", "-")}-${lang}`);
      }
    }
    assert.deepEqual(admin.wrong, []);
    await admin.close?.();
  });
});
