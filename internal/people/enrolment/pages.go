package enrolment

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// The pages, by their keys in the catalogue.
const (
	slugLearning = "slug.learning"
	slugEnter    = "slug.enter"
	slugPeople   = "slug.people"
)

// LearningPath is the address of “My learning” in a language.
func LearningPath(tag, face lang.Tag) string { return path(tag, face, slugLearning) }

// LearningName is what the page is called, for links.
func LearningName(face lang.Tag) string { return words.Say(face, "learning.title") }

// EnterPath is the address of the page on which one enrols: in what is open, or by a code.
func EnterPath(tag, face lang.Tag) string { return path(tag, face, slugEnter) }

// OfferPath is the address of the page of an offering: by its id, or by its code.
func OfferPath(tag, face lang.Tag, name string) string { return EnterPath(tag, face) + name + "/" }

// PeoplePath is the address of the page on which managers see their people.
func PeoplePath(tag, face lang.Tag) string { return path(tag, face, slugPeople) }

func path(tag, face lang.Tag, slug string) string {
	return "/" + tag.Lower() + "/" + words.Say(face, slug) + "/"
}

// Door leads from the account of a manager to their people, and everybody to what they learn.
func (r *Room) Door(tag, face lang.Tag, s *identity.Session) []page.Link {
	links := []page.Link{{Text: LearningName(face), Href: LearningPath(tag, face)}}
	for _, g := range s.Grants {
		if g.Role == identity.Manager {
			return append(links, page.Link{Text: words.Say(face, "people.title"), Href: PeoplePath(tag, face)})
		}
	}
	return links
}

// Register puts the pages of the room on a mux, under their names in every interface language.
func (r *Room) Register(mux *http.ServeMux, kit *web.Kit) {
	r.kit = kit
	for _, face := range lang.Interfaces() {
		r.mount(mux, face, "GET", slugLearning, "", (*call).learning)
		r.mount(mux, face, "GET", slugEnter, "", (*call).enter)
		r.mount(mux, face, "POST", slugEnter, "", (*call).giveCode)
		r.mount(mux, face, "GET", slugEnter, "{name}/", (*call).offer)
		r.mount(mux, face, "POST", slugEnter, "{name}/", (*call).enrol)
		r.mount(mux, face, "GET", slugPeople, "", (*call).people)
	}
}

// call is one request for one of the pages.
type call struct {
	*Room
	w         http.ResponseWriter
	req       *http.Request
	tag, face lang.Tag
	slug      string
	who       identity.Visitor
	up        []page.Link // the way back; nil for none
}

func (r *Room) mount(mux *http.ServeMux, face lang.Tag, method, slug, rest string, fn func(*call) error) {
	pattern := method + " /{lang}/" + words.Say(face, slug) + "/" + rest + "{$}"
	mux.Handle(pattern, r.kit.Handle(func(w http.ResponseWriter, req *http.Request) error {
		tag, face, ok := r.Library.Language(req.PathValue("lang"))
		if !ok {
			return fault.New(fault.NotFound, words, "no-language")
		}
		c := &call{Room: r, w: w, req: req, tag: tag, face: face, slug: slug}
		w.Header().Set("Cache-Control", web.CachePrivate)
		if want := c.here(tag, face); req.URL.Path != want && method == http.MethodGet {
			if req.URL.RawQuery != "" {
				want += "?" + req.URL.RawQuery
			}
			http.Redirect(w, req, want, http.StatusMovedPermanently)
			return nil
		}
		var err error
		if c.who, err = r.Identity.Who(req); err != nil {
			return err
		}
		return fn(c)
	}))
}

// here is the address of the page that is asked for, in a language.
func (c *call) here(tag, face lang.Tag) string {
	at := path(tag, face, c.slug)
	if name := c.req.PathValue("name"); name != "" {
		at += plainName(name) + "/"
	}
	return at
}

// plainName is a name of an offering as it may stand in an address; what cannot be one is a dash, and leads to nothing.
func plainName(name string) string {
	if len(name) > 60 || strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return "-"
	}
	return name
}

func (c *call) say(key string, args ...lang.A) string { return words.Say(c.face, key, args...) }

// draw answers with a page.
func (c *call) draw(status int, title string, layout page.Layout, body templ.Component) error {
	if status >= http.StatusBadRequest {
		title = c.say("wrong-title", lang.A{"title": title})
	}
	reading, _ := library.ReadingOf(c.req)
	var crumbs []page.Link
	if c.up != nil {
		crumbs = append(slices.Clone(c.up), page.Link{Text: title})
	}
	data, err := c.Library.Draw(library.Sheet{Tag: c.tag, Title: title, Back: c.req.URL.Path, Reading: reading, Layout: layout, Crumbs: crumbs, Body: body,
		At: func(other lang.Tag) string {
			tag, face, ok := c.Library.Language(other.Lower())
			if !ok {
				return ""
			}
			return c.here(tag, face)
		}})
	if err != nil {
		return err
	}
	web.HTML(c.w, c.req, status, data)
	return nil
}

func (c *call) read(fn func(tx store.Tx) error) error { return c.DB.Read(c.req.Context(), fn) }

// signIn leads to sign in and back.
func (c *call) signIn() error {
	web.SeeOther(c.w, c.req, identity.SignInPath(c.tag, c.face, c.here(c.tag, c.face)))
	return nil
}

// told is what just happened, as the address says; nil when it says nothing of ours.
func (c *call) told() *page.Notice {
	switch n := c.req.URL.Query().Get("done"); n {
	case "enrolled", "withdrawn":
		return &page.Notice{Kind: "success", Title: c.say("done." + n)}
	}
	return nil
}
