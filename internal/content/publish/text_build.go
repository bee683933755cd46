package publish

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"sync"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// textOutputs are the files of the text edition: the whole course in each
// language, and each of its modules.
func textOutputs(c *course.Course) []Output {
	var out []Output
	for _, tag := range c.Tags() {
		out = append(out, Output{Edition: EditionText, Path: textFileOf(c, tag, ""), Tag: tag, Name: EditionText})
		for _, m := range c.Modules {
			out = append(out, Output{Edition: EditionText, Path: textFileOf(c, tag, m.Key), Tag: tag, Name: EditionText, Part: m.Title.In(tag)})
		}
		for _, page := range c.Pages() {
			if name, part := aloneInText(page); name != "" && page.Doc(tag) != nil {
				out = append(out, Output{Edition: EditionText, Path: textFileOf(c, tag, part), Tag: tag, Name: name, Part: page.Head(tag).Title})
			}
		}
	}
	return out
}

// aloneInText is the kind and the part of a page that has a file of its own: a summary or a checklist; empty for others.
func aloneInText(p *course.Page) (name, part string) {
	switch p.Kind {
	case course.Summary:
		return "text-summary", p.Module.Key + "-summary"
	case course.Checklist:
		return "text-checklist", p.Key
	}
	return "", ""
}

// textFileOf is the path of the course, or of a part of it, in plain text.
func textFileOf(c *course.Course, tag lang.Tag, part string) string {
	return OutputPath(c, EditionText, part, tag, "txt")
}

// textEdition is the course in plain text in one language: the whole course in
// reading order, and one file a module. Workers draw its pages; what they drew is
// added in order, by one of them at a time.
type textEdition struct {
	b      *builder
	w      *Web
	tag    lang.Tag
	render *render.Renderer
	texts  sync.Pool // of *render.Text
	whole  *textFile
	module *textFile // nil outside modules
}

func newTextEdition(b *builder, w *Web, tag lang.Tag) (*textEdition, error) {
	b.expect(1 + len(b.Course.Modules))
	whole, err := b.openText(tag, "")
	if err != nil {
		return nil, err
	}
	t := &textEdition{b: b, w: w, tag: tag, render: w.languages[tag].Render, whole: whole}
	t.texts.New = func() any { return t.render.Text() }
	return t, nil
}

func (t *textEdition) say(key string, args ...lang.A) string {
	return Say(t.render.Face, key, args...)
}

// add puts what a page says into its files.
func (t *textEdition) add(p *WebPage, x *render.Text) error {
	defer func() {
		x.Reset()
		t.texts.Put(x)
	}()
	if t.module != nil && (p.Module == nil || p.Kind == KindModule) {
		if err := t.endModule(); err != nil {
			return err
		}
	}
	if p.Kind == KindModule {
		var err error
		if t.module, err = t.b.openText(t.tag, p.Module.Key); err != nil {
			return err
		}
	}
	if err := t.alone(p, x); err != nil {
		return err
	}
	part := p.Page == nil || p.Kind == Kind(course.Assessment)
	if err := t.whole.add(x.Bytes(), part); err != nil || t.module == nil {
		return err
	}
	return t.module.add(x.Bytes(), false)
}

// alone writes a summary or a checklist into a file of its own as well.
func (t *textEdition) alone(p *WebPage, x *render.Text) error {
	if p.Page == nil || p.Page.Doc(t.tag) == nil || p.Kind != Kind(p.Page.Kind) {
		return nil
	}
	name, part := aloneInText(p.Page)
	if name == "" {
		return nil
	}
	t.b.expect(1)
	return t.b.put(textFileOf(t.b.Course, t.tag, part), x.Bytes())
}

func (t *textEdition) endModule() error {
	err := t.module.Close()
	t.module = nil
	return err
}

func (t *textEdition) close() error {
	var err error
	if t.module != nil {
		err = t.endModule()
	}
	err = errors.Join(err, t.whole.Close())
	t.whole = nil
	return err
}

// abandon closes what an error left open.
func (t *textEdition) abandon() {
	for _, f := range []*textFile{t.module, t.whole} {
		if f != nil {
			f.file.Close()
		}
	}
}

