package render

import (
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/page"
	"atelier/internal/content/course"
)

// directive draws a fenced directive. One that nobody knows (a finding of the
// loader) shows what it holds.
func (p *Page) directive(b *course.Block) {
	switch b.Name {
	case "callout":
		p.draw(page.CalloutBox(p.r.Face, page.Callout{
			ID: own(b), Kind: b.Attrs["kind"], Title: p.calloutTitle(b), Body: p.inside(b.Children),
		}))
	case "case":
		p.caseStudy(b)
	case "reveal":
		p.draw(page.RevealBox(page.Reveal{ID: own(b), Title: p.title(b), Body: p.inside(b.Children)}))
	case "checklist":
		p.checklist(b)
	case "media":
		p.media(b)
	case "worksheet":
		p.worksheet(b)
	case "field":
		p.field(b)
	case "question":
		p.question(b)
	case "slot":
		p.open("div", b)
		p.blocks(b.Children)
		p.raw("</div>\n")
	default:
		p.open("div", b)
		p.blocks(b.Children)
		p.raw("</div>\n")
	}
}

// own is a block's id as an element's id; empty where the block continues another.
func own(b *course.Block) string {
	if b.Continues {
		return ""
	}
	return string(b.ID)
}

// title is the title of a directive; nil when it has none.
func (p *Page) title(b *course.Block) templ.Component {
	if b.Attrs["title"] == "" {
		return nil
	}
	return page.HTML(Escape(b.Attrs["title"]))
}

// calloutTitle is the title of a callout; nil when it only says its kind.
func (p *Page) calloutTitle(b *course.Block) templ.Component {
	if strings.EqualFold(b.Attrs["title"], page.CalloutName(p.r.Face, b.Attrs["kind"])) {
		return nil
	}
	return p.title(b)
}

// inside is blocks as a component.
func (p *Page) inside(blocks []*course.Block) templ.Component {
	if len(blocks) == 0 {
		return nil
	}
	return p.part(func() { p.blocks(blocks) })
}

// caseStudy tells a case; one that names a file leads to its page.
func (p *Page) caseStudy(b *course.Block) {
	box := page.CaseBox{ID: own(b), Title: p.title(b), Body: p.inside(b.Children)}
	if c := p.r.cases[b.Attrs["ref"]]; c != nil {
		if href, ok := p.links.Page(c.Path); ok {
			box.More = page.Link{Text: say(p.r.Face, "case-more"), Href: href}
		}
		for _, f := range c.Facts {
			if f.Key == "place" && f.Text.Has(p.r.Tag) {
				box.Kicker = say(p.r.Face, "case-kicker") + " · " + f.Text.In(p.r.Tag)
			}
		}
	}
	p.draw(page.CaseStudy(p.r.Face, box))
}

// tasks says whether a list is made of boxes to tick.
func tasks(b *course.Block) bool {
	if len(b.Children) == 0 {
		return false
	}
	for _, item := range b.Children {
		if !item.HasBox || item.Box != " " && item.Box != "x" {
			return false
		}
	}
	return true
}

// checklist draws a list to tick inside a lesson.
func (p *Page) checklist(b *course.Block) {
	// Without a server there is nothing to send: the script keeps the ticks.
	shut := "</fieldset></div>\n"
	if p.Action == "" {
		p.raw(`<div class="checklist"`)
	} else {
		p.raw(`<form class="checklist" method="post"`)
		p.attr("action", p.Action)
		shut = `</fieldset><p class="checklist-foot"><button class="go quiet" type="submit">` + Escape(say(p.r.Face, "checklist-keep")) + "</button></p></form>\n"
	}
	p.attr("id", own(b))
	p.attr("data-checklist", string(b.ID))
	p.raw(">")
	if p.Action != "" {
		p.raw(`<input type="hidden" name="checklist" value="`)
		p.escape(string(b.ID))
		p.raw(`">`)
	}
	p.raw(p.Holes.Mark(HoleForm, string(b.ID)))
	p.raw(`<fieldset><legend><span class="group-title">`)
	p.escape(or(b.Attrs["title"], say(p.r.Face, "checklist")))
	p.raw("</span></legend>\n")
	for _, child := range b.Children {
		if child.Kind == course.List && tasks(child) {
			p.ticks(child)
		} else {
			p.block(child)
		}
	}
	p.raw(shut)
}

// taskList draws boxes that stand in running text, outside any checklist.
func (p *Page) taskList(b *course.Block) {
	p.raw(`<div class="checklist">`)
	p.ticks(b)
	p.raw("</div>\n")
}

func (p *Page) ticks(b *course.Block) {
	for _, item := range b.Children {
		id := string(ItemID(item))
		p.raw(`<label class="tick"`)
		p.attr("id", id)
		p.raw(`><input type="checkbox" name="tick"`)
		p.attr("value", id)
		p.raw(p.Holes.Mark(HoleTick, id))
		p.raw("><span>")
		p.itemPhrase(item)
		p.raw("</span></label>\n")
	}
}

