package library

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// served is a course that the site serves: as its newest release, or as a working copy. Its edition can be had at any
// time; the rest is guarded by the room's mutex.
type served struct {
	key     string
	first   bool // its addresses are the short ones
	source  fs.FS
	edition atomic.Pointer[Edition]
	on      *onShelf // the release that is served; nil for the working copy
	refused int      // the number of a release that could not be drawn, or is of another course
	print   fingerprint
}

// all is every course as it is served.
func (r *Room) all() []*served { return *r.courses.Load() }

// of is a course by its key; nil when it is not served.
func (r *Room) of(key string) *served {
	for _, s := range r.all() {
		if s.key == key {
			return s
		}
	}
	return nil
}

// Edition is the first course as it is served now: the one whose frame stands around the pages that are of no course.
func (r *Room) Edition() *Edition { return r.all()[0].edition.Load() }

// Editions is every course as it is served now, the first course first.
func (r *Room) Editions() []*Edition {
	all := r.all()
	out := make([]*Edition, len(all))
	for i, s := range all {
		out[i] = s.edition.Load()
	}
	return out
}

// EditionOf is a course as it is served now, by its key; nil when it is not served.
func (r *Room) EditionOf(key string) *Edition {
	if s := r.of(key); s != nil {
		return s.edition.Load()
	}
	return nil
}

// newest is the number of the newest edition.
func (r *Room) newest() (n int) {
	for _, e := range r.Editions() {
		n = max(n, e.Number)
	}
	return n
}

// EditionIn is the course that a request is about: the one under whose address it is, or that it names as "course" in
// its query; else the first.
func (r *Room) EditionIn(req *http.Request) *Edition {
	if e := r.at(req.URL.Path); e != nil {
		return e
	}
	if req.URL.RawQuery != "" {
		if e := r.EditionOf(req.URL.Query().Get(CourseField)); e != nil {
			return e
		}
	}
	return r.Edition()
}

// Asked is the course and the language of a request whose address has them as "lang" and perhaps "course", as [Homes]
// names them; false when the site has no such course or language.
func (r *Room) Asked(req *http.Request) (e *Edition, tag lang.Tag, ok bool) {
	e = r.EditionIn(req)
	tag, ok = e.language(req.PathValue("lang"))
	if key := req.PathValue("course"); key != "" && key != e.Course.Key {
		ok = false
	}
	return e, tag, ok
}

// Homes are the beginnings of the addresses of pages that every course has, as patterns of a mux.
func Homes(face lang.Tag) []string {
	return []string{"/{lang}/", "/{lang}/" + words.Say(face, "slug.courses") + "/{course}/"}
}

// CourseField names a course in a query or a form of a page that is about one of several.
const CourseField = "course"

// at is the further course whose addresses hold a path; nil for all others.
func (r *Room) at(path string) *Edition {
	for _, s := range r.all()[1:] {
		if e := s.edition.Load(); e.holds(path) {
			return e
		}
	}
	return nil
}

// page is the page at a path, and the course whose addresses hold the path.
func (r *Room) page(path string) (*Edition, *Page) {
	e := r.Edition()
	if p := e.Page(path); p != nil {
		return e, p
	}
	if other := r.at(path); other != nil {
		e = other
	}
	return e, e.Page(path)
}

// Page is the page of a course at a path; nil when there is none.
func (r *Room) Page(path string) *Page {
	_, p := r.page(path)
	return p
}

// filesPath is where the files of further courses stand that are of no language, and their passages: below it, under the
// key.
const filesPath = "/c/"

// CoursesPath is the address of the list of courses; further courses stand below it.
func CoursesPath(tag, face lang.Tag) string {
	return "/" + tag.Lower() + "/" + words.Say(face, "slug.courses") + "/"
}

// Home is the address of the first page of the course in a language, under which all its pages stand.
// For a language that the course does not have, it is in the one that its readers read.
func (e *Edition) Home(tag lang.Tag) string {
	tag = e.Reads(tag)
	return e.home(tag, e.Face(tag))
}

// Reads is the language of the course for those who read the site in a language: that one, the first whose interface is
// in it, or the first of all.
func (e *Edition) Reads(tag lang.Tag) lang.Tag {
	if _, ok := e.Course.Language(tag); ok {
		return tag
	}
	for _, l := range e.Course.Languages {
		if lang.Interface(l.Tag, l.Interface) == lang.Interface(tag) {
			return l.Tag
		}
	}
	return e.Course.Languages[0].Tag
}

