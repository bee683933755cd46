package delivery

import (
	"bytes"
	_ "embed"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/page"
	"atelier/internal/base/web"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

//go:embed learner.js
var script []byte

var (
	scriptBody = web.NewBody("text/javascript; charset=utf-8", web.CacheForever, script)
	scriptPath = "/learner-" + scriptBody.Tag() + ".js"
	scriptTag  = `<script src="` + scriptPath + `" defer></script>`
)

// Bounds of what a form of a page may hold.
const (
	maxForm   = 256 << 10 // bytes
	maxFields = 2_000
)

// Register puts on a mux what has an address of its own: where the script tells
// which passages were read, and the script.
func (r *Room) Register(mux *http.ServeMux, kit *web.Kit) {
	mux.Handle("POST /progress", kit.HandleUpTo(maxForm, r.progress))
	mux.Handle("GET "+scriptPath, scriptBody)
	r.registerNews(mux, kit)
	r.cookies = kit.Cookies()
}

// Slots is what stands in the holes of a page for whoever asks; nil when nothing
// is kept of them.
func (r *Room) Slots(req *http.Request, p *library.Page) ([][]byte, error) {
	who, err := r.Identity.Who(req)
	if err != nil {
		return nil, err
	}
	reading, chosen := library.ReadingOf(req)
	if who.New && !chosen {
		return nil, nil
	}
	s := stranger()
	if !who.New {
		if s, err = r.settled(req.Context(), who, p); err != nil {
			return nil, err
		}
	}
	slots, err := r.slots(p, s, newsOf(req))
	if err != nil || !chosen {
		return slots, err
	}
	holes, _, err := p.Holes(r)
	for i, h := range holes {
		switch h.Kind {
		case render.HoleReading:
			slots[i] = library.ReadingAttributes(reading)
		case render.HoleSettings:
			var b bytes.Buffer
			if err := page.ReadingChoices(p.Edition.Face(p.Tag), reading).Render(req.Context(), &b); err != nil {
				return nil, err
			}
			slots[i] = b.Bytes()
		}
	}
	return slots, err
}

func newsOf(req *http.Request) news {
	if req.URL.RawQuery == "" {
		return noNews
	}
	switch n := news(req.URL.Query().Get("news")); n {
	case isMissing, isOnward, isStale, isKept:
		return n
	}
	return noNews
}

// Take takes what a form of a page sends.
func (r *Room) Take(w http.ResponseWriter, req *http.Request, p *library.Page) error {
	if p.Page == nil || p.Doc() == nil {
		return fault.New(fault.NotAllowed, words, "no-form-here")
	}
	f, err := readForm(w, req)
	if err != nil {
		return err
	}
	who, err := r.Identity.Who(req)
	if err != nil {
		return err
	}
	one := &taking{Room: r, w: w, req: req, p: p, who: who, f: f}
	switch {
	case f.get("save") != "":
		return one.save()
	case p.Page.Kind == course.Check || p.Page.Kind == course.Assessment:
		return one.check()
	}
	if list := f.get("checklist"); list != "" {
		return one.tick(course.ID(list))
	}
	switch f.get("act") {
	case "done":
		return one.done()
	case "answer":
		return one.answer()
	}
	return fault.New(fault.Invalid, words, "unknown-act")
}

// readForm reads a form as browsers send it.
func readForm(w http.ResponseWriter, req *http.Request) (fields, error) {
	kind, _, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, fault.New(fault.Unsupported, words, "not-a-form")
	}
	req.Body = http.MaxBytesReader(w, req.Body, maxForm)
	if err := req.ParseForm(); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return nil, err
		}
		return nil, fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	if len(req.PostForm) > maxFields {
		return nil, fault.New(fault.Invalid, words, "bad-form")
	}
	return fields(req.PostForm), nil
}

// taking is one form being taken.
type taking struct {
	*Room
	w   http.ResponseWriter
	req *http.Request
	p   *library.Page
	who identity.Visitor
	f   fields
}

// do runs an act and lets the visitor be known again when something was kept.
func (t *taking) do(fn func(*deed) error) error {
	kept, err := t.act(t.req.Context(), t.who, t.p, t.f.get(onceField), fn)
	if err != nil {
		return err
	}
	if kept {
		t.Identity.Remember(t.w, t.cookies, t.who)
		t.cookies.SetLanguage(t.w, t.p.Tag.String())
	}
	return nil
}

// behind says that a script sent the form and stays on its page.
func (t *taking) behind() bool { return t.req.Header.Get("Sec-Fetch-Mode") == "cors" }

// back answers a form: a script needs no page, a browser is led to one.
func (t *taking) back(n news, fragment string) error {
	if t.behind() {
		t.w.WriteHeader(http.StatusNoContent)
		return nil
	}
	to := t.p.Path
	if n != noNews {
		to += "?news=" + string(n)
	}
	web.SeeOther(t.w, t.req, to+fragment)
	return nil
}

