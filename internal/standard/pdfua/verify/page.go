package verify

// page is one page with what it inherits from the page tree (7.7.3).
type page struct {
	number    int // from 1
	self      ref
	dict      dict
	resources dict
	crop      [4]float64 // left, bottom, right, top in default user space units

	annots     []*annotation
	annotsRead bool
}

func (f *File) readPages() {
	f.pages, f.pageOf = nil, map[ref]int{}
	seen := map[int]bool{}
	f.pageNode(f.catalog["Pages"], dict{}, seen, 0)
}

func (f *File) pageNode(o object, inherited dict, seen map[int]bool, depth int) {
	self, _ := o.(ref)
	d := f.asDict(o)
	if d == nil || depth > maxNesting || (self.num != 0 && seen[self.num]) || !f.work(50) {
		return
	}
	seen[self.num] = true
	own := dict{}
	for _, k := range []name{"Resources", "MediaBox", "CropBox"} {
		if v := d[k]; v != nil {
			own[k] = v
		} else if v := inherited[k]; v != nil {
			own[k] = v
		}
	}
	if kids := f.arrayAt(d, "Kids"); kids != nil && f.nameAt(d, "Type") != "Page" {
		for _, k := range kids {
			f.pageNode(k, own, seen, depth+1)
		}
		return
	}
	p := &page{number: len(f.pages) + 1, self: self, dict: d, resources: f.dictAt(own, "Resources")}
	media, ok := f.rectangle(own["MediaBox"])
	if !ok {
		media = [4]float64{0, 0, 612, 792}
	}
	p.crop = media
	if crop, ok := f.rectangle(own["CropBox"]); ok {
		p.crop = crop
	}
	f.pages = append(f.pages, p)
	if self.num != 0 {
		f.pageOf[self] = p.number
	}
}

// rectangle reads an array of four numbers and puts its corners in order (7.9.5).
func (f *File) rectangle(o object) (r [4]float64, ok bool) {
	a, _ := f.follow(o).(array)
	if len(a) < 4 {
		return r, false
	}
	for i := range r {
		if r[i], ok = number(f.follow(a[i])); !ok {
			return r, false
		}
	}
	if r[0] > r[2] {
		r[0], r[2] = r[2], r[0]
	}
	if r[1] > r[3] {
		r[1], r[3] = r[3], r[1]
	}
	return r, true
}

// pageNumber is the number of the page a reference names, from 1; 0 when it names none.
func (f *File) pageNumber(o object) int {
	r, ok := o.(ref)
	if !ok {
		return 0
	}
	return f.pageOf[r]
}

// Pages is how many pages the file has.
func (f *File) Pages() int { return len(f.pages) }
