// The whole of `make test`: checks of the tree, Go tests, tests of the scripts, and browser tests. It prints what each
// step found and ends with the line that counts them. Nothing is skipped silently: each skipped test is named.
//
//	node tests/run.mjs            everything
//	node tests/run.mjs go tree    some of the steps: tree, go, browser
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { run as runNode } from "node:test";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { treeChecks } from "./tree.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
mkdirSync("out/bin", { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const skips = [];

function note(kind, step, name, detail = "") {
  total[kind]++;
  if (kind === "failed") failures.push({ name: `${step}: ${name}`, detail });
  if (kind === "skipped") skips.push(`${step}: ${name}${detail ? " (" + detail.trim() + ")" : ""}`);
}

const clock = () => process.hrtime.bigint();
const since = (start) => `${(Number(clock() - start) / 1e9).toFixed(0)} s`;

async function step(name, work) {
  const start = clock();
  const before = { ...total };
  await work();
  const [passed, failed, skipped] = ["passed", "failed", "skipped"].map((k) => total[k] - before[k]);
  console.log(`${failed ? "FAILED" : "ok    "}  ${name.padEnd(10)} ${passed} passed, ${failed} failed, ${skipped} skipped in ${since(start)}`);
}

// Go's tests, read from `go test -json`. A test with subtests is counted by them.
async function goTests() {
  const child = spawn("go", ["test", "-timeout", "25m", "-json", "./..."], { stdio: ["ignore", "pipe", "pipe"] });
  const log = createWriteStream("out/go-test.json");
  const ended = new Map(); // "package test" to how it ended
  const output = new Map();
  const packages = new Map();
  const building = [];
  child.stderr.on("data", (d) => building.push(d));
  for await (const line of createInterface({ input: child.stdout })) {
    log.write(line + "\n");
    let event;
    try {
      event = JSON.parse(line);
    } catch {
      building.push(line + "\n");
      continue;
    }
    const id = `${event.Package ?? event.ImportPath} ${event.Test ?? ""}`;
    if (event.Output !== undefined) output.set(id, (output.get(id) ?? "") + event.Output);
    if (!["pass", "fail", "skip"].includes(event.Action)) continue;
    if (event.Test) ended.set(id, event.Action);
    else packages.set(event.Package, event.Action);
  }
  const code = child.exitCode ?? (await new Promise((done) => child.on("close", done)));
  log.end();
  const parents = new Set();
  for (const id of ended.keys()) for (let i = id.lastIndexOf("/"); i > id.indexOf(" "); i = id.lastIndexOf("/", i - 1)) parents.add(id.slice(0, i));
  const failedPackages = new Set();
  for (const [id, action] of ended) {
    if (action === "fail") failedPackages.add(id.split(" ")[0]);
    if (parents.has(id) && action !== "fail") continue;
    if (parents.has(id) && [...ended].some(([other, how]) => how === "fail" && other.startsWith(id + "/"))) continue;
    note({ pass: "passed", fail: "failed", skip: "skipped" }[action], "go", id, action === "pass" ? "" : lastLines(output.get(id)));
  }
  for (const [name, action] of packages) {
    if (action === "fail" && !failedPackages.has(name)) note("failed", "go", name, lastLines(output.get(name + " ")) + building.join(""));
  }
  if (code !== 0 && failures.length === 0) note("failed", "go", "go test ./...", building.join(""));
}

const lastLines = (text = "") => text.split("\n").filter((l) => !/^\s*(===|---) /.test(l)).slice(-40).join("\n");

// Tests of node's runner: the scripts and the browser.
async function nodeTests(name, folder, concurrency) {
  const only = process.env.ATELIER_TESTS; // part of a file's name, while working on one
  const files = readdirSync(folder).filter((f) => f.endsWith(".test.mjs") && (!only || f.includes(only)));
  const stream = runNode({ files: files.map((f) => path.join(root, folder, f)), concurrency });
  for await (const { type, data } of stream) {
    if (type === "test:diagnostic" && !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message)) console.log("        " + data.message);
    if (type === "test:stderr") process.stderr.write(data.message);
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite" && type === "test:pass") continue;
    if (data.details?.error?.failureType === "subtestsFailed") continue;
    const test = `${path.basename(data.file ?? "")} ${data.name}`;
    if (data.skip !== undefined || data.todo !== undefined) note("skipped", name, test, String(data.skip ?? data.todo));
    else if (type === "test:pass") note("passed", name, test);
    else note("failed", name, test, String(data.details.error?.cause?.message ?? data.details.error?.message ?? data.details.error));
  }
}

const wanted = process.argv.slice(2);
const wants = (name) => wanted.length === 0 || wanted.includes(name);
const start = clock();
if (wants("tree")) await step("tree", () => treeChecks((kind, name, detail) => note(kind, "tree", name, detail)));
if (wants("go")) await step("go", goTests);
if (wants("browser")) await step("browser", () => nodeTests("browser", "tests/browser", 2));

for (const f of failures) console.log(`\n--- failed: ${f.name}\n${f.detail.slice(0, 6000)}`);
if (skips.length) console.log("\nskipped:\n" + skips.map((s) => "  " + s).join("\n"));
console.log(`\n${since(start)} in all`);
if (!process.env.ATELIER_JUDGES) console.log("ATELIER_JUDGES is not set: tests that read the judges' data went without it");
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
