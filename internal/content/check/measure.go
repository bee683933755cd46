package check

import (
	"strings"
	"unicode/utf8"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Measure counts what readability formulas are made of.
type Measure struct {
	Words, Sentences, Syllables int
	LongSentences               int // of more than 25 words
}

// Measured is the count of one page in one language. The scores of two languages are never compared.
func Measured(c *course.Course, d *course.Doc) Measure { return measure(newText(d, newSources(c))) }

func measure(t *Text) Measure {
	var m Measure
	for _, pc := range t.Pieces {
		if pc.Kind != pieceParagraph && pc.Kind != pieceItem {
			continue
		}
		for _, s := range sentences(pc.Text) {
			ws := pc.within(s)
			n := spoken(ws)
			if n == 0 {
				continue
			}
			m.Sentences++
			m.Words += n
			if n > 25 {
				m.LongSentences++
			}
			for _, w := range ws {
				m.Syllables += Syllables(w.Lower, t.Tag)
			}
		}
	}
	return m
}

// FleschKincaid is the grade 0.39·words/sentences + 11.8·syllables/words − 15.59, for English only.
func (m Measure) FleschKincaid() float64 {
	if m.Words == 0 {
		return 0
	}
	return 0.39*float64(m.Words)/float64(m.Sentences) + 11.8*float64(m.Syllables)/float64(m.Words) - 15.59
}

// KandelMoles is 207 − 1.015·words/sentences − 73.6·syllables/words, for French only; higher is easier.
func (m Measure) KandelMoles() float64 {
	if m.Words == 0 {
		return 0
	}
	return 207 - 1.015*float64(m.Words)/float64(m.Sentences) - 73.6*float64(m.Syllables)/float64(m.Words)
}

// Syllables counts the syllables of a word in lower case: groups of vowels, without the mute e that ends it. It is an
// estimate: hiatus (“reuse”) and French verbs in -ent are taken for what is more frequent.
func Syllables(word string, tag lang.Tag) int {
	if tag.Base() == lang.French {
		return syllablesIn(word, "aeiouyàâäéèêëîïôöùûüœæ", []string{"es", "e", "ent"}, frenchEndings)
	}
	return syllablesIn(word, "aeiouy", []string{"es", "ed", "e"}, englishEndings)
}

// A mute ending counts after all when one of these comes before it.
var (
	englishEndings = map[string][]string{"e": {"l"}, "ed": {"t", "d"}, "es": {"s", "c", "z", "x", "g", "ch", "sh"}}
	frenchEndings  = map[string][]string{"ent": {"m", "v", "d", "c", "r", "t", "s", "l", "g"}}
)

func syllablesIn(word, vowels string, mute []string, kept map[string][]string) int {
	n, before := 0, false
	for _, r := range word {
		is := strings.ContainsRune(vowels, r)
		if is && !before {
			n++
		}
		before = is
		if r == 'é' || r == 'ï' || r == 'ë' {
			before = false
		}
	}
	for _, end := range mute {
		stem, ends := strings.CutSuffix(word, end)
		if !ends || stem == "" {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(stem)
		if !strings.ContainsRune(vowels, last) && !endsWithAny(stem, kept[end]) && n > 1 {
			n--
		}
		break
	}
	return max(n, 1)
}

func endsWithAny(s string, ends []string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
