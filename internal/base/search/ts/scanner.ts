// The words of a text, as scanner.go and fold.go find them. Offsets are in
// UTF-16 units here and in bytes there; nothing shows them.

export interface Word {
  start: number
  end: number
  folded: string
}

const spelt: Record<string, string> = {
  œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d",
  þ: "th", ħ: "h", ı: "i", ŋ: "n", ŧ: "t", ſ: "s", ς: "σ",
}

const isWord = /[\p{L}\p{N}\p{M}]/u

function isAccent(code: number): boolean {
  return code >= 0x300 && code <= 0x36f
}

function isSilent(code: number): boolean {
  return isAccent(code) || code === 0xad || code === 0x200c || code === 0x200d
}

function isWhole(code: number): boolean {
  return (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x4dbf) || (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0xf900 && code <= 0xfaff) || (code >= 0x20000 && code <= 0x3ffff)
}

function lower(char: string): string {
  const out = char.toLowerCase()
  return [...out].length === 1 ? out : char
}

const known = new Map<string, string>()

function fold(char: string, code: number): string {
  let out = known.get(char)
  if (out === undefined) {
    out = ""
    if (code < 0x400 || (code >= 0x1e00 && code < 0x2000)) {
      for (const part of char.normalize("NFD")) {
        if (!isAccent(part.codePointAt(0)!)) {
          const small = lower(part)
          out += spelt[small] ?? small
        }
      }
    }
    out ||= lower(char)
    known.set(char, out)
  }
  return out
}

/** Gives the words of a text, at most `most`. */
export function scan(text: string, most = Infinity): Word[] {
  const words: Word[] = []
  let start = -1
  let folded = ""
  const close = (end: number) => {
    if (start >= 0) {
      words.push({ start, end, folded })
    }
    start = -1
    folded = ""
  }
  for (let i = 0; i < text.length && words.length < most;) {
    const code = text.codePointAt(i)!
    const char = String.fromCodePoint(code)
    const next = i + char.length
    if (isSilent(code)) {
      // It continues a word and begins none.
    } else if (isWhole(code)) {
      close(i)
      if (words.length < most) {
        start = i
        folded = fold(char, code)
        close(next)
      }
    } else if (isWord.test(char)) {
      if (start < 0) {
        start = i
      }
      folded += fold(char, code)
    } else {
      close(i)
    }
    i = next
  }
  if (words.length < most) {
    close(text.length)
  }
  return words
}

/** Says whether a word is an abbreviation: two capitals or more and nothing else. */
export function isCapitals(typed: string): boolean {
  return /^[A-Z]{2,}$/.test(typed)
}

export function isASCII(word: string): boolean {
  return /^[\x00-\x7f]*$/.test(word)
}
