package verify

import (
	"regexp"
	"strings"
)

// fontUse is a font shown in a text rendering mode.
type fontUse struct {
	*font
	mode int
}

type fontKey struct {
	font *font
	mode int
}

// predefinedCMaps are the names of table 118 of ISO 32000-1.
var predefinedCMaps = setOf(strings.Fields(`GB-EUC-H GB-EUC-V GBpc-EUC-H GBpc-EUC-V GBK-EUC-H GBK-EUC-V GBKp-EUC-H
GBKp-EUC-V GBK2K-H GBK2K-V UniGB-UCS2-H UniGB-UCS2-V UniGB-UTF16-H UniGB-UTF16-V B5pc-H B5pc-V HKscs-B5-H HKscs-B5-V
ETen-B5-H ETen-B5-V ETenms-B5-H ETenms-B5-V CNS-EUC-H CNS-EUC-V UniCNS-UCS2-H UniCNS-UCS2-V UniCNS-UTF16-H
UniCNS-UTF16-V 83pv-RKSJ-H 90ms-RKSJ-H 90ms-RKSJ-V 90msp-RKSJ-H 90msp-RKSJ-V 90pv-RKSJ-H Add-RKSJ-H Add-RKSJ-V EUC-H
EUC-V Ext-RKSJ-H Ext-RKSJ-V H V UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H UniJIS-UCS2-HW-V UniJIS-UTF16-H
UniJIS-UTF16-V KSC-EUC-H KSC-EUC-V KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H KSCms-UHC-HW-V KSCpc-EUC-H UniKS-UCS2-H
UniKS-UCS2-V UniKS-UTF16-H UniKS-UTF16-V Identity-H Identity-V`)...)

// subsetName is the mark of a subset in a font's name (9.6.4).
var subsetName = regexp.MustCompile(`^[A-Z]{6}\+`)

// Clause 7.21, font dictionaries. Every rule is asked of each font that text is shown in.
var fontRules = []rule{
	{id: "7.21.3.1-1", says: "the CMap of a composite font fits its character collection", font: func(c *checker, u *fontUse) string {
		if u.subtype != "Type0" || u.encoding != nil && (u.encoding.name == "Identity-H" || u.encoding.name == "Identity-V") {
			return ""
		}
		return u.collectionClash()
	}},
	{id: "7.21.3.2-1", says: "an embedded Type 2 CIDFont has a CIDToGIDMap", font: func(c *checker, u *fontUse) string {
		if c.f.nameAt(u.cid, "Subtype") != "CIDFontType2" || u.program() == nil {
			return ""
		}
		if _, ok := c.f.key(u.cid, "CIDToGIDMap").(*stream); ok || c.f.nameAt(u.cid, "CIDToGIDMap") == "Identity" {
			return ""
		}
		return "CIDToGIDMap is neither a stream nor Identity"
	}},
	{id: "7.21.3.3-1", says: "CMaps are predefined or embedded", font: func(c *checker, u *fontUse) string {
		if u.subtype != "Type0" {
			return ""
		}
		m := u.encoding
		return when(m == nil || !m.embedded && !predefinedCMaps[m.name], "the CMap is neither predefined nor embedded")
	}},
	{id: "7.21.3.3-2", says: "the WMode of an embedded CMap is that of its dictionary", font: func(c *checker, u *fontUse) string {
		m := u.encoding
		return when(m != nil && m.embedded && m.wmode != m.dictMode, "WMode is %d in the CMap and %d in its dictionary", mode(m, true), mode(m, false))
	}},
	{id: "7.21.3.3-3", says: "a CMap uses only predefined CMaps", font: func(c *checker, u *fontUse) string {
		m := u.encoding
		return when(m != nil && m.embedded && m.uses != "" && !predefinedCMaps[m.uses] || m != nil && m.base != nil && m.uses == "",
			"the CMap uses another that is not predefined")
	}},
	{id: "7.21.4.1-1", says: "fonts are embedded", font: func(c *checker, u *fontUse) string {
		return when(u.subtype != "Type3" && u.mode != 3 && u.program() == nil, "the font program is not embedded, or cannot be read")
	}},
	{id: "7.21.4.2-1", says: "the CharSet of an embedded Type 1 font lists its glyphs", font: func(c *checker, u *fontUse) string {
		set, ok := c.f.bytesAt(u.descriptor, "CharSet")
		if u.subtype != "Type1" && u.subtype != "MMType1" || !ok || u.program() == nil || !subsetName.MatchString(u.baseFont()) {
			return ""
		}
		return when(!sameNames(set, u.program().charNames()), "CharSet does not list the glyphs of the font program")
	}},
	{id: "7.21.4.2-2", says: "the CIDSet of an embedded CIDFont lists its glyphs", font: func(c *checker, u *fontUse) string {
		set := c.f.streamAt(u.descriptor, "CIDSet")
		if u.cid == nil || set == nil || u.program() == nil || !subsetName.MatchString(c.f.nameAt(u.cid, "BaseFont")) {
			return ""
		}
		b, _ := c.f.decode(set)
		return when(!u.sameCIDs(b), "CIDSet does not list the glyphs of the font program")
	}},
	{id: "7.21.6-1", says: "a nonsymbolic TrueType program has a cmap that is not symbolic", font: func(_ *checker, u *fontUse) string {
		t := u.trueType()
		if t == nil || u.symbolic() {
			return ""
		}
		need := 1
		if t.cmaps[[2]uint16{3, 0}] != nil {
			need = 2
		}
		return when(len(t.order) < need, "no cmap that is not symbolic")
	}},
	{id: "7.21.6-2", says: "a nonsymbolic TrueType font has MacRoman or WinAnsi encoding", font: func(c *checker, u *fontUse) string {
		if u.subtype != "TrueType" || u.symbolic() {
			return ""
		}
		return u.encodingFault()
	}},
	{id: "7.21.6-3", says: "a symbolic TrueType font has no Encoding", font: func(c *checker, u *fontUse) string {
		return when(u.subtype == "TrueType" && u.symbolic() && c.f.key(u.d, "Encoding") != nil, "symbolic, with an Encoding")
	}},
	{id: "7.21.6-4", says: "a symbolic TrueType program has one cmap, or a (3,0) one", font: func(_ *checker, u *fontUse) string {
		t := u.trueType()
		return when(t != nil && u.symbolic() && len(t.order) != 1 && t.cmaps[[2]uint16{3, 0}] == nil,
			"%d cmaps, none of them (3,0)", cmapCount(t))
	}},
}

