package pdfua

import (
	"fmt"
	"sort"
	"strings"
)

// Target is where a link leads: out of the document or to a destination in it.
type Target struct {
	URI  string // absolute; what is not ASCII is percent-encoded
	Dest string // name of a destination: see [Page.Dest]
}

// dest is a named destination (ISO 32000-1, 12.3.2.3).
type dest struct {
	name string
	page *Page
	x, y float64
}

// Dest names a place on the page, from which it is shown when somebody goes there. It
// may be called until the document is closed; names are unique in the document.
func (p *Page) Dest(name string, x, y float64) {
	p.doc.dests = append(p.doc.dests, dest{name, p, x, y})
}

// Link makes areas of the page lead somewhere. They belong to el, a Link or Reference
// whose text was drawn with [Page.In]; a link that goes over several lines has a rectangle
// for each. The contents say where it leads, for those who do not see it (ISO 14289-1,
// 7.18.1 and 7.18.5).
func (p *Page) Link(el *Element, rects []Rect, to Target, contents string) {
	if len(rects) == 0 {
		return
	}
	d := p.doc
	n := d.out.alloc()
	box := rects[0]
	var quads []string
	for _, r := range rects {
		right, bottom := max(box.X+box.W, r.X+r.W), max(box.Y+box.H, r.Y+r.H)
		box.X, box.Y = min(box.X, r.X), min(box.Y, r.Y)
		box.W, box.H = right-box.X, bottom-box.Y
		top, low := p.h-r.Y, p.h-r.Y-r.H
		quads = append(quads, nums(r.X, top, r.X+r.W, top, r.X, low, r.X+r.W, low))
	}
	act := fmt.Sprintf("/A<</S/URI/URI%s>>", literal([]byte(asciiURI(to.URI))))
	if to.Dest != "" {
		act = "/Dest" + literal([]byte(to.Dest))
		d.wanted = append(d.wanted, to.Dest)
	}
	d.out.object(n, fmt.Sprintf("<</Type/Annot/Subtype/Link/Rect[%s]/QuadPoints[%s]/Border[0 0 0]/F 4/P %d 0 R/StructParent %d/Contents%s%s>>",
		p.box(box), strings.Join(quads, " "), p.num, len(d.parents), text(contents), act))
	d.parents = append(d.parents, parents{one: el})
	p.annots = append(p.annots, n)
	el.kids = append(el.kids, kid{page: p, mcid: int32(n), objr: true})
}

// box is a rectangle in the page's own coordinates, y upwards (7.9.5).
func (p *Page) box(r Rect) string { return nums(r.X, p.h-r.Y-r.H, r.X+r.W, p.h-r.Y) }

