package pdfua_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"atelier/internal/base/typeface"
	"atelier/internal/standard/pdfua"
)

// plainText is text from left to right of the scripts we ship, with what is hard in it:
// ligatures, marks, spaces of many kinds, one glyph for several characters, none.
var plainText = rapid.Custom(func(t *rapid.T) string {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "fi", "ffl", "é", "e\u0301", "e\u0323\u0301", "q\u0303", " ", "  ", "\u00a0", "\u202f", "-", "\u2011", "\u2010", "’", "«", "œ", "ŀ", "To", "A\u030a\u0301",
		"ᐃ", "ᓄᒃ", "12", "3,5", "½", "☐", "→", "∑", "𝑥", "🎉", "👩🏽\u200d💻", "漢", "я", "й", "Ω", "ů", "(", ")", "\\", "<", "\u00b5", "μ", ";", "\u037e"}), 1, 40).Draw(t, "text")
	return strings.Join(pieces, "")
})

// page writes spans on one line each and gives the file.
func page(t interface{ Fatal(...any) }, texts []string, fonts *pdfua.Fonts, size float64) []byte {
	var b bytes.Buffer
	d := pdfua.New(&b, pdfua.Options{Title: "x", Lang: "en"})
	p := d.Page(612, 792)
	for i, s := range texts {
		el := d.Root().Add(pdfua.P)
		x := 36.0
		for _, r := range fonts.Shape(s, "fr", size, pdfua.Style(i%4)) {
			p.In(el, func(c *pdfua.Canvas) { c.Text(r, x, 40+float64(i)*20, ink) })
			x += r.Width
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is shaped, subset, encoded and written comes out of the file as it went in, read by
// the reader, which shares nothing with the writer.
func TestTextComesBackToTheCharacter(t *testing.T) {
	t.Parallel()
	fonts := [2]*pdfua.Fonts{family(t, typeface.Serif), family(t, typeface.Mono)}
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(plainText, 1, 4).Draw(t, "texts")
		file := page(t, texts, fonts[rapid.IntRange(0, 1).Draw(t, "family")], rapid.Float64Range(4, 40).Draw(t, "size"))
		f, err := pdfua.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		kids := f.Tree().Kids[0].Elements()
		if len(kids) != len(texts) {
			t.Fatalf("%d paragraphs, %d elements", len(texts), len(kids))
		}
		for i, el := range kids {
			if got := el.Text(); got != texts[i] {
				t.Fatalf("in %q\nout %q", texts[i], got)
			}
		}
	})
}

// Words that run from right to left come back in the order of reading, letters included.
func TestRightToLeftComesBack(t *testing.T) {
	t.Parallel()
	fonts := family(t, typeface.Serif)
	texts := []string{"السلام عليكم ورحمة الله", "שלום עולם", "نظام Linux 4.2 قال", "English ثم عربي 12 then English", "(שלום)", "כָּל בְּנֵי אָדָם", "مُحَمَّدٌ رَسُول"}
	f, err := pdfua.Open(page(t, texts, fonts, 12))
	if err != nil {
		t.Fatal(err)
	}
	for i, el := range f.Tree().Kids[0].Elements() {
		if got := el.Text(); norm.NFD.String(got) != norm.NFD.String(texts[i]) { // marks of one letter may change places
			t.Errorf("in %q\nout %q", texts[i], got)
		}
	}
}
