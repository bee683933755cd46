package search

import (
	"slices"
	"strings"
	"unicode/utf8"
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

// Builder gathers the documents of one language for an Index, which shows them.
// Give them in the order of the course: equal scores keep that order.
type Builder struct {
	terms terms
	docs  []Document
}

// NewBuilder gives an empty builder for a language tag.
func NewBuilder(tag string) *Builder { return &Builder{terms: newTerms(tag)} }

// Add takes one document. Bytes that are not UTF-8 are replaced.
func (b *Builder) Add(d Document) {
	d = validDocument(d)
	b.docs = append(b.docs, d)
	b.terms.add(d)
}

// Index makes the index of what was added. The builder is spent.
func (b *Builder) Index() *Index {
	x := b.terms.index()
	x.docs = b.docs
	return x
}

// terms counts the terms of documents, and keeps nothing of their texts.
type terms struct {
	analyser *Analyser
	scanner  Scanner
	words    vocabulary
	stems    map[string]int32 // stem to term
	address  string           // of the page of the last document
	pages    []int32          // of each document, the number of its page
	lengths  []int32          // of each document's text, in words that say something
	counts   []int32          // how many terms each document has
	log      [][]mention      // every document's terms, one after the other, in blocks that cut none
	mentions []mention        // those of the document being added
	latest   []stamp          // by term: where it stands in mentions, if it does
	title    contextual       // the page title of the last document, analysed
	heading  contextual
}

// mention is one term in one document, with the sum of its weights.
type mention struct {
	term   int32
	weight int32
}

// stamp says where a term stands in the mentions of one document.
type stamp struct {
	doc, at int32
}

// logBlock is the number of mentions in a block: one growing log would be copied
// again and again.
const logBlock = 1 << 15

// contextual is a text shared by documents that follow each other.
type contextual struct {
	text  string
	terms []int32
}

// What a word has instead of a term: nothing, or a common word that has a term
// only in capitals.
const (
	noTerm     = -1
	commonTerm = -2
)

func newTerms(tag string) terms {
	return terms{analyser: AnalyserFor(tag), words: newVocabulary(), stems: make(map[string]int32)}
}

func validDocument(d Document) Document {
	d.Text, d.Title, d.Heading = valid(d.Text), valid(d.Title), valid(d.Heading)
	return d
}

func (b *terms) add(d Document) {
	b.number(d.Address)
	b.mentions = b.mentions[:0]
	length := b.addText(d.Text)
	b.addContext(&b.title, d.Title, titleWeight)
	b.addContext(&b.heading, d.Heading, headingWeight)
	b.lengths = append(b.lengths, length)
	b.counts = append(b.counts, int32(len(b.mentions)))
	last := len(b.log) - 1
	if last < 0 || len(b.log[last])+len(b.mentions) > cap(b.log[last]) {
		b.log = append(b.log, make([]mention, 0, max(logBlock, len(b.mentions))))
		last++
	}
	b.log[last] = append(b.log[last], b.mentions...)
}

// number gives documents that follow each other on one page one number.
func (b *terms) number(address string) {
	page := int32(0)
	if n := len(b.pages); n > 0 {
		page = b.pages[n-1]
		if address != b.address {
			page++
		}
	}
	b.address = address
	b.pages = append(b.pages, page)
}

func (b *terms) addText(text string) (length int32) {
	b.scanner.Reset(text)
	for b.scanner.Next() {
		if term := b.term(); term != noTerm {
			b.mention(term, textWeight)
			length++
		}
	}
	return length
}

func (b *terms) addContext(c *contextual, text string, weight int32) {
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
		b.mention(term, weight)
	}
}

// term gives the term of the scanner's word, noTerm for a common word. A common
// word in capitals has one: it is an abbreviation (IT, OR).
func (b *terms) term() int32 {
	s, isNew := b.words.of(b.scanner.folded)
	if isNew {
		word := b.words.word(s)
		word.stem = b.analyser.Stem(word.folded)
		if b.analyser.Common(word.folded) {
			s.term = commonTerm
		} else {
			word.term = b.termOf(word.stem)
			s.term = word.term
		}
	}
	if s.term == commonTerm {
		return b.abbreviation(b.words.word(s))
	}
	return s.term
}

// abbreviation gives the term of a common word where it is in capitals.
func (b *terms) abbreviation(word *vocabularyWord) int32 {
	if !b.scanner.capitals() {
		return noTerm
	}
	if word.term == noTerm {
		word.term = b.termOf(word.stem)
	}
	return word.term
}

func (b *terms) termOf(stem string) int32 {
	term, ok := b.stems[stem]
	if !ok {
		term = int32(len(b.latest))
		b.stems[stem] = term
		b.latest = append(b.latest, stamp{})
	}
	return term
}

func (b *terms) mention(term, weight int32) {
	doc, latest := int32(len(b.pages)), &b.latest[term]
	if latest.doc == doc {
		b.mentions[latest.at].weight += weight
		return
	}
	*latest = stamp{doc, int32(len(b.mentions))}
	b.mentions = append(b.mentions, mention{term, weight})
}

// index makes the index of what was added, without documents. The terms are spent.
func (b *terms) index() *Index {
	words := slices.DeleteFunc(b.words.list, func(w vocabularyWord) bool { return w.term == noTerm })
	slices.SortFunc(words, func(x, y vocabularyWord) int { return strings.Compare(x.folded, y.folded) })
	x := &Index{analyser: b.analyser, pages: b.pages, words: make([]string, len(words)), wordTerms: make([]int32, len(words)),
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
	return x
}

// postings turns the log round: from terms by document to documents by term.
func (b *terms) postings(x *Index, renumbered []int32) {
	x.starts = make([]int32, len(renumbered)+1)
	total := 0
	for _, block := range b.log {
		for _, m := range block {
			x.starts[renumbered[m.term]+1]++
		}
		total += len(block)
	}
	for term := range renumbered {
		x.starts[term+1] += x.starts[term]
	}
	next := slices.Clone(x.starts)
	x.hits = make([]posting, total)
	average := b.averageLength()
	block, rest := 0, []mention(nil)
	for doc, count := range b.counts {
		if len(rest) == 0 && count > 0 {
			rest = b.log[block]
			block++
		}
		damping := lengthDamping(int(b.lengths[doc]), average)
		for _, m := range rest[:count] {
			term := renumbered[m.term]
			x.hits[next[term]] = newPosting(doc, impact(int(m.weight), damping))
			next[term]++
		}
		rest = rest[count:]
	}
}

func (b *terms) averageLength() int {
	total := 0
	for _, n := range b.lengths {
		total += int(n)
	}
	return max(1, total/max(1, len(b.pages)))
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

func valid(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
