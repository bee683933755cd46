package xliff

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// keys checks identifiers and what refers to them, over the whole document (2.1, 4.3.1.15 and the constraints of each
// element).
func (c *checker) keys(root *node) {
	files := map[string]bool{}
	if (root.get("trgLang") == "") && has(root, "target") {
		c.refuse(root, "language", "target without trgLang", "4.2.2.1")
	}
	for _, f := range root.children {
		if !f.is("file") {
			continue
		}
		c.unique(f, files)
		groups, units := map[string]bool{}, map[string]bool{}
		f.each(func(n *node) {
			switch {
			case n.is("group"):
				c.unique(n, groups)
			case n.is("unit"):
				c.unique(n, units)
				c.unit(root, n)
			case n.is("notes"):
				c.noteIDs(n)
			case n.is("skeleton"):
				_, href := n.find("", "href")
				if empty := len(n.children) == 0; href != empty {
					c.refuse(n, "structure", "skeleton", "4.2.2.3")
				}
			}
		})
	}
}

func has(root *node, name string) bool {
	found := false
	root.each(func(n *node) {
		found = found || n.is(name) && (n.parent.is("segment") || n.parent.is("ignorable"))
	})
	return found
}

func (c *checker) unique(n *node, seen map[string]bool) {
	id := n.get("id")
	if id != "" && seen[id] {
		c.refuse(n, "id", n.name+"/"+id, "4.3.1.15")
	}
	seen[id] = true
}

func (c *checker) noteIDs(n *node) {
	seen := map[string]bool{}
	for _, k := range n.children {
		if k.is("note") {
			c.unique(k, seen)
		}
	}
}

// unit checks the codes of a unit.
func (c *checker) unit(root, u *node) {
	data := map[string]bool{}
	if d := u.child("originalData"); d != nil {
		for _, k := range d.children {
			if k.is("data") {
				c.unique(k, data)
			}
		}
	}
	inSource := map[string]*node{} // segments and codes of sources
	inTarget := map[string]*node{}
	orders := map[int]bool{}
	segments, targets := 0, 0
	for _, s := range u.children {
		if !s.is("segment") && !s.is("ignorable") {
			continue
		}
		targets++
		if s.is("segment") {
			segments++
		}
		c.remember(s, inSource)
		for _, side := range s.children {
			if !side.is("source") && !side.is("target") {
				continue
			}
			ids := inSource
			if side.is("target") {
				ids = inTarget
				place := targets
				if o, err := strconv.Atoi(side.get("order")); err == nil {
					place = o
				}
				if orders[place] {
					c.refuse(side, "id", "order="+strconv.Itoa(place), "4.3.1.28")
				}
				orders[place] = true
			}
			c.sideLanguage(root, side)
			side.each(func(n *node) {
				if n.get("id") != "" {
					c.remember(n, ids)
				}
				c.references(n)
			})
		}
	}
	if segments == 0 {
		c.refuse(u, "structure", "unit without segment", "4.2.2.5")
	}
	c.sameCode(inSource, inTarget)
	c.pairs(u, "source", inSource)
	c.pairs(u, "target", inTarget)
}

func (c *checker) remember(n *node, ids map[string]*node) {
	id := n.get("id")
	if id == "" {
		return
	}
	if ids[id] != nil {
		c.refuse(n, "id", n.name+"/"+id, "4.3.1.15")
	}
	ids[id] = n
}

// sameCode: a code of a target has the id of one of the source only when it is the same kind of element.
func (c *checker) sameCode(source, target map[string]*node) {
	for _, id := range sorted(target) {
		t := target[id]
		s := source[id]
		if s == nil {
			continue
		}
		if family(s) != family(t) || s.up("segment") != t.up("segment") || s.up("ignorable") != t.up("ignorable") {
			c.refuse(t, "id", t.name+"/"+id, "4.3.1.15")
		}
	}
}

