package publish

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// sheet is one page being drawn.
type sheet struct {
	*render.Page
	w  *Web
	t  *Tongue
	at *WebPage
}

// Render draws a page with its holes.
func (w *Web) Render(p *WebPage) (render.Rendered, error) {
	var out bytes.Buffer
	holes, err := w.draw(&out, p, true)
	if err != nil {
		return render.Rendered{}, err
	}
	return holes.Split(markReading(out.Bytes(), holes)), nil
}

// Draw writes a page as a stranger sees it, without holes.
func (w *Web) Draw(out *bytes.Buffer, p *WebPage) error {
	_, err := w.draw(out, p, false)
	return err
}

func (w *Web) draw(out *bytes.Buffer, p *WebPage, holes bool) (*render.Holes, error) {
	s := &sheet{w: w, t: w.languages[p.Tag], at: p}
	s.Page = s.t.Render.Page(links{s})
	defer s.Done()
	s.Holes.Off = !holes
	if w.Options.Forms {
		s.Action = s.hrefOf(p)
	}
	if err := s.framed(out, s.body()); err != nil {
		return nil, err
	}
	return &s.Holes, s.Err()
}

// markReading puts a hole at the end of the tag <html …>, and one around the
// choices of the reading settings.
func markReading(html []byte, holes *render.Holes) []byte {
	start := bytes.Index(html, []byte("<html"))
	if start < 0 {
		return html
	}
	end := start + bytes.IndexByte(html[start:], '>')
	return markSettings(slices.Insert(html, end, []byte(holes.Mark(render.HoleReading, ""))...), holes)
}

func markSettings(html []byte, holes *render.Holes) []byte {
	form := bytes.Index(html, []byte(" data-reading>"))
	if form < 0 {
		return html
	}
	from := form + bytes.Index(html[form:], []byte("<fieldset"))
	to := form + bytes.Index(html[form:], []byte("<button"))
	if from < form || to < from {
		return html
	}
	open := holes.Open(render.HoleSettings, "", nil)
	html = slices.Insert(html, to, []byte(holes.Close())...)
	return slices.Insert(html, from, []byte(open)...)
}

// href is the address of a path as this page says it.
func (s *sheet) href(path string) string { return s.w.Options.Style.address(s.at.Path, path) }

func (s *sheet) hrefOf(p *WebPage) string { return s.href(p.Path) }

// to is the address of the page with a key in this page's language; empty when
// there is none.
func (s *sheet) to(key string) string {
	if p := s.t.byKey[key]; p != nil {
		return s.hrefOf(p)
	}
	return ""
}

// root is the way to the folder of the edition.
func (s *sheet) root() string {
	switch s.w.Options.Style {
	case Site:
		return s.w.Options.Root
	case Single:
		return ""
	}
	return relative(s.at.Path, "/")
}

func (s *sheet) assets() string {
	if s.w.Options.Style == Site {
		return s.w.Options.Assets
	}
	return s.root() + "assets/"
}

// say is a word of the editions in the language of the page's readers.
func (s *sheet) say(key string, args ...lang.A) string { return Say(s.t.Face, key, args...) }

// shell is the frame of the page.
func (s *sheet) shell() page.Shell {
	sh := s.shellOf()
	sh.Assets = page.Assets{Prefix: s.assets(), Early: s.w.Options.Style == Files}
	sh.Brand = s.w.Options.Host.BrandIn(s.at.Tag)
	sh.Course = page.Link{Text: render.Unmarked(s.w.Course.Title.In(s.at.Tag)), Href: s.to(string(KindHome))}
	if s.w.Options.App {
		root := s.root()
		sh.App = &root
	}
	sh.Nav, sh.Foot = s.nav(), s.foot(s.report())
	return sh
}

// shellOf is the part of the frame that differs from page to page.
func (s *sheet) shellOf() page.Shell {
	sh := page.Shell{
		Tag: s.t.Face, Locale: s.t.Locale, Title: s.titles(), Head: s.head(),
		Languages: s.turns(), Layout: s.layout(), Crumbs: s.crumbs(),
		Settings: page.Settings{Action: s.w.Options.Settings, Back: s.at.Path}, Known: s.known(),
	}
	if m := s.at.Module; m != nil && s.at.Page != nil {
		sh.Side = s.thread(m)
	}
	return sh
}

func (s *sheet) layout() page.Layout {
	switch s.at.Kind {
	case Kind(course.Lesson), Kind(course.Check), Kind(course.Summary):
		return page.Lesson
	case KindGlossary, KindResources, KindObjectives, KindSearch, KindChecklists, KindCases:
		return page.Broad
	}
	return page.Column
}

// titles are the parts of the page's title, most precise first.
func (s *sheet) titles() []string {
	titles := []string{s.at.Title}
	if m := s.at.Module; m != nil && s.at.Kind != KindModule {
		titles = append(titles, m.Title.In(s.at.Tag))
	}
	if s.at.Kind != KindHome {
		titles = append(titles, s.w.Course.Title.In(s.at.Tag))
	}
	return titles
}

func (s *sheet) nav() []page.Link {
	var links []page.Link
	for _, kind := range []Kind{KindHome, KindChecklists, KindCases, KindGlossary, KindResources, KindSearch} {
		p := s.t.byKey[string(kind)]
		if p == nil {
			continue
		}
		text := p.Title
		if kind == KindHome {
			text = s.say("nav.modules")
		}
		links = append(links, page.Link{Text: text, Href: s.hrefOf(p), Current: p == s.at})
	}
	if s.w.Options.Menu != nil {
		links = append(links, s.w.Options.Menu(s.at.Tag, s.t.Face)...)
	}
	return links
}

