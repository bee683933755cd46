// A certificate, from the course that earns it to its withdrawal: its holder, whoever checks it, whoever looks after
// certificates, and the programs of others that read its badge. In both languages, by keyboard, without script.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { freePort, program, root, Site, temporary } from "./support/site.mjs";
import { launch, visitor } from "./support/browser.mjs";
import { look } from "./support/look.mjs";
import { follow, tabTo } from "./support/keyboard.mjs";
import { administrator } from "./support/people.mjs";

const transcript = { en: ["/en/account/transcript/", "transcript.pdf"], fr: ["/fr/compte/releve/", "releve.pdf"] };
const words = {
  en: { own: "/en/account/certificates/", verify: "/en/verify/", office: "/en/certificates/", pdf: "certificate.pdf", empty: /No certificate yet/, valid: /This certificate is valid/, hidden: /chosen not to show/, gone: /withdrawn/ },
  fr: { own: "/fr/compte/attestations/", verify: "/fr/verifier/", office: "/fr/attestations/", pdf: "attestation.pdf", empty: /Aucune attestation/, valid: /Cette attestation est valide/, hidden: /choisi de ne pas montrer/, gone: /retirée/ },
};

let site, browser, holder, page, code, badge, token;

before(async () => {
  const course = path.join(temporary(), "course");
  execFileSync(program(), ["new", course], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  // One lesson is the whole course.
  for (const tag of ["en", "fr"]) rmSync(path.join(course, `modules/1-first/check.${tag}.md`));
  const port = await freePort();
  site = await new Site(temporary(), port, [course, "--base-url", `http://localhost:${port}`]).start();
  browser = await launch();
  holder = await administrator(browser, site);
  page = holder.page;
});

after(async () => {
  await browser?.close();
  await site?.dispose();
});

const to = (address) => page.goto(holder.home + address);
const text = (p = page) => p.locator("main").textContent();

// A visitor without account and without script.
async function stranger(address, fn) {
  const one = await visitor(browser, { home: holder.home, script: false });
  const p = await one.context.newPage();
  await p.goto(holder.home + address);
  await fn(p);
  assert.deepEqual(await one.context.cookies(), [], "checking leaves no cookie");
  await one.close();
}

async function download(selector) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator(selector).first().click()]);
  return { name: file.suggestedFilename(), data: readFileSync(await file.path()) };
}

// What the verifiers of others say, with the documents that the site gives everybody.
async function judged(credential, jwt) {
  const documents = {};
  const ask = async (address) => (documents[address] = JSON.parse((await site.get(new URL(address).pathname)).text));
  const issuer = await ask(credential.issuer.id);
  for (const m of issuer.verificationMethod) await Promise.all([ask(m.id), ask(`${m.id}/jwk`)]);
  for (const one of credential.credentialSubject.verifiableCredential ?? [credential]) await ask(one.credentialStatus.statusListCredential);
  const standard = path.join(root, "internal/standard/badge");
  const task = {
    documents, now: new Date(), credentials: [{ name: "badge", credential }], tokens: [{ name: "token", token: jwt }],
    contexts: {
      "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": path.join(standard, "contexts/openbadges-3.0.3.jsonld"),
      "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": path.join(standard, "contexts/clr-2.0.1.jsonld"),
    },
    schemas: {
      OpenBadgeCredential: path.join(standard, "testdata/ob_v3p0_achievementcredential_schema.json"),
      ClrCredential: path.join(standard, "testdata/clr_v2p0_clrcredential_schema.json"),
    },
  };
  return JSON.parse(execFileSync(process.execPath, [path.join(root, "tests/badges/judge.mjs")], { input: JSON.stringify(task) }));
}

