package library

import (
	"mime"
	"path"
	"sync"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/search"
	"atelier/internal/base/web"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
)

// Addresses that are the same in every language.
const (
	assetsPath   = "/assets/"
	settingsPath = "/reading"
)

// Edition is the course as it stood when it was loaded: a published release, or the working copy.
type Edition struct {
	Number int  // greater than that of every edition before it, of whichever course
	First  bool // the site's first course, whose addresses are the short ones
	Course *course.Course
	Web    *publish.Web
	// Release is the published release that it is; nil for the working copy.
	Release *Release
	// Heritage is where its pages and passages come from; nil for the working copy and for a first release.
	Heritage *release.Heritage
	served   []Turn            // of the course up to this one, the oldest first
	upgrades []release.Upgrade // that led to the release, one for each turn but the first
	news     sync.Map          // the number of a turn to what changed since, as News gave it

	list     []*Page
	byPath   map[string]*Page
	formerly map[string]string // old path to the path of today
	assets   map[string]*asset
	indexes  map[lang.Tag]*index
	choose   *web.Body
	texts    texts
	app      app
	built    *built // nil when no editions were built
	host     publish.Host
	several  bool                    // the site serves other courses too
	reads    func(lang.Tag) lang.Tag // the language of the site's own pages for those who read a language of the course
	base     string                  // the site's address, for those who read the text elsewhere
}

func newEdition(o Options, host publish.Host, number int, c *course.Course, made *built, first bool) (*Edition, error) {
	formats, proof := textFormats(c), (*publish.Proof)(nil)
	if made != nil {
		formats, proof = made.formats, made.proof
	}
	e := &Edition{Number: number, First: first, Course: c, host: host, base: o.BaseURL, built: made, several: o.several, byPath: map[string]*Page{}, assets: map[string]*asset{}, indexes: map[lang.Tag]*index{}}
	e.reads = func(tag lang.Tag) lang.Tag { return tag }
	if o.first != nil {
		e.reads = o.first.Reads
	}
	w, err := publish.NewWeb(c, publish.WebOptions{
		Root: rootPath(c, first), Home: e.home,
		Style: publish.Site, BaseURL: o.BaseURL, Assets: assetsPath, Source: o.Source,
		Forms: true, Settings: settingsPath, Version: o.Version, Contact: o.Contact,
		App:     first, // the worker of a further course would have to stand above its pages
		Formats: formats, Proof: proof, Host: host, Menu: e.menu(o.Menu), More: e.more(nil), Beside: o.beside, Followed: o.followed,
	})
	if err != nil {
		return nil, err
	}
	e.Web = w
	for _, p := range w.Pages() {
		one := &Page{WebPage: p, Edition: e, dev: o.Dev}
		e.list = append(e.list, one)
		e.byPath[p.Path] = one
	}
	for _, a := range w.Assets() {
		e.assets[a.Name] = &asset{web: w, file: a}
	}
	for _, tag := range c.Tags() {
		e.indexes[tag] = &index{}
	}
	e.formerly = formerly(e)
	if e.choose, err = choosePage(e, nil); err != nil {
		return nil, err
	}
	return e, nil
}

// inherit keeps the assets of the edition before, which pages that are open in a
// browser may still ask for.
func (e *Edition) inherit(old *Edition) {
	for name, a := range old.assets {
		if e.assets[name] == nil {
			e.assets[name] = a
		}
	}
}

// Page is the page at a path; nil when there is none.
func (e *Edition) Page(path string) *Page { return e.byPath[path] }

// Pages is every page, language after language, each in reading order.
func (e *Edition) Pages() []*Page { return e.list }

// In is a page in a language by its key; nil when there is none.
func (e *Edition) In(tag lang.Tag, key string) *Page {
	p, ok := e.Web.ByKey(tag, key)
	if !ok {
		return nil
	}
	return e.byPath[p.Path]
}

// Face is the interface language of those who read a language of the course.
func (e *Edition) Face(tag lang.Tag) lang.Tag {
	l, _ := e.Course.Language(tag)
	return lang.Interface(tag, l.Interface)
}

// Brand is the look of the institution that hosts the site.
func (e *Edition) Brand() page.Brand { return e.host.Brand }

// Lessons is the number of lessons of the course.
func (e *Edition) Lessons() (n int) {
	for _, m := range e.Course.Modules {
		n += len(m.Lessons)
	}
	return n
}

// asset is a file that pages load, read when it is first asked for.
type asset struct {
	web  *publish.Web
	file publish.Asset
	once sync.Once
	body *web.Body
	err  error
}

func (a *asset) ready() (*web.Body, error) {
	a.once.Do(func() {
		data, err := a.web.Data(a.file)
		if err != nil {
			a.err = fault.New(fault.Unavailable, words, "no-asset").Because(err)
			return
		}
		a.body = web.NewBody(contentType(a.file.Name), web.CacheForever, data)
	})
	return a.body, a.err
}

func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".vtt":
		return "text/vtt; charset=utf-8"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
	}
	return "application/octet-stream"
}

// index is the search index of a language, made when it is first asked.
type index struct {
	once sync.Once
	*search.Index
}

// Index is the search index of a language.
func (e *Edition) Index(tag lang.Tag) *search.Index {
	x := e.indexes[tag]
	x.once.Do(func() {
		b := search.NewBuilder(string(tag))
		e.Web.Documents(tag, b.Add)
		x.Index = b.Index()
	})
	return x.Index
}
