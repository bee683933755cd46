// The course in one file, opened from disk: nothing is asked of anybody; its pages look and work as those of the web
// edition; answers are kept; the languages lead to each other; it finds what the web edition finds; all can be read
// without script, and printed.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate/node";
import { build, program, temporary } from "./support/site.mjs";
import { launch, screens, visitor } from "./support/browser.mjs";
import { axe, colours, focus, sideways, targets } from "./support/audit.mjs";
import { answer, questions, tabTo } from "./support/keyboard.mjs";
import { answerKeys } from "./support/keys.mjs";
import { files, passages, read } from "./support/html.mjs";
import { kinds, rules } from "./support/look.mjs";

const editions = build("web,html");
const web = path.join(editions.folder, "web");
const own = temporary();
const name = (lang) => `open-source-in-government${lang ? "-" + lang : ""}.html`;
const file = (lang, fragment = "") => pathToFileURL(path.join(editions.folder, "html", name(lang))).href + (fragment && "#" + fragment);
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  editions.dispose();
  rmSync(own, { recursive: true, force: true });
});

// A reader of the file, whose every request is written down; what is left is what must not be.
async function reader(more = {}) {
  const guest = await visitor(browser, { home: "file://", ...more });
  const page = await guest.context.newPage();
  guest.context.on("request", (r) => {
    if (!(/open-source-in-government(-\w+)?\.html(#|$)/.test(r.url()) && r.url().startsWith("file:")) && !r.url().startsWith("data:")) guest.wrong.push(`request to ${r.url()}`);
  });
  return { ...guest, page };
}

// Opens an address of the file, as a document of its own.
async function open(page, address) {
  await page.goto("about:blank");
  await page.goto(address);
  await page.waitForSelector("#content h1");
}

// Follows a link as a person does, and waits for the page.
async function follow(page, selector) {
  const before = await page.title();
  await page.locator(selector).first().click();
  await page.waitForFunction((t) => document.title !== t, before);
}

// Waits until as many answers are told to be right.
async function right(page, n) {
  await page.waitForFunction((n) => [...document.querySelectorAll("[data-told].told-right")].filter((e) => e.checkVisibility()).length === n, n);
}

const words = { en: { again: "Go on" }, fr: { again: "Reprendre" } };
const paths = {
  en: { check: "/en/introduction/check/", lesson: "/en/introduction/what-the-licence-changes/", search: "/en/search/", glossary: "/en/glossary/", checklist: "/en/checklists/first-questions/" },
  fr: { check: "/fr/introduction/verification/", lesson: "/fr/introduction/ce-que-change-la-licence/", search: "/fr/recherche/", glossary: "/fr/glossaire/", checklist: "/fr/listes-de-controle/premieres-questions/" },
};

describe("the file", { concurrency: 2 }, () => {
  test("every page is there, as in the web edition, with the words of its heading", async () => {
    for (const lang of ["en", "fr"]) {
      const { page, wrong, close } = await reader({ locale: `${lang}-CA` });
      await open(page, file(""));
      const pages = files(web, lang).filter((f) => f.endsWith("index.html"));
      const seen = [];
      for (const f of pages) {
        const id = "/" + f.replace(/index\.html$/, "");
        await page.evaluate((h) => (location.hash = h), id);
        await page.waitForFunction((h) => document.activeElement?.closest("main") || decodeURIComponent(location.hash) !== "#" + h, id);
        const shown = await page.evaluate(() => ({ ids: [...document.querySelectorAll("main [id]")].map((e) => e.id), lang: document.documentElement.lang, title: document.title }));
        const html = read(web, f);
        if (/http-equiv="refresh"/.test(html)) continue;
        // The steps of a scenario stand in the order in which they are played.
        const own = shown.ids.filter((i) => /^[a-hjkmnp-z][a-hjkmnp-z2-9]{5}$/.test(i));
        assert.deepEqual(own.sort(), passages(html.slice(html.indexOf("<main"), html.indexOf("</main>"))).sort(), id);
        assert.equal(shown.lang, `${lang}-CA`);
        assert.equal(shown.title, html.match(/<title>([^<]*)/)[1].replaceAll("&amp;", "&").replaceAll("&#39;", "'"), id);
        seen.push(id);
      }
      assert.ok(seen.length > 90, `${seen.length} pages`);
      assert.deepEqual(wrong, []);
      await close();
    }
  });

  for (const lang of ["en", "fr"]) {
    test(`${lang}: a check is answered with the keyboard, and kept when the file is closed`, async () => {
      const { context, page, wrong, close } = await reader({ locale: `${lang}-CA` });
      await open(page, file("", paths[lang].check));
      const keys = answerKeys(web, lang);
      const all = (await questions(page)).filter((q) => keys.get(q.id)?.key.length);
      assert.ok(all.length >= 10, `${all.length} questions`);
      for (const q of all.slice(0, 6)) {
        await answer(page, q.id, q.kind, keys.get(q.id).key);
        await tabTo(page, `[id="${q.id}"] [data-check] button`);
        await page.keyboard.press("Enter");
        await page.locator(`[id="${q.id}"] [data-told].told-right`).waitFor({ timeout: 10_000 });
      }
      await page.close();
      const again = await context.newPage();
      await open(again, file(lang, paths[lang].check)); // the file in one language goes by the same passages
      await right(again, 6);
      const other = lang === "en" ? "fr" : "en";
      await open(again, file("", paths[other].check));
      await right(again, 6); // and so does the other language
      await open(again, file("", "/" + lang + "/"));
      assert.match(await again.evaluate(() => localStorage.getItem("atelier.place") ?? "no place is kept"), /"page":"\w{6}"/);
      await again.locator(".cover-go a.go:not(.quiet)", { hasText: words[lang].again }).waitFor(); // the cover leads on
      assert.deepEqual(wrong, []);
      await close();
    });
  }

  test("pages are followed with the keyboard: focus, title, back and forth, skip link", async () => {
    const { page, wrong, close } = await reader();
    await open(page, file("en"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter"); // to the content
    assert.equal(await page.evaluate(() => document.activeElement.id), "content");
    await tabTo(page, ".cover-go a");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.matches("main h1"));
    const [first, title] = [page.url(), await page.title()];
    assert.equal(await page.locator(".thread [aria-current=page]").count(), 1);
    assert.equal(await page.locator(".bar [aria-current]").count(), 0);
    await page.evaluate(() => scrollTo(0, 900));
    await page.waitForFunction(() => history.state?.y === 900);
    await tabTo(page, "nav.foot a.go:not(.quiet)");
    await page.keyboard.press("Enter");
    await page.waitForFunction((t) => document.title !== t && document.activeElement.matches("main h1"), title);
    const y = await page.evaluate(() => scrollY);
    assert.equal(y, 0);
    await page.goBack();
    await page.waitForFunction((t) => document.title === t, title);
    assert.equal(page.url(), first);
    assert.ok((await page.evaluate(() => scrollY)) > 300, "back where the reader was");
    await page.goForward();
    await page.waitForFunction((t) => document.title !== t, title);
    assert.equal(await page.locator(".thread .is-done").count(), 1, "going on marked the lesson as done");
    assert.deepEqual(wrong, []);
    await close();
  });

  test("turning to the other language keeps the passage; a passage opens in the reader’s language", async () => {
    const { page, wrong, close } = await reader({ locale: "fr-CA" });
    await open(page, file("", paths.fr.lesson));
    const id = await page.evaluate(() => {
      const list = [...document.querySelectorAll("main .prose [id]")].filter((p) => /^[a-hjkmnp-z][a-hjkmnp-z2-9]{5}$/.test(p.id));
      list[8].scrollIntoView();
      return list[8].id;
    });
    await page.locator("[data-turn=en]").focus();
    await page.evaluate((p) => document.getElementById(p).scrollIntoView(), id);
    await page.locator("[data-turn=en]").evaluate((a) => a.click());
    await page.waitForFunction(() => document.documentElement.lang === "en-CA");
    assert.equal(new URL(page.url()).hash, "#" + id);
    assert.ok(Math.abs(await page.evaluate((p) => document.getElementById(p).getBoundingClientRect().top, id)) < 120);
    await page.locator("[data-turn=fr]").evaluate((a) => a.click());
    await page.waitForFunction(() => document.documentElement.lang === "fr-CA");
    assert.equal(new URL(page.url()).hash, "#/fr/" + id);
    await open(page, file("", id));
    assert.equal(await page.evaluate(() => document.documentElement.lang), "fr-CA", "the language that was read last");
    assert.equal(await page.evaluate(() => document.activeElement.id), id);
    assert.deepEqual(wrong, []);
    await close();
  });

  test("search finds what the web edition finds, and comes back to its results", async () => {
    for (const [lang, list] of [["en", ["licences", "who pays", "copyleft", "licens", "zzzz", "quebec"]], ["fr", ["logiciels ouverts", "securite", "l'entretien", "zzzz"]]]) {
      const { context, page, wrong, close } = await reader({ locale: `${lang}-CA` });
      const other = await context.newPage();
      await open(page, file("", paths[lang].search));
      await other.goto(pathToFileURL(path.join(web, paths[lang].search.slice(1), "index.html")).href);
      const ask = async (p, query) => {
        await p.fill("#q", query);
        await p.press("#q", "Enter");
        await p.waitForFunction((q) => document.querySelector("#found-status").textContent.includes(q), query).catch(() => {});
        return p.evaluate(() => [document.querySelector("#found-status").textContent, ...[...document.querySelectorAll("#found li")].map((e) => e.textContent)]);
      };
      for (const query of list) assert.deepEqual(await ask(page, query), await ask(other, query), query);
      await ask(page, list[0]);
      const text = await page.locator("#found a").first().textContent();
      await follow(page, "#found a");
      assert.ok((await page.title()).length > 0 && (await page.evaluate(() => document.querySelector("main").textContent)).includes(text.trim()));
      await page.goBack();
      await page.waitForSelector("#found a");
      assert.equal(await page.inputValue("#q"), list[0]);
      assert.deepEqual(wrong.filter((w) => !w.includes("/web/")), []);
      await close();
    }
  });

  test("a browser that keeps nothing says so, and the pages still work", async () => {
    const { context, page, wrong, close } = await reader();
    await context.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } }));
    await open(page, file("en"));
    assert.equal(await page.locator(".cover-go + .hint").count(), 1);
    await page.evaluate((h) => (location.hash = h), paths.en.checklist);
    await page.locator("input[name=tick]").first().check();
    await page.evaluate((h) => (location.hash = h), paths.en.lesson);
    await page.waitForFunction(() => !document.querySelector("input[name=tick]"));
    await page.goBack();
    await page.waitForSelector("input[name=tick]");
    assert.equal(await page.locator("input[name=tick]").first().isChecked(), true, "as long as the file is open");
    assert.deepEqual(wrong, []);
    await close();
  });

  test("a copy saved by the browser is whole", async () => {
    const { page, wrong, close } = await reader();
    await open(page, file("en", paths.en.lesson));
    const copy = path.join(own, name("saved"));
    const html = "<!DOCTYPE html>\n" + (await page.evaluate(() => document.documentElement.outerHTML));
    writeFileSync(copy, html);
    await open(page, pathToFileURL(copy).href + "#" + paths.en.glossary);
    assert.equal(await page.locator("main .entry").count() > 50, true);
    assert.equal(await page.locator("main").count(), 1);
    execFileSync(program(), ["open", copy, "--out", path.join(own, "opened")], { stdio: "ignore" });
    assert.deepEqual(wrong, []);
    await close();
  });
});