describe("certificates", { concurrency: false }, () => {
  test("without an account there is none, and the page says why", async () => {
    for (const w of Object.values(words)) await stranger(w.own, async (p) => assert.equal(await p.locator(".empty .go").count(), 1));
  });

  test("there is none before the course is completed, and one at once after", async () => {
    for (const [tag, w] of Object.entries(words)) {
      await to(w.own);
      assert.match(await text(), w.empty);
      if (tag === "en") await look(page, "credential-none");
    }
    await to("/en/first-module/start-here/");
    await Promise.all([page.waitForNavigation(), page.click('form:has([name="act"][value="done"]) button')]);
    await to(words.fr.own);
    code = /\/attestations\/([^/]+)\//.exec(await page.getAttribute(".rows a", "href"))[1];
    assert.match(code, /^[2-9B-Z]{4}(-[2-9B-Z]{4}){2}$/);
    await look(page, "credential-list");
  });

  test("the transcript says what was learned, on paper and in records that others check", async () => {
    for (const [tag, [address, pdf]] of Object.entries(transcript)) {
      await to(address);
      assert.match(await text(), /Ana Tremblay/);
      assert.match(await text(), new RegExp(code));
      await look(page, `transcript-${tag}`);
      assert.equal((await download(`a[href*="${pdf}"]`)).data.subarray(0, 5).toString(), "%PDF-");
    }
    const record = JSON.parse((await download('a[href*="record.json"]')).data);
    const said = await judged(record, (await download('a[href*="record.jwt"]')).data.toString());
    assert.deepEqual([said.badge.verified, said.badge.shape, said.badge.withdrawn, said.token.verified], [true, true, false, true], JSON.stringify(said));
    const array = JSON.parse((await download('a[href*="statements.json"]')).data);
    const lines = (await download('a[href*="statements.ndjson"]')).data.toString().trim().split("\n").map((line) => JSON.parse(line));
    assert.ok(array.length >= 2 && array.every((s) => s.actor.account.name && s.verb.id && s.stored));
    assert.deepEqual(lines, array);
  });

  test("its holder has it on paper and as a badge, and shows their name or not", async () => {
    for (const [tag, w] of Object.entries(words)) {
      await to(w.own);
      await follow(page, ".rows a");
      assert.match(await text(), /Ana Tremblay/);
      await look(page, `credential-one-${tag}`);
      const paper = await download(`a[href*="${w.pdf}"]`);
      assert.equal(paper.name, `${code}-${w.pdf}`);
      assert.equal(paper.data.subarray(0, 5).toString(), "%PDF-");
    }
    await to(words.fr.own + code + "/");
    badge = JSON.parse((await download('a[href*="credential.json"]')).data);
    token = (await download('a[href*="credential.jwt"]')).data.toString();
    assert.equal(badge.credentialSubject.achievement.inLanguage, "fr-CA");
    assert.equal(badge.credentialSubject.achievement.related[0].inLanguage, "en-CA");
    assert.ok(!JSON.stringify(badge).includes("Tremblay") && !JSON.stringify(badge).includes("ana@"), "the badge names nobody");
    const said = await judged(badge, token);
    assert.deepEqual([said.badge.verified, said.badge.shape, said.badge.withdrawn, said.token.verified], [true, true, false, true], JSON.stringify(said));

    for (const w of Object.values(words)) await stranger(w.verify + code + "/", async (p) => {
      assert.match(await text(p), w.valid);
      assert.match(await text(p), w.hidden);
      assert.doesNotMatch(await text(p), /Tremblay/);
    });
    await tabTo(page, '[name="do"][value="show"]');
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    await stranger(words.en.verify + code + "/", async (p) => assert.match(await text(p), /Ana Tremblay/));
    await follow(page, '[name="do"][value="hide"]');
    await stranger(words.en.verify + code + "/", async (p) => assert.doesNotMatch(await text(p), /Tremblay/));
  });

  test("anybody checks a code, however they type it", async () => {
    for (const [tag, w] of Object.entries(words)) await stranger(w.verify, async (p) => {
      await p.fill("#code", "KMQ7 0000");
      await p.click("main form [type=submit]");
      assert.equal(await p.getAttribute("#code", "aria-invalid"), "true");
      assert.equal(await p.inputValue("#code"), "KMQ7 0000", "what was typed is kept");
      await p.fill("#code", code.toLowerCase().replaceAll("-", " "));
      await p.click("main form [type=submit]");
      assert.equal(new URL(p.url()).pathname, w.verify + code + "/");
      assert.match(await text(p), w.valid);
      assert.equal(await p.locator(`a[hreflang], nav a[lang]`).count() > 0, true, tag);
    });
    await to(words.fr.verify);
    await look(page, "credential-verify-fr");
    await to(words.en.verify + code + "/");
    await look(page, "credential-verified-en");
    assert.equal((await site.get(words.en.verify + "KMQ7-PXRT-2WDN/")).status, 404);
  });

  test("those who look after certificates say how long they hold, and withdraw one", async () => {
    await to(words.fr.office);
    await look(page, "credential-office-fr");
    await page.fill("[name=months]", "1000");
    await page.click('[value="term"]');
    assert.equal(await page.getAttribute("[name=months]", "aria-invalid"), "true");
    await page.fill("[name=months]", "24");
    await page.click('[value="term"]');
    assert.match(page.url(), /kept=1$/);
    assert.equal(await page.inputValue("[name=months]"), "24");
    await page.click('[value="rotate"]');
    assert.match(page.url(), /rotated=1$/);

    await to(words.en.office);
    await follow(page, ".board tbody a");
    await look(page, "credential-withdraw-en");
    await page.fill("#reason-en", "Issued by mistake.");
    await page.click(".desk-form [type=submit]");
    assert.equal(await page.getAttribute("#reason-fr", "aria-invalid"), "true");
    assert.equal(await page.inputValue("#reason-en"), "Issued by mistake.", "what was typed is kept");
    await page.fill("#reason-fr", "Délivrée par erreur.");
    await page.click(".desk-form [type=submit]");
    assert.match(await text(), /Délivrée par erreur/);

    for (const w of Object.values(words)) await stranger(w.verify + code + "/", async (p) => {
      assert.match(await text(p), w.gone);
      assert.doesNotMatch(await text(p), /erreur|mistake/);
    });
    await to(words.fr.own + code + "/");
    assert.match(await text(), /Délivrée par erreur/);
    assert.equal(await page.locator(`a[href*=".pdf"]`).count(), 0, "no paper of what was withdrawn");
    const said = await judged(badge, token);
    assert.deepEqual([said.badge.verified, said.badge.withdrawn], [true, true], "signed with the key before, and withdrawn");
  });

  test("nothing went wrong on the way", () => {
    assert.deepEqual(holder.wrong.filter((w) => !/status of 422/.test(w)), []);
  });
});
