package lms

import (
	"cmp"
	"context"
	"io"
	"strconv"
	"strings"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/standard/olx"
	"atelier/internal/standard/xmldoc"
)

// OLX is the course for Open edX, for the institution that gives it.
var OLX = publish.Edition{Name: nameOLX, Outputs: publish.PerLanguage(nameOLX, "tar.gz"), Make: makeOLX, Bank: true}

const nameOLX = "olx"

func makeOLX(ctx context.Context, m *publish.Maker) error {
	for _, tag := range m.Course.Tags() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := m.Stream(publish.OutputPath(m.Course, nameOLX, "", tag, "tar.gz"), newOLX(m, tag).pack); err != nil {
			return err
		}
	}
	return nil
}

// olxMaker puts the course of one language together.
type olxMaker struct {
	*lms
	course olx.Course
	ids    map[string]bool
}

// olxStatic is where Open edX serves the files of a course, which stand flat there.
const olxStatic = "/static/"

func newOLX(m *publish.Maker, tag lang.Tag) *olxMaker {
	b := &olxMaker{lms: newLMS(m, tag, newMediaFiles(m, m.Web.In(tag), "static/")), ids: map[string]bool{}}
	b.pageHref = func(_, to string) string { return "/jump_to_id/" + b.unitOf(to) }
	b.mediaHref = func(_, p string) (string, bool) { return b.media(p) }
	return b
}

func (b *olxMaker) media(p string) (string, bool) {
	href, ok := b.files.href("")(p)
	return olxStatic + strings.ReplaceAll(strings.TrimPrefix(href, "static/"), "/", "_"), ok
}

// unitOf is the unit of a page: the passage of its title, or its key.
func (b *olxMaker) unitOf(key string) string {
	id := key
	if wp, ok := b.Web.ByKey(b.tag, key); ok && wp.Page != nil {
		id = cmp.Or(string(wp.Page.TitleID()), key)
	}
	return urlName("u", id)
}

// urlName is an identity that Open edX takes: no dots, which its keys give a meaning.
func urlName(prefix, id string) string {
	return strings.ReplaceAll(xmldoc.ID(prefix, id), ".", "_2e_")
}

func (b *olxMaker) pack(out io.Writer) error {
	c := b.lms.Course
	b.course = olx.Course{
		Org: "Atelier", Number: urlName("c", c.Key), Run: b.tag.Lower(), Name: c.Title.In(b.tag), Language: strings.ToLower(b.t.Locale), About: olxElements.Replace(b.home()), Pass: 0.5,
		Image: "course.svg",
	}
	if c.Assessment != nil && c.Assessment.Pass > 0 {
		b.course.Pass = float64(c.Assessment.Pass) / 100
	}
	b.contents()
	source, err := b.PackedSource(publish.Institution)
	if err != nil {
		return err
	}
	w := archive.NewTarGz(out)
	for _, f := range b.course.Files() {
		if err := w.Put(olx.Root+f.Name, f.Data); err != nil {
			return err
		}
	}
	for _, f := range []olx.File{{Name: "atelier.css", Data: cartridgeStyle}, {Name: b.course.Image, Data: b.image()}} {
		if err := w.Put(olx.Root+"static/"+f.Name, f.Data); err != nil {
			return err
		}
	}
	for _, f := range b.files.list() {
		data, err := b.files.packed(f.path)
		if err != nil {
			return err
		}
		name := "static/" + strings.ReplaceAll(strings.TrimPrefix(f.path, "media/"), "/", "_")
		if err := w.PutPacked(olx.Root+name, data); err != nil {
			return err
		}
	}
	if source != nil { // beside what the importer reads: it is kept from learners
		if err := w.PutPacked(olx.Root+"source/"+publish.SourceFile, *source); err != nil {
			return err
		}
	}
	return w.Close()
}

