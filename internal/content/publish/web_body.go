package publish

import (
	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// body draws what stands inside the frame. Course text is drawn at once, so that
// its first error is known; the rest when the frame is.
func (s *sheet) body() templ.Component {
	mark := page.HTML(s.Holes.Mark(render.HoleBar, ""))
	if s.at.Page != nil && s.at.Head() == nil {
		return templ.Join(mark, s.absent())
	}
	return templ.Join(mark, s.content())
}

func (s *sheet) content() templ.Component {
	switch s.at.Kind {
	case KindHome:
		return s.home()
	case KindModule:
		return s.module()
	case KindChecklists, KindCases, KindWorksheets, KindGuide:
		return s.listPage()
	case KindGlossary:
		return s.glossary()
	case KindResources:
		return s.resources()
	case KindReferences:
		return s.references()
	case KindObjectives:
		return s.objectives()
	case KindSearch:
		return s.search()
	case KindFormats:
		return s.formats()
	case KindAccessibility:
		return s.accessibility()
	case Kind(course.Check), Kind(course.Assessment):
		return s.check()
	case Kind(course.Summary):
		return s.summary()
	case Kind(course.Checklist):
		return s.checklist()
	case Kind(course.Case):
		return s.caseStudy()
	}
	return s.lesson()
}

// absent says that a page does not exist in this language, and where it does.
func (s *sheet) absent() templ.Component {
	n := page.Notice{Kind: "info", Title: s.say("absent.text")}
	for _, tag := range s.w.tags {
		if s.at.Page.Head(tag) == nil {
			continue
		}
		there := s.w.Counterpart(s.at, tag)
		n.Links = append(n.Links, page.Link{
			Text: there.Title, Href: s.hrefOf(there), Lang: s.w.languages[tag].Locale,
		})
	}
	head := page.PageHead(page.Heading{Title: page.Text(s.at.Title)})
	return templ.Join(head, page.NoticeBox(s.t.Face, n))
}

// heading opens a page of the course: where it is, its title and its lede. Terms
// are explained from the lede on.
func (s *sheet) heading() page.Heading {
	d := s.at.Doc()
	h := page.Heading{Kicker: s.kicker(), Title: page.Text(s.at.Title)}
	if d.Title != nil {
		h.Title, h.TitleID = s.Phrase(d.Title.Inlines, true), string(d.Title.ID)
	}
	if d.Lede != nil {
		h.Lede, h.LedeID = s.Phrase(d.Lede.Inlines, false), string(d.Lede.ID)
	}
	return h
}

// kicker says what the page is and how long it takes: "Module 1 · Lesson 2 · 6
// min".
func (s *sheet) kicker() string {
	p, k := s.at.Page, ""
	if p.Module != nil {
		k = s.say("module-n", lang.A{"number": itoa(p.Module.Number)}) + " · "
	}
	if p.Kind == course.Lesson {
		k += s.say("kind.lesson-n", lang.A{"number": itoa(p.Number)})
	} else {
		k += s.say("kind." + string(p.Kind))
	}
	switch p.Kind {
	case course.Lesson, course.Check, course.Assessment:
		if n := s.t.minutes[p]; n > 0 {
			k += " · " + s.say("minutes", lang.A{"n": n})
		}
	}
	return k
}

// rest is the blocks of a text after its lede.
func rest(d *course.Doc) []*course.Block {
	if d.Lede != nil && len(d.Blocks) > 0 && d.Blocks[0] == d.Lede {
		return d.Blocks[1:]
	}
	return d.Blocks
}

// prose draws the blocks of a text with its notes.
func (s *sheet) prose(blocks []*course.Block, notes []*course.Note) templ.Component {
	s.Body(blocks)
	s.Notes(notes)
	return page.HTML(s.Take())
}

func (s *sheet) lesson() templ.Component {
	d := s.at.Doc()
	s.Use(d.Notes)
	l := page.LessonPage{Heading: s.heading()}
	if s.at.Page.Kind == course.Lesson {
		l.Objectives = s.lines(s.at.Page.Objectives)
	}
	l.Body = s.prose(rest(d), d.Notes)
	l.Sources = s.Sources()
	l.Back = s.back()
	if next := s.next(); next != nil {
		l.Onward = s.hole(render.HoleForward, "", next, page.Go(*next))
	} else {
		l.Ends = s.at.Page.Kind == course.Lesson && s.told()
	}
	return page.LessonBody(s.t.Face, l)
}

// lines are objectives as a list, without ids: their own place is the
// objectives' page.
func (s *sheet) lines(ids []string) []page.Line {
	var out []page.Line
	for _, id := range ids {
		if o := s.w.Objective(id); o != nil {
			out = append(out, page.Line{Text: page.Text(o.Text.In(s.at.Tag))})
		}
	}
	return out
}

// Objective finds an objective of the course or of a module; nil when there is none.
func (w *Web) Objective(id string) *course.Objective {
	for _, o := range w.Course.Objectives {
		if o.ID == id {
			return o
		}
	}
	for _, m := range w.Course.Modules {
		for _, o := range m.Objectives {
			if o.ID == id {
				return o
			}
		}
	}
	return nil
}

func (s *sheet) summary() templ.Component {
	d := s.at.Doc()
	s.Use(d.Notes)
	h := s.heading()
	body := s.prose(rest(d), d.Notes)
	p := page.SummaryPage{Heading: h, Body: templ.Join(body, page.Sources(s.t.Face, s.Sources()))}
	for _, b := range []*page.Button{s.back(), s.next()} {
		if b != nil {
			p.Go = append(p.Go, *b)
		}
	}
	return page.SummaryBody(s.t.Face, p)
}

func (s *sheet) caseStudy() templ.Component {
	d := s.at.Doc()
	s.Use(d.Notes)
	c := page.CasePage{Heading: s.heading()}
	for _, f := range s.at.Page.Facts {
		if f.Text.Has(s.at.Tag) {
			c.Facts = append(c.Facts, page.Fact{Name: s.say("fact." + f.Key), Text: page.Text(f.Text.In(s.at.Tag))})
		}
	}
	c.Body = s.prose(rest(d), d.Notes)
	s.CiteAll(s.at.Page.Sources)
	c.Sources = s.Sources()
	c.Back, c.Next = s.back(), s.next()
	return page.CaseBody(s.t.Face, c)
}

// checklist draws a page to tick, in a hole whose value is the page.ChecklistPage.
func (s *sheet) checklist() templ.Component {
	d := s.at.Doc()
	s.Use(d.Notes)
	c := page.ChecklistPage{Heading: s.heading(), ID: s.at.Page.Path, Action: s.Action}
	intro, sections := s.Items(rest(d))
	c.Intro, c.Sections = intro, sections
	after := templ.Join(page.HTML(s.capturedNotes(d)), page.Sources(s.t.Face, s.Sources()))
	box := s.hole(render.HoleChecklist, s.at.Page.Path, c, page.ChecklistBody(s.t.Face, c))
	return templ.Join(box, after)
}

func (s *sheet) capturedNotes(d *course.Doc) string {
	s.Notes(d.Notes)
	return s.Take()
}

// QuizView is what a server needs to draw a check anew: the value of HoleQuiz.
type QuizView struct {
	Page *course.Page
	Form []*render.QuestionView // the fixed form, in order
	Bank []*render.QuestionView // the rest
	Quiz page.Quiz              // as a stranger sees it
}

// check draws a knowledge check or an assessment: the fixed form, and where the
// page judges by itself and the check is not the assessment, the bank for more
// practice.
func (s *sheet) check() templ.Component {
	d := s.at.Doc()
	s.Use(d.Notes)
	h := s.heading()
	var before, after []*course.Block
	v := &QuizView{Page: s.at.Page}
	keptBack := false // whatever the text says of other questions, here are none
	for _, b := range rest(d) {
		switch {
		case b.Question == nil && len(v.Form)+len(v.Bank) == 0:
			before = append(before, b)
		case b.Question == nil:
			after = append(after, b)
		case b.Question.Form != "":
			v.Form = append(v.Form, s.View(b.Question))
		case s.Action == "" && d.Page.Kind == course.Assessment:
			keptBack = true
		default:
			v.Bank = append(v.Bank, s.View(b.Question))
		}
	}
	v.Quiz = s.quiz("check", v.Form, s.say("check.send"))
	intro := s.prose(before, nil)
	end := s.prose(after, d.Notes)
	form := s.hole(render.HoleQuiz, s.at.Page.Path, v, page.QuizForm(s.t.Face, v.Quiz))
	parts := []templ.Component{page.PageHead(h)}
	for _, line := range s.marks() {
		parts = append(parts, page.HTML(`<p class="hint">`+render.Escape(line)+"</p>"))
	}
	if keptBack {
		parts = append(parts, page.HTML(`<p class="hint">`+render.Escape(s.say("check.same"))+"</p>"))
	}
	parts = append(parts, prose(intro), form, prose(end))
	if s.Action == "" && s.at.Page.Kind == course.Check && len(v.Bank) > 0 {
		parts = append(parts, page.HTML(`<section aria-labelledby="more-practice"><h2 id="more-practice">`+render.Escape(s.say("check.more"))+"</h2>"),
			page.QuizForm(s.t.Face, s.quiz("bank", v.Bank, "")), page.HTML("</section>"))
	}
	parts = append(parts, page.Sources(s.t.Face, s.Sources()), page.Forward(s.t.Face, s.back(), s.next()))
	return templ.Join(parts...)
}

// marks says what a check asks for, and, where no server holds it, that its limits hold on a site alone.
func (s *sheet) marks() (lines []string) {
	p := s.at.Page
	if p.Pass > 0 {
		key := "check.pass"
		if p.Attempts > 0 && s.Action != "" {
			key = "check.pass-limited" // how often is said with the questions
		}
		lines = append(lines, s.say(key, lang.A{"share": lang.Percent(s.t.Face, float64(p.Pass)/100, 0)}))
	}
	if s.Action == "" && p.Limited() {
		lines = append(lines, s.say("check.no-limit"))
	}
	return lines
}

func prose(c templ.Component) templ.Component {
	return templ.Join(page.HTML(`<div class="prose">`), c, page.HTML("</div>"))
}

func (s *sheet) quiz(id string, views []*render.QuestionView, send string) page.Quiz {
	q := page.Quiz{ID: id, Action: s.Action}
	if id == "check" && s.told() {
		q.Graded, q.Result = s.w.Course.Graded(s.at.Page), &page.QuizResult{Mark: s.at.Page.Pass}
	}
	for i, v := range views {
		one := v.Question
		if s.Action == "" {
			one = v.Keyed()
		}
		one.Number, one.Of = i+1, len(views)
		q.Questions = append(q.Questions, one)
	}
	if s.Action != "" {
		q.Send = send
	}
	return q
}
