package typeset

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atelier/internal/standard/pdfua"
)

var letterPage = Shape{Width: 612, Height: 792, Top: 86, Bottom: 80, Left: 162, Right: 92}

func para(text string) *Block {
	return &Block{Element: Element{Tag: "P"}, Text: &Text{Inlines: []Inline{{Text: text}}, Style: style}, Above: 7, Below: 7}
}

// someBlocks draws blocks of every kind, in each other.
func someBlocks(t *rapid.T, depth int) []*Block {
	var out []*Block
	for range rapid.IntRange(1, 6).Draw(t, "n") {
		words := strings.Repeat("words of a paragraph ", rapid.IntRange(1, 60).Draw(t, "words"))
		b := para(words)
		switch kind := rapid.IntRange(0, 9).Draw(t, "kind"); {
		case kind == 1:
			b.Element, b.KeepNext = Element{Tag: "Div"}, true
		case kind == 2 && depth > 0:
			b = &Block{Element: Element{Tag: "Div"}, Box: &Box{Pad: 10, PadX: 12, Filled: true}, Blocks: someBlocks(t, depth-1), Above: 12, Below: 12, KeepWhole: true}
		case kind == 3 && depth > 0:
			b = &Block{Element: Element{Tag: "L"}, Blocks: []*Block{{Element: Element{Tag: "LI"}, Label: &Label{Inlines: []Inline{{Text: "1."}}, Style: style, Width: 18},
				Blocks: []*Block{{Element: Element{Tag: "LBody"}, Blocks: someBlocks(t, depth-1)}}}}}
		case kind == 4:
			b = &Block{Element: Element{Tag: "Figure", Alt: "x"}, Picture: &Picture{Drawing: &Drawing{Width: 10, Height: 10}, Width: 300, Height: rapid.Float64Range(20, 2000).Draw(t, "height"), Least: 0.8}}
		case kind == 5:
			cell := func(s string) *Cell {
				return &Cell{Element: Element{Tag: "TD"}, Text: Text{Inlines: []Inline{{Text: s}}, Style: style}}
			}
			table := &Table{Style: style, Head: []*Cell{cell("a"), cell("b")}, Again: "%d %d %d"}
			for range rapid.IntRange(1, 30).Draw(t, "rows") {
				table.Rows = append(table.Rows, []*Cell{cell("x"), cell(words)})
			}
			b = &Block{Element: Element{Tag: "Table"}, Table: table}
		case kind == 6:
			b = &Block{Blanks: rapid.IntRange(1, 8).Draw(t, "lines")}
		case kind == 7:
			b.PageBefore = true
		}
		out = append(out, b)
	}
	return out
}

// Every piece stands once, in order, below the one before, and within its page.
func TestPagesHoldEveryPiece(t *testing.T) {
	words := newWords(t)
	rapid.Check(t, func(t *rapid.T) {
		s := &Section{Shape: letterPage, Blocks: someBlocks(t, 3)}
		l := &layout{book: &Book{}, words: words, ids: map[string]bool{}}
		pieces := l.pieces(s, s.Blocks, s.Shape.frames()[0], nil)
		n := 0
		for _, page := range paginate(s, pieces, s.Shape.frames(), s.Shape.frames()) {
			foot := letterPage.Height - letterPage.Bottom + longPage + 0.1
			for _, column := range page.columns {
				y := letterPage.Top
				for _, p := range column {
					if p.y < y-0.01 {
						t.Fatalf("a piece begins at %.1f, above %.1f where the one before ends", p.y, y)
					}
					if y = p.past; y > foot {
						t.Fatalf("a piece ends at %.1f, below the foot at %.1f", y, foot)
					}
					if p.head {
						continue
					}
					if p.piece != &pieces[n] {
						t.Fatalf("piece %d is not where it should be", n)
					}
					n++
				}
				for _, box := range shades(column, page.offsets[0]) {
					if box.bottom > foot+box.box.pads() || box.top < letterPage.Top-0.1 {
						t.Fatalf("a box from %.1f to %.1f", box.top, box.bottom)
					}
				}
			}
		}
		if n != len(pieces) {
			t.Fatalf("%d of %d pieces", n, len(pieces))
		}
	})
}

// A file of random blocks breaks no rule of PDF/UA-1 that the blocks do not break themselves, and is the same twice.
func TestBooksAreSoundAndTheSame(t *testing.T) {
	words := newWords(t)
	for seed := range 6 {
		make := func() []byte {
			blocks := rapid.Custom(func(t *rapid.T) []*Block { return someBlocks(t, 2) }).Example(seed)
			b := &Book{Lang: "en", Sections: []*Section{{Shape: letterPage, Blocks: blocks}}, Options: pdfua.Options{Title: "t", Lang: "en"}}
			var out bytes.Buffer
			if _, err := b.Write(&out, words); err != nil {
				t.Fatal(err)
			}
			return out.Bytes()
		}
		first := make()
		if !bytes.Equal(first, make()) {
			t.Errorf("seed %d: two files", seed)
		}
		if report, err := pdfua.Check(first); err != nil || !report.OK() {
			t.Errorf("seed %d: %v %v", seed, err, report)
		}
	}
}

// The head of a table stands again on its next page as an artifact: its words are there once.
func TestHeadsStandAgain(t *testing.T) {
	words := newWords(t)
	cell := func(s, tag string) *Cell {
		return &Cell{Element: Element{Tag: tag, Scope: map[string]string{"TH": "Column"}[tag]}, Text: Text{Inlines: []Inline{{Text: s}}, Style: style}}
	}
	table := &Table{Style: style, Head: []*Cell{cell("Head", "TH")}, Again: "%d %d %d"}
	for range 120 {
		table.Rows = append(table.Rows, []*Cell{cell("row", "TD")})
	}
	b := &Book{Lang: "en", Sections: []*Section{{Shape: letterPage, Blocks: []*Block{{Element: Element{Tag: "Table"}, Table: table}}}}, Options: pdfua.Options{Title: "t", Lang: "en"}}
	var out bytes.Buffer
	if _, err := b.Write(&out, words); err != nil {
		t.Fatal(err)
	}
	f, err := pdfua.Open(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, e := range f.Tree().Kids {
		text += e.Text()
	}
	if n := strings.Count(text, "Head"); n != 1 {
		t.Errorf("the head is said %d times", n)
	}
	if l := (&layout{book: b, words: words, ids: map[string]bool{}}); len(l.flowed(b.Sections[0], nil)) < 3 {
		t.Error("the table stands on one page")
	} else if second := l.flowed(b.Sections[0], nil)[1]; !second.columns[0][0].head {
		t.Error("the second page does not begin with the head")
	}
}

// Columns of one page end at about one height.
func TestEvenColumns(t *testing.T) {
	words := newWords(t)
	shape := letterPage
	shape.Columns, shape.Gutter = 2, 20
	s := &Section{Shape: shape, Even: true, Blocks: []*Block{para(strings.Repeat("word ", 150)), para(strings.Repeat("word ", 90))}}
	page := (&layout{book: &Book{}, words: words, ids: map[string]bool{}}).flowed(s, nil)[0]
	foot := func(i int) float64 { c := page.columns[i]; return c[len(c)-1].past }
	if len(page.columns) != 2 || foot(0)-foot(1) > 40 || foot(1)-foot(0) > 40 {
		t.Errorf("columns end at %.0f and %.0f", foot(0), foot(1))
	}
}
