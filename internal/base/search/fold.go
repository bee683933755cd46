package search

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// runeKind says what a rune is to a word.
type runeKind int

const (
	notInWord runeKind = iota // ends a word
	inWord                    // begins or continues a word
	silent                    // continues a word, and is left out of its folded form
	wholeWord                 // is a word alone: Han and kana are written without spaces
)

// appendFolded appends the folded form of the first rune of text. Where that
// rune does not continue the word that is open, folded comes back as it was.
func appendFolded(folded []byte, text string, open bool) ([]byte, int, runeKind) {
	r, size := utf8.DecodeRuneInString(text)
	if r < lowLetters {
		letter := &foldedLetters().low[r]
		return append(folded, letter.folded...), size, letter.kind
	}
	if r >= 0x2010 && r <= 0x2027 {
		return folded, size, notInWord // dashes, quotes and dots, the commonest of the rest
	}
	kind := kindOf(r)
	if kind != inWord && (kind != wholeWord || open) {
		return folded, size, kind
	}
	if r >= 0x1E00 && r < 0x2000 {
		return append(folded, foldedLetters().high[r-0x1E00]...), size, kind
	}
	return utf8.AppendRune(folded, unicode.ToLower(r)), size, kind
}

func kindOf(r rune) runeKind {
	switch {
	case r >= 0x300 && r <= 0x36F, r == 0xAD, r == 0x200C, r == 0x200D:
		return silent // accents written apart, soft hyphen, joiners
	case r >= 0x3040 && r <= 0x30FF, r >= 0x3400 && r <= 0x4DBF, r >= 0x4E00 && r <= 0x9FFF,
		r >= 0xF900 && r <= 0xFAFF, r >= 0x20000 && r <= 0x3FFFF:
		return wholeWord
	case unicode.In(r, unicode.L, unicode.N, unicode.M):
		return inWord
	}
	return notInWord
}

// letterTable holds the folded form of Latin and Greek letters; elsewhere an
// accent is part of the letter.
type letterTable struct {
	low  [lowLetters]foldedRune
	high [0x200]string // U+1E00 to U+1FFF
}

// foldedRune is what a rune is to a word and what it adds to its folded form.
type foldedRune struct {
	folded string
	kind   runeKind
}

const lowLetters = 0x400 // U+0000 to U+03FF: Latin, accents, Greek

var foldedLetters = sync.OnceValue(func() *letterTable {
	t := new(letterTable)
	for r := rune(0x80); r < lowLetters; r++ {
		if kind := kindOf(r); kind == inWord {
			t.low[r] = foldedRune{foldLetter(r), kind}
		} else {
			t.low[r].kind = kind
		}
	}
	for r := rune(0x1E00); r < 0x2000; r++ {
		t.high[r-0x1E00] = foldLetter(r)
	}
	return t
})

func foldLetter(r rune) string {
	var out strings.Builder
	for _, part := range norm.NFD.String(string(r)) {
		if part >= 0x300 && part <= 0x36F {
			continue
		}
		part = unicode.ToLower(part)
		if plain, ok := letterSpelt[part]; ok {
			out.WriteString(plain)
		} else {
			out.WriteRune(part)
		}
	}
	if out.Len() == 0 {
		return string(unicode.ToLower(r))
	}
	return out.String()
}

// letterSpelt spells the Latin letters that Unicode does not take apart.
var letterSpelt = map[rune]string{
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d",
	'þ': "th", 'ħ': "h", 'ı': "i", 'ŋ': "n", 'ŧ': "t", 'ſ': "s", 'ς': "σ",
}