func cmapCount(t *trueType) int {
	if t == nil {
		return 0
	}
	return len(t.order)
}

func mode(m *cmap, own bool) int {
	switch {
	case m == nil:
		return 0
	case own:
		return m.wmode
	}
	return m.dictMode
}

// trueType is the program of a simple TrueType font; nil for all others.
func (fn *font) trueType() *trueType {
	if fn.subtype != "TrueType" {
		return nil
	}
	t, _ := fn.program().(*trueType)
	return t
}

func (fn *font) collectionClash() string {
	info := fn.f.dictAt(fn.cid, "CIDSystemInfo")
	registry, hasRegistry := fn.f.bytesAt(info, "Registry")
	ordering, hasOrdering := fn.f.bytesAt(info, "Ordering")
	supplement, _ := fn.f.intAt(info, "Supplement")
	m := fn.encoding
	if m != nil && m.unknown && predefinedCMaps[m.name] {
		want := predefinedOrdering(m.name)
		return when(registry != "Adobe" || ordering != want, "the collection is %s-%s, the CMap's Adobe-%s", registry, ordering, want)
	}
	if m == nil || !hasRegistry || !hasOrdering {
		return "no CIDSystemInfo, or no CMap"
	}
	return when(registry != m.registry || ordering != m.ordering || supplement > m.extra,
		"the collection is %s-%s-%d, the CMap's %s-%s-%d", registry, ordering, supplement, m.registry, m.ordering, m.extra)
}

// predefinedOrdering is the collection a predefined CMap is for (table 118).
func predefinedOrdering(n string) string {
	for _, p := range []struct{ part, ordering string }{{"GB", "GB1"}, {"B5", "CNS1"}, {"CNS", "CNS1"}, {"KS", "Korea1"}} {
		if strings.Contains(n, p.part) {
			return p.ordering
		}
	}
	return "Japan1"
}

func sameNames(charSet string, glyphs []string) bool {
	listed := map[string]bool{}
	for n := range strings.SplitSeq(charSet, "/") {
		if n = strings.TrimSpace(n); n != "" && n != ".notdef" {
			listed[n] = true
		}
	}
	n := 0
	for _, g := range glyphs {
		if g == ".notdef" {
			continue
		}
		if !listed[g] {
			return false
		}
		n++
	}
	return n == len(listed)
}

// sameCIDs compares a CIDSet, one bit a CID from the highest bit on, with the glyphs of the program (table 124). CID 0
// is left out.
func (fn *font) sameCIDs(set []byte) bool {
	p := fn.program()
	has := func(cid int) bool {
		_, ok := fn.cidGlyph(p, cid)
		return ok
	}
	if c, ok := p.(*cff); ok && !c.cidKeyed {
		has = func(cid int) bool { return cid < c.glyphs() }
	}
	for cid := 1; cid < 1<<16; cid++ {
		listed := cid/8 < len(set) && set[cid/8]&(0x80>>(cid%8)) != 0
		if listed != has(cid) {
			return false
		}
	}
	return true
}

// encodingFault is what is wrong with the Encoding of a nonsymbolic TrueType font (9.6.6.4).
func (fn *font) encodingFault() string {
	base := fn.f.nameAt(fn.d, "Encoding")
	enc, isDict := fn.f.key(fn.d, "Encoding").(dict)
	if isDict {
		base = fn.f.nameAt(enc, "BaseEncoding")
	}
	if base != "MacRomanEncoding" && base != "WinAnsiEncoding" {
		return "the base encoding is neither MacRoman nor WinAnsi"
	}
	if fn.f.key(enc, "Differences") == nil {
		return ""
	}
	if t := fn.trueType(); t == nil || t.cmaps[[2]uint16{3, 1}] == nil {
		return "Differences, and the font program has no (3,1) cmap"
	}
	for _, o := range fn.f.arrayAt(enc, "Differences") {
		if n, ok := fn.f.follow(o).(name); ok {
			if _, known := glyphText(string(n)); !known {
				return "Differences has a name that is not in the Adobe Glyph List"
			}
		}
	}
	return ""
}
