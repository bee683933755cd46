package enrolment

import (
	"net/http"
	"strconv"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment/pages"
	"atelier/internal/people/identity"
)

// mostOpen bounds the offerings that are listed as open to everybody.
const mostOpen = 50

// enter shows what is open to everybody, and asks for a code.
func (c *call) enter() error { return c.drawEnter(http.StatusOK, "", nil) }

func (c *call) drawEnter(status int, typed string, wrong error) error {
	var open []Offering
	err := c.read(func(tx store.Tx) (err error) {
		open = nil
		for _, e := range c.Library.Editions() {
			some, err := selectOpen(tx, e.Course.Key, c.today(), mostOpen)
			if err != nil {
				return err
			}
			open = append(open, some...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	e := pages.Enter{Face: c.face, Action: c.here(c.tag, c.face), Title: c.say("enter.code-title"), Send: c.say("enter.code-go"),
		List: page.ListPage{Heading: page.Heading{Title: page.Text(c.say("enter.title")), Lede: page.Text(c.say("enter.lede"))}},
		Code: page.FormField{ID: "code", Name: "code", Kind: "text", Label: page.Text(c.say("enter.code")), Hint: c.say("enter.code-hint"), Value: typed}}
	if wrong != nil {
		e.Code.Error = fault.Message(wrong, c.face)
	}
	if len(open) > 0 {
		g := page.Group{ID: "open", Title: c.say("enter.open")}
		for _, o := range open {
			g.Rows = append(g.Rows, page.Row{Title: page.Link{Text: o.Title(c.tag), Href: OfferPath(c.tag, c.face, string(o.ID))}, Meta: c.days(o)})
		}
		e.List.Groups = append(e.List.Groups, g)
	}
	return c.draw(status, c.say("enter.title"), page.Column, pages.EnterBody(e))
}

// days are what an offering says of its time.
func (c *call) days(o Offering) []string {
	if o.Kind != Cohort {
		return []string{c.say("kind.self-paced")}
	}
	return []string{c.say("kind.cohort"), c.say("opens-on", lang.A{"day": sayDay(c.face, o.Opens)}), c.say("due-on", lang.A{"day": sayDay(c.face, o.Due)})}
}

// giveCode leads to the page that a code opens. A code is no secret of a person, so it may stand in the address.
func (c *call) giveCode() error {
	if err := c.req.ParseForm(); err != nil {
		return fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	typed := c.req.PostForm.Get("code")
	code := ParseCode(typed)
	if code == "" {
		if len(typed) > 40 {
			typed = ""
		}
		return c.drawEnter(http.StatusUnprocessableEntity, typed, fault.New(fault.Invalid, words, "code-form"))
	}
	web.SeeOther(c.w, c.req, OfferPath(c.tag, c.face, code))
	return nil
}

// found is the offering that the address names, and how one may enrol in it.
func (c *call) found() (o Offering, how How, err error) {
	name := c.req.PathValue("name")
	if code := ParseCode(name); code != "" {
		o, err = c.ByCode(c.req.Context(), c.who.Session.Person, code)
		return o, WithCode, err
	}
	err = c.read(func(tx store.Tx) (err error) {
		o, err = c.Offering(tx, OfferingID(name))
		return err
	})
	return o, BySelf, err
}

// offer shows an offering to whoever is signed in, who is told who will see what before they enrol.
func (c *call) offer() error { return c.drawOffer(http.StatusOK, nil) }

func (c *call) drawOffer(status int, trouble error) error {
	if c.who.Session == nil {
		return c.signIn()
	}
	o, how, err := c.found()
	if err != nil {
		return err
	}
	var mine Enrolment
	var cannot error
	var org identity.Org
	err = c.read(func(tx store.Tx) error {
		e, err := c.EnrolmentOf(tx, o.ID, c.who.Session.Person)
		if err == nil && e.Active() {
			mine = e
		} else if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if cannot = c.lets(tx, o, how); cannot != nil && fault.KindOf(cannot) != fault.Conflict {
			return cannot
		}
		if id := c.who.Session.Org; id != "" {
			org, err = c.Identity.OrgByID(tx, id)
			if fault.KindOf(err) == fault.NotFound {
				return nil
			}
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	if mine.Offering == "" && how == BySelf && o.Door != ByAll {
		// Whether there is an offering for others is nobody else's business.
		return fault.New(fault.NotFound, words, "no-offering")
	}
	p := pages.Offer{Face: c.face, Told: c.told(), Heading: page.Heading{Kicker: c.say("offer.kicker"), Title: page.Text(o.Title(c.tag))},
		Facts: c.facts(o), Sees: c.say("offer.sees-none")}
	if org.ID != "" {
		p.Sees = c.say("offer.sees", lang.A{"org": org.Name(c.tag)})
	}
	if of := c.served(o.Course); of != nil {
		p.Rule = delivery.RuleOf(of, c.face)
	}
	if trouble != nil {
		p.Told = &page.Notice{Kind: "error", Title: fault.Message(trouble, c.face), Body: page.Text(fault.Hint(trouble, c.face))}
	}
	here := c.here(c.tag, c.face)
	switch {
	case mine.Offering != "":
		p.Facts = append(p.Facts, page.Fact{Name: c.say("offer.enrolled"), Text: page.Text(sayDay(c.face, mine.Enrolled))})
		p.Do = []page.Button{{Text: c.say("offer.learn"), Href: c.Library.Home(c.tag), Icon: "next"},
			{Text: c.say("offer.withdraw"), Action: here, Fields: []page.Field{{Name: "do", Value: "withdraw"}}, Quiet: true}}
	case cannot != nil:
		p.Why = fault.Message(cannot, c.face) + " " + fault.Hint(cannot, c.face)
	default:
		p.Do = []page.Button{{Text: c.say("offer.enrol"), Action: here, Fields: []page.Field{{Name: "do", Value: "enrol"}}}}
	}
	return c.draw(status, o.Title(c.tag), page.Column, pages.OfferBody(p))
}

// facts are what an offering says of itself.
func (c *call) facts(o Offering) []page.Fact {
	fact := func(key, text string) page.Fact { return page.Fact{Name: c.say(key), Text: page.Text(text)} }
	var out []page.Fact
	if of := c.served(o.Course); of != nil {
		out = append(out, fact("offer.course", of.Title.In(c.tag)))
	}
	out = append(out, fact("offer.kind", c.say("kind."+string(o.Kind))))
	for _, d := range []struct{ key, day string }{{"offer.opens", o.Opens}, {"offer.due", o.Due}, {"offer.closes", o.Closes}} {
		if d.day != "" {
			out = append(out, fact(d.key, sayDay(c.face, d.day)))
		}
	}
	if o.Places > 0 {
		out = append(out, fact("offer.places", strconv.Itoa(o.Places)))
	}
	return out
}

// enrol enrols whoever is signed in, or withdraws them.
func (c *call) enrol() error {
	if c.who.Session == nil {
		return c.signIn()
	}
	if err := c.req.ParseForm(); err != nil {
		return fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	o, how, err := c.found()
	if err != nil {
		return err
	}
	me, do, done := c.who.Session.Person, c.req.PostForm.Get("do"), ""
	err = c.DB.Write(c.req.Context(), func(tx store.Tx) error {
		now, err := c.Offering(tx, o.ID)
		if err != nil {
			return err
		}
		switch do {
		case "enrol":
			done = "enrolled"
			_, _, err = c.Enrol(tx, me, now, me, how)
		case "withdraw":
			done = "withdrawn"
			err = c.Withdraw(tx, me, now, me)
		default:
			err = fault.New(fault.Invalid, words, "bad-form")
		}
		return err
	})
	if fault.KindOf(err) == fault.Conflict {
		return c.drawOffer(http.StatusConflict, err)
	}
	if err != nil {
		return err
	}
	web.SeeOther(c.w, c.req, LearningPath(c.tag, c.face)+"?done="+done)
	return nil
}
