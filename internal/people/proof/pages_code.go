package proof

import (
	"net/http"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/proof/pages"
)

// app shows the key for a new app: the one that is being set up, so that loading the
// page again changes nothing.
func (h handlers) app(c *call) error { return h.drawApp(c, http.StatusOK, "") }

func (h handlers) drawApp(c *call, status int, wrong string) error {
	var p totpPending
	var found bool
	d := pages.App{Base: h.base(c)}
	err := h.room.db.Read(c.req.Context(), func(tx store.Tx) (err error) {
		if found, err = h.room.pending(tx, totpNew, c.session, &p); err != nil || !found {
			return err
		}
		o, err := h.room.owner(tx, c.session.Person)
		d.URI = p.Key.URI(h.room.name(c.tag), o.login)
		return err
	})
	if err != nil {
		return err
	}
	if !found {
		web.SeeOther(c.w, c.req, waysSpot.path(c.tag, c.face))
		return nil
	}
	d.Secret, d.Error = p.Key.String(), wrong
	return h.draw(c, status, c.say("app-begin"), pages.AppBody(d))
}

// setApp takes the first code of a new app. Whoever gives it has proved that they
// have the app, and is known by two proofs from then on.
func (h handlers) setApp(c *call) error {
	var right, first bool
	var secret string
	ok, err := h.write(c, func(tx store.Tx) (err error) {
		right, first, secret = false, false, ""
		if err := h.room.who.CanSecure(tx, c.session); err != nil {
			return err
		}
		var p totpPending
		found, err := h.room.pending(tx, totpNew, c.session, &p)
		if err != nil || !found {
			return err
		}
		if right, err = h.room.SetTOTP(tx, c.session, p.Key, c.req.PostForm.Get("code")); err != nil || !right {
			return err
		}
		if err := deletePending(tx, c.session.ID, totpNew.name); err != nil {
			return err
		}
		secret, first, err = h.room.strengthen(tx, c.session, identity.MethodTOTP)
		return err
	})
	if err != nil || !ok {
		return err
	}
	if !right {
		return h.drawApp(c, http.StatusUnprocessableEntity, c.say("totp-wrong"))
	}
	h.added(c, secret, first, "totp")
	return nil
}

// strengthen makes the session one of two proofs, as its person has just given
// another, and gives recovery codes to whoever has none.
func (r *Room) strengthen(tx store.Tx, s *identity.Session, how identity.Method) (secret string, codes bool, err error) {
	if secret, err = r.who.StepUp(tx, s, how, identity.ByTwo); err != nil {
		return "", false, err
	}
	left, err := r.RecoveryLeft(tx, s.Person)
	if err != nil || left > 0 {
		return secret, false, err
	}
	return secret, true, r.NewRecovery(tx, s)
}

// added goes on after a way was added: to the recovery codes, when there are new ones.
func (h handlers) added(c *call, secret string, codes bool, what string) {
	to := waysSpot.path(c.tag, c.face) + "?done=" + what
	if codes {
		to = codesSpot.path(c.tag, c.face)
	}
	h.arrive(c, secret, to)
}

// codes shows recovery codes until they were written down.
func (h handlers) codes(c *call) error {
	var p recoveryPending
	var found bool
	err := h.room.db.Read(c.req.Context(), func(tx store.Tx) (err error) {
		found, err = h.room.pending(tx, codesNew, c.session, &p)
		return err
	})
	if err != nil {
		return err
	}
	if !found {
		web.SeeOther(c.w, c.req, waysSpot.path(c.tag, c.face))
		return nil
	}
	return h.draw(c, http.StatusOK, c.say("codes"), pages.CodesBody(pages.Codes{Base: h.base(c), List: p.Codes}))
}

// codesKept forgets the recovery codes that are written down.
func (h handlers) codesKept(c *call) error {
	err := h.room.db.Write(c.req.Context(), func(tx store.Tx) error { return deletePending(tx, c.session.ID, codesNew.name) })
	if err != nil {
		return err
	}
	web.SeeOther(c.w, c.req, waysSpot.path(c.tag, c.face)+"?done=codes")
	return nil
}

func (h handlers) totp(c *call) error { return h.drawCode(c, http.StatusOK, "totp", "code", "") }
func (h handlers) recovery(c *call) error {
	return h.drawCode(c, http.StatusOK, "recovery", "recovery", "")
}

func (h handlers) drawCode(c *call, status int, prefix, name, wrong string) error {
	d := pages.Code{Base: h.base(c), Prefix: prefix, Name: name}
	d.Error = wrong
	return h.draw(c, status, c.say(prefix+"-again"), pages.CodeBody(d))
}

// confirmWithTOTP takes a code of the person's app as a new proof.
func (h handlers) confirmWithTOTP(c *call) error {
	return h.confirmWithCode(c, "totp", "code", h.room.CheckTOTP, identity.MethodTOTP)
}

// confirmWithRecovery takes a recovery code as a new proof.
func (h handlers) confirmWithRecovery(c *call) error {
	return h.confirmWithCode(c, "recovery", "recovery", h.room.UseRecovery, identity.MethodRecovery)
}

type check func(tx store.Tx, id identity.PersonID, code string) (ok bool, wait time.Duration, err error)

func (h handlers) confirmWithCode(c *call, prefix, name string, check check, how identity.Method) error {
	var right bool
	var wait time.Duration
	var secret string
	err := h.room.db.Write(c.req.Context(), func(tx store.Tx) (err error) {
		if right, wait, err = check(tx, c.session.Person, c.req.PostForm.Get(name)); err != nil || !right {
			return err
		}
		secret, err = h.room.who.StepUp(tx, c.session, how, identity.ByTwo)
		return err
	})
	switch {
	case err != nil:
		return err
	case wait > 0:
		return h.drawCode(c, http.StatusTooManyRequests, prefix, name, c.say("slow", lang.A{"time": c.wait(wait)}))
	case !right:
		return h.drawCode(c, http.StatusUnprocessableEntity, prefix, name, c.say(prefix+"-wrong"))
	}
	h.arrive(c, secret, c.goal())
	return nil
}

// wait is a time to wait, as people say it: rounded up.
func (c *call) wait(d time.Duration) string {
	if d <= time.Minute {
		return c.say("seconds", lang.A{"n": int((d + time.Second - 1) / time.Second)})
	}
	return c.say("minutes", lang.A{"n": int((d + time.Minute - 1) / time.Minute)})
}
