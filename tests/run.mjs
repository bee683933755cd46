// The whole of `make test`: checks of the tree, Go tests, tests of the scripts, and browser tests. It prints what each
// step found and ends with the line that counts them. Nothing is skipped silently: each skipped test is named.
//
//	node tests/run.mjs            everything
//	node tests/run.mjs go tree    some of the steps: tree, go, browser
//	ATELIER_TESTS=part            of the browser step the files with this in their name
//	ATELIER_SCREENS=1             pictures of the pages in out/screens
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { run as runNode } from "node:test";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { treeChecks } from "./tree.mjs";
import { editions, program } from "./browser/support/site.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
mkdirSync("out/bin", { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0, flaky: 0 };
const failures = [];
const skips = [];
const flakes = [];

function note(kind, step, name, detail = "") {
  total[kind]++;
  if (kind === "failed") failures.push({ name: `${step}: ${name}`, detail });
  if (kind === "skipped") skips.push(`${step}: ${name}${detail ? " (" + detail.trim() + ")" : ""}`);
  if (kind === "flaky") flakes.push({ name: `${step}: ${name}`, detail });
}

const clock = () => process.hrtime.bigint();
const since = (start) => `${(Number(clock() - start) / 1e9).toFixed(0)} s`;

async function step(name, work) {
  const start = clock();
  const before = { ...total };
  await work();
  const [passed, failed, skipped, flaky] = ["passed", "failed", "skipped", "flaky"].map((k) => total[k] - before[k]);
  console.log(`${failed ? "FAILED" : "ok    "}  ${name.padEnd(10)} ${passed} passed, ${failed} failed, ${skipped} skipped${flaky ? `, ${flaky} flaky` : ""} in ${since(start)}`);
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

// The files that take longest begin first, so that two workers end together; the figures at the end of the step say when
// this order is no longer true.
const longest = ["pages", "epub", "html-single", "static", "office", "scorm", "privacy", "cmi5", "account", "html", "ways", "lighthouse", "journey", "app"];
const rank = (file) => {
  const i = longest.indexOf(file.replace(".test.mjs", ""));
  return i < 0 ? longest.length : i;
};

// The tests in browsers: two files at a time.
async function browserTests() {
  const only = process.env.ATELIER_TESTS;
  const files = readdirSync("tests/browser").filter((f) => f.endsWith(".test.mjs") && (!only || f.includes(only)));
  files.sort((a, b) => rank(a) - rank(b));
  process.env.ATELIER_PROGRAM ??= program(); // built here for all files, and so are the editions
  process.env.ATELIER_EDITIONS ??= editions();
  const ended = [];
  const queue = [...files];
  const worker = async () => {
    while (queue.length) ended.push(await browserFile(queue.shift()));
  };
  await Promise.all([worker(), worker()]);
  await again(ended);
  for (const { tests } of ended) for (const t of tests) note(t.kind, "browser", t.name, t.detail);
  times(ended);
}

// One file in a process of its own: what each of its tests came to, and how long it took.
async function browserFile(file) {
  const start = clock();
  const tests = [];
  for await (const { type, data } of runNode({ files: [path.join(root, "tests/browser", file)], concurrency: 1 })) {
    if (type === "test:diagnostic" && !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message)) console.log("        " + data.message);
    if (type === "test:stderr") process.stderr.write(data.message);
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite" && type === "test:pass") continue;
    if (data.details?.error?.failureType === "subtestsFailed") continue;
    const test = { kind: "passed", name: `${file} ${data.name}`, detail: "", ms: data.details?.duration_ms ?? 0 };
    if (data.skip !== undefined || data.todo !== undefined) Object.assign(test, { kind: "skipped", detail: String(data.skip ?? data.todo) });
    else if (type === "test:fail") Object.assign(test, { kind: "failed", detail: String(data.details.error?.cause?.message ?? data.details.error?.message ?? data.details.error) });
    tests.push(test);
  }
  return { file, tests, seconds: Number(clock() - start) / 1e9 };
}

const failed = ({ tests }) => tests.filter((t) => t.kind === "failed");

// These are real browsers on a machine that may be shared: now and then one of them is starved for seconds and a wait
// ends too early. So a file that failed is run once more, alone. What passes then is told by its name and counted as
// flaky, because such a test wants mending; what fails again has failed. When more than two files failed it is not the
// machine, and all of it stands.
async function again(ended) {
  const bad = ended.filter((e) => failed(e).length > 0);
  if (bad.length > 2) return;
  for (const first of bad) {
    const second = await browserFile(first.file);
    if (failed(second).length > 0) continue;
    const before = new Map(failed(first).map((t) => [t.name, t.detail]));
    first.tests = second.tests.map((t) => (before.has(t.name) && t.kind === "passed" ? { ...t, kind: "flaky", detail: before.get(t.name) } : t));
    // What failed outside of a test has no second result of its name.
    const names = new Set(second.tests.map((t) => t.name));
    for (const [name, detail] of before) if (!names.has(name)) first.tests.push({ kind: "flaky", name, detail, ms: 0 });
  }
}

// For whoever keeps the suite quick: the time of each file and the ten slowest tests.
function times(ended) {
  const line = (seconds, name) => console.log(`        ${seconds.toFixed(1).padStart(6)} s  ${name}`);
  for (const e of [...ended].sort((a, b) => b.seconds - a.seconds)) line(e.seconds, `${e.file} (${e.tests.length} tests)`);
  console.log("        the slowest tests:");
  const all = ended.flatMap((e) => e.tests).sort((a, b) => b.ms - a.ms);
  for (const t of all.slice(0, 10)) line(t.ms / 1000, t.name);
}

const wanted = process.argv.slice(2);
const wants = (name) => wanted.length === 0 || wanted.includes(name);
const start = clock();
if (wants("tree")) await step("tree", () => treeChecks((kind, name, detail) => note(kind, "tree", name, detail)));
if (wants("go")) await step("go", goTests);
if (wants("browser")) await step("browser", browserTests);

for (const f of failures) console.log(`\n--- failed: ${f.name}\n${f.detail.slice(0, 6000)}`);
if (flakes.length) console.log("\npassed when run again alone:\n" + flakes.map((f) => `  ${f.name}\n    at first: ${f.detail.slice(0, 600).replaceAll("\n", "\n    ")}`).join("\n"));
if (skips.length) console.log("\nskipped:\n" + skips.map((s) => "  " + s).join("\n"));
console.log(`\n${since(start)} in all`);
if (!process.env.ATELIER_JUDGES) console.log("ATELIER_JUDGES is not set: tests that read the judges' data went without it");
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped, ${total.flaky} flaky`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
