package pdfua

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
)

// subsetted is a font file with the glyphs that are used, and where they are in it.
type subsetted struct {
	file  []byte
	toGID []byte // CIDToGIDMap: two bytes a CID
}

// Flags of a composite glyph (OpenType, glyf).
const (
	argsAreWords   = 0x0001
	haveScale      = 0x0008
	moreComponents = 0x0020
	haveXYScale    = 0x0040
	haveTwoByTwo   = 0x0080
)

// subset cuts the font to the glyphs of the list, the parts of composite ones and
// .notdef. Glyphs get new numbers in the order of the list.
func (s *sfnt) subset(list []meaning) (subsetted, error) {
	c := &cut{sfnt: s, gid: map[uint16]uint16{}}
	if err := c.want(0); err != nil {
		return subsetted{}, err
	}
	toGID := make([]byte, 2, 2*len(list)+2)
	for _, m := range list {
		if err := c.want(m.glyph); err != nil {
			return subsetted{}, err
		}
		toGID = binary.BigEndian.AppendUint16(toGID, c.gid[m.glyph])
	}
	for i := 0; i < len(c.old); i++ { // grows as parts are found
		if err := c.outline(c.old[i]); err != nil {
			return subsetted{}, err
		}
	}
	return subsetted{file: c.file(), toGID: toGID}, nil
}

type cut struct {
	sfnt *sfnt
	gid  map[uint16]uint16 // old number → new
	old  []uint16
	glyf []byte
	loca []byte
	hmtx []byte
}

func (c *cut) want(g uint16) error {
	if _, ok := c.gid[g]; ok {
		return nil
	}
	if int(g) >= c.sfnt.numGlyphs {
		return errors.New("a glyph outside the font")
	}
	c.gid[g] = uint16(len(c.old))
	c.old = append(c.old, g)
	return nil
}

// outline copies an outline; parts of a composite are renumbered.
func (c *cut) outline(g uint16) error {
	c.loca = binary.BigEndian.AppendUint32(c.loca, uint32(len(c.glyf)))
	c.hmtx = binary.BigEndian.AppendUint16(c.hmtx, uint16(c.sfnt.advance(g)))
	c.hmtx = binary.BigEndian.AppendUint16(c.hmtx, uint16(c.sfnt.bearing(g)))
	src, err := c.sfnt.outline(g)
	if err != nil {
		return err
	}
	b := append([]byte(nil), src...)
	if len(b) > 0 && s16(b, 0) < 0 {
		if err := c.parts(b); err != nil {
			return err
		}
	}
	c.glyf = append(c.glyf, b...)
	for len(c.glyf)%4 != 0 {
		c.glyf = append(c.glyf, 0)
	}
	return nil
}

func (c *cut) parts(b []byte) error {
	for at, more := 10, true; more; {
		if at+4 > len(b) {
			return errShort
		}
		flags := u16(b, at)
		part := uint16(u16(b, at+2))
		if err := c.want(part); err != nil {
			return err
		}
		binary.BigEndian.PutUint16(b[at+2:], c.gid[part])
		at += 6
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&haveScale != 0:
			at += 2
		case flags&haveXYScale != 0:
			at += 4
		case flags&haveTwoByTwo != 0:
			at += 8
		}
		more = flags&moreComponents != 0
	}
	return nil
}

// file is the subset as a TrueType file with the tables that 9.9 asks for.
func (c *cut) file() []byte {
	c.loca = binary.BigEndian.AppendUint32(c.loca, uint32(len(c.glyf)))
	n := uint16(len(c.old))
	head := append([]byte(nil), c.sfnt.tables["head"][:54]...)
	binary.BigEndian.PutUint32(head[8:], 0) // checkSumAdjustment, set last
	binary.BigEndian.PutUint16(head[50:], 1)
	hhea := append([]byte(nil), c.sfnt.tables["hhea"][:36]...)
	binary.BigEndian.PutUint16(hhea[34:], n)
	maxp := append([]byte(nil), c.sfnt.tables["maxp"]...)
	binary.BigEndian.PutUint16(maxp[4:], n)
	return sfntFile([]table{ // in the order of their tags
		{"cvt ", c.sfnt.tables["cvt "]}, {"fpgm", c.sfnt.tables["fpgm"]}, {"glyf", c.glyf}, {"head", head}, {"hhea", hhea},
		{"hmtx", c.hmtx}, {"loca", c.loca}, {"maxp", maxp}, {"prep", c.sfnt.tables["prep"]},
	})
}

type table struct {
	tag  string
	data []byte
}

// sfntFile puts tables into a file, without those that are empty; glyf may be.
func sfntFile(tables []table) []byte {
	tables = slices.DeleteFunc(tables, func(t table) bool { return len(t.data) == 0 && t.tag != "glyf" })
	count := len(tables)
	log := bits.Len(uint(count)) - 1
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{count, 16 << log, log, 16*count - 16<<log} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	start, headAt := 12+16*count, 0
	var body []byte
	for _, t := range tables {
		at := start + len(body)
		if t.tag == "head" {
			headAt = at
		}
		out = append(out, t.tag...)
		for _, v := range []int{int(checksum(t.data)), at, len(t.data)} {
			out = binary.BigEndian.AppendUint32(out, uint32(v))
		}
		body = append(body, t.data...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

// checksum sums 32-bit words (OpenType, "Calculating checksums").
func checksum(b []byte) uint32 {
	var sum uint32
	for len(b) >= 4 {
		sum += binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	var last [4]byte
	copy(last[:], b)
	return sum + binary.BigEndian.Uint32(last[:])
}
