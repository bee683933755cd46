package typeset

import (
	"fmt"
	"slices"

	"atelier/internal/standard/pdfua"
)

// Room around the words of a cell, and the narrowest column that can be read when
// the table does not say.
const (
	cellX  = 6.0
	cellY  = 4.5
	minCol = 46.0
)

// table sets a table over the whole width. One that has more columns than can be
// read side by side becomes several, each with the first column again.
func (f *flow) table(t *Table, in place) {
	if len(t.Head) == 0 {
		return
	}
	least := t.MinCol
	if least == 0 {
		least = minCol
	}
	columns := len(t.Head)
	for _, row := range t.Rows {
		columns = max(columns, len(row))
	}
	fit := max(2, int(in.width/least))
	if columns <= fit {
		f.group(t, in, sequence(0, columns), "")
		return
	}
	f.tell(Trouble{Code: "table-parted", Text: itoa(columns)})
	for from := 1; from < columns; from += fit - 1 {
		to := min(from+fit-1, columns)
		part := in
		if from > 1 {
			part.elem = f.child(in.around, &Element{Tag: "Table"})
		}
		f.group(t, part, append([]int{0}, sequence(from, to)...), fmt.Sprintf(t.Again, from+1, to, columns))
	}
}

func sequence(from, to int) []int {
	out := make([]int, 0, to-from)
	for i := from; i < to; i++ {
		out = append(out, i)
	}
	return out
}

// grid is one table, or a group of the columns of one, being set.
type grid struct {
	f         *flow
	t         *Table
	in        place
	cols      []int
	widths    []float64
	atoms     map[*Cell][]atom
	again     bool // not the first group: ids stand only once
	headOf    *head
	captioned bool
}

func (f *flow) group(t *Table, in place, cols []int, which string) {
	g := &grid{f: f, t: t, in: in, cols: cols, atoms: map[*Cell][]atom{}, again: cols[len(cols)-1] >= len(cols)}
	g.caption(which)
	g.measure()
	g.head()
	body := f.child(in.elem, &Element{Tag: "TBody"})
	for i, row := range t.Rows {
		from := len(f.pieces)
		g.row(row, body, false)
		for j := from; j < len(f.pieces); j++ {
			f.pieces[j].head = g.headOf
		}
		if from == len(f.pieces) {
			continue
		}
		f.pieces[from].cost = betweenRows
		switch {
		case i == 0:
			f.pieces[from].cost = never
		case i == 1 || i == len(t.Rows)-1: // no row alone with the head
			f.pieces[from].cost = loneRow
		case len(t.Rows) <= 7:
			f.pieces[from].cost = whole / 2
		}
	}
	f.pieces[len(f.pieces)-1].below = 14
}

// caption stands above; of a later group it says which columns follow.
func (g *grid) caption(which string) {
	f := g.f
	c := g.t.Caption
	if which != "" {
		own := Block{Element: Element{Tag: "Caption"}, Text: &Text{Style: g.t.Style}, KeepNext: true}
		if c != nil {
			own = *c
			if g.again {
				own.Element = Element{Tag: c.Tag}
			}
		}
		text := *own.Text
		text.Inlines = append(slices.Clone(text.Inlines), Inline{Text: " " + which})
		own.Text = &text
		c = &own
	}
	if c == nil {
		return
	}
	from := len(f.pieces)
	f.block(c, g.in)
	if from < len(f.pieces) {
		g.captioned = true
		f.pieces[len(f.pieces)-1].below = 5
	}
}

func (g *grid) cells(row []*Cell) []*Cell {
	out := make([]*Cell, len(g.cols))
	for i, col := range g.cols {
		if col < len(row) {
			out[i] = row[col]
		}
	}
	return out
}

