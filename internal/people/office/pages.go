package office

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/office/pages"
)

// The areas of the administration; each is a page at an address of its own.
const (
	areaHome          = "home"
	areaInstitution   = "institution"
	areaLook          = "look"
	areaLanguages     = "languages"
	areaAccessibility = "accessibility"
	areaPrivacy       = "privacy"
)

// area is a page of the administration, and what its form does.
type area struct {
	key  string // in the catalogue: "area.KEY", "slug.KEY"
	act  identity.Act
	show func(*visit) (templ.Component, error)
	send func(*visit) error // nil where nothing is sent
	most int64              // bytes of what is sent; 0 is the bound of forms
}

// group is a heading of the way around, and the areas under it.
type group struct {
	key   string
	areas []area
}

// groups is the way around the administration.
func (r *Room) groups() []group {
	return []group{
		{"site", []area{
			{key: areaHome, act: ActLook, show: r.showHome},
			{key: areaInstitution, act: ActLook, show: r.showInstitution, send: r.sendInstitution},
			{key: areaLook, act: ActLook, show: r.showLook, send: r.sendLook, most: 2 * maxLogo},
			{key: areaLanguages, act: ActLook, show: r.showLanguages, send: r.sendLanguages},
			{key: areaAccessibility, act: ActLook, show: r.showAccessibility, send: r.sendAccessibility},
			{key: areaPrivacy, act: ActLook, show: r.showPrivacy, send: r.sendPrivacy},
		}},
	}
}

// Path is the address of an area in a language.
func Path(tag, face lang.Tag, key string) string {
	at := "/" + tag.Lower() + "/" + words.Say(face, "slug.office") + "/"
	if key != areaHome {
		at += words.Say(face, "slug."+key) + "/"
	}
	return at
}

// Register puts the pages of the administration on a mux, each under its name in
// every interface language.
func (r *Room) Register(mux *http.ServeMux, kit *web.Kit) {
	r.cookies = kit.Cookies()
	mux.Handle("GET "+hostPath+"{name}", kit.Handle(r.file))
	mux.Handle("GET "+attestPath, kit.Handle(r.notice))
	mux.Handle("POST "+attestPath, kit.Handle(r.attest))
	taken := map[string]bool{}
	for _, g := range r.groups() {
		for _, a := range g.areas {
			for _, face := range lang.Interfaces() {
				at := Path("", face, a.key)
				if taken[at] {
					continue
				}
				taken[at] = true
				most := a.most
				if most == 0 {
					most = web.BodyLimit
				}
				mux.Handle("GET /{lang}"+at[1:]+"{$}", kit.Handle(r.answer(a)))
				if a.send != nil {
					mux.Handle("POST /{lang}"+at[1:]+"{$}", kit.HandleUpTo(most, r.answer(a)))
				}
			}
		}
	}
}

// visit is a request for an area by somebody who may.
type visit struct {
	w         http.ResponseWriter
	req       *http.Request
	area      area
	tag, face lang.Tag
	session   *identity.Session
	wrong     Mistakes // what could not be kept; the form holds what was typed
}

func (v *visit) say(key string, args ...lang.A) string { return words.Say(v.face, key, args...) }

// at is the address of an area in the language of the visit.
func (v *visit) at(key string) string { return Path(v.tag, v.face, key) }

// answer shows an area, or does what its form says and comes back.
func (r *Room) answer(a area) web.Handler {
	return func(w http.ResponseWriter, req *http.Request) error {
		tag, face, ok := r.Library.Language(req.PathValue("lang"))
		if !ok {
			return fault.New(fault.NotFound, words, "no-language")
		}
		v := &visit{w: w, req: req, area: a, tag: tag, face: face}
		if want := Path(tag, face, a.key); req.URL.Path != want {
			return redirect(w, req, want, http.StatusMovedPermanently)
		}
		w.Header().Set("Cache-Control", web.CachePrivate)
		who, err := r.Identity.Who(req)
		if err != nil {
			return err
		}
		v.session = who.Session
		if err := r.DB.Read(req.Context(), func(tx store.Tx) error { return r.Identity.Can(tx, v.session, a.act, identity.SiteScope) }); err != nil {
			return r.turnAway(v, err)
		}
		if req.Method == http.MethodPost {
			return r.take(v)
		}
		return r.draw(v, http.StatusOK)
	}
}

