package render

import (
	"slices"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// ask draws a question of the page and owes its answer; one that stands in what is
// owed itself is answered at once.
func (s *Still) ask(q *course.Question) {
	s.count++
	if s.ending {
		s.question(q, s.count, true)
		s.answer(q, s.count, true)
		return
	}
	s.asked = append(s.asked, askedQuestion{q, s.count})
	s.question(q, s.count, true)
}

// question draws a question; answered says that its answer stands on the page.
func (s *Still) question(q *course.Question, n int, answered bool) {
	p := s.p
	p.quiet++
	defer func() { p.quiet-- }()
	head := s.word("question-n", lang.A{"number": itoa(n)})
	s.part(&course.Block{ID: q.ID}, `div class="question" role="group"`, func() {
		p.blocks(q.Stem)
		switch q.Kind {
		case course.Matching:
			s.matching(q)
		case course.Ordering:
			p.raw(`<p class="hint">`)
			s.say("ask-order")
			p.raw("</p>\n")
			s.choices(shuffled(q), nil)
		case course.FillIn, course.Numeric, course.Reflection:
			p.raw("<p class=\"blank\" aria-hidden=\"true\">________________________</p>\n")
		case course.Scenario:
			s.steps(q)
		default:
			s.choices(q.Choices, nil)
		}
		if answered {
			p.raw(`<p class="more"><a`)
			p.attr("href", "#"+AnswerID(q.ID))
			p.raw(">")
			s.say("to-answer", lang.A{"number": itoa(n)})
			p.raw("</a></p>\n")
		}
	}, head)
}

// shuffled are the things to order, in the order in which they are asked.
func shuffled(q *course.Question) []course.Choice {
	choices := slices.Clone(q.Choices)
	shuffle(choices, func(c course.Choice) string { return string(q.ID) + string(c.ID) })
	return choices
}

// partners are the pairs in the order in which their partners are asked.
func partners(q *course.Question) []course.Pair {
	pairs := slices.Clone(q.Pairs)
	shuffle(pairs, func(p course.Pair) string { return string(q.ID) + string(p.ID) })
	return pairs
}

// letters is the i-th mark of an ordered list of type "a" (HTML Standard 4.4.5).
func letters(i int) string {
	out := ""
	for i++; i > 0; i = (i - 1) / 26 {
		out = string(rune('a'+(i-1)%26)) + out
	}
	return out
}

// choices draws answers that one can give as a list with letters. Those of a step
// lead on in their scenario, which goes is; nil for others.
func (s *Still) choices(choices []course.Choice, goes *course.Question) {
	p := s.p
	p.raw("<ol type=\"a\" class=\"letters\">\n")
	for _, c := range choices {
		p.raw("<li")
		p.id(&course.Block{ID: c.ID})
		p.raw(">")
		p.Inlines(c.Text.Inlines)
		if goes != nil {
			s.onward(goes, c.Goto)
		}
		p.raw("</li>\n")
	}
	p.raw("</ol>\n")
}

// matching draws what is to be matched with numbers, and the partners with letters.
func (s *Still) matching(q *course.Question) {
	p := s.p
	p.raw("<ol>\n")
	for _, pair := range q.Pairs {
		p.raw("<li>")
		p.Inlines(pair.Term)
		p.raw("</li>\n")
	}
	p.raw("</ol>\n<ol type=\"a\" class=\"letters\">\n")
	for _, pair := range partners(q) {
		p.raw("<li")
		p.id(&course.Block{ID: pair.ID})
		p.raw(">")
		p.Inlines(pair.Partner.Inlines)
		p.raw("</li>\n")
	}
	p.raw("</ol>\n")
}

// steps draws a scenario, each step by itself, with ways from step to step.
func (s *Still) steps(q *course.Question) {
	p := s.p
	for i, step := range q.Steps {
		s.part(&course.Block{ID: step.ID}, `div class="step" role="group"`, func() {
			p.blocks(step.Blocks)
			if len(step.Choices) > 0 {
				s.choices(step.Choices, q)
			}
			if words.Has(p.r.Face, "outcome."+step.Outcome) {
				p.raw(`<p class="outcome">`)
				s.say("outcome." + step.Outcome)
				p.raw("</p>\n")
			}
		}, s.word("step-n", lang.A{"number": itoa(i + 1)}))
	}
}

// onward leads to a step of a scenario.
func (s *Still) onward(q *course.Question, name string) {
	p := s.p
	i := stepNumber(q, name) - 1
	if i < 0 {
		return
	}
	p.raw(" ")
	if q.Steps[i].ID != "" {
		p.raw("<a")
		p.attr("href", "#"+string(q.Steps[i].ID))
		p.raw(">")
	}
	s.say("to-step", lang.A{"number": itoa(i + 1)})
	if q.Steps[i].ID != "" {
		p.raw("</a>")
	}
}
