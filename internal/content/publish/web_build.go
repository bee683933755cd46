package publish

import (
	"bytes"
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"atelier/internal/base/lang"
	"atelier/internal/base/search"
)

// pageBuffers are the memory in which pages are drawn, kept for the next page.
var pageBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// web writes the web edition: pages, search and the files around them.
func (b *builder) web(ctx context.Context, g *errgroup.Group, w *Web) {
	b.expect(len(w.pages) + len(w.assets))
	g.Go(func() error {
		for _, tag := range w.tags { // one index in memory at a time
			if err := b.searchFiles(ctx, w, tag); err != nil {
				return err
			}
		}
		return nil
	})
	g.Go(func() error { return b.around(w) })
	for _, a := range w.assets {
		g.Go(func() error {
			data, err := w.Data(a)
			if err != nil {
				return err
			}
			return b.put(EditionWeb+"/assets/"+a.Name, data)
		})
	}
	for _, p := range w.pages {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			out := pageBuffers.Get().(*bytes.Buffer)
			defer pageBuffers.Put(out)
			out.Reset()
			if err := w.Draw(out, p); err != nil {
				return err
			}
			return b.put(fileOf(p), out.Bytes())
		})
	}
}

func (b *builder) searchFiles(ctx context.Context, w *Web, tag lang.Tag) error {
	builder := search.NewBuilder(string(tag))
	w.Documents(tag, builder.Add)
	for f := range builder.Index().Files(string(tag)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := b.put(EditionWeb+"/assets/"+f.Name, f.Data); err != nil {
			return err
		}
	}
	return nil
}

// around writes the files that are no page of the course.
func (b *builder) around(w *Web) error {
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
}
