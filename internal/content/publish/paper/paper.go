// Package paper makes the edition on paper: the course, its modules, summaries and checklists as tagged PDF.
package paper

import (
	"context"
	"errors"
	"strings"

	"golang.org/x/sync/errgroup"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/typeset"
	"atelier/internal/standard/pdfua"
)

const editionName = "pdf"

// Edition is the course on paper: tagged PDF that keeps to PDF/UA-1.
var Edition = publish.Edition{Name: editionName, Outputs: pdfOutputs, Make: makePDF}

// pdfPart says which part of a course a file holds.
type pdfPart struct {
	path, name string // of the file, and of its kind in lists of formats
	tag        lang.Tag
	module     *course.Module // of a module, or of a summary
	page       *course.Page   // a checklist or a summary
	paper      paper          // of a summary
}

// pdfParts are the files of the edition: for each language the whole course, each
// module, each summary on one page of either paper, each checklist.
func pdfParts(c *course.Course) []pdfPart {
	var out []pdfPart
	for _, tag := range c.Tags() {
		add := func(name, part, ending string, p pdfPart) {
			p.name, p.tag, p.path = name, tag, publish.OutputPath(c, editionName, part, tag, ending)
			out = append(out, p)
		}
		add("pdf", "", "pdf", pdfPart{})
		for _, m := range c.Modules {
			add("pdf-module", m.Key, "pdf", pdfPart{module: m})
			if m.Summary != nil && m.Summary.Doc(tag) != nil {
				for _, size := range []paper{letter, a4} {
					p := pdfPart{module: m, page: m.Summary, paper: size}
					add("pdf-summary-"+size.name, m.Key+"-summary", "pdf", p)
					last := &out[len(out)-1]
					last.path = strings.TrimSuffix(last.path, ".pdf") + "-" + size.name + ".pdf"
				}
			}
		}
		for _, page := range c.Checklists {
			if page.Doc(tag) != nil {
				add("pdf-checklist", page.Key, "pdf", pdfPart{page: page})
			}
		}
	}
	return out
}

func pdfOutputs(c *course.Course) []publish.Output {
	var out []publish.Output
	for _, p := range pdfParts(c) {
		o := publish.Output{Edition: editionName, Path: p.path, Tag: p.tag, Name: p.name}
		switch {
		case p.page != nil && p.module == nil:
			if h := p.page.Head(p.tag); h != nil {
				o.Part = h.Title
			}
		case p.module != nil:
			o.Part = p.module.Title.In(p.tag)
		}
		out = append(out, o)
	}
	return out
}

// makePDF writes the edition, each language by itself.
func makePDF(ctx context.Context, m *publish.Maker) error {
	fonts, err := typeset.LoadFonts()
	if err != nil {
		return err
	}
	media := &pdfMedia{source: m.Source, images: map[string]*pdfua.Image{}, why: map[string]string{}}
	parts := pdfParts(m.Course)
	g, ctx := errgroup.WithContext(ctx)
	for _, tag := range m.Course.Tags() {
		g.Go(func() error {
			words := typeset.NewWords(fonts)
			for _, p := range parts {
				if p.tag != tag {
					continue
				}
				if err := errors.Join(ctx.Err(), writePDF(m, p, words, media)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// writePDF writes one file.
func writePDF(m *publish.Maker, p pdfPart, words *typeset.Words, media *pdfMedia) error {
	t := newPDFText(m, p, media)
	book, err := t.book(p, words)
	if err != nil {
		return err
	}
	f, err := m.Create(p.path)
	if err != nil {
		return err
	}
	troubles, err := book.Write(f, words)
	for _, trouble := range troubles {
		t.trouble(trouble)
	}
	return errors.Join(err, f.Close())
}

// trouble tells what could not be set as it should be.
func (t *pdfText) trouble(x typeset.Trouble) {
	t.m.Lose(publish.Loss{Tag: t.tag, Page: t.holds[x.ID], Passage: course.ID(x.ID), Code: "pdf-" + x.Code, Args: lang.A{"text": x.Text}})
}
