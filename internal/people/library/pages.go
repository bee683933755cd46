package library

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/web"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
)

// Visits is the part of a Reader that sees requests. A Reader without it serves
// everybody the same page and takes no forms.
type Visits interface {
	// Slots is what stands in the holes of a page for whoever asks; nil when
	// nothing is kept of them.
	Slots(r *http.Request, p *Page) ([][]byte, error)
	// Take takes what a form of a page sends, and answers.
	Take(w http.ResponseWriter, r *http.Request, p *Page) error
	// Under answers at an address under a page; false when the reader has nothing
	// there.
	Under(w http.ResponseWriter, r *http.Request, p *Page, name string) (bool, error)
}

// Register puts the pages of the course on a mux: everything that no other room
// serves.
func (r *Room) Register(mux *http.ServeMux, kit *web.Kit) {
	h := handlers{Room: r, kit: kit}
	mux.Handle("GET /{$}", kit.Handle(h.root))
	mux.Handle("GET /", kit.Handle(h.get))
	mux.Handle("POST /", kit.Handle(h.post))
	mux.Handle("GET "+assetsPath+"{name}", kit.Handle(h.asset))
	mux.Handle("GET "+textPath+"{name}", kit.Handle(h.text))
	mux.Handle("POST "+settingsPath, kit.Handle(h.settings))
	h.registerReleases(mux)
	h.registerCourses(mux)
	if r.o.Dev {
		mux.Handle("GET "+reloadPath, kit.Handle(h.reload))
		mux.Handle("GET "+reloadScriptPath, web.NewBody("text/javascript; charset=utf-8", web.CacheChecked, []byte(reloadScript)))
	}
}

type handlers struct {
	*Room
	kit *web.Kit
}

// root leads to the language somebody asks for; without one it is one page in
// every language.
func (h handlers) root(w http.ResponseWriter, req *http.Request) error {
	e := h.Edition()
	w.Header().Set("Vary", "Accept-Language, Cookie")
	if tag, ok := e.rootLanguage(req); ok {
		w.Header().Set("Cache-Control", web.CachePrivate)
		http.Redirect(w, req, "/"+tag.Lower()+"/", http.StatusFound)
		return nil
	}
	e.choose.Serve(w, req)
	return nil
}

// rootLanguage is the language of the root for whoever asks; false when they are to
// choose.
func (e *Edition) rootLanguage(req *http.Request) (lang.Tag, bool) {
	ask := web.Prefer
	if e.host.Firmly {
		ask = web.Chosen
	}
	if tag, ok := ask(req, e.Course.Tags()); ok {
		return tag, true
	}
	return e.host.First, e.host.First != ""
}

func (h handlers) get(w http.ResponseWriter, req *http.Request) error {
	e, p := h.page(req.URL.Path)
	if p == nil {
		return h.unlisted(w, req, e)
	}
	if err := p.ready(h.reader); err != nil {
		return err
	}
	slots, err := h.slots(w, req, p)
	if err != nil {
		return err
	}
	if p.Kind == publish.KindSearch && req.URL.Query().Get("q") != "" {
		if slots, err = h.searched(req, p, slots); err != nil {
			return err
		}
	}
	if h.o.Viewed != nil && req.Method == http.MethodGet {
		h.o.Viewed(e.viewed(p), p.Tag)
	}
	if slots == nil {
		p.body.Serve(w, req)
		return nil
	}
	p.frame.Serve(w, req, http.StatusOK, slots...)
	return nil
}

// passages is where every passage has its permanent address, below the root of its course and followed by its id.
// It is no pattern of the mux: an id may have slashes.
const passages = "p/"

// unlisted answers at addresses that are no page of the edition: those of
// passages, of what the reader has under a page, and old ones.
func (h handlers) unlisted(w http.ResponseWriter, req *http.Request, e *Edition) error {
	at := req.URL.Path
	if answered, err := h.serveApp(w, req, e); answered || err != nil {
		return err
	}
	if below, ok := strings.CutPrefix(at, e.Web.Options.Root); ok {
		if id, ok := strings.CutPrefix(below, passages); ok && id != "" {
			return h.passage(w, req, e, course.ID(strings.TrimSuffix(id, "/")))
		}
		if name, ok := strings.CutPrefix(below, builtPath); ok {
			return h.built(w, req, e.built, name)
		}
		if name, ok := strings.CutPrefix(below, releasedPath); ok {
			return h.released(w, req, e, name)
		}
	}
	parent, name := path.Split(strings.TrimSuffix(at, "/"))
	if p := e.Page(parent); p != nil {
		if visits, ok := h.reader.(Visits); ok {
			if answered, err := visits.Under(w, req, p, name); answered || err != nil {
				return err
			}
		}
	}
	if to := e.Elsewhere(at); to != "" {
		return move(w, req, to)
	}
	return fault.New(fault.NotFound, words, "no-page")
}

