package render

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

func (t *Text) blocks(blocks []*course.Block) {
	for _, b := range blocks {
		t.block(b)
	}
}

func (t *Text) block(b *course.Block) {
	switch b.Kind {
	case course.Heading:
		t.heading(b)
	case course.Paragraph:
		if len(b.Inlines) > 0 {
			t.Paragraph(t.words(b.Inlines))
		}
	case course.List:
		t.list(b)
	case course.Quote:
		t.gap()
		outer := t.indent
		t.indent += "    "
		t.blocks(b.Children)
		t.indent = outer
	case course.Code:
		t.code(b)
	case course.Table:
		t.table(b)
	case course.Rule:
		t.Paragraph("* * *")
	case course.Figure:
		t.Paragraph(t.image(b.Alt))
		t.Paragraph(t.words(b.Caption))
	case course.Definition:
		if len(b.Inlines) > 0 {
			t.Paragraph(t.words(b.Inlines))
		}
		outer := t.indent
		t.indent += "    "
		t.blocks(b.Children)
		t.indent = outer
	case course.Directive:
		t.directive(b)
	default:
		t.blocks(b.Children)
	}
}

// heading writes a heading with its number, which it raises.
func (t *Text) heading(b *course.Block) {
	words := t.words(b.Inlines)
	if len(t.number) > 0 {
		base := t.base()
		depth := base + max(b.Level, 2) - 1
		for len(t.number) < depth {
			t.number = append(t.number, 0)
		}
		t.number = t.number[:depth]
		t.number[depth-1]++
	}
	t.Heading(t.numbered(words), '-')
}

// base is how many parts the number of a page has: module and lesson.
func (t *Text) base() int { return min(2, len(t.number)) }

func (t *Text) list(b *course.Block) {
	t.gap()
	number := b.Level
	for i, item := range b.Children {
		mark := "- "
		switch {
		case item.HasBox && (item.Box == " " || item.Box == "x"):
			mark = "[ ] "
		case b.Ordered:
			mark = itoa(number+i) + ". "
		}
		if !b.Tight && i > 0 {
			t.gap()
		}
		t.bulleted(mark, func() {
			t.blocks(item.Children)
		})
	}
}

func (t *Text) code(b *course.Block) {
	t.gap()
	for line := range strings.SplitSeq(strings.TrimRight(b.Text, "\n"), "\n") {
		t.begin()
		t.out = append(t.out, "    "...)
		t.out = append(t.out, line...)
		t.out = append(t.out, '\n')
	}
}

// table writes a table row by row, each cell with the name of its column.
func (t *Text) table(b *course.Block) {
	if len(b.Caption) > 0 {
		t.Paragraph(say(t.r.Face, "table-named", lang.A{"caption": t.words(b.Caption)}))
	}
	if len(b.Rows) == 0 {
		return
	}
	names := make([]string, len(b.Rows[0].Cells))
	for i, cell := range b.Rows[0].Cells {
		names[i] = t.words(cell)
	}
	if len(b.Rows) == 1 {
		t.Paragraph(strings.Join(names, "; "))
	}
	t.gap()
	for _, row := range b.Rows[1:] {
		var parts []string
		for i, cell := range row.Cells {
			words := t.words(cell)
			if words == "" {
				continue
			}
			if i < len(names) && names[i] != "" {
				words = say(t.r.Face, "named-cell", lang.A{"name": names[i], "cell": words})
			}
			parts = append(parts, words)
		}
		t.Item(strings.Join(parts, "\n"))
	}
}

func (t *Text) directive(b *course.Block) {
	switch b.Name {
	case "question":
		if b.Question != nil {
			t.question(b.Question)
			return
		}
	case "media":
		t.Paragraph(t.image(b.Attrs["alt"]))
	case "field":
		t.field(b)
		return
	case "description", "transcript":
		t.Paragraph(say(t.r.Face, b.Name))
	case "callout":
		kind := b.Attrs["kind"]
		if !words.Has(t.r.Face, "callout."+kind) {
			kind = "note"
		}
		title := say(t.r.Face, "callout."+kind)
		if own := b.Attrs["title"]; own != "" && own != title {
			title = say(t.r.Face, "named-cell", lang.A{"name": title, "cell": own})
		}
		t.Paragraph(title)
		t.blocks(b.Children)
		return
	case "case":
		t.Paragraph(say(t.r.Face, "case-kicker"))
	}
	t.Paragraph(b.Attrs["title"])
	t.blocks(b.Children)
}

// field writes a field of a worksheet with room to write.
func (t *Text) field(b *course.Block) {
	t.blocks(b.Children)
	if b.Attrs["kind"] != "choice" {
		t.Paragraph(strings.Repeat("_", Columns-30))
	}
}