func (b *olxMaker) contents() {
	c := b.lms.Course
	b.chapter("about", c.Title.In(b.tag), b.reading("about", c.Title.In(b.tag), string(publish.KindHome)))
	for _, m := range c.Modules {
		title := b.say("module-n", lang.A{"number": strconv.Itoa(m.Number)}) + " – " + m.Title.In(b.tag)
		var keys []string
		for _, p := range m.Lessons {
			keys = append(keys, publish.PageKey(p))
		}
		list := []olx.Sequential{b.reading("module-"+m.Key, title, append([]string{publish.ModuleKey(m)}, keys...)...)}
		if m.Check != nil {
			list = append(list, b.check(m.Check)...)
		}
		if m.Summary != nil {
			list = append(list, b.reading("summary-"+m.Key, b.say("kind.summary"), publish.PageKey(m.Summary)))
		}
		b.chapter("module-"+m.Key, title, list...)
	}
	if c.Assessment != nil {
		b.chapter("assessment", b.say("kind.assessment"), b.check(c.Assessment)...)
	}
	var more []olx.Sequential
	for _, group := range []struct {
		kind  publish.Kind
		pages []*course.Page
	}{{publish.KindChecklists, c.Checklists}, {publish.KindCases, c.Cases}, {publish.KindWorksheets, c.Worksheets}} {
		more = append(more, b.group(string(group.kind), pageKeys(group.pages)...)...)
	}
	for _, kind := range []publish.Kind{publish.KindGlossary, publish.KindResources, publish.KindReferences} {
		if b.has[string(kind)] {
			more = append(more, b.group(string(kind), string(kind))...)
		}
	}
	b.chapter("reference", b.say("title.resources"), more...)
	b.chapter("guide", b.say("title."+string(publish.KindGuide)), b.group(string(publish.KindGuide), pageKeys(c.Guide)...)...)
}

func pageKeys(pages []*course.Page) []string {
	var out []string
	for _, p := range pages {
		out = append(out, publish.PageKey(p))
	}
	return out
}

func (b *olxMaker) group(kind string, keys ...string) []olx.Sequential {
	if len(keys) == 0 {
		return nil
	}
	return []olx.Sequential{b.reading(kind, b.say("title."+kind), keys...)}
}

// chapter adds a section, unless it is empty.
func (b *olxMaker) chapter(id, title string, list ...olx.Sequential) {
	if len(list) > 0 {
		b.course.Chapters = append(b.course.Chapters, olx.Chapter{Block: olx.Block{URLName: urlName("s", id), Name: title}, Sequentials: list})
	}
}

// reading is a subsection of pages, each in a unit of its own.
func (b *olxMaker) reading(id, title string, keys ...string) olx.Sequential {
	s := olx.Sequential{Block: olx.Block{URLName: urlName("t", id), Name: title}}
	for _, key := range keys {
		p := b.draw(key)
		s.Verticals = append(s.Verticals, olx.Vertical{
			Block: olx.Block{URLName: b.unitOf(key), Name: p.title},
			Components: []olx.Component{{
				Block: olx.Block{URLName: b.unused(urlName("h", p.id)), Name: p.title}, HTML: b.html(p.body), Staff: p.teacher,
			}},
		})
	}
	return s
}

func (b *olxMaker) unused(id string) string {
	one := id
	for n := 2; b.ids[one]; n++ {
		one = id + "_" + strconv.Itoa(n)
	}
	b.ids[one] = true
	return one
}

// html is a text with its language and its style.
func (b *olxMaker) html(body string) string {
	dir := ""
	if b.tag.RTL() {
		dir = ` dir="rtl"`
	}
	return `<link rel="stylesheet" href="` + olxStatic + `atelier.css"/>` + "\n<div lang=\"" + b.t.Locale + `"` + dir + ">\n" + olxElements.Replace(body) + "</div>\n"
}