// ItemID is the passage of an item: its own id or that of its first leaf.
func ItemID(item *course.Block) course.ID {
	if first := leafOf(item); item.ID == "" && first != nil {
		return first.ID
	}
	return item.ID
}

// itemPhrase is the words of an item where only phrases may stand: what follows
// the first paragraph comes on lines of its own.
func (p *Page) itemPhrase(item *course.Block) {
	for i, child := range item.Children {
		if i == 0 {
			p.Inlines(child.Inlines)
			continue
		}
		course.Walk([]*course.Block{child}, func(b *course.Block) bool {
			if len(b.Inlines) > 0 {
				p.raw("<br><span")
				p.id(b)
				p.raw(">")
				p.Inlines(b.Inlines)
				p.raw("</span>")
			}
			return true
		})
	}
}

// Items are the boxes of a checklist page, by section: for page.ChecklistBody.
// What stands before the first box is the introduction.
func (p *Page) Items(blocks []*course.Block) (intro templ.Component, sections []page.ChecklistSection) {
	var before []*course.Block
	var section page.ChecklistSection
	keep := func() {
		if section.Title != nil || len(section.Items) > 0 {
			sections = append(sections, section)
		}
	}
	for _, b := range flatten(blocks) {
		switch {
		case b.Kind == course.List && tasks(b):
			for _, item := range b.Children {
				section.Items = append(section.Items, page.ChecklistItem{
					ID: string(ItemID(item)), Text: p.part(func() { p.itemPhrase(item) }),
				})
			}
		case b.Kind == course.Heading:
			keep()
			p.quiet++
			section = page.ChecklistSection{ID: own(b), Title: p.part(func() { p.Inlines(b.Inlines) })}
			p.quiet--
		default:
			before = append(before, b)
		}
	}
	keep()
	intro = p.inside(before)
	return intro, sections
}

// flatten opens checklist directives, which a page of checklists does not need.
func flatten(blocks []*course.Block) []*course.Block {
	var out []*course.Block
	for _, b := range blocks {
		if b.Kind == course.Directive && b.Name == "checklist" {
			out = append(out, &course.Block{Kind: course.Heading, Level: 2, ID: b.ID, Continues: b.Continues,
				Inlines: []course.Inline{{Kind: course.Text, Text: b.Attrs["title"]}}})
			out = append(out, b.Children...)
			continue
		}
		out = append(out, b)
	}
	return out
}

// worksheet draws fields that one fills in and prints; nothing is sent, so there
// is no form.
func (p *Page) worksheet(b *course.Block) {
	p.raw(`<div class="worksheet"`)
	p.attr("id", own(b))
	p.attr("data-worksheet", string(b.ID))
	p.raw(">")
	p.blocks(b.Children)
	p.draw(page.WorksheetFoot(p.r.Face))
	p.raw("</div>\n")
}

// field draws one field of a worksheet: its first paragraph is the label, a
// second one the hint.
func (p *Page) field(b *course.Block) {
	var label, hint *course.Block
	var list *course.Block
	for _, child := range b.Children {
		switch {
		case child.Kind == course.List:
			list = child
		case label == nil:
			label = child
		case hint == nil:
			hint = child
		}
	}
	if b.Attrs["kind"] == "choice" && list != nil {
		p.choiceField(b, label, hint, list)
		return
	}
	f := page.FormField{ID: own(b), Name: b.Attrs["name"], Kind: b.Attrs["kind"], Label: p.phrase(label),
		Min: b.Attrs["min"], Max: b.Attrs["max"]}
	if hint != nil {
		f.Label = templ.Join(f.Label, page.HTML(`<br><small>`), p.phrase(hint), page.HTML(`</small>`))
	}
	p.draw(page.FieldBox(p.r.Face, f))
}

func (p *Page) choiceField(b, label, hint, list *course.Block) {
	p.raw(`<fieldset class="field"`)
	p.id(b)
	p.raw("><legend>")
	p.draw(p.phrase(label))
	p.raw("</legend>")
	if hint != nil {
		p.raw(`<p class="hint"`)
		p.id(hint)
		p.raw(">")
		p.Inlines(hint.Inlines)
		p.raw("</p>")
	}
	for _, item := range list.Children {
		id := string(ItemID(item))
		p.raw(`<label class="choice"`)
		p.attr("id", id)
		p.raw(`><input type="radio"`)
		p.attr("name", or(b.Attrs["name"], string(b.ID)))
		p.attr("value", id)
		p.raw("><span>")
		p.itemPhrase(item)
		p.raw("</span></label>\n")
	}
	p.raw("</fieldset>\n")
}

// mediaKind is "image", "diagram", "video" or "audio" by the ending of a file.
func mediaKind(path string) string {
	switch strings.ToLower(path[strings.LastIndexByte(path, '.')+1:]) {
	case "svg":
		return "diagram"
	case "mp4", "webm":
		return "video"
	case "mp3", "ogg", "m4a", "wav":
		return "audio"
	}
	return "image"
}
