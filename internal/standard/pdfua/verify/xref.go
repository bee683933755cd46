package verify

import (
	"bytes"
	"sort"
	"strconv"
)

// readXref reads the chain of cross-reference sections from the last one (7.5.4 to 7.5.8). It is false when the chain
// cannot be followed to its end.
func (f *File) readXref() bool {
	f.xref = map[int]location{}
	tail := f.src[max(0, len(f.src)-2048):]
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		return false
	}
	l := &lexer{b: tail, pos: i + len("startxref")}
	o, _ := l.next()
	at, ok := o.(int)
	if !ok {
		return false
	}
	queue, seen := []int{at}, map[int]bool{}
	for len(queue) > 0 {
		at, queue = queue[0], queue[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		if len(seen) > 4096 {
			return false
		}
		d, ok := f.xrefSection(at + f.shift)
		if !ok {
			return false
		}
		if f.trailer == nil {
			f.trailer = d
		}
		for _, k := range []name{"XRefStm", "Prev"} {
			if n, ok := wholeNumber(d[k]); ok {
				queue = append(queue, n)
			}
		}
	}
	return f.trailer != nil
}

func (f *File) xrefSection(at int) (dict, bool) {
	if at < 0 || at >= len(f.src) {
		return nil, false
	}
	l := &lexer{b: f.src, pos: at}
	first, _ := l.next()
	if first == keyword("xref") {
		return f.xrefTable(l)
	}
	num, ok := first.(int)
	if !ok {
		return nil, false
	}
	o, ok := f.objectAt(at, num)
	s, is := o.(*stream)
	if !ok || !is {
		return nil, false
	}
	return f.xrefStream(s)
}

// xrefTable reads the subsections of a table up to its trailer (7.5.4).
func (f *File) xrefTable(l *lexer) (dict, bool) {
	for {
		o, ok := l.next()
		if !ok {
			return nil, false
		}
		if o == keyword("trailer") {
			o, _ = l.next()
			d, ok := o.(dict)
			return d, ok
		}
		start, ok := o.(int)
		o, _ = l.next()
		count, isCount := o.(int)
		if !ok || !isCount || start < 0 || count < 0 {
			return nil, false
		}
		for n := range count {
			offset, _ := l.next()
			gen, _ := l.next()
			kind, more := l.next()
			if !more || len(f.xref) > maxObjects {
				return nil, false
			}
			off, isOff := offset.(int)
			g, _ := gen.(int)
			if _, known := f.xref[start+n]; !known && kind == keyword("n") && isOff {
				f.xref[start+n] = location{offset: off + f.shift, gen: g}
			}
			if kind == keyword("f") {
				if _, known := f.xref[start+n]; !known {
					f.xref[start+n] = location{}
				}
			}
		}
	}
}

// xrefStream reads a cross-reference stream, whose dictionary is also the trailer (7.5.8).
func (f *File) xrefStream(s *stream) (dict, bool) {
	b, whole := f.decode(s)
	w, _ := s.dict["W"].(array)
	if !whole || len(w) != 3 {
		return nil, false
	}
	var width [3]int
	for i := range width {
		width[i], _ = w[i].(int)
		if width[i] < 0 || width[i] > 8 {
			return nil, false
		}
	}
	size, _ := wholeNumber(s.dict["Size"])
	index, _ := s.dict["Index"].(array)
	if index == nil {
		index = array{0, size}
	}
	line := width[0] + width[1] + width[2]
	for i := 0; i+1 < len(index) && line > 0; i += 2 {
		start, _ := index[i].(int)
		count, _ := index[i+1].(int)
		for n := 0; n < count && len(b) >= line && len(f.xref) <= maxObjects; n++ {
			f.xrefEntry(start+n, b[:line], width)
			b = b[line:]
		}
	}
	return s.dict, true
}

func (f *File) xrefEntry(num int, b []byte, width [3]int) {
	if _, known := f.xref[num]; known {
		return
	}
	var v [3]int
	v[0] = 1 // a missing type is 1
	for i, w := range width {
		if w > 0 {
			v[i] = 0
		}
		for _, c := range b[:w] {
			v[i] = v[i]<<8 | int(c)
		}
		b = b[w:]
	}
	switch v[0] {
	case 1:
		f.xref[num] = location{offset: v[1] + f.shift, gen: v[2]}
	case 2:
		f.xref[num] = location{stream: v[1]}
	default:
		f.xref[num] = location{}
	}
}

// rebuild makes the cross-reference table anew from every "n g obj" in the file, the last one of a number holding.
func (f *File) rebuild() {
	f.rebuilt = true
	f.xref = map[int]location{}
	clear(f.cache)
	clear(f.inside)
	var streams []int
	for at := 0; at < len(f.src) && len(f.xref) < maxObjects; {
		i := bytes.Index(f.src[at:], []byte("obj"))
		if i < 0 {
			break
		}
		at += i + 3
		if num, offset, ok := f.objectHead(at - 3); ok {
			f.xref[num] = location{offset: offset}
			if bytes.Contains(f.src[at:min(len(f.src), at+200)], []byte("/ObjStm")) {
				streams = append(streams, num)
			}
		}
	}
	f.rebuildTrailer()
	for _, num := range streams {
		for id := range f.packed(num) {
			if _, known := f.xref[id]; !known {
				f.xref[id] = location{stream: num}
			}
		}
	}
	if f.rootOf(f.trailer) == nil {
		f.findCatalog()
	}
}

// objectHead reads "num gen " backwards from the word obj.
func (f *File) objectHead(at int) (num, offset int, ok bool) {
	back := func(i int) (int, int, bool) {
		end := i
		for i > 0 && isSpace(f.src[i-1]) {
			i--
		}
		if i == end {
			return 0, 0, false
		}
		end = i
		for i > 0 && end-i < 10 && f.src[i-1] >= '0' && f.src[i-1] <= '9' {
			i--
		}
		n, err := strconv.Atoi(string(f.src[i:end]))
		return n, i, err == nil
	}
	_, i, ok := back(at)
	if !ok {
		return 0, 0, false
	}
	num, offset, ok = back(i)
	return num, offset, ok && num > 0
}

func (f *File) rebuildTrailer() {
	f.trailer = nil
	for at := len(f.src); at > 0 && f.rootOf(f.trailer) == nil; {
		at = bytes.LastIndex(f.src[:at], []byte("trailer"))
		if at < 0 {
			break
		}
		l := &lexer{b: f.src, pos: at + len("trailer")}
		o, _ := l.next()
		if d, ok := o.(dict); ok {
			f.trailer = d
		}
	}
}

// findCatalog looks for the trailer in cross-reference streams and, failing that, for a catalog among the objects.
func (f *File) findCatalog() {
	found := -1
	for num := range f.xref {
		d := f.asDict(ref{num, 0})
		switch {
		case d["Type"] == name("XRef") && f.rootOf(d) != nil && num > found:
			f.trailer, found = d, num
		case d["Type"] == name("Catalog") && found < 0 && f.dictAt(d, "Pages") != nil && f.rootOf(f.trailer) == nil:
			f.trailer = dict{"Root": ref{num, 0}}
		}
	}
}

// numbers are the numbers of all objects, in order.
func (f *File) numbers() []int {
	out := make([]int, 0, len(f.xref))
	for n := range f.xref {
		out = append(out, n)
	}
	sort.Ints(out)
	return out
}
