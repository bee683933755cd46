// Offerings and those who take part: a course is offered in the administration, learners enrol by themselves, by code and
// by list, see what they learn in both languages, withdraw and go on; managers see their people alone. With and without
// script, by keyboard.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { serve } from "./support/site.mjs";
import { launch, visitor } from "./support/browser.mjs";
import { look } from "./support/look.mjs";
import { follow } from "./support/keyboard.mjs";
import { administrator, named } from "./support/people.mjs";

const said = {
  en: { offerings: "/en/administration/offerings/", learning: "/en/my-learning/", enter: "/en/enrol/", people: "/en/my-people/" },
  fr: { offerings: "/fr/administration/offres/", learning: "/fr/mon-apprentissage/", enter: "/fr/inscription/", people: "/fr/mon-equipe/" },
};
const lesson = { en: "/en/introduction/what-the-licence-changes/", fr: "/fr/introduction/ce-que-change-la-licence/" };

const site = await serve();
let browser, admin, page, code;

before(async () => {
  browser = await launch();
  admin = await administrator(browser, site);
  page = admin.page;
});
after(async () => {
  await browser?.close();
  await site.dispose();
});

const at = (path) => named(site) + path;
const main = (p) => p.locator("main").innerText();

// A person who signs in with the code that the terminal tells, where there is no mail server.
async function person(address, more = {}) {
  const one = await visitor(browser, { home: named(site), ...more });
  const p = await one.context.newPage();
  await p.goto(at("/en/sign-in/"));
  await p.fill("#email", address);
  const from = site.log.length;
  await p.click("main form:has(#email) button");
  await p.waitForURL(at("/en/sign-in/code/"));
  let found;
  while (!(found = site.log.slice(from).match(/\b\d{4} \d{4}\b/))) await p.waitForTimeout(20);
  await p.fill("#code", found[0]);
  await p.click("main form:has(#code) button");
  await p.waitForURL((url) => !url.pathname.includes("/sign-in/"));
  return { ...one, page: p };
}

const form = (name) => `form:has([name="${name}"])`;

async function offer(titles, more) {
  await page.goto(at(said.en.offerings));
  await page.fill("#title-en", titles[0]);
  await page.fill("#title-fr", titles[1]);
  for (const [name, value] of Object.entries(more)) {
    const field = page.locator(`#${name}`);
    if ((await field.evaluate((e) => e.localName)) === "select") await field.selectOption(value);
    else if (await page.locator(`input[type="radio"][name="${name}"]`).count()) await page.check(`input[name="${name}"][value="${value}"]`);
    else await field.fill(value);
  }
  await Promise.all([page.waitForNavigation(), page.click(`${form("title-en")} button`)]);
}

