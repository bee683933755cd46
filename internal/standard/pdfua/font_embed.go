package pdfua

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"unicode/utf16"
)

// embedded is a face as a document uses it: a composite font (ISO 32000-1, 9.7) whose
// character identifiers are given in the order of first use, one for every pair of a
// glyph and the text it stands for. So a glyph that stands for different characters at
// different places (space and no-break space) maps to each of them exactly.
type embedded struct {
	face *Face
	key  string // resource name
	num  int
	cids map[meaning]uint16
	list []meaning // by CID - 1
}

type meaning struct {
	glyph uint16
	text  string
}

// cid is the character identifier for a glyph that stands for a text.
func (d *Document) cid(f *Face, glyph uint16, text string) (*embedded, uint16) {
	e := d.faces[f]
	m := meaning{glyph, text}
	if e != nil {
		if cid, ok := e.cids[m]; ok {
			return e, cid
		}
	}
	if e == nil || len(e.list) == math.MaxUint16-1 {
		e = &embedded{face: f, num: d.out.alloc(), cids: map[meaning]uint16{}}
		d.order = append(d.order, e)
		e.key = fmt.Sprintf("F%d", len(d.order))
		d.faces[f] = e
	}
	e.list = append(e.list, meaning{glyph, strings.Clone(text)})
	cid := uint16(len(e.list))
	e.cids[e.list[cid-1]] = cid
	return e, cid
}

// shownWidth is the width of a glyph in thousandths of the size, as the file tells it.
func (f *Face) shownWidth(glyph uint16) int {
	return int(math.Round(float64(f.sfnt.advance(glyph)) * 1000 / float64(f.sfnt.unitsPerEm)))
}

func (d *Document) writeFaces() error {
	for _, e := range d.order {
		if err := d.writeFace(e); err != nil {
			return fmt.Errorf("pdfua: face %s: %w", e.face.name, err)
		}
	}
	return nil
}

// writeFace writes the font dictionaries, the subset and the maps (9.7.4 to 9.10.3).
func (d *Document) writeFace(e *embedded) error {
	sub, err := e.face.sfnt.subset(e.list)
	if err != nil {
		return err
	}
	base := name(e.tag() + "+" + psName(e.face.name))
	cidFont, descriptor, file, gids, unicode := d.out.alloc(), d.out.alloc(), d.out.alloc(), d.out.alloc(), d.out.alloc()
	d.out.object(e.num, fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", base, cidFont, unicode))
	var w strings.Builder
	for _, m := range e.list {
		fmt.Fprintf(&w, "%d ", e.face.shownWidth(m.glyph))
	}
	d.out.object(cidFont, fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"+
		"/FontDescriptor %d 0 R/DW 0/W[1[%s]]/CIDToGIDMap %d 0 R>>", base, descriptor, strings.TrimSpace(w.String()), gids))
	d.out.object(descriptor, e.descriptor(base, file))
	d.out.stream(file, fmt.Sprintf("/Length1 %d", len(sub.file)), sub.file)
	d.out.stream(gids, "", sub.toGID)
	d.out.stream(unicode, "", e.toUnicode())
	return nil
}

// descriptor is 9.8.1; flags are table 123.
func (e *embedded) descriptor(base string, file int) string {
	s := e.face.sfnt
	k := 1000 / float64(s.unitsPerEm)
	flags := 4 // symbolic: its own encoding
	if s.fixed {
		flags |= 1
	}
	if s.serif {
		flags |= 2
	}
	if s.ital {
		flags |= 64
	}
	i := func(v int) int { return int(math.Round(float64(v) * k)) }
	return fmt.Sprintf("<</Type/FontDescriptor/FontName%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %s/Ascent %d/Descent %d/CapHeight %d/XHeight %d/StemV %d/FontFile2 %d 0 R>>",
		base, flags, i(s.bbox[0]), i(s.bbox[1]), i(s.bbox[2]), i(s.bbox[3]), nums(s.italicAngle), i(s.ascent), i(s.descent), i(s.capHeight), i(s.xHeight), 10+s.weight/5, file)
}

// tag is the six letters of a subset (9.6.4), made of what is in it.
func (e *embedded) tag() string {
	h := fnv.New64a()
	for _, m := range e.list {
		h.Write(binary.BigEndian.AppendUint16(nil, m.glyph))
	}
	v := h.Sum64()
	var b [6]byte
	for i := range b {
		b[i] = 'A' + byte(v%26)
		v /= 26
	}
	return string(b[:])
}

func psName(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, s)
}

// toUnicode is the CMap of 9.10.3, at most 100 entries a block.
func (e *embedded) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n")
	for from := 0; from < len(e.list); from += 100 {
		block := e.list[from:min(from+100, len(e.list))]
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for i, m := range block {
			fmt.Fprintf(&b, "<%04x> <", from+i+1)
			for _, u := range utf16.Encode([]rune(m.text)) {
				fmt.Fprintf(&b, "%04x", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
