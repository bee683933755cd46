package office

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
)

// shareOf is how much of the time of timed attempts an actor has in a course.
func (r *Room) shareOf(tx store.Tx, actor identity.Actor, course string) (delivery.Share, error) {
	list, err := r.Learning.AllowancesOf(tx, actor)
	for _, a := range list {
		if a.Course == course {
			return a.Share, err
		}
	}
	return 0, err
}

// shareOptions are the times that can be given.
func (v *visit) shareOptions() []page.Option {
	options := []page.Option{{Value: "0", Text: delivery.SayShare(v.face, 0)}}
	for _, s := range delivery.Shares {
		options = append(options, page.Option{Value: strconv.Itoa(int(s)), Text: delivery.SayShare(v.face, s)})
	}
	return options
}

// timePart lets a person have more time for the timed checks of a course.
func (r *Room) timePart(v *visit, w whole) templ.Component {
	now, parts := "0", []templ.Component{}
	var courses []page.Option
	for _, e := range r.Library.Editions() {
		courses = append(courses, page.Option{Value: e.Course.Key, Text: e.Course.Title.In(v.tag)})
	}
	var facts []page.Fact
	for _, a := range w.time {
		name := a.Course
		if e := r.Library.EditionOf(a.Course); e != nil {
			name = e.Course.Title.In(v.tag)
		}
		now = strconv.Itoa(int(a.Share))
		facts = append(facts, page.Fact{Name: name, Text: page.Text(v.say("time.since", lang.A{"share": delivery.SayShare(v.face, a.Share), "day": v.day(a.Given)}))})
	}
	if len(facts) > 0 {
		parts = append(parts, page.FactList(facts))
	}
	f := v.plainForm("time", v.say("time.go"))
	if len(courses) > 1 {
		f.fresh("course", "choice", courses[0].Value, "time", courses...).needed()
	}
	f.fresh("share", "choice", now, "time", v.shareOptions()...).needed()
	return pages.Section(v.say("time.title"), v.say("time.text"), templ.Join(append(parts, pages.FormBody(f.Form))...))
}

// memberTimePart lets those of an offering have more time; nothing where nobody takes part.
func (r *Room) memberTimePart(v *visit, m members) templ.Component {
	var people []page.Option
	for _, e := range m.list {
		if p := m.names[e.Person]; p.ID != "" && e.Active() {
			people = append(people, page.Option{Value: string(p.ID), Text: p.Name + " · " + string(p.Email)})
		}
	}
	if len(people) == 0 || v.cannot(r, delivery.ActAllow, identity.CourseScope(m.Course)) {
		return templ.NopComponent
	}
	f := v.plainForm("time", v.say("time.go"))
	f.fresh("person", "choice", "", "time", people...).needed().fresh("share", "choice", "150", "time", v.shareOptions()...).needed()
	return pages.Section(v.say("time.title"), v.say("time.text"), pages.FormBody(f.Form))
}

// cannot says whether whoever looks may not do an act somewhere, however freshly they prove who they are.
func (v *visit) cannot(r *Room, do identity.Act, on identity.Scope) bool {
	do.Strong, do.Fresh = false, 0
	err := r.read(v, func(tx store.Tx) error { return r.Identity.Can(tx, v.session, do, on) })
	return err != nil
}

// allowIn gives a person the time that was chosen in the course that was: the first where there is no other.
func (r *Room) allowIn(v *visit, id identity.PersonID) error {
	e := r.Library.EditionOf(v.typed("course"))
	if e == nil {
		e = r.Library.Edition()
	}
	return r.allow(v, id, e.Course.Key)
}

// allow gives a person the time that was chosen in a course.
func (r *Room) allow(v *visit, id identity.PersonID, course string) error {
	n, err := strconv.Atoi(v.typed("share"))
	share := delivery.Share(n)
	if err != nil || share != 0 && !slices.Contains(delivery.Shares, share) {
		return Mistakes{mistake("share", "share")}
	}
	return r.DB.Write(v.req.Context(), func(tx store.Tx) error {
		if err := r.Identity.Can(tx, v.session, delivery.ActAllow, identity.CourseScope(course)); err != nil {
			return err
		}
		return r.Learning.Allow(tx, v.session.Person, id, course, share)
	})
}

// allowMember is allow for somebody who takes part in an offering, and for nobody else.
func (r *Room) allowMember(v *visit, offering enrolment.OfferingID) error {
	id := identity.PersonID(v.typed("person"))
	var o enrolment.Offering
	err := r.read(v, func(tx store.Tx) (err error) {
		if o, err = r.Enrolment.Offering(tx, offering); err != nil {
			return err
		}
		_, err = r.Enrolment.EnrolmentOf(tx, offering, id)
		return err
	})
	if err != nil {
		return err
	}
	return r.allow(v, id, o.Course)
}
