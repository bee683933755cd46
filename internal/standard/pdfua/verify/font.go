package verify

import "reflect"

// font is one font dictionary (9.5 to 9.8) with what its rules ask for.
type font struct {
	f          *File
	d          dict
	subtype    string
	cid        dict // the CIDFont of a Type 0 font
	descriptor dict
	encoding   *cmap // of a Type 0 font
	toUnicode  *cmap
	names      *[256]string // glyph names of a simple font's codes, once asked for
	widths     map[int]float64
	prog       program
	progAsked  bool
}

// fontOf reads a font dictionary once for all its uses.
func (f *File) fontOf(d dict) *font {
	if d == nil {
		return nil
	}
	id := reflect.ValueOf(d).Pointer()
	if fn, ok := f.fonts[id]; ok {
		return fn
	}
	fn := &font{f: f, d: d, subtype: f.nameAt(d, "Subtype"), descriptor: f.dictAt(d, "FontDescriptor")}
	f.fonts[id] = fn
	fn.toUnicode = f.cmapOf(d["ToUnicode"], 0)
	if fn.subtype == "Type0" {
		fn.encoding = f.cmapOf(d["Encoding"], 0)
		if a := f.arrayAt(d, "DescendantFonts"); len(a) > 0 {
			fn.cid = f.asDict(a[0])
		}
		fn.descriptor = f.dictAt(fn.cid, "FontDescriptor")
	}
	return fn
}

func (fn *font) baseFont() string { return fn.f.nameAt(fn.d, "BaseFont") }

// symbolic is the Symbolic flag without the Nonsymbolic one (table 123).
func (fn *font) symbolic() bool {
	flags, _ := fn.f.intAt(fn.descriptor, "Flags")
	return flags&4 != 0 && flags&32 == 0
}

// charCode is a character code with the count of bytes it was written in.
type charCode struct{ code, size int }

// codes cuts a shown string into character codes.
func (fn *font) codes(s text) []charCode {
	var out []charCode
	for len(s) > 0 {
		if fn.subtype != "Type0" {
			out = append(out, charCode{int(s[0]), 1})
			s = s[1:]
			continue
		}
		code, size := fn.encoding.code(s)
		if size < 1 {
			break
		}
		out = append(out, charCode{code, size})
		s = s[size:]
	}
	return out
}

// unicode is the text a code stands for by the ways of 9.10.2; ok is false when none gives one. A code that is mapped
// to nothing gives "" and true.
func (fn *font) unicode(c charCode) (string, bool) {
	if s, ok := fn.toUnicode.text(c.code, c.size); ok {
		return s, true
	}
	if fn.subtype == "Type0" {
		return "", fn.collectionKnown()
	}
	n := fn.glyphName(c.code)
	if n == "" {
		if p := fn.program(); p != nil {
			n = p.codeName(c.code)
		}
	}
	if n == "" {
		return "", false
	}
	return glyphText(n)
}

// collectionKnown says that a CIDFont's character collection has a published map to Unicode (9.10.2, second method).
// The maps themselves are not at hand, so the text of such a font is unknown but not missing.
func (fn *font) collectionKnown() bool {
	info := fn.f.dictAt(fn.cid, "CIDSystemInfo")
	registry, _ := fn.f.bytesAt(info, "Registry")
	ordering, _ := fn.f.bytesAt(info, "Ordering")
	switch ordering {
	case "Japan1", "GB1", "CNS1", "Korea1":
		return registry == "Adobe"
	}
	return false
}

// glyphName is the name a simple font's encoding gives to a code; empty when it gives none. A Type 1 font without an
// Encoding has that of its program (table 111).
func (fn *font) glyphName(code int) string {
	if fn.names == nil {
		fn.names = fn.f.glyphNames(fn)
	}
	if code < 0 || code > 255 {
		return ""
	}
	if fn.subtype == "Type1" && fn.f.key(fn.d, "Encoding") == nil {
		if p := fn.program(); p != nil {
			return p.codeName(code)
		}
	}
	return fn.names[code]
}

func (f *File) glyphNames(fn *font) *[256]string {
	var names [256]string
	base := ""
	switch v := f.key(fn.d, "Encoding").(type) {
	case name:
		base = string(v)
	case dict:
		base = f.nameAt(v, "BaseEncoding")
		names = baseNames(base, fn)
		at := 0
		for _, o := range f.arrayAt(v, "Differences") {
			switch v := f.follow(o).(type) {
			case int:
				at = v
			case name:
				if at >= 0 && at < 256 {
					names[at] = string(v)
				}
				at++
			}
		}
		return &names
	}
	names = baseNames(base, fn)
	return &names
}

// baseNames is the table a base encoding stands for; without one it is StandardEncoding for a nonsymbolic font and the
// font program's own encoding for a symbolic one (table 114).
func baseNames(base string, fn *font) [256]string {
	switch base {
	case "WinAnsiEncoding":
		return filled(winAnsiNames)
	case "MacRomanEncoding":
		return filled(macRomanNames)
	case "StandardEncoding":
		return filled(standardNames)
	}
	if fn.subtype != "Type3" && !fn.symbolic() && (fn.subtype != "TrueType" || base != "") {
		return filled(standardNames)
	}
	return [256]string{}
}

// filled gives the codes that an encoding leaves out to .notdef.
func filled(names [256]string) [256]string {
	for i, n := range names {
		if n == "" {
			names[i] = ".notdef"
		}
	}
	return names
}
