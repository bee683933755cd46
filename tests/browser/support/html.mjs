// Reading our own HTML without a browser. It is written by templates and judged by html-validate, so that simple
// patterns are enough.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const entities = { "&amp;": "&", "&quot;": '"', "&#34;": '"', "&#39;": "'", "&lt;": "<", "&gt;": ">" };
export const unescape = (s) => s.replace(/&(amp|quot|lt|gt|#34|#39);/g, (e) => entities[e]);

// Every start tag with a name, as a mapping of its attributes.
export function tags(html, name) {
  const found = [];
  for (const [, attributes] of html.matchAll(new RegExp(`<${name}(\\s[^>]*)?>`, "g"))) {
    const tag = {};
    for (const [, key, , value] of (attributes ?? "").matchAll(/([\w:-]+)(="([^"]*)")?/g)) tag[key] = unescape(value ?? "");
    found.push(tag);
  }
  return found;
}

export const passageId = /^[a-hjkmnp-z][a-hjkmnp-z2-9]{5}$/;

// The ids of passages that a page shows, in order.
export function passages(html) {
  return [...html.matchAll(/\sid="([^"]*)"/g)].map((m) => m[1]).filter((id) => passageId.test(id));
}

// Where the page's language switch leads, by language tag.
export function toggles(html) {
  return Object.fromEntries(tags(html, "a").filter((a) => "data-toggle" in a).map((a) => [a.hreflang.split("-")[0], a.href]));
}

// Every page that a site shows to a visitor who follows all links from its root: address to HTML.
export async function crawl(site) {
  const pages = new Map();
  const queue = ["/"];
  const seen = new Set(queue);
  const broken = [];
  while (queue.length) {
    const address = queue.shift();
    const answer = await site.get(address);
    if (answer.location) {
      follow(answer.location, address);
      continue;
    }
    if (answer.status !== 200) {
      broken.push(`${address}: ${answer.status}`);
      continue;
    }
    // A file to take along is no page, though it may be HTML.
    if (!answer.type.startsWith("text/html") || answer.attached) continue;
    pages.set(address, answer.text);
    for (const a of tags(answer.text, "a")) if (a.href) follow(a.href, address);
  }
  function follow(href, from) {
    const to = new URL(href, site.base + from);
    if (to.origin !== site.base) return;
    const address = to.pathname + to.search;
    if (seen.has(address)) return;
    seen.add(address);
    queue.push(address);
  }
  return { pages, broken };
}

// Every HTML file below a folder: path relative to it, with slashes.
export function files(folder, under = "") {
  return readdirSync(path.join(folder, under), { withFileTypes: true }).flatMap((e) => {
    const name = under ? `${under}/${e.name}` : e.name;
    if (e.isDirectory()) return files(folder, name);
    return name.endsWith(".html") ? [name] : [];
  });
}

export const read = (folder, name) => readFileSync(path.join(folder, name), "utf8");
