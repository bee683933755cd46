package publish

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"

	"golang.org/x/sync/errgroup"

	"atelier/internal/base/lang"
	"atelier/internal/base/search"
	"atelier/internal/content/render"
)

// pageBuffers are the memory in which pages are drawn, kept for the next page.
var pageBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// around writes the files of the web edition that are no page of the course.
func (b *builder) around(g *errgroup.Group, w *Web) {
	b.expect(len(w.pages) + len(w.assets))
	g.Go(func() error {
		extras, err := w.Extras()
		if err != nil {
			return err
		}
		b.expect(len(extras))
		for _, e := range extras {
			if err := b.put(EditionWeb+"/"+e.Path, e.Data); err != nil {
				return err
			}
		}
		for e := range w.Passages() {
			if err := b.put(EditionWeb+"/"+e.Path, e.Data); err != nil {
				return err
			}
		}
		return nil
	})
	for _, a := range w.assets {
		g.Go(func() error {
			data, err := w.Open(a)
			if err != nil {
				return err
			}
			defer data.Close()
			f, err := b.create(EditionWeb + "/assets/" + a.Name)
			if err != nil {
				return err
			}
			_, err = io.Copy(f, data)
			return errors.Join(err, f.Close())
		})
	}
}

// visited is what a page gave to the files that hold many pages, when it was
// visited.
type visited struct {
	documents []search.Document
	text      *render.Text // nil without a text edition
}

// language makes the editions of one language. Each page is visited once, by one
// of several workers, which draws it, and takes from it the documents of the search
// and the words of the text edition; these are put together in the order of the
// course. Nothing of a page is kept: a large course is never in memory as a whole.
func (b *builder) language(ctx context.Context, w *Web, tag lang.Tag) error {
	var index *search.Writer
	var text *textEdition
	if b.wants(EditionWeb) {
		index = search.NewWriter(string(tag), func(f search.File) error { return b.put(EditionWeb+"/assets/"+f.Name, f.Data) })
	}
	if b.wants(EditionText) {
		var err error
		if text, err = newTextEdition(b, w, tag); err != nil {
			return err
		}
		defer text.abandon()
	}
	err := inOrder(ctx, w.languages[tag].pages,
		func(p *WebPage) (visited, error) { return b.visit(w, p, text) },
		func(p *WebPage, v visited) error {
			if text != nil {
				if err := text.add(p, v.text); err != nil {
					return err
				}
			}
			for _, d := range v.documents {
				if err := index.Add(d); err != nil {
					return err
				}
			}
			return nil
		})
	if err == nil && text != nil {
		err = text.close()
	}
	if err == nil && index != nil {
		err = index.Close()
	}
	return err
}

// visit makes everything that a page is in. It holds the page's text all the while,
// so that the text is read once.
func (b *builder) visit(w *Web, p *WebPage, text *textEdition) (v visited, err error) {
	doc := p.Doc()
	if text != nil {
		v.text = text.draw(p, doc)
	}
	if !b.wants(EditionWeb) {
		return v, nil
	}
	if h := p.Head(); h != nil {
		v.documents = make([]search.Document, 0, len(h.IDs))
	}
	w.documents(p, doc, func(d search.Document) { v.documents = append(v.documents, d) })
	out := pageBuffers.Get().(*bytes.Buffer)
	defer pageBuffers.Put(out)
	out.Reset()
	if err := w.Draw(out, p); err != nil {
		return v, err
	}
	return v, b.put(fileOf(p), out.Bytes())
}
