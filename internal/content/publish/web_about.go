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
	for _, f := range s.w.Options.Formats {
		if f.Tag != s.at.Tag {
			continue
		}
		b.WriteString(`<h2>` + render.Escape(s.say("format."+f.Name)) + `</h2><p>` + render.Escape(s.say("format."+f.Name+"-what")) +
			` <a href="` + render.Escape(s.formatHref(f)) + `">` + render.Escape(s.formatFile(f)) + "</a></p>\n")
	}
	b.WriteString(`<h2>` + render.Escape(s.say("format.print")) + `</h2><p>` + render.Escape(s.say("format.print-what")) + "</p>\n")
	b.WriteString(`<h2 id="request">` + render.Escape(s.say("help.format")) + `</h2><p>` + render.Escape(s.say("format.request")) + "</p>\n")
	contact := s.w.Course.Contact.In(s.at.Tag)
	if contact == "" {
		b.WriteString(`<p>` + render.Escape(s.say("format.no-contact")) + "</p>\n")
	} else {
		href := contact
		if strings.HasPrefix(contact, "mailto:") {
			href += "?subject=" + percentEncoded(s.say("format.request-subject", lang.A{"course": s.w.Course.Title.In(s.at.Tag)}))
		}
		b.WriteString(`<p><a class="go" href="` + render.Escape(href) + `">` + render.Escape(s.say("help.format")) + "</a></p>\n")
	}
	b.WriteString("</div>")
	return templ.Join(page.PageHead(s.made()), page.HTML(b.String()))
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
	if contact := s.w.Course.Contact.In(s.at.Tag); contact != "" {
		b.WriteString(`<p><a href="` + render.Escape(s.report(contact)) + `">` + render.Escape(s.say("help.problem")) + "</a></p>\n")
	}
	b.WriteString("</div>")
	return templ.Join(page.PageHead(s.made()), page.HTML(b.String()))
}
