package typeset

import "atelier/internal/standard/pdfua"

// Block is a thing that stands above or below others. At most one of Text,
// Blocks, Table, Picture, Blanks, Rule, Gap and ToHeight says what it shows.
type Block struct {
	Element
	Text       *Text
	Blocks     []*Block
	Label      *Label // what hangs before a list item
	Table      *Table
	Picture    *Picture
	Blanks     int     // lines to write on by hand
	Decoration bool    // of a picture: an artifact
	Rule       float64 // thickness of a hairline, an artifact
	Gap        float64 // empty height that stays at the top of a page
	ToHeight   float64 // empty height, as much as the column lacks of so much, on the first page

	Above, Below float64 // space; of two neighbours the larger one holds
	Left, Right  float64 // indents; may be negative, to stand in the margin
	Box          *Box
	PageBefore   bool   // begins a page
	KeepNext     bool   // never parted from what follows
	KeepWhole    bool   // rather not parted inside
	Mark         string // what running heads say from here on
	Bookmark     *Bookmark
}

// Element is what a block or an inline is in the structure tree.
type Element struct {
	// Tag is a standard structure type of ISO 32000-1, 14.8.4 ("P", "H1", "LBody");
	// empty for what belongs to the element around it.
	Tag        string
	ID         string // a name of the element and a destination; unique in the document
	Lang       string // when it differs from what is around it
	Alt        string
	Title      string
	ActualText string
	Names      []string // further destinations that lead here
	// Numbering is how the items of a list are marked (ListNumbering, 14.8.5.5).
	Numbering string
	// Scope is "Row" or "Column" of a header cell (14.8.5.7).
	Scope string
}

// Bookmark is a place of the outline. Level 1 is the highest.
type Bookmark struct {
	Level int
	Title string
}

// Box is a ground or a line around blocks. A box may be parted between pages.
type Box struct {
	Fill    Colour
	Filled  bool
	Stroke  Colour
	Stroked bool
	Bar     Colour  // of a bar at the start
	BarSize float64 // 0 for none
	Pad     float64 // above and below
	PadX    float64
	Radius  float64
}

// Label hangs before the first line of a block. Its element is a Lbl when it says
// nothing else.
type Label struct {
	Element
	Inlines []Inline
	Style   TextStyle
	Width   float64 // room, taken from the block's left
	Right   bool    // words stand at the right end of the room, but for Space
	Space   float64
	Tick    float64 // size of an empty box to tick, drawn instead of words
}

// Text is a paragraph.
type Text struct {
	Inlines []Inline
	Style   TextStyle
	Align   Align
	Balance bool   // lines of about one length: headings
	Code    bool   // line feeds and spaces stand as they are
	Page    string // the destination whose page number stands at the end of the last line
	// RTL says that the text runs from right to left when no letter tells.
	RTL bool
}

// Inline is a piece of running text: Text, or Children with something around.
type Inline struct {
	Element
	Text     string
	Break    bool // ends the line
	Mark     Mark
	Link     string // an address, or "#ID" of a destination of the document
	Contents string // what a link leads to, in words
	Children []Inline
	PageOf   string // the number of the page of a destination, in the place of words
}

// Table is rows of cells.
type Table struct {
	Caption *Block // stands above
	Head    []*Cell
	Rows    [][]*Cell
	Style   TextStyle
	MinCol  float64 // the narrowest column that can be read
	Again   string  // said in the captions of groups of columns; a format of the first, the last and how many
}

// Cell is one cell of a table.
type Cell struct {
	Element
	Text
}

// Picture is a drawing or an image of known size, in points.
type Picture struct {
	Width, Height float64
	Drawing       *Drawing     // vector
	Image         *pdfua.Image // nil for a drawing
	Least         float64      // the scale down to which it may be made smaller to fit on a page
}

// Section is blocks that flow through pages of one shape. It begins on a new page.
type Section struct {
	Tag, Title       string   // of the element around it
	Lead, Tail       []*Block // above and below the columns of the first page, over its whole width
	Blocks           []*Block
	Shape            Shape
	Restart          bool                // the labels of its pages begin again at 1
	Roman            bool                // in small Roman numerals
	Plain            bool                // without head and foot
	Even             bool                // columns of one page end at about the same height
	Low              bool                // the tail stands at the foot of the page
	LeadGap, TailGap float64             // space below the lead and above the tail
	Ornaments        []Furniture         // words behind its first page, artifacts
	Backdrop         func(*pdfua.Canvas) // behind its first page, an artifact

	elem, root *pdfua.Element
}

// Shape is where on a page the text stands.
type Shape struct {
	Width, Height float64 // of the sheet
	Top, Bottom   float64 // margins
	Left, Right   float64 // margins of the text
	Columns       int     // 0 is 1
	Gutter        float64
}

// whole is the room of a page without its columns.
func (s Shape) whole() frame {
	return frame{s.Left, s.Top, s.Width - s.Left - s.Right, s.Height - s.Top - s.Bottom}
}
