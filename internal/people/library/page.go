package library

import (
	"sync"

	"atelier/internal/base/web"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
)

const htmlType = "text/html; charset=utf-8"

// Page is one page of an edition in one language.
type Page struct {
	*publish.WebPage
	Edition *Edition

	dev   bool
	once  sync.Once
	err   error
	holes []render.Hole
	plain [][]byte // what stands in the holes for somebody of whom nothing is kept
	frame *web.Frame
	body  *web.Body // the page for somebody of whom nothing is kept
}

// Reader is the room that knows readers. Page and its edition do not change while
// it works with them.
type Reader interface {
	// Plain is what stands in the holes of a page for somebody of whom nothing is
	// kept, one a hole.
	Plain(p *Page, holes []render.Hole) ([][]byte, error)
}

// nobody knows no readers.
type nobody struct{}

func (nobody) Plain(_ *Page, holes []render.Hole) ([][]byte, error) {
	out := make([][]byte, len(holes))
	for i, h := range holes {
		out[i] = h.Plain
	}
	return out, nil
}

// ready draws the page, once.
func (p *Page) ready(reader Reader) error {
	p.once.Do(func() { p.err = p.draw(reader) })
	return p.err
}

func (p *Page) draw(reader Reader) error {
	r, err := p.Edition.Web.Render(p.WebPage)
	if err != nil {
		return err
	}
	plain, err := reader.Plain(p, r.Holes)
	if err != nil {
		return err
	}
	if p.dev {
		for i, h := range r.Holes {
			if h.Kind == render.HoleBar {
				plain[i] = append(append([]byte(nil), plain[i]...), reloadTag...)
			}
		}
	}
	p.holes, p.plain = r.Holes, plain
	p.frame = web.NewFrame(htmlType, r.Chunks...)
	whole := render.Rendered{Chunks: r.Chunks, Holes: make([]render.Hole, len(r.Holes))}
	for i := range plain {
		whole.Holes[i].Plain = plain[i]
	}
	p.body = web.NewBody(htmlType, web.CacheChecked, whole.Plain())
	return nil
}

// Holes are the places of the page for what is personal, and what stands there for
// somebody of whom nothing is kept. Both are shared: copy before changing.
func (p *Page) Holes(reader Reader) ([]render.Hole, [][]byte, error) {
	if err := p.ready(reader); err != nil {
		return nil, nil, err
	}
	return p.holes, p.plain, nil
}
