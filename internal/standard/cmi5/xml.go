package cmi5

import (
	"encoding/xml"
	"strings"
)

// writer writes elements, indented.
type writer struct {
	b      strings.Builder
	within []string
}

func newWriter() *writer {
	w := &writer{}
	w.b.WriteString(xml.Header)
	return w
}

func (w *writer) bytes() []byte { return []byte(w.b.String()) }

// start writes a tag without its end; attributes are names and values in turn.
func (w *writer) start(name string, attributes []string) {
	w.b.WriteString(strings.Repeat("  ", len(w.within)) + "<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		w.b.WriteString(" " + attributes[i] + `="`)
		w.text(attributes[i+1])
		w.b.WriteByte('"')
	}
}

func (w *writer) open(name string, attributes ...string) {
	w.start(name, attributes)
	w.b.WriteString(">\n")
	w.within = append(w.within, name)
}

func (w *writer) close() {
	name := w.within[len(w.within)-1]
	w.within = w.within[:len(w.within)-1]
	w.b.WriteString(strings.Repeat("  ", len(w.within)) + "</" + name + ">\n")
}

func (w *writer) leaf(name, text string, attributes ...string) {
	w.start(name, attributes)
	if text == "" {
		w.b.WriteString("/>\n")
		return
	}
	w.b.WriteByte('>')
	w.text(text)
	w.b.WriteString("</" + name + ">\n")
}

func (w *writer) text(s string) {
	_ = xml.EscapeText(&w.b, []byte(s)) // a builder takes everything
}