// olxElements are elements of HTML5 as elements that the tools of Open edX know (they
// parse HTML 4); what the elements said to assistive technology, a role says.
var olxElements = strings.NewReplacer(
	`<section class="answers"`, `<div role="group" class="answers"`, "<section", "<div", "</section>", "</div>",
	"<aside", "<div", "</aside>", "</div>", "<figure", `<div role="figure"`, "</figure>", "</div>",
	"<figcaption>", `<p class="label">`, "</figcaption>", "</p>",
)

// image is the title of the course on a plain ground, for lists of courses.
func (b *olxMaker) image() []byte {
	d := xmldoc.New()
	d.In("svg", func() {
		d.Empty("rect", "width", "378", "height", "225", "fill", "#0b5563")
		for i, line := range lines(b.lms.Course.Title.In(b.tag), 22) {
			d.Leaf("text", line, "x", "24", "y", strconv.Itoa(64+36*i), "fill", "#ffffff", "font-family", "sans-serif", "font-size", "28")
		}
	}, "xmlns", "http://www.w3.org/2000/svg", "viewBox", "0 0 378 225", "width", "378", "height", "225", "xml:lang", b.t.Locale)
	return d.Line().Bytes()
}

// lines breaks a title into lines of at most so many characters, where it has spaces.
func lines(s string, most int) []string {
	var out []string
	for _, word := range strings.Fields(s) {
		if n := len(out) - 1; n >= 0 && len([]rune(out[n]))+1+len([]rune(word)) <= most {
			out[n] += " " + word
			continue
		}
		out = append(out, word)
	}
	return out
}

// check is a check as a graded subsection: its fixed form, then its bank as practice.
func (b *olxMaker) check(p *course.Page) []olx.Sequential {
	d := p.Doc(b.tag)
	if d == nil {
		return nil
	}
	k := asker{t: b.t, links: func(seen *[]string) render.Links { return itemLinks{seen: seen, media: b.media, page: b.link} }}
	id := cmp.Or(string(p.TitleID()), p.Path)
	s := olx.Sequential{Block: olx.Block{URLName: urlName("t", id), Name: plainTitle(p, b.tag)}, Format: b.say("kind." + string(p.Kind))}
	practice := olx.Sequential{Block: olx.Block{URLName: urlName("t", id+"-bank"), Name: plainTitle(p, b.tag) + " – " + b.say("item.bank")}}
	if text := b.rubric(d, k); text != "" {
		s.Verticals = append(s.Verticals, b.unit(urlName("u", id), s.Name, olx.Component{Block: olx.Block{URLName: urlName("h", id), Name: s.Name}, HTML: b.html(text)}))
	}
	for _, a := range k.questions(p) {
		c := b.component(a)
		v := b.unit(urlName("u", a.id), c.Name, c)
		if a.bank {
			practice.Verticals = append(practice.Verticals, v)
		} else {
			s.Verticals = append(s.Verticals, v)
		}
	}
	out := []olx.Sequential{s}
	if len(practice.Verticals) > 0 && p.Kind == course.Check {
		out = append(out, practice)
	} else {
		for _, v := range practice.Verticals {
			b.Lose(publish.Loss{Tag: b.tag, Page: p.Path, Passage: course.ID(strings.TrimPrefix(v.URLName, "u-")), Code: "bank-kept"})
		}
	}
	return out
}

func (b *olxMaker) unit(id, name string, c olx.Component) olx.Vertical {
	return olx.Vertical{Block: olx.Block{URLName: id, Name: name}, Components: []olx.Component{c}}
}

// link leads from a question to a page.
func (b *olxMaker) link(p string) (string, bool) {
	var none []string
	return lmsLinks{lms: b.lms, seen: &none}.Page(p)
}

// rubric is what a check says around its questions.
func (b *olxMaker) rubric(d *course.Doc, k asker) string {
	var none []string
	s := b.t.Render.Still(k.links(&none))
	s.Alone, s.Linked = true, true
	out := ""
	for _, x := range d.Blocks {
		if x.Question == nil {
			out += s.Blocks([]*course.Block{x})
		}
	}
	return out
}
