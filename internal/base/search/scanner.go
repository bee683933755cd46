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
	i, start := s.pos, -1
	for i < len(text) {
		c := asciiFold[text[i]]
		if c > endOfWord && c < beyondASCII {
			if start < 0 {
				start = i
			}
			folded = append(folded, c)
			i++
			continue
		}
		if c == endOfWord {
			if start >= 0 {
				break
			}
			i++
			continue
		}
		size, kind := 0, notInWord
		folded, size, kind = appendFolded(folded, text[i:], start >= 0)
		if kind == notInWord && start >= 0 || kind == wholeWord && start >= 0 {
			break
		}
		if kind == inWord && start < 0 {
			start = i
		}
		if kind == wholeWord {
			start = i
			i += size
			break
		}
		i += size
	}
	s.pos, s.start, s.end, s.folded = i, start, i, folded
	return start >= 0
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
