package typeset

// What it costs to end a page before a piece. Leaving a share s of a page empty
// costs emptyCost·s².
const (
	emptyCost   = 1000.0
	never       = 100000.0 // a heading and what follows, a head and its table
	widow       = 2500.0   // the first or last line of a paragraph alone
	insideRow   = 600.0
	loneRow     = 180.0
	betweenRows = 12.0
	whole       = 70.0 // inside what is rather kept on one page
	insideBox   = 14.0
	inside      = 5.0 // between lines of a paragraph
	item        = 2.0
	scrapCost   = 350.0
)

// scrap is a height that looks lost by itself on a page.
const scrap = 54.0

// piece is what cannot be cut between two pages.
type piece struct {
	above, below float64 // space; of two neighbours the larger one holds
	height       float64
	x            float64
	cost         float64 // of ending a page before it
	page         bool    // begins a page
	shrink       float64 // how small a picture may become so as not to begin the next page; 0 for others
	edge         edge
	box          *openBox
	head         *head // stands again at the top of a page that begins with the piece
	names        []string
	marks        []string
	bookmark     *placedMark
	body         painted // nil for edges of boxes
}

// edge says that a piece is the inner edge of a box. Spaces inside of it are dropped.
type edge uint8

const (
	opens edge = iota + 1
	closes
)

// painted is what a piece shows.
type painted interface {
	paint(p *painter, x, y float64)
}

// placedMark is a bookmark with the element it leads to.
type placedMark struct {
	Bookmark
	name string
}

// openBox is a box that pieces stand in.
type openBox struct {
	*Box
	outer    *openBox
	x, width float64
}

// head is what stands again at the top of every page of a table.
type head struct {
	pieces []piece
	height float64
}

// pads is the height that the edges of a box and of those around it take.
func (b *openBox) pads() float64 {
	n := 0.0
	for ; b != nil; b = b.outer {
		n += b.Pad
	}
	return n
}

// common is the innermost box that both pieces stand in.
func common(a, b *openBox) *openBox {
	for x := a; x != nil; x = x.outer {
		for y := b; y != nil; y = y.outer {
			if x == y {
				return x
			}
		}
	}
	return nil
}

// gap is the space between two neighbours.
func gap(a, b *piece) float64 {
	if a.edge == opens || b.edge == closes {
		return 0
	}
	return max(a.below, b.above)
}
