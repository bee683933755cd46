package enrolment

import (
	"net/http"
	"net/url"
	"slices"
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
	err := c.read(func(tx store.Tx) (err error) {
		if orgs, err = c.Managed(tx, c.who.Session); err != nil {
			return err
		}
		of, err := chosen(orgs, f.Org)
		if err != nil {
			return err
		}
		list, err = c.People(tx, of, f)
		return err
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
	p.Board = page.Board{Caption: c.say("people.title"), Titled: true}
	for _, key := range []string{"name", "org", "offering", "far", "at", "last"} {
		p.Board.Columns = append(p.Board.Columns, page.BoardColumn{Text: c.say("people.column-" + key)})
	}
	several := len(c.Library.Editions()) > 1
	if several {
		p.Board.Columns = slices.Insert(p.Board.Columns, 2, page.BoardColumn{Text: c.say("people.column-course")})
	}
	for _, s := range list {
		for _, f := range s.Courses {
			row := c.personRow(s.Person, f, orgs)
			if several {
				row = slices.Insert(row, 2, page.Text(f.Course.Title.In(c.Library.EditionOf(f.Course.Key).Reads(c.tag))))
			}
			p.Board.Rows = append(p.Board.Rows, row)
		}
	}
	c.up = []page.Link{identity.ToAccount(c.tag, c.face)}
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
		by := page.FormField{ID: "by-org", Name: "org", Kind: "choice", Any: true, Label: page.Text(c.say("people.column-org")), Value: string(f.Org)}
		for _, o := range orgs {
			by.Options = append(by.Options, page.Option{Value: string(o.ID), Text: o.Name(c.tag)})
		}
		fields = append(fields, by)
	}
	return fields
}

// personRow is somebody with one of the courses in which they are enrolled.
func (c *call) personRow(p identity.Person, s Far, orgs []identity.Org) []templ.Component {
	org := ""
	for _, o := range orgs {
		if o.ID == p.Org {
			org = o.Name(c.tag)
		}
	}
	var titles []string
	for _, o := range s.Offerings {
		titles = append(titles, o.Title(c.tag))
	}
	last := c.say("people.never")
	if s.Last != "" {
		last = sayDay(c.face, s.Last)
	}
	return []templ.Component{page.Text(p.Name), page.Text(org), page.Text(strings.Join(titles, ", ")),
		page.Chip(c.face, s.State, c.far(s)), page.Text(c.at(s)), page.Text(last)}
}

// far is how far somebody is, in words.
func (c *call) far(s Far) string {
	switch s.State {
	case page.Done:
		return c.say("learning.completed")
	case page.Started:
		return c.say("learning.far", lang.A{"n": s.Done, "of": s.Of})
	}
	return c.say("people.not-begun")
}

// at is where somebody is, in words.
func (c *call) at(s Far) string {
	if s.At == nil {
		return "–"
	}
	title := s.At.Path
	if h := s.At.Head(c.Library.EditionOf(s.Course.Key).Reads(c.tag)); h != nil {
		title = h.Title
	}
	return title
}
