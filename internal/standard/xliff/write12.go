package xliff

import "strings"

// Write12 is the document as XLIFF 1.2: codes stand as g and x, whose originals stay with us (1.2, 2.4), so that no
// tool can change them. The glossary and what hangs on a file go into notes.
func Write12(d *Document) []byte {
	w := &writer{}
	w.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	w.open("xliff", attr{"xmlns", core12}, attr{"version", V12})
	for _, f := range d.Files {
		w.open("file", attr{"original", f.Original}, attr{"source-language", d.Source}, attr{"target-language", d.Target}, attr{"datatype", "x-markdown"})
		w.open("header")
		for _, m := range f.Meta {
			w.text("note", m.Type+"="+m.Value, attr{"from", metaCategory})
		}
		for _, n := range f.Notes {
			w.text("note", n.Text)
		}
		w.close("header")
		w.open("body")
		for _, u := range f.Units {
			w.transUnit(u)
		}
		w.close("body")
		w.close("file")
	}
	w.close("xliff")
	return w.Bytes()
}

func (w *writer) transUnit(u Unit) {
	source, target, translated := u.Unified()
	a := []attr{{"id", u.ID}, {"resname", u.Name}}
	if u.Locked {
		a = append(a, attr{"translate", "no"})
	}
	var extra []string
	for _, m := range u.Meta {
		extra = append(extra, m.Type+"="+m.Value)
	}
	a = append(a, attr{"extradata", strings.Join(extra, " ")})
	if u.Preserve {
		a = append(a, attr{"xml:space", "preserve"})
	}
	w.open("trans-unit", a...)
	w.line("<source>" + running12(source) + "</source>")
	if translated {
		w.line(tag("target", attr{"state", state12(u.Segments[0])}) + ">" + running12(target) + "</target>")
	}
	for _, n := range u.Notes {
		w.text("note", n.Text, attr{"from", n.Category})
	}
	for _, t := range u.Terms {
		w.text("note", strings.TrimSuffix(t.Term+" = "+t.Translation, " = "), attr{"from", "glossary"})
	}
	w.close("trans-unit")
}

// state12 is a state in the words of 1.2, section 2.3 (state).
func state12(s Segment) string {
	switch {
	case s.State == Final:
		return "final"
	case s.State == Reviewed:
		return "signed-off"
	case s.State == Translated:
		return "translated"
	case s.HasTarget:
		return "needs-review-translation"
	}
	return "needs-translation"
}

// ctypes are our kinds of codes as 1.2 names them (1.2, 2.3, ctype).
var ctypes = map[string]string{"xlf:b": "bold", "xlf:i": "italic", "xlf:lb": "lb"}

func ctype(t Token) string {
	if name := ctypes[t.SubType]; name != "" {
		return name
	}
	switch {
	case t.Type == "link" || t.Type == "image":
		return t.Type
	case t.SubType != "":
		return "x-" + strings.ReplaceAll(t.SubType, ":", "-")
	}
	return ""
}

// running12 writes words with g where codes nest, else bx and ex.
func running12(tokens []Token) string {
	var b strings.Builder
	nested := nests(tokens)
	for _, t := range tokens {
		id, kind := attr{"id", t.ID}, attr{"ctype", ctype(t)}
		switch {
		case t.Kind == Text:
			b.WriteString(escape(t.Text, false))
		case t.Kind == Lone:
			b.WriteString(tag("x", id, kind, attr{"equiv-text", t.Equiv}) + "/>")
		case t.Kind == Open && nested:
			b.WriteString(tag("g", id, kind) + ">")
		case t.Kind == Open:
			b.WriteString(tag("bx", id, kind) + "/>")
		case nested:
			b.WriteString("</g>")
		default:
			b.WriteString(tag("ex", id) + "/>")
		}
	}
	return b.String()
}
