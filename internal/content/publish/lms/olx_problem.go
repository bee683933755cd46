package lms

import (
	"cmp"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/standard/olx"
	"atelier/internal/standard/xmldoc"
)

// component is a question as a problem; a reflection as a text to read.
func (b *olxMaker) component(a *asked) olx.Component {
	c := olx.Component{Block: olx.Block{URLName: urlName("i", a.id), Name: cmp.Or(a.title, a.id)}, Weight: 1, Attempts: 0}
	q := olx.Question{Lead: a.lead, Label: a.ask}
	solution := a.explanation
	lost := func(code string) {
		b.Lose(publish.Loss{Tag: b.tag, Page: a.page.Path, Passage: a.Question.ID, Code: code})
	}
	switch a.Kind {
	case course.Multiple:
		c.Problem = olx.Several(q, olxChoices(a.choices))
	case course.Matching:
		lost("options-plain")
		c.Problem = olx.Lines(a.stem(), b.matching(a))
	case course.Ordering:
		lost("ordering-places")
		lines, told := b.ordering(a)
		solution = told + solution
		c.Problem = olx.Lines(a.stem(), lines)
	case course.FillIn:
		lost("answer-forms")
		c.Problem = olx.Text(q, olxAnswers(a.choices))
	case course.Numeric:
		c.Problem, solution = b.numeric(a, q)
	case course.Scenario:
		lost("scenario-steps")
		c.Problem = b.steps(a)
	case course.Likert:
		lost("likert-right")
		c.Weight = 0
		choices := olxChoices(a.choices)
		for i := range choices {
			choices[i].Right = true
		}
		c.Problem = olx.One(q, choices)
	case course.Reflection:
		lost("reflection-read")
	default:
		c.Problem = olx.One(q, olxChoices(a.choices))
	}
	if c.Problem == "" {
		if a.Kind != course.Reflection {
			lost("essay-instead")
		}
		c.HTML = b.html(a.stem() + `<div role="group"><p class="label"><strong>` + xmldoc.Escape(b.say("item.possible")) + "</strong></p>" + solution + "</div>")
		return c
	}
	c.Problem = `<div lang="` + b.t.Locale + `">` + c.Problem + olx.Solution(solution) + "</div>"
	return c
}

func olxChoices(choices []askedChoice) []olx.Choice {
	var out []olx.Choice
	for _, c := range choices {
		out = append(out, olx.Choice{Text: c.text, Right: c.Right, Hint: c.feedback})
	}
	return out
}

func olxAnswers(choices []askedChoice) []olx.Answer {
	var out []olx.Answer
	for _, c := range choices {
		out = append(out, olx.Answer{Texts: c.forms, Right: c.Right, Hint: c.feedback})
	}
	return out
}

func (b *olxMaker) matching(a *asked) []olx.Line {
	order := a.shown(len(a.pairs))
	var out []olx.Line
	for i, p := range a.pairs {
		l := olx.Line{Text: p.term, Hint: p.feedback}
		for n, j := range order {
			l.Options = append(l.Options, a.pairs[j].plainPartner)
			if j == i {
				l.Right = n
			}
		}
		out = append(out, l)
	}
	return out
}

// ordering asks for the place of every line. What is told of a line is told of its
// place, and once more in the solution, in the right order.
func (b *olxMaker) ordering(a *asked) (lines []olx.Line, solution string) {
	for _, i := range a.shown(len(a.choices)) {
		l := olx.Line{Text: a.choices[i].text, Right: i, Hint: a.choices[i].feedback}
		for n := range a.choices {
			l.Options = append(l.Options, strconv.Itoa(n+1))
		}
		lines = append(lines, l)
	}
	var out strings.Builder
	out.WriteString("<ol>")
	for _, c := range a.choices {
		out.WriteString("<li>" + c.text + "</li>")
	}
	return lines, out.String() + "</ol>"
}

// numeric is a number to write. What is told of wrong numbers stands in the solution.
func (b *olxMaker) numeric(a *asked, q olx.Question) (problem, solution string) {
	solution = a.explanation
	for _, c := range a.choices {
		switch {
		case c.Right && problem == "":
			problem = olx.Number(q, point(c.value), a.Tolerance, a.Unit, c.feedback)
		case c.feedback != "":
			b.Lose(publish.Loss{Tag: b.tag, Page: a.page.Path, Passage: c.ID, Code: "wrong-number"})
			solution += told(xmldoc.Escape(c.plain+" "+a.Unit), c.feedback)
		}
	}
	return problem, solution
}

// steps asks all steps of a scenario, one after the other. An answer is worth the best
// end that it leads to.
func (b *olxMaker) steps(a *asked) string {
	out, n := "<div>"+a.stem()+"</div>", 0
	for _, s := range a.steps {
		if len(s.choices) == 0 {
			continue
		}
		n++
		choices := olxChoices(s.choices)
		for i, c := range s.choices {
			choices[i].Hint = c.feedback + a.after(c)
			if best := a.worth(s.Name); best > 0 && !c.Right {
				choices[i].Part = a.worth(c.Goto) / best
			}
		}
		out += olx.One(olx.Question{Lead: s.text, Label: xmldoc.Escape(b.say("item.step", lang.A{"n": n}))}, choices)
	}
	if n == 0 {
		return ""
	}
	return out
}
