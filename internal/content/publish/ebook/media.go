package ebook

import (
	"bytes"
	"image"
	"io/fs"
	"slices"
	"strings"

	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/standard/epub"
)

// picture is a picture of the course in a book; href is empty when it cannot be
// there.
type picture struct {
	href, mediaType string
	data            []byte
}

// picture reads a picture once.
func (b *book) picture(source string) *picture {
	if p := b.pictures[source]; p != nil {
		return p
	}
	p := &picture{}
	b.pictures[source] = p
	if _, known := b.w.Medium(source); !known || b.m.Source == nil {
		return p
	}
	data, err := fs.ReadFile(b.m.Source, source)
	if err != nil {
		return p
	}
	if kind := pictureType(data); kind != "" {
		p.href, p.mediaType, p.data = "media_"+safeName(strings.TrimPrefix(source, "media/")), kind, data
	}
	return p
}

// pictureType is the media type of a picture that every reader of EPUB can draw
// (EPUB 3.2), by its bytes; empty when they are none.
func pictureType(data []byte) string {
	if len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		return epub.WebP
	}
	size, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || size.Width == 0 || size.Height == 0 {
		return ""
	}
	return map[string]string{"png": epub.PNG, "jpeg": epub.JPEG, "gif": epub.GIF}[kind]
}

// pictureItems are the pictures that the pages show, in the order of their names.
func (b *book) pictureItems() []epub.Item {
	var out []epub.Item
	for _, p := range b.pictures {
		if p.href != "" {
			out = append(out, epub.Item{Href: p.href, MediaType: p.mediaType, Data: p.data})
		}
	}
	slices.SortFunc(out, func(x, y epub.Item) int { return strings.Compare(x.Href, y.Href) })
	return out
}

// accessFacts is what the accessibility of the book is made of, found in its pages.
type accessFacts struct {
	pictures  int // that carry meaning and are in the book
	nameless  int // without a text alternative
	described int // with a description in words too
	heard     int // sound and video, which are not in the book
	told      int // of them, those with a transcript
	moving    int // pictures that may move
}

// look notes what a page shows, and what of it the book does not carry.
func (b *book) look(p *publish.WebPage) {
	d := p.Doc()
	d.Each(func(block *course.Block) bool {
		switch {
		case block.Kind == course.Figure:
			b.lookAt(p, block, block.Target, block.Alt, false)
		case block.Kind == course.Directive && block.Name == "media":
			_, decorative := block.Attrs["decorative"]
			b.lookAt(p, block, block.Attrs["src"], block.Attrs["alt"], decorative)
		}
		for _, list := range inlinesOf(block) {
			b.lookIn(p, block, list)
		}
		return true
	})
}

// lookAt notes a figure.
func (b *book) lookAt(p *publish.WebPage, block *course.Block, source, alt string, decorative bool) {
	described := slices.ContainsFunc(block.Children, func(c *course.Block) bool {
		return c.Kind == course.Directive && (c.Name == "description" || c.Name == "transcript")
	})
	loss := publish.Loss{Tag: b.tag, Page: p.Page.Path, Passage: block.ID}
	m := b.m.Course.Media[source]
	switch {
	case !publish.IsPicture(source):
		b.inside.heard++
		loss.Code = "media-alone"
		if described {
			b.inside.told++
			loss.Code = "media-told"
		}
		b.m.Lose(loss)
		return
	case m != nil && len(m.SVG) > 0 && !m.Broken:
	case b.picture(source).href == "":
		loss.Code = "picture"
		b.m.Lose(loss)
		return
	case b.picture(source).mediaType == epub.GIF:
		b.inside.moving++
	}
	switch {
	case decorative:
		return
	case alt == "":
		b.inside.nameless++
	case described:
		b.inside.described++
	}
	b.inside.pictures++
}

// lookIn notes the pictures in running text.
func (b *book) lookIn(p *publish.WebPage, block *course.Block, list []course.Inline) {
	for _, in := range list {
		if in.Kind == course.Image {
			b.lookAt(p, &course.Block{ID: block.ID}, in.Target, in.Text, false)
		}
		b.lookIn(p, block, in.Children)
	}
}

// inlinesOf is every piece of running text that a block holds itself.
func inlinesOf(b *course.Block) [][]course.Inline {
	out := [][]course.Inline{b.Inlines, b.Caption}
	for _, row := range b.Rows {
		out = append(out, row.Cells...)
	}
	return out
}

// losses tells what holds of the whole book.
func (b *book) losses() {
	c := b.m.Course
	asked := c.Assessment != nil
	for _, m := range c.Modules {
		asked = asked || m.Check != nil
	}
	for _, l := range []struct {
		code string
		lost bool
	}{{"no-answers", asked}, {"no-ticks", len(c.Checklists) > 0}, {"no-fields", len(c.Worksheets) > 0}} {
		if l.lost {
			b.m.Lose(publish.Loss{Code: l.code})
		}
	}
}
