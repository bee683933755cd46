package proof

import (
	"net/http"
	"slices"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/proof/pages"
)

// done are the notices of the page of ways, by the value of "done" in its address.
var done = []string{"passkey", "passkey-renamed", "passkey-removed", "totp", "totp-removed", "codes", "linked", "unlinked"}

// ways shows one's ways to sign in.
func (h handlers) ways(c *call) error { return h.drawWays(c, http.StatusOK, nil) }

func (h handlers) drawWays(c *call, status int, trouble error) error {
	d := pages.Ways{Base: h.base(c), NewKey: newKeySpot.path(c.tag, c.face)}
	if what := c.req.URL.Query().Get("done"); slices.Contains(done, what) {
		d.Notice = &page.Notice{Kind: "success", Title: c.say("done-" + what)}
	}
	if trouble != nil {
		d.Notice = &page.Notice{Kind: "error", Title: fault.Message(trouble, c.face), Body: page.Text(fault.Hint(trouble, c.face))}
	}
	err := h.room.db.Read(c.req.Context(), func(tx store.Tx) error { return h.fillWays(tx, c, &d) })
	if err != nil {
		return err
	}
	return h.draw(c, status, c.say("ways"), pages.WaysBody(d))
}

func (h handlers) fillWays(tx store.Tx, c *call, d *pages.Ways) error {
	id := c.session.Person
	keys, err := h.room.Passkeys(tx, id)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.Name == "" {
			k.Name = c.say("passkey-plain")
		}
		d.Passkeys = append(d.Passkeys, pages.Passkey{ID: k.ID, Name: k.Name, Facts: c.facts(k.Made, k.Used)})
	}
	app, err := selectTOTP(tx, id)
	if err == nil {
		d.App = c.facts(app.made, app.used)
	} else if none(err) != errNone {
		return err
	}
	if d.Codes, err = h.room.RecoveryLeft(tx, id); err != nil {
		return err
	}
	if d.Second, err = h.room.who.HasSecond(tx, id); err != nil {
		return err
	}
	grants, err := h.room.who.Grants(tx, id)
	if err != nil {
		return err
	}
	d.Needed = !d.Second && identity.NeedsTwo(grants)
	links, err := h.room.Links(tx, id)
	if err != nil {
		return err
	}
	all, err := h.room.Providers(tx)
	for _, p := range all {
		at := slices.IndexFunc(links, func(l Link) bool { return l.Provider == p.ID })
		if at < 0 && !p.On {
			continue
		}
		one := pages.Provider{ID: p.ID, Name: p.Rules.Names.In(c.face)}
		if at >= 0 {
			one.Facts = c.facts(links[at].Made, links[at].Used)
		}
		d.Providers = append(d.Providers, one)
	}
	return err
}

// facts says since when there is something, and when it was used last.
func (c *call) facts(made, used string) string {
	if used == "" {
		return c.say("facts-new", lang.A{"made": date(c.face, made)})
	}
	return c.say("facts", lang.A{"made": date(c.face, made), "used": date(c.face, used)})
}

func date(face lang.Tag, day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return lang.Date(face, at)
}

// change does what a form on the page of ways asks.
func (h handlers) change(c *call) error {
	f, s := c.req.PostForm, c.session
	what, then := "", waysSpot
	do := func(tx store.Tx) (err error) {
		switch f.Get("do") {
		case "totp-begin":
			then = appSpot
			return h.room.beginTOTP(tx, s)
		case "totp-drop":
			what = "totp-removed"
			return h.room.DropTOTP(tx, s)
		case "recovery-new":
			then = codesSpot
			return h.room.NewRecovery(tx, s)
		case "passkey-rename":
			what = "passkey-renamed"
			return h.room.RenamePasskey(tx, s, f.Get("id"), f.Get("name"))
		case "passkey-drop":
			what = "passkey-removed"
			return h.room.DropPasskey(tx, s, f.Get("id"))
		case "link-drop":
			what = "unlinked"
			return h.room.DropLink(tx, s, f.Get("id"))
		case "link":
			return nil
		}
		return fault.New(fault.Invalid, words, "bad-form")
	}
	ok, err := h.write(c, func(tx store.Tx) error {
		if err := h.room.who.CanSecure(tx, s); err != nil {
			return err
		}
		return do(tx)
	})
	switch {
	case err != nil && fault.KindOf(err) == fault.Conflict:
		return h.drawWays(c, http.StatusConflict, err)
	case err != nil || !ok:
		return err
	case f.Get("do") == "link":
		return h.goTo(c, toLink, f.Get("id"))
	}
	at := then.path(c.tag, c.face)
	if what != "" {
		at += "?done=" + what
	}
	web.SeeOther(c.w, c.req, at)
	return nil
}
