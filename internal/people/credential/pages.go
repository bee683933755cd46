package credential

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/credential/pages"
	"atelier/internal/people/identity"
)

// OwnPath is the address of one's own certificates in a language.
func OwnPath(tag, face lang.Tag) string {
	return identity.AccountPath(tag, face) + words.Say(face, "slug.certificates") + "/"
}

// VerifyPath is the address at which anybody checks a certificate.
func VerifyPath(tag, face lang.Tag) string {
	return "/" + tag.Lower() + "/" + words.Say(face, "slug.verify") + "/"
}

// OfficePath is the address of all certificates.
func OfficePath(tag, face lang.Tag) string {
	return "/" + tag.Lower() + "/" + words.Say(face, "slug.office") + "/"
}

// under is the address of what stands under a page by its code or id.
func under(path func(tag, face lang.Tag) string, name string) func(tag, face lang.Tag) string {
	return func(tag, face lang.Tag) string {
		if name == "" {
			return path(tag, face)
		}
		return path(tag, face) + url.PathEscape(name) + "/"
	}
}

// Doors leads from an account to its certificates, and those who look after certificates to all of them.
func Doors(tag, face lang.Tag, s *identity.Session) []page.Link {
	links := []page.Link{{Text: words.Say(face, "own.title"), Href: OwnPath(tag, face)}, {Text: TranscriptName(face), Href: TranscriptPath(tag, face)}}
	return append(links, OfficeDoors(tag, face, s)...)
}

// OfficeDoors leads to all certificates whoever looks after some.
func OfficeDoors(tag, face lang.Tag, s *identity.Session) []page.Link {
	for _, g := range s.Grants {
		if slices.Contains(actLook.Roles, g.Role) {
			return []page.Link{{Text: words.Say(face, "office.title"), Href: OfficePath(tag, face)}}
		}
	}
	return nil
}

// Register puts the pages of the room on a mux, under their names in every interface language, and what programs ask for.
func (r *Room) Register(mux *http.ServeMux, kit *web.Kit, frame identity.Frame) {
	h := handlers{Room: r, kit: kit, frame: frame}
	for _, face := range lang.Interfaces() {
		own, verify, office := pattern(OwnPath, face), pattern(VerifyPath, face), pattern(OfficePath, face)
		mux.Handle("GET "+own+"{$}", kit.Handle(h.called(h.list)))
		mux.Handle("GET "+own+"{code}/{$}", kit.Handle(h.mine(h.one)))
		mux.Handle("POST "+own+"{code}/{$}", kit.Handle(h.mine(h.change)))
		mux.Handle("GET "+own+"{code}/{file}", kit.Handle(h.mine(h.file)))
		transcript := pattern(TranscriptPath, face)
		mux.Handle("GET "+transcript+"{$}", kit.Handle(h.mine(h.transcript)))
		mux.Handle("GET "+transcript+"{file}", kit.Handle(h.mine(h.transcriptFile)))
		mux.Handle("GET "+verify+"{$}", kit.Handle(h.called(h.ask)))
		mux.Handle("GET "+verify+"{code}/{$}", kit.Handle(h.called(h.verify)))
		mux.Handle("GET "+office+"{$}", kit.Handle(h.overseen(actLook, h.all)))
		mux.Handle("POST "+office+"{$}", kit.Handle(h.overseen(actLook, h.settle)))
		mux.Handle("GET "+office+"{id}/{$}", kit.Handle(h.overseen(actRevoke, h.certificate)))
		mux.Handle("POST "+office+"{id}/{$}", kit.Handle(h.overseen(actRevoke, h.withdraw)))
	}
	h.registerMachine(mux)
}

func pattern(path func(tag, face lang.Tag) string, face lang.Tag) string {
	return "/{lang}" + path("x", face)[len("/x"):]
}

type handlers struct {
	*Room
	kit   *web.Kit
	frame identity.Frame
}

// call is one request for a page.
type call struct {
	w         http.ResponseWriter
	req       *http.Request
	tag, face lang.Tag
	session   *identity.Session // nil when nobody is signed in, or it does not matter who
	again     *identity.Typed   // what was typed before a new proof was asked for; nil for most
	courses   []string          // the keys of those whose certificates it looks after; nil for all
}

func (c *call) say(key string, args ...lang.A) string { return words.Say(c.face, key, args...) }

func (c *call) base() pages.Base { return pages.Base{Words: words, Face: c.face} }

// day is a day for people.
func (c *call) day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return lang.Date(c.face, t)
}

