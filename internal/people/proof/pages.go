package proof

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/proof/pages"
)

// script is where pages find the script for passkeys.
var script = "/assets/" + page.PasskeyJSName

// spot is a page of the room: under one of identity's, with a name of its own.
type spot struct {
	under func(tag, face lang.Tag, goal string) string
	slugs []string // keys of the catalogue
}

func account(tag, face lang.Tag, _ string) string { return identity.AccountPath(tag, face) }

// The pages.
var (
	waysSpot          = spot{account, []string{"slug-ways"}}
	appSpot           = spot{account, []string{"slug-ways", "slug-totp"}}
	codesSpot         = spot{account, []string{"slug-ways", "slug-recovery"}}
	newKeySpot        = spot{account, []string{"slug-ways", "slug-passkey"}}
	joinSpot          = spot{account, []string{"slug-ways", "slug-provider"}}
	keySignInSpot     = spot{identity.SignInPath, []string{"slug-passkey"}}
	keyAgainSpot      = spot{identity.ConfirmPath, []string{"slug-passkey"}}
	totpSpot          = spot{identity.ConfirmPath, []string{"slug-totp"}}
	recoverySpot      = spot{identity.ConfirmPath, []string{"slug-recovery"}}
	providerSpot      = spot{identity.SignInPath, []string{"slug-provider"}}
	providerAgainSpot = spot{identity.ConfirmPath, []string{"slug-provider"}}
)

// path is the address of the page in a language.
func (s spot) path(tag, face lang.Tag) string {
	path := s.under(tag, face, "")
	for _, slug := range s.slugs {
		path += words.Say(face, slug) + "/"
	}
	return path
}

// callback is where providers send people back to; it is the same for all of them and
// in every language, so that an administrator can register it beforehand.
const callback = "/sign-in/return"

// CallbackPath is the address that an administrator registers at a provider, after
// the public address of the site.
func CallbackPath() string { return callback }

// Register puts the pages of the room on a mux.
func (r *Room) Register(mux *http.ServeMux, kit *web.Kit, frame identity.Frame) {
	h := handlers{room: r, kit: kit, frame: frame}
	h.page(mux, waysSpot, h.ways, h.change)
	h.page(mux, appSpot, h.app, h.setApp)
	h.page(mux, codesSpot, h.codes, h.codesKept)
	h.page(mux, newKeySpot, h.newKey, h.addKey)
	h.page(mux, joinSpot, h.join, h.joined)
	h.page(mux, keySignInSpot, h.keySignIn, h.signInWithKey)
	h.page(mux, keyAgainSpot, h.keyAgain, h.confirmWithKey)
	h.page(mux, totpSpot, h.totp, h.confirmWithTOTP)
	h.page(mux, recoverySpot, h.recovery, h.confirmWithRecovery)
	h.page(mux, providerSpot, h.choose, h.goToSignIn)
	h.page(mux, providerAgainSpot, h.chooseAgain, h.goToConfirm)
	h.options(mux, newKeySpot, h.optionsNew)
	h.options(mux, keySignInSpot, h.optionsSignIn)
	h.options(mux, keyAgainSpot, h.optionsAgain)
	mux.Handle("GET "+callback, kit.Handle(h.back))
	mux.Handle("GET "+script, web.NewBody("text/javascript; charset=utf-8", web.CacheForever, page.PasskeyJS))
}

// handlers are the pages at work.
type handlers struct {
	room  *Room
	kit   *web.Kit
	frame identity.Frame
}

// call is one request for a page.
type call struct {
	w         http.ResponseWriter
	req       *http.Request
	tag, face lang.Tag
	spot      spot
	session   *identity.Session // nil when nobody is signed in
}

func (c *call) say(key string, args ...lang.A) string { return words.Say(c.face, key, args...) }

// goal is where to go on to.
func (c *call) goal() string { return identity.Goal(c.req.URL.Query().Get("then")) }

// action is the address of the page itself, with its goal.
func (c *call) action() string { return withGoal(c.spot.path(c.tag, c.face), c.goal()) }

func withGoal(path, goal string) string {
	if goal == "" {
		return path
	}
	return path + "?" + url.Values{"then": {goal}}.Encode()
}

type action func(c *call) error

// page mounts what a page shows and what its forms do, under its name in every
// interface language. Pages under the account or the new proof are for whoever is
// signed in.
func (h handlers) page(mux *http.ServeMux, s spot, show, do action) {
	for _, face := range lang.Interfaces() {
		pattern := s.pattern(face) + "{$}"
		mux.Handle("GET "+pattern, h.kit.Handle(h.called(s, show)))
		mux.Handle("POST "+pattern, h.kit.Handle(h.called(s, do)))
	}
}

