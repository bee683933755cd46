package render

import "atelier/internal/content/course"

// table draws a table in a region that the keyboard can scroll, named by its
// caption. The first row heads the columns; the first column heads the rows when
// its own header cell is not empty.
func (p *Page) table(b *course.Block) {
	p.raw(`<section class="scroll" tabindex="0"`)
	caption := ""
	if len(b.Caption) > 0 && b.ID != "" {
		caption = string(b.ID) + "-caption"
		if b.Continues {
			caption += "-more"
		}
		p.attr("aria-labelledby", caption)
	} else {
		p.attr("aria-label", say(p.r.Face, "table"))
	}
	p.raw(`><table class="data"`)
	p.id(b)
	p.raw(">\n")
	if len(b.Caption) > 0 {
		p.raw("<caption")
		p.attr("id", caption)
		p.raw(">")
		p.Inlines(b.Caption)
		p.raw("</caption>\n")
	}
	p.rows(b)
	p.raw("</table></section>\n")
}

func (p *Page) rows(b *course.Block) {
	if len(b.Rows) == 0 {
		return
	}
	head := b.Rows[0]
	headed := len(head.Cells) > 0 && len(head.Cells[0]) > 0
	p.raw("<thead><tr>")
	for i, cell := range head.Cells {
		if len(cell) == 0 {
			p.raw("<td></td>")
			continue
		}
		p.cell(`th scope="col"`, "th", align(b, i), cell)
	}
	p.raw("</tr></thead>\n<tbody>\n")
	for _, row := range b.Rows[1:] {
		p.raw("<tr>")
		for i, cell := range row.Cells {
			if i == 0 && headed {
				p.cell(`th scope="row"`, "th", align(b, i), cell)
			} else {
				p.cell("td", "td", align(b, i), cell)
			}
		}
		p.raw("</tr>\n")
	}
	p.raw("</tbody>")
}

func align(b *course.Block, column int) string {
	if column >= len(b.Align) {
		return ""
	}
	switch a := b.Align[column]; a {
	case "right", "center":
		return a
	}
	return ""
}

func (p *Page) cell(open, element, class string, cell []course.Inline) {
	p.raw("<")
	p.raw(open)
	p.attr("class", class)
	p.raw(">")
	p.Inlines(cell)
	p.raw("</")
	p.raw(element)
	p.raw(">")
}
