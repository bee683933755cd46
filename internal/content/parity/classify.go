package parity

import (
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Judge reads edits. It knows the defined terms of a course; its zero value knows none.
type Judge struct {
	terms map[lang.Tag]phraseBook
}

// NewJudge makes a judge that knows the terms of a glossary in every language of the glossary.
func NewJudge(glossary []*course.Term) *Judge {
	j := &Judge{terms: map[lang.Tag]phraseBook{}}
	for _, t := range glossary {
		for tag, word := range t.Term {
			j.learn(tag, t.ID, word)
		}
		for tag, forms := range t.Forms {
			for _, form := range forms {
				j.learn(tag, t.ID, form)
			}
		}
	}
	for _, b := range j.terms {
		b.sort()
	}
	return j
}

func (j *Judge) learn(tag lang.Tag, id, form string) {
	if j.terms[tag] == nil {
		j.terms[tag] = phraseBook{}
	}
	j.terms[tag].add(tag, id, form)
}

// Classify reads an edit of a text without a glossary; see [Judge.Classify].
func Classify(tag lang.Tag, old, new string) (Class, []Reason) {
	return plainJudge.Classify(tag, old, new)
}

var plainJudge = &Judge{}

// Classify is the machine's class of an edit of one passage's source text, at most Meaning, with its reasons. What
// changes numbers, negations, modal verbs, quantifiers, conditions, defined terms, names, dates, units, links,
// citations, code or signs is meaning; what only corrects spelling, accents, punctuation, spaces or emphasis is a
// typo; the rest is clarity. In a language the machine has no lexicon for, any change of words is meaning, and the
// reason says that nobody read it.
func (j *Judge) Classify(tag lang.Tag, old, new string) (Class, []Reason) {
	if old == new {
		return Same, nil
	}
	a, b := j.read(tag, old), j.read(tag, new)
	hunks := align(a.tokens, b.tokens)
	lex := lexiconOf(tag)
	fixed := spellingOnly(lex, align(once(a.tokens), once(b.tokens)), len(hunks) > 0)
	reasons := compareSignals(lex, a, b, hunks, fixed)
	if len(reasons) > 0 {
		return Meaning, reasons
	}
	if len(hunks) == 0 {
		return Typo, nil
	}
	if lex == nil {
		if sameLetters(a.tokens, b.tokens) {
			return Typo, nil
		}
		return Meaning, []Reason{wordsOf(Unread, hunks)}
	}
	if fixed {
		return Typo, nil
	}
	return Clarity, []Reason{wordsOf(Rewording, hunks)}
}

// signalOrder is the order in which reasons are given.
var signalOrder = []Signal{Number, Unit, Date, Negation, Modal, Quantifier, Logic, DefinedAs, LinkTo, Citation, CodeText, Symbol}

// compareSignals is every reason to read the edit as a change of meaning. When the edit only corrects spelling, what
// is made of words is left aside: “jamias” became “jamais”, nothing was denied anew.
func compareSignals(lex *lexicon, a, b *reading, hunks []hunk, fixed bool) []Reason {
	var out []Reason
	add := func(s Signal, gone, came []string) {
		if len(gone)+len(came) > 0 {
			out = append(out, Reason{Signal: s, Gone: gone, Came: came})
		}
	}
	for _, s := range signalOrder {
		if fixed && slices.Contains([]Signal{Negation, Modal, Quantifier, Logic, Date, Unit, DefinedAs}, s) && !signsDiffer(s, a, b) {
			continue
		}
		gone, came := difference(a.seen[s], b.seen[s])
		add(s, gone, came)
	}
	if len(out) == 0 {
		add(Number, reordered(a.seen[Number], b.seen[Number]), reordered(b.seen[Number], a.seen[Number]))
	}
	if !fixed {
		gone, came := opposites(lex, a, b)
		add(Opposite, gone, came)
		gone, came = slippedWords(lex, hunks)
		add(Opposite, gone, came)
		gone, came = movedDenial(lex, hunks)
		add(Negation, gone, came)
	}
	gone, came := names(a, b)
	add(Name, gone, came)
	if len(out) == 0 && lex != nil && len(hunks) > 0 && permuted(a.tokens, b.tokens) && !clauseMoved(a, b) {
		out = append(out, wordsOf(Order, hunks))
	}
	return out
}

// signsDiffer says whether the signs among the units differ: %, $.
func signsDiffer(s Signal, a, b *reading) bool {
	signs := func(r *reading) (out []string) {
		for _, t := range r.tokens {
			if t.symbol && symbolSignal(t.key) == s {
				out = append(out, t.key)
			}
		}
		slices.Sort(out)
		return out
	}
	return s == Unit && !slices.Equal(signs(a), signs(b))
}

// difference is what is in one list and not in the other, counted.
func difference(old, new []sighting) (gone, came []string) {
	count := map[string]int{}
	for _, s := range new {
		count[s.key]++
	}
	for _, s := range old {
		if count[s.key]--; count[s.key] < 0 {
			gone = append(gone, s.surface)
		}
	}
	clear(count)
	for _, s := range old {
		count[s.key]++
	}
	for _, s := range new {
		if count[s.key]--; count[s.key] < 0 {
			came = append(came, s.surface)
		}
	}
	return gone, came
}

// reordered is the first list as written when the second has the same things in another order.
func reordered(list, other []sighting) []string {
	if slices.EqualFunc(list, other, func(x, y sighting) bool { return x.key == y.key }) {
		return nil
	}
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.surface
	}
	return out
}

// movedDenial sees a negation that left one place and came to another: “must not be public and is signed”.
func movedDenial(lex *lexicon, hunks []hunk) (gone, came []string) {
	if lex == nil {
		return nil, nil
	}
	for _, h := range hunks {
		g := &reading{tokens: h.gone, seen: map[Signal][]sighting{}}
		c := &reading{tokens: h.came, seen: map[Signal][]sighting{}}
		g.find(Negation, lex.signals[Negation])
		c.find(Negation, lex.signals[Negation])
		x, y := difference(g.seen[Negation], c.seen[Negation])
		gone, came = append(gone, x...), append(came, y...)
	}
	if len(gone) == 0 || len(came) == 0 {
		return nil, nil
	}
	return gone, came
}

// permuted says whether two texts have the same words in another order.
func permuted(a, b []token) bool {
	if len(a) != len(b) {
		return false
	}
	x, y := keysOf(a), keysOf(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// clauseMoved says whether the words only changed places around a comma: “Before you sign, read” and “Read before you
// sign” say the same.
func clauseMoved(a, b *reading) bool {
	x, y := keysOf(a.tokens), keysOf(b.tokens)
	if !a.comma && !b.comma {
		return false
	}
	for i := 1; i < len(x); i++ {
		if slices.Equal(x[i:], y[:len(x)-i]) && slices.Equal(x[:i], y[len(x)-i:]) {
			return true
		}
	}
	return false
}

func sameLetters(a, b []token) bool {
	return strings.Join(keysOf(a), "") == strings.Join(keysOf(b), "")
}

// wordsOf quotes what changed.
func wordsOf(s Signal, hunks []hunk) Reason {
	r := Reason{Signal: s}
	for _, h := range hunks {
		if len(h.gone) > 0 {
			r.Gone = append(r.Gone, surfaceOf(h.gone))
		}
		if len(h.came) > 0 {
			r.Came = append(r.Came, surfaceOf(h.came))
		}
	}
	return r
}