// called makes a page of a handler.
func (h handlers) called(do func(*call) error) web.Handler {
	return func(w http.ResponseWriter, req *http.Request) error {
		tag, face, ok := h.frame.Language(req.PathValue("lang"))
		if !ok {
			return fault.New(fault.NotFound, words, "no-language")
		}
		w.Header().Set("Cache-Control", web.CachePrivate)
		return do(&call{w: w, req: req, tag: tag, face: face})
	}
}

// mine is called for whoever is signed in; others are led to sign in.
func (h handlers) mine(do func(*call) error) web.Handler { return h.allowed(actOwn, do) }

// allowed is called for those who may do an act; others are led to where they prove who they are.
func (h handlers) allowed(act identity.Act, do func(*call) error) web.Handler {
	return h.guarded(func(tx store.Tx, c *call) error { return h.Identity.Can(tx, c.session, act, identity.SiteScope) }, do)
}

// overseen is called for those who may do an act for the site, or for some of its courses.
func (h handlers) overseen(act identity.Act, do func(*call) error) web.Handler {
	return h.guarded(func(tx store.Tx, c *call) (err error) {
		c.courses, err = h.looksAfter(tx, c.session, act)
		return err
	}, do)
}

// looksAfter is the courses for which a session may do an act; nil for all.
func (h handlers) looksAfter(tx store.Tx, s *identity.Session, act identity.Act) (courses []string, err error) {
	all := h.Identity.Can(tx, s, act, identity.SiteScope)
	if all == nil || s == nil || identity.NeedsStepUp(all) {
		return nil, all
	}
	grants, err := h.Identity.Grants(tx, s.Person)
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		if g.Scope.Kind != identity.InCourse || !slices.Contains(act.Roles, g.Role) {
			continue
		}
		if err := h.Identity.Can(tx, s, act, g.Scope); err != nil {
			return nil, err
		}
		courses = append(courses, g.Scope.ID)
	}
	if courses == nil {
		return nil, all
	}
	return courses, nil
}

// sees says whether the certificates of a course are among those that are looked after.
func (c *call) sees(course string) bool {
	return c.courses == nil || slices.Contains(c.courses, course)
}

// guarded is called for those of whom may gives no error.
func (h handlers) guarded(may func(store.Tx, *call) error, do func(*call) error) web.Handler {
	return h.called(func(c *call) error {
		v, err := h.Identity.Who(c.req)
		if err != nil {
			return err
		}
		c.session = v.Session
		if err := h.DB.Read(c.req.Context(), func(tx store.Tx) error { return may(tx, c) }); err != nil {
			return h.Identity.LeadBack(c.w, c.req, err)
		}
		if c.req.Method == http.MethodPost {
			if err := c.req.ParseForm(); err != nil {
				return fault.New(fault.Invalid, words, "bad-form").Because(err)
			}
		}
		return do(c)
	})
}

// moved leads to the name that a page has in the language of its address.
func (h handlers) moved(c *call, path func(tag, face lang.Tag) string) bool {
	want := path(c.tag, c.face)
	if c.req.URL.Path == want {
		return false
	}
	http.Redirect(c.w, c.req, (&url.URL{Path: want}).String(), http.StatusMovedPermanently)
	return true
}

// draw puts a page into the frame of the site.
func (h handlers) draw(c *call, status int, title string, path func(tag, face lang.Tag) string, body templ.Component) error {
	return h.frame.Draw(c.w, c.req, status, identity.Sheet{Tag: c.tag, Title: title, Body: body, At: func(other lang.Tag) string {
		_, face, _ := h.frame.Language(other.Lower())
		return path(other, face)
	}})
}

// drawOffice answers with a page for those who look after certificates, with the way back.
func (h handlers) drawOffice(c *call, status int, title string, path func(tag, face lang.Tag) string, body templ.Component) error {
	up := []page.Link{identity.ToAccount(c.tag, c.face)}
	if all := OfficePath(c.tag, c.face); path(c.tag, c.face) != all {
		up = append(up, page.Link{Text: c.say("office.title"), Href: all})
	}
	return h.frame.Draw(c.w, c.req, status, identity.Sheet{Tag: c.tag, Title: title, Body: body, Layout: page.Broad, Up: up, At: func(other lang.Tag) string {
		_, face, _ := h.frame.Language(other.Lower())
		return path(other, face)
	}})
}

// release is what a certificate says of the text that was learned.
func release(face lang.Tag, version string) string {
	if version == "" {
		return words.Say(face, "working")
	}
	return words.Say(face, "release", lang.A{"version": version})
}

// order is the names of the languages of an achievement, one first: “Français, English”.
func order(a Achievement, first lang.Tag, names map[lang.Tag]string) string {
	all := []string{names[first]}
	for _, tag := range a.Title.Tags() {
		if tag != first {
			all = append(all, names[tag])
		}
	}
	return strings.Join(all, ", ")
}
