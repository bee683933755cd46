package paper

import (
	"strconv"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
	"atelier/internal/content/typeset"
)

// question sets a question as one reads it on paper; its answer is owed until the end
// of the module.
func (t *pdfText) question(q *course.Question) *typeset.Block {
	t.quiet++
	defer func() { t.quiet-- }()
	t.asked++
	owed := pdfOwed{page: t.page, q: q, number: t.asked, notes: t.notes}
	t.owed = append(t.owed, owed)
	out := &typeset.Block{Element: typeset.Element{Tag: "Div", ID: string(q.ID)}, KeepWhole: q.Kind != course.Scenario}
	name := t.r.Word("question-n", lang.A{"number": strconv.Itoa(t.asked)})
	head := t.kickerBlock(name, t.d.palette.Accent)
	head.Text.Inlines = []typeset.Inline{{Text: name + " \u2002"}, {
		Element: typeset.Element{Tag: "Link"}, Mark: typeset.Quiet, Link: "#" + answerDest(q), Contents: t.r.Word("to-answer", lang.A{"number": strconv.Itoa(t.asked)}),
		Children: []typeset.Inline{{Text: t.say("pdf.answer") + t.say("pdf.on-page"), Mark: typeset.Light}, {PageOf: answerDest(q), Mark: typeset.Light}},
	}}
	out.Blocks = append(out.Blocks, head)
	stem := t.blocks(q.Stem)
	for _, b := range stem {
		b.KeepNext = q.Kind != course.Scenario
	}
	out.Blocks = append(out.Blocks, stem...)
	out.Blocks = append(out.Blocks, t.asks(q)...)
	return apart(out, t.em(1.9))
}

func answerDest(q *course.Question) string { return "answer." + string(q.ID) }

// asks is what one chooses from, or where one writes.
func (t *pdfText) asks(q *course.Question) []*typeset.Block {
	switch q.Kind {
	case course.Matching:
		return t.matching(q)
	case course.Ordering:
		hint := t.uiPara(t.r.Word("ask-order"), t.d.small)
		hint.KeepNext = true
		return []*typeset.Block{apart(hint, t.em(0.4)), t.choices(render.Shuffled(q), nil)}
	case course.FillIn, course.Numeric:
		return []*typeset.Block{{Blanks: 1, Right: t.em(18)}}
	case course.Reflection:
		return []*typeset.Block{{Blanks: 3}}
	case course.Scenario:
		return t.steps(q)
	}
	return []*typeset.Block{t.choices(q.Choices, nil)}
}

// lettered is the label of the i-th answer.
func (t *pdfText) lettered(i int) *typeset.Label {
	style := t.d.label
	style.Colour = t.d.palette.Ink2
	return &typeset.Label{Inlines: plain(render.Letter(i) + ")"), Style: style, Width: t.em(2), Space: t.em(0.55), Right: true}
}

// choices are answers with letters; those of a step of the scenario goes say where they
// lead.
func (t *pdfText) choices(choices []course.Choice, goes *course.Question) *typeset.Block {
	out := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "LowerAlpha"}}
	for i, c := range choices {
		id := string(c.ID)
		text := t.text(c.Text.Inlines, t.d.body)
		if goes != nil {
			if n := render.StepNumber(goes, c.Goto); n > 0 {
				text.Inlines = []typeset.Inline{{Element: typeset.Element{Tag: "Span", ID: id}, Children: text.Inlines}}
				id = ""
				text.Inlines = append(text.Inlines, typeset.Inline{Text: t.r.Word("go-to-step", lang.A{"number": strconv.Itoa(n)}), Mark: typeset.Quiet | typeset.Interface})
			}
		}
		out.Blocks = append(out.Blocks, t.choice(id, t.lettered(i), text))
	}
	return apart(out, t.em(0.5))
}

func (t *pdfText) choice(id string, label *typeset.Label, text *typeset.Text) *typeset.Block {
	return apart(&typeset.Block{
		Element: typeset.Element{Tag: "LI"}, Label: label, Blocks: []*typeset.Block{{Element: typeset.Element{Tag: "LBody", ID: id}, Text: text}},
	}, t.em(0.3))
}

func (t *pdfText) matching(q *course.Question) []*typeset.Block {
	terms := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "Decimal"}}
	for i, pair := range q.Pairs {
		label := &typeset.Label{Inlines: plain(strconv.Itoa(i+1) + "."), Style: t.d.label, Width: t.em(2), Space: t.em(0.55), Right: true}
		terms.Blocks = append(terms.Blocks, t.choice("", label, t.text(pair.Term, t.d.body)))
	}
	partners := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "LowerAlpha"}}
	for i, pair := range render.Partners(q) {
		partners.Blocks = append(partners.Blocks, t.choice(string(pair.ID), t.lettered(i), t.text(pair.Partner.Inlines, t.d.body)))
	}
	return []*typeset.Block{apart(terms, t.em(0.6)), apart(partners, t.em(0.9))}
}

func (t *pdfText) steps(q *course.Question) []*typeset.Block {
	var out []*typeset.Block
	for i, s := range q.Steps {
		step := &typeset.Block{Element: typeset.Element{Tag: "Div", ID: string(s.ID)}}
		step.Blocks = append(step.Blocks, t.kickerBlock(t.r.Word("step-n", lang.A{"number": strconv.Itoa(i + 1)}), t.d.palette.Ink2))
		step.Blocks = append(step.Blocks, t.blocks(s.Blocks)...)
		if len(s.Choices) > 0 {
			step.Blocks = append(step.Blocks, t.choices(s.Choices, q))
		}
		if key := "outcome." + s.Outcome; s.Outcome != "" && t.r.HasWord(key) {
			step.Blocks = append(step.Blocks, t.uiPara(t.r.Word(key), t.d.small))
		}
		out = append(out, apart(step, t.em(1)))
	}
	return out
}
