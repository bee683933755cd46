package verify

import (
	"sort"
	"unicode/utf16"
)

// cmap maps character codes to CIDs or to Unicode text (9.7.5, 9.10.3).
type cmap struct {
	name     string
	embedded bool
	identity bool // codes of two bytes that are the CID
	unknown  bool // predefined, and its tables are not at hand
	wmode    int  // as the file says
	dictMode int  // as the stream's dictionary says
	registry string
	ordering string
	extra    int // Supplement
	uses     string
	usesOwn  bool // UseCMap names an embedded stream
	spaces   []codeSpace
	cids     []cidRange
	texts    []textRange
	base     *cmap
}

type codeSpace struct{ low, high, size int }

type cidRange struct{ low, high, size, cid int }

// textRange maps codes low to high to a text whose last UTF-16 unit grows with the code.
type textRange struct {
	low, high, size int
	units           []uint16
}

const (
	maxCmapEntries = 500_000
	// maxOverlap is how many ranges before the nearest are tried: ranges of a sound CMap do not overlap.
	maxOverlap = 256
)

// cmapOf reads the value of Encoding of a Type 0 font, of ToUnicode or of UseCMap: a name or a stream.
func (f *File) cmapOf(o object, depth int) *cmap {
	switch v := f.follow(o).(type) {
	case name:
		return predefined(string(v))
	case *stream:
		c := &cmap{embedded: true, name: f.nameAt(v.dict, "CMapName")}
		c.dictMode, _ = f.intAt(v.dict, "WMode")
		c.systemInfo(f, f.dictAt(v.dict, "CIDSystemInfo"))
		b, _ := f.decode(v)
		c.parse(b)
		if u := f.key(v.dict, "UseCMap"); u != nil && depth < 8 {
			c.base = f.cmapOf(v.dict["UseCMap"], depth+1)
			if c.base != nil {
				c.uses, c.usesOwn = c.base.name, c.base.embedded
			}
		} else if c.uses != "" {
			c.base = predefined(c.uses)
		}
		return c
	}
	return nil
}

func predefined(n string) *cmap {
	c := &cmap{name: n, unknown: true}
	if n == "Identity-H" || n == "Identity-V" {
		c.unknown, c.identity = false, true
		c.registry, c.ordering = "Adobe", "Identity"
	}
	return c
}

func (c *cmap) systemInfo(f *File, d dict) {
	if d == nil {
		return
	}
	c.registry, _ = f.bytesAt(d, "Registry")
	c.ordering, _ = f.bytesAt(d, "Ordering")
	c.extra, _ = f.intAt(d, "Supplement")
}

// parse reads the operators of a CMap file (Adobe Technical Note 5014).
func (c *cmap) parse(b []byte) {
	l := &lexer{b: b, content: true}
	var operands []object
	for {
		o, ok := l.next()
		if !ok || len(c.cids)+len(c.texts) > maxCmapEntries {
			break
		}
		op, is := o.(keyword)
		if !is {
			operands = append(operands, o)
			if len(operands) > 1<<16 {
				operands = operands[1<<15:]
			}
			continue
		}
		c.operate(op, operands)
		operands = operands[:0]
	}
	sort.SliceStable(c.cids, func(i, j int) bool { return c.cids[i].low < c.cids[j].low })
	sort.SliceStable(c.texts, func(i, j int) bool { return c.texts[i].low < c.texts[j].low })
}

func (c *cmap) operate(op keyword, o []object) {
	switch op {
	case "def":
		c.define(o)
	case "usecmap":
		if len(o) > 0 {
			n, _ := o[len(o)-1].(name)
			c.uses = string(n)
		}
	case "endcodespacerange":
		for i := 0; i+1 < len(o); i += 2 {
			low, size := codeOf(o[i])
			high, _ := codeOf(o[i+1])
			if size > 0 {
				c.spaces = append(c.spaces, codeSpace{low, high, size})
			}
		}
	case "endcidrange":
		for i := 0; i+2 < len(o); i += 3 {
			low, size := codeOf(o[i])
			high, _ := codeOf(o[i+1])
			if cid, ok := o[i+2].(int); ok {
				c.cids = append(c.cids, cidRange{low, high, size, cid})
			}
		}
	case "endcidchar":
		for i := 0; i+1 < len(o); i += 2 {
			low, size := codeOf(o[i])
			if cid, ok := o[i+1].(int); ok {
				c.cids = append(c.cids, cidRange{low, low, size, cid})
			}
		}
	case "endbfchar":
		for i := 0; i+1 < len(o); i += 2 {
			low, size := codeOf(o[i])
			c.addText(low, low, size, o[i+1])
		}
	case "endbfrange":
		c.textRanges(o)
	}
}

