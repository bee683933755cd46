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

// reviewPath is the address where the answers of a graded page are looked over before
// they are sent (WCAG 2.2, 3.3.4), under the page's own.
func reviewPath(p *library.Page, face lang.Tag) string {
	return p.Path + words.Say(face, "slug-review") + "/"
}

// review draws every question of an attempt with the answer given, the way back to
// each, and the button that sends.
func (f *filler) review(v *publish.QuizView, a *Attempt) templ.Component {
	var boxes []templ.Component
	var open []page.Link
	form, list := f.form(v, a), views(v, a)
	for i, q := range form.Questions {
		n := lang.A{"number": strconv.Itoa(i + 1)}
		q.Locked = true
		given := a.Answers[course.ID(q.ID)]
		if given.empty() || scored(q.Kind) && f.judge(list[i], given) == "" {
			q.Error = f.say("review.open")
			open = append(open, page.Link{Text: f.say("question-n", n), Href: f.p.Path + "#" + q.ID})
		}
		boxes = append(boxes, page.QuestionBox(f.face, q), page.Go(page.Button{Text: f.say("review.change", n), Href: f.p.Path + "#" + q.ID, Quiet: true}))
	}
	state := page.Notice{Kind: "info", Title: f.say("review.all")}
	if len(open) > 0 {
		state.Title, state.Links = f.say("review.left", lang.A{"n": len(open)}), open
	}
	send := page.Button{Text: f.say("review.send"), Note: f.say("review.send-note"), Action: f.p.Path,
		Fields: []page.Field{{Name: "act", Value: "review"}, {Name: "attempt", Value: strconv.Itoa(a.Number)}}}
	parts := []templ.Component{page.PageHead(page.Heading{Title: page.Text(f.say("review.title")), Kicker: f.p.Title}),
		page.NoticeBox(f.face, state), orNothing(f.running(a)), page.HTML(`<div class="quiz">`)}
	parts = append(parts, boxes...)
	return templ.Join(append(parts, page.HTML("</div>"), page.Go(send))...)
}
