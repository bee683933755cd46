// Porter's stemmer for English with one spelling, as english.go has it.
import { isASCII } from "./scanner"

type Ending = [ending: string, put: string]

const spellings: Ending[] = [
  ["isation", "ization"], ["isations", "izations"], ["ising", "izing"],
  ["ised", "ized"], ["ise", "ize"], ["ises", "izes"], ["yse", "yze"], ["ysed", "yzed"], ["ysing", "yzing"],
  ["icense", "icence"], ["icenses", "icences"], ["icensed", "icenced"], ["icensing", "icencing"],
  ["efense", "efence"], ["efenses", "efences"], ["entre", "enter"], ["entres", "enters"],
  ["abour", "abor"], ["abours", "abors"], ["avour", "avor"], ["avours", "avors"], ["olour", "olor"], ["olours", "olors"],
  ["aviour", "avior"], ["aviours", "aviors"], ["onour", "onor"], ["onours", "onors"],
]

const step2: Ending[] = [
  ["ational", "ate"], ["ization", "ize"], ["iveness", "ive"], ["fulness", "ful"], ["ousness", "ous"],
  ["tional", "tion"], ["biliti", "ble"], ["entli", "ent"], ["ousli", "ous"], ["ation", "ate"],
  ["alism", "al"], ["aliti", "al"], ["iviti", "ive"], ["enci", "ence"], ["anci", "ance"], ["izer", "ize"],
  ["abli", "able"], ["alli", "al"], ["ator", "ate"], ["eli", "e"],
]
const step3: Ending[] = [
  ["icate", "ic"], ["ative", ""], ["alize", "al"], ["iciti", "ic"], ["ical", "ic"], ["ness", ""], ["ful", ""],
]
const step4: Ending[] = [
  ["ement", ""], ["ance", ""], ["ence", ""], ["able", ""], ["ible", ""], ["ment", ""], ["ant", ""], ["ent", ""],
  ["sion", "s"], ["tion", "t"], ["ism", ""], ["ate", ""], ["iti", ""], ["ous", ""], ["ive", ""], ["ize", ""],
  ["al", ""], ["er", ""], ["ic", ""], ["ou", ""],
]

export function englishStem(word: string): string {
  if (word.length <= 2 || !isASCII(word)) {
    return word
  }
  let w = step1b(step1a(oneSpelling(word)))
  if (w.endsWith("y") && shape(w.slice(0, -1)).includes("v")) {
    w = w.slice(0, -1) + "i"
  }
  w = replaceEnding(w, step2, 0)
  w = replaceEnding(w, step3, 0)
  w = replaceEnding(w, step4, 1)
  return step5(w)
}

function oneSpelling(word: string): string {
  for (const [ending, put] of spellings) {
    if (word.length > ending.length && word.endsWith(ending)) {
      return word.slice(0, -ending.length) + put
    }
  }
  return word
}

/** Writes v for each vowel and c for each consonant; y is a vowel after a consonant. */
function shape(w: string): string {
  let out = ""
  let consonant = false
  for (const letter of w) {
    consonant = !("aeiou".includes(letter) || (letter === "y" && consonant))
    out += consonant ? "c" : "v"
  }
  return out
}

function measure(w: string): number {
  return shape(w).split("vc").length - 1
}

function isDoubleConsonant(w: string): boolean {
  return w.length >= 2 && w[w.length - 1] === w[w.length - 2] && shape(w).endsWith("c")
}

function isShortSyllable(w: string): boolean {
  return shape(w).endsWith("cvc") && !/[wxy]$/.test(w)
}

function step1a(w: string): string {
  if (/(ss|i)es$/.test(w)) {
    return w.slice(0, -2)
  }
  return /[us]s$/.test(w) ? w : w.replace(/s$/, "")
}

function step1b(w: string): string {
  if (w.endsWith("eed")) {
    return measure(w.slice(0, -3)) > 0 ? w.slice(0, -1) : w
  }
  const base = w.replace(/(ed|ing)$/, "")
  if (base === w || !shape(base).includes("v")) {
    return w
  }
  if (/(at|bl|iz)$/.test(base)) {
    return base + "e"
  }
  if (isDoubleConsonant(base) && !/[lsz]$/.test(base)) {
    return base.slice(0, -1)
  }
  return measure(base) === 1 && isShortSyllable(base) ? base + "e" : base
}

function replaceEnding(w: string, endings: Ending[], m: number): string {
  for (const [ending, put] of endings) {
    if (w.endsWith(ending)) {
      const base = w.slice(0, -ending.length)
      const measured = put === "s" || put === "t" ? base + put : base
      return measure(measured) > m ? base + put : w
    }
  }
  return w
}

function step5(w: string): string {
  if (w.endsWith("e")) {
    const base = w.slice(0, -1)
    const m = measure(base)
    if (m > 1 || (m === 1 && !isShortSyllable(base))) {
      w = base
    }
  }
  return w.endsWith("ll") && measure(w.slice(0, -1)) > 1 ? w.slice(0, -1) : w
}
