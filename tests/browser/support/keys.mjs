// The right answers of the course's questions, as the static edition carries them for its own script. What is written
// (fill-ins) is of a language; what is chosen is the same in every one.
import { files, read, tags, unescape } from "./html.mjs";

// The texts of the partners of matchings, by the value they have there: a served page names partners otherwise.
export const partners = new Map();

export function answerKeys(web, lang = "") {
  const keys = new Map();
  for (const name of files(web)) {
    if (lang && !name.startsWith(lang + "/")) continue;
    for (const [, value, text] of read(web, name).matchAll(/<option value="([a-z0-9]{6})"[^>]*>([^<]*)</g)) partners.set(value, (partners.get(value) ?? new Set()).add(unescape(text)));
    for (const q of tags(read(web, name), "div")) if (q["data-key"]) keys.set(q.id, { kind: q["data-kind"], key: JSON.parse(q["data-key"]) });
  }
  return keys;
}
