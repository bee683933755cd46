package library

import (
	"bytes"
	"context"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/publish"
)

// Sheet is a page of a room on its way into the frame of the site.
type Sheet struct {
	Tag     lang.Tag
	Title   string
	At      func(lang.Tag) string // the address of the page in a language; nil when it has none
	Back    string                // the page to come back to from the reading settings
	Reading page.Reading
	Crumbs  []page.Link
	Side    templ.Component
	Layout  page.Layout
	Body    templ.Component
	Course  *Edition // in whose frame the page stands; nil for the first course's
}

// Draw puts a page of a room into the frame of the site.
func (e *Edition) Draw(o Options, s Sheet) ([]byte, error) {
	face := e.Face(s.Tag)
	l, _ := e.Course.Language(s.Tag)
	home := e.Home(s.Tag)
	shell := page.Shell{
		Tag: face, Locale: l.Locale, Title: []string{s.Title, e.Course.Title.In(s.Tag)},
		Head:   page.Head{Robots: "noindex", SiteName: e.Course.Title.In(s.Tag)},
		Assets: page.Assets{Prefix: assetsPath}, Brand: e.host.BrandIn(s.Tag), Course: page.Link{Text: e.Course.Title.In(s.Tag), Href: home},
		Nav: e.nav(s.Tag, face), Languages: e.turns(s), Layout: s.Layout, Crumbs: s.Crumbs, Side: s.Side,
		Settings: page.Settings{Action: settingsPath, Back: s.Back, Chosen: s.Reading},
		Foot:     e.foot(o, s.Tag, face, s.Back, s.Title),
	}
	var out bytes.Buffer
	err := page.Page(shell, s.Body).Render(context.Background(), &out)
	return out.Bytes(), err
}

func (e *Edition) nav(tag, face lang.Tag) []page.Link {
	links := []page.Link{{Text: words.Say(face, "modules"), Href: e.Home(tag)}}
	for _, kind := range []publish.Kind{publish.KindChecklists, publish.KindCases, publish.KindGlossary, publish.KindResources, publish.KindSearch} {
		if p := e.In(tag, string(kind)); p != nil {
			links = append(links, page.Link{Text: p.Title, Href: p.Path})
		}
	}
	if e.Web.Options.Menu != nil {
		links = append(links, e.Web.Options.Menu(tag, face)...)
	}
	return links
}

func (e *Edition) turns(s Sheet) []page.Language {
	if s.At == nil {
		return nil
	}
	var out []page.Language
	for _, l := range e.Course.Languages {
		out = append(out, page.Language{Tag: l.Tag, Locale: l.Locale, Name: l.Name, Current: l.Tag == s.Tag, Href: s.At(l.Tag)})
	}
	return out
}

func (e *Edition) foot(o Options, tag, face lang.Tag, back, title string) page.Foot {
	f := page.Foot{Version: o.Version}
	if p := e.In(tag, string(publish.KindFormats)); p != nil {
		f.Formats = append(f.Formats, page.Link{Text: p.Title, Href: p.Path})
	}
	f.Help = e.Web.Help(tag, back, title)
	f.More = e.more(o.More)(tag, face)
	return f
}

// menu are the links of the site at the end of the menu, in a language of its own pages.
func (e *Edition) menu(of func(tag, face lang.Tag) []page.Link) func(tag, face lang.Tag) []page.Link {
	if of == nil {
		return nil
	}
	return func(tag, face lang.Tag) []page.Link { return of(e.reads(tag), face) }
}

// more are links at the foot of a page: to the releases of the course, to the other courses, and those of the site.
func (e *Edition) more(of func(tag, face lang.Tag) []page.Link) func(tag, face lang.Tag) []page.Link {
	return func(tag, face lang.Tag) []page.Link {
		links := e.releasesLink(tag, face)
		if e.several {
			links = append(links, page.Link{Text: words.Say(face, "courses"), Href: CoursesPath(e.reads(tag), face)})
		}
		if of != nil {
			links = append(links, of(e.reads(tag), face)...)
		}
		return links
	}
}

// Draw is Edition.Draw for the course of the sheet, as it is served now.
func (r *Room) Draw(s Sheet) ([]byte, error) {
	if s.Course != nil {
		return s.Course.Draw(r.o, s)
	}
	return r.Edition().Draw(r.o, s)
}
