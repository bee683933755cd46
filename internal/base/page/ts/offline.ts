// The course without a connection, for those who ask for it: a button keeps every page on this device, by the service
// worker of the site (worker.ts); a line says what waits to be sent. Where pages come from no server, or the browser
// has no service workers, there is nothing to see.

export function offline(): void {
  const root = document.documentElement.dataset.app;
  if (root === undefined || !/^https?:$/.test(location.protocol)) return;
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = root + document.documentElement.lang.split("-")[0] + "/app.webmanifest";
  document.head.append(link);
  const workers = navigator.serviceWorker;
  if (!workers) return;
  void waitingLine(workers);
  const box = document.querySelector<HTMLElement>("[data-offline]");
  if (box) void choice(box, workers, new URL(root, location.href).href);
}

// What was done without a connection waits in the worker: the line says so, and goes when it was sent.
async function waitingLine(workers: ServiceWorkerContainer): Promise<void> {
  const line = document.querySelector<HTMLElement>("[data-waiting]");
  if (!line || !(await workers.getRegistration())) return;
  const show = (n: number) => {
    line.hidden = n === 0;
    line.textContent = n === 0 ? "" : line.dataset.waiting!;
  };
  workers.addEventListener("message", (e) => {
    const { waiting } = e.data as { waiting?: number };
    if (waiting !== undefined) show(waiting);
  });
  workers.startMessages();
  const ask = async (what: string) => (await workers.getRegistration())?.active?.postMessage(what);
  void ask("waiting");
  if (navigator.onLine) void ask("send");
  addEventListener("online", () => void ask("send"));
}

async function choice(box: HTMLElement, workers: ServiceWorkerContainer, root: string): Promise<void> {
  const keep = box.querySelector<HTMLButtonElement>("[data-keep]")!;
  const drop = box.querySelector<HTMLButtonElement>("[data-drop]")!;
  const told = box.querySelector<HTMLElement>("[data-told]")!;
  const say = (what: string) => (told.textContent = what);
  const show = (isKept: boolean) => {
    keep.hidden = isKept;
    drop.hidden = !isKept;
  };
  const registration = async () => (await workers.getRegistration(root))?.active ?? undefined;
  box.hidden = false;
  show(!!(await registration()));
  if (await registration()) say(box.dataset.kept!);
  workers.addEventListener("message", (e) => {
    const m = e.data as { kept?: number; of?: number; ready?: boolean };
    if (m.kept !== undefined) say(box.dataset.keeping!.replace("%", String(m.kept)).replace("#", String(m.of)));
    if (m.ready) {
      show(true);
      say(box.dataset.kept!);
    }
  });
  workers.startMessages();
  keep.addEventListener("click", async () => {
    keep.disabled = true;
    say(box.dataset.keeping!.replace("%", "0").replace("#", "…"));
    try {
      const made = await workers.register(root + "sw.js", { scope: root });
      const at = made.installing;
      at?.addEventListener("statechange", () => {
        if (at.state === "redundant") say(box.dataset.failed!);
        if (at.state === "activated") {
          show(true);
          say(box.dataset.kept!);
          drop.focus();
        }
      });
    } catch {
      say(box.dataset.failed!);
    }
    keep.disabled = false;
  });
  drop.addEventListener("click", async () => {
    await (await workers.getRegistration(root))?.unregister();
    for (const name of await caches.keys()) if (name.startsWith("atelier " + root + " ")) await caches.delete(name);
    show(false);
    say(box.dataset.dropped!);
    keep.focus();
  });
}
