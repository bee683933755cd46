// Package lms makes the editions for learning management systems: SCORM and cmi5, where the system runs the course's own
// pages and keeps what learners did; and cartridges, QTI and OLX, where it has pages and questions of its own.
package lms

import (
	"bytes"
	"cmp"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/standard/xmldoc"
)

// lms draws the pages of a course in one language for systems that have navigation,
// a record and questions of their own: cartridges and Open edX.
type lms struct {
	*publish.Maker
	t     *publish.Tongue
	tag   lang.Tag
	files *mediaFiles
	// Where things are, seen from a page; keys are those of the web edition.
	pageHref  func(from, to string) string
	mediaHref func(from, path string) (string, bool)
	has       map[string]bool // keys of the pages that are there
}

// lmsPage is a page, drawn.
type lmsPage struct {
	key     string // as in the web edition
	id      string // its passage, or its key
	title   string
	body    string // fragment of XHTML that begins with the heading
	media   []string
	teacher bool // for those who lead a group
}

func newLMS(m *publish.Maker, tag lang.Tag, files *mediaFiles) *lms {
	l := &lms{Maker: m, t: m.Web.In(tag), tag: tag, files: files, has: map[string]bool{}}
	for _, key := range l.keys() {
		l.has[key] = true
	}
	return l
}

// keys are the pages, in reading order. Checks and the assessment are not among them:
// their questions are asked by the system.
func (l *lms) keys() []string {
	c := l.Course
	out := []string{string(publish.KindHome)}
	for _, m := range c.Modules {
		out = append(out, publish.ModuleKey(m))
	}
	for _, p := range c.Pages() {
		if p.Kind != course.Check && p.Kind != course.Assessment {
			out = append(out, publish.PageKey(p))
		}
	}
	if len(c.Glossary) > 0 {
		out = append(out, string(publish.KindGlossary))
	}
	if len(c.Resources) > 0 {
		out = append(out, string(publish.KindResources))
	}
	if len(c.References) > 0 {
		out = append(out, string(publish.KindReferences))
	}
	return out
}

// lmsLinks are the links of one page.
type lmsLinks struct {
	*lms
	at   string
	seen *[]string
}

var _ render.Links = lmsLinks{}

func (k lmsLinks) to(key, fragment string) (string, bool) {
	switch {
	case key == string(publish.KindObjectives):
		key = string(publish.KindHome)
	case !k.has[key]:
		return "", false
	}
	if key == k.at && fragment != "" {
		return "#" + fragment, true
	}
	href := k.pageHref(k.at, key)
	if fragment != "" {
		href += "#" + fragment
	}
	return href, true
}

func (k lmsLinks) Page(p string) (string, bool) {
	p, fragment, _ := strings.Cut(p, "#")
	for _, key := range []string{"page:" + p, "module:" + strings.TrimPrefix(p, "modules/"), p} {
		if href, ok := k.to(key, fragment); ok {
			return href, true
		}
	}
	return "", false
}

func (k lmsLinks) Passage(id course.ID) (string, bool) {
	p, ok := k.Web.Passage(k.tag, id)
	if !ok {
		return "", false
	}
	return k.to(p.Key, string(id))
}

func (k lmsLinks) Term(id string) (string, bool) {
	return k.to(string(publish.KindGlossary), publish.TermID(id))
}

func (k lmsLinks) Media(p string) (string, bool) {
	href, ok := k.mediaHref(k.at, p)
	if ok {
		*k.seen = append(*k.seen, p)
	}
	return href, ok
}

func (l *lms) say(key string, args ...lang.A) string { return publish.Say(l.t.Face, key, args...) }

// draw draws a page.
func (l *lms) draw(key string) lmsPage {
	p := lmsPage{key: key, id: key}
	s := l.t.Render.Still(lmsLinks{lms: l, at: key, seen: &p.media})
	s.Linked = true
	wp, _ := l.Web.ByKey(l.tag, key)
	p.title = wp.Title
	switch {
	case key == string(publish.KindHome):
		p.body = l.home()
	case wp.Kind == publish.KindModule:
		p.body = l.moduleHead(wp.Module)
	case key == string(publish.KindGlossary):
		p.body = l.glossary()
	case key == string(publish.KindResources):
		p.body = l.resources()
	case key == string(publish.KindReferences):
		p.body = l.references()
	default:
		l.coursePage(&p, wp.Page, s)
	}
	p.media = unique(p.media)
	return p
}

func (l *lms) coursePage(p *lmsPage, page *course.Page, s *render.Still) {
	p.teacher = page.Kind == course.Guide
	d := page.Doc(l.tag)
	if d == nil {
		p.body = heading(p.title) + textParagraph(l.say("absent.text"))
		return
	}
	if d.Title != nil && d.Title.ID != "" {
		p.id = string(d.Title.ID)
	}
	p.body = s.Doc(d, l.facts(page))
	l.lost(page, d)
}