func (e *Edition) home(tag, face lang.Tag) string {
	if e.First {
		return "/" + tag.Lower() + "/"
	}
	return CoursesPath(tag, face) + e.Course.Key + "/"
}

// rootPath is the address under which the files of a course stand that are of no language.
func rootPath(c *course.Course, first bool) string {
	if first {
		return "/"
	}
	return filesPath + c.Key + "/"
}

// holds says whether an address is below those of the course.
func (e *Edition) holds(path string) bool {
	if strings.HasPrefix(path, e.Web.Options.Root) {
		return true
	}
	for _, tag := range e.Course.Tags() {
		if home := e.Home(tag); strings.HasPrefix(path, home) || path+"/" == home {
			return true
		}
	}
	return false
}

// viewed is the name under which views of a page are counted.
func (e *Edition) viewed(p *Page) string {
	if e.First {
		return p.Key
	}
	return e.Course.Key + " " + p.Key
}

// apart refuses a course that has the key or the id of another.
func apart(all []*served, c *course.Course) error {
	for _, s := range all {
		other := s.edition.Load().Course
		if other.Key == c.Key {
			return fault.New(fault.Invalid, words, "same-key", lang.A{"key": c.Key, "one": other.Title.In(other.Tags()[0]), "other": c.Title.In(c.Tags()[0])})
		}
		if other.IRI == c.IRI {
			return fault.New(fault.Invalid, words, "same-id", lang.A{"id": c.IRI, "one": other.Key, "other": c.Key})
		}
	}
	return nil
}

// load prepares an edition of a course that is served.
func (r *Room) load(s *served) (*Edition, error) {
	r.number++
	o := r.o
	o.followed = r.followedAt
	if !s.first {
		o.first = r.Edition()
	} else {
		o.beside = r.beside
	}
	if s.on != nil {
		e, err := s.on.edition(o, r.host, r.number, s.first)
		if err != nil {
			return nil, err
		}
		return e, r.unhidden(e)
	}
	c, problems, err := course.Load(s.source)
	if err != nil {
		return nil, fault.New(fault.Invalid, words, "no-course").Because(err)
	}
	r.logProblems(problems)
	if problems.Fatal() {
		return nil, fault.New(fault.Invalid, words, "broken-course", lang.A{"n": fatal(problems)})
	}
	o.Source = s.source
	e, err := newEdition(o, r.host, r.number, c, o.lookBuilt(c, s.first), s.first)
	if err != nil {
		return nil, fault.New(fault.Invalid, words, "undrawable").Because(err)
	}
	if s.key != "" && c.Key != s.key {
		return nil, fault.New(fault.Invalid, words, "other-key", lang.A{"key": c.Key, "here": s.key})
	}
	return e, r.unhidden(e)
}

// renew loads a course and serves it in the place of its edition of now; the mutex
// is held.
func (r *Room) renew(s *served) (changed bool) {
	e, err := r.load(s)
	if err != nil {
		r.o.Log.Error("the course changed and cannot be drawn; the last good edition stays", "course", s.key, "error", err)
		return false
	}
	if old := s.edition.Load(); old != nil {
		e.inherit(old)
	}
	s.edition.Store(e)
	if !s.first && r.of(s.key) != nil {
		r.renew(r.all()[0]) // its cover tells of this one
	}
	r.o.Log.Info("the course changed and is served anew", "course", s.key, "edition", e.Number, "lessons", e.Lessons())
	for ch := range r.waiting {
		select {
		case ch <- e.Number:
		default: // it has a number to read already
		}
	}
	return true
}

func fatal(ps course.Problems) (n int) {
	for _, p := range ps {
		if p.Fatal {
			n++
		}
	}
	return n
}

// maxLogged bounds the problems that are logged at once; `atelier check` tells all.
const maxLogged = 20

func (r *Room) logProblems(ps course.Problems) {
	for i, p := range ps {
		if i == maxLogged {
			r.o.Log.Warn("more problems in the course", "count", len(ps)-maxLogged)
			return
		}
		level := slog.LevelWarn
		if p.Fatal {
			level = slog.LevelError
		}
		r.o.Log.Log(context.Background(), level, "problem in the course", "place", p.Place.String(), "code", p.Code, "message", p.Message(lang.English))
	}
}
