package pdfua

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/klauspost/compress/zlib"
)

// Options are what a document says of itself.
type Options struct {
	Title    string     // shown instead of the file name (ISO 14289-1, 7.1)
	Titles   []LangText // the title in further languages, for the metadata
	Lang     string     // BCP 47, of everything that says nothing else (7.2)
	Langs    []string   // all languages of the document, for the metadata; Lang when empty
	Author   string
	Subject  string
	Keywords []string
	Rights   string
	Creator  string    // the program
	Date     time.Time // zero: no date is written
	ID       string    // what the document is, for its identifier; may be empty

	Attachments []Attachment
}

// LangText is text in a language.
type LangText struct{ Lang, Text string }

// Attachment is a file in the file (ISO 32000-1, 7.11.4; ISO 14289-1, 7.11).
type Attachment struct {
	Name         string // as it is saved
	Desc         string // what it is, for people
	MIME         string
	Relationship string // ISO 32000-2, 14.13: Source, Data, Alternative, Supplement; Unspecified when empty
	Data         []byte
}

// Document is a file in the making. It is used by one goroutine.
type Document struct {
	out   *writer
	opt   Options
	root  *Element
	pages []*Page
	faces map[*Face]*embedded
	order []*embedded
	image map[*Image]int
	state map[string]int // graphics states by content: object number
	dests []dest
	marks *Bookmark

	parents []parents // by /StructParents and /StructParent
	wanted  []string  // destinations that something leads to
	err     error     // the first mistake of the caller

	catalog, pageTree, treeRoot int
}

// New begins a document, which is written to w as its pages are done; [Document.Close]
// writes the rest.
func New(w io.Writer, o Options) *Document {
	d := &Document{out: newWriter(w), opt: o, root: &Element{tag: DocumentTag}, faces: map[*Face]*embedded{},
		image: map[*Image]int{}, state: map[string]int{}, marks: &Bookmark{}}
	d.catalog, d.pageTree, d.treeRoot = d.out.alloc(), d.out.alloc(), d.out.alloc()
	return d
}

// Root is the element Document, in which everything is.
func (d *Document) Root() *Element { return d.root }

// Page appends a page of a size in points. Pages may be drawn in any order; each stays
// in memory until [Page.Done].
func (d *Document) Page(width, height float64) *Page {
	p := &Page{doc: d, key: len(d.parents), w: width, h: height, num: d.out.alloc()}
	d.parents = append(d.parents, parents{page: p})
	p.begin()
	d.pages = append(d.pages, p)
	return p
}

// Pages says how many pages were begun.
func (d *Document) Pages() int { return len(d.pages) }

// Close writes the pages that are not done, the faces, the structure tree and the
// metadata. It gives the first error of the destination or of a face, and says when an ID
// or the name of a destination is there twice or something leads nowhere.
func (d *Document) Close() error {
	if len(d.pages) == 0 {
		return fmt.Errorf("pdfua: %q has no page", d.opt.Title)
	}
	for _, p := range d.pages {
		p.Done()
	}
	if err := d.writeFaces(); err != nil {
		return err
	}
	d.writePages()
	d.writeTree()
	d.writeCatalog()
	if d.err != nil {
		return d.err
	}
	return d.out.finish(d.catalog, d.info())
}

func (d *Document) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// writer writes objects and keeps where they are (7.5). Objects that are no streams are
// packed into object streams (7.5.7).
type writer struct {
	w     io.Writer
	n     int64
	err   error
	sum   hash.Hash
	where []place // by object number
	pack  packed

	zip    *zlib.Writer
	packet bytes.Buffer // what zip has written of a stream
}

// place is where an object stands: at an offset, or as an entry of an object stream.
type place struct {
	in    int // object stream, 0 for none
	at    int64
	there bool
}

func newWriter(w io.Writer) *writer {
	out := &writer{w: w, sum: sha256.New(), where: make([]place, 1)}
	out.put([]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"))
	return out
}

// alloc gives the number of an object to come.
func (w *writer) alloc() int {
	w.where = append(w.where, place{})
	return len(w.where) - 1
}

func (w *writer) put(b []byte) {
	if w.err != nil {
		return
	}
	n, err := w.w.Write(b)
	w.sum.Write(b[:n])
	w.n += int64(n)
	w.err = err
}