// done marks a lesson as done and leads on.
func (t *taking) done() error {
	if t.p.Page.Kind != course.Lesson {
		return fault.New(fault.Invalid, words, "unknown-act")
	}
	if err := t.do((*deed).finish); err != nil {
		return err
	}
	web.SeeOther(t.w, t.req, t.following())
	return nil
}

// following is the page after a lesson: its module's next page, else whatever
// comes next in the course.
func (t *taking) following() string {
	holes, _, err := t.p.Holes(t.Room)
	if err == nil {
		for _, h := range holes {
			if b, ok := h.Value.(*page.Button); ok {
				return b.Href
			}
		}
	}
	if m := t.p.Module; m != nil {
		if up := t.p.Edition.In(t.p.Tag, publish.ModuleKey(m)); up != nil {
			return up.Path
		}
	}
	return t.p.Path
}

// answer judges the answer to a question of a lesson.
func (t *taking) answer() error {
	q := questionOf(t.p.Doc(), course.ID(t.f.get("question")))
	if q == nil {
		return fault.New(fault.Conflict, words, "no-question")
	}
	if err := t.do(func(d *deed) error { d.practise(q, t.f, true); return nil }); err != nil {
		return err
	}
	return t.back(noNews, "#"+string(q.ID))
}

// save keeps answers while they are being given, without judging them.
func (t *taking) save() error {
	err := t.do(func(d *deed) error {
		if q := questionOf(t.p.Doc(), course.ID(t.f.get("question"))); q != nil {
			d.practise(q, t.f, false)
			return nil
		}
		if t.p.Page.Kind == course.Check || t.p.Page.Kind == course.Assessment {
			d.save(t.f)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return t.back(noNews, "")
}

// withoutScenarios leaves out steps of scenarios: choosing one does not yet take it.
func (f fields) withoutScenarios(d *course.Doc) fields {
	out := fields{}
	for name, v := range f {
		if q := questionOf(d, course.ID(name)); q == nil || q.Kind != course.Scenario {
			out[name] = v
		}
	}
	return out
}

func number0(s string) int {
	n, _ := strconv.Atoi(s) // what is no number is no attempt
	return n
}

// check takes what the form of a check sends, or one of the buttons beside it.
func (t *taking) check() error {
	result := saved
	err := t.do(func(d *deed) (err error) { result, err = d.check(t.f); return err })
	if err != nil {
		return err
	}
	switch result {
	case sent:
		web.SeeOther(t.w, t.req, resultPath(t.p, t.p.Edition.Face(t.p.Tag)))
		return nil
	case reviewing:
		web.SeeOther(t.w, t.req, reviewPath(t.p, t.p.Edition.Face(t.p.Tag)))
		return nil
	case missing:
		return t.back(isMissing, "")
	case onward:
		return t.back(isOnward, "#check")
	case stale:
		return t.back(isStale, "")
	}
	return t.back(noNews, "#check")
}

// tick keeps the boxes of a checklist. The script sends what is ticked now; a form
// also says what was ticked when it was drawn.
func (t *taking) tick(list course.ID) error {
	here := boxes(t.p.Doc(), list)
	was := ids(strings.Fields(t.f.get("was")))
	if t.behind() {
		was = here
	}
	if err := t.do(func(d *deed) error { d.tick(here, was, ids(t.f["tick"])); return nil }); err != nil {
		return err
	}
	if t.p.Page.Kind != course.Checklist {
		return t.back(isKept, (&url.URL{Fragment: string(list)}).String())
	}
	return t.back(isKept, "")
}

func ids(list []string) []course.ID {
	out := make([]course.ID, len(list))
	for i, s := range list {
		out[i] = course.ID(s)
	}
	return out
}

func joined(list []course.ID) string { return strings.Join(texts(list), " ") }

// progress notes the passages that were on the screen. Reading makes nobody known:
// of strangers nothing is kept.
func (r *Room) progress(w http.ResponseWriter, req *http.Request) error {
	f, err := readForm(w, req)
	if err != nil {
		return err
	}
	who, err := r.Identity.Who(req)
	if err != nil {
		return err
	}
	p := r.Library.Page(f.get("page"))
	if !who.New && p != nil && p.Page != nil && p.Doc() != nil {
		seen := known(p.Doc(), ids(strings.Fields(f.get("seen"))))
		at := known(p.Doc(), ids(strings.Fields(f.get("at"))))
		_, err := r.act(req.Context(), who, p, f.get(onceField), func(d *deed) error { return d.see(seen, first(at)) })
		if err != nil {
			return err
		}
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func first(list []course.ID) course.ID {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
