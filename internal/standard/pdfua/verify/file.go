package verify

import (
	"bytes"
	"errors"
	"fmt"
)

// File is one PDF file, read. It keeps the bytes it was given and must not be used by two goroutines at once.
type File struct {
	src     []byte
	header  string // the first line, without its end of line
	shift   int    // offset of "%PDF-" in src; cross-reference offsets count from it
	xref    map[int]location
	rebuilt bool // the cross-reference table was made by scanning the file
	trailer dict
	catalog dict
	pages   []*page
	pageOf  map[ref]int

	cache   map[int]object
	loading map[int]bool
	inside  map[int]map[int]object // objects of object streams
	decoded map[ref]decodedStream
	spent   int   // bytes decoded so far
	cut     error // why something was left out

	lock      *crypt
	fonts     map[uintptr]*font
	parents   map[int]object // the parent tree, flat (14.7.4.4)
	tree      *Tree
	roleMap   map[string]string
	aboves    map[ref]above
	operators int
}

// location says where an object stands: at an offset, or in an object stream (7.5.4, 7.5.8).
type location struct {
	offset, gen, stream int
}

// ErrNotPDF says that the bytes are no PDF file that can be read: no header, no catalog or no pages.
var ErrNotPDF = errors.New("not a readable PDF file")

// ErrLocked says that the file is encrypted and does not open with the empty user password (ISO 32000-1, 7.6).
var ErrLocked = errors.New("the PDF file is encrypted")

// Open reads the frame of a PDF file: cross-reference table or streams, catalog and pages. A damaged table is rebuilt
// by scanning. It fails with ErrNotPDF or ErrLocked; what is wrong deeper shows when it is asked for.
func Open(pdf []byte) (*File, error) {
	f := &File{src: pdf, cache: map[int]object{}, loading: map[int]bool{}, inside: map[int]map[int]object{},
		decoded: map[ref]decodedStream{}, fonts: map[uintptr]*font{}, aboves: map[ref]above{}}
	f.shift = bytes.Index(pdf[:min(len(pdf), 4096)], []byte("%PDF-"))
	if f.shift < 0 {
		return nil, fmt.Errorf("%w: no header", ErrNotPDF)
	}
	line := pdf[f.shift:min(len(pdf), f.shift+64)]
	if end := bytes.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	f.header = string(line)
	if !f.readXref() {
		f.rebuild()
	}
	if err := f.unlock(); err != nil { // before the catalog, which may stand in an encrypted object stream
		return f, err
	}
	if f.rootOf(f.trailer) == nil && !f.rebuilt && f.lock == nil {
		f.rebuild()
	}
	f.catalog = f.rootOf(f.trailer)
	if f.catalog == nil {
		return nil, fmt.Errorf("%w: no catalog", ErrNotPDF)
	}
	f.readPages()
	if len(f.pages) == 0 && !f.rebuilt {
		f.rebuild()
		f.catalog = f.rootOf(f.trailer)
		f.readPages()
	}
	if len(f.pages) == 0 {
		return nil, fmt.Errorf("%w: no pages", ErrNotPDF)
	}
	return f, nil
}

func (f *File) rootOf(trailer dict) dict {
	root := f.dictAt(trailer, "Root")
	if root == nil || f.dictAt(root, "Pages") == nil {
		return nil
	}
	return root
}

// follow resolves references; a chain that is too long or goes in a circle is null.
func (f *File) follow(o object) object {
	for range 32 {
		r, ok := o.(ref)
		if !ok {
			return o
		}
		o = f.load(r)
	}
	return nil
}

func (f *File) load(r ref) object {
	if o, ok := f.cache[r.num]; ok {
		return o
	}
	at, ok := f.xref[r.num]
	if !ok || f.loading[r.num] {
		return nil
	}
	f.loading[r.num] = true
	defer delete(f.loading, r.num)
	var o object
	if at.stream > 0 {
		o = f.packed(at.stream)[r.num]
	} else {
		o, _ = f.objectAt(at.offset, r.num) // an entry that points elsewhere is null
	}
	f.cache[r.num] = o
	return o
}

// objectAt reads "num gen obj …" at an offset. ok is false when another object, or none, stands there.
func (f *File) objectAt(offset, num int) (object, bool) {
	if offset <= 0 || offset >= len(f.src) {
		return nil, false
	}
	l := &lexer{b: f.src, pos: offset}
	first, _ := l.next()
	second, _ := l.next()
	third, _ := l.next()
	gen, isGen := second.(int)
	if first != num || !isGen || third != keyword("obj") {
		return nil, false
	}
	o, ok := l.next()
	if !ok {
		return nil, false
	}
	if _, is := o.(keyword); is {
		return nil, true // "obj endobj" is null
	}
	if d, is := o.(dict); is {
		if raw, has := f.streamBytes(l, d); has {
			s := &stream{dict: d, raw: raw, self: ref{num, gen}}
			return f.lock.openStream(f, s), true
		}
	}
	return f.lock.open(o, ref{num, gen}), true
}

// streamBytes gives the bytes after "stream" (7.3.8.1); a wrong Length is mended by looking for "endstream".
func (f *File) streamBytes(l *lexer, d dict) ([]byte, bool) {
	save := l.pos
	if k, _ := l.next(); k != keyword("stream") {
		l.pos = save
		return nil, false
	}
	if l.peek(0) == '\r' && l.pos < len(l.b) {
		l.pos++
	}
	if l.peek(0) == '\n' && l.pos < len(l.b) {
		l.pos++
	}
	start := min(l.pos, len(l.b))
	if n, ok := f.intAt(d, "Length"); ok && n >= 0 && n <= len(l.b)-start {
		end := &lexer{b: l.b, pos: start + n}
		if k, _ := end.next(); k == keyword("endstream") {
			l.pos = end.pos
			return l.b[start : start+n], true
		}
	}
	n := bytes.Index(l.b[start:], []byte("endstream"))
	if n < 0 {
		n = len(l.b) - start
	}
	l.pos = start + n
	raw := l.b[start : start+n]
	raw = bytes.TrimSuffix(raw, []byte("\n"))
	return bytes.TrimSuffix(raw, []byte("\r")), true
}

// packed reads all objects of one object stream (7.5.7).
func (f *File) packed(num int) map[int]object {
	if m, ok := f.inside[num]; ok {
		return m
	}
	m := map[int]object{}
	f.inside[num] = m
	at, ok := f.xref[num]
	if !ok || at.stream > 0 {
		return m
	}
	s, ok := f.load(ref{num, 0}).(*stream)
	if !ok {
		return m
	}
	b, _ := f.decode(s)
	count, _ := f.intAt(s.dict, "N")
	first, _ := f.intAt(s.dict, "First")
	head := &lexer{b: b[:max(0, min(first, len(b)))]}
	for range min(count, maxObjects) {
		n, ok := head.next()
		at, more := head.next()
		id, isInt := n.(int)
		off, isOff := at.(int)
		if !ok || !more {
			break
		}
		if !isInt || !isOff || off < 0 || first+off > len(b) || first+off < 0 {
			continue
		}
		body := &lexer{b: b, pos: first + off}
		o, _ := body.next()
		if _, is := o.(keyword); !is {
			m[id] = o
		}
	}
	return m
}
