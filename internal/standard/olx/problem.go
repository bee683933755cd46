package olx

import (
	"strconv"

	"atelier/internal/standard/xmldoc"
)

// Choice is an answer to choose. Its text and its hint are fragments; Part is the share of the point it is worth where
// it is neither right nor wrong.
type Choice struct {
	Text  string
	Right bool
	Part  float64
	Hint  string
}

// Line is a line of a problem for which one of several options is chosen.
type Line struct {
	Text    string   // phrasing content
	Options []string // plain text
	Right   int      // index of the right option
	Hint    string   // told when it is right
}

// Answer is an answer in writing that is foreseen, in its forms.
type Answer struct {
	Texts []string
	Right bool
	Hint  string
}

// Question is what a problem asks: a fragment before, and a phrase that labels the place to answer.
type Question struct{ Lead, Label string }

func (q Question) write(d *xmldoc.Doc) {
	if q.Lead != "" {
		d.In("div", func() { d.Raw(q.Lead) })
	}
	if q.Label != "" {
		d.In("label", func() { d.Raw(q.Label) })
	}
}

// Solution is what is told once a problem was answered; empty for nothing.
func Solution(html string) string {
	d := &xmldoc.Doc{}
	if html != "" {
		d.In("solution", func() { d.In("div", func() { d.Raw(html) }, "class", "detailed-solution") })
	}
	return d.String()
}

// One asks for one of several choices (multiplechoiceresponse). Choices that are partly right are worth their part.
func One(q Question, choices []Choice) string {
	partial := ""
	for _, c := range choices {
		if !c.Right && c.Part > 0 {
			partial = "points"
		}
	}
	d := &xmldoc.Doc{}
	d.In("multiplechoiceresponse", func() {
		q.write(d)
		d.In("choicegroup", func() {
			for _, c := range choices {
				correct, points := strconv.FormatBool(c.Right), ""
				if !c.Right && c.Part > 0 {
					correct, points = "partial", strconv.FormatFloat(c.Part, 'f', -1, 64)
				}
				d.In("choice", func() { c.text(d, "") }, "correct", correct, "point_value", points)
			}
		}, "type", "MultipleChoice")
	}, "partial_credit", partial)
	return d.String()
}

// Several asks for all choices that are right (choiceresponse); every choice judged well is worth its share.
func Several(q Question, choices []Choice) string {
	d := &xmldoc.Doc{}
	d.In("choiceresponse", func() {
		q.write(d)
		d.In("checkboxgroup", func() {
			for _, c := range choices {
				d.In("choice", func() { c.text(d, "true") }, "correct", strconv.FormatBool(c.Right))
			}
		})
	}, "partial_credit", "EDC")
	return d.String()
}

func (c Choice) text(d *xmldoc.Doc, selected string) {
	d.Raw(c.Text)
	if c.Hint != "" {
		d.In("choicehint", func() { d.Raw(c.Hint) }, "selected", selected)
	}
}

// Lines asks for an option on every line (optionresponse); every line is worth its share.
func Lines(lead string, lines []Line) string {
	d := &xmldoc.Doc{}
	if lead != "" {
		d.In("div", func() { d.Raw(lead) })
	}
	for _, l := range lines {
		d.In("optionresponse", func() {
			d.In("label", func() { d.Raw(l.Text) })
			d.In("optioninput", func() {
				for i, o := range l.Options {
					right := "False"
					if i == l.Right {
						right = "True"
					}
					d.In("option", func() {
						d.Text(o)
						if i == l.Right && l.Hint != "" {
							d.In("optionhint", func() { d.Raw(l.Hint) })
						}
					}, "correct", right)
				}
			})
		})
	}
	return d.String()
}

// Text asks for words (stringresponse), whatever their case.
func Text(q Question, answers []Answer) string {
	var right []Answer
	d := &xmldoc.Doc{}
	for _, a := range answers {
		for _, t := range a.Texts {
			if a.Right {
				right = append(right, Answer{Texts: []string{t}, Hint: a.Hint})
			}
		}
	}
	if len(right) == 0 {
		return ""
	}
	hint := func(h string) {
		if h != "" {
			d.In("correcthint", func() { d.Raw(h) })
		}
	}
	d.In("stringresponse", func() {
		q.write(d)
		hint(right[0].Hint)
		for _, a := range right[1:] {
			d.In("additional_answer", func() { hint(a.Hint) }, "answer", a.Texts[0])
		}
		for _, a := range answers {
			for _, t := range a.Texts {
				if !a.Right && a.Hint != "" {
					d.In("stringequalhint", func() { d.Raw(a.Hint) }, "answer", t)
				}
			}
		}
		d.Empty("textline", "size", "30")
	}, "answer", right[0].Texts[0], "type", "ci")
	return d.String()
}

// Number asks for a number within a tolerance (numericalresponse). It has no hints for wrong numbers.
func Number(q Question, answer string, tolerance float64, unit, hint string) string {
	d := &xmldoc.Doc{}
	d.In("numericalresponse", func() {
		q.write(d)
		if tolerance > 0 {
			d.Empty("responseparam", "type", "tolerance", "default", strconv.FormatFloat(tolerance, 'f', -1, 64))
		}
		d.Empty("formulaequationinput", "trailing_text", unit)
		if hint != "" {
			d.In("correcthint", func() { d.Raw(hint) })
		}
	}, "answer", answer)
	return d.String()
}