// measure gives every column a width: what its longest word needs, and then in
// proportion to what its words would take on one line.
func (g *grid) measure() {
	n := len(g.cols)
	least, most := make([]float64, n), make([]float64, n)
	for _, row := range append([][]*Cell{g.t.Head}, g.t.Rows...) {
		for i, c := range g.cells(row) {
			if c == nil {
				continue
			}
			atoms := g.f.atoms(c.Inlines, c.Style, g.in.lang, false)
			g.atoms[c] = atoms
			full := 0.0
			for _, s := range segmentsOf(atoms) {
				least[i] = max(least[i], s.room)
				full += s.room + s.tail
			}
			most[i] = max(most[i], full)
		}
	}
	g.widths = share(least, most, g.in.width-2*cellX*float64(n))
	for i := range g.widths {
		g.widths[i] += 2 * cellX
	}
}

// share parts a width among columns that need least and could use most.
func share(least, most []float64, width float64) []float64 {
	n := float64(len(least))
	out := make([]float64, len(least))
	total, wish := 0.0, 0.0
	for i := range least {
		least[i] = min(least[i], width/n*1.25)
		total += least[i]
		wish += min(most[i], width*1.6)
	}
	if total >= width {
		for i := range out {
			out[i] = width / n
			if total > 0 {
				out[i] = width * least[i] / total
			}
		}
		return out
	}
	over := 0.0
	for i := range out {
		over += max(0, min(most[i], width*1.6)-least[i])
	}
	for i := range out {
		out[i] = least[i]
		if over > 0 {
			out[i] += (width - total) * max(0, min(most[i], width*1.6)-least[i]) / over
		} else {
			out[i] += (width - total) / n
		}
	}
	return out
}

func (g *grid) head() {
	f := g.f
	from := len(f.pieces)
	part := f.child(g.in.elem, &Element{Tag: "THead"})
	g.row(g.t.Head, part, true)
	for i := from; i < len(f.pieces); i++ {
		if i > from || g.captioned {
			f.pieces[i].cost = never
		}
	}
	h := &head{pieces: slices.Clone(f.pieces[from:])}
	for i := range h.pieces {
		h.height += h.pieces[i].height
	}
	g.headOf = h
	if h.height > f.tallest/3 { // a head that leaves no room is not repeated
		g.headOf = nil
	}
}

// row sets a row as slices, one for every line of its tallest cell.
func (g *grid) row(row []*Cell, parent *pdfua.Element, isHead bool) {
	f := g.f
	tr := f.child(parent, &Element{Tag: "TR"})
	var cells [][]*setLine
	lines := 1
	x := 0.0
	for i, c := range g.cells(row) {
		if c == nil {
			c = &Cell{Element: Element{Tag: "TD"}}
		}
		own := c.Element
		if g.again {
			own.ID = ""
		}
		f.name(own.ID)
		elem := f.child(tr, &own)
		rtl := startsRTL(c.Inlines, c.RTL)
		width := g.widths[i] - 2*cellX
		set := breakLines(f.words.narrow(g.atoms[c], width), width, width)
		var column []*setLine
		for _, l := range set {
			endBlanks(l.atoms, rtl)
			column = append(column, &setLine{line: l, style: &c.Style, align: c.Align, width: width, elem: elem, rtl: rtl, x: x + cellX})
		}
		cells = append(cells, column)
		lines = max(lines, len(column))
		x += g.widths[i]
	}
	g.slices(cells, lines, isHead)
}

func (g *grid) slices(cells [][]*setLine, lines int, isHead bool) {
	leading := g.t.Style.Leading
	for i := range lines {
		s := &rowSlice{width: g.in.width, head: isHead, first: i == 0, last: i == lines-1, palette: g.f.palette}
		p := piece{height: leading, x: g.in.x, box: g.in.box, body: s, cost: insideRow}
		if s.first {
			p.height += cellY
			s.top = cellY
			p.cost = 12
		} else if i == 1 || s.last {
			p.cost = widow
		}
		if s.last {
			p.height += cellY
		}
		s.height = p.height
		for _, column := range cells {
			if i < len(column) {
				s.lines = append(s.lines, column[i])
			}
		}
		g.f.add(p)
	}
}

// rowSlice is one line of every cell of a row.
type rowSlice struct {
	lines       []*setLine
	width       float64
	height, top float64
	head        bool
	first, last bool
	palette     *Palette
}
