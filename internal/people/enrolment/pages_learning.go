package enrolment

import (
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment/pages"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// learnt is what the page “My learning” shows of somebody.
type learnt struct {
	courses   []taken
	enrolled  []Enrolment
	offerings map[OfferingID]Offering
	parts     []Part
}

// taken is how far somebody is with a course.
type taken struct {
	edition   *library.Edition
	standing  *delivery.Standing
	completed time.Time // zero while they have not
}

// learnt reads it for a visitor; of a stranger nothing is kept.
func (c *call) learnt() (l learnt, err error) {
	l.offerings = map[OfferingID]Offering{}
	if c.who.New {
		return l, nil
	}
	err = c.read(func(tx store.Tx) (err error) {
		l.courses = nil
		for _, e := range c.Library.Editions() {
			one := taken{edition: e}
			if one.standing, err = c.Learning.Outline(tx, c.who.Actor, e.Course); err != nil {
				return err
			}
			if one.completed, err = c.Learning.CompletedAt(tx, c.who.Actor, e.Course); err != nil {
				return err
			}
			l.courses = append(l.courses, one)
		}
		l.parts = nil
		for _, shown := range c.parts {
			p, err := shown(tx, c.who.Actor, c.tag, c.face)
			if err != nil {
				return err
			}
			if p.Text != "" || len(p.Links) > 0 {
				l.parts = append(l.parts, p)
			}
		}
		if c.who.Session == nil {
			return nil
		}
		if l.enrolled, err = c.EnrolmentsOf(tx, c.who.Session.Person); err != nil {
			return err
		}
		for _, e := range l.enrolled {
			if l.offerings[e.Offering], err = c.Offering(tx, e.Offering); err != nil {
				return err
			}
		}
		return nil
	})
	return l, err
}

// learning shows what somebody began, is enrolled in, finished and holds; of a device what it holds.
func (c *call) learning() error {
	l, err := c.learnt()
	if err != nil {
		return err
	}
	p := pages.Learning{Face: c.face, List: page.ListPage{Heading: page.Heading{Title: page.Text(c.say("learning.title")), Lede: page.Text(c.say("learning.lede"))}}}
	p.List.Body = templ.Join(append(c.notices(), pages.Doing(c.goOn(l)))...)
	begun := page.Group{ID: "courses", Title: c.say("learning.courses")}
	for _, one := range l.courses {
		if one.standing.Begun(one.edition.Course) || l.expects(one.edition.Course.Key) {
			begun.Rows = append(begun.Rows, c.courseRow(one))
		}
	}
	if len(begun.Rows) > 0 {
		p.List.Groups = append(p.List.Groups, begun)
	}
	if g := c.enrolledGroup(l); len(g.Rows) > 0 {
		p.List.Groups = append(p.List.Groups, g)
	}
	for _, part := range l.parts {
		p.List.Groups = append(p.List.Groups, groupOf(part))
	}
	if len(p.List.Groups) == 0 {
		p.List.Empty = &page.Empty{Title: c.say("learning.empty"), Text: c.say("learning.empty-text"), Go: &page.Button{Text: c.say("learning.begin"), Href: c.Library.Home(c.tag), Icon: "next"}}
	}
	p.Do = []page.Button{{Text: c.say("enter.title"), Href: EnterPath(c.tag, c.face), Quiet: true}}
	return c.draw(http.StatusOK, c.say("learning.title"), page.Column, pages.LearningBody(p))
}

// expects says whether somebody is enrolled in an offering of a course.
func (l learnt) expects(course string) bool {
	return slices.ContainsFunc(l.enrolled, func(e Enrolment) bool { return e.Active() && l.offerings[e.Offering].Course == course })
}

// goOn leads to where somebody was, in the course they were last in, or to the beginning of one they are enrolled in.
func (c *call) goOn(l learnt) []page.Button {
	var at taken
	for _, one := range l.courses {
		of := one.edition.Course
		if !one.completed.IsZero() || !one.standing.Begun(of) && !l.expects(of.Key) {
			continue
		}
		if at.edition == nil || one.standing.Place(of).Day > at.standing.Place(at.edition.Course).Day {
			at = one
		}
	}
	if at.edition == nil {
		return nil
	}
	title, href := at.standing.GoOn(at.edition, at.edition.Reads(c.tag))
	if href == "" {
		return nil
	}
	note := c.say("learning.go-on")
	if !at.standing.Begun(at.edition.Course) {
		note = c.say("learning.go-begin")
	}
	return []page.Button{{Text: title, Note: note, Href: href, Icon: "next"}}
}

// notices say what just happened, and to devices where what they did is kept.
func (c *call) notices() (all []templ.Component) {
	if n := c.told(); n != nil {
		all = append(all, page.NoticeBox(c.face, *n))
	}
	if c.who.Session == nil {
		all = append(all, page.NoticeBox(c.face, page.Notice{Kind: "info", Title: c.say("learning.device"), Body: page.Text(c.say("learning.device-text")), Links: []page.Link{
			{Text: c.say("learning.sign-in"), Href: identity.SignInPath(c.tag, c.face, LearningPath(c.tag, c.face))},
			{Text: identity.DeviceName(c.face), Href: identity.DevicePath(c.tag, c.face)},
		}}))
	}
	return all
}

// courseRow is how far somebody is with a course.
func (c *call) courseRow(l taken) page.Row {
	of, tag := l.edition.Course, l.edition.Reads(c.tag)
	left, all := l.standing.Left(of)
	row := page.Row{Title: page.Link{Text: of.Title.In(tag), Href: l.edition.Home(tag)}, Text: page.Text(delivery.RuleOf(of, c.face)),
		State: page.Started, Status: c.say("learning.started"), Meta: []string{c.say("learning.far", lang.A{"n": all - left, "of": all})}}
	switch {
	case !l.completed.IsZero():
		row.State, row.Status = page.Done, c.say("learning.completed")
		row.Meta = append(row.Meta, c.say("learning.completed-on", lang.A{"day": lang.Date(c.face, l.completed.In(c.Zone))}))
	case !l.standing.Begun(of):
		row.State, row.Status = page.NotStarted, c.say("learning.soon")
	}
	return row
}

// enrolledGroup is what somebody is enrolled in.
func (c *call) enrolledGroup(l learnt) page.Group {
	g := page.Group{ID: "enrolled", Title: c.say("learning.enrolled")}
	for _, e := range l.enrolled {
		if !e.Active() {
			continue
		}
		o := l.offerings[e.Offering]
		row := page.Row{Title: page.Link{Text: o.Title(c.tag), Href: OfferPath(c.tag, c.face, string(o.ID))}, Meta: c.days(o)}
		if of := c.Library.EditionOf(o.Course); of != nil {
			row.Text = page.Text(of.Course.Title.In(of.Reads(c.tag)))
		}
		switch {
		case e.Completed != "":
			row.State, row.Status = page.Done, c.say("learning.completed")
		case o.Due != "" && o.Due < c.today():
			row.State, row.Status = page.Started, c.say("learning.late")
		case o.Opens > c.today():
			row.State, row.Status = page.NotStarted, c.say("learning.soon")
		default:
			row.State, row.Status = page.Started, c.say("learning.enrolled-now")
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// groupOf is what another room shows.
func groupOf(p Part) page.Group {
	g := page.Group{Title: p.Title}
	for i, link := range p.Links {
		row := page.Row{Title: link}
		if i == 0 && p.Text != "" {
			row.Text = page.Text(p.Text)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}
