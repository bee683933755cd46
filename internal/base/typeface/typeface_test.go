package typeface_test

import (
	"strings"
	"testing"

	"atelier/internal/base/typeface"
)

func TestEveryFaceOfEveryFamilyIsThere(t *testing.T) {
	for _, f := range []typeface.Family{typeface.Serif, typeface.Sans, typeface.Mono} {
		for s := typeface.Regular; s <= typeface.BoldItalic; s++ {
			names := typeface.Faces(f, s)
			seen := map[string]bool{}
			for _, name := range names {
				face, err := typeface.Load(name)
				if err != nil || len(face.TTF) < 1000 {
					t.Errorf("family %d, style %d: %s: %d bytes, %v", f, s, name, len(face.TTF), err)
				}
				if seen[name] {
					t.Errorf("family %d, style %d: %s twice", f, s, name)
				}
				seen[name] = true
			}
		}
	}
	if _, err := typeface.Load("Comic"); err == nil {
		t.Error("a face that is not there was loaded")
	}
}

func TestTheLicenceComesAlong(t *testing.T) {
	for _, want := range []string{"SIL OPEN FONT LICENSE", "Adobe Systems", "Inter Project Authors", "Noto"} {
		if !strings.Contains(typeface.Licence(), want) {
			t.Errorf("the licence lacks %q", want)
		}
	}
}
