package delivery

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
)

// quiz draws a knowledge check as the learner left it.
func (f *filler) quiz(v *publish.QuizView) templ.Component {
	a := f.doc().Attempt
	terms := f.terms(a)
	switch {
	case a == nil && f.p.Page.Time > 0:
		return terms
	case a == nil:
		return templ.Join(orNothing(terms), page.QuizForm(f.face, f.form(v, begin(f.p.Doc()))))
	}
	form := f.form(v, a)
	if a.open() {
		return templ.Join(orNothing(terms), page.QuizForm(f.face, form))
	}
	name := ` id="check"`
	if f.p.Page.Time > 0 && !exhausted(f.p.Page, a) {
		name = "" // the next attempt has it
	}
	parts := []templ.Component{f.over(a), orNothing(terms), page.HTML(`<div class="quiz"` + name + `>`)}
	for _, q := range form.Questions {
		parts = append(parts, page.QuestionBox(f.face, q))
	}
	return templ.Join(append(parts, page.HTML("</div>"))...)
}

// over says that the attempt was sent, and what can be done now.
func (f *filler) over(a *Attempt) templ.Component {
	n := page.Notice{Kind: "info", Title: f.say("sent", lang.A{"n": a.Right, "of": a.Of}),
		Links: []page.Link{{Text: f.say("result.see"), Href: resultPath(f.p, f.face)}}}
	if f.p.Page.Time > 0 || exhausted(f.p.Page, a) {
		return page.NoticeBox(f.face, n)
	}
	return templ.Join(page.NoticeBox(f.face, n), page.Go(*f.againButton(a, true)))
}

// orNothing draws nothing where there is nothing to draw.
func orNothing(c templ.Component) templ.Component {
	if c == nil {
		return templ.NopComponent
	}
	return c
}

// againButton leads to another attempt, a timed one to the page on which it is begun; nil when there is none left.
func (f *filler) againButton(a *Attempt, quiet bool) *page.Button {
	switch {
	case exhausted(f.p.Page, a):
		return nil
	case f.p.Page.Time > 0:
		return &page.Button{Text: f.say("again"), Href: f.p.Path + "#check", Quiet: quiet}
	}
	return &page.Button{Text: f.say("again"), Action: f.p.Path, Quiet: quiet, Fields: []page.Field{{Name: "act", Value: "again"}, {Name: "attempt", Value: strconv.Itoa(a.Number)}}}
}

// views are the questions of an attempt as the page words them; all of the fixed
// form when the course has none of them any more.
func views(v *publish.QuizView, a *Attempt) []*render.QuestionView {
	var out []*render.QuestionView
	for _, list := range [][]*render.QuestionView{v.Form, v.Bank} {
		for _, one := range list {
			if slices.Contains(a.Asked, course.ID(one.Question.ID)) {
				out = append(out, one)
			}
		}
	}
	if len(out) == 0 {
		return v.Form
	}
	return out
}

// form is the questions of an attempt with what was answered.
func (f *filler) form(v *publish.QuizView, a *Attempt) page.Quiz {
	q := page.Quiz{ID: "check", Action: f.p.Path, Fields: []page.Field{{Name: "attempt", Value: strconv.Itoa(a.Number)}}}
	list := views(v, a)
	for i, one := range list {
		given := a.Answers[course.ID(one.Question.ID)]
		d := f.question(one, given, a.Sent)
		d.Number, d.Of = i+1, len(list)
		d.Locked = !a.open() || a.Mending && d.Verdict == page.Right
		f.room.shuffle(&d, strconv.Itoa(a.Number))
		if f.news == isMissing && d.Verdict == "" && one.Source.Kind.Scored() && f.judge(one, given) == "" {
			d.Error = f.say("error." + missingKey(one.Source, given))
			q.Errors = append(q.Errors, page.Link{Text: f.say("question-n", lang.A{"number": strconv.Itoa(i + 1)}), Href: "#" + one.Question.ID})
		}
		q.Questions = append(q.Questions, d)
	}
	switch {
	case !a.open():
	case !a.Sent && reviewed(f.c, f.p.Page):
		q.Send, q.Note = f.say("review.go"), f.say("review.go-note")
	default:
		q.Send, q.Note = f.say("send"), f.say("send-note")
		if f.news == isMissing {
			q.Send = f.say("send-as-is")
			q.Fields = append(q.Fields, page.Field{Name: "asis", Value: "yes"})
		}
	}
	return q
}

// missingKey says what an answer lacks.
func missingKey(q *course.Question, a Answer) string {
	switch {
	case q.Kind == course.Numeric && a.Text != "":
		return "number"
	case q.Kind == course.Scenario && len(a.Chosen) > 0:
		return "end"
	case len(a.Lines) > 0:
		return "lines"
	}
	return "none"
}

func (f *filler) judge(v *render.QuestionView, a Answer) page.Verdict {
	return judge(f.c, v.Source, a, askerOf(f.p))
}

// practice draws a question of a lesson with what was answered.
func (f *filler) practice(v *render.QuestionView) templ.Component { return f.practiceAt(v, f.p.Path) }

