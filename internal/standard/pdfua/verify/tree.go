package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Tree is the structure tree of a file (ISO 32000-1, 14.7).
type Tree struct {
	// Lang is the language of the catalog: what holds where no element names one.
	Lang string
	Kids []*Element
	// Lost says what of the tree was left out because a limit was passed; empty when nothing was.
	Lost string
}

// Element is one structure element.
type Element struct {
	Tag    string // as written
	Role   string // the standard structure type it stands for; empty when it stands for none
	ID     string
	Lang   string // its own; see Language
	Title  string // T
	Alt    string
	Actual string // ActualText
	Expand string // E, the expansion of an abbreviation
	// Attributes are those of A and of the class map, keyed "Owner.Name", such as "Table.Scope". Names stand without
	// their slash; the parts of an array are joined with a space.
	Attributes map[string]string
	Kids       []Kid
	Parent     *Element // nil at the top

	node     *node
	language string
}

// Kid is one child of an element, in reading order: an element, a marked-content sequence or an annotation.
type Kid struct {
	Element *Element // nil for content and for annotations
	// Page is the page, from 1, on which the content or the annotation stands; 0 when the file does not say.
	Page int
	// MCID is the marked-content identifier; -1 when the kid is no content.
	MCID int
	// Text is the text of the content, by ToUnicode and ActualText, as it is given to assistive technology.
	Text string
	// Annotation is its subtype, such as Link; empty when the kid is no annotation.
	Annotation string

	object dict
}

// Language is the language that holds for the element: its own, an ancestor's or the catalog's.
func (e *Element) Language() string { return e.language }

// Text is the text of the element and all that is in it, in reading order. ActualText stands for what it replaces.
func (e *Element) Text() string {
	var b strings.Builder
	e.writeText(&b)
	return b.String()
}

func (e *Element) writeText(b *strings.Builder) {
	if e.Actual != "" {
		b.WriteString(e.Actual)
		return
	}
	for _, k := range e.Kids {
		if k.Element != nil {
			k.Element.writeText(b)
		} else {
			b.WriteString(k.Text)
		}
	}
}

// Elements are the children that are elements.
func (e *Element) Elements() []*Element {
	var out []*Element
	for _, k := range e.Kids {
		if k.Element != nil {
			out = append(out, k.Element)
		}
	}
	return out
}

// Page is the first page, from 1, that the element has content or an annotation on; 0 when it has none.
func (e *Element) Page() int {
	for _, k := range e.Kids {
		n := k.Page
		if k.Element != nil {
			n = k.Element.Page()
		}
		if n > 0 {
			return n
		}
	}
	return 0
}

// Walk calls visit for every element in reading order, parents first, until visit is false.
func (t *Tree) Walk(visit func(*Element) bool) {
	for _, e := range t.Kids {
		if !walkElement(e, visit) {
			return
		}
	}
}

func walkElement(e *Element, visit func(*Element) bool) bool {
	if !visit(e) {
		return false
	}
	for _, k := range e.Kids {
		if k.Element != nil && !walkElement(k.Element, visit) {
			return false
		}
	}
	return true
}

// String draws the tree as indented lines, one an element: role, id, language, alternative text and its own text.
func (t *Tree) String() string {
	var b strings.Builder
	for _, e := range t.Kids {
		e.draw(&b, 0)
	}
	return b.String()
}

func (e *Element) draw(b *strings.Builder, depth int) {
	fmt.Fprintf(b, "%s%s", strings.Repeat("  ", depth), e.Tag)
	if e.Role != e.Tag {
		fmt.Fprintf(b, "=%s", e.Role)
	}
	for _, p := range [][2]string{{"#", e.ID}, {"lang=", e.Lang}} {
		if p[1] != "" {
			fmt.Fprintf(b, " %s%s", p[0], p[1])
		}
	}
	for _, p := range [][2]string{{"alt=", e.Alt}, {"actual=", e.Actual}} {
		if p[1] != "" {
			fmt.Fprintf(b, " %s%q", p[0], p[1])
		}
	}
	for _, k := range e.Kids {
		switch {
		case k.Annotation != "":
			fmt.Fprintf(b, " [%s]", k.Annotation)
		case k.Element == nil:
			fmt.Fprintf(b, " %q", k.Text)
		}
	}
	b.WriteByte('\n')
	for _, c := range e.Elements() {
		c.draw(b, depth+1)
	}
}