// slots asks the reader what is personal. Whoever has a device has allowed us to
// remember, so the language they read in is remembered too.
func (h handlers) slots(w http.ResponseWriter, req *http.Request, p *Page) ([][]byte, error) {
	visits, ok := h.reader.(Visits)
	if !ok || req.Header["Cookie"] == nil {
		return nil, nil
	}
	slots, err := visits.Slots(req, p)
	if err != nil || slots == nil {
		return nil, err
	}
	if chosen, ok := (web.Cookies{}).Get(req, "lang"); !ok || chosen != p.Tag.String() {
		h.kit.Cookies().SetLanguage(w, p.Tag.String())
	}
	if h.o.Dev {
		for i, hole := range p.holes {
			if hole.Kind == render.HoleBar {
				slots[i] = append(append([]byte(nil), slots[i]...), reloadTag...)
			}
		}
	}
	return slots, nil
}

// searched puts the answer to a query into the search page.
func (h handlers) searched(req *http.Request, p *Page, slots [][]byte) ([][]byte, error) {
	if slots == nil {
		slots = p.plain
	}
	slots = slices.Clone(slots)
	q := req.URL.Query()
	at, _ := strconv.Atoi(q.Get("page")) // what is no number is the first page
	for i, hole := range p.holes {
		empty, ok := hole.Value.(page.SearchPage)
		if hole.Kind != render.HoleSearch || !ok {
			continue
		}
		drawn, err := found(p.Edition, p.Tag, empty, q.Get("q"), at)
		if err != nil {
			return nil, err
		}
		slots[i] = drawn
	}
	return slots, nil
}

// move leads to another address for good, and keeps the query.
func move(w http.ResponseWriter, req *http.Request, to string) error {
	if req.URL.RawQuery != "" {
		to += "?" + req.URL.RawQuery
	}
	http.Redirect(w, req, to, http.StatusMovedPermanently)
	return nil
}

// post hands a form to the reader. A form of a page that moved meanwhile is taken
// by the page it is now.
func (h handlers) post(w http.ResponseWriter, req *http.Request) error {
	e, p := h.page(req.URL.Path)
	if p == nil {
		p = e.Page(e.Elsewhere(req.URL.Path))
	}
	visits, ok := h.reader.(Visits)
	if p == nil || !ok {
		return fault.New(fault.NotFound, words, "no-form")
	}
	return visits.Take(w, req, p)
}

func (h handlers) asset(w http.ResponseWriter, req *http.Request) error {
	var a *asset
	for _, e := range h.Editions() { // the names say what is in them, so that those of all courses stand together
		if a = e.assets[req.PathValue("name")]; a != nil {
			break
		}
	}
	if a == nil {
		return fault.New(fault.NotFound, words, "no-page")
	}
	body, err := a.ready()
	if err != nil {
		return err
	}
	body.Serve(w, req)
	return nil
}

// passage leads to where a passage stands, in the language somebody asks for.
func (h handlers) passage(w http.ResponseWriter, req *http.Request, e *Edition, id course.ID) error {
	tags := e.Course.Tags()
	if len(tags) == 0 || e.Passage(tags[0], id) == "" {
		return fault.New(fault.NotFound, words, "no-passage", lang.A{"id": short(string(id))})
	}
	w.Header().Set("Vary", "Accept-Language, Cookie")
	w.Header().Set("Cache-Control", web.CachePrivate)
	if tag, ok := web.Prefer(req, tags); ok {
		http.Redirect(w, req, e.Passage(tag, id), http.StatusFound)
		return nil
	}
	body, err := choosePage(e, func(tag lang.Tag) string { return e.Passage(tag, id) })
	if err != nil {
		return err
	}
	body.Serve(w, req)
	return nil
}

