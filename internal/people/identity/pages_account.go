package identity

import (
	"net/http"
	"net/url"
	"slices"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity/pages"
)

func (h handlers) mountAccount(mux *http.ServeMux) {
	h.mount(mux, "GET", mine((*call).account), slugAccount)
	h.mount(mux, "POST", sent((*call).saveAccount), slugAccount)
	for slug, fn := range map[string]func(*call, *Session, url.Values) error{"slug-email": (*call).askToChange, "slug-sessions": (*call).endSession} {
		h.mount(mux, "POST", sent(fn), slugAccount, slug)
		// These are parts of the page of the account. Whoever comes to one of them after a sign-in, or from the other
		// language, sees that page.
		h.mount(mux, "GET", func(c *call) error { return c.go303(c.path(slugAccount)) }, slugAccount, slug)
	}
	h.mount(mux, "GET", mine((*call).welcome), "slug-welcome")
	h.mount(mux, "POST", sent((*call).settleIn), "slug-welcome")
	h.mount(mux, "GET", mine((*call).confirm), slugConfirm)
	h.mount(mux, "POST", sent((*call).askToConfirm), slugConfirm)
}

// mine makes a page of one that is for whoever is signed in; others are led to sign in.
func mine(fn func(*call, *Session) error) func(*call) error {
	return func(c *call) error {
		v, err := c.room.Who(c.req)
		if err != nil {
			return err
		}
		if v.Session == nil {
			return c.go303(SignInPath(c.tag, c.face, c.req.URL.Path))
		}
		return fn(c, v.Session)
	}
}

// sent is mine for what a form sends.
func sent(fn func(*call, *Session, url.Values) error) func(*call) error {
	return mine(func(c *call, s *Session) error {
		form, err := c.form()
		if err != nil {
			return err
		}
		return fn(c, s, form)
	})
}

// account shows what is kept of the person and in which browsers they are.
func (c *call) account(s *Session) error {
	d := pages.Account{}
	again, err := c.room.Typed(c.req, s)
	if err != nil {
		return err
	}
	if again != nil {
		n := again.Notice(c.face)
		d.Again, d.NewEmail = &n, short(again.Form.Get("email"))
	}
	return c.drawAccount(http.StatusOK, s, d)
}

// drawAccount shows the page; d holds what was typed and what is wrong with it.
func (c *call) drawAccount(status int, s *Session, d pages.Account) error {
	d.Words, d.Face, d.Action, d.Done = words, c.face, c.path(slugAccount), c.req.URL.Query().Get("done")
	d.EmailAction, d.SessionsAction, d.OutAction = c.path(slugAccount, "slug-email"), c.path(slugAccount, "slug-sessions"), c.path("slug-sign-out")
	d.Data, d.Mail, d.Home = MinePath(c.tag, c.face), MailPath(c.tag, c.face), c.frame.Home(c.tag)
	for _, of := range c.room.doors {
		d.Doors = append(d.Doors, of(c.tag, c.face, s)...)
	}
	err := c.room.db.Read(c.req.Context(), func(tx store.Tx) error {
		p, err := c.room.PersonByID(tx, s.Person)
		if err != nil {
			return err
		}
		d.Email = string(p.Email)
		if status == http.StatusOK {
			d.Name, d.Language = p.Name, string(lang.Interface(p.Language))
		}
		for _, g := range s.Grants {
			d.Roles = append(d.Roles, c.grantLine(tx, g))
		}
		if err := c.listWays(tx, s, &d); err != nil {
			return err
		}
		return c.listSessions(tx, s, &d)
	})
	if err != nil {
		return err
	}
	return c.draw(status, c.say("account"), pages.AccountBody(d))
}

// grantLine is a role with the place in which it is held, for people.
func (c *call) grantLine(tx store.Tx, g Grant) string {
	where := g.Scope.ID
	if g.Scope.Kind == InOrg {
		if o, err := c.room.OrgByID(tx, OrgID(g.Scope.ID)); err == nil {
			where = o.Name(c.tag)
		}
	}
	return RoleName(c.face, g.Role) + " – " + words.Say(c.face, "in-"+string(g.Scope.Kind), lang.A{"name": where})
}

