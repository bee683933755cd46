package proof

import (
	"net/http"

	"github.com/go-webauthn/webauthn/webauthn"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/proof/pages"
)

// party is the site as passkeys know it. A fault of kind Conflict says that the
// address cannot have passkeys.
func (h handlers) party(c *call) (party, error) {
	origin, host, ok := h.room.origin(c.req)
	if !ok {
		return party{}, fault.New(fault.Conflict, words, "passkey-no-name")
	}
	p, err := newParty(h.room.name(c.tag), host, origin)
	if err != nil {
		return p, fault.New(fault.Conflict, words, "passkey-no-name").Because(err)
	}
	return p, nil
}

func (h handlers) drawKey(c *call, status int, kind, prefix string, trouble error) error {
	d := pages.Key{Base: h.base(c), Kind: kind, Prefix: prefix, Name: passkeyName(c.req.PostForm.Get("name")), Options: c.spot.path(c.tag, c.face) + "options"}
	if _, err := h.party(c); err != nil && trouble == nil {
		trouble = err
	}
	if trouble != nil {
		d.Error = fault.Message(trouble, c.face)
	}
	return h.draw(c, status, c.say("passkey-"+prefix), pages.KeyBody(d))
}

// trouble draws the page again with what went wrong, when the person can do something.
func (h handlers) trouble(c *call, kind, prefix string, err error) error {
	switch k := fault.KindOf(err); k {
	case fault.Conflict, fault.Forbidden, fault.Invalid:
		return h.drawKey(c, k.Status(), kind, prefix, err)
	}
	return err
}

// newKey asks for a name and a new passkey, once it is sure who sits there: the script
// could not lead to the page of proof.
func (h handlers) newKey(c *call) error {
	err := h.room.db.Read(c.req.Context(), func(tx store.Tx) error { return h.room.who.CanSecure(tx, c.session) })
	if err != nil {
		return h.room.who.Lead(c.w, c.req, err)
	}
	return h.drawKey(c, http.StatusOK, "new", "new", nil)
}

func (h handlers) keySignIn(c *call) error { return h.drawKey(c, http.StatusOK, "get", "in", nil) }
func (h handlers) keyAgain(c *call) error  { return h.drawKey(c, http.StatusOK, "get", "again", nil) }

// answerOptions tells the script what to ask.
func (h handlers) answerOptions(c *call, ask func(tx store.Tx, p party) (asked, error)) error {
	p, err := h.party(c)
	if err != nil {
		return err
	}
	var a asked
	err = h.room.db.Write(c.req.Context(), func(tx store.Tx) (err error) {
		a, err = ask(tx, p)
		return err
	})
	if err != nil {
		return err
	}
	return web.JSON(c.w, c.req, http.StatusOK, a)
}

func (h handlers) optionsNew(c *call) error {
	return h.answerOptions(c, func(tx store.Tx, p party) (asked, error) {
		if err := h.room.who.CanSecure(tx, c.session); err != nil {
			return asked{}, err
		}
		return h.room.askNew(tx, p, c.session)
	})
}

func (h handlers) optionsSignIn(c *call) error {
	return h.answerOptions(c, func(tx store.Tx, p party) (asked, error) {
		if err := h.room.flood(tx, c); err != nil {
			return asked{}, err
		}
		return h.room.askWho(tx, p)
	})
}

func (h handlers) optionsAgain(c *call) error {
	return h.answerOptions(c, func(tx store.Tx, p party) (asked, error) { return h.room.askAgain(tx, p, c.session) })
}

// answered is what a browser answered, and the question it belongs to.
func (h handlers) answered(c *call, k kind, s *identity.Session) (p party, session webauthn.SessionData, answer []byte, err error) {
	answer = []byte(c.req.PostForm.Get("answer"))
	switch {
	case len(answer) == 0: // without script there is no answer
		return p, session, nil, fault.New(fault.Invalid, words, "passkey-no-script")
	case len(answer) > mostPasskeyAnswer:
		return p, session, nil, fault.New(fault.Invalid, words, "bad-form")
	}
	if p, err = h.party(c); err != nil {
		return p, session, nil, err
	}
	err = h.room.take(c.req.Context(), k, s, c.req.PostForm.Get("ceremony"), &session)
	return p, session, answer, err
}

// addKey keeps a new passkey. Making it proved who sits there twice.
func (h handlers) addKey(c *call) error {
	p, session, answer, err := h.answered(c, passkeyNew, c.session)
	if err != nil {
		return h.trouble(c, "new", "new", err)
	}
	var secret string
	var codes bool
	ok, err := h.write(c, func(tx store.Tx) (err error) {
		if err := h.room.who.CanSecure(tx, c.session); err != nil {
			return err
		}
		if err := h.room.addPasskey(tx, p, c.session, session, answer, c.req.PostForm.Get("name")); err != nil {
			return err
		}
		secret, codes, err = h.room.strengthen(tx, c.session, identity.MethodPasskey)
		return err
	})
	if err != nil {
		return h.trouble(c, "new", "new", err)
	}
	if ok {
		h.added(c, secret, codes, "passkey")
	}
	return nil
}

// signInWithKey begins a session for whoever has the passkey.
func (h handlers) signInWithKey(c *call) error {
	p, session, answer, err := h.answered(c, passkeySignIn, nil)
	if err != nil {
		return h.trouble(c, "get", "in", err)
	}
	var secret string
	var who identity.PersonID
	err = h.room.db.Write(c.req.Context(), func(tx store.Tx) (err error) {
		if who, err = h.room.checkPasskey(tx, p, "", session, answer); err != nil {
			return err
		}
		secret, err = h.room.who.Begin(tx, who, identity.MethodPasskey, identity.ByTwo, identity.BrowserOf(c.req))
		return err
	})
	if err != nil {
		return h.trouble(c, "get", "in", err)
	}
	return h.greet(c, who, secret, c.goal())
}

// confirmWithKey takes a passkey as a new proof.
func (h handlers) confirmWithKey(c *call) error {
	p, session, answer, err := h.answered(c, passkeyAgain, c.session)
	if err != nil {
		return h.trouble(c, "get", "again", err)
	}
	var secret string
	err = h.room.db.Write(c.req.Context(), func(tx store.Tx) (err error) {
		if _, err = h.room.checkPasskey(tx, p, c.session.Person, session, answer); err != nil {
			return err
		}
		secret, err = h.room.who.StepUp(tx, c.session, identity.MethodPasskey, identity.ByTwo)
		return err
	})
	if err != nil {
		return h.trouble(c, "get", "again", err)
	}
	h.arrive(c, secret, c.goal())
	return nil
}
