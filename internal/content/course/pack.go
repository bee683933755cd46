package course

import (
	"encoding/binary"
	"sync"
	"unsafe"

	"atelier/internal/base/lang"
)

// A packed document is its tree written in the order of reading, as whole numbers of one to five bytes. Its words are
// not in it: nearly all of them stand in the source, and the packed document says where. That is a twentieth of the
// memory of the tree, and unpacking takes a fiftieth of the time of parsing.

// packer writes one document.
type packer struct {
	src             string
	out             []byte
	last            int // where the last piece of source ended
	line            int // of the last block
	blocks, inlines int
}

// pack writes a document whose source is src. What it shares with its source is written as a place in it.
func pack(d *Doc, src string) []byte {
	room := packRoom.Get().(*[]byte)
	p := &packer{src: src, out: (*room)[:0]}
	defer func() {
		*room = p.out
		packRoom.Put(room)
	}()
	p.flag(d.Title != nil)
	if d.Title != nil {
		p.block(d.Title)
	}
	p.flag(d.Lede != nil)
	p.number(d.Words)
	p.all(d.Blocks)
	p.number(len(d.Notes))
	for _, n := range d.Notes {
		p.text(n.Label)
		p.number(n.Number)
		p.all(n.Blocks)
	}
	sizes := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(p.blocks)), uint64(p.inlines))
	return append(append(make([]byte, 0, len(sizes)+len(p.out)), sizes...), p.out...)
}

// packRoom is memory to write in, kept for the next document.
var packRoom = sync.Pool{New: func() any { return new([]byte) }}

func (p *packer) number(n int) { p.out = binary.AppendVarint(p.out, int64(n)) }

func (p *packer) flag(is bool) {
	if is {
		p.out = append(p.out, 1)
	} else {
		p.out = append(p.out, 0)
	}
}

// text writes a string: its length and whether it is a piece of the source, then how far on in the source it stands,
// or its bytes.
func (p *packer) text(s string) {
	if s == "" {
		p.out = append(p.out, 0)
		return
	}
	at := uintptr(unsafe.Pointer(unsafe.StringData(s))) - uintptr(unsafe.Pointer(unsafe.StringData(p.src)))
	if at > uintptr(len(p.src)) || int(at)+len(s) > len(p.src) {
		p.out = binary.AppendUvarint(p.out, uint64(len(s))<<1)
		p.out = append(p.out, s...)
		return
	}
	p.out = binary.AppendUvarint(p.out, uint64(len(s))<<1|1)
	p.number(int(at) - p.last)
	p.last = int(at) + len(s)
}

// What a block has, beyond its kind and place.
const (
	hasID = 1 << iota
	hasInlines
	hasRaw
	hasChildren
	isContinued
	isOrdered
	isTight
	hasLevel
	hasBox
	hasDirective
	hasCaption
	hasFigure
	hasCode
	hasRows
)

// features says which parts of a block have to be written.
func features(b *Block) int {
	n := 0
	for i, has := range [...]bool{b.ID != "", b.Inlines != nil, b.Raw != "", b.Children != nil, b.Continues, b.Ordered, b.Tight, b.Level != 0,
		b.HasBox, b.Name != "" || b.Attrs != nil, b.Caption != nil, b.Alt != "" || b.Target != "", b.Text != "" || b.Info != "",
		b.Rows != nil || b.Align != nil} {
		if has {
			n |= 1 << i
		}
	}
	return n
}

func (p *packer) all(blocks []*Block) {
	p.number(len(blocks))
	for _, b := range blocks {
		p.block(b)
	}
}

func (p *packer) block(b *Block) {
	p.blocks++
	has := features(b)
	p.out = append(p.out, byte(b.Kind))
	p.out = binary.AppendUvarint(p.out, uint64(has))
	p.number(b.Line - p.line)
	p.number(b.Column)
	p.line = b.Line
	if has&hasID != 0 {
		p.text(string(b.ID))
	}
	if has&hasLevel != 0 {
		p.number(b.Level)
	}
	if has&hasBox != 0 {
		p.text(b.Box)
	}
	if has&hasDirective != 0 {
		p.directive(b)
	}
	if has&hasRaw != 0 {
		p.text(b.Raw)
	}
	if has&hasInlines != 0 {
		p.running(b.Inlines)
	}
	if has&hasCaption != 0 {
		p.running(b.Caption)
	}
	if has&hasFigure != 0 {
		p.text(b.Alt)
		p.text(b.Target)
	}
	if has&hasCode != 0 {
		p.text(b.Text)
		p.text(b.Info)
	}
	if has&hasRows != 0 {
		p.table(b)
	}
	if has&hasChildren != 0 {
		p.all(b.Children)
	}
}

func (p *packer) directive(b *Block) {
	p.text(b.Name)
	p.number(len(b.Attrs))
	for _, key := range sortedKeys(b.Attrs) {
		p.text(key)
		p.text(b.Attrs[key])
	}
}

func (p *packer) table(b *Block) {
	p.number(len(b.Align))
	for _, a := range b.Align {
		p.text(a)
	}
	p.number(len(b.Rows))
	for _, row := range b.Rows {
		p.number(len(row.Cells))
		for _, cell := range row.Cells {
			p.running(cell)
		}
	}
}

