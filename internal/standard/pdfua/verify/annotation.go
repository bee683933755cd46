package verify

// annotation is one entry of a page's Annots (12.5).
type annotation struct {
	f    *File
	page *page
	self ref
	d    dict
}

func (f *File) annotations(p *page) []*annotation {
	if p.annotsRead {
		return p.annots
	}
	p.annotsRead = true
	for _, o := range f.arrayAt(p.dict, "Annots") {
		r, _ := o.(ref)
		if d := f.asDict(o); d != nil && f.work(1) && f.spend(64) {
			p.annots = append(p.annots, &annotation{f, p, r, d})
		}
	}
	return p.annots
}

func (a *annotation) subtype() string { return a.f.nameAt(a.d, "Subtype") }

// owner is the structure element the annotation's StructParent names (14.7.4.4).
func (a *annotation) owner() *node {
	k, ok := a.f.key(a.d, "StructParent").(int)
	if !ok {
		return nil
	}
	o, ok := a.f.parentTree()[k]
	if !ok {
		return nil
	}
	return a.f.nodeOf(o)
}

// lang is the language the owner itself names; inherited ones do not count here.
func (a *annotation) lang() string {
	if n := a.owner(); n != nil {
		s, _ := a.f.textAt(n.d, "Lang")
		return s
	}
	return ""
}

// hidden says whether the annotation has the Hidden flag or lies outside the crop box: the profile leaves such
// annotations out of most rules.
func (a *annotation) hidden() bool {
	if flags, _ := a.f.intAt(a.d, "F"); flags&2 != 0 {
		return true
	}
	r, ok := a.f.rectangle(a.d["Rect"])
	c := a.page.crop
	return ok && (c[1] >= r[3] || c[0] >= r[2] || c[3] <= r[1] || c[2] <= r[0])
}

// appearances are all appearance streams: N, R and D, each a stream or one for every state (12.5.5).
func (a *annotation) appearances() []*stream {
	var out []*stream
	ap := a.f.dictAt(a.d, "AP")
	for _, k := range []name{"N", "D", "R"} {
		switch v := a.f.key(ap, k).(type) {
		case *stream:
			out = append(out, v)
		case dict:
			for _, state := range sortedNames(v) {
				if s := a.f.streamAt(v, state); s != nil {
					out = append(out, s)
				}
			}
		}
	}
	return out
}
