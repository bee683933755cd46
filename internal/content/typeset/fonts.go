package typeset

import (
	"fmt"
	"sync"

	"atelier/internal/base/typeface"
	"atelier/internal/standard/pdfua"
)

// Fonts are the families that words are set in. They may be shared by goroutines.
type Fonts struct{ families [3]pdfua.Fonts }

// LoadFonts are the families that ship with the product, read once.
var LoadFonts = sync.OnceValues(func() (*Fonts, error) {
	out := &Fonts{}
	faces := map[string]*pdfua.Face{}
	for family := range out.families {
		for style := range out.families[family] {
			for _, name := range typeface.Faces(typeface.Family(family), typeface.Style(style)) {
				face, known := faces[name]
				if !known {
					file, err := typeface.Load(name)
					if err != nil {
						return nil, fmt.Errorf("typeset: %w", err)
					}
					if face, err = pdfua.LoadFace(name, file.TTF); err != nil {
						return nil, fmt.Errorf("typeset: %w", err)
					}
					faces[name] = face
				}
				out.families[family][style] = append(out.families[family][style], face)
			}
		}
	}
	return out, nil
})

func (f *Fonts) of(face Face) (*pdfua.Fonts, pdfua.Style) {
	style := pdfua.Regular
	if face.Bold {
		style |= pdfua.Bold
	}
	if face.Italic {
		style |= pdfua.Italic
	}
	return &f.families[face.Family], style
}
