package ebook

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/standard/epub"
)

// add draws a page and puts its files into the manifest, in the spine.
func (b *book) add(p *publish.WebPage) {
	s := b.t.Render.Still(bookLinks{b, p})
	s.Types = true
	c := epub.Content{Title: cmp.Or(p.Title, b.m.Course.Key), Language: b.t.Locale, Direction: b.direction(), Stylesheet: bookStyle}
	c.Type, c.Role = bookType(p)
	var pieces []string
	switch {
	case p.Page != nil && p.Doc() == nil:
		pieces = []string{b.made(b.title(p), b.word("absent.text"))}
	case p.Page != nil:
		b.look(p)
		pieces = b.text(p, s)
	default:
		pieces = []string{b.list(p, s)}
	}
	b.put(b.files[p], c, pieces)
}

// bookType says what a page is: epub:type and role (EPUB Structural Semantics
// Vocabulary 1.1, DPUB-ARIA 1.1).
func bookType(p *publish.WebPage) (kind, role string) {
	switch p.Kind {
	case publish.KindHome:
		return "titlepage", ""
	case publish.KindModule, publish.KindChecklists, publish.KindCases, publish.KindWorksheets, publish.KindGuide:
		return "part", "doc-part"
	case publish.KindGlossary:
		return "glossary", "doc-glossary"
	case publish.KindReferences:
		return "bibliography", "doc-bibliography"
	case publish.KindResources:
		return "appendix", "doc-appendix"
	case publish.Kind(course.Check), publish.Kind(course.Assessment):
		return "assessment", ""
	}
	return "chapter", "doc-chapter"
}

// text draws a page of the course in pieces.
func (b *book) text(p *publish.WebPage, s *render.Still) []string {
	d := p.Doc()
	if p.Kind == publish.Kind(course.Check) {
		d = b.practice(d)
	}
	pieces := s.Pieces(d, publish.FactsXHTML(p, b.t), b.aims(p))
	head := publish.KickerXHTML(b.w, p)
	if d.Title == nil {
		head += b.made(render.Escape(p.Title))
	}
	pieces[0] = head + pieces[0]
	return pieces
}

// practice puts a heading before the bank of a check, where it follows the fixed
// form.
func (b *book) practice(d *course.Doc) *course.Doc {
	form, bank := -1, -1
	for i, block := range d.Blocks {
		switch {
		case block.Question == nil:
		case block.Question.Form != "":
			form = i
		case bank < 0:
			bank = i
		}
	}
	if form < 0 || bank < form {
		return d
	}
	more := *d
	heading := &course.Block{Kind: course.Heading, Level: 2, Inlines: []course.Inline{{Kind: course.Text, Text: b.say("check.more")}}}
	more.Blocks = append(append(append([]*course.Block(nil), d.Blocks[:bank]...), heading), d.Blocks[bank:]...)
	return &more
}

// aims is what a lesson teaches.
func (b *book) aims(p *publish.WebPage) string {
	if p.Kind != publish.Kind(course.Lesson) {
		return ""
	}
	var list []*course.Objective
	for _, id := range p.Page.Objectives {
		if o := b.w.Objective(id); o != nil && o.Text.Has(b.tag) {
			list = append(list, o)
		}
	}
	return b.objectives("objectives.of-lesson", list, false)
}

// objectives is a list of what people can do afterwards; own says that the passages
// have their place here.
func (b *book) objectives(title string, list []*course.Objective, own bool) string {
	rows := ""
	for _, o := range list {
		if !o.Text.Has(b.tag) {
			continue
		}
		id := ""
		if own {
			id = ` id="objective-` + render.Escape(o.ID) + `"`
		}
		rows += "<li" + id + ">" + render.Escape(o.Text.In(b.tag)) + "</li>\n"
	}
	if rows == "" {
		return ""
	}
	return render.XHTML(`<div class="for"><p class="label"><strong>` + b.word(title) + "</strong></p>\n<ul>\n" + rows + "</ul></div>\n")
}

// title is what a page that publish makes is called, as HTML.
func (b *book) title(p *publish.WebPage) string { return b.t.Render.Said(p.Title) }

// made is a heading with paragraphs, all HTML.
func (b *book) made(title string, paragraphs ...string) string {
	out := "<h1>" + title + "</h1>\n"
	for i, words := range paragraphs {
		switch {
		case words == "":
		case i == 0:
			out += `<p class="lede">` + words + "</p>\n"
		default:
			out += "<p>" + words + "</p>\n"
		}
	}
	return render.XHTML(out)
}

// A reader takes a file whole before it shows its first line. A page is divided
// where a section begins once it has some length, and at any block when it is long.
const (
	someBytes = 60 << 10
	longBytes = 120 << 10
)

// put writes the pieces of a page as one file, or as several when it is long.
func (b *book) put(file string, c epub.Content, pieces []string) {
	var parts []string
	open := ""
	for _, piece := range pieces {
		if n := len(open); n > longBytes || n > someBytes && strings.HasPrefix(piece, "<h2") || n > someBytes && n+len(piece) > longBytes {
			parts, open = append(parts, open), ""
		}
		open += piece
	}
	parts = append(parts, open)
	ids := map[string]string{}
	for i, body := range parts {
		name := file
		if i > 0 {
			name = strings.TrimSuffix(file, ".xhtml") + ".part-" + strconv.Itoa(i+1) + ".xhtml"
			for _, id := range idMark.FindAllStringSubmatch(body, -1) {
				ids[id[1]] = name
			}
		}
		item := epub.Item{Href: name, MediaType: epub.XHTML, Spine: true}
		if strings.Contains(body, "<svg ") {
			item.Properties = []string{"svg"}
		}
		one := c
		one.Body = body
		if i > 0 {
			one.Title, one.Type, one.Role = b.say("epub.part", lang.A{"title": c.Title, "number": i + 1}), "", ""
		}
		item.Data = one.Bytes()
		b.pub.Manifest = append(b.pub.Manifest, item)
	}
	if len(ids) > 0 {
		b.moved[file] = ids
	}
}

// idMark and wayMark find ids, and addresses inside the book: quotes stand in text
// only escaped.
var (
	idMark  = regexp.MustCompile(` id="([^"]+)"`)
	wayMark = regexp.MustCompile(` href="([^":#]*)#([^"]+)"`)
)

// relocate leads to the files in which the parts of long pages are.
func (b *book) relocate() {
	if len(b.moved) == 0 {
		return
	}
	for i := range b.pub.Manifest {
		item := &b.pub.Manifest[i]
		if item.MediaType != epub.XHTML {
			continue
		}
		whole := item.Href // the first file of the page that this one is a part of
		if at := strings.Index(whole, ".part-"); at >= 0 {
			whole = whole[:at] + ".xhtml"
		}
		item.Data = wayMark.ReplaceAllFunc(item.Data, func(way []byte) []byte {
			m := wayMark.FindSubmatch(way)
			page := cmp.Or(string(m[1]), whole)
			file := cmp.Or(b.moved[page][string(m[2])], page)
			if file == item.Href {
				file = ""
			}
			return []byte(` href="` + file + "#" + string(m[2]) + `"`)
		})
	}
}
