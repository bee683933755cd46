package pdfua

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// sfnt is what the writer reads of a TrueType file by itself: the tables it embeds
// and the numbers it tells of them (OpenType 1.9.1, one field a table entry).
type sfnt struct {
	tables     map[string][]byte
	numGlyphs  int // maxp
	unitsPerEm int // head
	bbox       [4]int
	longLoca   bool
	bold, ital bool   // head.macStyle
	hmtx       []byte // numHMetrics long records, then left side bearings
	numHM      int
	glyf       []byte
	loca       []byte

	ascent, descent    int // hhea
	fsType             uint16
	weight             int
	xHeight, capHeight int // OS/2, or as is usual
	serif              bool
	fixed              bool // post
	italicAngle        float64
}

var errShort = errors.New("the font is cut short")

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
func s16(b []byte, at int) int { return int(int16(binary.BigEndian.Uint16(b[at:]))) }
func u32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }

// readSFNT checks that every offset the writer will follow stays inside the file.
func readSFNT(b []byte) (*sfnt, error) {
	tables, err := readDirectory(b)
	if err != nil {
		return nil, err
	}
	s := &sfnt{tables: tables}
	need := []struct {
		tag string
		min int
	}{{"head", 54}, {"hhea", 36}, {"maxp", 6}, {"hmtx", 4}, {"loca", 4}, {"glyf", 0}, {"cmap", 4}}
	for _, n := range need {
		t, ok := tables[n.tag]
		if !ok {
			return nil, fmt.Errorf("no table %s", n.tag)
		}
		if len(t) < n.min {
			return nil, fmt.Errorf("table %s: %w", n.tag, errShort)
		}
	}
	if err := s.readCore(); err != nil {
		return nil, err
	}
	s.readNames()
	return s, nil
}

func readDirectory(b []byte) (map[string][]byte, error) {
	if len(b) < 12 {
		return nil, errShort
	}
	switch string(b[:4]) {
	case "\x00\x01\x00\x00", "true":
	case "OTTO":
		return nil, errors.New("CFF outlines: only TrueType outlines (glyf) can be embedded")
	case "ttcf":
		return nil, errors.New("a font collection: give one font")
	default:
		return nil, errors.New("not a TrueType font")
	}
	tables := map[string][]byte{}
	for i := range u16(b, 4) {
		at := 12 + 16*i
		if at+16 > len(b) {
			return nil, errShort
		}
		off, n := u32(b, at+8), u32(b, at+12)
		if off > len(b) || n > len(b)-off {
			return nil, fmt.Errorf("table %q: %w", b[at:at+4], errShort)
		}
		tables[string(b[at:at+4])] = b[off : off+n]
	}
	return tables, nil
}

// readCore reads head, maxp, hhea, hmtx, loca and glyf.
func (s *sfnt) readCore() error {
	head, hhea := s.tables["head"], s.tables["hhea"]
	s.unitsPerEm = u16(head, 18)
	if s.unitsPerEm < 16 || s.unitsPerEm > 16384 {
		return errors.New("unitsPerEm out of range")
	}
	for i := range s.bbox {
		s.bbox[i] = s16(head, 36+2*i)
	}
	s.bold, s.ital = u16(head, 44)&1 != 0, u16(head, 44)&2 != 0
	s.longLoca = u16(head, 50) != 0
	s.numGlyphs = u16(s.tables["maxp"], 4)
	s.ascent, s.descent = s16(hhea, 4), s16(hhea, 6)
	s.numHM = u16(hhea, 34)
	s.hmtx, s.glyf, s.loca = s.tables["hmtx"], s.tables["glyf"], s.tables["loca"]
	if s.numGlyphs == 0 || s.numHM == 0 || s.numHM > s.numGlyphs || len(s.hmtx) < 4*s.numHM {
		return errors.New("widths (hmtx) do not match the glyphs")
	}
	entry := 2
	if s.longLoca {
		entry = 4
	}
	if len(s.loca) < entry*(s.numGlyphs+1) {
		return errors.New("places of outlines (loca) do not match the glyphs")
	}
	return nil
}

// readNames reads what OS/2 and post tell; both may be missing.
func (s *sfnt) readNames() {
	s.weight, s.xHeight, s.capHeight = 400, s.unitsPerEm/2, s.unitsPerEm*7/10
	if t := s.tables["OS/2"]; len(t) >= 78 {
		s.weight, s.fsType = u16(t, 4), uint16(u16(t, 8))
		s.serif = t[32] == 2 && t[33] >= 2 && t[33] <= 10 // PANOSE: Latin text, the serif styles
		s.bold, s.ital = s.bold || u16(t, 62)&0x20 != 0, s.ital || u16(t, 62)&1 != 0
		if u16(t, 0) >= 2 && len(t) >= 90 && s16(t, 86) > 0 && s16(t, 88) > 0 {
			s.xHeight, s.capHeight = s16(t, 86), s16(t, 88)
		}
	}
	if t := s.tables["post"]; len(t) >= 16 {
		s.italicAngle = float64(int32(u32(t, 4))) / 65536
		s.fixed = u32(t, 12) != 0
	}
}

// mayEmbed reads fsType (OS/2): bit 1 alone forbids embedding, bit 8 subsetting, bit 9
// embedding of outlines.
func (s *sfnt) mayEmbed() error {
	switch {
	case s.fsType&0x000e == 0x0002:
		return errors.New("its maker forbids embedding (OS/2 fsType)")
	case s.fsType&0x0100 != 0:
		return errors.New("its maker forbids subsetting (OS/2 fsType)")
	case s.fsType&0x0200 != 0:
		return errors.New("its maker forbids embedding of outlines (OS/2 fsType)")
	}
	return nil
}

// advance is the width of a glyph in font units.
func (s *sfnt) advance(g uint16) int {
	return u16(s.hmtx, 4*min(int(g), s.numHM-1))
}

// bearing is the left side bearing of a glyph in font units.
func (s *sfnt) bearing(g uint16) int {
	at := 4*int(g) + 2
	if int(g) >= s.numHM {
		at = 4*s.numHM + 2*(int(g)-s.numHM)
	}
	if at+2 > len(s.hmtx) {
		return 0
	}
	return s16(s.hmtx, at)
}

// outline is the entry of a glyph in glyf; empty for a blank.
func (s *sfnt) outline(g uint16) ([]byte, error) {
	var from, to int
	if s.longLoca {
		from, to = u32(s.loca, 4*int(g)), u32(s.loca, 4*int(g)+4)
	} else {
		from, to = 2*u16(s.loca, 2*int(g)), 2*u16(s.loca, 2*int(g)+2)
	}
	if from > to || to > len(s.glyf) || (to > from && to-from < 10) {
		return nil, fmt.Errorf("glyph %d lies outside the font", g)
	}
	return s.glyf[from:to], nil
}
