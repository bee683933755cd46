package pdfua

import (
	"bytes"
	"errors"
	"fmt"
	"sync"

	gofont "github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
)

// Face is a font that can be shaped with and embedded: TrueType outlines whose maker
// permits embedding. It may be shared by documents and goroutines.
type Face struct {
	name    string
	font    *gofont.Font
	sfnt    *sfnt
	reverse map[uint16]rune // glyph → the first character that asks for it
	shapers sync.Pool       // *shaper: harfbuzz caches, which one goroutine uses at a time
}

// LoadFace reads a TrueType font. The name is how error messages and the file speak of
// it. It is an error when the bytes are no font, have no TrueType outlines (glyf), or
// forbid embedding or subsetting (OS/2 fsType).
func LoadFace(name string, ttf []byte) (face *Face, err error) {
	defer func() {
		if r := recover(); r != nil { // the parsers read foreign bytes
			face, err = nil, fmt.Errorf("pdfua: face %s: broken font: %v", name, r)
		}
	}()
	s, err := readSFNT(ttf)
	if err != nil {
		return nil, fmt.Errorf("pdfua: face %s: %w", name, err)
	}
	if err := s.mayEmbed(); err != nil {
		return nil, fmt.Errorf("pdfua: face %s: %w", name, err)
	}
	f, err := gofont.ParseTTF(bytes.NewReader(ttf))
	if err != nil {
		return nil, fmt.Errorf("pdfua: face %s: %w", name, err)
	}
	if int(f.Upem()) != s.unitsPerEm {
		return nil, fmt.Errorf("pdfua: face %s: %w", name, errors.New("unitsPerEm out of range"))
	}
	face = &Face{name: name, font: f.Font, sfnt: s, reverse: map[uint16]rune{}}
	face.shapers.New = func() any { return newShaper(face) }
	const most = 1 << 21 // more than there are characters: a broken map may claim billions
	for it, n := f.Cmap.Iter(), 0; it.Next() && n < most; n++ {
		r, g := it.Char()
		if old, seen := face.reverse[uint16(g)]; int(g) < s.numGlyphs && (!seen || r < old) {
			face.reverse[uint16(g)] = r
		}
	}
	return face, nil
}

// Has says whether the face can draw a character.
func (f *Face) Has(r rune) bool {
	g, ok := f.font.NominalGlyph(r)
	return ok && g != 0 && int(g) < f.sfnt.numGlyphs
}

// shaper is what one goroutine shapes with at a time.
type shaper struct {
	font *harfbuzz.Font
	buf  *harfbuzz.Buffer
}

func newShaper(f *Face) *shaper {
	return &shaper{font: harfbuzz.NewFont(gofont.NewFace(f.font)), buf: harfbuzz.NewBuffer()}
}
