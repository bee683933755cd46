package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"atelier/internal/base/lang"
)

// Word is one word of a piece: its bytes, and its form in lower case with a curly apostrophe.
type Word struct {
	Start, End int
	Lower      string
}

// words splits a text into words. Hyphens and apostrophes stay inside a word; in French an elision ends one
// (« l’ », « idée »). Numbers are words.
func words(text string, tag lang.Tag) []Word {
	elide := tag.Base() == lang.French
	out := make([]Word, 0, len(text)/6+1)
	start := -1
	end := func(i int) {
		if start >= 0 {
			out = append(out, Word{start, i, lower(text[start:i])})
			start = -1
		}
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if start < 0 {
				start = i
			}
		case start >= 0 && (r == '-' || r == '’' || r == '\'') && joins(text, i):
			if elide && r != '-' {
				end(i + utf8.RuneLen(r))
			}
		default:
			end(i)
		}
	}
	end(len(text))
	return out
}

// joins says that a letter stands right after the character at i.
func joins(text string, i int) bool {
	_, size := utf8.DecodeRuneInString(text[i:])
	r, _ := utf8.DecodeRuneInString(text[i+size:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func lower(s string) string {
	return strings.ReplaceAll(strings.ToLower(s), "'", "’")
}

// Span is a part of a text, by bytes.
type Span struct{ Start, End int }

// abbreviations end with a period that ends no sentence.
var abbreviations = map[string]bool{
	"m": true, "mr": true, "mrs": true, "ms": true, "dr": true, "st": true, "e.g": true, "i.e": true, "etc": true,
	"p": true, "pp": true, "no": true, "art": true, "vol": true, "cf": true, "ex": true, "al": true, "vs": true,
	"s": true, "ss": true, "inc": true, "ltd": true, "co": true, "ch": true, "fig": true, "approx": true,
}

// sentences splits a text where a sentence ends: a period, question or exclamation mark, then a space and a
// capital, a quote or nothing.
func sentences(text string) []Span {
	var out []Span
	start := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '.' && c != '!' && c != '?' && !strings.HasPrefix(text[i:], "…") {
			continue
		}
		next := i + 1
		if c >= utf8.RuneSelf {
			next = i + len("…")
		}
		for next < len(text) && strings.ContainsRune(".!?…”»)’\u00a0", decode(text[next:])) {
			_, size := utf8.DecodeRuneInString(text[next:])
			next += size
		}
		if !endsSentence(text, i, next) {
			continue
		}
		out = append(out, trim(text, start, next))
		start, i = next, next-1
	}
	if last := trim(text, start, len(text)); last.End > last.Start {
		out = append(out, last)
	}
	return out
}

func endsSentence(text string, dot, next int) bool {
	if next < len(text) && text[next] != ' ' {
		return false
	}
	rest := strings.TrimLeft(text[next:], " \u00a0"+object)
	if r := decode(rest); rest != "" && !unicode.IsUpper(r) && !strings.ContainsRune("«“([", r) && !unicode.IsDigit(r) {
		return false
	}
	if text[dot] != '.' {
		return true
	}
	from := strings.LastIndexAny(text[:dot], " \u00a0(’") + 1
	word := strings.ToLower(strings.TrimLeft(text[max(from, 0):dot], "\u00a0(’"))
	initial := utf8.RuneCountInString(word) == 1 && unicode.IsLetter(decode(word))
	return !abbreviations[word] && (rest == "" || !initial)
}

func decode(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func trim(text string, start, end int) Span {
	for start < end && strings.ContainsRune(" \u00a0", decode(text[start:])) {
		_, size := utf8.DecodeRuneInString(text[start:])
		start += size
	}
	for end > start && text[end-1] == ' ' {
		end--
	}
	return Span{start, end}
}

// within counts the words of a piece that lie in a span.
func (pc *Piece) within(s Span) []Word {
	from := 0
	for from < len(pc.Words) && pc.Words[from].Start < s.Start {
		from++
	}
	to := from
	for to < len(pc.Words) && pc.Words[to].Start < s.End {
		to++
	}
	return pc.Words[from:to]
}

// quote is the bytes from start to end with a few words around, on one line.
func quote(text string, start, end int) string {
	const around = 28
	start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
	from, to := max(0, start-around), min(len(text), end+around)
	if to-from > 160 {
		to = from + 160
	}
	for from > 0 && from < start && text[from-1] != ' ' {
		from++
	}
	for to < len(text) && to > end && text[to] != ' ' {
		to--
	}
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	s := strings.TrimSpace(strings.ReplaceAll(text[from:to], object, ""))
	if from > 0 {
		s = "… " + s
	}
	if to < len(text) {
		s += " …"
	}
	return s
}
