// The index of one language, as index.go and query.go search it.
import { englishStem } from "./english"
import { frenchStem } from "./french"
import { scan } from "./scanner"
import { markedParts, snippet, type Part } from "./snippet"
import { oneSlip } from "./spelling"

export interface Answer {
  query: string
  all: boolean
  missing: string[]
  instead: [string, string][]
  total: number
  results: Result[]
}

export interface Result {
  address: string
  passage: string
  kind: string
  score: number
  title: Part[]
  heading: Part[]
  snippet: Part[]
}

/** What files.go writes as the lexicon. */
export interface Lexicon {
  language: string
  common: string
  words: string
  frequencies: string
  pages: string
  postings: number[]
  texts: number[]
}

/** What files.go writes as one shard of texts. */
export interface Texts {
  pages: [address: string, title: string, kind: string][]
  passages: [page: number, id: string, heading: string | 0, text: string][]
}

export type Kind = "lexicon" | "postings" | "texts"
/** Gives a shard, loading it when it is not there yet. */
export type Load = (kind: Kind, shard: number) => Promise<unknown>

interface Hit {
  doc: number
  words: number
  score: number
}

interface Wanted {
  terms: number[]
}

const maxQueryWords = 32
const maxExpansions = 32
const pageResults = 3
const minSlipLength = 4
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

const value = new Map([...digits].map((digit, i) => [digit, i]))

export function stemmer(language: string): (word: string) => string {
  switch (language) {
    case "en":
      return englishStem
    case "fr":
      return frenchStem
  }
  return (word) => word
}

function* numbers(text: string): Generator<number> {
  let n = 0
  let shift = 0
  for (const digit of text) {
    const bits = value.get(digit)!
    n |= (bits & 31) << shift
    shift += 5
    if (bits < 32) {
      yield n
      n = shift = 0
    }
  }
}

export class Index {
  private readonly words: string[]
  private readonly wordTerms: number[] = []
  private readonly termOf = new Map<string, number>()
  private readonly stems = new Map<string, number>()
  private readonly frequencies: number[]
  private readonly pages: number[] = []
  private readonly common: Set<string>
  private readonly stem: (word: string) => string

  constructor(private readonly lexicon: Lexicon, private readonly load: Load) {
    this.words = lexicon.words ? lexicon.words.split(" ") : []
    this.common = new Set(lexicon.common.split(" "))
    this.stem = stemmer(lexicon.language)
    this.frequencies = [...numbers(lexicon.frequencies)]
    for (const word of this.words) {
      const stem = this.stem(word)
      const term = this.stems.get(stem) ?? this.stems.size
      this.stems.set(stem, term)
      this.termOf.set(word, term)
      this.wordTerms.push(term)
    }
    let page = 0
    for (const passages of numbers(lexicon.pages)) {
      for (let i = 0; i < passages; i++) {
        this.pages.push(page)
      }
      page++
    }
  }

  async search(query: string, limit: number): Promise<Answer> {
    const answer: Answer = { query, all: false, missing: [], instead: [], total: 0, results: [] }
    const words = this.wanted(query, answer)
    if (words.length === 0) {
      return answer
    }
    const lists = await Promise.all(words.map((word) => this.hitsOf(word)))
    let hits = lists.reduce((a, b) => merge(a, b, (x, y) => ({ doc: x.doc, words: x.words + y.words, score: x.score + y.score })))
    const all = hits.filter((hit) => hit.words === words.length)
    answer.all = all.length > 0
    if (answer.all) {
      hits = all
    }
    hits.sort((a, b) => b.words - a.words || b.score - a.score || a.doc - b.doc)
    hits = this.fewOfAPage(hits)
    answer.total = hits.length
    const marks = new Set(words.flatMap((word) => word.terms))
    answer.results = await Promise.all(hits.slice(0, Math.max(limit, 0)).map((hit) => this.result(hit, marks)))
    return answer
  }

  private wanted(query: string, answer: Answer): Wanted[] {
    const all = scan(query, maxQueryWords)
    let telling = all.filter((word) => !this.common.has(word.folded))
    if (telling.length === 0) {
      telling = all
    }
    const seen = new Set<string>()
    const out: Wanted[] = []
    for (const word of telling) {
      if (seen.has(word.folded)) {
        continue
      }
      seen.add(word.folded)
      const typed = query.slice(word.start, word.end)
      const terms = this.termsOf(word.folded, typed, word.end === query.length, answer)
      if (terms.length === 0) {
        answer.missing.push(typed)
      }
      out.push({ terms })
    }
    return out
  }

