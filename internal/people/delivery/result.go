package delivery

import (
	"strconv"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/people/library"
)

// resultPath is the address of the result of a check, under the check's own.
func resultPath(p *library.Page, face lang.Tag) string {
	return p.Path + words.Say(face, "slug-result") + "/"
}

// resultPage says how an attempt went, with every answer to read again.
func (f *filler) resultPage(v *publish.QuizView, a *Attempt) page.ResultPage {
	form := f.form(v, a)
	r := page.ResultPage{
		Heading: page.Heading{Title: page.Text(f.say("result.title")), Kicker: f.p.Title},
		Score:   a.Right, Of: a.Of, Passed: a.passed(f.p.Page), Mark: f.p.Page.Pass,
	}
	if a.Of == 0 {
		r.Mark = 0
	}
	left := 0
	for i := range form.Questions {
		q := &form.Questions[i]
		q.Locked = true
		r.Questions = append(r.Questions, *q)
		if scored(q.Kind) && q.Verdict != page.Right {
			left++
		}
	}
	r.Again = f.againButton(a, true)
	switch {
	case left > 0 && a.Right+left < a.Of:
		r.Text = page.Text(f.say("result.mended", lang.A{"n": a.Of - left, "of": a.Of}))
	case left > 0:
		r.Text = page.Text(f.say("result.left", lang.A{"n": left}))
	case a.Right < a.Of:
		r.Text = page.Text(f.say("result.all-mended"))
	default:
		r.Text = page.Text(f.say("result.all"))
	}
	if left > 0 {
		r.Next = &page.Button{Text: f.say("mend"), Action: f.p.Path, Fields: []page.Field{{Name: "act", Value: "mend"}, {Name: "attempt", Value: strconv.Itoa(a.Number)}}}
		return r
	}
	r.Next = f.after()
	return r
}

// completed says, on the result of the act after which nothing is left, that the course is completed and where its certificate
// is; nil before.
func (f *filler) completed() templ.Component {
	if f.room.Mine == nil || !f.s.Completed(f.c) || !f.s.Complete(f.c) {
		return nil
	}
	return page.NoticeBox(f.face, page.Notice{Kind: "success", Title: f.say("result.completed"), Body: page.Text(f.say("result.completed-text")),
		Links: []page.Link{{Text: f.say("mine"), Href: f.room.Mine(f.p.Tag, f.face)}}})
}

func scored(k page.QuestionKind) bool { return course.QuestionKind(k).Scored() }

// after leads on from the check: to the module's summary, or else to what is not
// done yet; nil when there is nothing.
func (f *filler) after() *page.Button {
	if m := f.p.Module; m != nil && m.Summary != nil {
		if p := f.p.Edition.In(f.p.Tag, publish.PageKey(m.Summary)); p != nil {
			return &page.Button{Text: p.Title, Note: f.say("result.summary"), Href: p.Path, Icon: "next"}
		}
	}
	next := f.s.next(f.c, f.p.Page)
	if next == nil || next == f.p.Page {
		return nil
	}
	p := f.p.Edition.In(f.p.Tag, publish.PageKey(next))
	if p == nil {
		return nil
	}
	return &page.Button{Text: p.Title, Href: p.Path, Icon: "next"}
}
