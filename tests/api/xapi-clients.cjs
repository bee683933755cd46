// Two clients of others speak to an xAPI store: each writes, reads back, pages, takes back
// and keeps documents. Arguments: endpoint, key, secret, and which client.
const assert = require("node:assert/strict");
const { createHash, randomUUID } = require("node:crypto");
const [endpoint, key, secret, which] = process.argv.slice(2);
const actor = { objectType: "Agent", mbox: "mailto:learner@example.com" };
const activity = "https://example.org/activity/" + which;

async function xapi() {
  const XAPI = require("@xapi/xapi").default ?? require("@xapi/xapi");
  const store = new XAPI({ endpoint: endpoint + "/", auth: XAPI.toBasicAuth(key, secret), version: "1.0.3", adapter: "fetch" });
  const verb = { id: "http://adlnet.gov/expapi/verbs/completed", display: { en: "completed" } };
  const statement = { actor, verb, object: { objectType: "Activity", id: activity } };
  const [id] = (await store.sendStatement({ statement })).data;
  const more = (await store.sendStatements({ statements: [1, 2, 3].map(() => ({ ...statement, id: randomUUID() })) })).data;
  assert.equal(more.length, 3);
  assert.equal((await store.getStatement({ statementId: id })).data.id, id);
  const page = (await store.getStatements({ activity, limit: 2 })).data;
  assert.equal(page.statements.length, 2);
  const rest = (await store.getMoreStatements({ more: page.more })).data;
  assert.equal(rest.statements.length, 2);
  await store.voidStatement({ actor, statementId: id });
  assert.equal((await store.getVoidedStatement({ voidedStatementId: id })).data.id, id);
  await assert.rejects(store.getStatement({ statementId: id }));
  const bytes = new TextEncoder().encode("here is a simple attachment");
  const attachments = [{ usageType: "http://example.com/u", display: { en: "A" }, contentType: "text/plain", length: bytes.length, sha2: createHash("sha256").update(bytes).digest("hex") }];
  const [withFile] = (await store.sendStatement({ statement: { ...statement, attachments }, attachments: [bytes.buffer] })).data;
  const [back, file] = (await store.getStatement({ statementId: withFile, attachments: true })).data;
  assert.equal(back.id, withFile);
  assert.equal(file, "here is a simple attachment");
  await store.setState({ agent: actor, activityId: activity, stateId: "s", state: { a: 1 } });
  assert.deepEqual((await store.getState({ agent: actor, activityId: activity, stateId: "s" })).data, { a: 1 });
  assert.deepEqual((await store.getStates({ agent: actor, activityId: activity })).data, ["s"]);
  await store.deleteState({ agent: actor, activityId: activity, stateId: "s" });
  assert.equal((await store.getActivity({ activityId: activity })).data.id, activity);
  assert.deepEqual((await store.getAgent({ agent: actor })).data.mbox, [actor.mbox]);
  assert.ok((await store.getAbout()).data.version.includes("1.0.3"));
}

// done makes a promise of a function with a callback in TinCan's manner.
const done = (call) => new Promise((yes, no) => call((err, result) => (err === null ? yes(result) : no(new Error("answered " + err + " " + result?.responseText)))));

async function tincan() {
  const TinCan = require("tincanjs");
  const store = new TinCan.LRS({ endpoint: endpoint + "/", username: key, password: secret, allowFail: false, version: "1.0.2" });
  const make = () => new TinCan.Statement({ actor, verb: { id: "http://adlnet.gov/expapi/verbs/answered" }, target: { id: activity }, result: { duration: "PT1M", success: true } });
  const first = make();
  await done((callback) => store.saveStatement(first, { callback }));
  await done((callback) => store.saveStatements([make(), make(), make()], { callback }));
  const got = await done((callback) => store.retrieveStatement(first.id, { callback }));
  assert.equal(got.id, first.id);
  const page = await done((callback) => store.queryStatements({ params: { activity: new TinCan.Activity({ id: activity }), limit: 3 }, callback }));
  assert.equal(page.statements.length, 3);
  const rest = await done((callback) => store.moreStatements({ url: page.more, callback }));
  assert.equal(rest.statements.length, 1);
  const withFile = make();
  const content = Buffer.from("here is a simple attachment");
  withFile.attachments = [new TinCan.Attachment({ usageType: "http://example.com/u", display: { en: "A" }, contentType: "text/plain", content: content.buffer.slice(content.byteOffset, content.byteOffset + content.length) })];
  await done((callback) => store.saveStatement(withFile, { callback }));
  const back = await done((callback) => store.retrieveStatement(withFile.id, { params: { attachments: true }, callback }));
  assert.equal(back.attachments[0].getContentAsString(), "here is a simple attachment");
  const agent = new TinCan.Agent(actor), where = { agent, activity: new TinCan.Activity({ id: activity }) };
  await done((callback) => store.saveState("t", { a: 1 }, { ...where, contentType: "application/json", callback }));
  const state = await done((callback) => store.retrieveState("t", { ...where, callback }));
  assert.deepEqual(state.contents, { a: 1 });
  await done((callback) => store.dropState("t", { ...where, callback }));
}

({ xapi, tincan })[which]().then(
  () => console.log("ok"),
  (err) => {
    console.error(err);
    process.exit(1);
  },
);
