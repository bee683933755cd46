// Checks of the tree itself: format, vet, types of the page scripts, generated files, and what must never be in a
// lock file. Each is counted as one test.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

function command(program, args, options = {}) {
  const r = spawnSync(program, args, { encoding: "utf8", maxBuffer: 64 << 20, ...options });
  return { ok: r.status === 0, text: (r.stdout ?? "") + (r.stderr ?? "") + (r.error ? String(r.error) : "") };
}

const listed = (...patterns) => command("git", ["ls-files", "-co", "--exclude-standard", "-z", "--", ...patterns]).text.split("\0").filter((f) => f && existsSync(f));

const checks = {
  gofmt() {
    const out = command("gofmt", ["-l", ...listed("*.go")]);
    return out.text.trim() ? "gofmt would change:\n" + out.text : "";
  },
  "go vet"() {
    const out = command("go", ["vet", "./..."]);
    return out.ok ? "" : out.text;
  },
  "generated files are current": generated,
  "types of the page scripts"() {
    const out = command("node_modules/.bin/tsc", ["-p", "tests/tsconfig.json"]);
    return out.ok ? "" : out.text;
  },
  "the lock file names no registry"() {
    const bad = readFileSync("package-lock.json", "utf8").split("\n").filter((l) => /"resolved"|registry\./.test(l));
    return bad.join("\n");
  },
};

// Everything is generated again in a copy of the tree and compared.
function generated() {
  const copy = mkdtempSync(path.join(tmpdir(), "atelier-generated-"));
  try {
    const files = listed("go.mod", "go.sum", "internal", "cmd", "courses/*.go");
    for (const f of files) cpSync(f, path.join(copy, f), { recursive: true });
    const out = command("go", ["generate", "./internal/...", "./cmd/..."], { cwd: copy });
    if (!out.ok) return out.text;
    const changed = files.filter((f) => !existsSync(path.join(copy, f)) || !readFileSync(f).equals(readFileSync(path.join(copy, f))));
    return changed.length ? "make generate would change:\n" + changed.join("\n") : "";
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

export async function treeChecks(note) {
  for (const [name, check] of Object.entries(checks)) {
    const wrong = check();
    note(wrong ? "failed" : "passed", name, wrong);
  }
}
