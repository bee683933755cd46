// The smallest learning management system: a page that hosts the run-time of scorm-again, shows a package in a frame and
// keeps what the run-time commits. The run-time, its checks and its errors are scorm-again's; here are only the page, the
// files and one record a learner.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const runtime = (version) => readFileSync(createRequire(import.meta.url).resolve(`scorm-again/scorm${version}/min`), "utf8");
const types = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css", xml: "text/xml", svg: "image/svg+xml" };

export class LMS {
  // version is 12 or 2004; files are the members of the package by name.
  constructor(version, files) {
    this.version = version;
    this.files = files;
    this.data = undefined; // what the learner has, as a run-time object
    this.commits = [];
    this.asked = 0; // how often the run-time wanted something kept
    this.fails = false; // the line to the database is lost
    this.launches = 0;
    this.initial = {}; // what the system sets before a launch
  }

  async start() {
    this.server = createServer((request, response) => this.answer(request, response));
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    this.server.unref(); // a test that fails half-way does not keep its file from ending
    this.base = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  get launch() {
    return this.base + "/lms.html";
  }

  answer(request, response) {
    const { pathname } = new URL(request.url, this.base);
    const send = (type, body, status = 200) => response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    if (pathname === "/lms.html") return send(types.html, this.page());
    if (pathname === "/away.html") return send(types.html, "<!doctype html><html lang=en><title>Away</title><main><h1>Another page</h1></main>");
    if (pathname === "/runtime.js") return send(types.js, runtime(this.version));
    if (pathname === "/commit") {
      let body = "";
      request.on("data", (d) => (body += d));
      return request.on("end", () => {
        this.asked++;
        if (this.fails) return send("application/json", '{"result":false,"errorCode":391}', 500);
        this.keep(JSON.parse(body));
        send("application/json", '{"result":true,"errorCode":0}');
      });
    }
    const file = this.files.get(decodeURIComponent(pathname.replace(/^\/package\//, "")));
    if (file === undefined) return send("text/plain", "not here", 404);
    send(types[path.extname(pathname).slice(1)] ?? "application/octet-stream", file);
  }

  keep(commit) {
    this.commits.push(commit);
    this.data = commit.cmi;
  }

  // Does something that ends a visit, and waits for what the run-time sends while its page goes away, which arrives
  // after it.
  async ending(what) {
    const pause = () => new Promise((done) => setTimeout(done, 100));
    const before = this.asked;
    await what();
    for (let i = 0; i < 80 && this.asked === before; i++) await pause();
    for (let was = -1; was !== this.asked; await pause()) was = this.asked;
  }

  // What the next launch begins with: everything of the last one, unless it ended for good.
  next() {
    const d = this.data;
    if (!d) return this.initial;
    if (this.version === 12) {
      const exit = d.core.exit;
      return { ...d, core: { ...d.core, exit: undefined, session_time: undefined, entry: exit === "suspend" ? "resume" : "", ...this.initial.core } };
    }
    return { ...d, exit: undefined, session_time: undefined, entry: d.exit === "suspend" ? "resume" : "ab-initio", ...this.initial };
  }

  page() {
    this.launches++;
    const [api, make] = this.version === 12 ? ["API", "Scorm12API"] : ["API_1484_11", "Scorm2004API"];
    return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An LMS</title>
<style>body{margin:0} iframe{border:0;width:100%;height:calc(100vh - 40px);display:block} header{height:40px}</style>
<script src="/runtime.js"></script>
<script>
window.calls = [];
window.${api} = new ${make}({ lmsCommitUrl: "/commit", autocommit: false, logLevel: 5, sendFullCommit: true, alwaysSendTotalTime: true });
${api}.loadFromJSON(${JSON.stringify(this.next())});
for (const name of Object.keys(${api}.__proto__).concat(Object.getOwnPropertyNames(${api}), Object.getOwnPropertyNames(Object.getPrototypeOf(${api})))) {
  if (!/^(LMS)?(Initialize|Finish|Terminate|SetValue|GetValue|Commit)$/.test(name) || typeof ${api}[name] !== "function" || ${api}[name].watched) continue;
  const real = ${api}[name].bind(${api});
  ${api}[name] = (...args) => {
    const result = real(...args);
    const error = String((${api}.LMSGetLastError ?? ${api}.GetLastError).call(${api}));
    window.calls.push({ name: name.replace("LMS", ""), args, result: String(result), error });
    return result;
  };
  ${api}[name].watched = true;
}
</script></head>
<body><header><h1 style="font-size:1rem;margin:0">An LMS</h1></header><main><iframe title="Course" src="/package/index.html"></iframe></main></body></html>`;
  }
}
