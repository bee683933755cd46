package publish

import (
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/render"
)

// formats says in which other forms the course can be had, and how to ask for one
// more.
func (s *sheet) formats() templ.Component {
	var b strings.Builder
	b.WriteString(`<div class="prose">`)
	s.formatList(&b)
	b.WriteString(`<h2>` + render.Escape(s.say("format.print")) + `</h2><p>` + render.Escape(s.say("format.print-what")) + "</p>\n")
	para := func(key string) { b.WriteString("<p>" + render.Escape(s.say(key)) + "</p>\n") }
	s.proof(&b)
	b.WriteString(`<h2 id="request">` + render.Escape(s.say("help.format")) + "</h2>")
	para("format.request")
	if to := s.ask(); to != "" {
		b.WriteString(`<p><a class="go" href="` + render.Escape(to) + `">` + render.Escape(s.say("help.format")) + "</a></p>\n")
	} else {
		para("format.no-contact")
	}
	b.WriteString(`<h2 id="problem">` + render.Escape(s.say("help.problem-title")) + "</h2>")
	para("help.problem-what")
	if s.w.contact(s.at.Tag) == "" {
		para("help.problem-no-contact")
	} else {
		b.WriteString(`<p><a class="go quiet" href="` + render.Escape(s.report()) + `">` + render.Escape(s.say("help.problem-tell")) + "</a></p>\n")
	}
	b.WriteString(`<p hidden data-passage="` + render.Escape(s.passageAddress()) + `">` + render.Escape(s.say("help.passage")) + " <code></code></p></div>")
	return templ.Join(page.PageHead(s.made()), page.HTML(b.String()))
}

// formatList tells each form once, with the files it comes in: the whole course
// first, then its parts.
func (s *sheet) formatList(b *strings.Builder) {
	told := ""
	for _, f := range s.w.Options.Formats {
		if !f.in(s.at.Tag) {
			continue
		}
		if f.Name != told {
			if told != "" {
				b.WriteString("</ul>\n")
			}
			told = f.Name
			b.WriteString(`<h2 id="` + render.Escape(f.Name) + `">` + render.Escape(s.say("format."+f.Name)) + `</h2><p>` +
				render.Escape(s.say("format."+f.Name+"-what")) + "</p>\n<ul>\n")
		}
		name := s.formatFile(f)
		if f.Part != "" {
			name = f.Part + s.say("colon") + name
		}
		b.WriteString(`<li><a href="` + render.Escape(s.formatHref(f)) + `">` + render.Escape(name) + "</a></li>\n")
	}
	if told != "" {
		b.WriteString("</ul>\n")
	}
}

// passageAddress is the permanent address of a passage, with % in the place of its
// id and ^ in that of the id's first letter.
func (s *sheet) passageAddress() string {
	if s.w.Options.Style == Site {
		return s.w.base + "/p/%"
	}
	return s.root() + "p/^/index.html#%"
}

// formatFile is what a link to a form says: the file's name and size.
func (s *sheet) formatFile(f Format) string {
	name := f.Path[strings.LastIndexByte(f.Path, '/')+1:]
	if f.Bytes > 0 {
		name += " (" + lang.Bytes(s.t.face, f.Bytes) + ")"
	}
	return name
}

// accessibility says what was done, what is known to lack, and where to tell of a
// barrier. It claims no conformance that nobody has tested.
func (s *sheet) accessibility() templ.Component {
	var b strings.Builder
	b.WriteString(`<div class="prose">`)
	for _, part := range []string{"done", "tested", "help"} {
		b.WriteString("<h2>" + render.Escape(s.say("accessibility."+part)) + "</h2><p>" + render.Escape(s.say("accessibility."+part+"-text")) + "</p>\n")
	}
	b.WriteString(`<p><a href="` + render.Escape(s.report()) + `">` + render.Escape(s.say("help.problem-tell")) + "</a></p>\n")
	b.WriteString("</div>")
	return templ.Join(page.PageHead(s.made()), page.HTML(b.String()))
}
