package verify

import "encoding/binary"

// cff is a Compact Font Format program (Adobe Technical Note 5176): names or CIDs and widths of its glyphs.
type cff struct {
	strings  [][]byte
	chars    [][]byte // charstrings by glyph
	charset  []int    // glyph to SID, or to CID
	cidKeyed bool
	byNumber map[int]int // CID to glyph
	byName   map[string]int
	encoding map[int]int // code to glyph; nil when it is StandardEncoding
	global   [][]byte
	private  []cffPrivate
	choose   []byte // glyph to private dictionary, in CID-keyed fonts
	scale    float64
}

type cffPrivate struct {
	usual, nominal float64 // defaultWidthX, nominalWidthX
	local          [][]byte
}

type cffDict map[int][]float64

// parseCFF is nil when the program cannot be read as far as its charstrings.
func parseCFF(b []byte) *cff {
	if len(b) < 4 || b[0] != 1 {
		return nil
	}
	_, at := cffIndex(b, int(b[2]))
	tops, at := cffIndex(b, at)
	strings, at := cffIndex(b, at)
	global, _ := cffIndex(b, at)
	if len(tops) == 0 {
		return nil
	}
	top := cffDictOf(tops[0])
	c := &cff{strings: strings, global: global, scale: 1}
	c.chars, _ = cffIndex(b, top.int(17, 0))
	if len(c.chars) == 0 {
		return nil
	}
	_, c.cidKeyed = top[1230]
	if m := top[1207]; len(m) == 6 && m[0] != 0 {
		c.scale = m[0] * 1000
	}
	c.readCharset(b, top.int(15, 0))
	c.readEncoding(b, top.int(16, 0))
	if c.cidKeyed {
		fonts, _ := cffIndex(b, top.int(1236, 0))
		for _, d := range fonts {
			c.private = append(c.private, cffPrivateOf(b, cffDictOf(d)))
		}
		c.readSelect(b, top.int(1237, 0))
	} else {
		c.private = []cffPrivate{cffPrivateOf(b, top)}
	}
	return c
}

func (d cffDict) int(op, missing int) int {
	if v := d[op]; len(v) > 0 {
		return wholeOf(v[0])
	}
	return missing
}

// wholeOf keeps an offset to what a file can hold.
func wholeOf(x float64) int {
	if x > -1<<31 && x < 1<<31 {
		return int(x)
	}
	return -1
}

// cffIndex reads an INDEX (section 5) at an offset and gives what follows it.
func cffIndex(b []byte, at int) ([][]byte, int) {
	if at < 0 || at+2 > len(b) {
		return nil, len(b)
	}
	n := int(binary.BigEndian.Uint16(b[at:]))
	if n == 0 {
		return nil, at + 2
	}
	if at+3 > len(b) {
		return nil, len(b)
	}
	size := int(b[at+2])
	base := at + 3 + (n+1)*size - 1
	if size < 1 || size > 4 || base+1 > len(b) {
		return nil, len(b)
	}
	offset := func(i int) int {
		v := 0
		for _, c := range b[at+3+i*size : at+3+(i+1)*size] {
			v = v<<8 | int(c)
		}
		return base + v
	}
	out := make([][]byte, 0, n)
	for i := range n {
		from, to := offset(i), offset(i+1)
		if from > to || to > len(b) || from < 0 {
			return out, len(b)
		}
		out = append(out, b[from:to])
	}
	return out, offset(n)
}

// cffDictOf reads a DICT (section 4); operators of two bytes are 1200 plus the second.
func cffDictOf(b []byte) cffDict {
	d := cffDict{}
	var operands []float64
	for i := 0; i < len(b); i++ {
		v := int(b[i])
		switch {
		case v == 12 && i+1 < len(b):
			d[1200+int(b[i+1])], operands = operands, nil
			i++
		case v <= 21:
			d[v], operands = operands, nil
		case v == 28 && i+2 < len(b):
			operands = append(operands, float64(int16(binary.BigEndian.Uint16(b[i+1:]))))
			i += 2
		case v == 29 && i+4 < len(b):
			operands = append(operands, float64(int32(binary.BigEndian.Uint32(b[i+1:]))))
			i += 4
		case v == 30:
			x, n := cffReal(b[i+1:])
			operands = append(operands, x)
			i += n
		case v >= 32 && v <= 246:
			operands = append(operands, float64(v-139))
		case v >= 247 && v <= 254 && i+1 < len(b):
			operands = append(operands, cffShort(v, int(b[i+1])))
			i++
		}
	}
	return d
}

func cffShort(v, w int) float64 {
	if v <= 250 {
		return float64((v-247)*256 + w + 108)
	}
	return float64(-(v-251)*256 - w - 108)
}

