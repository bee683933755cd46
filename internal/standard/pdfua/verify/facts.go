package verify

import (
	"fmt"
	"strings"
)

// Facts are what a person who hears the file is told, each list in reading order.
type Facts struct {
	Title     string // dc:title of the XMP metadata
	Lang      string // of the catalog
	Headings  []Heading
	Figures   []Figure
	Tables    []TableFacts
	Links     []Link
	Lists     []List
	Parts     []Part
	Bookmarks []Bookmark
}

// Heading is an H1 to H6, or an H with level 0.
type Heading struct {
	Level      int
	Text, Lang string
	ID         string
	Page       int // from 1
}

// Figure is a Figure element; Alt falls back to ActualText.
type Figure struct {
	Alt, Lang string
	Page      int
}

// TableFacts is a Table element. Rows and Columns count grid positions, spans included.
type TableFacts struct {
	Caption, Lang string
	Rows, Columns int
	Headers       []HeaderCell
	Page          int
}

// HeaderCell is a TH; Row and Column are its position, from 0. Scope is Row, Column, Both, or empty.
type HeaderCell struct {
	Text, Scope string
	Row, Column int
}

// Link is a Link annotation in its Link element.
type Link struct {
	Text, Lang string
	// Contents is the alternative description of the annotation.
	Contents string
	// Target is an address, "#name" for a named destination, or "page 3".
	Target string
	Page   int
}

// List is an L element. Numbering is its ListNumbering attribute; Depth is 0 for a list in no other list.
type List struct {
	Items     []string
	Numbering string
	Lang      string
	Depth     int
}

// Part is an element whose language is not that of what it stands in.
type Part struct {
	Lang, Text string
	Role       string
	Page       int
}

// Bookmark is one entry of the outline; Level counts from 1.
type Bookmark struct {
	Level  int
	Text   string
	Target string
}

// Facts reads the structure tree, the annotations and the outline. Without a structure tree only the title, the
// language and the bookmarks are given.
func (f *File) Facts() Facts {
	facts := Facts{}
	facts.Lang, _ = f.textAt(f.catalog, "Lang")
	if p := f.readXMP().find(nsDC, "title"); p != nil {
		if facts.Title = p.text; len(p.items) > 0 {
			facts.Title = p.items[0]
		}
	}
	f.bookmarks(&facts)
	t := f.Tree()
	if t == nil {
		return facts
	}
	t.Walk(func(e *Element) bool {
		facts.element(f, e)
		return true
	})
	return facts
}

func (facts *Facts) element(f *File, e *Element) {
	lang := e.Language()
	switch {
	case e.Role == "H" || headingLevel(e.Role) > 0:
		facts.Headings = append(facts.Headings, Heading{headingLevel(e.Role), clean(e.Text()), lang, e.ID, e.Page()})
	case e.Role == "Figure":
		alt := e.Alt
		if alt == "" {
			alt = e.Actual
		}
		facts.Figures = append(facts.Figures, Figure{alt, lang, e.Page()})
	case e.Role == "Table":
		facts.Tables = append(facts.Tables, tableFacts(e))
	case e.Role == "Link":
		for _, k := range e.Kids {
			if k.Annotation == "Link" {
				contents, _ := f.textAt(k.object, "Contents")
				facts.Links = append(facts.Links, Link{clean(e.Text()), lang, contents, f.target(k.object), k.Page})
			}
		}
	case e.Role == "L":
		facts.Lists = append(facts.Lists, listFacts(e))
	}
	around := facts.Lang
	if e.Parent != nil {
		around = e.Parent.Language()
	}
	if lang != around {
		facts.Parts = append(facts.Parts, Part{lang, clean(e.Text()), e.Role, e.Page()})
	}
}

// clean joins runs of white space to one space.
func clean(s string) string { return strings.Join(strings.FieldsFunc(s, isBlank), " ") }

// isBlank leaves no-break spaces alone: they are part of French text.
func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }

func tableFacts(e *Element) TableFacts {
	t := TableFacts{Lang: e.Language(), Page: e.Page()}
	for _, k := range e.significant() {
		if k.Role == "Caption" {
			t.Caption = clean(k.Text())
		}
	}
	taken := map[[2]int]bool{}
	rows := e.tableRows()
	t.Rows = len(rows)
	for row, tr := range rows {
		column := 0
		for _, cell := range tr.rowCells() {
			for taken[[2]int{row, column}] {
				column++
			}
			wide, tall := clamp(cell.span("ColSpan")), clamp(cell.span("RowSpan"))
			for i := row; i < min(row+tall, len(rows)) && len(taken) < maxTableCells && e.node.f.work(wide); i++ {
				for j := column; j < column+wide; j++ {
					taken[[2]int{i, j}] = true
				}
			}
			if cell.Role == "TH" {
				t.Headers = append(t.Headers, HeaderCell{clean(cell.Text()), cell.Attributes["Table.Scope"], row, column})
			}
			column += wide
			t.Columns = max(t.Columns, column)
		}
	}
	return t
}

// clamp keeps a span to what a page can show.
func clamp(n int) int { return max(1, min(n, 1000)) }

func listFacts(e *Element) List {
	l := List{Numbering: e.Attributes["List.ListNumbering"], Lang: e.Language()}
	for p := e.Parent; p != nil; p = p.Parent {
		if p.Role == "L" {
			l.Depth++
		}
	}
	for _, k := range e.significant() {
		if k.Role != "LI" {
			continue
		}
		var b strings.Builder
		k.writeUnlabelled(&b)
		l.Items = append(l.Items, clean(b.String()))
	}
	return l
}

// writeUnlabelled writes the text of a list item without its label.
func (e *Element) writeUnlabelled(b *strings.Builder) {
	for _, k := range e.Kids {
		switch {
		case k.Element == nil:
			b.WriteString(k.Text)
		case k.Element.Role == "Lbl":
		case passThrough[k.Element.Role]:
			k.Element.writeUnlabelled(b)
		default:
			k.Element.writeText(b)
		}
	}
}

// target says where an annotation or an outline item leads: its Dest, or its action (12.3.2, 12.6.4).
func (f *File) target(d dict) string {
	if dest := f.key(d, "Dest"); dest != nil {
		return f.destination(dest)
	}
	a := f.dictAt(d, "A")
	switch f.nameAt(a, "S") {
	case "URI":
		s, _ := f.bytesAt(a, "URI")
		return s
	case "GoTo":
		return f.destination(f.key(a, "D"))
	}
	return ""
}

func (f *File) destination(o object) string {
	switch v := o.(type) {
	case name:
		return "#" + string(v)
	case text:
		return "#" + decodeText(v)
	case array:
		if len(v) > 0 {
			if n := f.pageNumber(v[0]); n > 0 {
				return fmt.Sprintf("page %d", n)
			}
		}
	case dict:
		return f.destination(f.key(v, "D"))
	}
	return ""
}

func (f *File) bookmarks(facts *Facts) {
	seen := map[ref]bool{}
	var walk func(o object, level int)
	walk = func(o object, level int) {
		for len(facts.Bookmarks) < maxElements && level <= maxNesting {
			r, _ := o.(ref)
			d := f.asDict(o)
			if d == nil || seen[r] {
				return
			}
			seen[r] = true
			s, _ := f.textAt(d, "Title")
			facts.Bookmarks = append(facts.Bookmarks, Bookmark{level, s, f.target(d)})
			walk(d["First"], level+1)
			o = d["Next"]
		}
	}
	walk(f.dictAt(f.catalog, "Outlines")["First"], 1)
}
