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
	s.offline(&b)
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

// formatGroups are the editions by what people want of them, in the order in which
// they are told.
var formatGroups = []struct {
	name     string // a key of the catalogue ("formats.NAME")
	editions []string
}{
	{"read", []string{"pdf", "epub", "html", "print", EditionText}},
	{"learn", []string{"scorm12", "scorm2004", "cmi5", "cartridge", "olx", "qti"}},
	{"reuse", []string{"xliff", "data"}},
}

// formatList tells each form once, with the files it comes in.
func (s *sheet) formatList(b *strings.Builder) {
	for _, g := range formatGroups {
		order, files := s.formatsOf(g.editions)
		if len(order) == 0 {
			continue
		}
		b.WriteString(`<h2 id="` + g.name + `">` + render.Escape(s.say("formats."+g.name)) + "</h2>\n")
		for _, name := range order {
			b.WriteString(`<h3 id="` + render.Escape(name) + `">` + render.Escape(s.say("format."+name)) + `</h3><p>` +
				render.Escape(s.say("format."+name+"-what")) + "</p>\n")
			s.formatFiles(b, files[name])
		}
	}
}

// formatsOf are the files of some editions for this page's language, by the name of
// their form, and the names in order.
func (s *sheet) formatsOf(names []string) (order []string, files map[string][]Format) {
	files = map[string][]Format{}
	for _, name := range names {
		for _, f := range s.w.Options.Formats {
			if f.Edition != name || !f.in(s.at.Tag) {
				continue
			}
			if files[f.Name] == nil {
				order = append(order, f.Name)
			}
			files[f.Name] = append(files[f.Name], f)
		}
	}
	return order, files
}

// formatFiles lists the files of a form: the whole course first, then its parts,
// folded away where there are many.
func (s *sheet) formatFiles(b *strings.Builder, files []Format) {
	var whole, parts []Format
	for _, f := range files {
		if f.Part == "" {
			whole = append(whole, f)
		} else {
			parts = append(parts, f)
		}
	}
	s.formatItems(b, whole)
	const few = 3
	if len(parts) <= few {
		s.formatItems(b, parts)
		return
	}
	b.WriteString("<details><summary>" + render.Escape(s.say("format.parts", lang.A{"n": len(parts)})) + "</summary>\n")
	s.formatItems(b, parts)
	b.WriteString("</details>\n")
}

func (s *sheet) formatItems(b *strings.Builder, files []Format) {
	if len(files) == 0 {
		return
	}
	b.WriteString("<ul>\n")
	for _, f := range files {
		s.formatItem(b, f)
	}
	b.WriteString("</ul>\n")
}

// formatItem is a link to one file: what it holds, its kind and its size.
func (s *sheet) formatItem(b *strings.Builder, f Format) {
	name := f.Part
	if name == "" {
		name = s.say("format.whole")
	}
	if f.Tag == "" && len(s.w.tags) > 1 {
		name += " · " + s.say("format.every-language")
	}
	file := f.Path[strings.LastIndexByte(f.Path, '/')+1:]
	kind := strings.ToUpper(file[strings.LastIndexByte(file, '.')+1:])
	if f.Bytes > 0 {
		kind += ", " + lang.Bytes(s.t.Face, f.Bytes)
	}
	if f.Held {
		b.WriteString("<li>" + render.Escape(name) + " (" + render.Escape(kind) + `). <a href="#request">` + render.Escape(s.say("format.held")) + "</a></li>\n")
		return
	}
	b.WriteString(`<li><a href="` + render.Escape(s.formatHref(f)) + `">` + render.Escape(name) + "</a> (" + render.Escape(kind) + ")</li>\n")
}

// passageAddress is the permanent address of a passage, with % in the place of its
// id and ^ in that of the id's first letter.
func (s *sheet) passageAddress() string {
	if s.w.Options.Style == Site {
		return s.w.base + s.w.Options.Root + "p/%"
	}
	return s.root() + "p/^/index.html#%"
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
	b.WriteString(s.statement("accessibility", s.w.Options.Host.Accessibility))
	b.WriteString("</div>")
	return templ.Join(page.PageHead(s.made()), page.HTML(b.String()))
}
