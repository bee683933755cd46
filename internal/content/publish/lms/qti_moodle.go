package lms

import (
	"cmp"
	"path"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/standard/moodle"
)

// moodle writes the questions as Moodle XML and as GIFT, one category a page.
func (b *qtiMaker) moodle() error {
	var xml, gift []moodle.Category
	files := newMediaFiles(b.Maker, b.t, "")
	inside := b.questions(func(p string) (string, bool) {
		if _, ok := files.href("")(p); !ok {
			return "", false
		}
		return "@@PLUGINFILE@@/" + path.Base(p), true
	})
	for _, a := range inside {
		qs, err := b.moodleQuestions(a, files)
		if err != nil {
			return err
		}
		xml = b.file(xml, a, qs)
	}
	for _, a := range b.questions(func(p string) (string, bool) { return "", false }) {
		qs, err := b.moodleQuestions(a, files)
		if err != nil {
			return err
		}
		gift = b.file(gift, a, qs)
	}
	if len(inside) == 0 { // a file without a word is taken for a broken one
		xml = []moodle.Category{{Path: []string{b.Course.Title.In(b.tag)}}}
		gift = xml
	}
	for _, a := range inside {
		if len(a.media) > 0 {
			b.loss(a, "gift-pictures")
		}
	}
	if err := b.Put(publish.OutputPath(b.Course, nameQTI, "", b.tag, "moodle.xml"), moodle.XML(xml)); err != nil {
		return err
	}
	return b.Put(publish.OutputPath(b.Course, nameQTI, "", b.tag, "gift.txt"), moodle.GIFT(gift))
}

// file puts questions into the category of their page and form.
func (b *qtiMaker) file(list []moodle.Category, a *asked, qs []moodle.Question) []moodle.Category {
	at := b.category(a)
	if n := len(list); n == 0 || strings.Join(list[n-1].Path, "\x00") != strings.Join(at, "\x00") {
		list = append(list, moodle.Category{Path: at})
	}
	last := &list[len(list)-1]
	last.Questions = append(last.Questions, qs...)
	return list
}

// category is the course, the module, the page, and for a check its form or its bank.
func (b *qtiMaker) category(a *asked) []string {
	out := []string{b.Course.Title.In(b.tag)}
	if m := a.page.Module; m != nil {
		out = append(out, publish.Say(b.t.Face, "module-n", lang.A{"number": strconv.Itoa(m.Number)})+" – "+m.Title.In(b.tag))
	}
	out = append(out, plainTitle(a.page, b.tag))
	switch {
	case a.bank:
		out = append(out, publish.Say(b.t.Face, "item.bank"))
	case a.Form != "":
		out = append(out, publish.Say(b.t.Face, "item.form", lang.A{"form": a.Form}))
	}
	return out
}

// plainTitle is the title of a page in plain text.
func plainTitle(p *course.Page, tag lang.Tag) string {
	if d := p.Doc(tag); d != nil && d.Title != nil {
		return course.Plain(d.Title.Inlines)
	}
	return p.Key
}

// moodleQuestions is a question as one of Moodle's, a scenario as one for each of its
// steps.
func (b *qtiMaker) moodleQuestions(a *asked, files *mediaFiles) ([]moodle.Question, error) {
	q := moodle.Question{
		IDNumber: itemID(a.id), Name: cmp.Or(a.title, a.id), Text: b.spoken(a.stem()), General: b.spoken(a.explanation), Mark: 1, Tags: b.tags(a),
	}
	for _, p := range unique(a.media) {
		data, err := files.data(p)
		if err != nil {
			return nil, err
		}
		q.Files = append(q.Files, moodle.File{Name: path.Base(p), Data: data})
	}
	switch a.Kind {
	case course.Matching:
		q.Type = moodle.Matching
		for _, p := range a.pairs {
			q.Pairs = append(q.Pairs, moodle.Pair{Text: b.spoken("<p>" + p.term + "</p>"), Partner: p.plainPartner})
			q.General += b.lineTold(p.term, p.feedback)
		}
	case course.Ordering:
		q.Type = moodle.Matching
		b.loss(a, "moodle-places")
		for _, i := range a.shown(len(a.choices)) {
			c := a.choices[i]
			q.Pairs = append(q.Pairs, moodle.Pair{Text: b.spoken("<p>" + c.text + "</p>"), Partner: strconv.Itoa(i + 1)})
		}
		for _, c := range a.choices {
			q.General += b.lineTold(c.text, c.feedback)
		}
	case course.FillIn, course.Numeric:
		b.written(&q, a)
	case course.Reflection:
		q.Type, q.Mark, q.Graderinfo = moodle.Essay, 0, q.General
		b.loss(a, "reflection-kept")
	case course.Scenario:
		b.loss(a, "moodle-steps")
		return b.moodleSteps(q, a), nil
	default:
		q.Type, q.Single = moodle.MultiChoice, a.Kind != course.Multiple
		q.Answers = b.chosen(a.choices, a.Kind)
		if a.Kind == course.Likert {
			q.Mark = 0
		}
	}
	return []moodle.Question{q}, nil
}

