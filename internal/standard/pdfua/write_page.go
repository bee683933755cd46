package pdfua

import (
	"bytes"
	"fmt"
	"strings"
)

// Page is a page in the making (ISO 32000-1, 7.7.3). Its origin is the top left corner.
type Page struct {
	doc     *Document
	key     int // in the parent tree
	w, h    float64
	num     int
	body    bytes.Buffer
	done    bool
	drawing bool
	owners  []*Element // by MCID: the parent tree (14.7.4.4)
	annots  []int
	contain int      // object number of the content stream
	owner   *Element // of what is being drawn; nil for an artifact
	kind    Artifact // of what is being drawn
	open    *Element // of the marked content that is still open
	openArt Artifact // the artifact that is still open
	fonts   []*embedded
	images  []int
	states  []int
	label   string
	canvas  Canvas
}

// Rect is a box on a page: its top left corner, its width and its height.
type Rect struct{ X, Y, W, H float64 }

// Artifact is what a page shows that is no content (14.8.2.2).
type Artifact string

const (
	Pagination Artifact = "Pagination" // running headers and footers, page numbers
	Layout     Artifact = "Layout"     // rules, grounds, boxes
	Background Artifact = "Background" // what lies under the whole page
)

// Width is the width of the page in points.
func (p *Page) Width() float64 { return p.w }

// Height is the height of the page in points.
func (p *Page) Height() float64 { return p.h }

func (p *Page) begin() {
	p.canvas = Canvas{page: p}
	fmt.Fprintf(&p.body, "1 0 0 -1 0 %s cm\n", nums(p.h))
}

// In draws content of an element: what f draws is read after what the element was given
// before.
func (p *Page) In(el *Element, f func(*Canvas)) { p.draw(el, "", f) }

// Artifact draws what is not read.
func (p *Page) Artifact(kind Artifact, f func(*Canvas)) { p.draw(nil, kind, f) }

func (p *Page) draw(el *Element, kind Artifact, f func(*Canvas)) {
	if p.done || p.drawing {
		panic("pdfua: drawing on a page that is done, or inside other drawing")
	}
	p.drawing, p.owner, p.kind = true, el, kind
	defer func() { p.drawing = false }()
	f(&p.canvas)
}

// ensure begins the marked content that what is about to be drawn belongs to. It goes on
// as long as what follows has the same owner, so that a paragraph of many lines is one
// sequence.
func (p *Page) ensure() {
	if p.owner == nil {
		if p.openArt != p.kind || p.open != nil {
			p.shut()
			fmt.Fprintf(&p.body, "/Artifact<</Type/%s>>BDC\n", p.kind)
			p.openArt = p.kind
		}
		return
	}
	kids := p.owner.kids
	if n := len(kids); p.open != p.owner || n == 0 || kids[n-1].page != p || kids[n-1].objr {
		p.mark(string(p.owner.tag), "")
	}
}

// mark begins a marked-content sequence of the owner.
func (p *Page) mark(tag, properties string) {
	p.shut()
	mcid := len(p.owners)
	p.owners = append(p.owners, p.owner)
	p.owner.kids = append(p.owner.kids, kid{page: p, mcid: int32(mcid)})
	fmt.Fprintf(&p.body, "/%s<</MCID %d%s>>BDC\n", tag, mcid, properties)
	p.open = p.owner
}

// apart draws with f in a sequence of its own, which says more of itself than whose it is.
// It is not put inside another: there are readers for which the inner end ends both.
func (p *Page) apart(tag, properties string, f func()) {
	if p.owner == nil {
		p.ensure()
		f()
		return
	}
	p.mark(tag, properties)
	f()
	p.shut()
}

// shut ends the marked content that is open.
func (p *Page) shut() {
	if p.open != nil || p.openArt != "" {
		p.body.WriteString("EMC\n")
	}
	p.open, p.openArt = nil, ""
}

// Done writes the page; nothing can be drawn on it any more. Links and destinations may
// still be added.
func (p *Page) Done() {
	if p.done {
		return
	}
	p.shut()
	p.done = true
	p.contain = p.doc.out.alloc()
	p.doc.out.stream(p.contain, "", p.body.Bytes())
	p.body = bytes.Buffer{}
}

// writePages writes the page objects and their tree. The tree has one level of 64
// pages a node, so that a reader reaches any page in a few steps.
func (d *Document) writePages() {
	const fan = 64
	var nodes []string
	for from := 0; from < len(d.pages); from += fan {
		node := d.out.alloc()
		var kids []string
		for _, p := range d.pages[from:min(from+fan, len(d.pages))] {
			d.out.object(p.num, p.object(node))
			kids = append(kids, ref(p.num))
		}
		d.out.object(node, fmt.Sprintf("<</Type/Pages/Parent %d 0 R/Count %d/Kids[%s]>>", d.pageTree, len(kids), strings.Join(kids, " ")))
		nodes = append(nodes, ref(node))
	}
	d.out.object(d.pageTree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(d.pages), strings.Join(nodes, " ")))
}

func (p *Page) object(parent int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s]/Contents %d 0 R/Tabs/S", parent, nums(p.w, p.h), p.contain)
	if len(p.owners) > 0 {
		fmt.Fprintf(&b, "/StructParents %d", p.key)
	}
	b.WriteString("/Resources<<")
	resources(&b, "Font", p.fonts, func(e *embedded) (string, int) { return e.key, e.num })
	resources(&b, "XObject", p.images, func(n int) (string, int) { return fmt.Sprintf("I%d", n), n })
	resources(&b, "ExtGState", p.states, func(n int) (string, int) { return fmt.Sprintf("G%d", n), n })
	b.WriteString(">>")
	if len(p.annots) > 0 {
		b.WriteString("/Annots[")
		for i, n := range p.annots {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(ref(n))
		}
		b.WriteByte(']')
	}
	b.WriteString(">>")
	return b.String()
}

func resources[T any](b *strings.Builder, kind string, all []T, f func(T) (string, int)) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(b, "/%s<<", kind)
	for _, x := range all {
		key, n := f(x)
		fmt.Fprintf(b, "/%s %d 0 R", key, n)
	}
	b.WriteString(">>")
}

func ref(n int) string { return fmt.Sprintf("%d 0 R", n) }

// use adds something to what the page's resources name.
func use[T comparable](all *[]T, x T) {
	for _, y := range *all {
		if x == y {
			return
		}
	}
	*all = append(*all, x)
}
