package xliff

import (
	"strconv"
	"strings"
)

// Read reads a file of XLIFF 2.0, 2.1, 2.2 or 1.2. The error is an *Error.
func Read(data []byte) (*Document, error) {
	root, err := parse(data)
	if err != nil {
		return nil, err
	}
	version := root.get("version")
	switch {
	case root.name != "xliff":
		return nil, &Error{root.line, "root", root.name, "2.1, 4.2.2.1"}
	case root.space == core21 && (version == "2.0" || version == "2.1" || version == "2.2"):
		return read21(root)
	case (root.space == core12 || root.space == "urn:oasis:names:tc:xliff:document:1.1" || root.space == "") && strings.HasPrefix(version, "1."):
		return read12(root)
	}
	return nil, &Error{root.line, "version", version, "2.1, 4.3.1.44"}
}

func read21(root *node) (*Document, error) {
	c := &checker{}
	c.core(root)
	if c.err == nil {
		c.keys(root)
	}
	if c.err != nil {
		return nil, c.err
	}
	d := &Document{Version: root.get("version"), Source: root.get("srcLang"), Target: root.get("trgLang")}
	for _, n := range root.children {
		if !n.is("file") {
			continue
		}
		f := File{ID: n.get("id"), Original: n.get("original"), Meta: metaOf(n), Notes: notesOf(n)}
		f.Units = unitsOf(n, n.get("translate") == "no")
		d.Files = append(d.Files, f)
	}
	return d, nil
}

func unitsOf(n *node, locked bool) []Unit {
	var out []Unit
	for _, k := range n.children {
		own := locked
		if v := k.get("translate"); v != "" {
			own = v == "no"
		}
		switch {
		case k.is("group"):
			out = append(out, unitsOf(k, own)...)
		case k.is("unit"):
			out = append(out, unitOf(k, own))
		}
	}
	return out
}

func unitOf(n *node, locked bool) Unit {
	u := Unit{ID: n.get("id"), Name: n.get("name"), Type: n.get("type"), Locked: locked, Meta: metaOf(n), Notes: notesOf(n), Terms: termsOf(n)}
	for p := n; p != nil; p = p.parent {
		space := ""
		for _, a := range p.attrs {
			if a.Name.Local == "space" && a.Name.Space != "" {
				space = a.Value
			}
		}
		if space != "" {
			u.Preserve = space == "preserve"
			break
		}
	}
	r := &reader{data: map[string]string{}}
	if o := n.child("originalData"); o != nil {
		for _, k := range o.children {
			if k.is("data") {
				r.data[k.get("id")] = r.raw(k)
			}
		}
	}
	for _, k := range n.children {
		if !k.is("segment") && !k.is("ignorable") {
			continue
		}
		s := Segment{ID: k.get("id"), State: State(k.get("state")), SubState: k.get("subState"), Ignorable: k.is("ignorable")}
		if s.State == "" && !s.Ignorable {
			s.State = Initial
		}
		s.Source = r.tokens(k.child("source"))
		if t := k.child("target"); t != nil {
			s.HasTarget, s.Target = true, r.tokens(t)
			s.Order, _ = strconv.Atoi(t.get("order"))
		}
		u.Segments = append(u.Segments, s)
	}
	return u
}

func metaOf(n *node) []Meta {
	var out []Meta
	for _, k := range n.children {
		if k.space != metadata20 {
			continue
		}
		k.each(func(m *node) {
			if m.name == "meta" && m.parent.get("category") == metaCategory {
				out = append(out, Meta{m.get("type"), m.words()})
			}
		})
	}
	return out
}

func notesOf(n *node) []Note {
	var out []Note
	if list := n.child("notes"); list != nil {
		for _, k := range list.children {
			if k.is("note") {
				out = append(out, Note{k.get("category"), k.words()})
			}
		}
	}
	return out
}

func termsOf(n *node) []Term {
	var out []Term
	for _, g := range n.children {
		if g.space != glossary20 {
			continue
		}
		for _, e := range g.children {
			t := Term{ID: e.get("id")}
			for _, k := range e.children {
				switch k.name {
				case "term":
					t.Term, t.Source = k.words(), k.get("source")
				case "translation":
					t.Translation = k.words()
				case "definition":
					t.Definition = k.words()
				}
			}
			if e.name == "glossEntry" {
				out = append(out, t)
			}
		}
	}
	return out
}

// reader reads the running words of a unit.
type reader struct {
	data map[string]string
	out  []Token
}

// raw is text with its cp elements.
func (r *reader) raw(n *node) string {
	var b strings.Builder
	for _, k := range n.children {
		switch {
		case k.name == "":
			b.WriteString(k.text)
		case k.is("cp"):
			v, _ := strconv.ParseUint(k.get("hex"), 16, 32)
			b.WriteRune(rune(v))
		}
	}
	return b.String()
}

func (r *reader) tokens(n *node) []Token {
	r.out = nil
	r.walk(n)
	return r.out
}

func (r *reader) text(s string) {
	if n := len(r.out); n > 0 && r.out[n-1].Kind == Text {
		r.out[n-1].Text += s
	} else if s != "" {
		r.out = append(r.out, Token{Kind: Text, Text: s})
	}
}

func (r *reader) code(kind TokenKind, n *node, id, data, disp string) {
	r.out = append(r.out, Token{Kind: kind, ID: id, Type: n.get("type"), SubType: n.get("subType"), Data: r.data[n.get(data)],
		Equiv: n.get("equiv"), Disp: n.get(disp), Fixed: n.get("canDelete") == "no", Isolated: n.get("isolated") == "yes"})
}

func (r *reader) walk(n *node) {
	for _, k := range n.children {
		switch {
		case k.name == "":
			r.text(k.text)
		case k.is("cp"):
			v, _ := strconv.ParseUint(k.get("hex"), 16, 32)
			r.text(string(rune(v)))
		case k.is("ph"):
			r.code(Lone, k, k.get("id"), "dataRef", "disp")
		case k.is("pc"):
			r.code(Open, k, k.get("id"), "dataRefStart", "dispStart")
			r.walk(k)
			r.code(Close, k, k.get("id"), "dataRefEnd", "dispEnd")
		case k.is("sc"):
			r.code(Open, k, k.get("id"), "dataRef", "disp")
		case k.is("ec"):
			id := k.get("startRef")
			if id == "" {
				id = k.get("id")
			}
			r.code(Close, k, id, "dataRef", "disp")
		default: // mrk, sm, em: read through
			r.walk(k)
		}
	}
}
