// Package typeface holds the letters that the product sets on paper: a serif to
// read, a sans serif for the voice of the product, one of fixed width for code, and
// the faces that stand in where those have no letter (syllabics, Arabic, Hebrew,
// signs). All are free (SIL Open Font License 1.1, fonts/OFL.txt) and cut to the
// letters we may need by make.py.
package typeface

import (
	"embed"
	"io/fs"
)

//go:embed fonts
var files embed.FS

// Style is one of the four cuts of a family.
type Style uint8

// The order is the one of a bit for bold and a bit for italic.
const (
	Regular Style = iota
	Bold
	Italic
	BoldItalic
)

// Family is a voice on the page.
type Family uint8

const (
	Serif Family = iota // running text
	Sans                // headings of boxes, labels, tables, page furniture
	Mono                // code
)

// Face is a font file and the name it goes by.
type Face struct {
	Name string
	TTF  []byte // TrueType outlines; shared, not to be changed
}

var own = [...][4]string{
	Serif: {"AtelierSerif-Regular", "AtelierSerif-Bold", "AtelierSerif-Italic", "AtelierSerif-BoldItalic"},
	Sans:  {"Inter-Regular", "Inter-Bold", "Inter-Italic", "Inter-BoldItalic"},
	Mono:  {"NotoSansMono-Regular", "NotoSansMono-Bold", "NotoSansMono-Regular", "NotoSansMono-Bold"},
}

// standIns are asked in this order for what a family lacks; each has an upright and
// a bold cut, which may be the same.
var standIns = [][2]string{
	{"Inter-Regular", "Inter-Bold"},
	{"NotoSansCanadianAboriginal-Regular", "NotoSansCanadianAboriginal-Bold"},
	{"NotoNaskhArabic-Regular", "NotoNaskhArabic-Bold"},
	{"NotoSansHebrew-Regular", "NotoSansHebrew-Bold"},
	{"NotoSansMath-Regular", "NotoSansMath-Regular"},
	{"NotoSansSymbols2-Regular", "NotoSansSymbols2-Regular"},
	{"NotoSansSymbols-Regular", "NotoSansSymbols-Regular"},
}

// Faces are the names of the faces to ask for a letter, in order: the family's own
// first, then those that stand in.
func Faces(f Family, s Style) []string {
	names := []string{own[f][s]}
	for _, pair := range standIns {
		if name := pair[s&Bold]; name != names[0] {
			names = append(names, name)
		}
	}
	return names
}

// Load is the face of that name; every name that [Faces] gives has one.
func Load(name string) (Face, error) {
	ttf, err := fs.ReadFile(files, "fonts/"+name+".ttf")
	return Face{Name: name, TTF: ttf}, err
}

// Licence is the text under which the faces may be used and passed on.
func Licence() string {
	text, err := fs.ReadFile(files, "fonts/OFL.txt")
	if err != nil {
		panic(err) // embedded with the faces
	}
	return string(text)
}