describe("without script", () => {
  test("every passage can be read and every link leads to something", async () => {
    const { page, wrong, close } = await reader({ script: false });
    await page.goto(file("fr"));
    const told = await page.evaluate(() => {
      for (const d of document.querySelectorAll("details")) d.open = true;
      for (const e of document.querySelectorAll(".leaf")) e.style.contentVisibility = "visible";
      const ids = [...document.querySelectorAll("main [id]")].filter((e) => /^[a-hjkmnp-z][a-hjkmnp-z2-9]{5}$/.test(e.id));
      return {
        ids: ids.length,
        unseen: ids.filter((e) => e.getClientRects().length === 0).map((e) => e.id),
        broken: [...document.querySelectorAll('a[href^="#"]')].map((a) => decodeURIComponent(a.hash.slice(1))).filter((id) => id !== "thread" && !document.getElementById(id)),
        sources: document.querySelectorAll("details.key").length,
      };
    });
    assert.ok(told.ids > 3000, `${told.ids} passages`);
    assert.ok(told.sources > 50, `${told.sources} answers to open`);
    assert.deepEqual([told.unseen, told.broken], [[], []]);
    await page.goto(file("fr", paths.fr.lesson));
    await page.screenshot({ path: path.join(screens, "single-noscript.png") });
    assert.deepEqual(wrong, []);
    await close();
  });
});

