package pdfua

import (
	"fmt"
	"strings"
)

// parents is an entry of the parent tree (ISO 32000-1, 14.7.4.4): the elements of a
// page's marked content, or the one element of an annotation.
type parents struct {
	page *Page
	one  *Element
}

// writeTree writes the structure tree (14.7.2) in the order in which it is read.
func (d *Document) writeTree() {
	var ids []entry
	d.number(d.root)
	d.writeElement(d.root, d.treeRoot, &ids)
	idTree := ""
	if n := d.nameTree("ID", ids); n > 0 {
		idTree = fmt.Sprintf("/IDTree %d 0 R", n)
	}
	d.out.object(d.treeRoot, fmt.Sprintf("<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d%s>>",
		d.root.num, d.parentTree(), len(d.parents), idTree))
}

func (d *Document) number(e *Element) {
	e.num = d.out.alloc()
	for _, k := range e.kids {
		if k.el != nil {
			d.number(k.el)
		}
	}
}

func (d *Document) writeElement(e *Element, parent int, ids *[]entry) {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type/StructElem/S/%s/P %d 0 R", e.tag, parent)
	page := e.firstPage()
	if page != nil {
		fmt.Fprintf(&b, "/Pg %d 0 R", page.num)
	}
	if e.attr != nil {
		e.attr.write(&b)
		if e.attr.ID != "" {
			*ids = append(*ids, entry{e.attr.ID, ref(e.num)})
		}
	}
	b.WriteString("/K[")
	for i, k := range e.kids {
		if i > 0 {
			b.WriteByte(' ')
		}
		k.write(&b, page)
	}
	d.out.object(e.num, b.String()+"]>>")
	for _, k := range e.kids {
		if k.el != nil {
			d.writeElement(k.el, e.num, ids)
		}
	}
}

// firstPage is the page of the element's first own content: its /Pg.
func (e *Element) firstPage() *Page {
	for _, k := range e.kids {
		if k.page != nil {
			return k.page
		}
	}
	return nil
}

func (k kid) write(b *strings.Builder, page *Page) {
	switch {
	case k.el != nil:
		b.WriteString(ref(k.el.num))
	case k.objr:
		fmt.Fprintf(b, "<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>", k.mcid, k.page.num)
	case k.page != page:
		fmt.Fprintf(b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", k.page.num, k.mcid)
	default:
		fmt.Fprintf(b, "%d", k.mcid)
	}
}

// write writes the entries of table 323 and the attributes of 14.8.5.
func (a *Attr) write(b *strings.Builder) {
	for _, s := range []struct{ key, value string }{{"T", a.Title}, {"Lang", a.Lang}, {"Alt", a.Alt}, {"E", a.Expansion}, {"ActualText", a.ActualText}} {
		if s.value != "" {
			fmt.Fprintf(b, "/%s%s", s.key, text(s.value))
		}
	}
	if a.ID != "" {
		b.WriteString("/ID" + literal([]byte(a.ID)))
	}
	var all []string
	if s := a.table(); s != "" {
		all = append(all, "<</O/Table"+s+">>")
	}
	if a.ListNumbering != "" {
		all = append(all, "<</O/List/ListNumbering/"+a.ListNumbering+">>")
	}
	if s := a.layout(); s != "" {
		all = append(all, "<</O/Layout"+s+">>")
	}
	if len(all) > 0 {
		b.WriteString("/A[" + strings.Join(all, "") + "]")
	}
}

func (a *Attr) table() string {
	var b strings.Builder
	if a.Scope != "" {
		b.WriteString("/Scope/" + a.Scope)
	}
	if a.ColSpan > 1 {
		fmt.Fprintf(&b, "/ColSpan %d", a.ColSpan)
	}
	if a.RowSpan > 1 {
		fmt.Fprintf(&b, "/RowSpan %d", a.RowSpan)
	}
	if len(a.Headers) > 0 {
		b.WriteString("/Headers[")
		for _, id := range a.Headers {
			b.WriteString(literal([]byte(id)))
		}
		b.WriteByte(']')
	}
	if a.Summary != "" {
		b.WriteString("/Summary" + text(a.Summary))
	}
	return b.String()
}

func (a *Attr) layout() string {
	var b strings.Builder
	if a.Placement != "" {
		b.WriteString("/Placement/" + a.Placement)
	}
	if a.BBoxPage != nil {
		b.WriteString("/BBox[" + a.BBoxPage.box(a.BBox) + "]")
	}
	return b.String()
}

// parentTree writes the number tree (7.9.7) that leads from content to its element.
func (d *Document) parentTree() int {
	const fan = 64
	var kids []string
	for from := 0; from < len(d.parents); from += fan {
		to := min(from+fan, len(d.parents))
		var b strings.Builder
		for key := from; key < to; key++ {
			p := d.parents[key]
			if p.one != nil {
				fmt.Fprintf(&b, "%d %d 0 R ", key, p.one.num)
				continue
			}
			fmt.Fprintf(&b, "%d[", key)
			for i, el := range p.page.owners {
				if i > 0 {
					b.WriteByte(' ')
				}
				b.WriteString(ref(el.num))
			}
			b.WriteByte(']')
		}
		n := d.out.alloc()
		d.out.object(n, fmt.Sprintf("<</Limits[%d %d]/Nums[%s]>>", from, to-1, b.String()))
		kids = append(kids, ref(n))
	}
	root := d.out.alloc()
	d.out.object(root, "<</Kids["+strings.Join(kids, " ")+"]>>")
	return root
}
