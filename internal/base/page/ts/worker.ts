// The course without a connection: a service worker that keeps every page of the course on a device whose owner asked
// for it (offline.ts), answers from there when the network does not, and holds back what a learner sends until it can
// be sent. It is a bundle of its own. Go puts a line before it that says which state of the course it is of:
//
//   const STATE = "…";
//
// What is kept are the pages as strangers get them: nothing personal is ever stored here but what was not sent yet.

declare const STATE: string;

interface Extendable extends Event {
  waitUntil(p: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  respondWith(r: Promise<Response>): void;
}
interface Telling extends Extendable {
  data: unknown;
}
interface Scope extends EventTarget {
  skipWaiting(): Promise<void>;
  registration: { scope: string };
  clients: { matchAll(o: object): Promise<{ postMessage(m: unknown): void }[]>; claim(): Promise<void> };
}

const worker = self as unknown as Scope;
const root = worker.registration.scope;
const cacheName = "atelier " + root + " " + STATE;
const mine = "atelier " + root + " ";

// ——— Keeping the course ———

// offline.json: every address below the root with a mark of its content.
type List = { files: Record<string, string> };

const listAt = root + "offline.json";
const at = (file: string) => new URL(file, root).href;

async function keepAll(): Promise<void> {
  const answer = await fetch(listAt, { cache: "no-store", credentials: "omit" });
  if (!answer.ok) throw new Error("no list");
  const list = (await answer.clone().json()) as List;
  const before = await previous();
  const cache = await caches.open(cacheName);
  const files = Object.keys(list.files);
  let done = 0;
  const one = async (file: string): Promise<void> => {
    const address = at(file);
    const had = before && before.list.files[file] === list.files[file] ? await before.cache.match(address) : undefined;
    const got = had ?? (await fetch(address, { credentials: "omit", cache: "no-cache" }));
    if (!got.ok) throw new Error(file);
    await cache.put(address, got);
    if (++done % 10 === 0 || done === files.length) await tell({ kept: done, of: files.length });
  };
  const rest = [...files];
  await Promise.all([0, 1, 2, 3].map(async () => {
    for (let f = rest.pop(); f !== undefined; f = rest.pop()) await one(f);
  }));
  await cache.put(listAt, answer); // last: a cache with a list is whole
}

// The whole cache of another state, of which unchanged files are taken.
async function previous(): Promise<{ cache: Cache; list: List } | undefined> {
  for (const name of await caches.keys()) {
    if (!name.startsWith(mine)) continue;
    const cache = await caches.open(name);
    const list = await cache.match(listAt);
    if (list) return { cache, list: (await list.json()) as List };
  }
  return undefined;
}

async function tell(message: unknown): Promise<void> {
  for (const page of await worker.clients.matchAll({ includeUncontrolled: true })) page.postMessage(message);
}

worker.addEventListener("install", (e) => (e as Extendable).waitUntil(keepAll().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (e) =>
  (e as Extendable).waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith(mine) && name !== cacheName) await caches.delete(name);
      await worker.clients.claim();
      await tell({ ready: true });
    })(),
  ),
);

// ——— Answering ———

// A page may be addressed with or without the name of its file.
async function kept(request: Request): Promise<Response | undefined> {
  const cache = await caches.open(cacheName);
  const address = new URL(request.url);
  address.search = address.hash = "";
  for (const path of [address.href, address.href + "index.html", address.href.replace(/index\.html$/, ""), address.href + "/"]) {
    const found = await cache.match(path);
    if (found) return found;
  }
  return undefined;
}

async function answer(request: Request): Promise<Response> {
  if (/\/assets\/[^/]+-[0-9a-f]{8,}\.\w+$/.test(request.url)) {
    const found = await kept(request); // its name says what it holds
    if (found) return found;
  }
  try {
    const fresh = await fetch(request);
    if (request.mode === "navigate") void sendAll();
    return fresh;
  } catch (e) {
    const found = await kept(request);
    if (found) return found;
    throw e;
  }
}

worker.addEventListener("fetch", (e) => {
  const event = e as Fetching;
  const { request } = event;
  if (!request.url.startsWith(root)) return;
  if (request.method === "GET") event.respondWith(answer(request));
  else if (request.method === "POST" && isForm(request)) event.respondWith(post(request));
});

// ——— What a learner sends ———

interface Act {
  id?: number;
  url: string;
  body: string;
}

const isForm = (r: Request) => (r.headers.get("Content-Type") ?? "").startsWith("application/x-www-form-urlencoded");

// Sends a form. Each carries a name of its own ("once"), by which the server knows it again when it was sent twice
// because an answer was lost on the way.
async function post(request: Request): Promise<Response> {
  const body = (await request.clone().text()) + "&once=" + crypto.randomUUID();
  try {
    if (await waiting()) throw new Error("others wait before it");
    return await fetch(request.url, {
      method: "POST", body, headers: { "Content-Type": "application/x-www-form-urlencoded" }, credentials: "same-origin",
      mode: request.mode === "navigate" ? "same-origin" : request.mode, redirect: request.mode === "navigate" ? "manual" : "follow",
    });
  } catch {
    await put({ url: request.url, body });
    void sendAll();
    await tell({ waiting: await waiting() });
    if (request.mode !== "navigate") return new Response(null, { status: 204 });
    const page = new URL(request.url);
    page.hash = "later";
    return Response.redirect(page.href, 303);
  }
}

let sending: Promise<void> | undefined;

// Sends what waits, in order, one at a time; stops when the connection does.
function sendAll(): Promise<void> {
  sending ??= (async () => {
    try {
      for (let act = await first(); act; act = await first()) {
        const answer = await fetch(act.url, {
          method: "POST", body: act.body, headers: { "Content-Type": "application/x-www-form-urlencoded" },
          credentials: "same-origin", mode: "cors", redirect: "manual",
        });
        if (answer.status >= 500 || answer.status === 429) break;
        await remove(act.id!);
        await tell({ waiting: await waiting() });
      }
    } catch {
      // Still without a connection: they wait.
    } finally {
      sending = undefined;
    }
  })();
  return sending;
}

worker.addEventListener("sync", (e) => (e as Extendable).waitUntil(sendAll()));
worker.addEventListener("message", (e) => {
  const event = e as Telling;
  if (event.data === "send") event.waitUntil(sendAll());
  if (event.data === "waiting") event.waitUntil(waiting().then((n) => tell({ waiting: n })));
});

// ——— The acts that wait, in a database of the browser ———

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open("atelier " + root, 1);
    open.onupgradeneeded = () => open.result.createObjectStore("acts", { keyPath: "id", autoIncrement: true });
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });
}

async function acts<T>(mode: IDBTransactionMode, ask: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await database();
  try {
    return await new Promise<T>((resolve, reject) => {
      const tx = db.transaction("acts", mode);
      const request = ask(tx.objectStore("acts"));
      tx.oncomplete = () => resolve(request.result);
      tx.onabort = tx.onerror = () => reject(tx.error);
    });
  } finally {
    db.close();
  }
}

const waiting = () => acts("readonly", (s) => s.count());
const put = (a: Act) => acts("readwrite", (s) => s.add(a));
const remove = (id: number) => acts("readwrite", (s) => s.delete(id));
const first = async (): Promise<Act | undefined> => (await acts<Act[]>("readonly", (s) => s.getAll(null, 1)))[0];