// lost tells what a page of the web does and one in such a system does not.
func (l *lms) lost(page *course.Page, d *course.Doc) {
	note := func(id course.ID, code string) {
		l.Lose(publish.Loss{Tag: l.tag, Page: page.Path, Passage: id, Code: code})
	}
	ticks := page.Kind == course.Checklist
	d.Each(func(b *course.Block) bool {
		switch {
		case b.Question != nil:
			note(b.ID, "practice-read")
			return false
		case b.Kind == course.Directive && b.Name == "worksheet":
			note(b.ID, "worksheet-read")
		case b.Kind == course.Directive && b.Name == "checklist":
			ticks = true
		case b.Kind == course.Figure && l.broken(b.Target) || b.Kind == course.Directive && b.Name == "media" && l.broken(b.Attrs["src"]):
			note(b.ID, "picture")
		case b.Kind == course.Directive && b.Name == "media" && l.Course.Media[b.Attrs["src"]] != nil && len(l.Course.Media[b.Attrs["src"]].Captions) > 0:
			note(b.ID, "captions")
		}
		return true
	})
	if ticks {
		note("", "ticks")
	}
}

// broken says that a medium is not there, or is not the picture it should be.
func (l *lms) broken(target string) bool {
	m := l.Course.Media[target]
	return m == nil || m.Broken
}

func heading(title string) string { return "<h1>" + xmldoc.Escape(title) + "</h1>\n" }

func textParagraph(text string) string {
	if text == "" {
		return ""
	}
	return "<p>" + xmldoc.Escape(text) + "</p>\n"
}

// facts are what is known of a case.
func (l *lms) facts(p *course.Page) string {
	var out strings.Builder
	for _, f := range p.Facts {
		if f.Text.Has(l.tag) {
			out.WriteString("<dt>" + xmldoc.Escape(l.say("fact."+f.Key)) + "</dt><dd>" + xmldoc.Escape(f.Text.In(l.tag)) + "</dd>\n")
		}
	}
	if out.Len() == 0 {
		return ""
	}
	return "<dl class=\"facts\">\n" + out.String() + "</dl>\n"
}

// home says what the course is, for whom, what it teaches and what may be done with it.
func (l *lms) home() string {
	c := l.Course
	out := heading(c.Title.In(l.tag)) + textParagraph(c.Description.In(l.tag)) + textParagraph(c.Audience.In(l.tag))
	out += l.objectives(l.say("objectives.course"), c.Objectives)
	return out + textParagraph(rights(c, l.tag))
}

func (l *lms) moduleHead(m *course.Module) string {
	out := heading(l.say("module-n", lang.A{"number": strconv.Itoa(m.Number)})+" – "+m.Title.In(l.tag)) + textParagraph(m.Description.In(l.tag))
	if m.Writing {
		out += textParagraph(l.say("writing"))
	}
	return out + l.objectives(l.say("title.objectives"), m.Objectives)
}

func (l *lms) objectives(title string, list []*course.Objective) string {
	var out strings.Builder
	for _, o := range list {
		if o.Text.Has(l.tag) {
			out.WriteString(`<li id="` + xmldoc.Escape("objective-"+o.ID) + `">` + xmldoc.Escape(o.Text.In(l.tag)) + "</li>\n")
		}
	}
	if out.Len() == 0 {
		return ""
	}
	return "<h2>" + xmldoc.Escape(title) + "</h2>\n<ul>\n" + out.String() + "</ul>\n"
}

func (l *lms) glossary() string {
	var out strings.Builder
	out.WriteString(heading(l.say("title.glossary")) + "<dl>\n")
	for _, t := range publish.SortedTerms(l.Course, l.tag) {
		out.WriteString(`<dt id="` + xmldoc.Escape(publish.TermID(t.ID)) + `">` + xmldoc.Escape(t.Term.In(l.tag)) + "</dt>\n<dd>" + textParagraph(t.Definition.In(l.tag)) + textParagraph(t.Note.In(l.tag)))
		for _, other := range l.Course.Languages {
			if other.Tag != l.tag && t.Term.Has(other.Tag) {
				locale := xmldoc.Escape(cmp.Or(other.Locale, string(other.Tag)))
				out.WriteString("<p>" + xmldoc.Escape(other.Name+l.say("colon")) + `<span lang="` + locale + `" xml:lang="` + locale + `">` + xmldoc.Escape(t.Term.In(other.Tag)) + "</span></p>\n")
			}
		}
		out.WriteString("</dd>\n")
	}
	return out.String() + "</dl>\n"
}

