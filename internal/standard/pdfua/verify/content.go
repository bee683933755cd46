package verify

// mark is one open marked-content sequence (14.6).
type mark struct {
	tag   string
	props dict
	mcid  int // -1 when it has none
	outer *mark
	// owner is the structure element that the sequence's own MCID names through the parent tree; nil when it names none.
	owner *node
	// scope says in which content stream the MCID counts.
	scope streamScope
	// replaced says that this sequence or one around it carries ActualText.
	replaced bool
}

// streamScope names the content stream an MCID belongs to: a page, or a form XObject drawn on it.
type streamScope struct {
	page int
	form ref
}

// place is where something is drawn: the page, the marks around it and the element that owns the whole stream (the
// element of an annotation for its appearance).
type place struct {
	page    *page
	mark    *mark
	context *node
	lang    string
	// semantic is false inside tiling patterns and Type 3 glyphs, whose content is part of what uses them.
	semantic bool
	form     ref
}

// owner is the structure element the content at a place belongs to: that of the innermost mark that names one.
func (p *place) owner() *node {
	for m := p.mark; m != nil; m = m.outer {
		if m.owner != nil {
			return m.owner
		}
	}
	return p.context
}

// artifact says whether a mark around the place is tagged Artifact.
func (p *place) artifact() bool {
	for m := p.mark; m != nil; m = m.outer {
		if m.tag == "Artifact" {
			return true
		}
	}
	return false
}

// showing is one text-showing operator.
type showing struct {
	font *font
	mode int // text rendering mode; 3 is invisible (9.3.6)
	runs []text
}

// watcher is told what content streams do, in order. Every function may be nil.
type watcher struct {
	begin func(*mark, *place)
	show  func(*showing, *place)
	// paint tells of an image, shading or path that leaves a mark on the page.
	paint func(kind string, at *place)
	form  func(s *stream, at *place)
}

// player runs one content stream and those it draws.
type player struct {
	f         *File
	w         *watcher
	page      *page
	drawing   map[ref]bool // forms, patterns and glyph procedures being run: a circle is not entered
	once      map[ref]bool // patterns and glyph procedures run once for all their uses
	depth     int
	resources dict
	parents   object // StructParents, or StructParent, of the stream: what its MCIDs mean
	single    bool   // parents is a StructParent
	state     textState
	saved     []textState
	at        place
	operands  []object
}

type textState struct {
	font *font
	mode int
}

// play runs the content of every page, then of its annotations' appearances.
func (f *File) play(w *watcher) {
	once := map[ref]bool{}
	for _, p := range f.pages {
		f.playPage(p, w, once)
	}
}

func (f *File) playPage(p *page, w *watcher, once map[ref]bool) {
	pl := &player{f: f, w: w, page: p, drawing: map[ref]bool{}, once: once, resources: p.resources}
	pl.parents, pl.single = f.parentsKey(p.dict)
	pl.at = place{page: p, semantic: true}
	pl.run(f.pageContent(p))
	for _, a := range f.annotations(p) {
		for _, s := range a.appearances() {
			sub := &player{f: f, w: w, page: p, drawing: map[ref]bool{}, once: once, resources: p.resources}
			sub.at = place{page: p, semantic: true, context: a.owner(), lang: a.lang()}
			sub.drawForm(s)
		}
	}
}

func (f *File) parentsKey(d dict) (key object, single bool) {
	if v := f.key(d, "StructParent"); v != nil {
		return v, true
	}
	return f.key(d, "StructParents"), false
}

// pageContent joins the content streams of a page; a token never spans two of them (7.8.2).
func (f *File) pageContent(p *page) []byte {
	switch v := f.key(p.dict, "Contents").(type) {
	case *stream:
		b, _ := f.decode(v)
		return b
	case array:
		var all []byte
		for _, o := range v {
			s, _ := f.follow(o).(*stream)
			b, _ := f.decode(s)
			if len(all)+len(b) > maxDecoded || !f.work(1+len(b)/32) {
				f.cut = errTooLarge
				break
			}
			all = append(append(all, b...), '\n')
		}
		return all
	}
	return nil
}

