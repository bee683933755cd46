package typeset

import "math"

// frame is a column of a page.
type frame struct{ x, y, width, height float64 }

// placed is a piece on a page.
type placed struct {
	*piece
	x, y float64 // left edge and top
	from float64 // where its space begins: boxes go up to here
	past float64 // where it ends
	head bool    // of a repeated head
}

// sheet is a page with what stands on it.
type sheet struct {
	section *Section
	columns [][]placed
	offsets []frame  // of the columns
	marks   []string // begun on the page
	mark    string   // what running heads say: the first begun here, else the one before
	number  int
	label   string
	first   bool // of its section
}

// frames are the columns of a page.
func (s Shape) frames() []frame {
	n := max(1, s.Columns)
	width := (s.Width - s.Left - s.Right - float64(n-1)*s.Gutter) / float64(n)
	out := make([]frame, n)
	for i := range out {
		out[i] = frame{s.Left + float64(i)*(width+s.Gutter), s.Top, width, s.Height - s.Top - s.Bottom}
	}
	return out
}

// paginate puts pieces on pages; the first page has frames of its own.
func paginate(s *Section, pieces []piece, first, frames []frame) []*sheet {
	if s.Even && len(first) > 1 {
		first = evened(pieces, first)
	}
	var sheets []*sheet
	for len(pieces) > 0 || len(sheets) == 0 {
		end := 1
		for end < len(pieces) && !pieces[end].page {
			end++
		}
		end = min(end, len(pieces))
		run := paginateRun(s, pieces[:end], first, frames, 0)
		if len(run) > 1 && run[len(run)-1].short() && !s.Even {
			if longer := paginateRun(s, pieces[:end], first, frames, longPage); len(longer) < len(run) {
				run = longer
			}
		}
		sheets, pieces, first = append(sheets, run...), pieces[end:], frames
	}
	sheets[0].first = true
	return sheets
}

// A last page of less than shortPage is avoided by letting the pages before it be a
// line longer.
const (
	shortPage = 100.0
	longPage  = 16.0
)

// paginateRun puts pieces on pages that are longer than their frames by more.
func paginateRun(s *Section, pieces []piece, first, frames []frame, more float64) []*sheet {
	var sheets []*sheet
	for at := 0; at < len(pieces) || len(sheets) == 0; first = frames {
		page := &sheet{section: s}
		for i := 0; i < len(first) && at < len(pieces); i++ {
			end := at + fill(pieces[at:], first[i].height+more)
			page.add(setIn(pieces[at:end], first[i]), first[i])
			at = end
		}
		sheets = append(sheets, page)
	}
	return sheets
}

// short says that hardly anything stands on the page.
func (s *sheet) short() bool {
	low := 0.0
	for i, column := range s.columns {
		low = max(low, column[len(column)-1].past-s.offsets[i].y)
	}
	return low < shortPage
}

func (s *sheet) add(column []placed, f frame) {
	s.columns, s.offsets = append(s.columns, column), append(s.offsets, f)
	for _, p := range column {
		s.marks = append(s.marks, p.marks...)
	}
}