func cffReal(b []byte) (float64, int) {
	var digits []byte
	for i, c := range b {
		for _, n := range []byte{c >> 4, c & 15} {
			switch {
			case n <= 9:
				digits = append(digits, '0'+n)
			case n == 10:
				digits = append(digits, '.')
			case n == 11:
				digits = append(digits, 'E')
			case n == 12:
				digits = append(digits, 'E', '-')
			case n == 14:
				digits = append(digits, '-')
			case n == 15:
				return parseReal(string(digits)), i + 1
			}
		}
	}
	return 0, len(b)
}

func cffPrivateOf(b []byte, d cffDict) cffPrivate {
	v := d[18]
	if len(v) != 2 {
		return cffPrivate{}
	}
	size, at := wholeOf(v[0]), wholeOf(v[1])
	if at < 0 || size < 0 || at+size > len(b) {
		return cffPrivate{}
	}
	p := cffDictOf(b[at : at+size])
	out := cffPrivate{}
	if w := p[20]; len(w) > 0 {
		out.usual = w[0]
	}
	if w := p[21]; len(w) > 0 {
		out.nominal = w[0]
	}
	if subrs := p.int(19, 0); subrs > 0 {
		out.local, _ = cffIndex(b, at+subrs)
	}
	return out
}

// readCharset reads the charset (section 13); 0 to 2 are predefined, of which ISOAdobe numbers its glyphs in order.
func (c *cff) readCharset(b []byte, at int) {
	n := len(c.chars)
	c.charset = make([]int, 1, n)
	r := cffReader{b, at}
	if at <= 2 {
		for i := 1; i < n; i++ {
			c.charset = append(c.charset, i)
		}
	} else {
		format := r.uint(1)
		for len(c.charset) < n && r.at < len(b) {
			first, more := r.uint(2), 0
			if format == 1 || format == 2 {
				more = r.uint(format)
			}
			for i := 0; i <= more && len(c.charset) < n; i++ {
				c.charset = append(c.charset, first+i)
			}
		}
	}
	c.byNumber, c.byName = map[int]int{}, map[string]int{}
	for gid, id := range c.charset {
		c.byNumber[id] = gid
		if !c.cidKeyed {
			c.byName[c.nameOf(id)] = gid
		}
	}
}

type cffReader struct {
	b  []byte
	at int
}

func (r *cffReader) uint(n int) int {
	v := 0
	for range n {
		if r.at >= 0 && r.at < len(r.b) {
			v = v<<8 | int(r.b[r.at])
		}
		r.at++
	}
	return v
}

func (c *cff) nameOf(sid int) string {
	if sid >= 0 && sid < len(cffStandardStrings) {
		return cffStandardStrings[sid]
	}
	if i := sid - cffStandardCount; i >= 0 && i < len(c.strings) {
		return string(c.strings[i])
	}
	return ""
}

// readEncoding reads the encoding (section 12); 0 is StandardEncoding, supplements are left out.
func (c *cff) readEncoding(b []byte, at int) {
	if at <= 1 {
		return
	}
	c.encoding = map[int]int{}
	r := cffReader{b, at}
	format := r.uint(1) & 0x7F
	n, gid := r.uint(1), 1
	for range n {
		first, more := r.uint(1), 0
		if format == 1 {
			more = r.uint(1)
		}
		for i := 0; i <= more; i++ {
			c.encoding[first+i] = gid
			gid++
		}
	}
}

// readSelect reads FDSelect (section 19).
func (c *cff) readSelect(b []byte, at int) {
	c.choose = make([]byte, len(c.chars))
	r := cffReader{b, at}
	switch r.uint(1) {
	case 0:
		for i := range c.choose {
			c.choose[i] = byte(r.uint(1))
		}
	case 3:
		n := r.uint(2)
		first := r.uint(2)
		for range n {
			fd := byte(r.uint(1))
			next := r.uint(2)
			for gid := first; gid < next && gid < len(c.choose); gid++ {
				c.choose[gid] = fd
			}
			first = next
		}
	}
}

func (c *cff) codeName(code int) string {
	if c.cidKeyed {
		return ""
	}
	n := ""
	if gid := c.encoding[code]; gid > 0 && gid < len(c.charset) {
		n = c.nameOf(c.charset[gid])
	}
	if c.encoding == nil && code >= 0 && code < 256 {
		n = standardNames[code]
	}
	if n == "" {
		return ".notdef" // what an encoding leaves out
	}
	return n
}

func (c *cff) glyphs() int { return len(c.chars) }

func (c *cff) charNames() []string {
	if c.cidKeyed {
		return nil
	}
	out := make([]string, 0, len(c.charset))
	for _, sid := range c.charset {
		out = append(out, c.nameOf(sid))
	}
	return out
}

func (c *cff) byCID(cid int) (int, bool) {
	if !c.cidKeyed {
		return cid, cid >= 0 && cid < len(c.chars)
	}
	gid, ok := c.byNumber[cid]
	return gid, ok
}

func (c *cff) simple(fn *font, code int) (int, bool) {
	n := fn.glyphName(code)
	if n == "" || fn.f.key(fn.d, "Encoding") == nil {
		n = c.codeName(code)
	}
	gid, ok := c.byName[n]
	return gid, ok && gid != 0
}