func (l *lms) resources() string {
	var out strings.Builder
	out.WriteString(heading(l.say("title.resources")) + textParagraph(l.say("lede.resources")) + "<ul>\n")
	for _, r := range l.Course.Resources {
		title, address, only := publish.ResourceIn(r, l.tag)
		name := xmldoc.Escape(title)
		if only != "" {
			locale := xmldoc.Escape(l.locale(only))
			name = `<span lang="` + locale + `" xml:lang="` + locale + `">` + name + "</span>"
		}
		if publish.WebAddress(address) {
			name = `<a href="` + xmldoc.Escape(address) + `">` + name + "</a>"
		}
		out.WriteString(`<li id="` + xmldoc.Escape("resource-"+r.ID) + `">` + name)
		if by := r.By.In(l.tag); by != "" {
			out.WriteString(", " + xmldoc.Escape(by))
		}
		out.WriteString(". " + xmldoc.Escape(r.GoodFor.In(l.tag)))
		if only != "" {
			out.WriteString(" (" + xmldoc.Escape(l.t.Render.OnlyIn(only)) + ")")
		}
		out.WriteString("</li>\n")
	}
	return out.String() + "</ul>\n"
}

func (l *lms) locale(tag lang.Tag) string {
	if x, ok := l.Course.Language(tag); ok && x.Locale != "" {
		return x.Locale
	}
	return string(tag)
}

func (l *lms) references() string {
	var out strings.Builder
	out.WriteString(heading(l.say("title.references")) + textParagraph(l.say("lede.references")) + "<ul>\n")
	for _, r := range l.Course.References {
		if html, ok := l.t.Render.SourceHTML(r.ID); ok {
			out.WriteString(`<li id="` + xmldoc.Escape("reference-"+r.ID) + `">` + xmldoc.Clean(html) + "</li>\n")
		}
	}
	return out.String() + "</ul>\n"
}

// mediaFiles are the pictures, diagrams and recordings that pages show, as files.
type mediaFiles struct {
	m    *publish.Maker
	t    *publish.Tongue
	root string // folder, with a slash at its end
	used map[string]bool
}

func newMediaFiles(m *publish.Maker, t *publish.Tongue, root string) *mediaFiles {
	return &mediaFiles{m: m, t: t, root: root, used: map[string]bool{}}
}

// mediaFile is one of them.
type mediaFile struct{ path, id, name string }

// href gives addresses below a root, and notes what is asked for.
func (f *mediaFiles) href(root string) func(string) (string, bool) {
	return func(p string) (string, bool) {
		medium := f.m.Course.Media[p]
		if medium == nil || medium.Broken || len(medium.SVG) == 0 && f.m.Source == nil {
			return "", false
		}
		f.used[p] = true
		return root + (&url.URL{Path: f.name(p)}).EscapedPath(), true
	}
}

func (f *mediaFiles) name(p string) string { return f.root + strings.TrimPrefix(p, "media/") }

// id is the identifier of a file.
func (f *mediaFiles) id(p string) string { return xmldoc.ID("media", strings.TrimPrefix(p, "media/")) }

// data is a file; a diagram is drawn with its words in the language.
func (f *mediaFiles) data(p string) ([]byte, error) {
	if data, ok := f.t.Render.Drawing(p, ""); ok {
		return data, nil
	}
	return fs.ReadFile(f.m.Source, p)
}

// packed is a file as archives hold it: what is large and compressed is read when it is written.
func (f *mediaFiles) packed(p string) (archive.Packed, error) {
	if archive.Compressed(p) {
		return archive.Keep(publish.Opener(f.m.Source, p))
	}
	data, err := f.data(p)
	if err != nil {
		return archive.Packed{}, err
	}
	return archive.Pack(data)
}

// list is what was asked for, in order.
func (f *mediaFiles) list() []mediaFile {
	var out []mediaFile
	for p := range f.used {
		out = append(out, mediaFile{p, f.id(p), f.name(p)})
	}
	slices.SortFunc(out, func(a, b mediaFile) int { return strings.Compare(a.path, b.path) })
	return out
}

// write puts them into an archive.
func (f *mediaFiles) write(w *archive.Writer) error {
	for _, x := range f.list() {
		data, err := f.packed(x.path)
		if err != nil {
			return err
		}
		if err := w.PutPacked(x.name, data); err != nil {
			return err
		}
	}
	return nil
}

// unique is a list of paths, each once, in order.
func unique(paths []string) []string {
	out := slices.Clone(paths)
	slices.Sort(out)
	return slices.Compact(out)
}

// document is a page as a file by itself.
func (l *lms) document(p lmsPage, root string) []byte {
	var out bytes.Buffer
	locale, dir := xmldoc.Escape(l.t.Locale), ""
	if l.tag.RTL() {
		dir = ` dir="rtl"`
	}
	out.WriteString("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"" + locale + `" xml:lang="` + locale + `"` + dir + ">\n<head>\n<meta charset=\"utf-8\"/>\n<title>" +
		xmldoc.Escape(p.title) + "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<link rel=\"stylesheet\" href=\"" + root + "style.css\"/>\n</head>\n<body>\n<main>\n")
	out.WriteString(p.body)
	out.WriteString("</main>\n<footer>" + textParagraph(rights(l.Course, l.tag)) + "</footer>\n</body>\n</html>\n")
	return out.Bytes()
}

// upTo is the way from a file up to the folder its path begins at.
func upTo(name string) string { return strings.Repeat("../", strings.Count(path.Clean(name), "/")) }
