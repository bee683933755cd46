// The part of a passage that is shown, with its marks, as snippet.go cuts it.
import { isCapitals, scan } from "./scanner"

export interface Part {
  text: string
  mark: boolean
}

interface Place {
  start: number
  end: number
  term: number
}

/** Gives the term of a folded word that was looked for, -1 for any other. */
export type Mark = (folded: string) => number

const snippetWords = 40
const snippetLead = 6

export function markedParts(text: string, mark: Mark, common: Set<string>): Part[] {
  return parts(text, found(text, mark, common), 0, text.length)
}

export function snippet(text: string, mark: Mark, common: Set<string>): Part[] {
  const places = found(text, mark, common)
  if (places.length <= snippetWords) {
    return parts(text, places, 0, text.length)
  }
  const first = bestWindow(places)
  const last = first + snippetWords
  const from = first > 0 ? places[first].start : 0
  const to = last < places.length ? places[last - 1].end : text.length
  const out = parts(text, places.slice(first, last), from, to)
  if (first > 0) {
    out.unshift({ text: "… ", mark: false })
  }
  if (last < places.length) {
    out.push({ text: " …", mark: false })
  }
  return out
}

function found(text: string, mark: Mark, common: Set<string>): Place[] {
  return scan(text).map(({ start, end, folded }) => {
    const isPlain = common.has(folded) && !isCapitals(text.slice(start, end))
    return { start, end, term: isPlain ? -1 : mark(folded) }
  })
}

function bestWindow(places: Place[]): number {
  let best = 0
  let bestValue = -1
  places.forEach((place, i) => {
    if (place.term < 0) {
      return
    }
    const first = Math.min(Math.max(0, i - snippetLead), places.length - snippetWords)
    const terms = places.slice(first, first + snippetWords).map(({ term }) => term).filter((term) => term >= 0)
    const value = new Set(terms).size * snippetWords + terms.length
    if (value > bestValue) {
      best = first
      bestValue = value
    }
  })
  return best
}

function parts(text: string, places: Place[], from: number, to: number): Part[] {
  const out: Part[] = []
  for (const { start, end, term } of places) {
    if (term < 0) {
      continue
    }
    if (start > from) {
      out.push({ text: text.slice(from, start), mark: false })
    }
    out.push({ text: text.slice(start, end), mark: true })
    from = end
  }
  if (from < to) {
    out.push({ text: text.slice(from, to), mark: false })
  }
  return out
}
