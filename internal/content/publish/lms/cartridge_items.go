package lms

import (
	"cmp"
	"slices"
	"strconv"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/standard/cartridge"
	"atelier/internal/standard/qti"
	"atelier/internal/standard/xmldoc"
)

func (b *cartridgeMaker) asker() asker {
	return asker{t: b.t, links: func(seen *[]string) render.Links { return b.itemLinks(seen) }}
}

// assessment is the fixed form of a check, or of the assessment, and its place; none
// when the form has no questions in this language.
func (b *cartridgeMaker) assessment(p *course.Page) []cartridge.Item {
	d := p.Doc(b.tag)
	if d == nil {
		return nil
	}
	var seen []string
	a := &qti.CCAssessment{Title: plainTitle(p, b.tag), Language: b.t.Locale, Mark: b.version.Mark(), Rubric: b.rubric(p, d, &seen), Attempts: "unlimited"}
	for _, q := range b.asker().questions(p) {
		if !q.bank {
			a.Items = append(a.Items, b.items(q)...)
			seen = append(seen, q.media...)
		}
	}
	if len(a.Items) == 0 {
		return nil
	}
	even(a.Items)
	id := p.Path
	if d.Title != nil && d.Title.ID != "" {
		id = string(d.Title.ID)
	}
	a.Ident = b.unused(xmldoc.ID("r", id))
	name := "questions/" + a.Ident + ".xml"
	b.add(name, a.Document())
	return []cartridge.Item{b.item(cartridge.Resource{Identifier: a.Ident, Kind: cartridge.Assessment, Files: []string{name}, Needs: b.needs(seen)}, a.Title)}
}

// rubric is what a check says around its questions.
func (b *cartridgeMaker) rubric(p *course.Page, d *course.Doc, seen *[]string) string {
	s := b.t.Render.Still(b.itemLinks(seen))
	s.Alone, s.Linked = true, true
	out := ""
	for _, x := range d.Blocks {
		if x.Question == nil {
			out += s.Blocks([]*course.Block{x})
		}
	}
	if p.Pass > 0 {
		out += textParagraph(b.say("check.pass", lang.A{"share": lang.Percent(b.t.Face, float64(p.Pass)/100, 0)}))
	}
	if p.Limited() {
		out += textParagraph(b.say("check.no-limit"))
	}
	return out
}

// bank is the question bank: every question of the checks and of the assessment that is
// in no fixed form. A cartridge has one bank (CC 1.1, rule 4a).
func (b *cartridgeMaker) bank() {
	a := &qti.CCAssessment{Ident: b.unused("bank"), Language: b.t.Locale, Mark: b.version.Mark(), Bank: true}
	var seen []string
	for _, p := range b.Course.Pages() {
		if p.Kind != course.Check && p.Kind != course.Assessment {
			continue
		}
		for _, q := range b.asker().questions(p) {
			if q.bank {
				items := b.items(q)
				for i := range items {
					items[i].Category = plainTitle(p, b.tag)
				}
				a.Items = append(a.Items, items...)
				seen = append(seen, q.media...)
			}
		}
	}
	if len(a.Items) == 0 {
		return
	}
	b.add("questions/bank.xml", a.Document())
	b.manifest.Resources = append(b.manifest.Resources, cartridge.Resource{
		Identifier: a.Ident, Kind: cartridge.QuestionBank, Files: []string{"questions/bank.xml"}, Needs: b.needs(seen),
	})
}

// whole is the weight of a question that is asked in parts: it divides by most numbers
// of parts.
const whole = 12

// even takes the weights away where every question is one item.
func even(items []qti.CCItem) {
	for _, i := range items {
		if i.Weight != whole {
			return
		}
	}
	for i := range items {
		items[i].Weight = 1
	}
}

func (b *cartridgeMaker) cannot(a *asked, code string) {
	b.Lose(publish.Loss{Tag: b.tag, Page: a.page.Path, Passage: a.Question.ID, Code: code})
}

// items is a question as what the profile holds: one item, or one for each of its
// lines or steps. What the profile has no room for is asked as an essay.
func (b *cartridgeMaker) items(a *asked) []qti.CCItem {
	items := b.parts(a)
	for i, x := range items {
		choice := x.Profile == qti.MultipleChoice || x.Profile == qti.TrueFalse || x.Profile == qti.MultipleResponse
		if choice && (len(x.Labels) < 2 || !slices.ContainsFunc(x.Labels, func(l qti.Label) bool { return l.Right })) || x.Profile == qti.FillInBlank && !slices.ContainsFunc(x.Accepted, func(x qti.Accepted) bool { return x.Right }) {
			b.cannot(a, "essay-instead")
			items[i].Profile, items[i].Labels, items[i].Accepted = qti.Essay, nil, nil
		}
	}
	return items
}

func (b *cartridgeMaker) parts(a *asked) []qti.CCItem {
	one := qti.CCItem{Ident: itemID(a.id), Title: cmp.Or(a.title, a.id), Weight: whole, Text: a.stem(), General: a.explanation}
	switch a.Kind {
	case course.Matching:
		b.cannot(a, "matching-lines")
		return b.matching(one, a)
	case course.Ordering:
		b.cannot(a, "ordering-lines")
		return b.ordering(one, a)
	case course.Scenario:
		b.cannot(a, "scenario-parts")
		return b.steps(one, a)
	case course.FillIn, course.Numeric:
		b.written(&one, a)
	case course.Reflection:
		b.cannot(a, "reflection-kept")
		one.Profile, one.Solution, one.General = qti.Essay, a.explanation, ""
	default:
		one.Labels = labels(a.choices)
		one.Profile = choiceProfile(len(one.Labels))
		switch a.Kind {
		case course.Multiple:
			b.cannot(a, "no-part-marks")
			one.Profile = qti.MultipleResponse
		case course.Likert:
			b.cannot(a, "likert-right")
			for i := range one.Labels {
				one.Labels[i].Right = true
			}
		}
	}
	return []qti.CCItem{one}
}

