package verify

import (
	"encoding/binary"

	"golang.org/x/text/encoding/charmap"
)

// trueType is a font program with glyf outlines (the OpenType specification; ISO 32000-1, 9.6.3).
type trueType struct {
	unitsPerEm int
	count      int
	advances   []uint16
	cmaps      map[[2]uint16]map[int]int // platform and encoding: code to glyph
	order      [][2]uint16               // the cmap subtables as they stand, unreadable ones too
	post       map[string]int
	names      []string
}

// sfntTables cuts a file into its tables; nil when it is no sfnt file.
func sfntTables(b []byte) map[string][]byte {
	if len(b) < 12 {
		return nil
	}
	n := int(binary.BigEndian.Uint16(b[4:]))
	out := map[string][]byte{}
	for i := range n {
		at := 12 + 16*i
		if at+16 > len(b) {
			break
		}
		off, size := int(binary.BigEndian.Uint32(b[at+8:])), int(binary.BigEndian.Uint32(b[at+12:]))
		if off > len(b) {
			continue
		}
		out[string(b[at:at+4])] = b[off:min(len(b), off+size)]
	}
	return out
}

// parseTrueType is nil when a table that widths and glyphs need is missing or too short.
func parseTrueType(b []byte) *trueType {
	t := sfntTables(b)
	head, hhea, maxp, hmtx := t["head"], t["hhea"], t["maxp"], t["hmtx"]
	if len(head) < 54 || len(hhea) < 36 || len(maxp) < 6 || t["glyf"] == nil && t["CFF "] == nil {
		return nil
	}
	f := &trueType{cmaps: map[[2]uint16]map[int]int{}}
	f.unitsPerEm = int(binary.BigEndian.Uint16(head[18:]))
	f.count = int(binary.BigEndian.Uint16(maxp[4:]))
	if f.unitsPerEm == 0 || f.count == 0 {
		return nil
	}
	for i := range int(binary.BigEndian.Uint16(hhea[34:])) {
		if 4*i+2 > len(hmtx) {
			break
		}
		f.advances = append(f.advances, binary.BigEndian.Uint16(hmtx[4*i:]))
	}
	f.readCmaps(t["cmap"])
	f.readPost(t["post"])
	return f
}

func (f *trueType) readCmaps(b []byte) {
	if len(b) < 4 {
		return
	}
	for i := range int(binary.BigEndian.Uint16(b[2:])) {
		at := 4 + 8*i
		if at+8 > len(b) {
			return
		}
		id := [2]uint16{binary.BigEndian.Uint16(b[at:]), binary.BigEndian.Uint16(b[at+2:])}
		f.order = append(f.order, id)
		if off := int(binary.BigEndian.Uint32(b[at+4:])); off < len(b) && f.cmaps[id] == nil && i < 32 {
			f.cmaps[id] = readSubtable(b[off:])
		}
	}
}

// readSubtable reads the formats 0, 4, 6 and 12; others give an empty map.
func readSubtable(b []byte) map[int]int {
	m := map[int]int{}
	u16 := func(at int) int {
		if at < 0 || at+2 > len(b) {
			return 0
		}
		return int(binary.BigEndian.Uint16(b[at:]))
	}
	switch u16(0) {
	case 0:
		for c := 0; c < 256 && 6+c < len(b); c++ {
			m[c] = int(b[6+c])
		}
	case 4:
		readSegments(m, u16)
	case 6:
		first := u16(6)
		for i := range u16(8) {
			m[first+i] = u16(10 + 2*i)
		}
	case 12:
		readGroups(m, b)
	}
	for c, g := range m {
		if g == 0 {
			delete(m, c)
		}
	}
	return m
}

func readSegments(m map[int]int, u16 func(int) int) {
	n := u16(6) / 2
	for i := range n {
		end, start := u16(14+2*i), u16(16+2*n+2*i)
		delta, at := u16(16+4*n+2*i), 16+6*n+2*i
		offset := u16(at)
		for c := start; c <= end && c < 0xFFFF && len(m) < 1<<16; c++ {
			g := c
			if offset != 0 {
				if g = u16(at + offset + 2*(c-start)); g == 0 {
					continue
				}
			}
			m[c] = (g + delta) & 0xFFFF
		}
	}
}

func readGroups(m map[int]int, b []byte) {
	if len(b) < 16 {
		return
	}
	n := int(binary.BigEndian.Uint32(b[12:]))
	for i := 0; i < n && 28+12*i <= len(b); i++ {
		g := b[16+12*i:]
		start, end := int(binary.BigEndian.Uint32(g)), int(binary.BigEndian.Uint32(g[4:]))
		gid := int(binary.BigEndian.Uint32(g[8:]))
		for c := start; c <= end && len(m) < 1<<17; c++ {
			m[c] = gid + c - start
		}
	}
}

// readPost reads the glyph names of a post table of version 2.
func (f *trueType) readPost(b []byte) {
	f.post = map[string]int{}
	if len(b) < 34 || binary.BigEndian.Uint32(b) != 0x00020000 {
		return
	}
	n := int(binary.BigEndian.Uint16(b[32:]))
	var strings []string
	for at := 34 + 2*n; at < len(b); at += 1 + int(b[at]) {
		strings = append(strings, string(b[at+1:min(len(b), at+1+int(b[at]))]))
	}
	for gid := range n {
		if 36+2*gid > len(b) {
			return
		}
		if i := int(binary.BigEndian.Uint16(b[34+2*gid:])) - 258; i >= 0 && i < len(strings) {
			f.post[strings[i]] = gid
		}
	}
}

func (f *trueType) codeName(int) string { return "" }

func (f *trueType) glyphs() int { return f.count }

func (f *trueType) charNames() []string { return nil }

func (f *trueType) byCID(cid int) (int, bool) { return cid, cid >= 0 && cid < f.count }

func (f *trueType) width(gid int) (float64, bool) {
	if len(f.advances) == 0 || gid < 0 || gid >= f.count {
		return 0, false
	}
	return float64(f.advances[min(gid, len(f.advances)-1)]) * 1000 / float64(f.unitsPerEm), true
}

// simple looks a code up as 9.6.6.4 says: by glyph name for a nonsymbolic font with an encoding, by code for others.
func (f *trueType) simple(fn *font, code int) (int, bool) {
	gid := 0
	if !fn.symbolic() && fn.f.key(fn.d, "Encoding") != nil {
		gid = f.named(fn.glyphName(code))
	} else {
		gid = f.coded(code)
	}
	return gid, gid > 0 && gid < f.count
}

func (f *trueType) named(n string) int {
	if n == "" || n == ".notdef" {
		return 0
	}
	if s, ok := glyphText(n); ok {
		r := []rune(s)
		if m := f.cmaps[[2]uint16{3, 1}]; m != nil && len(r) == 1 && m[int(r[0])] != 0 {
			return m[int(r[0])]
		}
		if m := f.cmaps[[2]uint16{1, 0}]; m != nil && len(r) == 1 {
			if c, ok := charmap.Macintosh.EncodeRune(r[0]); ok && m[int(c)] != 0 {
				return m[int(c)]
			}
		}
	}
	return f.post[n]
}

func (f *trueType) coded(code int) int {
	if m := f.cmaps[[2]uint16{3, 0}]; m != nil {
		for _, high := range []int{0xF000, 0xF100, 0xF200, 0} {
			if g := m[high+code]; g != 0 {
				return g
			}
		}
		return 0
	}
	return f.cmaps[[2]uint16{1, 0}][code]
}