// asciiURI percent-encodes what a URI may not hold (RFC 3987, 3.1).
func asciiURI(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`<>"{}|\^`+"`", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Bookmark is an entry of the outline (12.3.3).
type Bookmark struct {
	title, lang, dest string
	kids              []*Bookmark
	num               int
}

// Outline is the root of the bookmarks, which has no title itself.
func (d *Document) Outline() *Bookmark { return d.marks }

// Add appends a bookmark that leads to a destination. The language is written when it is
// not the document's.
func (b *Bookmark) Add(title, lang, dest string) *Bookmark {
	kid := &Bookmark{title: title, lang: lang, dest: dest}
	b.kids = append(b.kids, kid)
	return kid
}

// writeOutline writes the bookmarks; 0 when there are none. Those of the first level
// are shown, the others are folded.
func (d *Document) writeOutline() int {
	if len(d.marks.kids) == 0 {
		return 0
	}
	d.marks.num = d.out.alloc()
	d.writeBookmarks(d.marks)
	d.out.object(d.marks.num, fmt.Sprintf("<</Type/Outlines%s/Count %d>>", d.marks.ends(), len(d.marks.kids)))
	return d.marks.num
}

func (b *Bookmark) ends() string {
	if len(b.kids) == 0 {
		return ""
	}
	return fmt.Sprintf("/First %d 0 R/Last %d 0 R", b.kids[0].num, b.kids[len(b.kids)-1].num)
}

func (d *Document) writeBookmarks(parent *Bookmark) {
	for _, k := range parent.kids {
		k.num = d.out.alloc()
	}
	for i, k := range parent.kids {
		d.writeBookmarks(k)
		var b strings.Builder
		title := text(k.title)
		if k.lang != "" && k.lang != d.opt.Lang {
			title = textIn(k.lang, k.title)
		}
		fmt.Fprintf(&b, "<</Title%s/Parent %d 0 R/Dest%s%s", title, parent.num, literal([]byte(k.dest)), k.ends())
		if len(k.kids) > 0 {
			fmt.Fprintf(&b, "/Count %d", -len(k.kids))
		}
		if i > 0 {
			fmt.Fprintf(&b, "/Prev %d 0 R", parent.kids[i-1].num)
		}
		if i+1 < len(parent.kids) {
			fmt.Fprintf(&b, "/Next %d 0 R", parent.kids[i+1].num)
		}
		d.wanted = append(d.wanted, k.dest)
		d.out.object(k.num, b.String()+">>")
	}
}

// LabelStyle is how the pages of a range are numbered (12.4.2, table 159).
type LabelStyle string

// The styles in use.
const (
	DecimalLabel LabelStyle = "D" // 1, 2, 3
	RomanLabel   LabelStyle = "r" // i, ii, iii
	NoLabel      LabelStyle = ""  // a prefix alone, or nothing
)

// Label begins a range of pages that are numbered from start, with a prefix, as readers
// show them.
func (p *Page) Label(style LabelStyle, prefix string, start int) {
	var b strings.Builder
	b.WriteString("<<")
	if style != NoLabel {
		fmt.Fprintf(&b, "/S/%s/St %d", style, max(start, 1))
	}
	if prefix != "" {
		b.WriteString("/P" + text(prefix))
	}
	p.label = b.String() + ">>"
}

func (d *Document) pageLabels() string {
	var b strings.Builder
	for i, p := range d.pages {
		if p.label == "" && i == 0 {
			p.label = "<</S/D>>" // the tree must have an entry for the first page
		}
		if p.label != "" {
			fmt.Fprintf(&b, "%d %s", i, p.label)
		}
	}
	return "/PageLabels<</Nums[" + b.String() + "]>>"
}

// entry is a key of a name tree and its value as written in the file.
type entry struct{ key, value string }

// nameTree writes a name tree (7.9.6) of leaves of 64 entries under one root, and gives
// its object number; 0 for none. A key twice is an error of the document.
func (d *Document) nameTree(what string, all []entry) int {
	if len(all) == 0 {
		return 0
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].key < all[j].key })
	for i := 1; i < len(all); i++ {
		if all[i].key == all[i-1].key {
			d.fail(fmt.Errorf("pdfua: %s %q is used twice", what, all[i].key))
		}
	}
	const fan = 64
	var kids []string
	for from := 0; from < len(all); from += fan {
		leaf := all[from:min(from+fan, len(all))]
		var b strings.Builder
		for _, e := range leaf {
			b.WriteString(literal([]byte(e.key)))
			b.WriteString(e.value)
		}
		n := d.out.alloc()
		d.out.object(n, fmt.Sprintf("<</Limits[%s%s]/Names[%s]>>", literal([]byte(leaf[0].key)), literal([]byte(leaf[len(leaf)-1].key)), b.String()))
		kids = append(kids, ref(n))
	}
	root := d.out.alloc()
	d.out.object(root, "<</Kids["+strings.Join(kids, " ")+"]>>")
	return root
}

// destTree writes the named destinations and holds what leads somewhere against them.
func (d *Document) destTree() int {
	all := make([]entry, 0, len(d.dests))
	there := make(map[string]bool, len(d.dests))
	for _, t := range d.dests {
		there[t.name] = true
		all = append(all, entry{t.name, fmt.Sprintf("[%d 0 R/XYZ %s null]", t.page.num, nums(t.x, t.page.h-t.y))})
	}
	for _, name := range d.wanted {
		if !there[name] {
			d.fail(fmt.Errorf("pdfua: something leads to %q, which is no destination of the document", name))
		}
	}
	return d.nameTree("destination", all)
}
