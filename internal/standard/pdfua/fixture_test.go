package pdfua_test

import (
	"sync"
	"testing"

	"atelier/internal/base/typeface"
	"atelier/internal/standard/pdfua"
)

// face loads a face that ships, once for all tests.
var face = func() func(testing.TB, string) *pdfua.Face {
	var mu sync.Mutex
	loaded := map[string]*pdfua.Face{}
	return func(t testing.TB, name string) *pdfua.Face {
		mu.Lock()
		defer mu.Unlock()
		if loaded[name] == nil {
			file, err := typeface.Load(name)
			if err != nil {
				t.Fatal(err)
			}
			f, err := pdfua.LoadFace(name, file.TTF)
			if err != nil {
				t.Fatal(err)
			}
			loaded[name] = f
		}
		return loaded[name]
	}
}()

// family is a family that ships, with what stands in for it.
func family(t testing.TB, f typeface.Family) *pdfua.Fonts {
	var fonts pdfua.Fonts
	for s := range fonts {
		for _, name := range typeface.Faces(f, typeface.Style(s)) {
			fonts[s] = append(fonts[s], face(t, name))
		}
	}
	return &fonts
}
