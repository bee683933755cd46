package search

import "math/bits"

// Index finds passages in one language. It never changes and may be shared.
type Index struct {
	analyser  *Analyser
	docs      []Document
	pages     []int32          // by document: the number of its page
	words     []string         // folded words in byte order
	wordTerms []int32          // by word: its term; terms are numbered as they first come up in words
	termOf    map[string]int32 // folded word to term
	stems     map[string]int32 // stem to term
	starts    []int32          // by term: where its postings begin in hits; one more at the end
	hits      []posting        // by term, and by document within a term
}

// posting is a document number and what the term says about it, in one word.
type posting uint32

const (
	impactBits = 6
	maxImpact  = 1<<impactBits - 1
	// maxDocuments is how many passages one index can hold.
	maxDocuments = 1 << (32 - impactBits)
)

func newPosting(doc, impact int) posting { return posting(doc<<impactBits | impact) }

func (p posting) doc() int32  { return int32(p >> impactBits) }
func (p posting) impact() int { return int(p & maxImpact) }

// Len is the number of passages.
func (x *Index) Len() int { return len(x.docs) }

func (x *Index) postingsOf(term int32) []posting { return x.hits[x.starts[term]:x.starts[term+1]] }

// frequency is the number of passages that have the term.
func (x *Index) frequency(term int32) int { return int(x.starts[term+1] - x.starts[term]) }

// rarity is BM25's inverse document frequency as 16·log2((documents+1)/frequency)
// plus 1, the logarithm drawn as straight lines between powers of two so that it
// is whole and the same in every language of programming.
func rarity(documents, frequency int) int {
	ratio := 256 * (documents + 1) / max(1, frequency)
	power := bits.Len(uint(ratio)) - 1
	return power*16 + (ratio<<4)>>power - 16 - 128 + 1
}
