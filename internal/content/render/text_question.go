package render

import (
	"slices"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// question writes a question; its answer is owed until the end of the page.
func (t *Text) question(q *course.Question) {
	t.asked++
	n := itoa(t.asked)
	t.Heading(say(t.r.Face, "question-n", lang.A{"number": n}), '.')
	t.blocks(q.Stem)
	switch q.Kind {
	case course.Matching:
		t.matching(q)
	case course.Ordering:
		choices := slices.Clone(q.Choices)
		shuffle(choices, func(c course.Choice) string { return string(q.ID) + string(c.ID) })
		t.Paragraph(say(t.r.Face, "ask-order"))
		t.choices(choices)
	case course.FillIn, course.Numeric, course.Reflection:
		t.Paragraph("____________________")
	case course.Scenario:
		t.scenario(q)
	default:
		t.gap()
		t.choices(q.Choices)
	}
	t.answers = append(t.answers, func() { t.answer(q, n) })
}

func letter(i int) string {
	if i < 26 {
		return string(rune('a'+i)) + ") "
	}
	return itoa(i+1) + ") "
}

func (t *Text) choices(choices []course.Choice) {
	for i, c := range choices {
		t.bulleted(letter(i), func() { t.wrap(t.words(c.Text.Inlines)) })
	}
}

func (t *Text) matching(q *course.Question) {
	pairs := slices.Clone(q.Pairs)
	shuffle(pairs, func(p course.Pair) string { return string(q.ID) + string(p.ID) })
	t.gap()
	for i, p := range q.Pairs {
		t.bulleted(itoa(i+1)+". ", func() { t.wrap(t.words(p.Term)) })
	}
	t.gap()
	for i, p := range pairs {
		t.bulleted(letter(i), func() { t.wrap(t.words(p.Partner.Inlines)) })
	}
}

func (t *Text) scenario(q *course.Question) {
	for i, s := range q.Steps {
		t.Paragraph(say(t.r.Face, "step-n", lang.A{"number": itoa(i + 1)}))
		t.blocks(s.Blocks)
		t.gap()
		for j, c := range s.Choices {
			t.bulleted(letter(j), func() {
				t.wrap(t.words(c.Text.Inlines) + say(t.r.Face, "go-to-step", lang.A{"number": itoa(stepNumber(q, c.Goto))}))
			})
		}
		if s.Outcome != "" && words.Has(t.r.Face, "outcome."+s.Outcome) {
			t.Paragraph(say(t.r.Face, "outcome."+s.Outcome))
		}
	}
}

func stepNumber(q *course.Question, name string) int {
	return 1 + slices.IndexFunc(q.Steps, func(s course.Step) bool { return s.Name == name })
}

// answer writes what is right, what to say of each answer, and the explanation.
func (t *Text) answer(q *course.Question, n string) {
	t.gap()
	right := t.rightAnswer(q)
	head := say(t.r.Face, "question-n", lang.A{"number": n})
	if right != "" {
		head = say(t.r.Face, "named-cell", lang.A{"name": head, "cell": right})
	}
	t.Paragraph(head)
	written := q.Kind == course.FillIn || q.Kind == course.Numeric
	choices := slices.Clone(q.Choices)
	if q.Kind == course.Ordering {
		shuffle(choices, func(c course.Choice) string { return string(q.ID) + string(c.ID) })
	}
	for i, c := range choices {
		switch {
		case written && !c.Right:
			t.bulleted("- ", func() { t.wrap(t.words(c.Text.Inlines)); t.blocks(c.Feedback) })
		case len(c.Feedback) > 0 && written:
			t.blocks(c.Feedback)
		case len(c.Feedback) > 0:
			t.bulleted(letter(i), func() { t.blocks(c.Feedback) })
		}
	}
	for i, p := range q.Pairs {
		if len(p.Feedback) > 0 {
			t.bulleted(itoa(i+1)+". ", func() { t.blocks(p.Feedback) })
		}
	}
	for i, s := range q.Steps {
		for j, c := range s.Choices {
			if len(c.Feedback) > 0 {
				t.bulleted(itoa(i+1)+letter(j), func() { t.blocks(c.Feedback) })
			}
		}
	}
	t.blocks(q.Explanation)
}

// rightAnswer names the right answers by their letters; answers that one writes
// are said in full.
func (t *Text) rightAnswer(q *course.Question) string {
	var right []string
	switch q.Kind {
	case course.FillIn, course.Numeric:
		for _, c := range q.Choices {
			if c.Right {
				right = append(right, t.words(c.Text.Inlines)+unit(q))
			}
		}
	case course.Matching:
		pairs := slices.Clone(q.Pairs)
		shuffle(pairs, func(p course.Pair) string { return string(q.ID) + string(p.ID) })
		for i, p := range q.Pairs {
			at := slices.IndexFunc(pairs, func(x course.Pair) bool { return x.Partner == p.Partner })
			right = append(right, itoa(i+1)+letter(at)[:1])
		}
	case course.Ordering:
		choices := slices.Clone(q.Choices)
		shuffle(choices, func(c course.Choice) string { return string(q.ID) + string(c.ID) })
		for _, c := range q.Choices {
			at := slices.IndexFunc(choices, func(x course.Choice) bool { return x.Text == c.Text })
			right = append(right, letter(at)[:1])
		}
	default:
		for i, c := range q.Choices {
			if c.Right {
				right = append(right, letter(i)[:1])
			}
		}
	}
	if q.Kind == course.Ordering || q.Kind == course.Matching {
		out := ""
		for i, s := range right {
			if i > 0 {
				out += ", "
			}
			out += s
		}
		return out
	}
	return lang.Join(t.r.Face, right)
}

func unit(q *course.Question) string {
	if q.Unit == "" {
		return ""
	}
	return "\u00a0" + q.Unit
}
