package identity

import (
	"net/http"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity/pages"
)

func (h handlers) mountStart(mux *http.ServeMux) {
	h.mount(mux, "GET", (*call).firstRun, "slug-start")
	h.mount(mux, "POST", (*call).makeFirst, "slug-start")
}

// StartPath is the address of the page of the first run.
func StartPath(tag, face lang.Tag) string { return slugPath(tag, face, "slug-start") }

// firstRun asks for the token in the terminal and for who will run the site.
func (c *call) firstRun() error {
	has := false
	err := c.room.db.Read(c.req.Context(), func(tx store.Tx) (err error) {
		has, err = c.room.HasAdministrator(tx)
		return err
	})
	if err != nil {
		return err
	}
	return c.drawStart(http.StatusOK, pages.Start{Done: has})
}

func (c *call) drawStart(status int, d pages.Start) error {
	d.Words, d.Face, d.Action, d.SignIn = words, c.face, c.path("slug-start"), c.path(slugSignIn)
	return c.draw(status, c.say("start"), pages.StartBody(d))
}

// makeFirst makes the first administrator, and signs them in.
func (c *call) makeFirst() error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d := pages.Start{Name: shortName(form.Get("name")), Email: short(form.Get("email"))}
	name, err := ParseName(form.Get("name"))
	if err != nil {
		d.NameWrong = fault.Message(err, c.face)
	}
	email, err := ParseEmail(form.Get("email"))
	if err != nil {
		d.EmailWrong = fault.Message(err, c.face)
	}
	token := strings.TrimSpace(form.Get("token"))
	if len(token) != secretLength {
		d.TokenWrong = c.say("start-token")
	}
	if d.NameWrong+d.EmailWrong+d.TokenWrong != "" {
		return c.drawStart(http.StatusUnprocessableEntity, d)
	}
	secret := ""
	err = c.room.db.Write(c.req.Context(), func(tx store.Tx) (err error) {
		secret, err = c.room.start(tx, token, name, email, c.face, BrowserOf(c.req))
		return err
	})
	switch {
	case fault.KindOf(err) == fault.Conflict:
		return c.drawStart(http.StatusOK, pages.Start{Done: true})
	case fault.KindOf(err) == fault.Forbidden:
		d.TokenWrong = fault.Message(err, c.face)
		return c.drawStart(http.StatusUnprocessableEntity, d)
	case err != nil:
		return err
	}
	c.room.Welcome(c.w, c.kit.Cookies(), secret)
	return c.go303(c.path(slugAccount) + "?done=started")
}