// running writes inlines. A kind with linkish set has a target, a title, a language or sources.
func (p *packer) running(inlines []Inline) {
	p.inlines += len(inlines)
	p.number(len(inlines))
	for i := range inlines {
		in := &inlines[i]
		more := in.Target != "" || in.Title != "" || in.Lang != "" || in.Cites != nil
		kind := byte(in.Kind) << 2
		if more {
			kind |= 1
		}
		if in.Children != nil {
			kind |= 2
		}
		p.out = append(p.out, kind)
		p.text(in.Text)
		if more {
			p.reference(in)
		}
		if in.Children != nil {
			p.running(in.Children)
		}
	}
}

func (p *packer) reference(in *Inline) {
	p.text(in.Target)
	p.text(in.Title)
	p.text(string(in.Lang))
	p.number(len(in.Cites))
	for _, c := range in.Cites {
		p.text(c.Reference)
		p.text(c.Locator)
	}
}

// unpacker reads what a packer wrote.
type unpacker struct {
	src     string
	in      []byte
	file    string
	last    int
	line    int
	blocks  []Block // room for all of the document's
	inlines []Inline
}

// unpack is the document of a packed text, with its questions.
func unpack(t *pageText) *Doc {
	u := &unpacker{src: t.src, in: t.packed, file: t.head.File}
	u.blocks = make([]Block, u.size())
	u.inlines = make([]Inline, u.size())
	d := &Doc{Page: t.page, Tag: t.tag, File: t.head.File}
	if u.flag() {
		d.Title = u.block()
	}
	lede := u.flag()
	d.Words = u.number()
	d.Blocks = u.all()
	if lede {
		d.Lede = d.Blocks[0]
	}
	for range u.number() {
		n := &Note{Label: u.text(), Number: u.number()}
		n.Blocks = u.all()
		d.Notes = append(d.Notes, n)
	}
	var told Problems // they were told when the course was loaded
	c := &converter{problems: &told}
	c.questions(d.Blocks)
	for _, n := range d.Notes {
		c.questions(n.Blocks)
	}
	return d
}

func (u *unpacker) size() int {
	n, size := binary.Uvarint(u.in)
	u.in = u.in[size:]
	return int(n)
}

func (u *unpacker) number() int {
	n, size := binary.Varint(u.in)
	u.in = u.in[size:]
	return int(n)
}

func (u *unpacker) byte() byte {
	b := u.in[0]
	u.in = u.in[1:]
	return b
}

func (u *unpacker) flag() bool { return u.byte() == 1 }

func (u *unpacker) text() string {
	n := u.size()
	if n == 0 {
		return ""
	}
	if n&1 == 0 {
		s := string(u.in[:n>>1])
		u.in = u.in[n>>1:]
		return s
	}
	at := u.last + u.number()
	u.last = at + n>>1
	return u.src[at:u.last]
}

func (u *unpacker) all() []*Block {
	n := u.number()
	if n == 0 {
		return nil
	}
	out := make([]*Block, n)
	for i := range out {
		out[i] = u.block()
	}
	return out
}

func (u *unpacker) block() *Block {
	b := &u.blocks[0]
	u.blocks = u.blocks[1:]
	b.Kind = BlockKind(u.byte())
	has := u.size()
	u.line += u.number()
	b.Place = Place{File: u.file, Line: u.line, Column: u.number()}
	b.Continues, b.Ordered, b.Tight, b.HasBox = has&isContinued != 0, has&isOrdered != 0, has&isTight != 0, has&hasBox != 0
	if has&hasID != 0 {
		b.ID = ID(u.text())
	}
	if has&hasLevel != 0 {
		b.Level = u.number()
	}
	if has&hasBox != 0 {
		b.Box = u.text()
	}
	if has&hasDirective != 0 {
		u.directive(b)
	}
	if has&hasRaw != 0 {
		b.Raw = u.text()
	}
	if has&hasInlines != 0 {
		b.Inlines = u.running()
	}
	if has&hasCaption != 0 {
		b.Caption = u.running()
	}
	if has&hasFigure != 0 {
		b.Alt, b.Target = u.text(), u.text()
	}
	if has&hasCode != 0 {
		b.Text, b.Info = u.text(), u.text()
	}
	if has&hasRows != 0 {
		u.table(b)
	}
	if has&hasChildren != 0 {
		b.Children = u.all()
	}
	return b
}

func (u *unpacker) directive(b *Block) {
	b.Name = u.text()
	n := u.number()
	b.Attrs = make(map[string]string, n)
	for range n {
		key := u.text()
		b.Attrs[key] = u.text()
	}
}

func (u *unpacker) table(b *Block) {
	for range u.number() {
		b.Align = append(b.Align, u.text())
	}
	b.Rows = make([]Row, u.number())
	for i := range b.Rows {
		b.Rows[i].Cells = make([][]Inline, u.number())
		for j := range b.Rows[i].Cells {
			b.Rows[i].Cells[j] = u.running()
		}
	}
}

// running takes its room from the document's: what is appended to it later goes elsewhere.
func (u *unpacker) running() []Inline {
	n := u.number()
	out := u.inlines[:n:n]
	u.inlines = u.inlines[n:]
	for i := range out {
		in := &out[i]
		kind := u.byte()
		in.Kind, in.Text = InlineKind(kind>>2), u.text()
		if kind&1 != 0 {
			u.reference(in)
		}
		if kind&2 != 0 {
			in.Children = u.running()
		}
	}
	return out
}

func (u *unpacker) reference(in *Inline) {
	in.Target, in.Title, in.Lang = u.text(), u.text(), lang.Tag(u.text())
	for range u.number() {
		in.Cites = append(in.Cites, CiteItem{Reference: u.text(), Locator: u.text()})
	}
}
