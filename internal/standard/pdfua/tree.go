package pdfua

// Tag is a standard structure type (ISO 32000-1, 14.8.4), as it is written in the file.
type Tag string

// Grouping elements (14.8.4.2).
const (
	DocumentTag Tag = "Document"
	Part        Tag = "Part"
	Art         Tag = "Art"
	Sect        Tag = "Sect"
	Div         Tag = "Div"
	BlockQuote  Tag = "BlockQuote"
	Caption     Tag = "Caption"
	TOC         Tag = "TOC"
	TOCI        Tag = "TOCI"
	Index       Tag = "Index"
	NonStruct   Tag = "NonStruct"
)

// Block-level elements (14.8.4.3): paragraphs, headings, lists and tables.
const (
	P     Tag = "P"
	H1    Tag = "H1"
	H2    Tag = "H2"
	H3    Tag = "H3"
	H4    Tag = "H4"
	H5    Tag = "H5"
	H6    Tag = "H6"
	L     Tag = "L"
	LI    Tag = "LI"
	Lbl   Tag = "Lbl"
	LBody Tag = "LBody"
	Table Tag = "Table"
	TR    Tag = "TR"
	TH    Tag = "TH"
	TD    Tag = "TD"
	THead Tag = "THead"
	TBody Tag = "TBody"
	TFoot Tag = "TFoot"
)

// Inline-level elements (14.8.4.4) and illustrations (14.8.4.5).
const (
	SpanTag   Tag = "Span"
	Quote     Tag = "Quote"
	Note      Tag = "Note"
	Reference Tag = "Reference"
	BibEntry  Tag = "BibEntry"
	Code      Tag = "Code"
	LinkTag   Tag = "Link"
	Figure    Tag = "Figure"
	Formula   Tag = "Formula"
)

// Attr is what an element says beside its type. Zero values are not written.
type Attr struct {
	ID         string // unique in the document; a Note must have one (ISO 14289-1, 7.9)
	Lang       string // BCP 47, when it differs from what is around it (7.2)
	Title      string // /T, what a panel of tags shows
	Alt        string // instead of content that is no text (7.3)
	ActualText string // the text that the content stands for (7.1)
	Expansion  string // /E of an abbreviation

	Scope            string   // of a TH: Column, Row, Both (7.5)
	ColSpan, RowSpan int      // of a TH or TD, when more than one
	Headers          []string // of a cell: IDs of its headers
	Summary          string   // of a Table

	ListNumbering string // of an L: None, Disc, Circle, Square, Decimal, UpperRoman, LowerRoman, UpperAlpha, LowerAlpha
	Placement     string // Block, Inline, Before, Start, End
	BBox          Rect   // of a Figure, Formula or Table on its page
	BBoxPage      *Page  // the page that BBox is on
}

// Element is a structure element (14.7.2). What it is given, by [Element.Add], [Page.In]
// and [Page.Link], is read in the order it was given.
type Element struct {
	tag  Tag
	attr *Attr // nil for most
	num  int   // object number, given when the tree is written
	kids []kid
}

// kid is a child element, a marked-content sequence (page, mcid) or an annotation.
type kid struct {
	el   *Element
	page *Page
	mcid int32 // of marked content; for an annotation its object number
	objr bool
}

// Add appends a child.
func (e *Element) Add(tag Tag, attr ...Attr) *Element {
	child := &Element{tag: tag}
	if len(attr) > 0 {
		a := attr[0]
		child.attr = &a
	}
	e.kids = append(e.kids, kid{el: child})
	return child
}

// Tag is the type of the element.
func (e *Element) Tag() Tag { return e.tag }
