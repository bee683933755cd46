package xliff

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// writer writes indented XML; running words stay on one line.
type writer struct {
	bytes.Buffer
	depth int
}

// attr is one attribute; those without a value are left out.
type attr struct{ name, value string }

func (w *writer) line(s string) {
	w.WriteString(strings.Repeat(" ", w.depth))
	w.WriteString(s)
	w.WriteByte('\n')
}

func tag(name string, attrs ...attr) string {
	var b strings.Builder
	b.WriteString("<" + name)
	for _, a := range attrs {
		if a.value != "" {
			b.WriteString(" " + a.name + `="` + escape(a.value, true) + `"`)
		}
	}
	return b.String()
}

func (w *writer) open(name string, attrs ...attr) {
	w.line(tag(name, attrs...) + ">")
	w.depth++
}

func (w *writer) close(name string) {
	w.depth--
	w.line("</" + name + ">")
}

func (w *writer) text(name, text string, attrs ...attr) {
	w.line(tag(name, attrs...) + ">" + escape(text, false) + "</" + name + ">")
}

// escape writes text so that it is read back as it is. Characters that XML cannot hold become U+FFFD; in running words
// they are written as <cp>.
func escape(s string, attribute bool) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"' && attribute:
			b.WriteString("&quot;")
		case r == '\r' || attribute && (r == '\n' || r == '\t'):
			b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		case !xmlChar(r):
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// xmlChar is a character of XML 1.0, section 2.2.
func xmlChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}

// Write is the document as XLIFF 2.1.
func Write(d *Document) []byte {
	w := &writer{}
	w.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	w.open("xliff", attr{"xmlns", core21}, attr{"xmlns:gls", glossary20}, attr{"xmlns:mda", metadata20},
		attr{"version", V21}, attr{"srcLang", d.Source}, attr{"trgLang", d.Target})
	for _, f := range d.Files {
		w.open("file", attr{"id", f.ID}, attr{"original", f.Original})
		w.meta(f.Meta)
		w.notes(f.Notes)
		for _, u := range f.Units {
			w.unit(u)
		}
		w.close("file")
	}
	w.close("xliff")
	return w.Bytes()
}

// unit is written with its modules first, as 2.1, 4.2.2.5 orders them. Segments are the passage's own: a tool is asked
// not to cut or join them.
func (w *writer) unit(u Unit) {
	a := []attr{{"id", u.ID}, {"name", u.Name}, {"canResegment", "no"}, {"type", u.Type}}
	if u.Locked {
		a = append(a, attr{"translate", "no"})
	}
	if u.Preserve {
		a = append(a, attr{"xml:space", "preserve"})
	}
	w.open("unit", a...)
	w.glossary(u.Terms)
	w.meta(u.Meta)
	w.notes(u.Notes)
	data := &originals{ids: map[string]string{}}
	for _, s := range u.Segments {
		data.learn(s.Source)
		data.learn(s.Target)
	}
	if len(data.list) > 0 {
		w.open("originalData")
		for _, text := range data.list {
			w.text("data", text, attr{"id", data.ids[text]})
		}
		w.close("originalData")
	}
	for _, s := range u.Segments {
		name, a := "segment", []attr{{"id", s.ID}}
		if s.Ignorable {
			name = "ignorable"
		} else {
			a = append(a, attr{"state", string(s.State)}, attr{"subState", s.SubState})
		}
		w.open(name, a...)
		w.line("<source>" + running(s.Source, data) + "</source>")
		if s.HasTarget {
			order := ""
			if s.Order > 0 {
				order = strconv.Itoa(s.Order)
			}
			w.line(tag("target", attr{"order", order}) + ">" + running(s.Target, data) + "</target>")
		}
		w.close(name)
	}
	w.close("unit")
}

func (w *writer) meta(meta []Meta) {
	if len(meta) == 0 {
		return
	}
	w.open("mda:metadata")
	w.open("mda:metaGroup", attr{"category", metaCategory})
	for _, m := range meta {
		w.text("mda:meta", m.Value, attr{"type", m.Type})
	}
	w.close("mda:metaGroup")
	w.close("mda:metadata")
}

func (w *writer) notes(notes []Note) {
	if len(notes) == 0 {
		return
	}
	w.open("notes")
	for _, n := range notes {
		w.text("note", n.Text, attr{"category", n.Category})
	}
	w.close("notes")
}

