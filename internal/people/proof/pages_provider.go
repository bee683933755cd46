package proof

import (
	"errors"
	"net/http"
	"net/url"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/proof/pages"
)

// awayCookie ties the answer of a provider to the browser that went there.
const awayCookie = "away"

// choose shows the providers to sign in with.
func (h handlers) choose(c *call) error {
	return h.drawChoose(c, http.StatusOK, "provider-in", h.room.offered(), nil)
}

// chooseAgain shows the providers where the person has an account.
func (h handlers) chooseAgain(c *call) error { return h.drawAgain(c, http.StatusOK, nil) }

func (h handlers) drawAgain(c *call, status int, trouble error) error {
	var list []Provider
	err := h.room.db.Read(c.req.Context(), func(tx store.Tx) (err error) {
		list, err = h.room.linked(tx, c.session.Person)
		return err
	})
	if err != nil {
		return err
	}
	return h.drawChoose(c, status, "provider-again", list, trouble)
}

func (h handlers) drawChoose(c *call, status int, prefix string, list []Provider, trouble error) error {
	d := pages.Choose{Base: h.base(c), Prefix: prefix}
	for _, p := range list {
		d.Providers = append(d.Providers, pages.Provider{ID: p.ID, Name: p.Rules.Names.In(c.face)})
	}
	if trouble != nil {
		d.Notice = &page.Notice{Kind: "error", Title: fault.Message(trouble, c.face), Body: page.Text(fault.Hint(trouble, c.face))}
	}
	return h.draw(c, status, c.say(prefix), pages.ChooseBody(d))
}

func (h handlers) goToSignIn(c *call) error  { return h.goTo(c, toSignIn, c.req.PostForm.Get("id")) }
func (h handlers) goToConfirm(c *call) error { return h.goTo(c, toConfirm, c.req.PostForm.Get("id")) }

// goTo sends somebody to a provider. The answer to the form is a page that leads on,
// and no redirect: the policy that forms stay on this site holds for redirects too.
func (h handlers) goTo(c *call, e errand, id string) error {
	origin, _, ok := h.room.origin(c.req)
	if !ok {
		return h.sorry(c, e, fault.New(fault.Conflict, words, "provider-no-name"))
	}
	s := c.session
	if e == toSignIn {
		s = nil
	}
	browser := clock.Secret()
	a := away{Provider: id, Errand: e, Goal: c.goal(), Tag: c.tag, Face: c.face}
	address, err := h.room.leave(c.req.Context(), c, s, a, origin+callback, browser)
	if err != nil {
		return h.sorry(c, e, err)
	}
	h.kit.Cookies().Set(c.w, awayCookie, browser, providerAway.life)
	d := pages.Away{Base: h.base(c), Address: address}
	for _, p := range h.room.offered() {
		if p.ID == id {
			d.Name = p.Rules.Names.In(c.face)
		}
	}
	c.w.Header().Set("Refresh", "0; url="+address)
	return h.draw(c, http.StatusOK, c.say("away", lang.A{"name": d.Name}), pages.AwayBody(d))
}

// sorry draws the page from which somebody wanted to go to a provider, with what
// went wrong.
func (h handlers) sorry(c *call, e errand, trouble error) error {
	switch kind := fault.KindOf(trouble); {
	case kind == fault.Internal || kind == fault.Stopped:
		return trouble
	case e == toConfirm:
		return h.drawAgain(c, kind.Status(), trouble)
	case e == toLink:
		return h.drawWays(c, kind.Status(), trouble)
	default:
		return h.drawChoose(c, kind.Status(), "provider-in", h.room.offered(), trouble)
	}
}

// back takes people who come from a provider.
func (h handlers) back(w http.ResponseWriter, req *http.Request) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", web.CachePrivate)
	v, err := h.room.who.Who(req)
	if err != nil {
		return err
	}
	origin, _, _ := h.room.origin(req)
	browser, _ := h.kit.Cookies().Get(req, awayCookie)
	h.kit.Cookies().Clear(w, awayCookie)
	a, who, err := h.room.back(req.Context(), v.Session, req.URL.Query(), browser, origin+callback)
	if a.Tag == "" {
		return err // which language it was is not known
	}
	spots := map[errand]spot{toSignIn: providerSpot, toConfirm: providerAgainSpot, toLink: waysSpot}
	c := &call{w: w, req: asIf(req, a), tag: a.Tag, face: a.Face, spot: spots[a.Errand], session: v.Session}
	if err != nil {
		return h.sorry(c, a.Errand, err)
	}
	switch a.Errand {
	case toConfirm:
		err = h.confirmed(c, who, a.Goal)
	case toLink:
		err = h.linkNow(c, who)
	default:
		err = h.signedIn(c, who, a.Goal)
	}
	if err != nil {
		return h.sorry(c, a.Errand, err)
	}
	return nil
}

