package publish

import (
	"context"
	"errors"
	"io"
	"strings"

	"golang.org/x/sync/errgroup"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// textFormats are the files of the text edition, as other forms of the course.
func (b *builder) textFormats() []Format {
	var out []Format
	for _, tag := range b.course.Tags() {
		out = append(out, Format{Tag: tag, Name: EditionText, Path: b.textFile(tag, "")})
	}
	return out
}

// textFile is the path of the course, or of a part of it, in plain text.
func (b *builder) textFile(tag lang.Tag, part string) string {
	if part != "" {
		part = "-" + part
	}
	return EditionText + "/" + b.course.Key + part + "-" + string(tag) + ".txt"
}

// text writes the text edition: the whole course in reading order, and one file a
// module.
func (b *builder) text(ctx context.Context, g *errgroup.Group) {
	for _, tag := range b.course.Tags() {
		b.expect(1 + len(b.course.Modules))
		g.Go(func() error {
			whole, err := b.create(b.textFile(tag, ""))
			if err != nil {
				return err
			}
			t := &textEdition{b: b, tag: tag, render: render.New(b.course, tag), whole: whole}
			return errors.Join(t.write(ctx), whole.Close())
		})
	}
}

// textEdition is the course in one language, being written.
type textEdition struct {
	b      *builder
	tag    lang.Tag
	render *render.Renderer
	whole  io.Writer
}

func (t *textEdition) say(key string, args ...lang.A) string {
	return say(t.render.Face, key, args...)
}

func (t *textEdition) write(ctx context.Context) error {
	x := t.render.Text()
	t.cover(x)
	if err := t.flush(x); err != nil {
		return err
	}
	for _, m := range t.b.course.Modules {
		if err := ctx.Err(); err != nil {
			return err
		}
		words := t.module(m)
		if err := t.b.put(t.b.textFile(t.tag, m.Key), []byte(words)); err != nil {
			return err
		}
		if _, err := io.WriteString(t.whole, "\n\n"+words); err != nil {
			return err
		}
	}
	t.rest(x)
	return t.flush(x)
}

func (t *textEdition) flush(x *render.Text) error {
	_, err := io.WriteString(t.whole, x.Take())
	return err
}

// cover opens the whole course: title, what it is, licence, objectives, contents.
func (t *textEdition) cover(x *render.Text) {
	c := t.b.course
	x.Heading(c.Title.In(t.tag), '=')
	x.Paragraph(c.Description.In(t.tag))
	x.Paragraph(c.Audience.In(t.tag))
	if c.Attribution.Has(t.tag) {
		x.Paragraph(strings.TrimSuffix(c.Attribution.In(t.tag), ".") + ", " + licenceName(c.Licence) + ".")
	}
	t.list(x, t.say("objectives.course"), c.Objectives)
	if len(c.Modules) > 0 {
		x.Heading(t.say("nav.modules"), '-')
		for _, m := range c.Modules {
			x.Item(t.say("module-n", lang.A{"number": itoa(m.Number)}) + " – " + m.Title.In(t.tag))
		}
	}
}

func (t *textEdition) list(x *render.Text, title string, objectives []*course.Objective) {
	if len(objectives) == 0 {
		return
	}
	x.Heading(title, '-')
	for _, o := range objectives {
		x.Item(o.Text.In(t.tag))
	}
}

// module is one module with its lessons, check and summary.
func (t *textEdition) module(m *course.Module) string {
	x := t.render.Text()
	x.Heading(t.say("module-n", lang.A{"number": itoa(m.Number)})+" – "+m.Title.In(t.tag), '=')
	x.Paragraph(m.Description.In(t.tag))
	t.list(x, t.say("title.objectives"), m.Objectives)
	if m.Writing {
		x.Paragraph(t.say("writing"))
	}
	for i, p := range modulePages(m) {
		if d := p.Doc(t.tag); d != nil {
			x.Page(d, []int{m.Number, i + 1})
		} else {
			x.Paragraph(t.say("absent.text"))
		}
	}
	return x.Take()
}

// rest is what stands outside the modules.
func (t *textEdition) rest(x *render.Text) {
	c := t.b.course
	if c.Assessment != nil {
		t.pages(x, "", []*course.Page{c.Assessment})
	}
	t.pages(x, t.say("title.checklists"), c.Checklists)
	t.pages(x, t.say("title.cases"), c.Cases)
	t.pages(x, t.say("title.worksheets"), c.Worksheets)
	t.pages(x, t.say("title.guide-list"), c.Guide)
	t.glossary(x)
	t.resources(x)
}

func (t *textEdition) pages(x *render.Text, title string, pages []*course.Page) {
	if len(pages) == 0 {
		return
	}
	if title != "" {
		x.Paragraph("\n")
		x.Heading(title, '=')
	}
	for _, p := range pages {
		d := p.Doc(t.tag)
		if d == nil {
			x.Paragraph(t.say("absent.text"))
			continue
		}
		for _, f := range p.Facts {
			if f.Text.Has(t.tag) {
				x.Item(t.say("fact."+f.Key) + t.say("colon") + f.Text.In(t.tag))
			}
		}
		x.Page(d, nil)
	}
}

func (t *textEdition) glossary(x *render.Text) {
	if len(t.b.course.Glossary) == 0 {
		return
	}
	x.Heading(t.say("title.glossary"), '=')
	for _, term := range sortedTerms(t.b.course, t.tag) {
		words := term.Term.In(t.tag) + t.say("colon") + term.Definition.In(t.tag)
		if term.Note.Has(t.tag) {
			words += " " + term.Note.In(t.tag)
		}
		x.Item(words)
	}
}

func (t *textEdition) resources(x *render.Text) {
	if len(t.b.course.Resources) == 0 {
		return
	}
	x.Heading(t.say("title.resources"), '=')
	for _, r := range t.b.course.Resources {
		title, url, only := resourceIn(r, t.tag)
		words := title
		if by := r.By.In(t.tag); by != "" {
			words += ", " + by
		}
		words += ". " + r.GoodFor.In(t.tag) + " " + url
		if only != "" {
			words += " (" + t.render.OnlyIn(only) + ")"
		}
		x.Item(words)
	}
}