// options mounts what the script asks of a page.
func (h handlers) options(mux *http.ServeMux, s spot, ask action) {
	for _, face := range lang.Interfaces() {
		mux.Handle("POST "+s.pattern(face)+"options", h.kit.Handle(h.called(s, ask)))
	}
}

// pattern is the path of the page for a mux, in any language of the course.
func (s spot) pattern(face lang.Tag) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(s.path("xx", face), "/"), "/")
	return "/{lang}/" + rest
}

func (h handlers) called(s spot, do action) web.Handler {
	return func(w http.ResponseWriter, req *http.Request) error {
		tag, face, ok := h.frame.Language(req.PathValue("lang"))
		if !ok {
			return fault.New(fault.NotFound, words, "no-language")
		}
		if want := s.path(tag, face); !strings.HasPrefix(req.URL.Path, want) {
			http.Redirect(w, req, want, http.StatusPermanentRedirect)
			return nil
		}
		v, err := h.room.who.Who(req)
		if err != nil {
			return err
		}
		c := &call{w: w, req: req, tag: tag, face: face, spot: s, session: v.Session}
		if s.signedIn(tag, face) && c.session == nil {
			web.SeeOther(w, req, identity.SignInPath(tag, face, req.URL.Path))
			return nil
		}
		if req.Method == http.MethodPost {
			if err := req.ParseForm(); err != nil {
				return fault.New(fault.Invalid, words, "bad-form").Because(err)
			}
		}
		return do(c)
	}
}

// signedIn says whether a page is for whoever is signed in.
func (s spot) signedIn(tag, face lang.Tag) bool {
	return s.under(tag, face, "") != identity.SignInPath(tag, face, "")
}

// draw puts a page into the frame of the site.
func (h handlers) draw(c *call, status int, title string, body templ.Component) error {
	return h.frame.Draw(c.w, c.req, status, identity.Sheet{Tag: c.tag, Title: title, Body: body, At: func(other lang.Tag) string {
		_, face, _ := h.frame.Language(other.Lower())
		return withGoal(c.spot.path(other, face), c.goal())
	}})
}

// base is what every page has; it leads back to the page it stands under.
func (h handlers) base(c *call) pages.Base {
	b := pages.Base{Words: words, Face: c.face, Action: c.action(), Script: script}
	switch under := c.spot.under(c.tag, c.face, c.goal()); {
	case len(c.spot.slugs) > 1:
		b.Back = page.Link{Text: c.say("back-ways"), Href: waysSpot.path(c.tag, c.face)}
	case !c.spot.signedIn(c.tag, c.face):
		b.Back = page.Link{Text: c.say("back-sign-in"), Href: under}
	case c.spot.under(c.tag, c.face, "") == identity.AccountPath(c.tag, c.face):
		b.Back = page.Link{Text: c.say("back-account"), Href: under}
	default:
		b.Back = page.Link{Text: c.say("back-confirm"), Href: under}
	}
	return b
}

// write runs fn as one write; a proof that is missing or too old leads to the page
// where it is given, and back to this one.
func (h handlers) write(c *call, fn func(tx store.Tx) error) (done bool, err error) {
	err = h.room.db.Write(c.req.Context(), fn)
	if err == nil {
		return true, nil
	}
	if lead := h.room.who.Lead(c.w, c.req, err); lead != nil {
		return false, lead
	}
	return false, nil
}

// arrive ends a proof: the cookie of the session, and on to where the person was going.
func (h handlers) arrive(c *call, secret, goal string) {
	h.room.who.Welcome(c.w, h.kit.Cookies(), secret)
	if goal == "" {
		goal = identity.AccountPath(c.tag, c.face)
	}
	web.SeeOther(c.w, c.req, goal)
}

// flood refuses what strangers ask far too often.
func (r *Room) flood(tx store.Tx, c *call) error {
	wait, err := r.who.Flood(tx, c.req)
	if err == nil && wait > 0 {
		err = fault.New(fault.TooMany, words, "flood")
	}
	return err
}

// origin is the public address of the site without a slash at its end. Where it is
// not known it is that of this very machine, and none for any other.
func (r *Room) origin(req *http.Request) (origin, host string, ok bool) {
	if r.base != nil {
		return r.base.Scheme + "://" + r.base.Host, r.base.Hostname(), true
	}
	host = req.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return "http://" + req.Host, host, loopback(host)
}

// greet is arrive for somebody who has just signed in: there may be something to ask.
func (h handlers) greet(c *call, id identity.PersonID, secret, goal string) error {
	to, err := h.room.who.Greet(c.req, id, c.tag, c.face, goal)
	if err == nil {
		h.arrive(c, secret, to)
	}
	return err
}
