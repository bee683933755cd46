package verify

// program is an embedded font program: what the rules of clause 7.21 ask of it.
type program interface {
	// codeName is the glyph name the program's own encoding gives to a code; empty when it has none.
	codeName(code int) string
	// simple finds the glyph of a one-byte code in a simple font.
	simple(fn *font, code int) (gid int, ok bool)
	// byCID finds the glyph of a CID in a composite font without a CIDToGIDMap.
	byCID(cid int) (gid int, ok bool)
	// width is the advance of a glyph in thousandths of the em; ok is false when it cannot be told.
	width(gid int) (w float64, ok bool)
	// glyphs is how many glyphs the program has.
	glyphs() int
	// charNames are the names of all glyphs; nil when the program does not name them.
	charNames() []string
}

// program reads the embedded font program; nil when there is none or it cannot be read.
func (fn *font) program() program {
	if !fn.progAsked {
		fn.progAsked = true
		fn.prog = fn.readProgram()
	}
	return fn.prog
}

func (fn *font) readProgram() program {
	f := fn.f
	if s := f.streamAt(fn.descriptor, "FontFile2"); s != nil {
		b, _ := f.decode(s)
		return asProgram(parseTrueType(b))
	}
	if s := f.streamAt(fn.descriptor, "FontFile3"); s != nil {
		b, _ := f.decode(s)
		if f.nameAt(s.dict, "Subtype") == "OpenType" {
			return openType(b)
		}
		return asProgram(parseCFF(b))
	}
	if s := f.streamAt(fn.descriptor, "FontFile"); s != nil {
		b, _ := f.decode(s)
		return asProgram(parseType1(b))
	}
	return nil
}

// asProgram keeps a nil pointer from becoming an interface that is not nil.
func asProgram[P interface {
	*trueType | *cff | *type1
	program
}](p P) program {
	if p == nil {
		return nil
	}
	return p
}

func openType(b []byte) program {
	if t := sfntTables(b)["CFF "]; t != nil {
		return asProgram(parseCFF(t))
	}
	return asProgram(parseTrueType(b))
}

// glyphFacts is what the font program and dictionary say of one character code.
type glyphFacts struct {
	known   bool // the font program could be read and asked
	present bool
	width   float64 // of the program, in thousandths
	wide    bool    // width is known
	stated  float64 // the width in the font dictionary
}

func (fn *font) facts(c charCode) glyphFacts {
	switch fn.subtype {
	case "Type3":
		return fn.type3Facts(c.code)
	case "Type0":
		return fn.compositeFacts(c)
	}
	p := fn.program()
	if p == nil {
		return glyphFacts{}
	}
	gid, ok := p.simple(fn, c.code)
	g := glyphFacts{known: true, present: ok, stated: fn.simpleWidth(c.code)}
	if ok {
		g.width, g.wide = p.width(gid)
	}
	return g
}

func (fn *font) simpleWidth(code int) float64 {
	first, _ := fn.f.intAt(fn.d, "FirstChar")
	if a := fn.f.arrayAt(fn.d, "Widths"); code >= first && code-first < len(a) {
		w, _ := number(fn.f.follow(a[code-first]))
		return w
	}
	w, _ := number(fn.f.key(fn.descriptor, "MissingWidth"))
	return w
}

// type3Facts reads the width of a glyph procedure from its d0 or d1 (9.6.5).
func (fn *font) type3Facts(code int) glyphFacts {
	g := glyphFacts{known: true, stated: fn.simpleWidth(code)}
	s := fn.f.streamAt(fn.f.dictAt(fn.d, "CharProcs"), name(fn.glyphName(code)))
	if s == nil {
		return g
	}
	g.present = true
	b, _ := fn.f.decode(s)
	l := &lexer{b: b, content: true}
	var operands []object
	for range 64 {
		o, ok := l.next()
		if !ok {
			break
		}
		if k, is := o.(keyword); is {
			if (k == "d0" || k == "d1") && len(operands) > 0 {
				g.width, g.wide = number(operands[0])
			}
			break
		}
		operands = append(operands, o)
	}
	return g
}

func (fn *font) compositeFacts(c charCode) glyphFacts {
	p := fn.program()
	if p == nil || fn.encoding == nil || fn.encoding.unknown {
		return glyphFacts{}
	}
	cid, mapped := fn.encoding.cid(c.code, c.size)
	g := glyphFacts{known: true, stated: fn.cidWidth(cid)}
	gid, ok := fn.cidGlyph(p, cid)
	g.present = mapped && ok && cid != 0
	if ok {
		g.width, g.wide = p.width(gid)
	}
	return g
}

// cidGlyph applies CIDToGIDMap (table 117) to a Type 2 CIDFont, and the program's own charset to a Type 0 one.
func (fn *font) cidGlyph(p program, cid int) (int, bool) {
	if s := fn.f.streamAt(fn.cid, "CIDToGIDMap"); s != nil && fn.f.nameAt(fn.cid, "Subtype") == "CIDFontType2" {
		b, _ := fn.f.decode(s)
		if 2*cid+1 >= len(b) {
			return 0, false
		}
		gid := int(b[2*cid])<<8 | int(b[2*cid+1])
		return gid, gid < p.glyphs() && (gid != 0 || cid == 0)
	}
	return p.byCID(cid)
}

// cidWidth reads W and DW (9.7.4.3).
func (fn *font) cidWidth(cid int) float64 {
	if fn.widths == nil {
		fn.readWidths()
	}
	if w, ok := fn.widths[cid]; ok {
		return w
	}
	if w, ok := number(fn.f.key(fn.cid, "DW")); ok {
		return w
	}
	return 1000
}

func (fn *font) readWidths() {
	fn.widths = map[int]float64{}
	w := fn.f.arrayAt(fn.cid, "W")
	for i := 0; i+1 < len(w); {
		first, ok := wholeNumber(fn.f.follow(w[i]))
		if !ok {
			i++
			continue
		}
		if list, is := fn.f.follow(w[i+1]).(array); is {
			for n, o := range list {
				fn.widths[first+n], _ = number(fn.f.follow(o))
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			return
		}
		last, _ := wholeNumber(fn.f.follow(w[i+1]))
		width, _ := number(fn.f.follow(w[i+2]))
		for cid := max(0, first); cid <= min(last, 1<<16) && fn.f.work(1); cid++ {
			fn.widths[cid] = width
		}
		i += 3
	}
}
