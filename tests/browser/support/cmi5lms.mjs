// The smallest system that launches cmi5 units: it makes a launch, gives out the token once, and stores and serves what
// a unit sends until the session is over. It judges nothing: what it stored is judged by others (cmi5.test.mjs).
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./site.mjs";

const types = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css", svg: "image/svg+xml", json: "application/json", zip: "application/zip", woff2: "font/woff2" };
const clients = {
  "rustici.js": "node_modules/@rusticisoftware/cmi5/dist/cmi5.js",
  "xapi.js": "node_modules/@xapi/cmi5/dist/Cmi5.umd.js",
};

// Whether a request arrives that takes its time: it does not when it was called back before.
const arrives = (socket, late) =>
  new Promise((done) => {
    if (late < Infinity) setTimeout(() => done(!socket.destroyed), late);
    socket.on("close", () => done(false));
  });

export class CMI5 {
  constructor(files) {
    this.files = files; // members of the package by name
    this.sessions = [];
    this.documents = new Map(); // state and profile documents by what names them
    this.down = false; // the line is lost
    this.late = 0; // milliseconds until a document that is written arrives; Infinity: never
  }

  async start() {
    this.server = createServer((request, response) => this.answer(request, response).catch((e) => response.writeHead(500).end(String(e))));
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    this.server.unref(); // a test that fails half-way does not keep its file from ending
    this.base = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  // Launches a unit (its file) for a learner in a registration: the address to open, what the unit may read, and the
  // statements it sends.
  launch(file, { registration = "6f1ae9f0-94a5-4b4b-9a1a-0123456789ab", mode = "Normal", mark = 0.7, moveOn = "CompletedOrPassed", publisher = "urn:uuid:p#" + file, back = this.base + "/lms.html" } = {}) {
    const id = this.sessions.length + 1;
    const actor = { objectType: "Agent", account: { homePage: "https://lms.example.ca/", name: "learner-1" } };
    const activityId = this.base + "/activities/" + encodeURIComponent(file);
    const data = {
      contextTemplate: {
        contextActivities: { grouping: [{ id: publisher }] },
        extensions: { "https://w3id.org/xapi/cmi5/context/extensions/sessionid": randomUUID() },
      },
      launchMode: mode,
      moveOn,
      returnURL: back,
      ...(mark ? { masteryScore: mark } : {}),
    };
    const query = new URLSearchParams({ activityId, registration, actor: JSON.stringify(actor), fetch: `${this.base}/fetch/${id}`, endpoint: this.base + "/xapi" });
    const session = { id, Address: `${this.base}/package/${file}?${query}`, Data: data, Statements: [], token: randomUUID(), query, activityId, registration, requests: [], refused: [], over: false, cut: false };
    this.sessions.push(session);
    this.documents.set(this.name({ stateId: "LMS.LaunchData", activityId, registration, agent: JSON.stringify(actor) }), JSON.stringify(data));
    return session;
  }

  name(q) {
    return JSON.stringify([q.stateId ?? q.profileId, q.activityId ?? "", q.registration ?? "", JSON.parse(q.agent)]);
  }

  async answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, this.base);
    const send = (status, type, body) => response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    let body = "";
    for await (const part of request) body += part;
    if (this.down && /^\/(xapi|fetch)\//.test(pathname)) return request.socket.destroy();
    if (pathname.startsWith("/fetch/")) return this.token(pathname, request, send);
    if (pathname.startsWith("/xapi/")) return this.store(request, pathname, searchParams, body, send);
    if (pathname === "/lms.html") return send(200, types.html, "<!doctype html><html lang=en><title>An LMS</title><main><h1>An LMS</h1></main>");
    if (pathname.startsWith("/client/")) return this.client(pathname.slice(8), send);
    const file = this.files.get(decodeURIComponent(pathname.replace(/^\/package\//, "")));
    if (file === undefined) return send(404, "text/plain", "not here");
    send(200, types[path.extname(pathname).slice(1)] ?? "application/octet-stream", file);
  }

  token(pathname, request, send) {
    const session = this.sessions[Number(pathname.slice(7)) - 1];
    if (request.method !== "POST") return send(405, "text/plain", "");
    const first = !session.fetched;
    session.fetched = true;
    send(200, types.json, JSON.stringify(first ? { "auth-token": Buffer.from(`s:${session.token}`).toString("base64") } : { "error-code": "1", "error-text": "Already in use" }));
  }

  async store(request, pathname, q, body, send) {
    const token = Buffer.from((request.headers.authorization ?? "").replace("Basic ", ""), "base64").toString().slice(2);
    const session = this.sessions.find((s) => s.token === token && s.fetched);
    if (!session || !request.headers["x-experience-api-version"]) return send(session ? 400 : 401, "text/plain", "");
    if (session.cut) return request.socket.destroy();
    if (request.method === "PUT" && this.late && !(await arrives(request.socket, this.late))) return;
    const what = `${request.method} ${pathname.slice(6)} ${q.get("stateId") ?? q.get("profileId") ?? ""}`.trim();
    session.requests.push(what);
    if (session.over) return session.refused.push(what), send(403, "text/plain", ""); // 8.1.2.0-2 (d)
    if (request.method === "GET" && pathname === "/xapi/statements") {
      const known = this.sessions.flatMap((s) => s.Statements).find((s) => s.id === q.get("statementId"));
      return send(known ? 200 : 404, types.json, JSON.stringify(known ?? {}));
    }
    if (pathname === "/xapi/statements") {
      const statements = [JSON.parse(body)].flat();
      session.Statements.push(...statements);
      session.over = statements.some((s) => s.verb.id.endsWith("/terminated"));
      return request.method === "PUT" ? send(204, types.json, "") : send(200, types.json, JSON.stringify(statements.map((s) => s.id)));
    }
    const name = this.name(Object.fromEntries(q));
    if (request.method === "PUT") this.documents.set(name, body);
    const found = this.documents.get(name);
    if (request.method === "PUT") return send(204, types.json, "");
    return found === undefined ? send(404, "text/plain", "") : send(200, types.json, found);
  }

  // A page of others' content: a client of theirs runs a whole session.
  client(name, send) {
    if (clients[name]) return send(200, types.js, readFileSync(path.join(root, clients[name])));
    send(200, types.html, `<!doctype html><html lang="en"><title>${name}</title><script src="${name}.js"></script>`);
  }

  // Waits until nothing more arrives: what a page sends while it goes away comes after it.
  async quiet() {
    const count = () => this.sessions.reduce((n, s) => n + s.requests.length, 0);
    for (let before = -1; before !== count(); await new Promise((done) => setTimeout(done, 250))) before = count();
  }
}
