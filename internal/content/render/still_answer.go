package render

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// answers draws what is owed of the questions of the page.
func (s *Still) answers() {
	p := s.p
	if len(s.asked) == 0 {
		return
	}
	p.raw("<section class=\"answers\" aria-labelledby=\"answers\"><h2 id=\"answers\">")
	s.say("answers")
	p.raw("</h2>\n")
	asked := s.asked
	s.asked = nil
	for _, a := range asked {
		s.answer(a.q, a.n, true)
	}
	p.raw("</section>\n")
}

// answer draws the answer of a question; back says that the question stands on the
// page.
func (s *Still) answer(q *course.Question, n int, back bool) {
	p := s.p
	p.quiet++
	defer func() { p.quiet-- }()
	name := s.word("question-n", lang.A{"number": itoa(n)})
	p.raw(`<section class="answer"`)
	p.attr("id", AnswerID(q.ID))
	p.raw(">\n")
	if back {
		p.raw("<h3><a")
		p.attr("href", "#"+string(q.ID))
		p.raw(">")
		p.raw(name)
		p.raw("</a></h3>\n")
	} else {
		s.label("", name)
	}
	s.right(q)
	switch q.Kind {
	case course.FillIn, course.Numeric:
		s.foreseen(q)
	case course.Ordering:
		s.told(shuffled(q))
	case course.Matching:
		s.toldOfPairs(q)
	case course.Scenario:
		for i, step := range q.Steps {
			if hasFeedback(step.Choices) {
				s.label("", s.word("step-n", lang.A{"number": itoa(i + 1)}))
				s.told(step.Choices)
			}
		}
	default:
		s.told(q.Choices)
	}
	p.blocks(q.Explanation)
	p.raw("</section>\n")
}

// right says what is right, in full.
func (s *Still) right(q *course.Question) {
	switch q.Kind {
	case course.Likert, course.Reflection, course.Scenario:
		key := "no-right"
		if q.Kind == course.Reflection && len(q.Explanation) > 0 {
			key = "possible-answer"
		}
		if q.Kind != course.Scenario {
			s.label("", s.word(key))
		}
	case course.Matching:
		s.label("", s.word("right-answer"))
		s.rightPairs(q)
	case course.Ordering:
		s.label("", s.word("right-answer"))
		s.rightOrder(q)
	default:
		s.rightChoices(q)
	}
}

func (s *Still) rightChoices(q *course.Question) {
	p := s.p
	written := q.Kind == course.FillIn || q.Kind == course.Numeric
	first := true
	for i, c := range q.Choices {
		if !c.Right {
			continue
		}
		if first {
			s.label("", s.word("right-answer"))
			p.raw("<ul class=\"key\">\n")
			first = false
		}
		p.raw("<li")
		if written {
			p.id(&course.Block{ID: c.ID})
			p.raw(">")
		} else {
			p.raw(">" + letters(i) + ". ")
		}
		p.Inlines(c.Text.Inlines)
		if written {
			p.escape(unit(q))
			p.blocks(c.Feedback)
		}
		p.raw("</li>\n")
	}
	if !first {
		p.raw("</ul>\n")
	}
}

func (s *Still) rightPairs(q *course.Question) {
	p := s.p
	asked := partners(q)
	p.raw("<ol class=\"key\">\n")
	for _, pair := range q.Pairs {
		p.raw("<li>")
		p.Inlines(pair.Term)
		p.raw(" → ")
		for i, x := range asked {
			if x.Partner == pair.Partner {
				p.raw(letters(i) + ". ")
			}
		}
		p.Inlines(pair.Partner.Inlines)
		p.raw("</li>\n")
	}
	p.raw("</ol>\n")
}

func (s *Still) rightOrder(q *course.Question) {
	p := s.p
	asked := shuffled(q)
	p.raw("<ol class=\"key\">\n")
	for _, c := range q.Choices {
		p.raw("<li>")
		for i, x := range asked {
			if x.Text == c.Text {
				p.raw(letters(i) + ". ")
			}
		}
		p.Inlines(c.Text.Inlines)
		p.raw("</li>\n")
	}
	p.raw("</ol>\n")
}

func hasFeedback(choices []course.Choice) bool {
	for _, c := range choices {
		if len(c.Feedback) > 0 {
			return true
		}
	}
	return false
}

// told draws what is told of each choice, under the letter of the choice.
func (s *Still) told(choices []course.Choice) {
	if !hasFeedback(choices) {
		return
	}
	p := s.p
	s.label("", s.word("each-answer"))
	p.raw("<ol type=\"a\" class=\"letters\">\n")
	for i, c := range choices {
		if len(c.Feedback) == 0 {
			continue
		}
		p.raw("<li")
		p.attr("value", itoa(i+1))
		p.raw(">")
		p.blocks(c.Feedback)
		p.raw("</li>\n")
	}
	p.raw("</ol>\n")
}

// foreseen draws the wrong answers that the question foresees.
func (s *Still) foreseen(q *course.Question) {
	p := s.p
	first := true
	for _, c := range q.Choices {
		if c.Right {
			continue
		}
		if first {
			s.label("", s.word("wrong-answer"))
			p.raw("<ul>\n")
			first = false
		}
		p.raw("<li")
		p.id(&course.Block{ID: c.ID})
		p.raw(">")
		p.Inlines(c.Text.Inlines)
		p.escape(unit(q))
		p.blocks(c.Feedback)
		p.raw("</li>\n")
	}
	if !first {
		p.raw("</ul>\n")
	}
}

func (s *Still) toldOfPairs(q *course.Question) {
	p := s.p
	first := true
	for i, pair := range q.Pairs {
		if len(pair.Feedback) == 0 {
			continue
		}
		if first {
			s.label("", s.word("each-answer"))
			p.raw("<ol>\n")
			first = false
		}
		p.raw("<li")
		p.attr("value", itoa(i+1))
		p.raw(">")
		p.blocks(pair.Feedback)
		p.raw("</li>\n")
	}
	if !first {
		p.raw("</ol>\n")
	}
}
