// The light stemmer for French of french.go, rule for rule.
import { isASCII } from "./scanner"

const goOn = true

const endings: [over: number, ending: string, put: string, goOn?: boolean][] = [
  [9, "issement", "ir"],
  [8, "issant", "ir"],
  [7, "ivement", "if"],
  [6, "ement", "e"],
  [11, "ficatrice", "fier"],
  [10, "ficateur", "fier"],
  [9, "catrice", "quer"],
  [8, "cateur", "quer"],
  [8, "atrice", "er"],
  [7, "ateur", "er"],
  [6, "trice", "teur", goOn],
  [5, "ieme", ""],
  [7, "teuse", "ter"],
  [6, "teur", "ter"],
  [5, "euse", "eu"],
  [5, "iere", "ier"],
  [7, "ive", "if"],
  [4, "folle", "fou"],
  [4, "molle", "mou"],
  [9, "nnelle", "n"],
  [9, "nnel", "n"],
  [8, "ique", "", goOn],
  [8, "esse", "e"],
  [7, "inage", "in"],
  [12, "ualisation", "uel"],
  [9, "isation", ""],
  [8, "ation", ""],
  [8, "ition", ""],
]

export function frenchStem(word: string): string {
  if (!isASCII(word)) {
    return word
  }
  word = singular(word)
  for (const [over, ending, put, more] of endings) {
    if (word.length > over && word.endsWith(ending)) {
      word = word.slice(0, -ending.length) + put
      if (!more) {
        break
      }
    }
  }
  return normal(word)
}

function singular(word: string): string {
  if (word.length > 5 && word.endsWith("x")) {
    word = /[^e]aux$/.test(word) ? word.slice(0, -2) + "l" : word.slice(0, -1)
  }
  if (word.length > 3 && word.endsWith("x")) {
    word = word.slice(0, -1)
  }
  if (word.length > 3 && word.endsWith("s")) {
    word = word.slice(0, -1)
  }
  return word
}

function normal(word: string): string {
  if (word.length > 4) {
    word = word.replace(/([a-z])\1+/g, "$1")
  }
  if (word.length > 4 && word.endsWith("ie")) {
    word = word.slice(0, -2)
  }
  if (word.length > 4) {
    word = word.replace(/r$/, "").replace(/e$/, "").replace(/e$/, "").replace(/([a-z])\1$/, "$1")
  }
  return word
}
