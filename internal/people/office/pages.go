package office

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/enrolment"
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
	areaPeople        = "people"
	areaPerson        = "person"
	areaOrgs          = "orgs"
	areaInvitations   = "invitations"
	areaList          = "list"
	areaAccess        = "access"
	areaAudit         = "audit"
	areaRetention     = "retention"
	areaMail          = "mail"
	areaMessage       = "message"
	areaJobs          = "jobs"
	areaKeys          = "keys"
	areaHooks         = "hooks"
	areaHook          = "hook"
	areaForwards      = "forwards"
	areaForward       = "forward"
	areaHealth        = "health"
	areaOfferings     = "offerings"
	areaOffering      = "offering"
	areaReleases      = "releases"
	areaRelease       = "release"
)

// area is a page of the administration, and what its form does.
type area struct {
	key  string // in the catalogue: "area.KEY", "slug.KEY"
	act  identity.Act
	show func(*visit) (templ.Component, error)
	send func(*visit) error      // nil where nothing is sent
	most int64                   // bytes of what is sent; 0 is the bound of forms
	on   func() []identity.Scope // where the act may be done: in one of these is enough; nil: on the site
}

// scopes are where the act of an area may be done; in one of them is enough.
func (a area) scopes() []identity.Scope {
	if a.on == nil {
		return []identity.Scope{identity.SiteScope}
	}
	return a.on()
}

// allowed says whether roles open the area.
func (a area) allowed(grants []identity.Grant) bool {
	return slices.ContainsFunc(a.scopes(), func(on identity.Scope) bool { return a.act.Allowed(grants, on) })
}

