package identity

import (
	"net/http"
	"net/url"
	"slices"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity/pages"
)

// invitationCookie holds the secret of the invitation that was opened, for as long as
// it takes to read a message.
const invitationCookie = "invitation"

func (h handlers) mountInvitation(mux *http.ServeMux) {
	h.mount(mux, "GET", (*call).invitation, "slug-invitation")
	h.mount(mux, "POST", (*call).acceptInvitation, "slug-invitation")
}

// InvitationPath is the address of an invitation, to be put behind the public address
// of the site.
func InvitationPath(tag, face lang.Tag, secret string) string {
	return slugPath(tag, face, "slug-invitation") + "?" + url.Values{"t": {secret}}.Encode()
}

// invitation takes the secret out of the address, and then says what the invitation
// promises. It changes nothing.
func (c *call) invitation() error {
	if secret := c.req.URL.Query().Get("t"); secret != "" {
		if len(secret) == secretLength {
			c.kit.Cookies().Set(c.w, invitationCookie, secret, 6*loginLife)
		}
		c.w.Header().Set("Referrer-Policy", "no-referrer")
		return c.go303(c.path("slug-invitation"))
	}
	return c.drawInvitation(http.StatusOK, "", "")
}

func (c *call) drawInvitation(status int, email, wrong string) error {
	v, err := c.room.Who(c.req)
	if err != nil {
		return err
	}
	d := pages.Invitation{Words: words, Face: c.face, Action: c.path("slug-invitation"), Site: c.room.siteName(), Email: email, Wrong: wrong, Account: AccountPath(c.tag, c.face)}
	if v.Session != nil {
		d.Me = v.Session.Name
		if d.Me == "" {
			d.Me = c.say("account")
		}
	}
	err = c.room.db.Read(c.req.Context(), func(tx store.Tx) error {
		i, ok, err := c.room.invitationOf(tx, c.secret(invitationCookie))
		if ok {
			d.Grant, d.Ends = c.grantLine(tx, i.Grant), lang.Date(c.face, i.Ends)
			if v.Session != nil {
				d.Has = slices.Contains(v.Session.Grants, i.Grant)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.draw(status, c.say("invitation"), pages.InvitationBody(d))
}

// acceptInvitation accepts with the account that is signed in, once its person has
// newly proved who they are, or sends a message to the address that was given.
func (c *call) acceptInvitation() error {
	form, err := c.form()
	if err != nil {
		return err
	}
	var i Invitation
	ok := false
	err = c.room.db.Read(c.req.Context(), func(tx store.Tx) (err error) {
		i, ok, err = c.room.invitationOf(tx, c.secret(invitationCookie))
		return err
	})
	if err != nil {
		return err
	}
	if !ok {
		return c.drawInvitation(http.StatusUnprocessableEntity, "", "")
	}
	v, err := c.room.Who(c.req)
	if err != nil {
		return err
	}
	if v.Session != nil {
		return c.acceptHere(i.ID, v.Session)
	}
	typed := form.Get("email")
	email, err := ParseEmail(typed)
	if err != nil {
		return c.drawInvitation(http.StatusUnprocessableEntity, short(typed), fault.Message(err, c.face))
	}
	wait, err := c.askFor(login{Purpose: toAccept, Email: email, Subject: i.ID, Goal: c.path(slugAccount) + "?done=accepted"})
	if err != nil {
		return err
	}
	if wait > 0 {
		return c.drawInvitation(http.StatusTooManyRequests, typed, c.say("wait", lang.A{"n": minutes(wait)}))
	}
	return c.go303(c.path(slugSignIn, "slug-code"))
}

func (c *call) acceptHere(id string, s *Session) error {
	err := c.room.db.Write(c.req.Context(), func(tx store.Tx) error {
		if err := c.room.Can(tx, s, Act{Name: "invitation.accept", Fresh: fresh}, SiteScope); err != nil {
			return err
		}
		p, err := c.room.PersonByID(tx, s.Person)
		if err != nil {
			return err
		}
		return c.room.accept(tx, id, p)
	})
	if err != nil {
		return c.leadTo(err, c.path("slug-invitation"))
	}
	c.kit.Cookies().Clear(c.w, invitationCookie)
	return c.go303(c.path(slugAccount) + "?done=accepted")
}
