package check

import (
	"strings"
	"sync"

	"atelier/internal/base/lang"
)

// lexicon is the phrases of all rules, found in one walk over the words of a piece.
type lexicon map[lang.Tag]map[string][]phrase

// phrase is one spelling of an entry, split into words; the longest match at a place wins for its rule.
type phrase struct {
	rule    *Rule
	words   []string
	instead string
}

// ruleLexicon is the phrases of all rules; they are the same for every course.
var ruleLexicon = sync.OnceValue(func() lexicon { return newLexicon(Rules()) })

func newLexicon(rules []*Rule) lexicon {
	l := lexicon{}
	for _, r := range rules {
		if r.words == nil {
			continue
		}
		for _, e := range r.words() {
			l.add(r, e)
		}
	}
	return l
}

func (l lexicon) add(r *Rule, e entry) {
	if l[e.tag] == nil {
		l[e.tag] = map[string][]phrase{}
	}
	for _, spelling := range spellings(e.phrase) {
		ws := words(strings.ReplaceAll(spelling, "’ ", "’"), e.tag)
		if len(ws) == 0 {
			continue
		}
		p := phrase{rule: r, instead: e.instead}
		for _, w := range ws {
			p.words = append(p.words, w.Lower)
		}
		l[e.tag][p.words[0]] = append(l[e.tag][p.words[0]], p)
	}
}

// spellings writes out the alternatives a|b of a phrase.
func spellings(s string) []string {
	out := []string{""}
	for _, field := range strings.Fields(s) {
		var next []string
		for _, choice := range strings.Split(field, "|") {
			for _, before := range out {
				next = append(next, strings.TrimSpace(before+" "+choice))
			}
		}
		out = next
	}
	return out
}

func (l lexicon) match(s *scan, pc *Piece) {
	if !pc.own() {
		return
	}
	phrases := l[pc.Tag.Base()]
	for i, w := range pc.Words {
		if len(phrases[w.Lower]) == 0 {
			continue
		}
		best := map[*Rule]phrase{}
		for _, p := range phrases[w.Lower] {
			if p.matches(pc, i) && len(p.words) > len(best[p.rule].words) {
				best[p.rule] = p
			}
		}
		for r, p := range best {
			start, end := w.Start, pc.Words[i+len(p.words)-1].End
			at := &pass{scan: s, rule: r}
			if r.keep == nil || r.keep(at, pc, start, end) {
				at.in(pc, start, end, A{"phrase": pc.Text[start:end], "instead": p.instead})
			}
		}
	}
}

// matches says whether the words of the phrase stand at i, one after the other, with only spaces between.
func (p phrase) matches(pc *Piece, i int) bool {
	if i+len(p.words) > len(pc.Words) {
		return false
	}
	for k, want := range p.words {
		w := pc.Words[i+k]
		if w.Lower != want {
			return false
		}
		if k > 0 && strings.Trim(pc.Text[pc.Words[i+k-1].End:w.Start], " \u00a0") != "" {
			return false
		}
	}
	return true
}
