package parity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"atelier/internal/base/lang"
)

// sighting is one thing in a text that an edit may not change without changing the meaning.
type sighting struct {
	key     string // what it is compared by
	surface string // how the text writes it
}

// reading is what the machine sees in one text.
type reading struct {
	tag    lang.Tag
	tokens []token
	seen   map[Signal][]sighting
	counts map[string]int // of each word, whatever its case and accents
	comma  bool           // it has a comma
}

// read makes out the words of a text and what stands out in it.
func (j *Judge) read(tag lang.Tag, text string) *reading {
	m := readMarkup(text)
	lex := lexiconOf(tag)
	r := &reading{tag: tag, tokens: lex.spelledNumbers(tokenize(tag, m.words)), seen: map[Signal][]sighting{}, counts: map[string]int{}, comma: strings.Contains(m.words, ",")}
	for _, t := range r.tokens {
		r.counts[plainKey(t.key)]++
		switch {
		case t.number:
			r.see(Number, t.key, t.surface)
		case t.symbol:
			r.see(symbolSignal(t.key), symbolKey(t.key), t.surface)
		}
	}
	for signal, list := range map[Signal][]string{LinkTo: m.links, Citation: m.cites, CodeText: m.code} {
		for _, s := range list {
			r.see(signal, s, s)
		}
	}
	if lex != nil {
		for _, signal := range []Signal{Negation, Modal, Quantifier, Logic, Unit, Date} {
			r.find(signal, lex.signals[signal])
		}
		r.ne()
	}
	r.find(DefinedAs, j.terms[tag])
	return r
}

func (r *reading) see(s Signal, key, surface string) {
	r.seen[s] = append(r.seen[s], sighting{key, surface})
}

// symbolSignal tells units and money from other signs.
func symbolSignal(key string) Signal {
	if strings.Contains("%$€£¥", key) {
		return Unit
	}
	return Symbol
}

func symbolKey(key string) string {
	switch key {
	case "%":
		return "percent"
	case "$":
		return "dollar"
	}
	return key
}

// find looks a book of phrases up in the text. Phrases do not overlap.
func (r *reading) find(signal Signal, book phraseBook) {
	for i := 0; i < len(r.tokens); {
		p, ok := book.at(r.tokens, i)
		if !ok || (signal == Modal && p.family == "may" && r.isMay(i)) {
			i++
			continue
		}
		r.see(signal, p.family, surfaceOf(r.tokens[i:i+len(p.keys)]))
		i += len(p.keys)
	}
}

// isMay says whether the English word at i is the month.
func (r *reading) isMay(i int) bool { return r.tokens[i].surface == "May" && !r.tokens[i].first }

// companions are the words that make a denial of French “ne”, and stand in the lexicon by themselves.
var companions = []string{"pas", "plus", "jamais", "aucun", "aucune", "rien", "ni", "guère", "nul", "nulle", "personne", "point"}

// ne reads the French “ne” by its companion: “ne … que” says only; “ne” alone, as in “ne peut”, says not.
func (r *reading) ne() {
	if r.tag.Base() != lang.French {
		return
	}
	const reach = 6 // words between “ne” and “que”
	for i, t := range r.tokens {
		if t.key != "ne" && t.key != "n'" {
			continue
		}
		end, accompanied, que := i+1, false, 0
		for ; end < len(r.tokens) && !r.tokens[end].first; end++ {
			accompanied = accompanied || slices.Contains(companions, r.tokens[end].key)
			if key := r.tokens[end].key; que == 0 && !accompanied && end-i <= reach && (key == "que" || key == "qu'") {
				que = end
			}
		}
		for k := i - 1; k >= 0 && !accompanied; k-- {
			accompanied = slices.Contains(companions, r.tokens[k].key)
			if r.tokens[k].first {
				break
			}
		}
		switch {
		case que > 0:
			r.see(Quantifier, "only", t.surface+" … "+r.tokens[que].surface)
		case !accompanied:
			r.see(Negation, "not", t.surface)
		}
	}
}

func surfaceOf(tokens []token) string {
	out := make([]string, 0, len(tokens))
	for _, t := range tokens {
		if len(out) == 0 || out[len(out)-1] != t.surface {
			out = append(out, t.surface)
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(strings.Join(out, " "), "’ ", "’"), "' ", "'")
}

// names compares the proper names of two texts: words that either of them writes with a capital inside a sentence,
// in capitals, with a digit, or that stand in the lexicon. A name that only changed its case is no other name.
func names(old, new *reading) (gone, came []string) {
	surfaces := map[string]string{}
	for _, r := range []*reading{old, new} {
		for i, t := range r.tokens {
			if !t.number && !t.symbol && r.isName(i) {
				surfaces[plainKey(t.key)] = t.surface
			}
		}
	}
	for key, surface := range surfaces {
		switch before, after := old.counts[key], new.counts[key]; {
		case before > after:
			gone = append(gone, surface)
		case after > before:
			came = append(came, surface)
		}
	}
	slices.Sort(gone)
	slices.Sort(came)
	return gone, came
}

func (r *reading) isName(i int) bool {
	t := r.tokens[i]
	if utf8.RuneCountInString(t.surface) < 2 || t.surface == "I'm" {
		return false
	}
	lex := lexiconOf(r.tag)
	if lex != nil {
		if _, date := lex.signals[Date].at(r.tokens, i); date {
			return false
		}
		if _, known := lex.signals[Name].at(r.tokens, i); known {
			return true
		}
	}
	upper, digits := 0, 0
	for _, c := range t.surface {
		switch {
		case unicode.IsUpper(c):
			upper++
		case unicode.IsDigit(c):
			digits++
		}
	}
	capital := unicode.IsUpper([]rune(t.surface)[0])
	return digits > 0 || (upper > 1 && !allCaps(r.tokens)) || (capital && !t.first) ||
		(capital && i+1 < len(r.tokens) && isCapital(r.tokens[i+1]) && lex != nil)
}

func isCapital(t token) bool {
	c, _ := utf8.DecodeRuneInString(t.surface)
	return unicode.IsUpper(c) && !t.first
}

// allCaps says whether the whole text is shouted, so that capitals say nothing.
func allCaps(tokens []token) bool {
	for _, t := range tokens {
		if strings.ContainsFunc(t.surface, unicode.IsLower) {
			return false
		}
	}
	return len(tokens) > 2
}

// opposites finds pairs of opposite words of which one side is gone and the other came.
func opposites(lex *lexicon, old, new *reading) (gone, came []string) {
	if lex == nil {
		return nil, nil
	}
	count := func(r *reading, list []string) (n int) {
		for _, t := range r.tokens {
			if slices.Contains(list, t.key) {
				n++
			}
		}
		return n
	}
	for _, pair := range lex.opposites {
		a := count(new, pair[0]) - count(old, pair[0])
		b := count(new, pair[1]) - count(old, pair[1])
		switch {
		case a < 0 && b > 0:
			gone, came = append(gone, firstOf(old, pair[0])), append(came, firstOf(new, pair[1]))
		case a > 0 && b < 0:
			gone, came = append(gone, firstOf(old, pair[1])), append(came, firstOf(new, pair[0]))
		}
	}
	return gone, came
}

func firstOf(r *reading, list []string) string {
	for _, t := range r.tokens {
		if slices.Contains(list, t.key) {
			return t.surface
		}
	}
	return ""
}