func (pl *player) run(b []byte) {
	l := &lexer{b: b, content: true}
	outside := pl.at.mark
	if !pl.f.work(1 + len(b)/32) {
		return
	}
	for {
		o, ok := l.next()
		if !ok {
			break
		}
		op, is := o.(keyword)
		if !is {
			if len(pl.operands) < 512 {
				pl.operands = append(pl.operands, o)
			}
			continue
		}
		if !pl.f.work(1) {
			break
		}
		if op == "BI" {
			pl.inlineImage(l)
		} else {
			pl.operate(string(op), outside)
		}
		pl.operands = pl.operands[:0]
	}
	pl.at.mark = outside // a stream's sequences end with it
}

func (pl *player) operate(op string, outside *mark) {
	switch op {
	case "q":
		if len(pl.saved) < 4096 {
			pl.saved = append(pl.saved, pl.state)
		}
	case "Q":
		if n := len(pl.saved); n > 0 {
			pl.state, pl.saved = pl.saved[n-1], pl.saved[:n-1]
		}
	case "BMC", "BDC":
		pl.begin(op == "BDC")
	case "EMC":
		if pl.at.mark != outside {
			pl.at.mark = pl.at.mark.outer
		}
	case "Tf":
		if len(pl.operands) >= 1 {
			n, _ := pl.operands[0].(name)
			pl.state.font = pl.f.fontOf(pl.f.dictAt(pl.f.dictAt(pl.resources, "Font"), n))
		}
	case "Tr":
		if n, ok := wholeNumber(pl.operand(0)); ok {
			pl.state.mode = n
		}
	case "gs":
		pl.graphicsState()
	case "Tj", "'", "TJ", "\"":
		pl.show()
	case "Do":
		pl.draw()
	case "scn", "SCN":
		pl.pattern()
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
		pl.paint("path")
	case "sh":
		pl.paint("shading")
	}
}

// operand is the n-th operand from the last.
func (pl *player) operand(n int) object {
	if i := len(pl.operands) - 1 - n; i >= 0 {
		return pl.operands[i]
	}
	return nil
}

func (pl *player) paint(kind string) {
	if pl.w.paint != nil {
		at := pl.at
		pl.w.paint(kind, &at)
	}
}

func (pl *player) begin(withProps bool) {
	m := &mark{mcid: -1, outer: pl.at.mark, scope: streamScope{pl.page.number, pl.at.form}}
	if m.outer != nil {
		m.replaced = m.outer.replaced
	}
	tag := pl.operand(0)
	if withProps {
		tag = pl.operand(1)
		switch v := pl.operand(0).(type) {
		case dict:
			m.props = v
		case name:
			m.props = pl.f.dictAt(pl.f.dictAt(pl.resources, "Properties"), v)
		}
	}
	t, _ := tag.(name)
	m.tag = string(t)
	if id, ok := pl.f.key(m.props, "MCID").(int); ok && id >= 0 {
		m.mcid = id
		m.owner = pl.f.ownerOf(pl.parents, pl.single, id)
	}
	if _, ok := pl.f.textAt(m.props, "ActualText"); ok {
		m.replaced = true
	}
	pl.at.mark = m
	if pl.w.begin != nil {
		at := pl.at
		pl.w.begin(m, &at)
	}
}

func (pl *player) graphicsState() {
	n, _ := pl.operand(0).(name)
	gs := pl.f.dictAt(pl.f.dictAt(pl.resources, "ExtGState"), n)
	if a := pl.f.arrayAt(gs, "Font"); len(a) == 2 {
		pl.state.font = pl.f.fontOf(pl.f.asDict(a[0]))
	}
}

