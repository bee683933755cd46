package search

import (
	"slices"
	"strings"
)

// Document is one passage as search sees it. Never give the answers of a
// knowledge check: whatever is given can be found.
type Document struct {
	Address string // of the page, relative to the root of the site
	Title   string // of the page
	Heading string // of the section the passage stands in; may be empty
	Passage string // its id; may be empty for a page without passages
	Kind    string // lesson, glossary, checklist, case …: shown, not searched
	Text    string // of the passage, in one line and without marks
}

// What one occurrence weighs by the field it stands in.
const (
	textWeight    = 4
	headingWeight = 3
	titleWeight   = 5
)

// Builder gathers the documents of one language. Give them in the order of the
// course: equal scores keep that order.
type Builder struct {
	analyser *Analyser
	scanner  Scanner
	words    map[string]int32 // folded word to its entry in vocabulary
	stems    map[string]int32 // stem to term
	vocab    []vocabularyWord
	docs     []Document
	lengths  []int32    // of each document's text, in words that say something
	log      []mention  // every document's terms, one document after the other
	docStart []int32    // where each document begins in log
	latest   []int32    // by term: its last entry in log, counted from 1
	title    contextual // the page title of the last document, analysed
	heading  contextual
}

type vocabularyWord struct {
	folded string
	term   int32 // noTerm while nothing is found by the word
	stem   string
	common bool
}

// mention is one term in one document, with the sum of its weights.
type mention struct {
	term   int32
	weight int32
}

// contextual is a text shared by documents that follow each other.
type contextual struct {
	text  string
	terms []int32
}

const noTerm = -1

// NewBuilder gives an empty builder for a language tag.
func NewBuilder(tag string) *Builder {
	return &Builder{
		analyser: AnalyserFor(tag),
		words:    make(map[string]int32),
		stems:    make(map[string]int32),
	}
}

// Add takes one document. Bytes that are not UTF-8 are replaced.
func (b *Builder) Add(d Document) {
	d.Text, d.Title, d.Heading = valid(d.Text), valid(d.Title), valid(d.Heading)
	start := int32(len(b.log))
	b.docStart = append(b.docStart, start)
	b.docs = append(b.docs, d)
	b.lengths = append(b.lengths, b.addText(d.Text, start))
	b.addContext(&b.title, d.Title, titleWeight, start)
	b.addContext(&b.heading, d.Heading, headingWeight, start)
}

func (b *Builder) addText(text string, start int32) (length int32) {
	b.scanner.Reset(text)
	for b.scanner.Next() {
		if term := b.term(); term != noTerm {
			b.mention(term, textWeight, start)
			length++
		}
	}
	return length
}

func (b *Builder) addContext(c *contextual, text string, weight, start int32) {
	if c.text != text {
		c.text, c.terms = text, c.terms[:0]
		b.scanner.Reset(text)
		for b.scanner.Next() {
			if term := b.term(); term != noTerm {
				c.terms = append(c.terms, term)
			}
		}
	}
	for _, term := range c.terms {
		b.mention(term, weight, start)
	}
}

// term gives the term of the scanner's word, noTerm for a common word. A common
// word in capitals has one: it is an abbreviation (IT, OR).
func (b *Builder) term() int32 {
	entry, ok := b.words[string(b.scanner.Folded())]
	if !ok {
		entry = b.newWord(string(b.scanner.Folded()))
	}
	word := &b.vocab[entry]
	if word.term == noTerm && (!word.common || b.scanner.capitals()) {
		word.term = b.termOf(word.stem)
	}
	if word.common && !b.scanner.capitals() {
		return noTerm
	}
	return word.term
}

func (b *Builder) newWord(folded string) int32 {
	entry := int32(len(b.vocab))
	b.words[folded] = entry
	b.vocab = append(b.vocab, vocabularyWord{
		folded: folded, term: noTerm, stem: b.analyser.Stem(folded), common: b.analyser.Common(folded),
	})
	return entry
}

func (b *Builder) termOf(stem string) int32 {
	term, ok := b.stems[stem]
	if !ok {
		term = int32(len(b.latest))
		b.stems[stem] = term
		b.latest = append(b.latest, 0)
	}
	return term
}

func (b *Builder) mention(term, weight, start int32) {
	if at := b.latest[term]; at > start {
		b.log[at-1].weight += weight
		return
	}
	b.log = append(b.log, mention{term, weight})
	b.latest[term] = int32(len(b.log))
}

// Index makes the index of what was added. The builder is spent.
func (b *Builder) Index() *Index {
	words := slices.DeleteFunc(b.vocab, func(w vocabularyWord) bool { return w.term == noTerm })
	slices.SortFunc(words, func(x, y vocabularyWord) int { return strings.Compare(x.folded, y.folded) })
	x := &Index{analyser: b.analyser, docs: b.docs, words: make([]string, len(words)), wordTerms: make([]int32, len(words)),
		termOf: make(map[string]int32, len(words)), stems: make(map[string]int32, len(b.stems))}
	renumbered := make([]int32, len(b.latest))
	for i, w := range words {
		term, ok := x.stems[w.stem]
		if !ok {
			term = int32(len(x.stems))
			x.stems[w.stem] = term
			renumbered[w.term] = term
		}
		x.words[i], x.wordTerms[i], x.termOf[w.folded] = w.folded, term, term
	}
	b.postings(x, renumbered)
	x.numberPages()
	return x
}

// postings turns the log round: from terms by document to documents by term.
func (b *Builder) postings(x *Index, renumbered []int32) {
	x.starts = make([]int32, len(renumbered)+1)
	for _, m := range b.log {
		x.starts[renumbered[m.term]+1]++
	}
	for term := range renumbered {
		x.starts[term+1] += x.starts[term]
	}
	next := slices.Clone(x.starts)
	x.hits = make([]posting, len(b.log))
	b.docStart = append(b.docStart, int32(len(b.log)))
	average := b.averageLength()
	for doc := range b.docs {
		damping := lengthDamping(int(b.lengths[doc]), average)
		for _, m := range b.log[b.docStart[doc]:b.docStart[doc+1]] {
			term := renumbered[m.term]
			x.hits[next[term]] = newPosting(doc, impact(int(m.weight), damping))
			next[term]++
		}
	}
}

func (b *Builder) averageLength() int {
	total := 0
	for _, n := range b.lengths {
		total += int(n)
	}
	return max(1, total/max(1, len(b.docs)))
}

// lengthDamping is BM25's k1·(1−b+b·length/average) in thousandths of a weight
// unit, with k1 = 1.2 and b = 0.75.
func lengthDamping(length, average int) int {
	return textWeight * 12 * (25*average + 75*length) / average
}

// impact is BM25's saturated frequency scaled to 1..63, in whole numbers.
func impact(weight, damping int) int {
	return max(1, maxImpact*1000*weight/(1000*weight+damping))
}

func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
