package publish

import (
	"io/fs"
	"strings"
	"sync"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// WebOptions say for whom a web edition is drawn.
type WebOptions struct {
	Style   Style
	BaseURL string // "https://example.org/", ends in a slash; empty when unknown: then no absolute addresses
	// Home is the address of the first page in a language, under which all others stand, with Style Site; nil is
	// "/en/". Root is where the files stand that are of no language: "/" when empty. Both end in a slash. A site with
	// several courses gives each its own.
	Home   func(tag, face lang.Tag) string
	Root   string
	Assets string // address of the assets with Style Site, ends in a slash; "/assets/" when empty
	Source fs.FS  // the course's folder, for pictures, sound and video; nil when it has none
	// Forms lets questions and checklists be sent to the address of their page
	// (POST). Without it the page judges by itself.
	Forms bool
	// Settings is where the reading settings are sent; empty leaves them to the script.
	Settings string
	// Contact is where problems and requests for a format go, in the place of the
	// course's own; see ContactAddress. Empty leaves it to the course.
	Contact string
	Version string // of Atelier
	Release string // of the course
	// Host is the institution on whose site the course stands; the zero Host is nobody.
	Host Host
	// Menu are links of the host at the end of the menu of every page; nil when it has
	// none.
	Menu func(tag, face lang.Tag) []page.Link
	// More are links of the host at the foot of every page; nil when it has none.
	More func(tag, face lang.Tag) []page.Link
	// Beside are the other courses of the host, listed below the modules of the cover, when that is drawn; nil when it
	// has none.
	Beside func(tag, face lang.Tag) page.Group
	// Followed is where the host serves a course, by its id; empty where it does not. May be nil.
	Followed func(tag lang.Tag, id string) string
	// Formats are other forms of the course to point to.
	Formats []Format
	// MediaURL is the folder where media are that Style Single does not hold; empty when
	// unknown.
	MediaURL string
	// App lets readers install the site and keep it on their device (web_app.go).
	App bool
	// Proof is what is known of the files of Formats; nil when nothing is.
	Proof *Proof
}

// Format is the course, or a part of it, in another form: a file beside the folder
// of the web edition, or an address with a scheme or a leading slash.
type Format struct {
	Output
	Bytes int64 // 0 when unknown
	Held  bool  // it exists and is not offered here: it is had by asking
}

// in says whether the file is for readers of a language.
func (f Format) in(tag lang.Tag) bool { return f.Tag == tag || f.Tag == "" }

// Kind says what a page of the site is for.
type Kind string

// The kinds of pages that publish makes; course pages keep the kind of
// course.Page ("lesson", "check" …).
const (
	KindHome          Kind = "home"
	KindModule        Kind = "module"
	KindChecklists    Kind = "checklists"
	KindCases         Kind = "cases"
	KindWorksheets    Kind = "worksheets"
	KindGuide         Kind = "guide-list"
	KindGlossary      Kind = "glossary"
	KindResources     Kind = "resources"
	KindReferences    Kind = "references"
	KindObjectives    Kind = "objectives"
	KindSearch        Kind = "search"
	KindFormats       Kind = "formats"
	KindAccessibility Kind = "accessibility"
)

// WebPage is one page of the site in one language.
type WebPage struct {
	Key    string // the same in every language
	Kind   Kind
	Tag    lang.Tag
	Path   string // "/en/introduction/the-licence/"
	Title  string // plain words
	Page   *course.Page
	Module *course.Module // the module it belongs to; nil outside modules

	place int // among the pages of its language
}

// Doc is the text of a course page in the page's language; nil when there is
// none, or when the page is made by publish.
func (p *WebPage) Doc() *course.Doc {
	if p.Page == nil {
		return nil
	}
	return p.Page.Doc(p.Tag)
}

// Web is the web edition of a course: its pages, and how to draw each. It never
// changes once made and may be shared by goroutines.
type Web struct {
	Course  *course.Course
	Options WebOptions

	languages map[lang.Tag]*Tongue
	tags      []lang.Tag
	pages     []*WebPage // language after language, in reading order
	byPath    map[string]*WebPage
	passages  map[course.ID]int // place of the page that shows it
	teaches   map[string][]*course.Page
	tests     map[string][]*course.Page
	media     map[string]Asset // by path in the source
	assets    []Asset
	base      string
	frames    sync.Map // frameKey to *frame
}

// Tongue is what one language of the site has.
type Tongue struct {
	Render *render.Renderer
	Face   lang.Tag
	Locale string
	name   string
	pages  []*WebPage // by place
	byKey  map[string]*WebPage

	minutes minutes
}

// Page is the page with a key; nil when there is none.
func (t *Tongue) Page(key string) *WebPage { return t.byKey[key] }

// Pages is every page in reading order.
func (t *Tongue) Pages() []*WebPage { return t.pages }

// NewWeb lists the pages of a course and prepares to draw them. Its errors are
// faults of the course that no page can be drawn with: two pages at one address,
// a picture that cannot be read.
func NewWeb(c *course.Course, o WebOptions) (*Web, error) {
	if o.Root == "" {
		o.Root = "/"
	}
	if o.Assets == "" {
		o.Assets = "/assets/"
	}
	w := &Web{
		Course: c, Options: o, languages: map[lang.Tag]*Tongue{}, tags: c.Tags(), byPath: map[string]*WebPage{},
		passages: map[course.ID]int{}, teaches: map[string][]*course.Page{}, tests: map[string][]*course.Page{},
		media: map[string]Asset{}, base: strings.TrimSuffix(o.BaseURL, "/"),
	}
	dimensions, err := w.gather()
	if err != nil {
		return nil, err
	}
	for _, l := range c.Languages {
		t := &Tongue{Render: render.New(c, l.Tag), name: l.Name, byKey: map[string]*WebPage{}, minutes: countMinutes(c, l.Tag)}
		t.Render.Dimensions = dimensions
		t.Face, t.Locale = t.Render.Face, t.Render.Locale
		w.languages[l.Tag] = t
		w.list(l.Tag, t)
		for _, p := range t.pages {
			if other := w.byPath[p.Path]; other != nil {
				return nil, sameAddress(other, p)
			}
			w.byPath[p.Path] = p
		}
	}
	w.find()
	return w, nil
}

func sameAddress(a, b *WebPage) error {
	return fault.New(fault.Invalid, Words, "build.same-address", lang.A{"address": a.Path, "one": a.Key, "other": b.Key})
}

// In is what one language of the site has; nil when the course is not in it.
func (w *Web) In(tag lang.Tag) *Tongue { return w.languages[tag] }

// Pages is every page, language after language, each in reading order.
func (w *Web) Pages() []*WebPage { return w.pages }

// ByPath is the page at a path ("/en/glossary/"); false when there is none.
func (w *Web) ByPath(path string) (*WebPage, bool) {
	p, ok := w.byPath[path]
	return p, ok
}

// ByKey is the page with a key in a language.
func (w *Web) ByKey(tag lang.Tag, key string) (*WebPage, bool) {
	t := w.languages[tag]
	if t == nil {
		return nil, false
	}
	p, ok := t.byKey[key]
	return p, ok
}

// Counterpart is the same page in another language of the course.
func (w *Web) Counterpart(p *WebPage, tag lang.Tag) *WebPage { return w.languages[tag].byKey[p.Key] }

// PageKey is the key of a page of the course.
func PageKey(p *course.Page) string { return "page:" + p.Path }

// ModuleKey is the key of a module's page.
func ModuleKey(m *course.Module) string { return "module:" + m.Key }

// Passage is the page that shows a passage in a language; false when none does.
func (w *Web) Passage(tag lang.Tag, id course.ID) (*WebPage, bool) {
	place, ok := w.passages[id]
	t := w.languages[tag]
	if !ok || t == nil {
		return nil, false
	}
	return t.pages[place], true
}