// Tree reads the structure tree with its text. It is nil when the file has none.
func (f *File) Tree() *Tree {
	root := f.structRoot()
	if root == nil || f.tree != nil {
		return f.tree
	}
	t := &Tree{}
	t.Lang, _ = f.textAt(f.catalog, "Lang")
	r := &treeReader{f: f, t: t, texts: f.contentTexts(), onPath: map[ref]bool{}}
	for _, k := range kidObjects(f, root) {
		if d := f.asDict(k); isElement(f, d) {
			if e := r.element(k, nil, t.Lang, 0, 1); e != nil {
				t.Kids = append(t.Kids, e)
			}
		}
	}
	if f.cut != nil && t.Lost == "" {
		t.Lost = f.cut.Error()
	}
	f.tree = t
	return t
}

// contentKey names one marked-content sequence of the file.
type contentKey struct {
	scope streamScope
	mcid  int
}

// contentTexts runs the pages and gathers the text of every marked-content sequence.
func (f *File) contentTexts() map[contentKey]*strings.Builder {
	texts := map[contentKey]*strings.Builder{}
	add := func(m *mark, s string) {
		for ; m != nil; m = m.outer {
			if m.tag == "Artifact" {
				return
			}
			if m.mcid >= 0 {
				k := contentKey{m.scope, m.mcid}
				if texts[k] == nil {
					texts[k] = &strings.Builder{}
				}
				if f.spend(len(s)) {
					texts[k].WriteString(s)
				}
				return
			}
		}
	}
	f.play(&watcher{
		begin: func(m *mark, _ *place) {
			s, ok := f.textAt(m.props, "ActualText")
			if ok && (m.outer == nil || !m.outer.replaced) {
				add(m, s)
			}
		},
		show: func(s *showing, at *place) {
			if at.mark == nil || at.mark.replaced || s.font == nil || !at.semantic {
				return
			}
			add(at.mark, s.text(at.mark.reversed()))
		},
	})
	return texts
}

// text is what is shown, as it is read. In reversed strings the characters stand from right to left; the strings
// themselves stand in the order of reading (14.8.2.3.3).
func (s *showing) text(reversed bool) string {
	var b strings.Builder
	for _, run := range s.runs {
		codes := s.font.codes(run)
		if reversed {
			slices.Reverse(codes)
		}
		for _, c := range codes {
			u, _ := s.font.unicode(c)
			b.WriteString(u)
		}
	}
	return b.String()
}

// reversed says that the sequence, or one around it, is marked as showing its strings in reverse.
func (m *mark) reversed() bool {
	for ; m != nil; m = m.outer {
		if m.tag == "ReversedChars" {
			return true
		}
	}
	return false
}

type treeReader struct {
	f      *File
	t      *Tree
	texts  map[contentKey]*strings.Builder
	count  int
	onPath map[ref]bool
}

// kidObjects are the values of K: one or an array of them.
func kidObjects(f *File, d dict) array {
	switch v := f.key(d, "K").(type) {
	case nil:
		return nil
	case array:
		return v
	}
	return array{d["K"]}
}

func isElement(f *File, d dict) bool {
	if d == nil {
		return false
	}
	t := f.nameAt(d, "Type")
	return t == "" || t == "StructElem"
}

