package parity

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

func bookFrom(texts map[string]string) *Book {
	c := &course.Course{Files: map[string]course.Source{}}
	for name, text := range texts {
		c.Files[name] = course.Source{Path: name, Text: text}
	}
	return BookOf(c)
}

func TestParityFileIsReadAndWrittenTheSame(t *testing.T) {
	text := "k7m2qp en=3f9a1c0b2d4e fr=81be77c0aa19 by=machine on=2026-11-23\n" +
		"n8wd3k en=3f9a1c0b2d4e fr=81be77c0aa19 by=person:7f3a on=2026-12-01\n" +
		"q2e9fg except=fr by=person:7f3a on=2026-12-01 until=2027-03-01 because=\"no \\\"French\\\" source yet\"\n" +
		"term.copyleft/definition en=3f9a1c0b2d4e iu-Cans=81be77c0aa19 by=machine on=2026-11-23\n"
	b := bookFrom(map[string]string{"a.parity": text})
	if len(b.Mistakes) > 0 {
		t.Fatalf("mistakes: %v", b.Mistakes)
	}
	if got := string(b.Files["a.parity"].Bytes()); got != text {
		t.Errorf("written:\n%s\nread:\n%s", got, text)
	}
	for _, l := range b.Files["a.parity"].Lines {
		if again := (Line{ID: l.ID, Hashes: l.Hashes, By: l.By, On: l.On, Except: l.Except, Until: l.Until, Because: l.Because}).String(); again != l.raw {
			t.Errorf("line formats as\n%s\nwas\n%s", again, l.raw)
		}
	}
	if why := b.Line("q2e9fg").Because; why != `no "French" source yet` {
		t.Errorf("reason is %q", why)
	}
}

func TestParityMistakesNameTheirPlace(t *testing.T) {
	for _, c := range []struct {
		line, code string
		column     int
	}{
		{"=en en=3f9a1c0b2d4e", "line-id", 1},
		{"<<<<<<< HEAD", "line-id", 1},
		{"k7m2qp en=3F9A by=machine on=2026-11-23", "line-hash", 8},
		{"k7m2qp en=3f9a1c0b2d4e by=Marie on=2026-11-23", "line-by", 24},
		{"k7m2qp en=3f9a1c0b2d4e by=person:a@b.ca on=2026-11-23", "line-by", 24},
		{"k7m2qp en=3f9a1c0b2d4e by=machine on=2026-13-23", "line-date", 35},
		{"k7m2qp en=3f9a1c0b2d4e by=machine", "line-unsigned", 1},
		{"k7m2qp by=machine on=2026-11-23", "line-empty", 1},
		{"k7m2qp en=3f9a1c0b2d4e en=3f9a1c0b2d4e by=machine on=2026-11-23", "line-twice", 24},
		{"k7m2qp EN=3f9a1c0b2d4e by=machine on=2026-11-23", "line-key", 8},
		{"k7m2qp mood=3f9a1c0b2d4e by=machine on=2026-11-23", "line-key", 8},
		{"k7m2qp en by=machine on=2026-11-23", "line-field", 8},
		{"k7m2qp except=fr by=person:x1 on=2026-11-23", "line-endless", 1},
		{"k7m2qp except=fr by=machine on=2026-11-23 until=2027-01-01 because=\"x\"", "line-exception-by", 1},
		{"k7m2qp except=fr by=person:x1 on=2026-11-23 until=2027-01-01 because=\"x", "line-quote", 62},
		{"k7m2qp except=fr,fr by=person:x1 on=2026-11-23 until=2027-01-01 because=\"x\"", "line-except", 8},
		{"k7m2qp fr=3f9a1c0b2d4e except=fr by=person:x1 on=2026-11-23 until=2027-01-01 because=\"x\"", "line-both", 1},
		{"k7m2qp en=3f9a1c0b2d4e by=machine on=2026-11-23\nk7m2qp en=3f9a1c0b2d4e by=machine on=2026-11-23", "line-duplicate", 1},
		{"k7m2qp \xff", "line-encoding", 1},
		{strings.Repeat("k", 5000), "line-long", 1},
	} {
		b := bookFrom(map[string]string{"m/a.parity": "\n" + c.line})
		if !slices.ContainsFunc(b.Mistakes, func(m Mistake) bool { return m.Code == c.code && m.Column == c.column && m.File == "m/a.parity" }) {
			t.Errorf("%.60q: got %+v, want %s at column %d", c.line, b.Mistakes, c.code, c.column)
		}
		for _, m := range b.Mistakes {
			for _, tag := range lang.Interfaces() {
				if s := m.Say(tag); s == "" || strings.Contains(s, "mistake.") || strings.Contains(s, "{") {
					t.Errorf("%s in %s says %q", m.Code, tag, s)
				}
			}
		}
	}
}

func TestCatalogueIsComplete(t *testing.T) {
	if missing := lang.Complete(files); len(missing) > 0 {
		t.Errorf("catalogue: %s", strings.Join(missing, "\n"))
	}
}

func FuzzParityLine(f *testing.F) {
	f.Add("k7m2qp en=3f9a1c0b2d4e by=machine on=2026-11-23")
	f.Add("q2e9fg except=fr by=person:7f3a on=2026-12-01 until=2027-03-01 because=\"no \\\"x\\\\\"")
	f.Add("a = \"\x00")
	f.Fuzz(func(t *testing.T, text string) {
		b := bookFrom(map[string]string{"f.parity": text})
		for _, file := range b.Files {
			again := bookFrom(map[string]string{"f.parity": string(file.Bytes())})
			if len(b.Mistakes) == 0 && len(again.Mistakes) > 0 {
				t.Fatalf("%q writes as %q, which has mistakes %v", text, file.Bytes(), again.Mistakes)
			}
			if len(b.Mistakes) == 0 && string(again.Files["f.parity"].Bytes()) != string(file.Bytes()) {
				t.Fatalf("%q is not stable", text)
			}
		}
	})
}

func TestAnyLineFormatsAndReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Line{ID: course.ID(rapid.StringMatching(`[a-hj-km-np-z][2-9a-h]{5}`).Draw(t, "id")), Hashes: map[lang.Tag]string{},
			By: "person:ab12", On: "2026-11-23", Until: "2027-01-31", Because: rapid.StringMatching(`[^\s][ -~éà]{0,60}`).Draw(t, "because")}
		if strings.TrimSpace(l.Because) == "" {
			return
		}
		for _, tag := range []lang.Tag{"en", "fr"} {
			l.Hashes[tag] = rapid.StringMatching(`[0-9a-f]{12}`).Draw(t, "hash")
		}
		l.Except = []lang.Tag{"iu-Cans"}
		back, wrong := parseLine(l.String(), course.Place{File: "x", Line: 1})
		if len(wrong) > 0 || back.String() != l.String() || back.Because != l.Because {
			t.Fatalf("%s\nreads as %v, mistakes %v", l.String(), back, wrong)
		}
	})
}
