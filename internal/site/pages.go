package site

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// frame lends the frame of the course to rooms that come before the library.
type frame struct{ *library.Room }

// Draw puts a page of identity into the frame of the site.
func (f frame) Draw(w http.ResponseWriter, r *http.Request, status int, s identity.Sheet) error {
	reading, _ := library.ReadingOf(r)
	var crumbs []page.Link
	if len(s.Up) > 0 {
		crumbs = append(slices.Clone(s.Up), page.Link{Text: s.Title})
	}
	data, err := f.Room.Draw(library.Sheet{Tag: s.Tag, Title: s.Title, At: s.At, Back: f.Home(s.Tag), Reading: reading, Layout: s.Layout, Crumbs: crumbs, Body: s.Body})
	if err != nil {
		return err
	}
	web.HTML(w, r, status, data)
	return nil
}

// gallery is every component in every state, for those who build pages.
func (s *Site) gallery(w http.ResponseWriter, r *http.Request) error {
	for _, tag := range lang.Interfaces() {
		if r.PathValue("lang") != tag.Lower() {
			continue
		}
		for _, p := range page.Gallery(tag, page.Assets{Prefix: "/assets/"}, galleryPath) {
			if p.Name != r.PathValue("name") {
				continue
			}
			var b bytes.Buffer
			if err := p.Page.Render(r.Context(), &b); err != nil {
				return err
			}
			web.HTML(w, r, http.StatusOK, b.Bytes())
			return nil
		}
	}
	return fault.New(fault.NotFound, words, "no-gallery")
}

func galleryPath(name string, tag lang.Tag) string { return "/dev/gallery/" + tag.Lower() + "/" + name }

// errorPage draws a problem in the frame of the course, in every language that it
// is to be told in.
func (s *Site) errorPage(p web.Problem) []byte {
	var parts []templ.Component
	for i, face := range p.Languages {
		parts = append(parts, s.oops(p, face, i == 0))
	}
	tag := s.courseLanguage(p.Languages[0])
	data, err := s.library.Draw(library.Sheet{
		Tag: tag, Title: words.Say(p.Languages[0], "error-title"), Body: templ.Join(parts...), Back: s.library.Home(tag),
		At: func(t lang.Tag) string { return s.library.Home(t) },
	})
	if err != nil {
		return []byte(p.Message.In(p.Languages[0]))
	}
	return data
}

// oops says what happened, what was kept and what to do, in one language. Only the
// first is the page's main heading.
func (s *Site) oops(p web.Problem, face lang.Tag, first bool) templ.Component {
	tag := s.courseLanguage(face)
	o := page.Oops{Status: p.Status, Title: p.Message.In(face), What: p.Hint.In(face), Mark: p.RequestID}
	if o.What == "" {
		o.What = words.Say(face, "error-what")
	}
	if p.Status >= http.StatusInternalServerError {
		o.Kept = words.Say(face, "error-kept")
	}
	o.Do = []page.Link{{Text: words.Say(face, "error-home"), Href: s.library.Home(tag)}}
	if at := s.library.Edition().In(tag, "search"); at != nil {
		o.Do = append(o.Do, page.Link{Text: words.Say(face, "error-search"), Href: at.Path})
	}
	c := page.OopsBody(face, o)
	if first {
		return c
	}
	locale := string(face)
	if l, ok := s.library.Edition().Course.Language(tag); ok && l.Locale != "" {
		locale = l.Locale
	}
	var b bytes.Buffer
	// Memory takes every write.
	_ = c.Render(context.Background(), &b)
	html := bytes.Replace(bytes.Replace(b.Bytes(), []byte("<h1>"), []byte(`<h2 class="as-title">`), 1), []byte("</h1>"), []byte("</h2>"), 1)
	return templ.Join(page.HTML(`<div lang=`+strconv.Quote(locale)+`>`), page.HTML(string(html)), page.HTML("</div>"))
}

// courseLanguage is the language of the course for readers of an interface
// language: itself, or the first that it serves.
func (s *Site) courseLanguage(face lang.Tag) lang.Tag {
	c := s.library.Edition().Course
	if _, ok := c.Language(face); ok {
		return face
	}
	for _, l := range c.Languages {
		if lang.Interface(l.Tag, l.Interface) == face {
			return l.Tag
		}
	}
	return c.Languages[0].Tag
}
