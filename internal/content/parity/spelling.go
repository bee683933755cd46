package parity

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// once leaves out words that are written twice in a row.
func once(tokens []token) []token {
	var out []token
	for _, t := range tokens {
		if n := len(out); n > 0 && out[n-1].key == t.key && !t.number && !t.symbol {
			continue
		}
		out = append(out, t)
	}
	return out
}

// spellingOnly says whether every changed run of words is a correction of spelling. Without such a run, something
// that was written twice must have changed.
func spellingOnly(lex *lexicon, hunks []hunk, changed bool) bool {
	for _, h := range hunks {
		if !corrects(lex, h) {
			return false
		}
	}
	return changed
}

// corrects says whether one run of words only corrects the spelling of another: words joined or cut, a word written
// twice, accents, a slip of the finger.
func corrects(lex *lexicon, h hunk) bool {
	for _, t := range slices.Concat(h.gone, h.came) {
		if t.number || t.symbol {
			return false
		}
	}
	joinedGone, joinedCame := strings.Join(keysOf(h.gone), ""), strings.Join(keysOf(h.came), "")
	if joinedGone != "" && plainKey(joinedGone) == plainKey(joinedCame) {
		return true
	}
	if lex == nil {
		return false
	}
	if len(h.gone) != len(h.came) {
		return false
	}
	for i := range h.gone {
		if !slip(lex, h.gone[i].key, h.came[i].key) {
			return false
		}
	}
	return true
}

// slip says whether two words are one word and a slip of the finger. Short words are seldom slips of each other, and
// two real words never are.
func slip(lex *lexicon, a, b string) bool {
	x, y := plainKey(a), plainKey(b)
	switch {
	case a == b || x == y:
		return true
	case lex.real[a] && lex.real[b], denies(x, y), denies(y, x), inflects(a, b):
		return false
	}
	if strings.ContainsAny(x+y, "0123456789'") {
		return false
	}
	short, long := utf8.RuneCountInString(x), utf8.RuneCountInString(y)
	if short > long {
		short, long = long, short
	}
	if x[0] != y[0] && distance(x, y, 1) == 1 && short == long && !swapped(x, y) {
		return false // another first letter makes another word: cost, lost
	}
	switch {
	case long <= 3:
		return swapped(x, y)
	case short >= 8:
		return distance(x, y, 2) <= 2
	}
	return distance(x, y, 1) <= 1
}

// swapped says whether two words differ by two neighbouring letters changing places.
func swapped(x, y string) bool {
	if len(x) != len(y) {
		return false
	}
	for i := 0; i+1 < len(x); i++ {
		if x[i] != y[i] {
			return x[i] == y[i+1] && x[i+1] == y[i] && x[i+2:] == y[i+2:]
		}
	}
	return false
}

// denials are the beginnings that turn a word into its contrary, in English and in French.
var denials = []string{"un", "in", "im", "ir", "il", "non", "dis", "mis", "de", "des", "mal", "anti", "re", "sub", "pre", "post", "sur", "sous"}

// denies says whether b is a with a beginning that changes what it says: lawful, unlawful.
func denies(a, b string) bool {
	head, found := strings.CutSuffix(b, a)
	return found && head != "" && slices.Contains(denials, head)
}

// endings change the time or the person of a word: publishes, published; licensor, licensee; publie, publiera.
var endings = []string{"d", "ed", "ing", "er", "or", "ee", "r", "ait", "aient", "ra", "ront", "rait", "raient", "ant", "ez", "eur", "euse",
	"era", "eront", "erait", "eraient", "ons", "able", "less", "ful", "ible"}

// inflects says whether two words are forms of one word that do not say the same.
func inflects(a, b string) bool {
	stem := commonPrefix(a, b)
	if utf8.RuneCountInString(stem) < 3 {
		return false
	}
	x, y := a[len(stem):], b[len(stem):]
	plain := []string{"", "e", "s", "es", "ent", "nt", "é", "ée", "és", "ées"}
	changes := func(s string) bool { return slices.Contains(endings, s) }
	keeps := func(s string) bool { return slices.Contains(plain, s) }
	return (changes(x) && (keeps(y) || changes(y))) || (changes(y) && keeps(x))
}

// slippedWords finds real words that another real word, one slip away, took the place of.
func slippedWords(lex *lexicon, hunks []hunk) (gone, came []string) {
	if lex == nil {
		return nil, nil
	}
	for _, h := range hunks {
		if len(h.gone) != len(h.came) {
			continue
		}
		for i := range h.gone {
			a, b := h.gone[i].key, h.came[i].key
			x, y := plainKey(a), plainKey(b)
			real := lex.real[a] && lex.real[b] && distance(x, y, 2) <= 2
			if x != y && (real || denies(x, y) || denies(y, x)) {
				gone, came = append(gone, h.gone[i].surface), append(came, h.came[i].surface)
			}
		}
	}
	return gone, came
}
