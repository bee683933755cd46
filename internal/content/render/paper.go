package render

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/search"
	"atelier/internal/content/course"
)

// What an edition needs that sets the pages itself instead of drawing HTML.

// Word is a word around the course's text ("answers", "question-n"), in the language
// of the interface.
func (r *Renderer) Word(key string, args ...lang.A) string { return say(r.Face, key, args...) }

// HasWord says whether there is such a word.
func (r *Renderer) HasWord(key string) bool { return words.Has(r.Face, key) }

// LinkNote says that an outside address leads to another language: "(in French
// only)"; empty when it does not.
func (r *Renderer) LinkNote(address string) string {
	if w, ok := r.works[address]; ok {
		return r.languageNote(w)
	}
	return ""
}

// SafeAddress allows the schemes that lead somewhere and run nothing.
func SafeAddress(target string) bool { return safeAddress(target) }

// LocaleOf is a language as it is marked in an edition: "fr-CA".
func (r *Renderer) LocaleOf(tag lang.Tag) string { return r.locale(tag) }

// Spotter finds the first use of every term of the glossary on a page.
type Spotter struct {
	m           *matcher
	seen        []bool
	scan, ahead search.Scanner
}

// Spotter begins a page.
func (r *Renderer) Spotter() *Spotter {
	return &Spotter{m: r.terms, seen: make([]bool, len(r.terms.list))}
}

// Each calls visit for every term that text uses first on the page, with where its
// words are.
func (s *Spotter) Each(text string, visit func(from, to int, term *course.Term)) {
	if len(s.m.list) == 0 {
		return
	}
	from := 0
	for s.scan.Reset(text); ; {
		term, start, end, ok := s.m.find(text, from, &s.scan, &s.ahead)
		if !ok {
			return
		}
		if !s.seen[term] {
			s.seen[term] = true
			visit(start, end, s.m.list[term])
		}
		from = end
	}
}

// Shuffled are the things of an ordering question in the order in which they are
// asked, the same in every edition and language.
func Shuffled(q *course.Question) []course.Choice { return shuffled(q) }

// Partners are the pairs of a matching question in the order in which their partners
// are asked.
func Partners(q *course.Question) []course.Pair { return partners(q) }

// Letter is the i-th mark of answers: a, b … z, aa.
func Letter(i int) string { return letters(i) }

// StepNumber is the place of the step of that name in a scenario, from 1; 0 when there
// is none.
func StepNumber(q *course.Question, name string) int { return stepNumber(q, name) }

// UnitAround is what stands before and after a number that answers a question: "$" before
// it and "%" right after it in English, a no-break space and the unit elsewhere.
func (r *Renderer) UnitAround(q *course.Question) (before, after string) {
	switch {
	case r.Face == lang.English && q.Unit == "$":
		return q.Unit, ""
	case r.Face == lang.English && q.Unit == "%":
		return "", q.Unit
	}
	return "", unit(q)
}

// Fill puts the words of a language in the place of the {names} of a drawing.
func Fill(s string, m *course.Medium, tag lang.Tag) string { return fillText(s, m.Text, tag) }

// SourceEntry is a reference as an entry of a list, as running text: the title in
// italics or quoted, linked to its address; false when it is unknown.
func (r *Renderer) SourceEntry(reference string) ([]course.Inline, bool) {
	s := r.refs[reference]
	if s == nil {
		return nil, false
	}
	ref, authors, title := s.ref, r.authors(s.ref), r.inAnyLanguage(s.ref.Title)
	container, publisher := r.inAnyLanguage(ref.Container), r.inAnyLanguage(ref.Publisher)
	if publisher.text == authors.text {
		publisher = phrase{}
	}
	var out []course.Inline
	say := func(s string) { out = append(out, course.Inline{Kind: course.Text, Text: s}) }
	if authors.text != "" {
		say(strings.TrimSuffix(authors.text, ".") + ". ")
	}
	url := r.inAnyLanguage(ref.URL)
	words := title.inline()
	if safeAddress(url.text) {
		words = course.Inline{Kind: course.Link, Target: url.text, Children: []course.Inline{words}}
	}
	if container.text == "" {
		out = append(out, course.Inline{Kind: course.Emphasis, Children: []course.Inline{words}})
	} else {
		say(r.Word("quote-open"))
		out = append(out, words)
		say(r.Word("quote-close") + ", ")
		out = append(out, course.Inline{Kind: course.Emphasis, Children: []course.Inline{container.inline()}})
	}
	if publisher.text != "" {
		say(", ")
		out = append(out, publisher.inline())
	}
	for _, d := range nonEmpty(r.numbered(ref), r.when(ref.Issued)) {
		say(", " + d)
	}
	if seen := r.when(ref.Checked); seen != "" {
		say(", " + r.Word("accessed", lang.A{"date": seen}))
	}
	if note := r.onlyNote(ref); note != "" {
		say(" " + note)
	}
	say(".")
	return out, true
}

// SourceAddress is where a reference stands for readers of the language; empty when it
// has no address.
func (r *Renderer) SourceAddress(reference string) string {
	if s := r.refs[reference]; s != nil {
		if url := r.inAnyLanguage(s.ref.URL).text; safeAddress(url) {
			return url
		}
	}
	return ""
}

// inline is the phrase as running text, with its language when it is another.
func (p phrase) inline() course.Inline {
	words := course.Inline{Kind: course.Text, Text: p.text}
	if p.locale == "" {
		return words
	}
	return course.Inline{Kind: course.Span, Lang: p.tag, Children: []course.Inline{words}}
}
