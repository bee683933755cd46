package publish

import (
	"bytes"
	"context"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// pages writes the pages of a language in the order of the course: the cover, the
// contents, and every other page, each in a section whose id is the page's path. After
// them stand the threads of the modules, which only the script shows.
func (d *document) pages(ctx context.Context, tag lang.Tag) error {
	t := d.w.languages[tag]
	home := t.byKey[string(KindHome)]
	s := &sheet{w: d.w, t: t, at: home}
	d.open(tag, "tongue", ` data-root="`, d.root(tag), `" data-whole="`, render.Escape(s.say("html.whole")), `" data-again="`, render.Escape(s.say("html.again")),
		`" data-forgets="`, render.Escape(s.say("html.forgets")), `"`)
	err := inOrder(ctx, t.pages, d.leaf, func(p *WebPage, drawn []byte) error {
		d.raw(string(drawn))
		if p == home {
			d.raw(string(d.anchors(home).rewrite(nil, s.contents())))
		}
		return d.err
	})
	if err != nil {
		return err
	}
	d.raw("<div class=\"threads\" hidden>\n")
	for _, m := range d.w.Course.Modules {
		if err := d.thread(t, m); err != nil {
			return err
		}
	}
	d.raw("</div>\n</div>\n")
	return d.err
}

// leaf draws one page. Its attributes are what the script needs to show it as the web
// edition does.
func (d *document) leaf(p *WebPage) ([]byte, error) {
	t := d.w.languages[p.Tag]
	s := &sheet{w: d.w, t: t, at: p}
	s.Page = t.Render.Page(links{s})
	defer s.Done()
	s.Holes.Off = true
	body := s.body()
	var out bytes.Buffer
	if crumbs := s.crumbs(); len(crumbs) > 0 {
		body = templ.Join(page.Crumbs(t.Face, crumbs), body)
	}
	if err := body.Render(context.Background(), &out); err != nil {
		return nil, err
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	b := make([]byte, 0, out.Len()+out.Len()/8+1<<10)
	b = append(b, `<section class="leaf" id="`+render.Escape(p.Path)+`"`...)
	known := s.known()
	for _, a := range [][2]string{
		{"title", strings.Join(s.titles(), " – ")}, {"layout", string(s.layout())}, {"kind", known.Kind}, {"page", known.Page},
		{"thread", s.threadPath()}, {"left", s.left()}, {"report", s.report()},
	} {
		if a[1] != "" {
			b = append(b, ` data-`+a[0]+`="`+render.Escape(a[1])+`"`...)
		}
	}
	b = append(b, ">\n"...)
	b = d.anchors(p).rewrite(b, out.Bytes())
	return append(b, "</section>\n"...), nil
}

// threadPath is the path of the module whose thread stands beside the page.
func (s *sheet) threadPath() string {
	if s.at.Module == nil || s.at.Page == nil {
		return ""
	}
	return s.t.byKey[ModuleKey(s.at.Module)].Path
}

// left says how long the rest of the module takes from this page on.
func (s *sheet) left() string {
	if s.at.Module == nil || s.at.Page == nil {
		return ""
	}
	n := 0
	for _, p := range s.at.Module.Pages() {
		if s.t.byKey[PageKey(p)].place >= s.at.place && (p.Kind == course.Lesson || p.Kind == course.Check) {
			n += s.t.minutes[p]
		}
	}
	return page.ThreadLeft(s.t.Face, n)
}

// thread writes the thread of a module, as its own page would have it.
func (d *document) thread(t *Tongue, m *course.Module) error {
	at := t.byKey[ModuleKey(m)]
	s := &sheet{w: d.w, t: t, at: at}
	s.Page = t.Render.Page(links{s})
	defer s.Done()
	s.Holes.Off = true
	var out bytes.Buffer
	if err := s.thread(m).Render(context.Background(), &out); err != nil {
		return err
	}
	d.raw(`<div class="thread-of" data-thread="`, render.Escape(at.Path), `">`, string(d.anchors(at).rewrite(nil, out.Bytes())), "</div>\n")
	return d.err
}

// wholeID is the id of the contents of a language: where the whole course begins.
func wholeID(t *Tongue) string { return t.byKey[string(KindHome)].Path + "contents" }

// contents lists every page, modules with their pages below them.
func (s *sheet) contents() []byte {
	var b strings.Builder
	b.WriteString(`<nav class="contents" id="contents" aria-labelledby="contents-title"><h2 id="contents-title">` + render.Escape(s.say("html.contents")) +
		"</h2>\n<p class=\"hint\">" + render.Escape(s.say("html.print")) + "</p>\n<ol>\n")
	inside := false
	for _, p := range s.t.pages {
		if p.Kind == KindHome {
			continue
		}
		below := p.Module != nil && p.Page != nil
		if inside && !below {
			b.WriteString("</ol></li>\n")
			inside = false
		}
		class := ""
		if p.Kind == KindSearch || p.Kind == KindFormats {
			class = ` class="on-screen"`
		}
		b.WriteString(`<li` + class + `><a href="` + render.Escape(s.hrefOf(p)) + `">` + render.Escape(s.contentsTitle(p)) + "</a>")
		if p.Kind == KindModule {
			b.WriteString("\n<ol>\n")
			inside = true
			continue
		}
		b.WriteString("</li>\n")
	}
	if inside {
		b.WriteString("</ol></li>\n")
	}
	b.WriteString("</ol></nav>\n")
	return []byte(b.String())
}

func (s *sheet) contentsTitle(p *WebPage) string {
	switch {
	case p.Kind == KindModule:
		return s.say("module-n", lang.A{"number": itoa(p.Module.Number)}) + " · " + p.Title
	case p.Module != nil:
		return s.stepTitle(p)
	}
	return p.Title
}
