package verify

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func openSample(t *testing.T, s *sample) *File {
	t.Helper()
	f, err := Open(s.bytes())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTheTreeIsReadInOrder(t *testing.T) {
	t.Parallel()
	want := strings.TrimLeft(`
Document
  H1 "AB"
  P actual="word" "AB"
  Special=P "AB"
  P "AB"
  Figure alt="a square" "AB" "A"
  Table
    Caption "AB"
    THead
      TR
        TH "AB"
        TH "AB"
    TBody
      TR
        TH #first "AB"
        TD "AB"
    TFoot
      TR
        TD "AB"
        TD "AB"
  L
    Caption "AB"
    LI
      Lbl "AB"
      LBody "AB"
  TOC
    Caption "AB"
    TOCI "AB"
  Note #note1 "AB"
  Note #note2 "AB"
  Formula alt="one" "AB"
  Form [Widget]
  Link "AB" [Link]
  Annot "AB" [Text]
  H2 lang=fr-CA "AB"
`, "\n")
	if diff := cmp.Diff(want, openSample(t, newSample()).Tree().String()); diff != "" {
		t.Error(diff)
	}
}

// The text of every kind of font comes by its own way: ToUnicode, glyph names, the program's encoding.
func TestTextOfEveryKindOfFont(t *testing.T) {
	t.Parallel()
	s := newSample()
	s.edit(t, "/ActualText(AB)", "")
	var special string
	openSample(t, s).Tree().Walk(func(e *Element) bool {
		if e.Tag == "Special" {
			special = e.Text()
		}
		return true
	})
	if special != "AA !AB" {
		t.Errorf("text is %q", special)
	}
}

func TestFactsOfTheSample(t *testing.T) {
	t.Parallel()
	want := Facts{
		Title: "Sample", Lang: "en",
		Headings: []Heading{{Level: 1, Text: "AB", Lang: "en", Page: 1}, {Level: 2, Text: "AB", Lang: "fr-CA", Page: 1}},
		Figures:  []Figure{{Alt: "a square", Lang: "en", Page: 1}},
		Tables: []TableFacts{{Caption: "AB", Lang: "en", Rows: 3, Columns: 2, Page: 1, Headers: []HeaderCell{
			{Text: "AB", Scope: "Column"}, {Text: "AB", Scope: "Both", Column: 1}, {Text: "AB", Row: 1}}}},
		Links:     []Link{{Text: "AB", Lang: "en", Contents: "where it leads", Target: "https://example.org/", Page: 1}},
		Lists:     []List{{Items: []string{"AB"}, Numbering: "Decimal", Lang: "en"}},
		Parts:     []Part{{Lang: "fr-CA", Text: "AB", Role: "H2", Page: 1}},
		Bookmarks: []Bookmark{{Level: 1, Text: "Start", Target: "page 1"}},
	}
	if diff := cmp.Diff(want, openSample(t, newSample()).Facts()); diff != "" {
		t.Error(diff)
	}
}

func TestACircleInTheTreeEnds(t *testing.T) {
	t.Parallel()
	s := newSample()
	s.edit(t, "/T(P2)", "/T(P2)/Kids 0")
	s.bodies[102] = "<</S/Sect/P 100 0 R/K[100 0 R 102 0 R]>>"
	tree := openSample(t, s).Tree()
	if tree.Lost == "" || len(tree.Kids) != 1 {
		t.Errorf("lost %q, %d kids", tree.Lost, len(tree.Kids))
	}
}
