package course

import (
	"sync"
	"weak"

	"atelier/internal/base/lang"
)

// Head is what navigation needs of a page in one language: known without its text.
type Head struct {
	File      string
	Titled    bool   // the text has a level-1 heading
	Title     string // plain words of it
	TitleID   ID
	Lede      string // plain words of the paragraph right after the title; empty when there is none
	Words     int    // words of prose, for reading time
	Questions []Asked
	IDs       []ID // every id the text gives, in reading order; an id that continues comes again
}

// Asked is one question of a page, as its opening line says it.
type Asked struct {
	ID        ID
	Objective string
	Form      string // "A" for the fixed form, empty for the bank
}

// pageText is a page's text in one language. A course of ordinary size keeps its documents; one larger than keepTexts
// keeps them packed, and unpacks one whenever somebody asks for it.
type pageText struct {
	head   Head
	kept   *Doc
	page   *Page
	tag    lang.Tag
	src    string // the whole file
	packed []byte
	marks  []mark // until the ids have been compared

	mu     sync.Mutex
	recent weak.Pointer[Doc] // what was unpacked last, while anybody holds it
}

// keepTexts is how many bytes of pages a course may have, in all languages, for its documents to be kept: as trees
// they take some five times the memory of their source.
const keepTexts = 8 << 20

// Head is what is known of the page in a language without its text; nil when the page does not exist in it.
func (p *Page) Head(tag lang.Tag) *Head {
	if t := p.texts[tag]; t != nil {
		return &t.head
	}
	return nil
}

// Doc is the page's text in a language, nil when there is none. As long as the caller holds it, everybody who asks is
// given the same one. It may be called from several goroutines.
func (p *Page) Doc(tag lang.Tag) *Doc {
	t := p.texts[tag]
	switch {
	case t == nil:
		return nil
	case t.kept != nil:
		return t.kept
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	d := t.recent.Value()
	if d == nil {
		d = unpack(t)
		t.recent = weak.Make(d)
	}
	return d
}

// newText keeps a document that was just parsed, packed if that is asked for.
func newText(d *Doc, src string, packed bool) *pageText {
	t := &pageText{page: d.Page, tag: d.Tag, src: src, head: Head{File: d.File, Words: d.Words}}
	h := &t.head
	if d.Title != nil {
		h.Titled, h.Title, h.TitleID = true, Plain(d.Title.Inlines), d.Title.ID
	}
	if d.Lede != nil {
		h.Lede = Plain(d.Lede.Inlines)
	}
	n := 0
	d.eachID(func(*Block) { n++ })
	h.IDs, t.marks = make([]ID, 0, n), make([]mark, 0, n)
	d.eachID(func(b *Block) {
		h.IDs = append(h.IDs, b.ID)
		t.marks = append(t.marks, mark{b.ID, int32(b.Line), int32(b.Column), b.Continues})
	})
	for _, q := range d.Questions() {
		h.Questions = append(h.Questions, Asked{q.ID, q.Objective, q.Form})
	}
	if packed {
		t.packed = pack(d, src)
	} else {
		t.kept = d
	}
	return t
}

// Questions is the questions of a text outside its notes, in order.
func (d *Doc) Questions() []*Question {
	var out []*Question
	Walk(d.Blocks, func(b *Block) bool {
		if b.Question != nil {
			out = append(out, b.Question)
			return false
		}
		return true
	})
	return out
}

// PageID is the id by which what people do on a page is known: the passage that is its title. A page whose title has no
// id yet is known by its path.
func (c *Course) PageID(p *Page) ID {
	for _, l := range c.Languages {
		if h := p.Head(l.Tag); h != nil && h.TitleID != "" {
			return h.TitleID
		}
	}
	return ID(p.Path)
}

// PageIDs is every id of a page, in reading order: what the first language has and then what only others have.
func (c *Course) PageIDs(p *Page) []ID {
	var out []ID
	seen := map[ID]bool{}
	for _, l := range c.Languages {
		h := p.Head(l.Tag)
		if h == nil {
			continue
		}
		for _, id := range h.IDs {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out
}
