package xmldoc

import (
	"encoding/xml"
	"strings"
)

// Indented is a document of elements that hold either elements or text, one a line: a manifest that people read too.
// Begin with NewIndented.
type Indented struct {
	b      strings.Builder
	within []string
}

// NewIndented begins a document with its declaration.
func NewIndented() *Indented {
	w := &Indented{}
	w.b.WriteString(xml.Header)
	return w
}

// Bytes is what was written; every element opened is closed by then.
func (w *Indented) Bytes() []byte { return []byte(w.b.String()) }

// start writes a tag without its end; attributes are names and values in turn.
func (w *Indented) start(name string, attributes []string) {
	w.b.WriteString(strings.Repeat("  ", len(w.within)) + "<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		w.b.WriteString(" " + attributes[i] + `="`)
		w.text(attributes[i+1])
		w.b.WriteByte('"')
	}
}

// Open begins an element that holds elements. Attributes are pairs of name and value; an empty value is kept.
func (w *Indented) Open(name string, attributes ...string) {
	w.start(name, attributes)
	w.b.WriteString(">\n")
	w.within = append(w.within, name)
}

// Close ends the element that was opened last.
func (w *Indented) Close() {
	name := w.within[len(w.within)-1]
	w.within = w.within[:len(w.within)-1]
	w.b.WriteString(strings.Repeat("  ", len(w.within)) + "</" + name + ">\n")
}

// Leaf writes an element that holds text, or nothing.
func (w *Indented) Leaf(name, text string, attributes ...string) {
	w.start(name, attributes)
	if text == "" {
		w.b.WriteString("/>\n")
		return
	}
	w.b.WriteByte('>')
	w.text(text)
	w.b.WriteString("</" + name + ">\n")
}

func (w *Indented) text(s string) {
	_ = xml.EscapeText(&w.b, []byte(s)) // a builder takes everything
}
