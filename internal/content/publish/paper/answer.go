package paper

import (
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
	"atelier/internal/content/typeset"
)

// answerSize is the size of the letters of answers, in points: a little smaller than
// running text.
const answerSize = 9.75

// answers are the answers that are owed, by page, on pages of their own; nil when none
// are.
func (t *pdfText) answers(id string) *typeset.Block {
	owed := t.owed
	t.owed = nil
	if len(owed) == 0 {
		return nil
	}
	before := *t.d
	t.quiet++
	defer func() { t.quiet--; *t.d = before }()
	title := t.say("pdf.answers")
	out := &typeset.Block{Element: typeset.Element{Tag: "Sect"}, PageBefore: true, Mark: title}
	out.Blocks = append(out.Blocks, t.titleBlock(&typeset.Text{Inlines: plain(title)}, typeset.Element{Tag: t.headingTag(0), ID: "answers." + id, Lang: t.uiLang()}, title))
	t.d.styles(answerSize)
	var part *typeset.Block
	var page *course.Page
	for _, o := range owed {
		if o.page != page {
			page = o.page
			part = &typeset.Block{Element: typeset.Element{Tag: "Sect"}}
			part.Blocks = append(part.Blocks, t.plainHeading(t.pageTitle(page), 1))
			out.Blocks = append(out.Blocks, part)
		}
		t.page, t.notes = o.page, o.notes
		part.Blocks = append(part.Blocks, t.answer(o))
	}
	return out
}

// answer is what is right, what is said of each answer, and the explanation.
func (t *pdfText) answer(o pdfOwed) *typeset.Block {
	q := o.q
	out := &typeset.Block{Element: typeset.Element{Tag: "Div", ID: answerDest(q)}, KeepWhole: q.Kind != course.Scenario}
	name := t.r.Word("question-n", lang.A{"number": strconv.Itoa(o.number)})
	head := t.boxTitle(name)
	head.Text.Inlines = []typeset.Inline{{
		Element: typeset.Element{Tag: "Link"}, Link: "#" + string(q.ID), Contents: t.say("pdf.to-question", lang.A{"number": strconv.Itoa(o.number)}), Mark: typeset.Accented, Text: name,
	}}
	if right := t.right(q); right != "" {
		head.Text.Inlines = append(head.Text.Inlines, typeset.Inline{Text: t.say("colon") + right})
	}
	out.Blocks = append(out.Blocks, head)
	if told := t.told(q); len(told.Blocks) > 0 {
		out.Blocks = append(out.Blocks, apart(told, t.em(0.4)))
	}
	out.Blocks = append(out.Blocks, t.blocks(q.Explanation)...)
	return apart(out, t.em(1.3))
}

// told is what is said of each answer, under its mark. An answer that one writes is
// repeated: it stands nowhere else.
func (t *pdfText) told(q *course.Question) *typeset.Block {
	out := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "LowerAlpha"}}
	add := func(mark string, c course.Choice) {
		if len(c.Feedback) > 0 {
			out.Blocks = append(out.Blocks, t.remark(mark, nil, c.Feedback))
		}
	}
	switch q.Kind {
	case course.FillIn, course.Numeric:
		out.Numbering = "Disc"
		for _, c := range q.Choices {
			out.Blocks = append(out.Blocks, t.remark(verdict(c.Right), t.written(q, c), c.Feedback))
		}
	case course.Ordering:
		for i, c := range render.Shuffled(q) {
			add(render.Letter(i)+")", c)
		}
	default:
		for i, c := range q.Choices {
			add(render.Letter(i)+")", c)
		}
	}
	for i, p := range q.Pairs {
		out.Numbering = "Decimal"
		add(strconv.Itoa(i+1)+".", course.Choice{Feedback: p.Feedback})
	}
	for i, s := range q.Steps {
		for j, c := range s.Choices {
			add(strconv.Itoa(i+1)+render.Letter(j)+")", c)
		}
	}
	return out
}

// remark is what is said under a mark, after the words it is said of.
func (t *pdfText) remark(mark string, of *typeset.Block, blocks []*course.Block) *typeset.Block {
	style := t.d.label
	style.Colour = t.d.palette.Ink2
	label := &typeset.Label{Inlines: plain(mark), Style: style, Width: t.em(2), Space: t.em(0.55), Right: true}
	body := &typeset.Block{Element: typeset.Element{Tag: "LBody"}}
	if of != nil {
		body.Blocks = append(body.Blocks, of)
	}
	body.Blocks = append(body.Blocks, bare(t.blocks(blocks))...)
	return apart(&typeset.Block{Element: typeset.Element{Tag: "LI"}, Label: label, Blocks: []*typeset.Block{body}}, t.em(0.35))
}

// written is an answer that one writes, with its unit.
func (t *pdfText) written(q *course.Question, c course.Choice) *typeset.Block {
	before, after := t.r.UnitAround(q)
	words := t.text(c.Text.Inlines, t.d.body)
	words.Inlines = []typeset.Inline{{Text: before}, {Element: typeset.Element{Tag: "Span", ID: string(c.ID)}, Children: words.Inlines}, {Text: after}}
	words.Style.Face.Italic = true
	return &typeset.Block{Element: typeset.Element{Tag: "P"}, Text: words, Below: t.em(0.2)}
}

// verdict marks an answer that one writes: accepted, or foreseen and wrong.
func verdict(right bool) string {
	if right {
		return "✓"
	}
	return "✗"
}

// right names the right answers by their letters; those that one writes stand in the
// list below.
func (t *pdfText) right(q *course.Question) string {
	var right []string
	switch q.Kind {
	case course.FillIn, course.Numeric:
		for _, c := range q.Choices {
			if c.Right {
				before, after := t.r.UnitAround(q)
				right = append(right, before+course.Plain(c.Text.Inlines)+after)
			}
		}
	case course.Matching:
		asked := render.Partners(q)
		for i, p := range q.Pairs {
			for j, x := range asked {
				if x.Partner == p.Partner {
					right = append(right, strconv.Itoa(i+1)+render.Letter(j))
				}
			}
		}
		return strings.Join(right, ", ")
	case course.Ordering:
		asked := render.Shuffled(q)
		for _, c := range q.Choices {
			for j, x := range asked {
				if x.Text == c.Text {
					right = append(right, render.Letter(j))
				}
			}
		}
		return strings.Join(right, ", ")
	case course.Reflection:
		if len(q.Explanation) > 0 {
			return t.r.Word("possible-answer")
		}
	case course.Likert:
		return t.r.Word("no-right")
	default:
		for i, c := range q.Choices {
			if c.Right {
				right = append(right, render.Letter(i))
			}
		}
	}
	return lang.Join(t.r.Face, right)
}