// choiceProfile is the profile of a choice of one among n (CC 1.1, rules 3d and 4d).
func choiceProfile(n int) qti.Profile {
	if n == 2 {
		return qti.TrueFalse
	}
	return qti.MultipleChoice
}

func labels(choices []askedChoice) []qti.Label {
	var out []qti.Label
	for _, c := range choices {
		out = append(out, qti.Label{Ident: c.id, Text: c.text, Right: c.Right, Feedback: c.feedback})
	}
	return out
}

// part is the n-th of several items that a question is asked in.
func part(one qti.CCItem, id, text string, of int) qti.CCItem {
	one.Ident = itemID(id)
	one.Title = clipped(text)
	one.Weight = max(1, (whole+of/2)/of)
	return one
}

func (b *cartridgeMaker) matching(one qti.CCItem, a *asked) []qti.CCItem {
	var out []qti.CCItem
	for _, p := range a.pairs {
		x := part(one, a.id+"-"+p.id, p.plainTerm, len(a.pairs))
		x.Text += "<p><strong>" + p.term + "</strong></p>"
		for _, i := range a.shown(len(a.pairs)) {
			other := a.pairs[i]
			l := qti.Label{Ident: other.id, Text: other.partner, Right: other.id == p.id}
			if l.Right {
				l.Feedback = p.feedback
			}
			x.Labels = append(x.Labels, l)
		}
		x.Profile = choiceProfile(len(x.Labels))
		out = append(out, x)
	}
	return out
}

func (b *cartridgeMaker) ordering(one qti.CCItem, a *asked) []qti.CCItem {
	var out []qti.CCItem
	for _, i := range a.shown(len(a.choices)) {
		c := a.choices[i]
		x := part(one, a.id+"-"+c.id, c.plain, len(a.choices))
		x.Text += "<p>" + xmldoc.Escape(b.say("item.place")) + "</p><p><strong>" + c.text + "</strong></p>"
		x.General = c.feedback + x.General
		for j := range a.choices {
			x.Labels = append(x.Labels, qti.Label{Ident: "place" + strconv.Itoa(j+1), Text: strconv.Itoa(j + 1), Right: i == j})
		}
		x.Profile = choiceProfile(len(x.Labels))
		out = append(out, x)
	}
	return out
}

func (b *cartridgeMaker) steps(one qti.CCItem, a *asked) []qti.CCItem {
	asks := slices.DeleteFunc(slices.Clone(a.steps), func(s askedStep) bool { return len(s.choices) == 0 })
	var out []qti.CCItem
	for n, s := range asks {
		x := part(one, a.id+"-"+s.id, b.say("item.step", lang.A{"n": n + 1})+" "+one.Title, len(asks))
		x.Text += s.text
		x.Labels = labels(s.choices)
		for i, c := range s.choices {
			x.Labels[i].Feedback = c.feedback + a.after(c)
		}
		x.Profile = choiceProfile(len(x.Labels))
		out = append(out, x)
	}
	return out
}

// written is a question in which one writes. A number within its tolerance is every
// whole number there, where there are few.
func (b *cartridgeMaker) written(one *qti.CCItem, a *asked) {
	one.Profile = qti.FillInBlank
	code := "answer-forms"
	if a.Kind == course.Numeric {
		code = "numeric-forms"
	}
	b.cannot(a, code)
	for _, c := range a.choices {
		x := qti.Accepted{Ident: c.id, Texts: c.forms, Right: c.Right, Feedback: c.feedback}
		if a.Kind == course.Numeric {
			x.Texts = numbers(c, a, b.t.Face)
		}
		one.Accepted = append(one.Accepted, x)
	}
	slices.SortStableFunc(one.Accepted, func(x, y qti.Accepted) int { return cmp.Compare(rank(x.Right), rank(y.Right)) })
	taken := map[string]bool{}
	for i := range one.Accepted { // a number that a wrong answer foresees and the tolerance takes is right
		one.Accepted[i].Texts = slices.DeleteFunc(one.Accepted[i].Texts, func(s string) bool {
			again := taken[s]
			taken[s] = true
			return again
		})
	}
	one.Accepted = slices.DeleteFunc(one.Accepted, func(x qti.Accepted) bool { return len(x.Texts) == 0 })
}

func rank(right bool) int {
	if right {
		return 0
	}
	return 1
}

// mostNumbers is how many whole numbers of a tolerance are written out.
const mostNumbers = 41

// numbers are the ways to write a number: as the source does, plainly, with a point and
// with a comma, and with its unit.
func numbers(c askedChoice, a *asked, face lang.Tag) []string {
	out := []string{c.plain}
	add := func(s string) {
		for _, x := range []string{s, comma(s)} {
			if !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
	}
	add(point(c.value))
	if whole := float64(int64(c.value)); c.Right && whole == c.value && a.Tolerance >= 1 && 2*a.Tolerance < mostNumbers {
		for n := -int64(a.Tolerance); n <= int64(a.Tolerance); n++ {
			add(point(c.value + float64(n)))
		}
	}
	if a.Unit != "" {
		for _, s := range slices.Clone(out) {
			for _, space := range []string{"", " ", "\u00a0"} {
				out = append(out, s+space+a.Unit)
			}
		}
	}
	return out
}
