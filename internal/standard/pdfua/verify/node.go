package verify

import "sort"

// node is a structure element as a dictionary, reached from the parent tree or by a P entry. It may stand outside the
// tree that hangs from the root.
type node struct {
	f    *File
	self ref
	d    dict
}

func (f *File) nodeOf(o object) *node {
	r, _ := o.(ref)
	if d := f.asDict(o); d != nil {
		return &node{f, r, d}
	}
	return nil
}

// up is the parent; nil at the top.
func (n *node) up() *node { return n.f.nodeOf(n.d["P"]) }

// chain is the element and its ancestors by P, the structure tree root last when it is reached.
func (n *node) chain() []*node {
	var out []*node
	seen := map[ref]bool{}
	for at := n; at != nil && len(out) < maxTreeDepth; at = at.up() {
		if at.self != (ref{}) {
			if seen[at.self] {
				break
			}
			seen[at.self] = true
		}
		out = append(out, at)
		if at.isRoot() {
			break
		}
	}
	return out
}

func (n *node) isRoot() bool {
	return n.f.nameAt(n.d, "Type") == "StructTreeRoot"
}

// rooted says whether the element hangs from the structure tree root.
func (n *node) rooted() bool { return n.above().rooted }

// above is what the ancestors of an element say of it, looked up once for each element.
type above struct {
	rooted, hasLang bool
	lang            string
}

func (n *node) above() above {
	if n == nil {
		return above{}
	}
	if a, ok := n.f.aboves[n.self]; ok && n.self != (ref{}) {
		return a
	}
	var a above
	c := n.chain()
	a.rooted = len(c) > 0 && c[len(c)-1].isRoot()
	for _, at := range c {
		if a.lang, a.hasLang = n.f.textAt(at.d, "Lang"); a.hasLang {
			break
		}
	}
	if n.self != (ref{}) {
		n.f.aboves[n.self] = a
	}
	return a
}

// lang is the language of the element or of the nearest ancestor that names one.
func (n *node) lang() (string, bool) {
	a := n.above()
	return a.lang, a.hasLang
}

func (n *node) role() string {
	if n == nil {
		return ""
	}
	return n.f.role(n.f.nameAt(n.d, "S"))
}

func (f *File) structRoot() dict { return f.dictAt(f.catalog, "StructTreeRoot") }

// ownerOf gives the structure element an MCID means in a stream with the given StructParents value (14.7.4.4).
func (f *File) ownerOf(parents object, single bool, mcid int) *node {
	k, ok := parents.(int)
	if !ok {
		return nil
	}
	o, ok := f.parentTree()[k]
	if !ok {
		return nil
	}
	if single {
		return f.nodeOf(o)
	}
	a, _ := f.follow(o).(array)
	if mcid < 0 || mcid >= len(a) {
		return nil
	}
	return f.nodeOf(a[mcid])
}

// parentTree is the number tree of the structure tree root, flat (7.9.7).
func (f *File) parentTree() map[int]object {
	if f.parents != nil {
		return f.parents
	}
	f.parents = map[int]object{}
	var walk func(o object, depth int)
	walk = func(o object, depth int) {
		d := f.asDict(o)
		if d == nil || depth > maxNesting {
			return
		}
		nums := f.arrayAt(d, "Nums")
		if !f.work(1 + len(nums)) {
			return
		}
		for i := 0; i+1 < len(nums) && len(f.parents) < maxObjects; i += 2 {
			if k, ok := f.follow(nums[i]).(int); ok {
				f.parents[k] = nums[i+1]
			}
		}
		for _, kid := range f.arrayAt(d, "Kids") {
			walk(kid, depth+1)
		}
	}
	walk(f.structRoot()["ParentTree"], 0)
	return f.parents
}

// standardTypes are the structure types of ISO 32000-1, 14.8.4.
var standardTypes = setOf("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
	"NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH",
	"TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby",
	"RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form")

func setOf(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

func (f *File) roles() map[string]string {
	if f.roleMap == nil {
		f.roleMap = map[string]string{}
		m := f.dictAt(f.structRoot(), "RoleMap")
		for k := range m {
			if n, ok := f.key(m, k).(name); ok {
				f.roleMap[string(k)] = string(n)
			}
		}
	}
	return f.roleMap
}

// role is the standard type a tag stands for after the role map (14.7.3); empty when it stands for none. A standard
// tag that the map sends elsewhere stands for what it is sent to, which rule 7.1-7 forbids.
func (f *File) role(tag string) string {
	roles, seen := f.roles(), map[string]bool{tag: true}
	next, mapped := roles[tag]
	if (!mapped || seen[next]) && standardTypes[tag] {
		return tag
	}
	for mapped && !seen[next] {
		if standardTypes[next] {
			return next
		}
		seen[next] = true
		next, mapped = roles[next]
	}
	return ""
}

// circular says whether following the role map from a tag comes back to a tag already met (7.1-6).
func (f *File) circular(tag string) bool {
	seen := map[string]bool{tag: true}
	for next, ok := f.roles()[tag]; ok; next, ok = f.roles()[next] {
		if seen[next] {
			return true
		}
		seen[next] = true
	}
	return false
}

func sortedNames(d dict) []name {
	out := make([]name, 0, len(d))
	for k := range d {
		out = append(out, k)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}