// groupLearning is the group to which pages of other rooms are added.
const groupLearning = "learning"

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
			{key: areaReleases, act: library.ActLook, on: r.served, show: r.showReleases, send: r.sendReleases, most: maxParcel},
			{key: areaRelease, act: library.ActLook, on: r.served, show: r.showRelease, send: r.sendRelease},
		}},
		{"people", []area{
			{key: areaPeople, act: ActLook, show: r.showPeople, send: r.sendPeople},
			{key: areaPerson, act: ActLook, show: r.showPerson, send: r.sendPerson},
			{key: areaOrgs, act: ActLook, show: r.showOrgs, send: r.sendOrgs},
			{key: areaInvitations, act: ActLook, show: r.showInvitations, send: r.sendInvitations},
			{key: areaList, act: ActLook, show: r.showList, send: r.sendList, most: 2 * identity.MostListBytes},
			{key: areaAccess, act: ActLook, show: r.showAccess, send: r.sendAccess},
		}},
		{groupLearning, []area{
			{key: areaOfferings, act: enrolment.OfferCourse, on: r.served, show: r.showOfferings, send: r.sendOfferings},
			{key: areaOffering, act: enrolment.OfferCourse, on: r.served, show: r.showOffering, send: r.sendOffering, most: 2 * identity.MostListBytes},
		}},
		{"machine", []area{
			{key: areaHealth, act: ActLook, show: r.showHealth},
			{key: areaMail, act: ActLook, show: r.showMail},
			{key: areaMessage, act: ActMachine, show: r.showMessage, send: r.sendMessage},
			{key: areaJobs, act: ActLook, show: r.showJobs, send: r.sendJobs},
			{key: areaKeys, act: ActLook, show: r.showKeys, send: r.sendKeys},
			{key: areaHooks, act: ActLook, show: r.showHooks, send: r.sendHooks},
			{key: areaHook, act: ActLook, show: r.showHook, send: r.sendHook},
			{key: areaForwards, act: ActLook, show: r.showForwards, send: r.sendForwards},
			{key: areaForward, act: ActLook, show: r.showForward, send: r.sendForward},
			{key: areaAudit, act: ActLook, show: r.showAudit, send: r.checkTrail},
			{key: areaRetention, act: ActLook, show: r.showRetention, send: r.sendRetention},
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

// served are the scopes of the courses that are served.
func (r *Room) served() (all []identity.Scope) {
	for _, e := range r.Library.Editions() {
		all = append(all, identity.CourseScope(e.Course.Key))
	}
	return all
}

// can says whether a session may open an area. Of the reasons why it may not, one that goes away with a better proof
// comes first.
func (r *Room) can(tx store.Tx, s *identity.Session, a area) (err error) {
	for _, on := range a.scopes() {
		no := r.Identity.Can(tx, s, a.act, on)
		if no == nil {
			return nil
		}
		if err == nil || identity.NeedsStepUp(no) {
			err = no
		}
	}
	return err
}

// mine are the courses in which whoever looks may do what the page is for, the first course first.
func (r *Room) mine(tx store.Tx, v *visit) (list []*library.Edition, err error) {
	for _, e := range r.Library.Editions() {
		no := r.Identity.Can(tx, v.session, v.area.act, identity.CourseScope(e.Course.Key))
		if no == nil {
			list = append(list, e)
		} else if fault.KindOf(no) != fault.Forbidden {
			return nil, no
		}
	}
	return list, nil
}

// titleOf is what a course is called for readers of the site.
func (v *visit) titleOf(e *library.Edition) string { return e.Course.Title.In(e.Reads(v.tag)) }

// Doors leads from the account of whoever may do something in the administration to where they do.
func (r *Room) Doors(tag, face lang.Tag, s *identity.Session) []page.Link {
	for _, g := range r.groups() {
		for _, a := range g.areas {
			if a.in() == "" && a.allowed(s.Grants) {
				return []page.Link{{Text: words.Say(face, "area."+a.key), Href: Path(tag, face, a.key)}}
			}
		}
	}
	return nil
}

// PathOf is the address of an area that is about one thing, by its id.
func PathOf(tag, face lang.Tag, key, id string) string {
	return Path(tag, face, parents[key]) + url.PathEscape(id) + "/"
}

// parents are the areas under which areas about one thing are, by an id in the address;
// those are not in the way around.
var parents = map[string]string{areaPerson: areaPeople, areaMessage: areaMail, areaHook: areaHooks, areaForward: areaForwards, areaOffering: areaOfferings, areaRelease: areaReleases}

// in is the area under which an area is; empty for most.
func (a area) in() string { return parents[a.key] }

func (a area) path(tag, face lang.Tag, id string) string {
	if a.in() != "" {
		return PathOf(tag, face, a.key, id)
	}
	return Path(tag, face, a.key)
}

// pattern is the path of an area for the mux.
func (a area) pattern(face lang.Tag) string {
	if a.in() != "" {
		return "/{lang}" + Path("", face, a.in())[1:] + "{id}/{$}"
	}
	return "/{lang}" + Path("", face, a.key)[1:] + "{$}"
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
				at := a.pattern(face)
				if taken[at] {
					continue
				}
				taken[at] = true
				most := a.most
				if most == 0 {
					most = web.BodyLimit
				}
				mux.Handle("GET "+at, kit.Handle(r.answer(a)))
				if a.send != nil {
					mux.Handle("POST "+at, kit.HandleUpTo(most, r.answer(a)))
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
	id        string // of what the area is about; empty for most
	title     string // in the place of the area's name; may be empty
	next      string // where to go after a form, in the place of the area itself
	tag, face lang.Tag
	session   *identity.Session
	said      *page.Notice       // what a form found out; shown by the answer itself
	listed    []identity.Listed  // what became of a list that was sent; shown by the answer itself
	enrolled  []enrolment.Listed // what became of a list of people to enrol; shown by the answer itself
	made      string             // a secret that is shown once, by the answer to the form that made it
	wrong     Mistakes           // what could not be kept; the form holds what was typed
	again     *identity.Typed    // what was typed before a new proof was asked for; nil for most
}

func (v *visit) say(key string, args ...lang.A) string { return words.Say(v.face, key, args...) }

// sent says whether forms hold what was typed: it is sent now, or was before a new proof was asked for.
func (v *visit) sent() bool {
	return v.req.Method == http.MethodPost || v.again != nil && !v.again.Lost
}

// at is the address of an area in the language of the visit.
func (v *visit) at(key string) string { return Path(v.tag, v.face, key) }

// under is the address of an area that is about one thing.
func (v *visit) under(key, id string) string { return PathOf(v.tag, v.face, key, id) }

// here is the address of the visit without its query.
func (v *visit) here() string { return v.area.path(v.tag, v.face, v.id) }

// answer shows an area, or does what its form says and comes back.
func (r *Room) answer(a area) web.Handler {
	return func(w http.ResponseWriter, req *http.Request) error {
		tag, face, ok := r.Library.Language(req.PathValue("lang"))
		if !ok {
			return fault.New(fault.NotFound, words, "no-language")
		}
		v := &visit{w: w, req: req, area: a, tag: tag, face: face}
		v.id = req.PathValue("id")
		if want := v.here(); req.URL.Path != want && req.URL.EscapedPath() != want {
			http.Redirect(w, req, want, http.StatusMovedPermanently)
			return nil
		}
		w.Header().Set("Cache-Control", web.CachePrivate)
		who, err := r.Identity.Who(req)
		if err != nil {
			return err
		}
		v.session = who.Session
		if err := r.DB.Read(req.Context(), func(tx store.Tx) error { return r.can(tx, v.session, a) }); err != nil {
			return r.Identity.LeadBack(w, req, err)
		}
		if req.Method == http.MethodPost {
			return r.take(v)
		}
		if v.again, err = r.Identity.Typed(req, v.session); err != nil {
			return err
		}
		if v.again != nil {
			req.PostForm = v.again.Form
		}
		return r.draw(v, http.StatusOK)
	}
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
		return r.Identity.LeadBack(v.w, v.req, err)
	}
	if v.made != "" || v.listed != nil || v.enrolled != nil || v.said != nil {
		return r.draw(v, http.StatusOK)
	}
	if v.next == "" {
		v.next = v.here() + "?kept=1"
	}
	web.SeeOther(v.w, v.req, v.next)
	return nil
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

// draw puts an area into the frame of the administration.
func (r *Room) draw(v *visit, status int) error {
	body, err := v.area.show(v)
	if err != nil {
		return err
	}
	reading, _ := library.ReadingOf(v.req)
	data, err := r.Library.Draw(library.Sheet{
		Tag: v.tag, Title: v.name(), Back: v.req.URL.Path, Reading: reading, Layout: page.Desk, Crumbs: v.crumbs(),
		At: func(other lang.Tag) string {
			_, face, _ := r.Library.Language(other.Lower())
			return v.area.path(other, face, v.id)
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

// name is what the page is called.
func (v *visit) name() string {
	if v.title != "" {
		return v.title
	}
	return v.say("area." + v.area.key)
}

// unconfirmed is what is wrong when something final was not confirmed.
func (v *visit) unconfirmed() string {
	for _, m := range v.wrong {
		if m.Field == "confirm" {
			return m.Say(v.face)
		}
	}
	return ""
}

func (v *visit) heading() page.Heading {
	h := page.Heading{Title: page.Text(v.name())}
	if words.Has(v.face, "lede."+v.area.key) {
		h.Lede = page.Text(v.say("lede." + v.area.key))
	}
	return h
}

// crumbs say where the page is; the first page of the administration needs none.
func (v *visit) crumbs() []page.Link {
	if v.area.key == areaHome {
		return nil
	}
	var links []page.Link
	if ActLook.Allowed(v.session.Grants, identity.SiteScope) {
		links = append(links, page.Link{Text: v.say("area.home"), Href: v.at(areaHome)})
	}
	if v.area.in() != "" {
		links = append(links, page.Link{Text: v.say("area." + v.area.in()), Href: v.at(v.area.in())})
	}
	return append(links, page.Link{Text: v.name()})
}

// way is the way around, with the area one is in.
func (r *Room) way(v *visit) pages.Around {
	w := pages.Around{Name: v.say("around")}
	for _, g := range r.groups() {
		links := pages.Group{Name: v.say("group." + g.key)}
		for _, a := range g.areas {
			if a.in() != "" || !a.allowed(v.session.Grants) {
				continue
			}
			links.Links = append(links.Links, page.Link{Text: v.say("area." + a.key), Href: v.at(a.key), Current: a.key == v.area.key || a.key == v.area.in()})
		}
		if g.key == groupLearning && r.Further != nil {
			links.Links = append(links.Links, r.Further(v.tag, v.face, v.session)...)
		}
		if len(links.Links) > 0 {
			w.Groups = append(w.Groups, links)
		}
	}
	return w
}

// told is what is said over a form: that it was kept, or what could not be.
func (r *Room) told(v *visit) pages.Outcome {
	o := pages.Outcome{Face: v.face}
	if v.again != nil {
		n := v.again.Notice(v.face)
		o.Again = &n
	}
	for _, m := range v.wrong {
		o.Wrong = append(o.Wrong, page.Link{Text: m.Say(v.face), Href: "#" + m.Field})
	}
	if len(v.wrong) == 0 && v.req.URL.Query().Has("kept") {
		o.Kept = v.say("kept")
	}
	return o
}
