package publish

import (
	"context"
	"errors"
	"strings"

	"golang.org/x/sync/errgroup"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/typeset"
	"atelier/internal/standard/pdfua"
)

// EditionPDF is the course on paper: tagged PDF that keeps to PDF/UA-1.
const EditionPDF = "pdf"

var pdfEdition = edition{name: EditionPDF, outputs: pdfOutputs, make: makePDF}

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
			p.name, p.tag, p.path = name, tag, outputPath(c, EditionPDF, part, tag, ending)
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

func pdfOutputs(c *course.Course) []Output {
	var out []Output
	for _, p := range pdfParts(c) {
		o := Output{Edition: EditionPDF, Path: p.path, Tag: p.tag, Name: p.name}
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
func makePDF(ctx context.Context, m *maker) error {
	fonts, err := typeset.LoadFonts()
	if err != nil {
		return err
	}
	media := &pdfMedia{source: m.Source, images: map[string]*pdfua.Image{}, why: map[string]string{}}
	parts := pdfParts(m.course)
	g, ctx := errgroup.WithContext(ctx)
	for _, tag := range m.course.Tags() {
		g.Go(func() error {
			words := typeset.NewWords(fonts)
			for _, p := range parts {
				if p.tag != tag {
					continue
				}
				if err := errors.Join(ctx.Err(), m.pdf(p, words, media)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// pdf writes one file.
func (m *maker) pdf(p pdfPart, words *typeset.Words, media *pdfMedia) error {
	t := newPDFText(m, p, media)
	book, err := t.book(p, words)
	if err != nil {
		return err
	}
	f, err := m.create(p.path)
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
	t.m.lose(Loss{Tag: t.tag, Page: t.holds[x.ID], Passage: course.ID(x.ID), Code: "pdf-" + x.Code, Args: lang.A{"text": x.Text}})
}
