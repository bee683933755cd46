package pdfua_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"atelier/internal/base/typeface"
	"atelier/internal/standard/pdfua"
)

// seen is the text of runs in the order of the eye.
func seen(runs []pdfua.Run, base uint8) string {
	line := append([]pdfua.Run(nil), runs...)
	pdfua.Visual(line, base)
	var b strings.Builder
	for _, r := range line {
		runes := []rune(r.Text)
		if r.RTL() {
			for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
				runes[i], runes[j] = runes[j], runes[i]
			}
		}
		b.WriteString(string(runes))
	}
	return b.String()
}

// The expected orders follow UAX #9 by hand.
func TestDirections(t *testing.T) {
	t.Parallel()
	fonts := family(t, typeface.Serif)
	for _, c := range []struct {
		dir        pdfua.Direction
		text, want string
	}{
		{pdfua.LeftToRight, "abc אבג def", "abc גבא def"},
		{pdfua.LeftToRight, "abc אבג 123 def", "abc 123 גבא def"},
		{pdfua.LeftToRight, "אבג 123, 45", "45 ,123 גבא"},
		{pdfua.RightToLeft, "אבג abc 12 דהו", "והד abc 12 גבא"},
		{pdfua.AutoDirection, "abc", "abc"},
		{pdfua.LeftToRight, "a \u2067אב xy\u2069 b", "a \u2067xy בא\u2069 b"},
	} {
		runs := pdfua.Shape([]pdfua.Span{{Text: c.text, Lang: "en", Fonts: fonts, Size: 10}}, c.dir)
		base := uint8(0)
		if c.dir == pdfua.RightToLeft {
			base = 1
		}
		if got := seen(runs, base); got != c.want {
			t.Errorf("%q in direction %d: seen as %q, want %q", c.text, c.dir, got, c.want)
		}
	}
}

func TestLevelsOfTextWithLineFeeds(t *testing.T) {
	t.Parallel()
	got := pdfua.Levels([]rune("a\nאב 12 b\u2029ג"), pdfua.LeftToRight)
	want := []uint8{0, 0, 1, 1, 1, 2, 2, 0, 0, 0, 1}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestLigaturesAndKerning(t *testing.T) {
	t.Parallel()
	serif := family(t, typeface.Serif)
	width := func(s string) (w float64, glyphs int) {
		for _, r := range serif.Shape(s, "en", 100, pdfua.Regular) {
			w, glyphs = w+r.Width, glyphs+len(r.Glyphs)
		}
		return w, glyphs
	}
	together, _ := width("To")
	a, _ := width("T")
	b, _ := width("o")
	if together >= a+b-1 {
		t.Errorf("To is %.2f wide, T and o %.2f: no kerning", together, a+b)
	}
	digits := func(s string) (w float64) {
		for _, r := range pdfua.Shape([]pdfua.Span{{Text: s, Fonts: serif, Size: 100, Features: []string{"pnum"}}, {Text: s, Fonts: serif, Size: 100, Features: []string{"tnum"}}}, pdfua.LeftToRight) {
			w = r.Width
		}
		return w
	}
	if one, eight := digits("1111"), digits("8888"); one != eight {
		t.Errorf("in a table 1111 is %.2f wide, 8888 %.2f", one, eight)
	}
	if _, n := width("fi"); n != 1 {
		t.Errorf("fi is %d glyphs", n)
	}
	alone, _ := width("ب")
	if four, _ := width("بببب"); four > 3.5*alone {
		t.Errorf("four letters are %.2f wide, one %.2f: they are not joined", four, alone)
	}
}

func TestWhatNoFaceDrawsIsTold(t *testing.T) {
	t.Parallel()
	fonts := family(t, typeface.Sans)
	for text, want := range map[string]string{
		"plain":           "",
		"a 🎉 b":           "🎉",
		"👩🏽\u200d💻 works": "👩",
		"漢字":              "漢字",
		"e\u0301 ❤\ufe0f": "",
		"bell\a":          "\ufffd",
		"\xff":            "\ufffd",
	} {
		var missing []rune
		for _, r := range fonts.Shape(text, "en", 10, pdfua.Regular) {
			missing = append(missing, r.Missing...)
			if len(r.Glyphs) == 0 && strings.TrimSpace(r.Text) != "" {
				t.Errorf("%q: %q draws nothing", text, r.Text)
			}
			for _, g := range r.Glyphs {
				if g.ID == 0 {
					t.Errorf("%q: .notdef is drawn", text)
				}
			}
		}
		if string(missing) != want {
			t.Errorf("%q: missing %q, want %q", text, string(missing), want)
		}
	}
}

// anyText is text of the scripts we ship faces for, with what is hard in it.
var anyText = rapid.Custom(func(t *rapid.T) string {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "fi", "ffl", "é", "e\u0301", " ", "\u00a0", "\u202f", "-", "\u00ad", "\u2011", "’", "«", "œ", "To",
		"ᐃ", "ᓄᒃ", "س", "لا", "م\u064e", "ש", "12", "3,5", "☐", "→", "∑", "🎉", "漢", "\u200b", "\u200d", "я", "\t", "ů\u0323", "(", ")", "\u2067", "\u2069"}), 1, 30).Draw(t, "text")
	return strings.Join(pieces, "")
})

func TestRunsAreTheText(t *testing.T) {
	t.Parallel()
	fonts := [2]*pdfua.Fonts{family(t, typeface.Serif), family(t, typeface.Sans)}
	rapid.Check(t, func(t *rapid.T) {
		spans := []pdfua.Span{{Text: anyText.Draw(t, "a"), Lang: "fr", Fonts: fonts[0], Size: 11},
			{Text: anyText.Draw(t, "b"), Lang: "en", Fonts: fonts[1], Size: 9, Style: pdfua.Bold, Spacing: .5}}
		dir := pdfua.Direction(rapid.IntRange(0, 2).Draw(t, "dir"))
		var joined strings.Builder
		for _, r := range pdfua.Shape(spans, dir) {
			if r.Start != joined.Len() {
				t.Fatalf("a run begins at %d, the last ended at %d", r.Start, joined.Len())
			}
			joined.WriteString(r.Text)
			checkRun(t, r)
		}
		if joined.String() != spans[0].Text+spans[1].Text {
			t.Fatalf("runs say %q", joined.String())
		}
	})
}

// checkRun holds a run to what is promised of it.
func checkRun(t *rapid.T, r pdfua.Run) {
	w := 0.0
	for i, g := range r.Glyphs {
		if g.ID == 0 {
			t.Fatalf("%q: .notdef", r.Text)
		}
		if int(g.Cluster) >= len(r.Text) || !utf8.RuneStart(r.Text[g.Cluster]) {
			t.Fatalf("%q: glyph %d stands for byte %d", r.Text, i, g.Cluster)
		}
		if i > 0 && r.Glyphs[i-1].Cluster > g.Cluster != r.RTL() && r.Glyphs[i-1].Cluster != g.Cluster {
			t.Fatalf("%q: clusters are not in order", r.Text)
		}
		w += float64(g.Advance)
	}
	if d := w - r.Width; d > .01 || d < -.01 {
		t.Fatalf("%q: width %f, advances %f", r.Text, r.Width, w)
	}
	if len(r.Glyphs) == 0 && strings.Trim(r.Text, "\u200b\u200d\u00ad\u2067\u2069") != "" {
		t.Fatalf("%q draws nothing", r.Text)
	}
}
