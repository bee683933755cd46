package identity

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity/pages"
)

// fresh is how new a proof must be before one changes how one proves oneself.
const fresh = 15 * time.Minute

// better marks, in the address of the page of proof, that a second proof is wanted
// and not only a new one.
const better = "two"

// leadTo is Lead with another address to come back to.
func (c *call) leadTo(err error, goal string) error {
	if NeedsStepUp(err) {
		return c.go303(confirmPath(c.tag, c.face, goal, err))
	}
	return err
}

// leadBack is leadTo that keeps what was typed, for a page that shows it again.
func (c *call) leadBack(err error, goal string) error {
	if !NeedsStepUp(err) {
		return err
	}
	back, kept := c.room.keepTyped(c.req, goal)
	if kept != nil {
		return kept
	}
	return c.leadTo(err, back)
}

// confirmPath is the address of the page of proof that an error of Can asks for.
func confirmPath(tag, face lang.Tag, goal string, err error) string {
	path := ConfirmPath(tag, face, goal)
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Key == proveBetter {
		path += "&" + better + "=1"
	}
	return path
}

// confirm offers the ways in which the person can prove again who they are. Whoever
// has set up a second way uses it: a message alone would be a step down.
func (c *call) confirm(s *Session) error {
	return c.drawConfirm(http.StatusOK, s, "")
}

func (c *call) drawConfirm(status int, s *Session, trouble string) error {
	goal := c.goal()
	d := pages.Confirm{Words: words, Face: c.face, Action: c.path(slugConfirm), Goal: goal, Trouble: trouble, Account: AccountPath(c.tag, c.face)}
	err := c.room.db.Read(c.req.Context(), func(tx store.Tx) error {
		p, err := c.room.PersonByID(tx, s.Person)
		if err != nil {
			return err
		}
		d.Email = string(p.Email)
		second, err := c.room.HasSecond(tx, s.Person)
		if err != nil {
			return err
		}
		want := c.req.URL.Query().Has(better)
		d.ByMail = !second && !want && d.Email != ""
		for _, w := range c.room.ways {
			has, err := w.Enrolled(tx, s.Person)
			if err != nil {
				return err
			}
			switch {
			case has && w.Confirm != nil && (second || !want):
				d.Ways = append(d.Ways, page.Link{Text: w.Words.Say(c.face, w.Name+".confirm"), Href: w.Confirm(c.tag, c.face, goal)})
			case !second && w.Account != nil:
				d.SetUp = append(d.SetUp, page.Link{Text: w.Words.Say(c.face, w.Name+".account"), Href: w.Account(c.tag, c.face)})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.draw(status, c.say("confirm-title"), pages.ConfirmBody(d))
}

// askToConfirm sends a message to the person's own address.
func (c *call) askToConfirm(s *Session, _ url.Values) error {
	var p Person
	err := c.room.db.Read(c.req.Context(), func(tx store.Tx) error {
		has, err := c.room.HasSecond(tx, s.Person)
		if err != nil {
			return err
		}
		if has {
			return fault.New(fault.Forbidden, words, proveBetter)
		}
		p, err = c.room.PersonByID(tx, s.Person)
		return err
	})
	if err != nil {
		return err
	}
	wait, err := c.askFor(login{Purpose: toConfirm, Person: s.Person, Email: p.Email, Subject: s.ID, Goal: c.goal()})
	if err != nil {
		return err
	}
	if wait > 0 {
		return c.drawConfirm(http.StatusTooManyRequests, s, c.say("wait", lang.A{"n": minutes(wait)}))
	}
	return c.go303(c.path(slugSignIn, "slug-code"))
}