// practiceAt is practice whose form goes to an address.
func (f *filler) practiceAt(v *render.QuestionView, action string, more ...page.Field) templ.Component {
	if v.Question.ID == "" {
		return nil
	}
	a := f.doc().Answers[course.ID(v.Question.ID)]
	return page.QuizForm(f.face, page.Quiz{
		ID: "quiz-" + v.Question.ID, Action: action, Questions: []page.Question{f.question(v, a, a.Told)}, Send: f.say("send-one"),
		Fields: append([]page.Field{{Name: "act", Value: "answer"}, {Name: "question", Value: v.Question.ID}}, more...),
	})
}

// question is a question with an answer in it, and, when it is to be told, with
// what is said of the answer.
func (f *filler) question(v *render.QuestionView, a Answer, tell bool) page.Question {
	q := v.Question
	f.room.mask(&q)
	src := v.Source
	verdict := page.Verdict("")
	if tell && a.Told {
		verdict = f.judge(v, a)
	}
	q.Verdict = verdict
	if verdict != "" {
		q.Explanation = v.Explanation
	}
	switch src.Kind {
	case course.Matching:
		for i := range q.Pairs {
			one := &q.Pairs[i]
			if partner := a.Lines[course.ID(one.Value)]; partner != "" {
				one.Chosen = f.room.partner(src.ID, partner)
			}
			if verdict != "" {
				one.Verdict, one.Feedback = lineVerdict(src, one.Value, a), v.Feedback[one.Value]
			}
		}
	case course.Ordering:
		for i := range q.Items {
			one := &q.Items[i]
			one.Position = position(a, course.ID(one.Value))
			if verdict != "" {
				one.Verdict, one.Feedback = lineVerdict(src, one.Value, a), v.Feedback[one.Value]
			}
		}
	case course.FillIn, course.Numeric, course.Reflection:
		q.Answer = a.Text
		if verdict != "" {
			q.Feedback = f.writtenFeedback(v, a)
		}
		if src.Kind == course.Reflection {
			q.Hint = f.say("reflection")
		}
	case course.Scenario:
		f.way(&q, v, a)
	default:
		f.choices(&q, v, a, verdict)
	}
	return q
}

// choices marks what was chosen, and says of it, and of it alone, how it is: what
// was not chosen may still be found.
func (f *filler) choices(q *page.Question, v *render.QuestionView, a Answer, verdict page.Verdict) {
	q.Choices = slices.Clone(q.Choices)
	for i := range q.Choices {
		one := &q.Choices[i]
		one.Chosen = slices.Contains(a.Chosen, course.ID(one.Value))
		if verdict == "" || !one.Chosen {
			continue
		}
		one.Feedback = v.Feedback[one.Value]
		switch {
		case verdict == page.Noted:
			one.Verdict = page.Noted
		case rightChoice(v.Source, one.Value):
			one.Verdict = page.Right
		default:
			one.Verdict = page.Wrong
		}
	}
}

func rightChoice(q *course.Question, id string) bool {
	return slices.ContainsFunc(q.Choices, func(c course.Choice) bool { return string(c.ID) == id && c.Right })
}

func lineVerdict(q *course.Question, id string, a Answer) page.Verdict {
	for i, line := range lineIDs(q) {
		if string(line) == id && lineRight(q, i, line, a) {
			return page.Right
		}
	}
	return page.Wrong
}

// writtenFeedback is what the source says of a written answer, when it foresaw it.
func (f *filler) writtenFeedback(v *render.QuestionView, a Answer) templ.Component {
	asked := v.Source
	if there := questionOf(textOf(f.p.Page, a.Lang), asked.ID); there != nil {
		asked = there
	}
	var c *course.Choice
	if asked.Kind == course.Numeric {
		given, ok := number(f.c, a.Text, a.Lang)
		if !ok {
			return nil
		}
		if c = near(f.c, asked, given, a.Lang, true); c == nil {
			c = near(f.c, asked, given, a.Lang, false)
		}
	} else {
		c = foreseen(asked, a.Text)
	}
	if c == nil {
		return nil
	}
	return v.Feedback[string(c.ID)]
}

// way draws a scenario: the steps that were met, what was chosen there, and what
// can be chosen now.
func (f *filler) way(q *page.Question, v *render.QuestionView, a Answer) {
	q.Trail, q.Choices, q.Outcome = nil, nil, ""
	met, taken := walk(v.Source, a.Chosen)
	for i, step := range met {
		view := stepView(v, step.Name)
		if view == nil {
			return
		}
		t := page.TrailStep{Text: view.Text}
		if i < len(taken) {
			if c := choiceView(view, taken[i]); c != nil {
				t.Chosen, t.Feedback, t.Verdict = c.Text, c.Feedback, page.Noted
			}
		}
		q.Trail = append(q.Trail, t)
		if i < len(taken) {
			continue
		}
		q.Outcome = view.Outcome
		for _, c := range view.Choices {
			q.Choices = append(q.Choices, page.Choice{Value: c.ID, Text: c.Text})
		}
	}
}

func stepView(v *render.QuestionView, name string) *render.StepView {
	for i := range v.Steps {
		if v.Steps[i].Name == name {
			return &v.Steps[i]
		}
	}
	return nil
}

func choiceView(s *render.StepView, id course.ID) *render.StepChoice {
	for i := range s.Choices {
		if s.Choices[i].ID == string(id) {
			return &s.Choices[i]
		}
	}
	return nil
}
