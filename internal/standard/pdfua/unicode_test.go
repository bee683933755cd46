package pdfua_test

import (
	"bytes"
	"slices"
	"testing"
	"unicode"

	"atelier/internal/base/typeface"
	"atelier/internal/standard/pdfua"
)

// everyKind is some characters of every category and script of Unicode, and of none.
func everyKind() []rune {
	seen := map[rune]bool{}
	for _, tables := range []map[string]*unicode.RangeTable{unicode.Categories, unicode.Scripts, unicode.Properties} {
		for _, table := range tables {
			for i, r := range table.R16 {
				if i < 12 {
					seen[rune(r.Lo)], seen[rune(r.Hi)] = true, true
				}
			}
			for i, r := range table.R32 {
				if i < 6 {
					seen[rune(r.Lo)], seen[rune(r.Hi)] = true, true
				}
			}
		}
	}
	for _, r := range []rune{0, 0xFEFF, 0xFFFE, 0xFFFF, 0xFDD0, 0x10FFFF, 0xE000, 0x378} {
		seen[r] = true
	}
	var out []rune
	for r := range seen {
		if r < 0xD800 || r > 0xDFFF {
			out = append(out, r)
		}
	}
	slices.Sort(out)
	return out
}

// Names hold any character at all: what no face draws is told, and the file stays right.
func TestEveryKindOfCharacterIsDrawnOrTold(t *testing.T) {
	t.Parallel()
	fonts := family(t, typeface.Serif)
	var out bytes.Buffer
	d := pdfua.New(&out, pdfua.Options{Title: "x", Lang: "en"})
	p, y := d.Page(612, 5000), 20.0
	el := d.Root().Add(pdfua.P)
	all := everyKind()
	if len(all) < 1500 {
		t.Fatalf("only %d characters", len(all))
	}
	told := 0
	for chunk := range slices.Chunk(all, 40) {
		s := "a" + string(chunk) + "b"
		runs := fonts.Shape(s, "en", 9, pdfua.Regular)
		for _, r := range runs {
			told += len(r.Missing)
		}
		line(p, el, runs, y)
		y += 12
	}
	d.Outline().Add(string(all), "fr", "a")
	p.Dest("a", 0, 0)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	noViolation(t, out.Bytes())
	if told == 0 || told > len(all) {
		t.Errorf("%d of %d characters are told to be missing", told, len(all))
	}
	t.Logf("%d characters, %d told to be missing", len(all), told)
}
