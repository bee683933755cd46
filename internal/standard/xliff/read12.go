package xliff

import "strings"

// states12 are the states of 1.2 (section 2.3, state) as 2.1 knows them.
var states12 = map[string]State{
	"translated": Translated, "signed-off": Reviewed, "final": Final,
}

func read12(root *node) (*Document, error) {
	d := &Document{Version: root.get("version")}
	refuse := func(n *node, code, what, section string) error {
		return &Error{n.line, code, what, "1.2, " + section}
	}
	for _, n := range root.children {
		if n.name != "file" {
			continue
		}
		source, target := n.get("source-language"), n.get("target-language")
		if source == "" {
			return nil, refuse(n, "attribute", "file/source-language", "2.2")
		}
		if d.Source != "" && (d.Source != source || target != "" && d.Target != "" && d.Target != target) {
			return nil, refuse(n, "language", source+" "+target, "2.2")
		}
		d.Source = source
		if target != "" {
			d.Target = target
		}
		f := File{Original: n.get("original")}
		var wrong error
		ids := map[string]bool{}
		n.each(func(k *node) {
			switch {
			case wrong != nil:
			case k.name == "note" && k.parent.name == "header":
				if name, value, ok := strings.Cut(k.words(), "="); ok && k.get("from") == metaCategory {
					f.Meta = append(f.Meta, Meta{name, value})
				} else {
					f.Notes = append(f.Notes, Note{Text: k.words()})
				}
			case k.name == "trans-unit":
				id := k.get("id")
				switch {
				case id == "" || ids[id]:
					wrong = refuse(k, "id", "trans-unit/"+id, "2.2")
				case !has12(k, "source"):
					wrong = refuse(k, "structure", "trans-unit without source", "2.2")
				default:
					f.Units = append(f.Units, unit12(k))
				}
				ids[id] = true
			}
		})
		if wrong != nil {
			return nil, wrong
		}
		d.Files = append(d.Files, f)
	}
	if len(d.Files) == 0 {
		return nil, refuse(root, "structure", "xliff without file", "2.2")
	}
	return d, nil
}

func has12(n *node, name string) bool { return child12(n, name) != nil }

func child12(n *node, name string) *node {
	for _, k := range n.children {
		if k.name == name {
			return k
		}
	}
	return nil
}

func unit12(n *node) Unit {
	u := Unit{ID: n.get("id"), Name: n.get("resname"), Locked: n.get("translate") == "no"}
	for pair := range strings.FieldsSeq(n.get("extradata")) {
		if name, value, ok := strings.Cut(pair, "="); ok {
			u.Meta = append(u.Meta, Meta{name, value})
		}
	}
	s := Segment{State: Initial, Source: tokens12(child12(n, "source"))}
	if t := child12(n, "target"); t != nil {
		s.HasTarget, s.Target = true, tokens12(t)
		if state, ok := states12[t.get("state")]; ok {
			s.State = state
		}
	}
	for _, k := range n.children {
		if k.name == "note" {
			u.Notes = append(u.Notes, Note{k.get("from"), k.words()})
		}
	}
	u.Segments = []Segment{s}
	return u
}

// tokens12 reads running words (1.2, 2.4). A code that is written out (bpt, ept, ph, it) is known by its id; so is the
// rest of the 1.2 world that tools make of our g and x.
func tokens12(n *node) []Token {
	r := &reader{}
	r.walk12(n)
	return r.out
}

func (r *reader) walk12(n *node) {
	code := func(kind TokenKind, k *node, id string) {
		r.out = append(r.out, Token{Kind: kind, ID: id, Equiv: k.get("equiv-text")})
	}
	for _, k := range n.children {
		paired := k.get("rid")
		if paired == "" {
			paired = k.get("id")
		}
		switch k.name {
		case "":
			r.text(k.text)
		case "g":
			code(Open, k, k.get("id"))
			r.walk12(k)
			code(Close, k, k.get("id"))
		case "x", "ph", "it":
			code(Lone, k, k.get("id"))
		case "bx", "bpt":
			code(Open, k, paired)
		case "ex", "ept":
			code(Close, k, paired)
		default: // mrk and what others add
			r.walk12(k)
		}
	}
}