// spoken marks the language of a text: an item may be used in a course of another.
func (b *qtiMaker) spoken(html string) string {
	if html == "" {
		return ""
	}
	return `<div lang="` + b.t.Locale + `">` + html + "</div>"
}

func (b *qtiMaker) lineTold(line, feedback string) string {
	if feedback == "" {
		return ""
	}
	return b.spoken(told(line, feedback))
}

// tags are the objective and the language of a question.
func (b *qtiMaker) tags(a *asked) []string {
	out := []string{b.t.Locale}
	if a.Objective != "" {
		out = append(out, a.Objective)
	}
	return out
}

// chosen are answers to choose. Of several that are right each is worth its share, and
// each wrong one costs as much, down to nothing for the whole (Moodle keeps a mark from
// going below zero).
func (b *qtiMaker) chosen(choices []askedChoice, kind course.QuestionKind) []moodle.Answer {
	right := 0
	for _, c := range choices {
		if c.Right {
			right++
		}
	}
	var out []moodle.Answer
	for _, c := range choices {
		x := moodle.Answer{Text: b.spoken("<p>" + c.text + "</p>"), Feedback: b.spoken(c.feedback)}
		switch {
		case kind == course.Likert || c.Right && kind != course.Multiple:
			x.Fraction = 100
		case kind == course.Multiple && c.Right:
			x.Fraction = 100 / float64(right)
		case kind == course.Multiple && right > 0:
			x.Fraction = -100 / float64(right)
		}
		out = append(out, x)
	}
	return out
}

// written are the answers of a question in which one writes.
func (b *qtiMaker) written(q *moodle.Question, a *asked) {
	q.Type, q.Unit = moodle.ShortAnswer, ""
	if a.Kind == course.Numeric {
		q.Type, q.Unit = moodle.Numerical, a.Unit
	} else {
		b.loss(a, "answer-forms")
	}
	for _, c := range a.choices {
		x := moodle.Answer{Feedback: b.spoken(c.feedback)}
		if c.Right {
			x.Fraction, x.Tolerance = 100, a.Tolerance
		}
		texts := c.forms
		if a.Kind == course.Numeric {
			texts = []string{point(c.value)}
		}
		for _, text := range texts {
			x.Text = text
			q.Answers = append(q.Answers, x)
		}
	}
}

// moodleSteps is each step of a scenario as a multiple choice: an answer is worth the
// best end that it leads to, and tells what follows.
func (b *qtiMaker) moodleSteps(q moodle.Question, a *asked) []moodle.Question {
	var out []moodle.Question
	for _, s := range a.steps {
		if len(s.choices) == 0 {
			continue
		}
		one := q
		one.Type, one.Single, one.IDNumber = moodle.MultiChoice, true, itemID(a.id+"-"+s.id)
		one.Text = b.spoken(a.stem() + s.text)
		one.Name = clipped(publish.Say(b.t.Face, "item.step", lang.A{"n": len(out) + 1}) + " " + q.Name)
		one.Answers = nil
		for _, c := range s.choices {
			best := a.worth(s.Name)
			worth := 0.0
			if best > 0 {
				worth = 100 * a.worth(c.Goto) / best
			}
			one.Answers = append(one.Answers, moodle.Answer{Text: b.spoken("<p>" + c.text + "</p>"), Fraction: worth, Feedback: b.spoken(c.feedback + a.after(c))})
		}
		out = append(out, one)
	}
	return out
}

// after is the end that a choice leads to, in words; empty when the way goes on.
func (a *asked) after(c askedChoice) string {
	if i := a.stepNamed(c.Goto); i >= 0 && len(a.steps[i].choices) == 0 {
		return `<div id="` + a.steps[i].id + `">` + a.steps[i].text + "</div>"
	}
	return ""
}