func (pl *player) show() {
	s := &showing{font: pl.state.font, mode: pl.state.mode}
	switch v := pl.operand(0).(type) {
	case text:
		s.runs = []text{v}
	case array:
		for _, o := range v {
			if t, ok := o.(text); ok {
				s.runs = append(s.runs, t)
			}
		}
	}
	if pl.w.show != nil {
		at := pl.at
		pl.w.show(s, &at)
	}
	if s.font != nil && s.font.subtype == "Type3" {
		pl.glyphProcedures(s.font)
	}
}

// draw runs Do: an image is painted, a form XObject is run (8.10).
func (pl *player) draw() {
	n, _ := pl.operand(0).(name)
	x := pl.f.streamAt(pl.f.dictAt(pl.resources, "XObject"), n)
	if x == nil {
		return
	}
	switch pl.f.nameAt(x.dict, "Subtype") {
	case "Image":
		pl.paint("image")
	case "Form":
		pl.drawForm(x)
	}
}

func (pl *player) drawForm(x *stream) {
	if pl.w.form != nil {
		at := pl.at
		pl.w.form(x, &at)
	}
	pl.enter(x, true)
}

// enter runs the stream of a form, pattern or glyph procedure with its own resources and state.
func (pl *player) enter(x *stream, semantic bool) {
	if pl.depth >= maxNesting || (x.self != (ref{}) && pl.drawing[x.self]) {
		return
	}
	sub := &player{f: pl.f, w: pl.w, page: pl.page, drawing: pl.drawing, once: pl.once, depth: pl.depth + 1,
		resources: pl.resources, state: pl.state, at: pl.at}
	if r := pl.f.dictAt(x.dict, "Resources"); r != nil {
		sub.resources = r
	}
	sub.parents, sub.single = pl.f.parentsKey(x.dict)
	sub.at.form = x.self
	sub.at.semantic = pl.at.semantic && semantic
	b, _ := pl.f.decode(x)
	pl.drawing[x.self] = true
	sub.run(b)
	delete(pl.drawing, x.self)
}

// pattern runs a tiling pattern once: its content is no content of its own, but its fonts are used.
func (pl *player) pattern() {
	n, ok := pl.operand(0).(name)
	if !ok {
		return
	}
	x := pl.f.streamAt(pl.f.dictAt(pl.resources, "Pattern"), n)
	if x == nil || x.self == (ref{}) || pl.once[x.self] {
		return
	}
	pl.once[x.self] = true
	pl.enter(x, false)
}

func (pl *player) glyphProcedures(fn *font) {
	for _, n := range sortedNames(pl.f.dictAt(fn.d, "CharProcs")) {
		x := pl.f.streamAt(pl.f.dictAt(fn.d, "CharProcs"), n)
		if x == nil || x.self == (ref{}) || pl.once[x.self] {
			continue
		}
		pl.once[x.self] = true
		sub := *pl
		if r := pl.f.dictAt(fn.d, "Resources"); r != nil {
			sub.resources = r
		}
		sub.enter(x, false)
	}
}

// inlineImage skips from BI past EI and paints (8.9.7): EI stands between white space, and what follows is no data.
func (pl *player) inlineImage(l *lexer) {
	for {
		o, ok := l.next()
		if !ok {
			return
		}
		if o == keyword("ID") {
			break
		}
	}
	l.pos++
	for i := l.pos; i+1 < len(l.b); i++ {
		if l.b[i] == 'E' && l.b[i+1] == 'I' && i > 0 && isSpace(l.b[i-1]) && (i+2 == len(l.b) || isSpace(l.b[i+2])) &&
			plainAfter(l.b[i+2:min(len(l.b), i+12)]) {
			l.pos = i + 2
			pl.paint("image")
			return
		}
	}
	l.pos = len(l.b)
}

func plainAfter(b []byte) bool {
	for _, c := range b {
		if c > 126 || (c < 32 && !isSpace(c)) {
			return false
		}
	}
	return true
}