// RoleName is what people call a role.
func RoleName(face lang.Tag, role Role) string { return words.Say(face, "role-"+string(role)) }

func (c *call) listWays(tx store.Tx, s *Session, d *pages.Account) error {
	second, err := c.room.HasSecond(tx, s.Person)
	if err != nil {
		return err
	}
	for _, w := range c.room.ways {
		if w.Account == nil {
			continue
		}
		has, err := w.Enrolled(tx, s.Person)
		if err != nil {
			return err
		}
		second = second || has && w.Second
		d.Ways = append(d.Ways, pages.Way{Link: page.Link{Text: w.Words.Say(c.face, w.Name+".account"), Href: w.Account(c.tag, c.face)}, Text: w.Words.Say(c.face, w.Name+".account-text"), On: has})
	}
	d.Needs = NeedsTwo(s.Grants) && !second
	return nil
}

func (c *call) listSessions(tx store.Tx, s *Session, d *pages.Account) error {
	open, err := c.room.Sessions(tx, s.Person)
	for _, o := range open {
		browser := o.Browser
		if browser == "" {
			browser = c.say("browser-unknown")
		}
		d.Sessions = append(d.Sessions, pages.Session{ID: o.ID, Browser: browser, Here: o.ID == s.ID,
			Began: lang.Date(c.face, o.Made), Used: lang.Date(c.face, o.Used), How: c.say("how-" + string(o.Method))})
	}
	return err
}

// saveAccount writes name and language.
func (c *call) saveAccount(s *Session, form url.Values) error {
	typed, language := form.Get("name"), lang.Tag(form.Get("language"))
	name, err := ParseName(typed)
	if err != nil {
		return c.drawAccount(http.StatusUnprocessableEntity, s, pages.Account{Name: shortName(typed), Language: string(language), NameWrong: fault.Message(err, c.face)})
	}
	if !slices.Contains(lang.Interfaces(), language) {
		language = c.face
	}
	err = c.room.db.Write(c.req.Context(), func(tx store.Tx) error {
		p, err := c.room.PersonByID(tx, s.Person)
		if err != nil {
			return err
		}
		p.Name, p.Language = name, language
		return c.room.SavePerson(tx, s.Person, p)
	})
	if err != nil {
		return err
	}
	return c.go303(c.path(slugAccount) + "?done=saved")
}

func shortName(s string) string {
	if len(s) > 8*mostName {
		return ""
	}
	return s
}

// CanSecure says whether a session may change how its person proves who they are: the
// last proof is new, and where there is a second one, it was given. Errors are those
// of [Room.Can].
func (r *Room) CanSecure(tx store.Tx, s *Session) error {
	act := Act{Name: "person.secure", Fresh: fresh}
	if s != nil {
		has, err := r.HasSecond(tx, s.Person)
		if err != nil {
			return err
		}
		act.Strong = has
	}
	return r.Can(tx, s, act, SiteScope)
}

// askToChange sends a code to the new address.
func (c *call) askToChange(s *Session, form url.Values) error {
	if err := c.room.db.Read(c.req.Context(), func(tx store.Tx) error { return c.room.CanSecure(tx, s) }); err != nil {
		return c.leadBack(err, c.path(slugAccount))
	}
	typed := form.Get("email")
	wrong := func(status int, what string) error {
		return c.drawAccount(status, s, pages.Account{Name: s.Name, Language: string(s.Language), NewEmail: short(typed), EmailWrong: what})
	}
	email, err := ParseEmail(typed)
	if err != nil {
		return wrong(http.StatusUnprocessableEntity, fault.Message(err, c.face))
	}
	wait, err := c.askFor(login{Purpose: toChange, Person: s.Person, Email: email, Subject: s.ID, Goal: c.path(slugAccount) + "?done=email"})
	if err != nil {
		return err
	}
	if wait > 0 {
		return wrong(http.StatusTooManyRequests, c.say("wait", lang.A{"n": minutes(wait)}))
	}
	return c.go303(c.path(slugSignIn, "slug-code"))
}