// asIf is a request as if it were for the page from which somebody went away, so that
// its page can be drawn and knows its goal.
func asIf(req *http.Request, a away) *http.Request {
	out := req.Clone(req.Context())
	out.URL = &url.URL{Path: req.URL.Path, RawQuery: url.Values{"then": {a.Goal}}.Encode()}
	return out
}

// confirmed takes the word of a provider as a new proof.
func (h handlers) confirmed(c *call, who arrival, goal string) error {
	var secret string
	err := h.room.db.Write(c.req.Context(), func(tx store.Tx) error {
		id, err := selectLinked(tx, who.Provider, who.Subject)
		if errors.Is(err, errNone) || err == nil && id != c.session.Person {
			return fault.New(fault.Forbidden, words, "provider-other")
		}
		if err != nil {
			return err
		}
		secret, err = h.room.who.StepUp(tx, c.session, identity.MethodProvider, who.strength())
		return err
	})
	if err != nil {
		return err
	}
	h.arrive(c, secret, goal)
	return nil
}

// strength is what the word of a provider is worth.
func (a arrival) strength() identity.Strength {
	if a.Strong {
		return identity.ByTwo
	}
	return identity.ByLink
}

// linkNow gives the account at a provider to whoever went there to link it.
func (h handlers) linkNow(c *call, who arrival) error {
	var secret string
	ok, err := h.write(c, func(tx store.Tx) (err error) {
		if err := h.room.who.CanSecure(tx, c.session); err != nil {
			return err
		}
		secret, err = h.room.link(tx, c.session, who)
		return err
	})
	if err != nil || !ok {
		return err
	}
	h.arrive(c, secret, waysSpot.path(c.tag, c.face)+"?done=linked")
	return nil
}

// signedIn begins a session for who came, or says what stands in the way.
func (h handlers) signedIn(c *call, who arrival, goal string) error {
	var m meeting
	err := h.room.db.Write(c.req.Context(), func(tx store.Tx) (err error) {
		m, err = h.room.meet(tx, who, c.face, identity.BrowserOf(c.req))
		return err
	})
	if err != nil {
		return err
	}
	if m.secret != "" {
		return h.greet(c, m.person, m.secret, goal)
	}
	// Somebody here has that address. Whoever can read its mail may join the two.
	then := joinSpot.path(c.tag, c.face)
	h.kit.Cookies().Set(c.w, awayCookie, m.join, linkAsked.life)
	web.SeeOther(c.w, c.req, identity.SignInPath(c.tag, c.face, then))
	return nil
}

// join asks whoever has now proved who they are whether the account at the provider is
// theirs too.
func (h handlers) join(c *call) error {
	secret, _ := h.kit.Cookies().Get(c.req, awayCookie)
	var who arrival
	var p providerRow
	err := h.room.db.Read(c.req.Context(), func(tx store.Tx) error {
		row, err := selectCeremony(tx, digestOf(secret))
		if errors.Is(err, errNone) {
			return fault.New(fault.Conflict, words, "over")
		}
		if err != nil {
			return err
		}
		if err := h.room.read(row, linkAsked, c.session, &who); err != nil {
			return err
		}
		if err := h.room.owns(tx, c.session, who); err != nil {
			return err
		}
		p, err = h.room.provider(tx, who.Provider)
		return err
	})
	if err != nil {
		return err
	}
	name := p.Rules.Names.In(c.face)
	return h.draw(c, http.StatusOK, c.say("join", lang.A{"name": name}), pages.JoinBody(pages.Join{Base: h.base(c), Name: name}))
}

// joined links the two.
func (h handlers) joined(c *call) error {
	secret, _ := h.kit.Cookies().Get(c.req, awayCookie)
	err := h.room.db.Read(c.req.Context(), func(tx store.Tx) error { return h.room.who.CanSecure(tx, c.session) })
	if err != nil {
		return h.room.who.Lead(c.w, c.req, err)
	}
	var who arrival
	if err := h.room.take(c.req.Context(), linkAsked, c.session, secret, &who); err != nil {
		return err
	}
	h.kit.Cookies().Clear(c.w, awayCookie)
	err = h.room.db.Read(c.req.Context(), func(tx store.Tx) error { return h.room.owns(tx, c.session, who) })
	if err != nil {
		return err
	}
	return h.linkNow(c, who)
}