// turns are the same page in every language.
func (s *sheet) turns() []page.Language {
	var out []page.Language
	for _, tag := range s.w.tags {
		t := s.w.languages[tag]
		out = append(out, page.Language{
			Tag: tag, Locale: t.Locale, Name: t.name, Current: tag == s.at.Tag, Href: s.hrefOf(s.w.Counterpart(s.at, tag)),
		})
	}
	return out
}

// crumbs say where the page is. Pages at the top have none.
func (s *sheet) crumbs() []page.Link {
	var up []page.Link
	if m := s.at.Module; m != nil && s.at.Page != nil {
		up = append(up, page.Link{Text: s.say("module-n", lang.A{"number": itoa(m.Number)}) + " · " + m.Title.In(s.at.Tag), Href: s.to(ModuleKey(m))})
	} else if s.at.Page != nil {
		if list := s.t.byKey[string(ListOf(s.at.Page.Kind))]; list != nil {
			up = append(up, page.Link{Text: list.Title, Href: s.hrefOf(list)})
		}
	}
	if len(up) == 0 {
		return nil
	}
	return append(up, page.Link{Text: s.at.Title})
}

// ListOf is the page that lists pages of a kind.
func ListOf(kind course.PageKind) Kind {
	switch kind {
	case course.Checklist:
		return KindChecklists
	case course.Case:
		return KindCases
	case course.Worksheet:
		return KindWorksheets
	case course.Guide:
		return KindGuide
	}
	return ""
}

// readable are the editions that a person reads without a system around them: the
// foot of every page leads to them, and to the page of all formats.
var readable = []string{EditionText, "epub", "pdf"}

// foot is the foot of the site; report is where a problem with the page is told.
func (s *sheet) foot(report string) page.Foot {
	f := page.Foot{Version: s.w.Options.Version, Release: s.w.Options.Release, Licence: page.HTML(s.licence())}
	for _, format := range s.w.Options.Formats {
		if format.in(s.at.Tag) && format.Part == "" && slices.Contains(readable, format.Edition) {
			f.Formats = append(f.Formats, page.Link{Text: s.formatName(format), Href: s.formatHref(format)})
		}
	}
	f.Formats = append(f.Formats, page.Link{Text: s.say("format.all"), Href: s.to(string(KindFormats))})
	f.Help = s.help(report)
	for _, kind := range []Kind{KindObjectives, KindReferences, KindWorksheets, KindGuide} {
		if p := s.t.byKey[string(kind)]; p != nil {
			f.More = append(f.More, page.Link{Text: p.Title, Href: s.hrefOf(p)})
		}
	}
	if s.w.Options.More != nil {
		f.More = append(f.More, s.w.Options.More(s.at.Tag, s.t.Face)...)
	}
	if s.w.Options.Style == Single {
		f.More = append(f.More, page.Link{Text: s.say("html.whole"), Href: "#" + wholeID(s.t)})
	}
	return f
}

// percentEncoded is a text as a part of a mail address's query (RFC 6068, section 2).
func percentEncoded(text string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

// licence is the sentence that says who made the course and what may be done
// with it.
func (s *sheet) licence() string {
	name := s.w.Course.Licence
	shown := render.Escape(name)
	if url := LicenceURL(name, s.t.Face); url != "" {
		shown = `<a rel="license" href="` + url + `">` + render.Escape(LicenceName(name)) + `</a>`
	}
	who := s.w.Course.Attribution.In(s.at.Tag)
	if who == "" {
		return shown
	}
	return render.Escape(strings.TrimSuffix(who, ".")) + ", " + shown
}

// LicenceURL is the deed of a Creative Commons licence in a language; empty for
// other licences.
func LicenceURL(spdx string, face lang.Tag) string {
	rest, ok := strings.CutPrefix(spdx, "CC-BY")
	if !ok {
		if spdx == "CC0-1.0" {
			return "https://creativecommons.org/publicdomain/zero/1.0/deed." + string(face)
		}
		return ""
	}
	cut := strings.LastIndexByte(rest, '-')
	if cut < 0 {
		return ""
	}
	return "https://creativecommons.org/licenses/by" + strings.ToLower(rest[:cut]) + "/" + rest[cut+1:] + "/deed." + string(face)
}

// LicenceName writes "CC-BY-4.0" as people do: "CC BY 4.0".
func LicenceName(spdx string) string {
	name := strings.Replace(spdx, "CC-", "CC ", 1)
	if cut := strings.LastIndexByte(name, '-'); cut >= 0 {
		name = name[:cut] + " " + name[cut+1:]
	}
	return name
}

func (s *sheet) formatName(f Format) string {
	name := s.say("format." + f.Name)
	if f.Bytes > 0 {
		name += " (" + lang.Bytes(s.t.Face, f.Bytes) + ")"
	}
	return name
}

// formatHref is the address of another form: one beside the edition's folder is
// told from where the page is.
func (s *sheet) formatHref(f Format) string {
	if strings.Contains(f.Path, ":") || strings.HasPrefix(f.Path, "/") {
		return f.Path
	}
	return s.root() + "../" + f.Path
}

// hole is a component inside a hole.
func (s *sheet) hole(kind render.HoleKind, key string, value any, c templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, out io.Writer) error {
		if _, err := io.WriteString(out, s.Holes.Open(kind, key, value)); err != nil {
			return err
		}
		if err := c.Render(ctx, out); err != nil {
			return err
		}
		_, err := io.WriteString(out, s.Holes.Close())
		return err
	})
}
