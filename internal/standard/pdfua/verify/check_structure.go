package verify

import (
	"strings"
)

// passThrough are grouping elements that stand between a parent and its kids without meaning of their own: the
// profile looks through them when it asks what stands in what.
var passThrough = setOf("NonStruct", "Div", "Part")

// roles are the roles of an element's children, those inside grouping elements included; "" is one without a role.
func (e *Element) roles() []string {
	var out []string
	for _, k := range e.significant() {
		out = append(out, k.Role)
	}
	return out
}

// significant are the child elements, those inside grouping elements included.
func (e *Element) significant() []*Element {
	var out []*Element
	for _, k := range e.Kids {
		switch {
		case k.Element == nil:
		case passThrough[k.Element.Role]:
			out = append(out, k.Element.significant()...)
		default:
			out = append(out, k.Element)
		}
	}
	return out
}

// within is the role of the parent, grouping elements looked through; "" at the top.
func (e *Element) within() string {
	p := e.Parent
	for p != nil && passThrough[p.Role] {
		p = p.Parent
	}
	if p == nil {
		return ""
	}
	return p.Role
}

// headingLevel is 1 to 6 for H1 to H6 and 0 for everything else.
func headingLevel(role string) int {
	if len(role) == 2 && role[0] == 'H' && role[1] >= '1' && role[1] <= '6' {
		return int(role[1] - '0')
	}
	return 0
}

// Clause 7.1, structure types, and 7.2 to 7.9: which elements stand in which, and what they carry.
var structureRules = []rule{
	{id: "7.1-5", says: "every structure type is standard or mapped to a standard one", element: func(c *checker, e *Element) string {
		return when(e.Role == "" && !standardTypes[e.Tag] && !c.f.circular(e.Tag), "%q is not mapped to a standard type", e.Tag)
	}},
	{id: "7.1-6", says: "the role map has no circle", element: func(c *checker, e *Element) string {
		return when(c.f.circular(e.Tag), "the role map of %q runs in a circle", e.Tag)
	}},
	{id: "7.1-7", says: "standard structure types are not mapped to others", element: func(c *checker, e *Element) string {
		switch {
		case standardTypes[e.Tag]:
			return when(e.Role != e.Tag, "the standard type %q is mapped to another", e.Tag)
		case e.Role != "":
			return when(c.f.role(e.Role) != e.Role, "the standard type %q is mapped to another", e.Role)
		}
		return ""
	}},
	{id: "7.1-12", says: "an element names its parent", element: func(c *checker, e *Element) string {
		return when(c.f.dictAt(e.node.d, "P") == nil, "no P entry")
	}},
	onlyIn("7.2-4", "TR", "Table", "THead", "TBody", "TFoot"),
	onlyIn("7.2-5", "THead", "Table"),
	onlyIn("7.2-6", "TBody", "Table"),
	onlyIn("7.2-7", "TFoot", "Table"),
	onlyIn("7.2-8", "TH", "TR"),
	onlyIn("7.2-9", "TD", "TR"),
	onlyIn("7.2-17", "LI", "L"),
	onlyIn("7.2-18", "LBody", "LI"),
	onlyIn("7.2-26", "TOCI", "TOC"),
	holdsOnly("7.2-3", "Table", "TR", "THead", "TBody", "TFoot", "Caption"),
	holdsOnly("7.2-10", "TR", "TH", "TD"),
	holdsOnly("7.2-19", "L", "L", "LI", "Caption"),
	holdsOnly("7.2-20", "LI", "Lbl", "LBody"),
	holdsOnly("7.2-27", "TOC", "TOC", "TOCI", "Caption"),
	holdsOnly("7.2-36", "THead", "TR"),
	holdsOnly("7.2-37", "TBody", "TR"),
	holdsOnly("7.2-38", "TFoot", "TR"),
	captionFirst("7.2-28", "TOC"),
	captionFirst("7.2-40", "L"),
	{id: "7.3-1", says: "a Figure has an alternative or a replacement text", element: pictured("Figure")},
	{id: "7.4.2-1", says: "heading levels start at 1 and skip none", element: func(c *checker, e *Element) string {
		n := headingLevel(e.Role)
		return when(n > c.level+1, "H%d after level %d", n, c.level)
	}},
	{id: "7.4.4-1", says: "an element has at most one H", element: func(_ *checker, e *Element) string {
		n := count(e.roles(), "H")
		return when(n > 1, "%d H elements", n)
	}},
	{id: "7.4.4-2", says: "H and H1 to H6 are not mixed: H", element: func(c *checker, e *Element) string {
		return when(e.Role == "H" && c.usesHn, "the file also uses numbered headings")
	}},
	{id: "7.4.4-3", says: "H and H1 to H6 are not mixed: Hn", element: func(c *checker, e *Element) string {
		return when(headingLevel(e.Role) > 0 && c.usesH, "the file also uses H")
	}},
	{id: "7.7-1", says: "a Formula has an alternative or a replacement text", element: pictured("Formula")},
	{id: "7.9-1", says: "a Note has an ID", element: func(_ *checker, e *Element) string {
		return when(e.Role == "Note" && e.ID == "", "no ID")
	}},
	{id: "7.9-2", says: "the ID of a Note is its own", element: func(c *checker, e *Element) string {
		if e.Role != "Note" || e.ID == "" {
			return ""
		}
		again := c.noteIDs[e.ID]
		c.noteIDs[e.ID] = true
		return when(again, "the ID %q is used before", e.ID)
	}},
}

func onlyIn(id, role string, parents ...string) rule {
	ok := setOf(parents...)
	return rule{id: id, says: role + " stands only in " + strings.Join(parents, ", "), element: func(_ *checker, e *Element) string {
		return when(e.Role == role && !ok[e.within()], "%s stands in %s", role, orRoot(e.within()))
	}}
}

func orRoot(role string) string {
	if role == "" {
		return "the root"
	}
	return role
}

func holdsOnly(id, role string, kids ...string) rule {
	ok := setOf(kids...)
	return rule{id: id, says: role + " holds only " + strings.Join(kids, ", "), element: func(_ *checker, e *Element) string {
		if e.Role != role {
			return ""
		}
		for _, k := range e.roles() {
			if k != "" && !ok[k] {
				return role + " holds " + k
			}
		}
		return ""
	}}
}

func captionFirst(id, role string) rule {
	return rule{id: id, says: "a Caption is the first in " + role, element: func(_ *checker, e *Element) string {
		if e.Role != role {
			return ""
		}
		kids := named(e.roles())
		return when(len(kids) > 0 && count(kids[1:], "Caption") > 0, "a Caption that is not the first")
	}}
}

func pictured(role string) func(*checker, *Element) string {
	return func(c *checker, e *Element) string {
		_, actual := c.f.textAt(e.node.d, "ActualText")
		return when(e.Role == role && e.Alt == "" && !actual, "neither Alt nor ActualText")
	}
}

func count(list []string, s string) int {
	n := 0
	for _, x := range list {
		if x == s {
			n++
		}
	}
	return n
}

// named drops children without a role: the profile's lists of children leave them out.
func named(list []string) []string {
	out := list[:0:0]
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
