// A store that is asked by a client of others takes in the statements of an export, given as a JSON array on the input, and
// gives them back, as a JSON array. Arguments: endpoint, key, secret.
const { readFileSync } = require("node:fs");
const XAPI = require("@xapi/xapi").default ?? require("@xapi/xapi");
const [endpoint, key, secret] = process.argv.slice(2);

(async () => {
  const store = new XAPI({ endpoint: endpoint + "/", auth: XAPI.toBasicAuth(key, secret), version: "1.0.3", adapter: "fetch" });
  const all = JSON.parse(readFileSync(0, "utf8"));
  for (let i = 0; i < all.length; i += 50) await store.sendStatements({ statements: all.slice(i, i + 50) });
  const back = [];
  for (const { id } of all) back.push((await store.getStatement({ statementId: id })).data);
  process.stdout.write(JSON.stringify(back));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
