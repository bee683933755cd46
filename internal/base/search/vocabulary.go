package search

import "encoding/binary"

// vocabulary is the words a builder has met. It is a hash table of its own kind,
// because looking a word up is most of what indexing costs: a word of up to eight
// letters is found, with its term, in one place of memory.
type vocabulary struct {
	list  []vocabularyWord
	slots []slot // a power of two of them, at most half of them taken
}

type vocabularyWord struct {
	folded string
	stem   string
	term   int32 // noTerm while nothing is found by the word
}

// slot is free where entry is 0; else entry-1 is the number of the word.
type slot struct {
	key   uint64 // as keyOf gives it
	entry int32
	term  int32 // that of the word, noTerm or commonTerm
}

// longWord is set in the key of a word that may share its key with others.
const longWord = 1 << 63

func newVocabulary() vocabulary { return vocabulary{slots: make([]slot, 1<<10)} }

// of gives the slot of a folded word, valid until the next call, and says whether
// it was made now.
func (v *vocabulary) of(folded []byte) (word *slot, isNew bool) {
	key := keyOf(folded)
	s := v.find(folded, key)
	if s.entry > 0 {
		return s, false
	}
	if len(v.list)*2 >= len(v.slots) {
		v.grow()
		s = v.find(folded, key)
	}
	v.list = append(v.list, vocabularyWord{folded: string(folded), term: noTerm})
	*s = slot{key, int32(len(v.list)), noTerm}
	return s, true
}

// word gives the word of a slot.
func (v *vocabulary) word(s *slot) *vocabularyWord { return &v.list[s.entry-1] }

// find gives the slot of a word, or the free slot where it belongs.
func (v *vocabulary) find(folded []byte, key uint64) *slot {
	mask := len(v.slots) - 1
	for at := firstPlace(key) & mask; ; at = (at + 1) & mask {
		s := &v.slots[at]
		if s.entry == 0 || s.key == key && (key < longWord || v.word(s).folded == string(folded)) {
			return s
		}
	}
}

func (v *vocabulary) grow() {
	old := v.slots
	v.slots = make([]slot, 2*len(old))
	mask := len(v.slots) - 1
	for _, s := range old {
		if s.entry == 0 {
			continue
		}
		at := firstPlace(s.key) & mask
		for v.slots[at].entry != 0 {
			at = (at + 1) & mask
		}
		v.slots[at] = s
	}
}

const odd = 0x9E3779B97F4A7C15 // 2^64 divided by the golden ratio

// firstPlace gives where the search for a key begins.
func firstPlace(key uint64) int { return int((key * odd) >> 33) }

// keyOf gives a word of up to eight letters as one number, which no other word
// has; of a longer one, and of one that is not ASCII, a hash with longWord set.
func keyOf(word []byte) uint64 {
	if len(word) <= 8 {
		return eightLetters(word)
	}
	var hash uint64
	for len(word) > 8 {
		hash = (hash ^ binary.LittleEndian.Uint64(word)) * odd
		hash ^= hash >> 32
		word = word[8:]
	}
	return hash ^ eightLetters(word) | longWord
}

func eightLetters(word []byte) (number uint64) {
	for i, c := range word {
		number |= uint64(c) << (8 * i)
	}
	return number
}