// family is the kind of a code: a pair may be one element or two (2.1, 4.3.1.15 would keep the form too, but tools
// that cut a segment cut pairs with it).
func family(n *node) string {
	if n.name == "sc" {
		return "pc"
	}
	return n.name
}

func sorted(m map[string]*node) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// sideLanguage: the xml:lang of a source, its own or inherited, and of a target is that of the document (2.1, 4.2.2.12, 4.2.2.13).
func (c *checker) sideLanguage(root, side *node) {
	got := ""
	for n := side; n != nil && got == ""; n = n.parent {
		for _, a := range n.attrs {
			if a.Name.Local == "lang" && a.Name.Space != "" {
				got = a.Value
			}
		}
	}
	if got == "" {
		return
	}
	want := root.get("srcLang")
	if side.is("target") {
		want = root.get("trgLang")
	}
	if _, err := language.Raw.Parse(got); err != nil || !strings.EqualFold(got, want) && !strings.HasPrefix(strings.ToLower(got), strings.ToLower(want)+"-") {
		c.refuse(side, "language", got, "4.2.2.12")
	}
}

// references: where the data of a code is not there, the code is still known by its id, so that the file of a tool
// that dropped originalData is read.
func (c *checker) references(n *node) {
	if n.get("copyOf") != "" && (n.get("dataRef") != "" || n.get("dataRefStart") != "" || n.get("dataRefEnd") != "") {
		c.refuse(n, "attribute", "copyOf with dataRef", "4.3.1.9")
	}
	if (n.is("mrk") || n.is("sm")) && n.get("type") == "comment" && (n.get("ref") == "") == (n.get("value") == "") {
		c.refuse(n, "attribute", "comment", "4.3.1.40")
	}
}

// pairs checks that every sc has its ec behind it and every sm its em (2.1, 4.2.3.4 to 4.2.3.8).
func (c *checker) pairs(u *node, side string, ids map[string]*node) {
	open := map[string]*node{}
	u.each(func(n *node) {
		if n.up(side) == nil || n.up("segment") == nil && n.up("ignorable") == nil {
			return
		}
		ref := n.get("startRef")
		if of := n.get("copyOf"); of != "" && (ids[of] == nil || ids[of].get("canCopy") == "no") {
			c.refuse(n, "reference", "copyOf="+of, "4.3.1.9")
		}
		switch {
		case n.is("sc") || n.is("sm"):
			open[n.get("id")] = n
		case n.is("ec") && n.get("isolated") == "yes":
			if n.get("id") == "" || ref != "" {
				c.refuse(n, "code", "isolated ec", "4.2.3.5")
			}
		case n.is("ec"):
			start := open[ref]
			if ref == "" || start == nil || !start.is("sc") || start.get("isolated") == "yes" || n.get("id") != "" {
				c.refuse(n, "code", "ec/"+ref, "4.2.3.5")
				return
			}
			c.sameRights(start, n)
			delete(open, ref)
		case n.is("em"):
			if start := open[ref]; start == nil || !start.is("sm") {
				c.refuse(n, "code", "em/"+ref, "4.2.3.8")
			}
			delete(open, ref)
		}
	})
	for _, id := range sorted(open) {
		if n := open[id]; n.is("sm") || n.get("isolated") != "yes" {
			c.refuse(n, "code", n.name+"/"+id, "4.2.3.4")
		}
	}
}

// sameRights: both ends of a code may be copied, deleted, moved and overlapped alike.
func (c *checker) sameRights(start, end *node) {
	for _, name := range []string{"canCopy", "canDelete", "canOverlap", "canReorder"} {
		a, b := start.get(name), end.get(name)
		if a == "" {
			a = "yes"
		}
		if b == "" {
			b = "yes"
		}
		if a != b && !(name == "canReorder" && a == "firstNo" && b == "no") {
			c.refuse(end, "code", name, "4.2.3.5")
		}
	}
}
