package render

import (
	"strconv"

	"atelier/internal/content/course"
)

func itoa(n int) string { return strconv.Itoa(n) }

// blocks draws blocks one after the other.
func (p *Page) blocks(blocks []*course.Block) {
	for _, b := range blocks {
		p.block(b)
	}
}

func (p *Page) block(b *course.Block) {
	if p.still.block(b) {
		return
	}
	switch b.Kind {
	case course.Heading:
		p.heading(b)
	case course.Paragraph:
		p.open("p", b)
		p.Inlines(b.Inlines)
		p.raw("</p>\n")
	case course.List:
		p.list(b)
	case course.Item:
		p.item(b, false)
	case course.Quote:
		p.raw("<blockquote>\n")
		p.blocks(b.Children)
		p.raw("</blockquote>\n")
	case course.Code:
		p.code(b)
	case course.Table:
		p.table(b)
	case course.Rule:
		p.raw("<hr>\n")
	case course.Figure:
		p.figure(b)
	case course.Definitions:
		p.raw("<dl>\n")
		p.blocks(b.Children)
		p.raw("</dl>\n")
	case course.Definition:
		p.definition(b)
	case course.Directive:
		p.directive(b)
	}
}

// headings are the elements by level; 0, 1 and levels beyond 6 do not occur in a
// course without findings.
var headings = [...]string{"h2", "h2", "h2", "h3", "h4", "h5", "h6"}

func (p *Page) heading(b *course.Block) {
	h := headings[min(max(b.Level, 0), 6)]
	p.quiet++
	p.open(h, b)
	p.Inlines(b.Inlines)
	p.raw("</")
	p.raw(h)
	p.raw(">\n")
	p.quiet--
}

func (p *Page) list(b *course.Block) {
	switch {
	case !b.Ordered && tasks(b):
		p.taskList(b)
		return
	case !b.Ordered:
		p.raw("<ul>\n")
	case b.Level != 1:
		p.raw(`<ol start="`)
		p.number(b.Level)
		p.raw("\">\n")
	default:
		p.raw("<ol>\n")
	}
	for _, item := range b.Children {
		p.item(item, b.Tight)
	}
	if b.Ordered {
		p.raw("</ol>\n")
	} else {
		p.raw("</ul>\n")
	}
}

// item draws a list item. Its first paragraph carries the passage's id; in a
// tight list that paragraph has no element of its own and the item carries it.
func (p *Page) item(b *course.Block, tight bool) {
	p.raw("<li")
	first := leafOf(b)
	if b.ID != "" && (first == nil || first.ID != b.ID) {
		p.id(b)
	}
	for i, child := range b.Children {
		bare := tight && child.Kind == course.Paragraph
		if i == 0 && bare {
			p.id(child)
		}
		if i == 0 {
			p.raw(">")
		}
		switch {
		case bare && i == 0:
			p.Inlines(child.Inlines)
		default:
			p.block(child)
		}
	}
	if len(b.Children) == 0 {
		p.raw(">")
		p.Inlines(b.Inlines)
	}
	p.raw("</li>\n")
}

// leafOf is the first paragraph of an item, nil when it begins with something else.
func leafOf(b *course.Block) *course.Block {
	if len(b.Children) > 0 && b.Children[0].Kind == course.Paragraph {
		return b.Children[0]
	}
	return nil
}

func (p *Page) code(b *course.Block) {
	p.raw(`<pre`)
	p.id(b)
	p.raw(` tabindex="0"><code`)
	if b.Info != "" {
		p.attr("class", "language-"+b.Info)
	}
	p.raw(">")
	p.escape(b.Text)
	p.raw("</code></pre>\n")
}

// definition draws one entry of a definition list. Where the entry has no
// paragraph with its id, the definition carries it.
func (p *Page) definition(b *course.Block) {
	p.raw("<dt>")
	p.Inlines(b.Inlines)
	p.raw("</dt>\n<dd")
	first := leafOf(b)
	if first == nil || first.ID != b.ID {
		p.id(b)
	}
	if first != nil && len(b.Children) == 1 {
		p.id(first)
		p.raw(">")
		p.Inlines(first.Inlines)
	} else {
		p.raw(">")
		p.blocks(b.Children)
	}
	p.raw("</dd>\n")
}
