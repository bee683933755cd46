package search

import (
	"unicode/utf8"
	"unsafe"
)

// Scanner walks over the words of a text without allocating on ASCII. The zero
// Scanner is ready: call Reset or ResetBytes, then Next until it says false.
type Scanner struct {
	text   string
	pos    int
	start  int
	end    int
	folded []byte
}

// Reset starts the scanner at the beginning of text.
func (s *Scanner) Reset(text string) {
	s.text, s.pos = text, 0
}

// ResetBytes starts the scanner at the beginning of text, which must not change
// while it is scanned.
func (s *Scanner) ResetBytes(text []byte) {
	s.Reset(unsafe.String(unsafe.SliceData(text), len(text)))
}

// Start is the byte offset of the word's first byte.
func (s *Scanner) Start() int { return s.start }

// End is the byte offset after the word's last byte.
func (s *Scanner) End() int { return s.end }

// Folded is the word in lower case without accents. It is overwritten by the
// next call of Next.
func (s *Scanner) Folded() []byte { return s.folded }

// Next goes to the next word and says whether there is one.
func (s *Scanner) Next() bool {
	text, folded := s.text, s.folded[:0]
	i := s.pos
	for i < len(text) && asciiFold[text[i]] == endOfWord {
		i++
	}
	start := i
	var raised, c byte // raised is not 0 where a letter was a capital
	for i < len(text) {
		c = asciiFold[text[i]]
		if c == endOfWord || c == beyondASCII {
			break
		}
		raised |= c ^ text[i]
		i++
	}
	folded = append(folded, text[start:i]...)
	if raised != 0 {
		for k, b := range folded {
			folded[k] = asciiFold[b]
		}
	}
	if i < len(text) && c == beyondASCII {
		return s.nextBeyond(folded, start, i)
	}
	s.pos, s.start, s.end, s.folded = i, start, i, folded
	return i > start
}

// nextBeyond is Next from a character at i that is not ASCII, in a word that
// begins at start, or before a word where start is i.
func (s *Scanner) nextBeyond(folded []byte, start, i int) bool {
	text, open := s.text, start < i
	for i < len(text) {
		c := asciiFold[text[i]]
		if c == endOfWord && open {
			break
		}
		if c != beyondASCII {
			if c != endOfWord {
				if !open {
					open, start = true, i
				}
				folded = append(folded, c)
			}
			i++
			continue
		}
		var size int
		var kind runeKind
		folded, size, kind = appendFolded(folded, text[i:], open)
		if open && (kind == notInWord || kind == wholeWord) {
			break
		}
		if !open && (kind == inWord || kind == wholeWord) {
			open, start = true, i
		}
		i += size
		if kind == wholeWord {
			break
		}
	}
	s.pos, s.start, s.end, s.folded = i, start, i, folded
	return open
}

// capitals says whether the word has two letters or more, all capitals: IT is
// then an abbreviation and not the pronoun.
func (s *Scanner) capitals() bool {
	if s.end-s.start < 2 {
		return false
	}
	for _, b := range []byte(s.text[s.start:s.end]) {
		if b < 'A' || b > 'Z' {
			return false
		}
	}
	return true
}

// Words calls yield for every word of text with its byte offsets and its folded
// form, which is overwritten when yield returns.
func Words(text []byte, yield func(start, end int, folded []byte)) {
	var s Scanner
	var room [64]byte
	s.folded = room[:0]
	s.ResetBytes(text)
	for s.Next() {
		yield(s.start, s.end, s.folded)
	}
}

// endOfWord and beyondASCII are the two values of asciiFold that are no letter.
const (
	endOfWord   = 0
	beyondASCII = utf8.RuneSelf
)

// asciiFold gives each byte its lower-case letter or digit, endOfWord or
// beyondASCII.
var asciiFold = func() (table [256]byte) {
	for b := range table {
		c := byte(b)
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			table[b] = c
		case 'A' <= c && c <= 'Z':
			table[b] = c + 'a' - 'A'
		case c >= utf8.RuneSelf:
			table[b] = beyondASCII
		}
	}
	return table
}()
