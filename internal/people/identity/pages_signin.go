package identity

import (
	"net/http"
	"net/url"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity/pages"
)

// The cookies of a sign-in under way: which browser asked, and the token of the link
// that was opened.
const (
	loginCookie = "login"
	linkCookie  = "link"
)

func (h handlers) mountSignIn(mux *http.ServeMux) {
	h.mount(mux, "GET", (*call).signIn, slugSignIn)
	h.mount(mux, "POST", (*call).askToSignIn, slugSignIn)
	h.mount(mux, "GET", (*call).code, slugSignIn, "slug-code")
	h.mount(mux, "POST", (*call).tryCode, slugSignIn, "slug-code")
	h.mount(mux, "GET", (*call).link, slugSignIn, "slug-link")
	h.mount(mux, "POST", (*call).useLink, slugSignIn, "slug-link")
	h.mount(mux, "POST", (*call).signOut, "slug-sign-out")
}

// signIn asks for an address. Whoever is signed in already goes on.
func (c *call) signIn() error {
	v, err := c.room.Who(c.req)
	if err != nil {
		return err
	}
	if v.Session != nil {
		return c.go303(c.onward(c.goal()))
	}
	return c.drawSignIn(http.StatusOK, "", "", "")
}

// onward is where somebody who is signed in goes: to the goal, or to the account.
func (c *call) onward(goal string) string {
	if goal != "" {
		return goal
	}
	return AccountPath(c.tag, c.face)
}

// drawSignIn shows the form; wrong is about the address, trouble about all of it.
func (c *call) drawSignIn(status int, email, wrong, trouble string) error {
	goal := c.goal()
	d := pages.SignIn{Words: words, Face: c.face, Action: c.path(slugSignIn), Goal: goal, Email: email, Wrong: wrong, Trouble: trouble,
		Out: c.req.URL.Query().Has("out"), Home: c.frame.Home(c.tag)}
	for _, w := range c.room.ways {
		if w.SignIn == nil {
			continue
		}
		if at := w.SignIn(c.tag, c.face, goal); at != "" {
			d.Ways = append(d.Ways, page.Link{Text: w.Words.Say(c.face, w.Name+".sign-in"), Href: at})
		}
	}
	return c.draw(status, c.say("sign-in"), pages.SignInBody(d))
}

// askToSignIn sends the message. The answer is the same for every address.
func (c *call) askToSignIn() error {
	form, err := c.form()
	if err != nil {
		return err
	}
	typed := form.Get("email")
	email, err := ParseEmail(typed)
	if err != nil {
		return c.drawSignIn(http.StatusUnprocessableEntity, short(typed), fault.Message(err, c.face), "")
	}
	wait, err := c.askFor(login{Purpose: toSignIn, Email: email, Goal: c.goal()})
	if err != nil {
		return err
	}
	if wait > 0 {
		return c.drawSignIn(http.StatusTooManyRequests, typed, "", c.say("wait", lang.A{"n": minutes(wait)}))
	}
	return c.go303(c.path(slugSignIn, "slug-code"))
}

// short is the beginning of what somebody typed, to show it again.
func short(s string) string {
	if len(s) > mostAddress {
		return ""
	}
	return s
}

// askFor asks for a message on behalf of this browser, and marks it. Purposes other
// than signing in are for the browser's session.
func (c *call) askFor(l login) (wait time.Duration, err error) {
	l.Language = c.face
	a := asking{login: l, network: c.network(), browser: c.secret(loginCookie)}
	if a.browser == "" {
		a.browser = stranger().secret
	}
	if base := c.absolute(); base != "" && l.Purpose != toChange {
		path := c.path(slugSignIn, "slug-link")
		a.address = func(token string) string { return base + path + "?" + url.Values{"t": {token}}.Encode() }
	}
	err = c.room.db.Write(c.req.Context(), func(tx store.Tx) (err error) {
		if a.known, err = c.room.knownHere(tx, c.secret(sessionCookie)); err != nil {
			return err
		}
		wait, err = c.room.ask(tx, a)
		return err
	})
	if err == nil && wait == 0 {
		c.kit.Cookies().Set(c.w, loginCookie, a.browser, 2*loginLife)
	}
	return wait, err
}

// absolute is the beginning of absolute addresses, without the slash. Where no public
// address is known it is that of the request if the browser is on this very machine:
// what a stranger writes into Host must not come into a message.
func (c *call) absolute() string {
	if c.room.home != "" {
		return c.room.home[:len(c.room.home)-1]
	}
	if u, err := url.Parse("http://" + c.req.Host); err == nil {
		switch u.Hostname() {
		case "localhost", "127.0.0.1", "::1":
			return "http://" + u.Host
		}
	}
	return ""
}

// code asks for the code of the message.
func (c *call) code() error { return c.drawCode(http.StatusOK, "", "") }

