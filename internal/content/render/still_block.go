package render

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
)

// has says whether the id of a passage already is an element's, and that it is
// from now on. A page of the web is not asked: it draws no passage twice.
func (s *Still) has(id course.ID) bool {
	if s == nil {
		return false
	}
	before := s.drawn[id]
	s.drawn[id] = true
	return before
}

// links says whether diagrams are files.
func (s *Still) links() bool { return s != nil && s.Linked }

// block draws a block that has a form of its own in a still page; false for all
// others, and in a page of the web.
func (s *Still) block(b *course.Block) bool {
	switch {
	case s == nil:
		return false
	case b.Kind == course.List && !b.Ordered && tasks(b):
		s.boxes(b)
	case b.Kind == course.Table:
		s.table(b)
	case b.Kind == course.Figure:
		s.figure(b, b.Target, b.Alt, b.Caption)
	case b.Kind == course.Definition:
		return s.definition(b)
	case b.Kind == course.Directive:
		s.directive(b)
	default:
		return false
	}
	return true
}

func (s *Still) directive(b *course.Block) {
	p := s.p
	inside := func() { p.blocks(b.Children) }
	title := b.Attrs["title"]
	switch b.Name {
	case "callout":
		name := page.CalloutName(p.r.Face, b.Attrs["kind"])
		if strings.EqualFold(title, name) {
			title = ""
		}
		s.part(b, `aside class="callout `+calloutClass(b.Attrs["kind"])+`" role="note"`, inside, p.r.Said(name), Escape(title))
	case "case":
		s.caseStudy(b)
	case "reveal":
		s.part(b, `div class="reveal" role="group"`, inside, Escape(title))
	case "checklist":
		s.part(b, `div class="checklist" role="group"`, inside, or(Escape(title), s.word("checklist")))
	case "description", "transcript":
		s.part(b, `div class="equivalent" role="group"`, inside, s.word(b.Name))
	case "media":
		s.media(b)
	case "worksheet":
		p.raw(`<div class="worksheet"`)
		p.id(b)
		p.raw(">\n")
		inside()
		p.raw("</div>\n")
	case "field":
		s.field(b)
	case "question":
		if b.Question != nil {
			s.ask(b.Question)
			return
		}
		fallthrough
	default:
		p.open("div", b)
		p.raw("\n")
		inside()
		p.raw("</div>\n")
	}
}

// calloutClass is one of the kinds of callouts, never other words of a source.
func calloutClass(kind string) string {
	switch kind {
	case "example", "caution", "monday":
		return kind
	}
	return "note"
}

func (s *Still) caseStudy(b *course.Block) {
	p := s.p
	kicker, place := s.word("case-kicker"), ""
	c := p.r.cases[b.Attrs["ref"]]
	if c != nil {
		for _, f := range c.Facts {
			if f.Key == "place" && f.Text.Has(p.r.Tag) {
				place = Escape(f.Text.In(p.r.Tag))
			}
		}
	}
	s.part(b, `div class="case" role="group"`, func() {
		p.blocks(b.Children)
		if c == nil {
			return
		}
		if href, ok := p.links.Page(c.Path); ok {
			p.raw(`<p class="more"><a`)
			p.attr("href", href)
			p.raw(">")
			s.say("case-more")
			p.raw("</a></p>\n")
		}
	}, kicker, place, Escape(b.Attrs["title"]))
}

// box stands before what one ticks on paper. Who hears the page hears the list.
const box = `<span class="box" aria-hidden="true">☐</span> `

// boxes draws a list to tick.
func (s *Still) boxes(b *course.Block) {
	p := s.p
	p.raw("<ul class=\"boxes\">\n")
	for _, item := range b.Children {
		s.item(item, box)
	}
	p.raw("</ul>\n")
}

// item draws an item whose first paragraph stands on the line of its mark.
func (s *Still) item(b *course.Block, mark string) {
	p := s.p
	p.raw("<li")
	children := b.Children
	first := leafOf(b)
	switch {
	case first != nil:
		p.id(first)
		children = children[1:]
	default:
		p.id(b)
	}
	p.raw(">" + mark)
	if first != nil {
		p.Inlines(first.Inlines)
	}
	if len(children) > 0 {
		p.raw("\n")
		p.blocks(children)
	}
	p.raw("</li>\n")
}

// definition draws an entry without a paragraph of its own id; Page draws others.
func (s *Still) definition(b *course.Block) bool {
	if len(b.Children) > 0 {
		return false
	}
	p := s.p
	p.raw("<dt>")
	p.Inlines(b.Inlines)
	p.raw("</dt>\n<dd")
	p.id(b)
	p.raw("></dd>\n")
	return true
}

// wideTable is the number of columns from which a table gets a region that
// scrolls by itself.
const wideTable = 5

// table draws a table with its caption; Page draws its rows.
func (s *Still) table(b *course.Block) {
	p := s.p
	wide := len(b.Rows) > 0 && len(b.Rows[0].Cells) >= wideTable
	caption := ""
	if id := own(b); id != "" && len(b.Caption) > 0 && !s.drawn[b.ID] {
		caption = id + "-caption"
	}
	if wide {
		p.raw(`<div class="scroll" role="group" tabindex="0"`)
		p.attr("aria-labelledby", caption)
		if caption == "" {
			p.attr("aria-label", say(p.r.Face, "table"))
		}
		p.raw(">")
	}
	p.raw("<table")
	p.id(b)
	p.raw(">\n")
	if len(b.Caption) > 0 {
		p.raw("<caption")
		p.attr("id", caption)
		p.raw(">")
		p.Inlines(b.Caption)
		p.raw("</caption>\n")
	}
	if len(b.Rows) == 0 {
		p.raw("<tbody></tbody>")
	}
	p.rows(b)
	p.raw("</table>")
	if wide {
		p.raw("</div>")
	}
	p.raw("\n")
}

// field draws a field of a worksheet as a labelled blank.
func (s *Still) field(b *course.Block) {
	p := s.p
	p.raw(`<div class="field"`)
	p.id(b)
	p.raw(">\n")
	labelled, listed := false, false
	for _, child := range b.Children {
		switch {
		case child.Kind == course.List && b.Attrs["kind"] == "choice":
			listed = true
			s.boxes(child)
		case child.Kind == course.Paragraph:
			class := "hint"
			if !labelled {
				labelled, class = true, "label"
			}
			p.raw("<p")
			p.attr("class", class)
			p.id(child)
			p.raw(">")
			p.Inlines(child.Inlines)
			if class == "label" {
				p.escape(s.bounds(b))
			}
			p.raw("</p>\n")
		default:
			p.block(child)
		}
	}
	if !listed {
		lines := 1
		if b.Attrs["kind"] == "long" {
			lines = 4
		}
		for range lines {
			p.raw("<p class=\"blank\" aria-hidden=\"true\">" + strings.Repeat("_", 24) + "</p>\n")
		}
	}
	p.raw("</div>\n")
}

// bounds is what a number may be: " (0 to 5)"; empty when the field says none.
func (s *Still) bounds(b *course.Block) string {
	from, to := b.Attrs["min"], b.Attrs["max"]
	if b.Attrs["kind"] != "number" || from == "" || to == "" {
		return ""
	}
	return " " + say(s.p.r.Face, "from-to", lang.A{"from": from, "to": to})
}