  private termsOf(folded: string, typed: string, open: boolean, answer: Answer): number[] {
    const term = this.termOf.get(folded) ?? this.stems.get(this.stem(folded))
    if (term !== undefined) {
      return [term]
    }
    if (open && [...folded].length >= 2) {
      const terms = this.beginning(folded)
      if (terms.length > 0) {
        return terms
      }
    }
    const slip = this.oneSlipAway(folded)
    if (slip >= 0) {
      answer.instead.push([typed, this.words[slip]])
      return [this.wordTerms[slip]]
    }
    return []
  }

  private beginning(folded: string): number[] {
    const terms = new Set<number>()
    this.words.forEach((word, i) => {
      if (word.startsWith(folded)) {
        terms.add(this.wordTerms[i])
      }
    })
    return [...terms].sort((a, b) => this.frequencies[b] - this.frequencies[a] || a - b).slice(0, maxExpansions)
  }

  private oneSlipAway(folded: string): number {
    const typed = [...folded]
    if (typed.length < minSlipLength) {
      return -1
    }
    let best = -1
    this.words.forEach((word, i) => {
      if (Math.abs(word.length - folded.length) > 2) {
        return
      }
      const better = best < 0 || this.frequencies[this.wordTerms[i]] > this.frequencies[this.wordTerms[best]]
      if (better && oneSlip(typed, [...word])) {
        best = i
      }
    })
    return best
  }

  /** Gives the passages of a word in their order, each with its best term. */
  private async hitsOf(word: Wanted): Promise<Hit[]> {
    let out: Hit[] = []
    for (const term of word.terms) {
      const weight = rarity(this.pages.length, this.frequencies[term])
      const list = (await this.postings(term)).map(([doc, impact]) => ({ doc, words: 1, score: impact * weight }))
      out = merge(out, list, (a, b) => (a.score >= b.score ? a : b))
    }
    return out
  }

  private async postings(term: number): Promise<[doc: number, impact: number][]> {
    const shard = shardOf(this.lexicon.postings, term)
    const lists = (await this.load("postings", shard)) as string
    const list = lists.split(" ")[term - this.lexicon.postings[shard]]
    const out: [number, number][] = []
    for (let i = 0, doc = -1; i < list.length; i++) {
      let step = 0
      let bits = 32
      for (let shift = 0; bits >= 32; shift += 5) {
        bits = value.get(list[i++])!
        step |= (bits & 31) << shift
      }
      doc += step + 1
      out.push([doc, value.get(list[i])!])
    }
    return out
  }

  private fewOfAPage(hits: Hit[]): Hit[] {
    const shown = new Map<number, number>()
    return hits.filter((hit) => {
      const page = this.pages[hit.doc]
      const n = (shown.get(page) ?? 0) + 1
      shown.set(page, n)
      return n <= pageResults
    })
  }

  private async result(hit: Hit, marks: Set<number>): Promise<Result> {
    const shard = shardOf(this.lexicon.texts, hit.doc)
    const texts = (await this.load("texts", shard)) as Texts
    let i = hit.doc - this.lexicon.texts[shard]
    const [page, passage, , text] = texts.passages[i]
    while (texts.passages[i][2] === 0) {
      i--
    }
    const [address, title, kind] = texts.pages[page]
    const mark = (folded: string) => {
      const term = this.termOf.get(folded)
      return term !== undefined && marks.has(term) ? term : -1
    }
    return {
      address, passage, kind, score: hit.score,
      title: markedParts(title, mark, this.common),
      heading: markedParts(texts.passages[i][2] as string, mark, this.common),
      snippet: snippet(text, mark, this.common),
    }
  }
}

/** Gives the shard that holds an item, from the first item of each. */
function shardOf(firsts: number[], item: number): number {
  let shard = 0
  while (shard + 2 < firsts.length && firsts[shard + 1] <= item) {
    shard++
  }
  return shard
}

/** Is index.go's rarity: whole numbers only. */
function rarity(documents: number, frequency: number): number {
  const ratio = Math.floor((256 * (documents + 1)) / Math.max(1, frequency))
  let power = 0
  while (2 ** (power + 1) <= ratio) {
    power++
  }
  return power * 16 + Math.floor((ratio * 16) / 2 ** power) - 16 - 128 + 1
}

function merge(a: Hit[], b: Hit[], both: (a: Hit, b: Hit) => Hit): Hit[] {
  const out: Hit[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    if (a[i].doc < b[j].doc) {
      out.push(a[i++])
    } else if (a[i].doc > b[j].doc) {
      out.push(b[j++])
    } else {
      out.push(both(a[i++], b[j++]))
    }
  }
  return out.concat(a.slice(i), b.slice(j))
}
