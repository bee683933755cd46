package delivery

import (
	"net/http"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/web"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/people/library"
)

// Under has, under a check, how the last attempt at it went, and under a graded one the answers to look over before they
// are sent.
func (r *Room) Under(w http.ResponseWriter, req *http.Request, p *library.Page, name string) (bool, error) {
	face := p.Edition.Face(p.Tag)
	if p.Page == nil || p.Page.Kind != course.Check && p.Page.Kind != course.Assessment || p.Doc() == nil || !isAfter(name) {
		return false, nil
	}
	path := resultPath
	if isSlug(name, "slug-review") {
		path = reviewPath
	}
	if want := path(p, face); req.URL.Path != want {
		http.Redirect(w, req, want, http.StatusMovedPermanently)
		return true, nil
	}
	who, err := r.Identity.Who(req)
	if err != nil {
		return true, err
	}
	s := stranger()
	if !who.New {
		if s, err = r.settled(req.Context(), who, p); err != nil {
			return true, err
		}
	}
	a := s.doc(p.Edition.Course, p.Page).Attempt
	review := isSlug(name, "slug-review")
	if a == nil || a.Sent == review || review && !reviewed(p.Edition.Course, p.Page) {
		web.SeeOther(w, req, p.Path)
		return true, nil
	}
	sheet, err := r.sheetOf(p, s, a, review)
	if err != nil {
		return true, err
	}
	sheet.Reading, _ = library.ReadingOf(req)
	data, err := r.Library.Draw(sheet)
	if err != nil {
		return true, err
	}
	web.HTML(w, req, http.StatusOK, data)
	return true, nil
}

// isAfter says whether a part of an address is what a page under a check is called.
func isAfter(name string) bool { return isSlug(name, "slug-result") || isSlug(name, "slug-review") }

// isSlug says whether a part of an address is what a key of the catalogue says, in any
// language.
func isSlug(name, key string) bool {
	for _, face := range lang.Interfaces() {
		if name == words.Say(face, key) {
			return true
		}
	}
	return false
}

// sheetOf is the page of the result of an attempt, or of the answers to look over.
func (r *Room) sheetOf(p *library.Page, s *Standing, a *Attempt, review bool) (library.Sheet, error) {
	face, title, path := p.Edition.Face(p.Tag), "result.title", resultPath
	if review {
		title, path = "review.title", reviewPath
	}
	holes, _, err := p.Holes(r)
	if err != nil {
		return library.Sheet{}, err
	}
	f := r.newFiller(p, s, noNews)
	sheet := library.Sheet{Tag: p.Tag, Title: f.say(title), Back: p.Path, Layout: page.Lesson, Body: templ.NopComponent,
		Crumbs: []page.Link{{Text: p.Title, Href: p.Path}, {Text: f.say(title)}}}
	for _, hole := range holes {
		switch v := hole.Value.(type) {
		case *publish.QuizView:
			if sheet.Body = f.review(v, a); !review {
				sheet.Body = templ.Join(orNothing(f.ended(a)), orNothing(f.completed()), page.ResultBody(face, f.resultPage(v, a)), orNothing(f.counted(a)))
			}
		case *publish.ThreadView:
			sheet.Side = page.ThreadNav(face, f.thread(v))
		}
	}
	sheet.At = func(tag lang.Tag) string {
		other := p.Edition.In(tag, p.Key)
		if other == nil {
			return ""
		}
		return path(other, p.Edition.Face(tag))
	}
	return sheet, nil
}
