// The program under test: built once, served from a folder of its own on a free port, or built into a static edition.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
export const languages = ["en", "fr"];

let built;

// The path of the program; `go build` does nothing when it is current.
export function program() {
  if (!built) {
    built = process.env.ATELIER_PROGRAM || path.join(root, "out", "bin", "under-test");
    if (!process.env.ATELIER_PROGRAM) execFileSync("go", ["build", "-o", built, "./cmd/atelier"], { cwd: root, stdio: "inherit" });
  }
  return built;
}

// A program of the tests written in Go, built once a file: `go run` would link it at every call.
export function helper(name) {
  const file = path.join(root, "out", "bin", name);
  if (!helpers.has(name)) execFileSync("go", ["build", "-o", file, `./tests/${name}`], { cwd: root, stdio: "inherit" });
  helpers.add(name);
  return file;
}
const helpers = new Set();

export function temporary() {
  return mkdtempSync(path.join(tmpdir(), "atelier-test-"));
}

export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

// A running site. stop() ends it as a person would and gives its exit code; its data folder goes with dispose().
export class Site {
  constructor(folder, port, options = []) {
    this.folder = folder;
    this.options = options;
    this.port = port;
    this.base = `http://127.0.0.1:${port}`;
  }

  async start() {
    this.log = "";
    this.process = spawn(program(), ["serve", "--data", path.join(this.folder, "data"), "--listen", `127.0.0.1:${this.port}`, ...this.options], {
      cwd: root,
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    });
    this.ended = new Promise((done) => this.process.once("exit", (code, signal) => done(code ?? signal)));
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on("data", (d) => (this.log += d));
    for (let i = 0; i < 600; i++) {
      if (this.process.exitCode !== null) break;
      try {
        await fetch(this.base + "/", { redirect: "manual" });
        return this;
      } catch {
        await new Promise((done) => setTimeout(done, 50));
      }
    }
    throw new Error(`atelier serve does not answer:\n${this.log}`);
  }

  async stop() {
    if (this.process.exitCode === null) this.process.kill("SIGTERM");
    return this.ended;
  }

  async dispose() {
    const code = await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
    return code;
  }

  // The text of a page, without a visitor.
  async get(address, headers = {}) {
    const answer = await fetch(new URL(address, this.base), { headers, redirect: "manual" });
    return { status: answer.status, type: answer.headers.get("content-type") ?? "", location: answer.headers.get("location"), attached: /^attachment/.test(answer.headers.get("content-disposition") ?? ""), text: await answer.text() };
  }
}

export async function serve(...options) {
  return new Site(temporary(), await freePort(), options).start();
}

// The editions that several files read, built once: of the shipped course, and (below small/) of the course that has every
// kind of question. `make test` builds them before the files and names the folder; a file run alone builds its own part.
const shared = { ".": ["web", "html", "epub"], small: ["scorm12", "scorm2004", "cmi5"] };
export const everyKind = path.join(root, "internal/content/publish/testdata/course");

export function editions() {
  const folder = path.join(root, "out", "editions");
  rmSync(folder, { recursive: true, force: true });
  make(folder, shared["."].join());
  make(path.join(folder, "small"), shared.small.join(), everyKind);
  return folder;
}

export function make(folder, only, ...course) {
  execFileSync(program(), ["build", ...course, "--only", only, "--out", folder], { cwd: root, stdio: "pipe", env: { ...process.env, LC_ALL: "C.UTF-8" } });
}

// Editions to read, of the shipped course or of the small one; dispose() when done. Nobody writes into them.
export function build(only, small = false) {
  if (process.env.ATELIER_EDITIONS) return { folder: path.join(process.env.ATELIER_EDITIONS, small ? "small" : "."), dispose: () => {} };
  const folder = temporary();
  make(folder, only, ...(small ? [everyKind] : []));
  return { folder, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

// The static edition of the shipped course.
export function buildStatic() {
  const built = build("web");
  return { ...built, web: path.join(built.folder, "web") };
}

// The addresses of the gallery on a site that was started with --dev: every component in every state.
export function galleryPages() {
  const source = readFileSync(path.join(root, "internal/base/page/gallery.go"), "utf8");
  const names = [...source.matchAll(/^\t\t\{"([a-z]+)", g\./gm)].map((m) => m[1]);
  return names.flatMap((name) => languages.map((lang) => `/dev/gallery/${lang}/${name}`));
}