func (c *cmap) textRanges(o []object) {
	for i := 0; i+2 < len(o); i += 3 {
		low, size := codeOf(o[i])
		high, _ := codeOf(o[i+1])
		if each, ok := o[i+2].(array); ok {
			for n, v := range each {
				if low+n > high || len(c.texts) > maxCmapEntries {
					break
				}
				c.addText(low+n, low+n, size, v)
			}
			continue
		}
		c.addText(low, high, size, o[i+2])
	}
}

func (c *cmap) addText(low, high, size int, o object) {
	t, ok := o.(text)
	if !ok {
		return
	}
	units := make([]uint16, 0, len(t)/2+1)
	if len(t) == 1 {
		units = append(units, uint16(t[0]))
	}
	for i := 0; i+1 < len(t); i += 2 {
		units = append(units, uint16(t[i])<<8|uint16(t[i+1]))
	}
	c.texts = append(c.texts, textRange{low, high, size, units})
}

func (c *cmap) define(o []object) {
	if len(o) < 2 {
		return
	}
	k, _ := o[len(o)-2].(name)
	switch v := o[len(o)-1].(type) {
	case int:
		switch k {
		case "WMode":
			c.wmode = v
		case "Supplement":
			c.extra = v
		}
	case text:
		switch k {
		case "Registry":
			if c.registry == "" {
				c.registry = string(v)
			}
		case "Ordering":
			if c.ordering == "" {
				c.ordering = string(v)
			}
		}
	}
}

func codeOf(o object) (code, size int) {
	t, ok := o.(text)
	if !ok || len(t) > 4 {
		return 0, 0
	}
	for i := range len(t) {
		code = code<<8 | int(t[i])
	}
	return code, len(t)
}

// code takes the next character code from the front of a string (9.7.6.2).
func (c *cmap) code(s text) (code, size int) {
	if c == nil || c.identity || (c.unknown && c.base == nil) {
		if len(s) == 1 {
			return int(s[0]), 1
		}
		return int(s[0])<<8 | int(s[1]), 2
	}
	spaces := c.spaces
	for b := c.base; len(spaces) == 0 && b != nil; b = b.base {
		if b.identity || b.unknown {
			return b.code(s)
		}
		spaces = b.spaces
	}
	shortest := 4
	for n := 1; n <= 4 && n <= len(s); n++ {
		code = code<<8 | int(s[n-1])
		for _, sp := range spaces {
			if sp.size == n && inSpace(code, sp) {
				return code, n
			}
			shortest = min(shortest, sp.size)
		}
	}
	if len(spaces) == 0 {
		shortest = 1
	}
	code, _ = codeOf(s[:min(shortest, len(s))])
	return code, min(shortest, len(s))
}

// inSpace compares byte by byte: a code space is a box, not a span (9.7.6.2).
func inSpace(code int, sp codeSpace) bool {
	for i := 0; i < sp.size; i++ {
		b := code >> (8 * i) & 255
		if b < sp.low>>(8*i)&255 || b > sp.high>>(8*i)&255 {
			return false
		}
	}
	return true
}

// cid is the CID a code selects; ok is false when the map is silent, and then .notdef stands for it.
func (c *cmap) cid(code, size int) (cid int, ok bool) {
	for at, n := c, 0; at != nil && n < 8; at, n = at.base, n+1 {
		if at.identity {
			return code, size == 2 // a last byte alone is no code
		}
		i := sort.Search(len(at.cids), func(i int) bool { return at.cids[i].low > code })
		for first := i - maxOverlap; i > max(0, first); {
			i--
			if r := at.cids[i]; code <= r.high && r.size == size {
				return r.cid + code - r.low, true
			}
		}
	}
	return 0, false
}

// text is what a ToUnicode map gives for a code; ok is false when it is silent.
func (c *cmap) text(code, size int) (string, bool) {
	if c == nil {
		return "", false
	}
	if c.identity {
		return string(rune(code)), true
	}
	i := sort.Search(len(c.texts), func(i int) bool { return c.texts[i].low > code })
	for first := i - maxOverlap; i > max(0, first); {
		i--
		r := c.texts[i]
		if code <= r.high && (r.size == size || len(c.spaces) == 0 || r.size == 0) {
			units := append([]uint16(nil), r.units...)
			if n := len(units); n > 0 {
				units[n-1] += uint16(code - r.low)
			}
			return string(utf16.Decode(units)), true
		}
	}
	if c.base != nil && c.base.embedded {
		return c.base.text(code, size)
	}
	return "", false
}