describe("offerings and those who take part", { concurrency: false }, () => {
  test("a course is offered; what was typed is kept when something is wrong", async () => {
    await offer(["Autumn cohort", ""], { kind: "cohort", door: "code", opens: "2026-11-20", due: "2026-11-10", closes: "2026-12-20", places: "1" });
    assert.equal(await page.inputValue("#title-en"), "Autumn cohort");
    assert.equal(await page.inputValue("#due"), "2026-11-10");
    assert.equal(await page.getAttribute("#title-fr", "aria-invalid"), "true");
    await look(page, "learning-offer-wrong");
    await page.fill("#title-fr", "Cohorte d’automne");
    await page.fill("#due", "2099-12-10");
    await page.fill("#closes", "2099-12-20");
    await Promise.all([page.waitForNavigation(), page.click(`${form("title-en")} button`)]);
    await offer(["Open to all", "Ouvert à tout le monde"], { kind: "self-paced", door: "everybody" });
    for (const lang of ["en", "fr"]) {
      await page.goto(at(said[lang].offerings));
      await look(page, `learning-offerings-${lang}`);
    }
    await page.goto(at(said.en.offerings));
    await page.click('.board a:has-text("Autumn cohort")');
    code = (await main(page)).match(/\b[A-HJ-NP-Z2-9]{8}\b/)[0];
    await page.fill("#places", "2");
    await Promise.all([page.waitForNavigation(), page.click(`${form("title-en")} button`)]);
    assert.equal(await page.inputValue("#places"), "2");
    await look(page, "learning-offering-en");
  });

  test("a list with wrong lines says each of them and enters nobody; a good one enters all", async () => {
    const send = async (list, name) => {
      await page.setInputFiles("#list", { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
      await Promise.all([page.waitForNavigation(), page.click(`${form("list")} button[value="${name}"]`)]);
    };
    await send("courriel,nom\nzoe@ville.example,Zoé Côté\npas une adresse,X\n", "enter");
    assert.match(await main(page), /zoe@ville\.example/);
    assert.match(await main(page), /Cannot be used/, "the line is named with what is wrong");
    await look(page, "learning-list-wrong");
    await page.reload();
    assert.doesNotMatch(await main(page), /Zoé Côté \(/, "nobody was entered");
    await send("courriel,nom\nzoe@ville.example,Zoé Côté\n", "enter");
    await page.goto(page.url());
    assert.match(await main(page), /Zoé Côté/);
  });

  test("somebody enrols by code, without script, until the places are taken", async () => {
    const bo = await person("bo@ville.example", { script: false });
    await bo.page.goto(at(said.fr.enter));
    await bo.page.fill("#code", "pas un code");
    await bo.page.click(`${form("code")} button`);
    assert.equal(await bo.page.inputValue("#code"), "pas un code", "what was typed is kept");
    await bo.page.fill("#code", `${code.slice(0, 4).toLowerCase()} ${code.slice(4)}`);
    await bo.page.click(`${form("code")} button`);
    assert.match(await main(bo.page), /Cohorte d’automne/);
    await bo.page.click('main button:has-text("M’inscrire")');
    await bo.page.waitForURL(at(`${said.fr.learning}?done=enrolled`));
    assert.match(await main(bo.page), /Cohorte d’automne/);
    await bo.close();
    const late = await person("late@ville.example");
    await late.page.goto(at(`${said.en.enter}${code}/`));
    assert.match(await main(late.page), /All 2 places of this offering are taken/);
    assert.equal(await late.page.locator('main button:has-text("Enrol")').count(), 0);
    await look(late.page, "learning-full");
    await late.close();
  });

  test("somebody enrols in what is open, goes on in the other language, withdraws, and keeps what was learned", async () => {
    const cy = await person("cy@ville.example");
    for (const lang of ["en", "fr"]) {
      await cy.page.goto(at(said[lang].learning));
      await look(cy.page, `learning-empty-${lang}`);
      await cy.page.goto(at(said[lang].enter));
      await look(cy.page, `learning-enter-${lang}`);
    }
    await follow(cy.page, '.rows a');
    await look(cy.page, "learning-offer-fr");
    await follow(cy.page, 'main [name="do"][value="enrol"] ~ button, main form:has([name="do"][value="enrol"]) button');
    await cy.page.goto(at(lesson.en));
    await Promise.all([cy.page.waitForNavigation(), cy.page.click('form:has([name="act"][value="done"]) button')]);
    for (const lang of ["en", "fr"]) {
      await cy.page.goto(at(said[lang].learning));
      assert.match(await main(cy.page), lang === "en" ? /1 of \d+ done[^]*Open to all/ : /1 sur \d+ fait[^]*Ouvert à tout le monde/);
      await look(cy.page, `learning-filled-${lang}`);
    }
    await cy.page.goto(at("/fr/"));
    assert.notEqual(await cy.page.getAttribute(".cover-go a", "href"), lesson.fr, "the way on is behind what was done");
    assert.match(await main(cy.page), /Pour le terminer/);
    await cy.page.goto(at(said.fr.learning));
    await cy.page.click('.rows a:has-text("Ouvert à tout le monde")');
    await Promise.all([cy.page.waitForNavigation(), cy.page.click('form:has([name="do"][value="withdraw"]) button')]);
    assert.match(await main(cy.page), /1 sur \d+ fait/);
    assert.doesNotMatch(await main(cy.page), /Ouvert à tout le monde/);
    for (const lang of ["en", "fr"]) {
      await cy.page.goto(at(lesson[lang]));
      assert.ok(await cy.page.locator(`header a[href="${said[lang].learning}"]`).count(), "every page leads to what one learns");
    }
    assert.deepEqual(cy.wrong, []);
    await cy.close();
  });

  test("codes are not guessed: tries are bounded", async () => {
    const eve = await person("eve@ville.example");
    let status = 0;
    for (let i = 0; i < 40 && status !== 429; i++) status = (await eve.context.request.get(at(`${said.en.enter}ABCDEFG${"ABCDEFGH"[i % 8]}/`))).status();
    assert.equal(status, 429);
    await eve.close();
  });

  test("a manager sees the people of their organisation alone", async () => {
    await page.goto(at("/en/administration/organisations/"));
    await page.fill("#name-en", "Town of X");
    await page.fill("#name-fr", "Ville de X");
    await Promise.all([page.waitForNavigation(), page.click(".desk-form button")]);
    await page.goto(at("/en/administration/people/"));
    await page.fill("#name", "Manon Roy");
    await page.fill("#email", "manon@ville.example");
    await page.selectOption("#org", { label: "Town of X" });
    await Promise.all([page.waitForNavigation(), page.click(".desk-form button")]);
    await page.selectOption('form:has([value="give"]) [name="role"]', "manager");
    await page.selectOption('form:has([value="give"]) [name="scope"]', { label: await page.locator('form:has([value="give"]) [name="scope"] option', { hasText: "Town of X" }).first().innerText() });
    await Promise.all([page.waitForNavigation(), page.click('form:has([value="give"]) button')]);
    await page.goto(at("/en/administration/people/?q=zoe"));
    await page.click('.board a:has-text("Zoé Côté")');
    await page.selectOption('[name="org"]', { label: "Town of X" });
    await Promise.all([page.waitForNavigation(), page.click('form:has([name="org"]) button')]);
    const manon = await person("manon@ville.example");
    for (const lang of ["en", "fr"]) {
      await manon.page.goto(at(said[lang].people));
      assert.match(await main(manon.page), /Zoé Côté/);
      assert.doesNotMatch(await main(manon.page), /bo@|Bo\b|cy@/);
      await look(manon.page, `learning-people-${lang}`);
    }
    await manon.close();
    const zoe = await person("zoe@ville.example");
    assert.equal((await zoe.page.goto(at(said.en.people))).status(), 403);
    await zoe.close();
  });
});