// evened lowers the feet of columns as far as the pieces still fit.
func evened(pieces []piece, frames []frame) []frame {
	fits := func(height float64) bool {
		at := 0
		for range frames {
			if at < len(pieces) {
				n := fill(pieces[at:], height)
				if tall(pieces[at:at+n]) > height+0.01 {
					return false
				}
				at += n
			}
		}
		return at == len(pieces)
	}
	low, high := 0.0, frames[0].height
	if !fits(high) {
		return frames
	}
	for range 14 {
		if middle := (low + high) / 2; fits(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	out := make([]frame, len(frames))
	for i, f := range frames {
		f.height = high
		out[i] = f
	}
	return out
}

// tall is the height of pieces one below the other.
func tall(pieces []piece) float64 {
	y := 0.0
	for i := range pieces {
		if i > 0 {
			y += gap(&pieces[i-1], &pieces[i])
		}
		y += pieces[i].height
	}
	return y
}

// lowered are frames that begin further down.
func lowered(frames []frame, by float64) []frame {
	out := make([]frame, len(frames))
	for i, f := range frames {
		f.y += by
		f.height -= by
		out[i] = f
	}
	return out
}

// around adds what stands above and below the columns of a section. What stands below
// does so on the last page when there is room, else on a page of its own.
func (l *layout) around(s *Section, sheets []*sheet, lead, tail []piece) []*sheet {
	whole := s.Shape.whole()
	if len(lead) > 0 {
		first := sheets[0]
		columns, offsets := first.columns, first.offsets
		first.columns, first.offsets, first.marks = nil, nil, nil
		first.add(setIn(lead, whole), whole)
		for i := range columns {
			first.add(columns[i], offsets[i])
		}
	}
	if len(tail) == 0 {
		return sheets
	}
	last := sheets[len(sheets)-1]
	foot := 0.0
	for _, column := range last.columns {
		foot = max(foot, column[len(column)-1].past)
	}
	height := tall(tail)
	if room := whole.y + whole.height - foot - s.TailGap; height > room {
		last = &sheet{section: s}
		sheets = append(sheets, last)
		foot = whole.y - s.TailGap
	}
	below := whole
	below.y = foot + s.TailGap
	if s.Low {
		below.y = max(below.y, whole.y+whole.height-height)
	}
	last.add(setIn(tail, below), below)
	return sheets
}

// top is the height that a column begins with before a piece: a head that stands
// again, and the edges of the boxes that go on.
func top(p *piece) float64 {
	n := pads(p)
	if p.head != nil {
		n += p.head.height
	}
	return n
}

// fill says how many of the pieces go into a column: the break that costs least
// among those that fit; at least one piece.
func fill(pieces []piece, height float64) int {
	y := top(&pieces[0])
	best, least := 0, math.Inf(1)
	for i := range pieces {
		if i > 0 {
			if pieces[i].page {
				return i
			}
			y += gap(&pieces[i-1], &pieces[i])
		}
		y += pieces[i].height
		if y > height+0.01 {
			if squeeze(pieces, i, height) {
				return fill(pieces, height)
			}
			break
		}
		if i+1 == len(pieces) {
			return i + 1
		}
		next := &pieces[i+1]
		tail := common(pieces[i].box, next.box).pads()
		if y+tail > height+0.01 && best > 0 {
			continue
		}
		free := (height - y) / height
		if c := next.cost + emptyCost*free*free; c <= least && !next.page {
			best, least = i+1, c
		} else if next.page {
			return i + 1
		}
	}
	return max(best, 1)
}

// squeeze makes a picture smaller that would begin the next column because it, or what
// is kept with it, does not fit, when that leaves much of this one empty.
func squeeze(pieces []piece, over int, height float64) bool {
	k := over
	for k > 0 && pieces[k].shrink == 0 && pieces[k].cost >= never {
		k--
	}
	set, ok := pieces[k].body.(*setPicture)
	if !ok || k == 0 || pieces[k].shrink == 0 {
		return false
	}
	end := over + 1
	for end < len(pieces) && pieces[end].cost >= never {
		end++
	}
	before := top(&pieces[0]) + tall(pieces[:k])
	excess := top(&pieces[0]) + tall(pieces[:end]) - height
	now := pieces[k].height
	if height-before < height*emptyShare || now-excess < now*pieces[k].shrink {
		return false
	}
	scale := (now - excess) / now
	set.Width, set.Height = set.Width*scale, set.Height*scale
	pieces[k].height, pieces[k].shrink = set.Height, 0
	return true
}

// emptyShare is how much of a page may stay empty below without a picture being made
// smaller.
const emptyShare = 0.1

// setIn gives the pieces of one column their places.
func setIn(pieces []piece, f frame) []placed {
	out := make([]placed, 0, len(pieces))
	y := f.y
	if len(pieces) == 0 {
		return nil
	}
	first := &pieces[0]
	y += pads(first)
	if h := first.head; h != nil {
		for i := range h.pieces {
			p := &h.pieces[i]
			out = append(out, placed{piece: p, x: f.x + p.x, y: y, from: y, past: y + p.height, head: true})
			y += p.height
		}
	}
	for i := range pieces {
		p := &pieces[i]
		from := y
		if i > 0 {
			y += gap(&pieces[i-1], p)
		}
		out = append(out, placed{piece: p, x: f.x + p.x, y: y, from: from, past: y + p.height})
		y += p.height
	}
	return out
}

func pads(p *piece) float64 {
	switch {
	case p.box == nil:
		return 0
	case p.edge == opens:
		return p.box.outer.pads()
	}
	return p.box.pads()
}

// shade is the part of a box that stands in a column.
type shade struct {
	box         *openBox
	left        float64 // of the column
	top, bottom float64
	begins      bool // its first edge stands here
	ends        bool
}

// shades are the parts of boxes in a column, outer boxes first.
func shades(column []placed, f frame) []shade {
	var order []*openBox
	parts := map[*openBox]*shade{}
	for _, p := range column {
		if p.head {
			continue
		}
		for b := p.box; b != nil; b = b.outer {
			s := parts[b]
			if s == nil {
				s = &shade{box: b, left: f.x, top: p.y}
				if s.begins = p.edge == opens && p.box == b; !s.begins {
					s.top -= inner(p.piece, b)
				}
				parts[b] = s
				order = append(order, b)
			}
			s.bottom = p.past
			s.ends = p.edge == closes && p.box == b
		}
	}
	out := make([]shade, 0, len(order))
	for _, b := range order {
		s := parts[b]
		if !s.ends {
			s.bottom += b.Pad
		}
		out = append(out, *s)
	}
	sortShades(out)
	return out
}

// inner is how far above a piece at the top of a column box b begins.
func inner(p *piece, b *openBox) float64 {
	n := 0.0
	for x := p.box; x != nil; x = x.outer {
		if x != p.box || p.edge != opens {
			n += x.Pad
		}
		if x == b {
			break
		}
	}
	if p.head != nil {
		n += p.head.height
	}
	return n
}

func sortShades(list []shade) {
	depth := func(b *openBox) int {
		n := 0
		for ; b != nil; b = b.outer {
			n++
		}
		return n
	}
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && depth(list[j].box) < depth(list[j-1].box); j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}
