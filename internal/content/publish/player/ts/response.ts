// Answers as the two versions of SCORM write them. Where an answer is free text that is
// for the learner alone (a reflection), the record has that there was one, not what.
import type { Interaction } from "./runtime";

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";

// SCORM 1.2 names choices by one character, a to z and 0 to 9 (RTE 1.2, 3.4.2,
// CMIFeedback): ours in the order in which they stand on the page.
function letter(i: Interaction, value: string): string {
  const at = i.options.indexOf(value);
  return at < 0 ? "" : letters[at] ?? "";
}

export function type12(i: Interaction): string {
  switch (i.kind) {
    case "matching":
    case "likert":
    case "numeric":
      return i.kind;
    case "ordering":
      return "sequencing";
    case "fillin":
    case "reflection":
      return "fill-in";
    case "scenario":
      return "performance";
  }
  return "choice"; // also of true and false: both are worded by the course
}

export const response12 = (i: Interaction): string => clip(feedback12(i, i.given), 255);
export const pattern12 = (i: Interaction): string => clip(i.kind === "fillin" || i.kind === "numeric" ? i.key[0] ?? "" : feedback12(i, i.key), 255);

function feedback12(i: Interaction, values: string[]): string {
  switch (i.kind) {
    case "numeric":
      return decimal(values[0], i.language);
    case "fillin":
      return values[0] ?? "";
    case "reflection":
      return "";
    case "scenario":
      return values.join(",");
    case "matching": // source.target, by line and partner
      return values.map((v) => v.split("=").map((part) => letter(i, part)).join(".")).join(",");
    case "ordering":
      return inOrder(values).map((v) => letter(i, v)).join(",");
  }
  return values.map((v) => letter(i, v)).sort().join(",");
}

export function type2004(i: Interaction): string {
  switch (i.kind) {
    case "matching":
    case "likert":
    case "numeric":
      return i.kind;
    case "ordering":
      return "sequencing";
    case "fillin":
      return "fill-in";
    case "reflection":
      return "long-fill-in";
    case "scenario":
      return "other";
  }
  return "choice";
}

// SCORM 2004 4th Edition RTE 4.2.9.2, the format of each type of interaction.
export function learnerResponse(i: Interaction): string {
  switch (i.kind) {
    case "numeric":
      return decimal(i.given[0], i.language);
    case "fillin":
      return `{lang=${i.language}}` + clip(i.given[0] ?? "", 250);
    case "reflection":
      return "";
    case "scenario":
      return clip(i.given.join("[,]"), 4000);
  }
  return sets(i, i.given);
}

// Every way to be right that one pattern cannot say with another has its own; at most
// five of a fill-in (the smallest permitted maximum).
export function patterns(i: Interaction): string[] {
  if (!i.key.length) return [];
  switch (i.kind) {
    case "numeric":
      return i.key.slice(0, 1).map((k) => {
        const n = Number(decimal(k, i.language));
        return Number.isFinite(n) ? `${n - i.tolerance}[:]${n + i.tolerance}` : "";
      }).filter(Boolean);
    case "fillin":
      return i.key.slice(0, 5).map((k) => `{case_matters=false}{lang=${i.language}}` + clip(k, 250));
    case "reflection":
    case "scenario":
    case "likert":
      return [];
  }
  return [sets(i, i.key)];
}

function sets(i: Interaction, values: string[]): string {
  if (i.kind === "matching") return values.map((v) => v.replace("=", "[.]")).join("[,]");
  if (i.kind === "ordering") return inOrder(values).join("[,]");
  return values.join("[,]");
}

// LINE=POSITION, as the lines in their order.
function inOrder(values: string[]): string[] {
  return values
    .map((v) => v.split("="))
    .sort((a, b) => Number(a[1]) - Number(b[1]))
    .map(([line]) => line);
}

// 1 234,5 in French and 1,234.5 in English, as 1234.5.
function decimal(text = "", language: string): string {
  const t = text.replace(/[\s\u00a0\u202f]/g, "");
  const n = Number(language.startsWith("fr") ? t.replace(",", ".") : t.replace(/,/g, ""));
  return Number.isFinite(n) && t ? String(n) : "";
}

// localized_string_type(250): the language stands before the text (4.1.1.5).
export const localized = (text: string, locale: string): string => (locale ? `{lang=${locale}}` : "") + clip(text, 250);

function clip(text: string, most: number): string {
  return [...text].slice(0, most).join("");
}
