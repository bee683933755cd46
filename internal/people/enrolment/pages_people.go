package enrolment

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/enrolment/pages"
	"atelier/internal/people/identity"
)

// perPage is how many people a manager sees on a page.
const perPage = 50

// people shows managers how the people of their organisations are getting on.
func (c *call) people() error {
	q := c.req.URL.Query()
	f := SeenFilter{Org: identity.OrgID(q.Get("org")), Text: q.Get("q"), After: identity.PersonID(q.Get("after")), Most: perPage + 1}
	var orgs []identity.Org
	var list []Seen
	offerings := map[OfferingID]Offering{}
	err := c.read(func(tx store.Tx) (err error) {
		if orgs, err = c.Managed(tx, c.who.Session); err != nil {
			return err
		}
		of, err := chosen(orgs, f.Org)
		if err != nil {
			return err
		}
		if list, err = c.People(tx, of, f); err != nil {
			return err
		}
		for _, s := range list {
			for _, e := range s.Enrolments {
				if _, known := offerings[e.Offering]; known {
					continue
				}
				if offerings[e.Offering], err = c.Offering(tx, e.Offering); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return c.Identity.Lead(c.w, c.req, err)
	}
	p := pages.People{Face: c.face, Heading: page.Heading{Title: page.Text(c.say("people.title")), Lede: page.Text(c.say("people.lede"))},
		Action: c.here(c.tag, c.face), Go: c.say("people.filter"), Filter: c.peopleFilter(f, orgs), Sees: c.say("people.sees"),
		Nothing: page.Empty{Title: c.say("people.nothing"), Text: c.say("people.nothing-text")}}
	if len(list) > perPage {
		list = list[:perPage]
		p.More = &page.Button{Text: c.say("people.more"), Href: c.here(c.tag, c.face) + "?" + url.Values{"org": {string(f.Org)}, "q": {f.Text}, "after": {string(list[perPage-1].Person.ID)}}.Encode(), Quiet: true}
	}
	p.Board = page.Board{Caption: c.say("people.title")}
	for _, key := range []string{"name", "org", "offering", "far", "at", "last"} {
		p.Board.Columns = append(p.Board.Columns, page.BoardColumn{Text: c.say("people.column-" + key)})
	}
	for _, s := range list {
		p.Board.Rows = append(p.Board.Rows, c.personRow(s, orgs, offerings))
	}
	return c.draw(http.StatusOK, c.say("people.title"), page.Broad, pages.PeopleBody(p))
}

// chosen is the one organisation that is asked for, if it is among those that may be seen; all of them when none is.
func chosen(orgs []identity.Org, id identity.OrgID) ([]identity.Org, error) {
	if id == "" {
		return orgs, nil
	}
	for _, o := range orgs {
		if o.ID == id {
			return []identity.Org{o}, nil
		}
	}
	return nil, fault.New(fault.Forbidden, words, "no-manager")
}

func (c *call) peopleFilter(f SeenFilter, orgs []identity.Org) []page.FormField {
	fields := []page.FormField{{ID: "by-text", Name: "q", Kind: "search", Label: page.Text(c.say("people.search")), Value: f.Text}}
	if len(orgs) > 1 {
		by := page.FormField{ID: "by-org", Name: "org", Kind: "choice", Label: page.Text(c.say("people.column-org")), Value: string(f.Org)}
		for _, o := range orgs {
			by.Options = append(by.Options, page.Option{Value: string(o.ID), Text: o.Name(c.tag)})
		}
		fields = append(fields, by)
	}
	return fields
}

func (c *call) personRow(s Seen, orgs []identity.Org, offerings map[OfferingID]Offering) []templ.Component {
	org := ""
	for _, o := range orgs {
		if o.ID == s.Person.Org {
			org = o.Name(c.tag)
		}
	}
	var titles []string
	for _, e := range s.Enrolments {
		titles = append(titles, offerings[e.Offering].Title(c.tag))
	}
	last := c.say("people.never")
	if s.Last != "" {
		last = sayDay(c.face, s.Last)
	}
	return []templ.Component{page.Text(s.Person.Name), page.Text(org), page.Text(strings.Join(titles, ", ")),
		page.Chip(c.face, s.State, c.far(s)), page.Text(c.at(s)), page.Text(last)}
}

// far is how far somebody is, in words.
func (c *call) far(s Seen) string {
	switch s.State {
	case page.Done:
		return c.say("learning.completed")
	case page.Started:
		return c.say("learning.far", lang.A{"n": s.Done, "of": s.Of})
	}
	return c.say("people.not-begun")
}

// at is where somebody is, in words.
func (c *call) at(s Seen) string {
	if s.At == nil {
		return "–"
	}
	title := s.At.Path
	if h := s.At.Head(c.tag); h != nil {
		title = h.Title
	}
	if s.Failed {
		return c.say("people.not-passed", lang.A{"title": title})
	}
	return title
}
