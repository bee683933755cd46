package pdfua_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atelier/internal/base/typeface"
	"atelier/internal/standard/pdfua"
	"atelier/internal/standard/pdfua/verify"
)

func TestTheSampleBreaksNoRule(t *testing.T) {
	t.Parallel()
	noViolation(t, sample(t))
}

func noViolation(t interface {
	Fatal(...any)
	Errorf(string, ...any)
}, file []byte) {
	report, err := pdfua.Check(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Rules) < 50 {
		t.Errorf("only %d rules were run", len(report.Rules))
	}
	for _, v := range report.Violations {
		t.Errorf("%v", v)
	}
}

// author writes a random document and notes, beside it, what a reader should find.
type author struct {
	t     *rapid.T
	doc   *pdfua.Document
	fonts *pdfua.Fonts
	page  *pdfua.Page
	y     float64
	notes int
	want  strings.Builder // one line an element: depth, tag, what it says
}

func (a *author) add(parent *pdfua.Element, depth int, tag pdfua.Tag, attr pdfua.Attr) *pdfua.Element {
	fmt.Fprintf(&a.want, "\n%s%s %s|%s|%s|%s|%s|%s|%s ", strings.Repeat(" ", depth), tag, attr.ID, attr.Lang, attr.Alt, attr.ActualText, attr.Scope, strings.Join(attr.Headers, " "), attr.ListNumbering)
	return parent.Add(tag, attr)
}

// words draws some text, now and then over the end of the page.
func (a *author) words(el *pdfua.Element) {
	for range rapid.IntRange(1, 3).Draw(a.t, "lines") {
		s := plainText.Draw(a.t, "words")
		a.want.WriteString(s)
		if a.y += 14; a.y > 760 {
			if rapid.Bool().Draw(a.t, "done") {
				a.page.Done()
			}
			a.page, a.y = a.doc.Page(612, 792), 50
		}
		line(a.page, el, a.fonts.Shape(s, "en", 10, pdfua.Style(rapid.IntRange(0, 3).Draw(a.t, "style"))), a.y)
	}
}

func (a *author) block(parent *pdfua.Element, depth int) {
	lang := rapid.SampledFrom([]string{"", "", "fr-CA", "iu"}).Draw(a.t, "lang")
	switch rapid.SampledFrom([]string{"P", "L", "Table", "Figure", "Note", "Link", "BlockQuote"}).Draw(a.t, "kind") {
	case "P":
		a.words(a.add(parent, depth, pdfua.P, pdfua.Attr{Lang: lang}))
	case "L":
		list := a.add(parent, depth, pdfua.L, pdfua.Attr{ListNumbering: "Decimal", Lang: lang})
		for range rapid.IntRange(1, 3).Draw(a.t, "items") {
			li := a.add(list, depth+1, pdfua.LI, pdfua.Attr{})
			a.words(a.add(li, depth+2, pdfua.Lbl, pdfua.Attr{}))
			a.words(a.add(li, depth+2, pdfua.LBody, pdfua.Attr{}))
		}
	case "Table":
		a.table(parent, depth)
	case "Figure":
		a.words(a.add(parent, depth, pdfua.Figure, pdfua.Attr{Alt: "Une « figure » (" + lang + ")", BBox: pdfua.Rect{X: 1, Y: 2, W: 30, H: 40}, BBoxPage: a.page}))
	case "Note":
		p := a.add(parent, depth, pdfua.P, pdfua.Attr{})
		a.words(p)
		a.notes++
		a.words(a.add(p, depth+1, pdfua.Note, pdfua.Attr{ID: fmt.Sprintf("note é %d", a.notes)}))
	case "Link":
		p := a.add(parent, depth, pdfua.P, pdfua.Attr{})
		link := a.add(p, depth+1, pdfua.LinkTag, pdfua.Attr{})
		a.words(link)
		a.page.Link(link, []pdfua.Rect{{X: 72, Y: a.y - 10, W: 40, H: 12}, {X: 40, Y: a.y, W: 10, H: 10}}, pdfua.Target{Dest: "top (é)"}, "Vers le début")
	case "BlockQuote":
		if depth < 5 {
			a.block(a.add(parent, depth, pdfua.BlockQuote, pdfua.Attr{Lang: lang}), depth+1)
		}
	}
}

