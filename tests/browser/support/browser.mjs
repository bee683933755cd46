// Chromium as the tests start it, and what is watched on every page: errors of scripts and requests that leave.
import { chromium } from "playwright-core";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { root } from "./site.mjs";

export const flags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
];

// Chromium’s headless shell where it is installed: the same engine without the windows around it, which opens a page in
// a quarter of the time. CHROMIUM names another browser.
export const executable = process.env.CHROMIUM || ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync);

export function launch(...more) {
  return chromium.launch({ executablePath: executable, headless: true, args: [...flags, ...more] });
}

// Pictures are for people who look at them, and cost more than most of what is asked of a page: ATELIER_SCREENS=1 has
// them taken.
const pictures = Boolean(process.env.ATELIER_SCREENS);
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
    if (!pictures) page.screenshot = async () => {};
    page.on("console", (m) => {
      if (m.type() !== "error" && m.type() !== "warning") return;
      if (page.expectsMissing && /404/.test(m.text())) return;
      wrong.push(`${m.type()} on ${page.url()}: ${m.text()}`);
    });
    page.on("pageerror", (e) => wrong.push(`error on ${page.url()}: ${e.message}`));
  });
  return { context, wrong, close: () => context.close() };
}