// short is the beginning of something foreign, for a message.
func short(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}

// settings keeps how somebody likes to read, in a cookie and nowhere else.
func (h handlers) settings(w http.ResponseWriter, req *http.Request) error {
	if err := req.ParseForm(); err != nil {
		return fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	chosen := page.Reading{Theme: req.PostForm.Get("theme"), Size: req.PostForm.Get("size")}.Valid()
	setReading(w, h.kit.Cookies(), chosen)
	back := req.PostForm.Get("back")
	if h.Page(back) == nil && !h.isCatalogue(back) {
		back = "/"
	}
	if req.Header.Get("Sec-Fetch-Mode") == "cors" {
		w.WriteHeader(http.StatusNoContent) // the script sent it and stays on the page
		return nil
	}
	web.SeeOther(w, req, back)
	return nil
}

// Language is the language of the first part of an address of a page that is of no course.
func (r *Room) Language(segment string) (tag, face lang.Tag, ok bool) {
	e := r.Edition()
	tag, ok = e.language(segment)
	if !ok {
		return "", "", false
	}
	return tag, e.Face(tag), true
}

// language is the language of the course that an address names.
func (e *Edition) language(segment string) (lang.Tag, bool) {
	for _, tag := range e.Course.Tags() {
		if tag.Lower() == segment {
			return tag, true
		}
	}
	return "", false
}

// Home is the address of the first page of the site in a language.
func (r *Room) Home(tag lang.Tag) string { return "/" + strings.ToLower(string(tag)) + "/" }

const (
	readingCookie = "reading"
	readingLife   = 365 * 24 * time.Hour
)

// ReadingOf is how whoever asks likes to read; false when they never said.
func ReadingOf(req *http.Request) (page.Reading, bool) {
	value, ok := web.Cookies{}.Get(req, readingCookie)
	if !ok {
		return page.Reading{}, false
	}
	theme, size, _ := strings.Cut(value, ".")
	chosen := page.Reading{Theme: theme, Size: size}.Valid()
	return chosen, chosen != page.Reading{}
}

func setReading(w http.ResponseWriter, c web.Cookies, chosen page.Reading) {
	if chosen == (page.Reading{}) {
		c.Clear(w, readingCookie)
		return
	}
	c.Set(w, readingCookie, chosen.Theme+"."+chosen.Size, readingLife)
}

// ReadingAttributes are a reader's choices inside the tag <html …>.
func ReadingAttributes(chosen page.Reading) []byte {
	var b []byte
	if chosen.Theme != "" {
		b = append(b, ` data-theme="`+chosen.Theme+`"`...)
	}
	if chosen.Size != "" {
		b = append(b, ` data-size="`+chosen.Size+`"`...)
	}
	return b
}

// While an author types, open pages load themselves again (`make dev`).
const (
	reloadPath       = "/dev/reload"
	reloadScriptPath = "/dev/reload.js"
	reloadTag        = `<script src="` + reloadScriptPath + `" defer></script>`
	reloadScript     = `let seen;
const news = new EventSource("` + reloadPath + `");
news.onmessage = (e) => {
  if (seen !== undefined && seen !== e.data) location.reload();
  seen = e.data;
};
addEventListener("pagehide", () => news.close());
`
	// reloadQuiet is how long the stream may be silent before it says something, so
	// that nothing on the way takes it for dead.
	reloadQuiet = 20 * time.Second
)

// reload is a stream of server-sent events: the number of the edition, now and
// whenever it changes.
func (h handlers) reload(w http.ResponseWriter, req *http.Request) error {
	ch := make(chan int, 1)
	h.mu.Lock()
	h.waiting[ch] = true
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		delete(h.waiting, ch)
		h.mu.Unlock()
	}()
	control := http.NewResponseController(w)
	// The server's write time-out is for answers that end.
	_ = control.SetWriteDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	ch <- h.newest()
	for {
		var err error
		select {
		case n := <-ch:
			_, err = fmt.Fprintf(w, "data: %d\n\n", n)
		case <-time.After(reloadQuiet):
			_, err = fmt.Fprint(w, ":\n\n")
		case <-req.Context().Done():
			return nil
		case <-h.closed:
			return nil
		}
		if err != nil {
			return nil // the page is gone
		}
		if err := control.Flush(); err != nil {
			return nil
		}
	}
}
