// What is asked of every page in a real browser. Each function gives a list of what is wrong, empty when all is well.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// WCAG 2.0 to 2.2, levels A and AA, and axe's own best practices.
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export function axe(page) {
  return run(page, { type: "tag", values: standards });
}

// What of axe depends on colours: all that is asked again of a page in its other theme.
export function colours(page) {
  return run(page, { type: "rule", values: ["color-contrast", "link-in-text-block"] });
}

async function run(page, runOnly) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate((only) => window.axe.run(document, { runOnly: only, resultTypes: ["violations"] }), runOnly);
  return violations.flatMap((v) => v.nodes.slice(0, 4).map((n) => `${v.id}: ${n.target.join(" ")}: ${(n.failureSummary ?? v.help).replace(/\s+/g, " ")}`));
}

// Nothing may lie beside the window: reading needs one direction of scrolling (WCAG 1.4.10). Tables and code may scroll
// in a box of their own.
export function sideways(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > width + 1 && e.children.length === 0);
    const name = (e) => `${e.localName}.${e.className?.baseVal ?? e.className}#${e.id} "${e.textContent.trim().slice(0, 30)}" to ${Math.round(e.getBoundingClientRect().right)}`;
    return [`scrolls sideways: ${document.documentElement.scrollWidth} > ${width}; ${out.slice(0, 5).map(name).join("; ")}`];
  });
}

// The text spacing a reader may need (WCAG 1.4.12); nothing may be cut off by it.
export async function spacing(page) {
  const before = await clipped(page);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  const after = await clipped(page);
  const wrong = [...after.filter((e) => !before.includes(e)), ...(await sideways(page))].map((e) => "with wider text spacing: " + e);
  await page.evaluate(() => (document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)));
  return wrong;
}

function clipped(page) {
  return page.evaluate(() => {
    const list = [];
    for (const e of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(e);
      if (!/hidden|clip/.test(style.overflowX + style.overflowY) || !e.textContent.trim() || e.closest(".unseen, svg, [hidden]")) continue;
      if (e.clientWidth <= 2 || e.clientHeight <= 2) continue;
      if (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) list.push(`${e.localName}.${e.className} is cut off: "${e.textContent.trim().slice(0, 40)}"`);
    }
    return list;
  });
}

// Controls are at least 24 by 24 pixels, or as far from every other one as if they were; links in the run of a text
// may be as high as it (WCAG 2.5.8). A control in a label is as large as its label.
export function targets(page) {
  return page.evaluate(() => {
    const all = [];
    for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
      const box = (e.closest("label") ?? e).getBoundingClientRect();
      if (box.width === 0 || box.right <= 0 || !e.checkVisibility({ visibilityProperty: true })) continue;
      const small = box.width < 23.9 || box.height < 23.9;
      all.push({ e, box, small, x: box.left + box.width / 2, y: box.top + box.height / 2 });
    }
    return all
      .filter((t) => t.small && !inText(t.e) && all.some((o) => o.e !== t.e && !o.e.contains(t.e) && near(t, o)))
      .map(({ e, box }) => `target of ${box.width.toFixed(1)} by ${box.height.toFixed(1)} with another one near: ${e.localName}.${e.className} "${(e.textContent || e.name || "").trim().slice(0, 40)}"`);

    // A circle of 24 pixels around the one touches the other, or the other's circle when that is small too.
    function near(t, o) {
      if (o.small && Math.hypot(t.x - o.x, t.y - o.y) < 23.9) return true;
      const dx = Math.max(o.box.left - t.x, 0, t.x - o.box.right);
      const dy = Math.max(o.box.top - t.y, 0, t.y - o.box.bottom);
      return Math.hypot(dx, dy) < 11.9;
    }

    function inText(e) {
      if (e.localName !== "a" || !getComputedStyle(e).display.startsWith("inline")) return false;
      let block = e.parentElement;
      while (block && getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
      return block && block.textContent.trim().length > e.textContent.trim().length;
    }
  });
}

// The focus goes through the page with Tab: each stop is seen, has a mark of its own, and lies under nothing. The page
// itself looks at each stop when the key is released, so that it is asked once for many.
export async function focus(page, most = 400) {
  const wrong = [];
  await page.evaluate(watch);
  let first;
  const visit = (stop) => {
    if (!stop) return first === undefined; // from the end to the beginning the way may lead over the document itself
    if (stop.mark === first) return false;
    first ??= stop.mark;
    for (const w of stop.wrong) wrong.push(`${stop.name}: ${w}`);
    return true;
  };
  for (let i = 0, more = true; more && i < most; i += 20) {
    for (let n = 0; n < 20; n++) await page.keyboard.press("Tab");
    more = (await page.evaluate(() => window.focusSeen.splice(0))).every(visit);
  }
  if (first === undefined) wrong.push("Tab goes nowhere");
  await page.evaluate(() => document.activeElement?.blur()); // a skip link in sight lies over others
  return wrong;

  function watch() {
    // Where the focus was, the way would go on: it begins anew before everything.
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    scrollTo(0, 0);
    window.focusSeen = [];
    if (window.focusStops) return;
    window.focusStops = new Map();
    addEventListener("keyup", (e) => e.key === "Tab" && window.focusSeen.push(look()), true);

    function look() {
      const e = document.activeElement;
      if (!e || e === document.body || e === document.documentElement) return null;
      if (!window.focusStops.has(e)) window.focusStops.set(e, window.focusStops.size);
      const bad = [];
      // A link over several lines has a box a line; any of them in sight will do, so the first is looked at.
      const control = e.closest("label") ?? e;
      const box = [...control.getClientRects()].find((r) => r.width > 2 && r.height > 2) ?? control.getBoundingClientRect();
      const sight = { left: Math.max(box.left, 0), top: Math.max(box.top, 0), right: Math.min(box.right, innerWidth), bottom: Math.min(box.bottom, innerHeight) };
      if (box.width < 2 || box.height < 2) bad.push("cannot be seen");
      else if (sight.right - sight.left < 1 || sight.bottom - sight.top < 1) bad.push(`is out of sight at ${Math.round(box.left)},${Math.round(box.top)}`);
      else {
        const top = document.elementFromPoint(Math.min(sight.left + 12, (sight.left + sight.right) / 2), Math.min(sight.top + 12, (sight.top + sight.bottom) / 2));
        if (top && !control.contains(top) && !top.contains(control)) bad.push(`lies under ${top.localName}.${top.className}`);
      }
      const outlined = (n, part) => getComputedStyle(n, part).outlineStyle !== "none" && parseFloat(getComputedStyle(n, part).outlineWidth) >= 1;
      const marked = outlined(e) || outlined(e, "::before") || outlined(e, "::after") || outlined(control);
      // The parts of sound, video and date fields are the browser's own, and so is their mark.
      if (!marked && !e.matches("audio, video, input[type=date]")) bad.push("has no mark of the focus");
      return { mark: window.focusStops.get(e), name: `${e.localName}.${e.className} "${(e.textContent || e.name || "").trim().slice(0, 30)}"`, wrong: bad };
    }
  }
}