// textFile is one file of plain text being put together.
type textFile struct {
	*bufio.Writer
	file  io.WriteCloser
	begun bool
}

func (b *builder) openText(tag lang.Tag, part string) (*textFile, error) {
	f, err := b.create(textFileOf(b.Course, tag, part))
	if err != nil {
		return nil, err
	}
	return &textFile{Writer: bufio.NewWriterSize(f, 32<<10), file: f}, nil
}

// add appends text after a blank line, or two where a part of the course begins.
func (f *textFile) add(text []byte, part bool) error {
	if len(text) == 0 {
		return nil
	}
	if f.begun {
		f.WriteByte('\n')
		if part {
			f.WriteByte('\n')
		}
	}
	f.begun = true
	_, err := f.Write(text)
	return err
}

// Close writes what is left.
func (f *textFile) Close() error { return errors.Join(f.Flush(), f.file.Close()) }

// draw is what a page of the web edition says in plain text; doc is its text, nil
// without one. Pages that are only ways to others say nothing.
func (t *textEdition) draw(p *WebPage, doc *course.Doc) *render.Text {
	x := t.texts.Get().(*render.Text)
	switch p.Kind {
	case KindHome:
		t.cover(x)
	case KindModule:
		t.moduleHead(x, p.Module)
	case KindChecklists, KindCases, KindWorksheets, KindGuide:
		x.Heading(p.Title, '=')
	case KindGlossary:
		t.glossary(x)
	case KindResources:
		t.resources(x)
	default:
		t.page(x, p, doc)
	}
	return x
}

// page writes a page of the course; those of a module are numbered.
func (t *textEdition) page(x *render.Text, p *WebPage, doc *course.Doc) {
	if p.Page == nil {
		return
	}
	if doc == nil {
		x.Paragraph(t.say("absent.text"))
		return
	}
	if p.Module != nil {
		head, _ := t.w.ByKey(t.tag, ModuleKey(p.Module))
		x.Page(doc, []int{p.Module.Number, p.place - head.place})
		return
	}
	for _, f := range p.Page.Facts {
		if f.Text.Has(t.tag) {
			x.Item(t.say("fact."+f.Key) + t.say("colon") + f.Text.In(t.tag))
		}
	}
	x.Page(doc, nil)
}

// cover opens the whole course: title, what it is, licence, objectives, contents.
func (t *textEdition) cover(x *render.Text) {
	c := t.b.Course
	x.Heading(c.Title.In(t.tag), '=')
	x.Paragraph(c.Description.In(t.tag))
	x.Paragraph(c.Audience.In(t.tag))
	if c.Attribution.Has(t.tag) {
		x.Paragraph(strings.TrimSuffix(c.Attribution.In(t.tag), ".") + ", " + LicenceName(c.Licence) + ".")
	}
	if c.Follows != nil {
		x.Paragraph(Basis(c, t.tag, t.render.Face))
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

// moduleHead opens a module: its title, what it is for and its objectives.
func (t *textEdition) moduleHead(x *render.Text, m *course.Module) {
	x.Heading(t.say("module-n", lang.A{"number": itoa(m.Number)})+" – "+m.Title.In(t.tag), '=')
	x.Paragraph(m.Description.In(t.tag))
	t.list(x, t.say("title.objectives"), m.Objectives)
	if m.Writing {
		x.Paragraph(t.say("writing"))
	}
}

func (t *textEdition) glossary(x *render.Text) {
	x.Heading(t.say("title.glossary"), '=')
	for _, term := range SortedTerms(t.b.Course, t.tag) {
		words := term.Term.In(t.tag) + t.say("colon") + term.Definition.In(t.tag)
		if term.Note.Has(t.tag) {
			words += " " + term.Note.In(t.tag)
		}
		x.Item(words)
	}
}

func (t *textEdition) resources(x *render.Text) {
	x.Heading(t.say("title.resources"), '=')
	for _, r := range t.b.Course.Resources {
		title, url, only := ResourceIn(r, t.tag)
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