func (w *writer) glossary(terms []Term) {
	if len(terms) == 0 {
		return
	}
	w.open("gls:glossary")
	for _, t := range terms {
		w.open("gls:glossEntry", attr{"id", t.ID})
		w.text("gls:term", t.Term, attr{"source", t.Source})
		if t.Translation != "" {
			w.text("gls:translation", t.Translation, attr{"source", t.Source})
		}
		if t.Definition != "" {
			w.text("gls:definition", t.Definition, attr{"source", t.Source})
		}
		w.close("gls:glossEntry")
	}
	w.close("gls:glossary")
}

// originals gives each code of a unit one data element (2.1, 4.2.2.11).
type originals struct {
	ids  map[string]string
	list []string
}

func (o *originals) learn(tokens []Token) {
	for _, t := range tokens {
		if t.Kind != Text && t.Data != "" && o.ids[t.Data] == "" {
			o.list = append(o.list, t.Data)
			o.ids[t.Data] = "d" + strconv.Itoa(len(o.list))
		}
	}
}

// running writes words with their codes (2.1, 4.2.3): pc where codes nest, else sc and ec.
func running(tokens []Token, data *originals) string {
	var b strings.Builder
	nested := nests(tokens)
	ends := map[string]Token{}
	for _, t := range tokens {
		if t.Kind == Close {
			ends[t.ID] = t
		}
	}
	for _, t := range tokens {
		can := attr{}
		if t.Fixed {
			can.value = "no"
		}
		canCopy, canDelete := attr{"canCopy", can.value}, attr{"canDelete", can.value}
		switch {
		case t.Kind == Text:
			b.WriteString(escapeRunning(t.Text))
		case t.Kind == Lone:
			b.WriteString(tag("ph", attr{"id", t.ID}, canCopy, canDelete, attr{"type", t.Type}, attr{"subType", t.SubType},
				attr{"equiv", t.Equiv}, attr{"disp", t.Disp}, attr{"dataRef", data.ids[t.Data]}) + "/>")
		case t.Kind == Open && nested:
			b.WriteString(tag("pc", attr{"id", t.ID}, canCopy, canDelete, attr{"type", t.Type}, attr{"subType", t.SubType},
				attr{"dispStart", t.Disp}, attr{"dispEnd", ends[t.ID].Disp},
				attr{"dataRefStart", data.ids[t.Data]}, attr{"dataRefEnd", data.ids[ends[t.ID].Data]}) + ">")
		case t.Kind == Open:
			b.WriteString(tag("sc", attr{"id", t.ID}, isolated(t), canCopy, canDelete, attr{"type", t.Type}, attr{"subType", t.SubType},
				attr{"disp", t.Disp}, attr{"dataRef", data.ids[t.Data]}) + "/>")
		case nested:
			b.WriteString("</pc>")
		default:
			ref := attr{"startRef", t.ID}
			if t.Isolated {
				ref.name = "id"
			}
			b.WriteString(tag("ec", ref, isolated(t), canCopy, canDelete, attr{"dataRef", data.ids[t.Data]}) + "/>")
		}
	}
	return b.String()
}

// isolated marks a code whose other end is not in the unit (2.1, 4.3.1.18).
func isolated(t Token) attr {
	if t.Isolated {
		return attr{"isolated", "yes"}
	}
	return attr{}
}

// nests says whether codes close in the order in which they opened.
func nests(tokens []Token) bool {
	var open []string
	for _, t := range tokens {
		switch {
		case t.Kind == Open:
			open = append(open, t.ID)
		case t.Kind == Close && (len(open) == 0 || open[len(open)-1] != t.ID):
			return false
		case t.Kind == Close:
			open = open[:len(open)-1]
		}
	}
	return len(open) == 0
}

// escapeRunning writes what XML cannot hold as cp (2.1, 4.2.3.1).
func escapeRunning(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return !xmlChar(r) }) < 0 {
		return escape(s, false)
	}
	var b strings.Builder
	for _, r := range s {
		if xmlChar(r) {
			b.WriteString(escape(string(r), false))
		} else {
			fmt.Fprintf(&b, `<cp hex="%04X"/>`, r)
		}
	}
	return b.String()
}