func (r *treeReader) element(o object, parent *Element, lang string, page, depth int) *Element {
	f := r.f
	self, _ := o.(ref)
	if depth > maxTreeDepth || r.count >= maxElements || (self.num != 0 && r.onPath[self]) {
		r.t.Lost = "the structure tree is too deep, too large or runs in a circle"
		return nil
	}
	if r.count++; !f.spend(256) {
		return nil
	}
	r.onPath[self] = true
	defer delete(r.onPath, self)
	d := f.asDict(o)
	e := &Element{Tag: f.nameAt(d, "S"), Parent: parent, node: &node{f, self, d}}
	e.Role = f.role(e.Tag)
	e.ID, _ = f.bytesAt(d, "ID")
	for k, p := range map[name]*string{"Lang": &e.Lang, "T": &e.Title, "Alt": &e.Alt, "ActualText": &e.Actual, "E": &e.Expand} {
		*p, _ = f.textAt(d, k)
	}
	e.language = lang
	if e.Lang != "" {
		e.language = e.Lang
	}
	e.Attributes = f.attributes(d)
	if n := f.pageNumber(d["Pg"]); n > 0 {
		page = n
	}
	for _, k := range kidObjects(f, d) {
		if kid, ok := r.kid(k, e, page, depth); ok {
			e.Kids = append(e.Kids, kid)
		}
	}
	return e
}

func (r *treeReader) kid(o object, e *Element, page, depth int) (Kid, bool) {
	f := r.f
	switch v := f.follow(o).(type) {
	case int:
		return Kid{Page: page, MCID: v, Text: r.text(streamScope{page: page}, v)}, true
	case dict:
		if n := f.pageNumber(v["Pg"]); n > 0 && !isElement(f, v) {
			page = n
		}
		switch f.nameAt(v, "Type") {
		case "MCR":
			id, _ := f.intAt(v, "MCID")
			s := streamScope{page: page}
			s.form, _ = v["Stm"].(ref)
			return Kid{Page: page, MCID: id, Text: r.text(s, id)}, true
		case "OBJR":
			a := f.dictAt(v, "Obj")
			return Kid{Page: page, MCID: -1, Annotation: f.nameAt(a, "Subtype"), object: a}, a != nil
		}
		if isElement(f, v) {
			c := r.element(o, e, e.language, page, depth+1)
			return Kid{Element: c, MCID: -1}, c != nil
		}
	}
	return Kid{}, false
}

func (r *treeReader) text(s streamScope, mcid int) string {
	if b := r.texts[contentKey{s, mcid}]; b != nil {
		return b.String()
	}
	return ""
}

// attributes gathers the attribute objects of A, then those of the classes in C; the first value of a key holds
// (14.7.5).
func (f *File) attributes(d dict) map[string]string {
	out := map[string]string{}
	add := func(o object) {
		objects, ok := f.follow(o).(array)
		if !ok {
			objects = array{o}
		}
		for _, o := range objects {
			a := f.asDict(o)
			owner := f.nameAt(a, "O")
			for _, k := range sortedNames(a) {
				key := owner + "." + string(k)
				if _, known := out[key]; !known && k != "O" && f.spend(64) {
					out[key] = f.plain(a[k], 0)
				}
			}
		}
	}
	add(d["A"])
	classes, ok := f.key(d, "C").(array)
	if !ok {
		classes = array{f.key(d, "C")}
	}
	for _, c := range classes {
		if n, ok := f.follow(c).(name); ok {
			add(f.dictAt(f.structRoot(), "ClassMap")[n])
		}
	}
	return out
}

func (f *File) plain(o object, depth int) string {
	switch v := f.follow(o).(type) {
	case name:
		return string(v)
	case text:
		if f.spend(len(v)) {
			return decodeText(v)
		}
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case array:
		parts := make([]string, 0, len(v))
		for _, o := range v {
			if depth == 0 && f.spend(16) { // no attribute holds arrays of arrays
				parts = append(parts, f.plain(o, depth+1))
			}
		}
		return strings.Join(parts, " ")
	}
	return ""
}

// attributeArray is the array value of one attribute of an element; nil when it has none.
func (f *File) attributeArray(d dict, owner string, k name) array {
	objects, ok := f.key(d, "A").(array)
	if !ok {
		objects = array{d["A"]}
	}
	for _, o := range objects {
		if a := f.asDict(o); f.nameAt(a, "O") == owner {
			if list := f.arrayAt(a, k); list != nil {
				return list
			}
		}
	}
	return nil
}
