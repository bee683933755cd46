package typeset

import (
	"math"
	"strings"
)

// line is one line of a paragraph.
type line struct {
	atoms []atom
	width float64 // without the blanks at its end
	last  bool
}

// What an uneven line costs: the share of the width it leaves free, squared, is
// counted ragged times. Every line costs something, so that there are no more than
// needed; a last line of one short word costs as much as one more uneven line.
const (
	raggedCost = 100.0
	lineCost   = 4.0
	stubCost   = 9.0
	stubShare  = 0.12
	partCost   = 40.0 // a word parted in need
	hyphenCost = 8.0
)

// segment is atoms between two places where a line may end.
type segment struct {
	from, to   int     // atoms
	room, tail float64 // width without and of the blanks at its end
	must, part bool
	hyphen     bool // the line would end within a word
}

func segmentsOf(atoms []atom) []segment {
	var out []segment
	from := 0
	var s segment
	for i := range atoms {
		a := &atoms[i]
		if a.blank {
			s.tail += a.width
		} else {
			s.room += s.tail + a.width
			s.tail = 0
		}
		next := i + 1
		last := next == len(atoms)
		// Blanks stay with the words before them.
		if last || a.must || a.may && !(atoms[next].blank && !a.blank) {
			s.from, s.to, s.must, s.part, s.hyphen = from, next, a.must || last, a.within, strings.HasSuffix(a.word.text, "-")
			out = append(out, s)
			s, from = segment{}, next
		}
	}
	return out
}

// breakLines parts atoms into lines of at most width, first the first line, so
// that they are about even: the sum of what lines leave free, squared, is the
// least (Knuth and Plass, "Breaking Paragraphs into Lines", for a ragged margin).
func breakLines(atoms []atom, first, width float64) []line {
	segs := segmentsOf(atoms)
	if len(segs) == 0 {
		return nil
	}
	cost := make([]float64, len(segs)+1) // of the best lines before segment i
	from := make([]int, len(segs)+1)
	for end := 1; end <= len(segs); end++ {
		cost[end] = math.Inf(1)
		room := 0.0
		for start := end - 1; start >= 0; start-- {
			if start < end-1 && segs[start].must {
				break
			}
			if start == end-1 {
				room = segs[start].room
			} else {
				room += segs[start].room + segs[start].tail
			}
			wide := width
			if start == 0 {
				wide = first
			}
			if room > wide+0.01 && start < end-1 {
				break
			}
			if c := cost[start] + costOf(segs[end-1], room, wide); c < cost[end] {
				cost[end], from[end] = c, start
			}
		}
	}
	return linesOf(atoms, segs, from)
}

func costOf(last segment, room, wide float64) float64 {
	free := max(0, wide-room) / wide
	if last.must {
		if free > 1-stubShare {
			return lineCost + stubCost
		}
		return lineCost
	}
	c := lineCost + raggedCost*free*free
	if last.part {
		c += partCost
	}
	if last.hyphen {
		c += hyphenCost
	}
	return c
}

func linesOf(atoms []atom, segs []segment, from []int) []line {
	n := 0
	for end := len(segs); end > 0; end = from[end] {
		n++
	}
	lines := make([]line, n)
	for end := len(segs); end > 0; end = from[end] {
		n--
		start := from[end]
		l := line{atoms: atoms[segs[start].from:segs[end-1].to], last: end == len(segs)}
		for i := start; i < end; i++ {
			l.width += segs[i].room
			if i < end-1 {
				l.width += segs[i].tail
			}
		}
		lines[n] = l
	}
	return lines
}

// balanced breaks atoms into as few lines as width allows, all about as long.
func balanced(atoms []atom, width float64) []line {
	for i := range atoms { // a heading ends no line within a word
		if strings.HasSuffix(atoms[i].word.text, "-") && !atoms[i].must {
			atoms[i].may = false
		}
	}
	lines := breakLines(atoms, width, width)
	if len(lines) < 2 || len(lines) > 4 {
		return lines
	}
	low, high := width/2, width
	for range 8 {
		middle := (low + high) / 2
		if try := breakLines(atoms, middle, middle); len(try) == len(lines) && widest(try) <= middle+0.01 {
			high = middle
		} else {
			low = middle
		}
	}
	return breakLines(atoms, high, high)
}

func widest(lines []line) float64 {
	w := 0.0
	for _, l := range lines {
		w = max(w, l.width)
	}
	return w
}

// visual is the order in which the atoms of a line stand from left to right (UAX
// 9, L2); nil when it is the order in which they are read.
func visual(atoms []atom) []int {
	high, low := int8(0), int8(127)
	for i := range atoms {
		high = max(high, atoms[i].level)
		if atoms[i].level%2 == 1 {
			low = min(low, atoms[i].level)
		}
	}
	if high == 0 {
		return nil
	}
	order := make([]int, len(atoms))
	for i := range order {
		order[i] = i
	}
	for level := high; level >= low; level-- {
		for i := 0; i < len(order); {
			if atoms[order[i]].level < level {
				i++
				continue
			}
			end := i
			for end < len(order) && atoms[order[end]].level >= level {
				end++
			}
			for a, b := i, end-1; a < b; a, b = a+1, b-1 {
				order[a], order[b] = order[b], order[a]
			}
			i = end
		}
	}
	return order
}
