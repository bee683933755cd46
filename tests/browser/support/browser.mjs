// Chromium as the tests start it, and what is watched on every page: errors of scripts and requests that leave.
import { chromium } from "playwright-core";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { root } from "./site.mjs";

export const flags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, args: flags });
}

export const screens = path.join(root, "out", "screens");
mkdirSync(screens, { recursive: true });

// A visitor: a context of its own whose pages tell what goes wrong. `home` is what addresses may begin with; every
// other request is stopped and written down.
export async function visitor(browser, { home, width = 1280, scheme = "light", script = true, locale = "en-CA", ...more }) {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 640 : 900 },
    colorScheme: scheme,
    javaScriptEnabled: script,
    locale,
    reducedMotion: "reduce",
    ...more,
  });
  const wrong = [];
  await context.route(
    (url) => !url.href.startsWith(home) && url.protocol !== "data:",
    (route) => {
      wrong.push(`request to ${route.request().url()}`);
      return route.abort();
    },
  );
  context.on("page", (page) => {
    page.on("console", (m) => {
      if (m.type() !== "error" && m.type() !== "warning") return;
      if (page.expectsMissing && /404/.test(m.text())) return;
      wrong.push(`${m.type()} on ${page.url()}: ${m.text()}`);
    });
    page.on("pageerror", (e) => wrong.push(`error on ${page.url()}: ${e.message}`));
  });
  return { context, wrong, close: () => context.close() };
}
