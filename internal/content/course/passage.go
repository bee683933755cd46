package course

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"slices"

	"golang.org/x/text/unicode/norm"

	"atelier/internal/base/lang"
)

// Passage is one translatable thing with an id in one language: a leaf of a page or a string of a YAML file, with
// what hangs on it (its parts: alt, caption, title, cells of a table, the term of a definition).
type Passage struct {
	Place
	ID     ID
	Tag    lang.Tag
	Kind   string // "heading", "paragraph", "alt", "yaml" …: what the string is
	Text   string // normalised source text, without the id: what the hash is made of
	Plain  string // as a reader hears it: no markup; without parts
	Parts  []Part
	Page   *Page  // nil for strings of YAML files
	Block  *Block // nil for strings of YAML files
	Module *Module
}

// Part is a named string that hangs on a passage: "alt" of k7m2qp is k7m2qp/alt.
type Part struct {
	Name  string
	Plain string
}

// Hash is the first twelve hexadecimal digits of the SHA-256 of the normalised text
// (docs/format/course.md, "Parity files").
func (p Passage) Hash() string {
	sum := sha256.Sum256([]byte(p.Text))
	return hex.EncodeToString(sum[:6])
}

// Normalise is the form of a text that hashes stand on: Unicode NFC, runs of breaking white space as one space,
// none at the ends. No-break spaces are kept: they are typography that an author chose.
func Normalise(s string) string {
	return norm.NFC.String(strings.Join(strings.FieldsFunc(s, breakingSpace), " "))
}

func breakingSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

// eachID visits every block that has an id, in reading order: title, text, notes.
func (d *Doc) eachID(visit func(*Block)) {
	d.Each(func(b *Block) bool {
		if b.ID != "" {
			visit(b)
		}
		return true
	})
}

// Each visits every block of the page in reading order, the title first and the footnotes last; visit returns false
// to skip what is inside a block.
func (d *Doc) Each(visit func(*Block) bool) {
	if d.Title != nil {
		visit(d.Title)
	}
	Walk(d.Blocks, visit)
	for _, n := range d.Notes {
		Walk(n.Blocks, visit)
	}
}

// Passages is every passage of the page in this language, in reading order. Blocks without an id yet are in it with
// an empty ID. A passage that goes on in a second block (^id+) is one, with both texts.
func (d *Doc) Passages() []Passage {
	var out []Passage
	var term []Inline // of the definition list entry being read
	index := map[ID]int{}
	d.Each(func(b *Block) bool {
		if b.Kind == Definition {
			term = b.Inlines
			return true
		}
		p, ok := d.passage(b)
		if !ok {
			return true
		}
		if term != nil && b.Kind == Paragraph {
			p.Parts = append(p.Parts, Part{"term", Plain(term)})
			p.Text = Normalise(Plain(term)) + " : " + p.Text
			term = nil
		}
		if at, seen := index[b.ID]; seen && b.Continues {
			out[at].Text += "\n" + p.Text
			out[at].Plain += "\n" + p.Plain
			out[at].Parts = append(out[at].Parts, p.Parts...)
			return true
		}
		if b.ID != "" {
			index[b.ID] = len(out)
		}
		out = append(out, p)
		return true
	})
	return out
}

// passage is what block b says by itself; false for containers that say nothing.
func (d *Doc) passage(b *Block) (Passage, bool) {
	p := Passage{Place: b.Place, ID: b.ID, Tag: d.Tag, Page: d.Page, Block: b, Module: d.Page.Module}
	switch b.Kind {
	case Heading:
		p.Kind = "heading"
	case Paragraph:
		p.Kind = "paragraph"
	case Code:
		p.Kind, p.Text, p.Plain = "code", Normalise(b.Text), b.Text
		return p, true
	case Figure:
		p.Kind = "figure"
		p.Parts = append(p.Parts, Part{"alt", b.Alt})
		if len(b.Caption) > 0 {
			p.Parts = append(p.Parts, Part{"caption", Plain(b.Caption)})
		}
	case Table:
		p.Kind = "table"
		p.Parts = tableParts(b)
	case Directive:
		return d.directivePassage(p, b)
	default:
		return p, false
	}
	p.Text, p.Plain = Normalise(b.Raw), Plain(b.Inlines)
	if len(b.Caption) > 0 && b.Kind == Table {
		p.Text += " : " + Normalise(Plain(b.Caption))
	}
	return p, true
}

// tableParts are the caption and the cells: "cell.ROW.COLUMN", row 0 the header, columns from 1.
func tableParts(b *Block) []Part {
	var out []Part
	if len(b.Caption) > 0 {
		out = append(out, Part{"caption", Plain(b.Caption)})
	}
	for r, row := range b.Rows {
		for col, cell := range row.Cells {
			if s := Plain(cell); s != "" {
				out = append(out, Part{"cell." + itoa(r) + "." + itoa(col+1), s})
			}
		}
	}
	return out
}

// wordedAttrs are the attributes of directives that people read.
var wordedAttrs = []string{"title", "alt"}

// directivePassage: a directive has an id of its own; what it says by itself are its worded attributes.
func (d *Doc) directivePassage(p Passage, b *Block) (Passage, bool) {
	p.Kind = "directive"
	var text strings.Builder
	text.WriteString(b.Name)
	for _, k := range sortedKeys(b.Attrs) {
		text.WriteString(" " + k + "=" + b.Attrs[k])
		if slices.Contains(wordedAttrs, k) {
			p.Parts = append(p.Parts, Part{k, b.Attrs[k]})
		}
	}
	p.Text = Normalise(text.String())
	return p, true
}
