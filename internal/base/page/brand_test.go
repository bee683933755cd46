package page

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestOwnLookIsAGoodBrand(t *testing.T) {
	light, dark := Accents()
	for _, b := range []Brand{{}, {Light: light, Dark: dark}} {
		if faint := b.Faint(); len(faint) > 0 {
			t.Errorf("%+v: %+v", b, faint)
		}
	}
	if css := (Brand{}).CSS(); css != nil {
		t.Errorf("no brand has a sheet: %s", css)
	}
}

func TestColour(t *testing.T) {
	for typed, want := range map[string]string{"#0B5563": "#0b5563", " 0b5563 ": "#0b5563", "#fff": "", "red": "", "#0b5563;}": "", "": ""} {
		got, ok := Colour(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("Colour(%q) = %q, %v; want %q", typed, got, ok, want)
		}
	}
}

func TestFaintBrandIsMeasured(t *testing.T) {
	faint := Brand{Light: "#ffd100"}.Faint() // a yellow on white
	found := false
	for _, f := range faint {
		if f.Dark {
			t.Errorf("the dark scheme was not touched: %+v", f)
		}
		found = found || f.Front == "accent" && f.Ground == "sheet" && f.Ratio < 1.6 && f.Least == textRatio
	}
	if !found {
		t.Errorf("yellow on white passes: %+v", faint)
	}
}

// Whatever colour an institution brings, the one that is offered instead can be
// worn, and a good one is left alone.
func TestNearestCanBeWorn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		accent := "#" + rapid.StringMatching(`[0-9a-f]{6}`).Draw(t, "accent")
		dark := rapid.Bool().Draw(t, "dark")
		b := Brand{Light: Nearest(accent, dark)}
		if dark {
			b = Brand{Dark: b.Light}
		}
		if faint := b.Faint(); len(faint) > 0 {
			t.Fatalf("%s becomes %+v, which is faint: %+v", accent, b, faint)
		}
		if again := Nearest(b.Light+b.Dark, dark); again != b.Light+b.Dark {
			t.Fatalf("%s is good and becomes %s", b.Light+b.Dark, again)
		}
	})
}

func TestBrandLeavesHighContrastAlone(t *testing.T) {
	css := string(Brand{Light: "#7a1f5c", Dark: "#f2b5dc"}.CSS())
	for _, want := range []string{`:root:not([data-theme="contrast"])`, "--accent:light-dark(#7a1f5c,#f2b5dc)", "--on-accent:light-dark(#ffffff,#0d1b1e)", "@media not (prefers-contrast:more)"} {
		if !strings.Contains(css, want) {
			t.Errorf("no %q in %s", want, css)
		}
	}
}