// endSession ends one session or, without a name, all others.
func (c *call) endSession(s *Session, form url.Values) error {
	id := form.Get("session")
	err := c.room.db.Write(c.req.Context(), func(tx store.Tx) error {
		if id != "" {
			return c.room.EndSession(tx, s.Person, s.Person, id)
		}
		if err := c.room.EndSessions(tx, s.Person, s.ID); err != nil {
			return err
		}
		return c.room.Audit(tx, Event{By: s.Person, Do: "session.end-others", On: string(s.Person)})
	})
	if err != nil {
		return err
	}
	if id == s.ID {
		c.kit.Cookies().Clear(c.w, sessionCookie)
		return c.go303(c.path(slugSignIn) + "?out=1")
	}
	return c.go303(c.path(slugAccount) + "?done=ended")
}

// Greet is where somebody goes who has just signed in: the welcome, where there is
// something to ask of them, else the goal, which may be empty.
func (r *Room) Greet(req *http.Request, id PersonID, tag, face lang.Tag, goal string) (string, error) {
	ask := false
	err := r.db.Read(req.Context(), func(tx store.Tx) error {
		p, err := r.PersonByID(tx, id)
		ask = p.Name == ""
		return err
	})
	if err != nil {
		return "", err
	}
	if !ask {
		lines, err := r.held(req, face)
		if err != nil {
			return "", err
		}
		ask = len(lines) > 0
	}
	if ask {
		return withGoal(slugPath(tag, face, "slug-welcome"), goal), nil
	}
	if goal = Goal(goal); goal == "" {
		goal = AccountPath(tag, face)
	}
	return goal, nil
}

// held says what a browser keeps as a device, a line each.
func (r *Room) held(req *http.Request, face lang.Tag) (lines []string, err error) {
	v, err := r.device(req)
	if err != nil || v.New {
		return nil, err
	}
	err = r.db.Read(req.Context(), func(tx store.Tx) error {
		kept, err := r.Export(tx, v.Actor)
		for _, k := range kept {
			if k.Count > 0 {
				lines = append(lines, k.Say(face))
			}
		}
		return err
	})
	return lines, err
}

// welcome asks a new person for their name, and whoever learned in this browser
// before whether that is to go with the account.
func (c *call) welcome(s *Session) error {
	return c.drawWelcome(http.StatusOK, s, s.Name, "")
}

func (c *call) drawWelcome(status int, s *Session, name, wrong string) error {
	lines, err := c.room.held(c.req, c.face)
	if err != nil {
		return err
	}
	d := pages.Welcome{Words: words, Face: c.face, Action: c.path("slug-welcome"), Goal: c.goal(), Name: name, Wrong: wrong, AskName: s.Name == "", Lines: lines}
	return c.draw(status, c.say("welcome"), pages.WelcomeBody(d))
}

// settleIn writes the name and gives what the device holds to the account, if that is
// the choice. What is left stays the device's.
func (c *call) settleIn(s *Session, form url.Values) error {
	name := ""
	if typed := form.Get("name"); typed != "" && s.Name == "" {
		var err error
		if name, err = ParseName(typed); err != nil {
			return c.drawWelcome(http.StatusUnprocessableEntity, s, shortName(typed), fault.Message(err, c.face))
		}
	}
	device, err := c.room.device(c.req)
	if err != nil {
		return err
	}
	keep := form.Get("choice") == "keep" && !device.New
	err = c.room.db.Write(c.req.Context(), func(tx store.Tx) error {
		if name != "" {
			p, err := c.room.PersonByID(tx, s.Person)
			if err != nil {
				return err
			}
			p.Name = name
			if err := c.room.SavePerson(tx, s.Person, p); err != nil {
				return err
			}
		}
		if keep {
			return c.room.Claim(tx, device.Actor, s.Actor)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if keep {
		c.kit.Cookies().Clear(c.w, deviceCookie)
	}
	return c.go303(c.onward(c.goal()))
}