func (a *author) table(parent *pdfua.Element, depth int) {
	table := a.add(parent, depth, pdfua.Table, pdfua.Attr{})
	columns := rapid.IntRange(1, 3).Draw(a.t, "columns")
	for row := range rapid.IntRange(1, 4).Draw(a.t, "rows") {
		tr := a.add(table, depth+1, pdfua.TR, pdfua.Attr{})
		for range columns {
			if row == 0 {
				a.words(a.add(tr, depth+2, pdfua.TH, pdfua.Attr{Scope: "Column"}))
			} else {
				a.words(a.add(tr, depth+2, pdfua.TD, pdfua.Attr{}))
			}
		}
	}
}

// found is what the reader finds, in the form of author.want.
func found(b *strings.Builder, el *verify.Element, depth int) {
	at := el.Attributes
	fmt.Fprintf(b, "\n%s%s %s|%s|%s|%s|%s|%s|%s ", strings.Repeat(" ", depth), el.Tag, el.ID, el.Lang, el.Alt, el.Actual, at["Table.Scope"], at["Table.Headers"], at["List.ListNumbering"])
	for _, k := range el.Kids {
		if k.Element == nil {
			b.WriteString(k.Text)
		} else {
			found(b, k.Element, depth+1)
		}
	}
}

// Whatever is written, the structure read back is the one that was written, and no rule
// of PDF/UA-1 is broken.
func TestTheTreeComesBackAndNoRuleIsBroken(t *testing.T) {
	t.Parallel()
	fonts := family(t, typeface.Serif)
	rapid.Check(t, func(t *rapid.T) {
		var out bytes.Buffer
		a := &author{t: t, fonts: fonts, doc: pdfua.New(&out, pdfua.Options{Title: "Un titre (\\)", Lang: "en-CA", Author: "Δ"})}
		a.page, a.y = a.doc.Page(612, 792), rapid.SampledFrom([]float64{50, 700}).Draw(t, "y")
		a.page.Dest("top (é)", 0, 0)
		a.doc.Outline().Add("Début \U0001F389", "fr-CA", "top (é)")
		a.page.Artifact(pdfua.Layout, func(c *pdfua.Canvas) { c.FillRect(pdfua.Rect{W: 9, H: 9}, 0xff0000) })
		h := a.add(a.doc.Root(), 1, pdfua.H1, pdfua.Attr{ID: "h"})
		a.words(h)
		for range rapid.IntRange(1, 8).Draw(t, "blocks") {
			a.block(a.doc.Root(), 1)
		}
		if err := a.doc.Close(); err != nil {
			t.Fatal(err)
		}
		noViolation(t, out.Bytes())
		f, err := pdfua.Open(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for _, el := range f.Tree().Kids[0].Elements() {
			found(&got, el, 1)
		}
		if got.String() != a.want.String() {
			t.Fatalf("written:%s\nread:%s", a.want.String(), got.String())
		}
	})
}

func TestMistakesOfTheCallerAreErrors(t *testing.T) {
	t.Parallel()
	for want, write := range map[string]func(*pdfua.Document, *pdfua.Page){
		"no destination": func(d *pdfua.Document, p *pdfua.Page) { d.Outline().Add("x", "", "nowhere") },
		"used twice":     func(d *pdfua.Document, p *pdfua.Page) { p.Dest("a", 0, 0); p.Dest("a", 0, 9) },
		"ID \"n\"": func(d *pdfua.Document, p *pdfua.Page) {
			d.Root().Add(pdfua.Note, pdfua.Attr{ID: "n"})
			d.Root().Add(pdfua.Note, pdfua.Attr{ID: "n"})
		},
	} {
		d := pdfua.New(&bytes.Buffer{}, pdfua.Options{Title: "x", Lang: "en"})
		write(d, d.Page(10, 10))
		if err := d.Close(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	if err := pdfua.New(&bytes.Buffer{}, pdfua.Options{}).Close(); err == nil {
		t.Error("a document without a page is closed")
	}
}