// Both languages have the same markup, and it is that of the web edition (pages.test.mjs): axe sees a lesson wide and
// narrow in both, the other kinds wide and light in English, narrow and dark in French.
describe("judged", { concurrency: 2 }, () => {
  for (const lang of ["en", "fr"]) {
    const seen = (kind, width, scheme) => (kind === "lesson" ? (width === 1280) === (scheme === "light") : (lang === "en") === (width === 1280));
    test(`${lang}: axe, reflow, targets and focus on pages of every kind, wide and narrow, light and dark`, async () => {
      const { page, wrong, close } = await reader({ locale: `${lang}-CA` });
      const told = [];
      for (const [kind, at] of [["cover", `/${lang}/`], ...Object.entries(paths[lang])]) {
        await open(page, file("", at));
        assert.equal(await page.locator("main").getAttribute("data-kind"), kind === "cover" ? "home" : kind);
        const all = [[1280, "light"], [320, "dark"], [320, "light"], [1280, "dark"]];
        for (const [width, scheme] of kind === "lesson" ? all : all.slice(0, 2)) {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
          const found = seen(kind, width, scheme) ? await axe(page) : kind === "lesson" ? await colours(page) : [];
          if (width === 320) found.push(...(await sideways(page)));
          if (scheme === "light") found.push(...(await targets(page)));
          if (width === 320 && scheme === "light" && kind === "lesson") found.push(...(await focus(page)));
          told.push(...found.map((f) => `${kind} ${width} ${scheme}: ${f}`));
          if (scheme === "light" || width === 320) await page.screenshot({ path: path.join(screens, `single-${lang}-${kind}-${width}-${scheme}.png`) });
        }
      }
      assert.deepEqual(told, []);
      assert.deepEqual(wrong, []);
      await close();
    });
  }

  test("html-validate finds nothing", async () => {
    const validator = new HtmlValidate({
      root: true,
      extends: kinds,
      rules: {
        ...rules,
        // The style and the script are of the file, by design; the policy names their hashes.
        "no-inline-style": "off",
        // An id is the path of its page, which is an id in HTML, though not in HTML 4.
        "valid-id": ["error", { relaxed: true }],
        // The document is many pages, each with its heading and its landmarks; the script shows one.
        "heading-level": "off", "unique-landmark": "off",
        // The skip link to the thread is shown with the thread, by the script.
        "no-missing-references": "off",
      },
    });
    const html = read(path.join(editions.folder, "html"), name("fr")).replace(/<script type="application\/[^]*?<\/script>/g, "").replace(/<(style|script)>[^]*?<\/\1>/g, "");
    const report = await validator.validateString(html, name("fr"));
    const told = report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId} at ${m.line}:${m.column}: ${m.message} (${m.selector ?? ""})`));
    assert.deepEqual(told.slice(0, 20), []);
  });

  test("on paper: the whole course from its cover, one page from a page", async () => {
    const { page, wrong, close } = await reader({ locale: "en-CA" });
    await open(page, file("en"));
    const many = await page.pdf({ preferCSSPageSize: true });
    const pages = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
    assert.ok(pages(many) > 200, `${pages(many)} sheets`);
    assert.equal(await page.locator(".leaf").count(), 0, "and the cover is there again");
    await open(page, file("en", "/en/introduction/summary/"));
    assert.equal(pages(await page.pdf({ preferCSSPageSize: true })), 1);
    assert.deepEqual(wrong, []);
    await close();
  });
});