// turnAway sends whoever can still prove enough to where they do; others are told.
func (r *Room) turnAway(v *visit, err error) error {
	goal := v.req.URL.RequestURI()
	switch {
	case fault.KindOf(err) == fault.Unauthenticated:
		return redirect(v.w, v.req, identity.SignInPath(v.tag, v.face, goal), http.StatusSeeOther)
	case identity.NeedsStepUp(err):
		return redirect(v.w, v.req, identity.ConfirmPath(v.tag, v.face, goal), http.StatusSeeOther)
	}
	return err
}

// take does what a form says. What cannot be kept comes back as it was typed.
func (r *Room) take(v *visit) error {
	if err := parseForm(v.req, v.area.most); err != nil {
		return fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	err := v.area.send(v)
	if wrong, ok := errors.AsType[Mistakes](err); ok {
		v.wrong = wrong
		return r.draw(v, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return r.turnAway(v, err)
	}
	return redirect(v.w, v.req, v.at(v.area.key)+"?kept=1", http.StatusSeeOther)
}

func parseForm(req *http.Request, most int64) error {
	if most == 0 {
		return req.ParseForm()
	}
	if err := req.ParseMultipartForm(most); !errors.Is(err, http.ErrNotMultipart) {
		return err
	}
	return nil
}

func redirect(w http.ResponseWriter, req *http.Request, to string, status int) error {
	http.Redirect(w, req, to, status)
	return nil
}

// draw puts an area into the frame of the administration.
func (r *Room) draw(v *visit, status int) error {
	body, err := v.area.show(v)
	if err != nil {
		return err
	}
	reading, _ := library.ReadingOf(v.req)
	crumbs := []page.Link{{Text: v.say("area.home"), Href: v.at(areaHome)}}
	if v.area.key != areaHome {
		crumbs = append(crumbs, page.Link{Text: v.say("area." + v.area.key)})
	} else {
		crumbs = nil
	}
	data, err := r.Library.Draw(library.Sheet{
		Tag: v.tag, Title: v.say("area." + v.area.key), Back: v.req.URL.Path, Reading: reading, Layout: page.Desk, Crumbs: crumbs,
		At: func(other lang.Tag) string {
			_, face, _ := r.Library.Language(other.Lower())
			return Path(other, face, v.area.key)
		},
		Side: pages.Way(r.way(v)),
		Body: templ.Join(page.PageHead(v.heading()), pages.Told(r.told(v)), body),
	})
	if err != nil {
		return err
	}
	web.HTML(v.w, v.req, status, data)
	return nil
}

func (v *visit) heading() page.Heading {
	return page.Heading{Title: page.Text(v.say("area." + v.area.key)), Lede: page.Text(v.say("lede." + v.area.key))}
}

// way is the way around, with the area one is in.
func (r *Room) way(v *visit) pages.Around {
	w := pages.Around{Name: v.say("around")}
	for _, g := range r.groups() {
		links := pages.Group{Name: v.say("group." + g.key)}
		for _, a := range g.areas {
			links.Links = append(links.Links, page.Link{Text: v.say("area." + a.key), Href: v.at(a.key), Current: a.key == v.area.key})
		}
		w.Groups = append(w.Groups, links)
	}
	return w
}

// told is what is said over a form: that it was kept, or what could not be.
func (r *Room) told(v *visit) pages.Outcome {
	o := pages.Outcome{Face: v.face}
	for _, m := range v.wrong {
		o.Wrong = append(o.Wrong, page.Link{Text: m.Say(v.face), Href: "#" + m.Field})
	}
	if len(v.wrong) == 0 && v.req.URL.Query().Has("kept") {
		o.Kept = v.say("kept")
	}
	return o
}