func (c *call) drawCode(status int, typed, wrong string) error {
	var open []login
	err := c.room.db.Read(c.req.Context(), func(tx store.Tx) (err error) {
		open, err = selectLogins(tx, digestOf(c.secret(loginCookie)), c.room.clock.Now())
		return err
	})
	if err != nil {
		return err
	}
	d := pages.Code{Words: words, Face: c.face, Action: c.path(slugSignIn, "slug-code"), Value: typed, Wrong: wrong, Start: c.path(slugSignIn), Minutes: int(loginLife / time.Minute)}
	if len(open) > 0 {
		d.Email, d.Purpose, d.Goal = string(open[0].Email), string(open[0].Purpose), open[0].Goal
		d.Spent = open[0].Tries >= mostTries
	} else if v, err := c.room.Who(c.req); err != nil {
		return err
	} else if v.Session != nil {
		// The link was used in another window.
		return c.go303(c.onward(""))
	}
	return c.draw(status, c.say("code"), pages.CodeBody(d))
}

// tryCode takes a code.
func (c *call) tryCode() error {
	form, err := c.form()
	if err != nil {
		return err
	}
	typed := form.Get("code")
	code := readCode(typed)
	if code == "" {
		if len(typed) > 40 {
			typed = ""
		}
		return c.drawCode(http.StatusUnprocessableEntity, typed, c.say("code-shape"))
	}
	browser := c.secret(loginCookie)
	result, err := c.prove(func(tx store.Tx) (login, verdict, error) { return c.room.proveByCode(tx, browser, code) }, MethodCode)
	if err != nil {
		return err
	}
	switch result {
	case wrongCode:
		return c.drawCode(http.StatusUnprocessableEntity, "", c.say("code-wrong"))
	case spent, gone:
		return c.drawCode(http.StatusUnprocessableEntity, "", "")
	}
	return nil
}

// prove runs a proof and, when it holds, does what it is for and goes on.
func (c *call) prove(proof func(tx store.Tx) (login, verdict, error), how Method) (result verdict, err error) {
	v, err := c.room.Who(c.req)
	if err != nil {
		return gone, err
	}
	var l login
	var done settled
	err = c.room.db.Write(c.req.Context(), func(tx store.Tx) (err error) {
		if l, result, err = proof(tx); err != nil || result != proved {
			return err
		}
		done, err = c.room.settle(tx, l, how, v.Session, BrowserOf(c.req))
		return err
	})
	if err != nil || result != proved {
		return result, err
	}
	c.kit.Cookies().Clear(c.w, loginCookie)
	c.kit.Cookies().Clear(c.w, linkCookie)
	if done.secret != "" {
		c.room.Welcome(c.w, c.kit.Cookies(), done.secret)
	}
	if l.Purpose == toSignIn || l.Purpose == toAccept {
		to, err := c.room.Greet(c.req, done.person, c.tag, c.face, l.Goal)
		if err != nil {
			return proved, err
		}
		return proved, c.go303(to)
	}
	return proved, c.go303(c.onward(l.Goal))
}

// link takes the token out of the address, and then says who is about to sign in. It
// changes nothing: what opens links before their readers do comes here.
func (c *call) link() error {
	if token := c.req.URL.Query().Get("t"); token != "" {
		if len(token) == secretLength {
			c.kit.Cookies().Set(c.w, linkCookie, token, loginLife)
		}
		c.w.Header().Set("Referrer-Policy", "no-referrer")
		return c.go303(c.path(slugSignIn, "slug-link"))
	}
	return c.drawLink(http.StatusOK)
}

func (c *call) drawLink(status int) error {
	d := pages.Link{Words: words, Face: c.face, Action: c.path(slugSignIn, "slug-link"), Code: c.path(slugSignIn, "slug-code"), Start: c.path(slugSignIn), Site: c.room.siteName()}
	browser := c.secret(loginCookie)
	err := c.room.db.Read(c.req.Context(), func(tx store.Tx) error {
		l, ok, err := c.room.byToken(tx, browser, c.secret(linkCookie))
		if ok {
			d.Email, d.Purpose = string(l.Email), string(l.Purpose)
		}
		return err
	})
	if err != nil {
		return err
	}
	d.Waiting = d.Email == "" && browser != ""
	return c.draw(status, c.say("link"), pages.LinkBody(d))
}

// useLink signs in, in the browser that asked.
func (c *call) useLink() error {
	browser, token := c.secret(loginCookie), c.secret(linkCookie)
	result, err := c.prove(func(tx store.Tx) (login, verdict, error) { return c.room.proveByToken(tx, browser, token) }, MethodLink)
	if err != nil || result == proved {
		return err
	}
	return c.drawLink(http.StatusUnprocessableEntity)
}

// signOut ends the session. On a shared computer what the browser itself kept goes
// too.
func (c *call) signOut() error {
	form, err := c.form()
	if err != nil {
		return err
	}
	v, err := c.room.Who(c.req)
	if err != nil {
		return err
	}
	if s := v.Session; s != nil {
		err := c.room.db.Write(c.req.Context(), func(tx store.Tx) error { return c.room.EndSession(tx, s.Person, s.Person, s.ID) })
		if err != nil {
			return err
		}
	}
	c.kit.Cookies().Clear(c.w, sessionCookie)
	clear := `"cache"`
	if form.Get("shared") != "" {
		c.kit.Cookies().Clear(c.w, deviceCookie)
		clear = `"cache", "storage"`
	}
	c.w.Header().Set("Clear-Site-Data", clear)
	return c.go303(c.path(slugSignIn) + "?out=1")
}
