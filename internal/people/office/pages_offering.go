package office

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/office/pages"
)

// counted is an offering with how many take part.
type counted struct {
	enrolment.Offering
	active, completed int
}

// showOfferings lists the offerings of the courses that whoever looks may offer, and asks for another.
func (r *Room) showOfferings(v *visit) (templ.Component, error) {
	q := v.req.URL.Query()
	var list []counted
	var mine []*library.Edition
	err := r.read(v, func(tx store.Tx) (err error) {
		if mine, err = r.mine(tx, v); err != nil {
			return err
		}
		all, err := r.offeringsOf(tx, mine, enrolment.OfferingID(q.Get("after")), perPage+1)
		if err != nil {
			return err
		}
		list = make([]counted, len(all))
		for i, o := range all {
			list[i].Offering = o
			if list[i].active, list[i].completed, err = r.Enrolment.Count(tx, o.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	l := pages.List{Face: v.face, Nothing: v.say("offerings.nothing")}
	if len(list) > perPage {
		list = list[:perPage]
		l.More = page.Link{Text: v.say("more"), Href: v.at(areaOfferings) + "?" + after(url.Values{}, string(list[perPage-1].ID))}
	}
	l.Board = page.Board{Caption: v.say("area.offerings"), Titled: true, Columns: v.columns("offerings", "title", "kind", "door", "due", "enrolled", "completed")}
	for _, n := range []int{4, 5} {
		l.Board.Columns[n].Number = true
	}
	if len(mine) > 1 {
		l.Board.Columns = slices.Insert(l.Board.Columns, 1, v.columns("offerings", "course")...)
	}
	for _, o := range list {
		row := v.offeringRow(o)
		if len(mine) > 1 {
			row = slices.Insert(row, 1, page.Text(v.titleOf(r.Library.EditionOf(o.Course))))
		}
		l.Board.Rows = append(l.Board.Rows, row)
	}
	f := r.offeringForm(v, "add", v.say("offerings.add-go"), enrolment.Offering{Kind: enrolment.SelfPaced, Door: enrolment.ByAll}, mine)
	return templ.Join(pages.ListBody(l), pages.Section(v.say("offerings.add"), "", pages.FormBody(f))), nil
}

func (v *visit) offeringRow(o counted) []templ.Component {
	remark := ""
	if o.Ended {
		remark = v.say("offerings.ended")
	}
	return []templ.Component{pages.LinkTo(page.Link{Text: o.Title(v.tag), Href: v.under(areaOffering, string(o.ID))}, remark), page.Text(v.say("offerings.kind-" + string(o.Kind))), page.Text(v.say("offerings.door-" + string(o.Door))),
		page.Text(v.day(o.Due)), page.Text(strconv.Itoa(o.active)), page.Text(strconv.Itoa(o.completed))}
}

// offeringForm asks for everything that is decided about an offering of one of some courses.
func (r *Room) offeringForm(v *visit, do, send string, o enrolment.Offering, of []*library.Edition) pages.Form {
	f := v.plainForm(do, send)
	var kinds, doors []page.Option
	for _, k := range enrolment.Kinds() {
		kinds = append(kinds, page.Option{Value: string(k), Text: v.say("offerings.kind-" + string(k))})
	}
	for _, d := range enrolment.Doors() {
		doors = append(doors, page.Option{Value: string(d), Text: d.Say(v.face)})
	}
	places := ""
	if o.Places > 0 {
		places = strconv.Itoa(o.Places)
	}
	put := func(one page.FormField, key string) {
		one.ID, key = one.Name, "field.offering."+key
		if one.Label == nil {
			one.Label = page.Text(v.say(key))
		}
		if v.sent() && v.typed("do") != do { // another form of the page was sent
			f.Fields = append(f.Fields, one)
			return
		}
		f.put(one, key)
	}
	if len(of) > 1 {
		var courses []page.Option
		for _, e := range of {
			courses = append(courses, page.Option{Value: e.Course.Key, Text: v.titleOf(e)})
		}
		put(page.FormField{Name: "course", Kind: "choice", Value: courses[0].Value, Options: courses}, "course")
	}
	for _, l := range titledIn(of) {
		put(page.FormField{Name: "title-" + l.Tag.Lower(), Kind: "text", Value: o.Titles.In(l.Tag), Optional: !l.always, Lang: string(l.Tag), Label: page.Text(v.say("field.offering.title") + " – " + l.Name)}, "title")
	}
	put(page.FormField{Name: "kind", Kind: "choice", Value: string(o.Kind), Options: kinds}, "kind")
	put(page.FormField{Name: "opens", Kind: "date", Value: o.Opens, Optional: true}, "opens")
	put(page.FormField{Name: "due", Kind: "date", Value: o.Due, Optional: true}, "due")
	put(page.FormField{Name: "closes", Kind: "date", Value: o.Closes, Optional: true}, "closes")
	put(page.FormField{Name: "door", Kind: "choice", Value: string(o.Door), Options: doors}, "door")
	put(page.FormField{Name: "places", Kind: "number", Min: "1", Value: places, Optional: true}, "places")
	return f.Form
}

// offeringOf reads an offering of a course from a form.
func (r *Room) offeringOf(v *visit, course string) enrolment.Offering {
	o := enrolment.Offering{Course: course, Titles: lang.Text{}, Kind: enrolment.Kind(v.typed("kind")), Door: enrolment.Door(v.typed("door")),
		Opens: v.typed("opens"), Due: v.typed("due"), Closes: v.typed("closes")}
	if e := r.Library.EditionOf(course); e != nil {
		o.Titles = v.textIn(e.Course.Tags(), "title")
	}
	if typed := v.typed("places"); typed != "" {
		n, err := strconv.Atoi(typed)
		if err != nil || n < 1 {
			n = -1
		}
		o.Places = n
	}
	return o
}

// asMistakes puts what is wrong with an offering at its fields.
func asMistakes(err error) error {
	wrong, ok := errors.AsType[enrolment.Mistakes](err)
	if !ok {
		return err
	}
	var out Mistakes
	for _, m := range wrong {
		out = append(out, Mistake{Field: m.Field, Say: m.Say})
	}
	return out
}

// offer runs fn in a transaction about the offering that a page is about, if whoever asks may still offer its course.
func (r *Room) offer(v *visit, fn func(tx store.Tx, by identity.PersonID, o enrolment.Offering) error) error {
	return r.DB.Write(v.req.Context(), func(tx store.Tx) error {
		o, err := r.Enrolment.Offering(tx, enrolment.OfferingID(v.id))
		if err != nil {
			return err
		}
		if err := r.Identity.Can(tx, v.session, enrolment.OfferCourse, identity.CourseScope(o.Course)); err != nil {
			return err
		}
		return fn(tx, v.session.Person, o)
	})
}

func (r *Room) sendOfferings(v *visit) error {
	course, err := r.courseTyped(v)
	if err != nil {
		return err
	}
	o := r.offeringOf(v, course)
	err = r.DB.Write(v.req.Context(), func(tx store.Tx) error {
		if err := r.Identity.Can(tx, v.session, enrolment.OfferCourse, identity.CourseScope(course)); err != nil {
			return err
		}
		made, err := r.Enrolment.Offer(tx, v.session.Person, o)
		v.next = v.under(areaOffering, string(made.ID)) + "?kept=1"
		return err
	})
	return asMistakes(err)
}

// members is an offering with those who are or were enrolled in it.
type members struct {
	counted
	edition *library.Edition // of its course
	list    []enrolment.Enrolment
	names   map[identity.PersonID]identity.Person
	time    map[identity.PersonID]delivery.Share
}

func (r *Room) membersOf(v *visit) (m members, err error) {
	err = r.read(v, func(tx store.Tx) (err error) {
		if m.Offering, err = r.Enrolment.Offering(tx, enrolment.OfferingID(v.id)); err != nil {
			return err
		}
		mine, err := r.mine(tx, v)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(mine, func(e *library.Edition) bool { return e.Course.Key == m.Course })
		if i < 0 {
			return fault.New(fault.NotFound, words, "no-offering")
		}
		m.edition = mine[i]
		if m.active, m.completed, err = r.Enrolment.Count(tx, m.ID); err != nil {
			return err
		}
		m.list, err = r.Enrolment.Enrolments(tx, m.ID, identity.PersonID(v.req.URL.Query().Get("after")), perPage+1)
		if err != nil {
			return err
		}
		m.names, m.time = map[identity.PersonID]identity.Person{}, map[identity.PersonID]delivery.Share{}
		for _, e := range m.list {
			m.names[e.Person], err = r.Identity.PersonByID(tx, e.Person)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
			if m.time[e.Person], err = r.shareOf(tx, m.names[e.Person].Actor, m.Course); err != nil {
				return err
			}
		}
		return nil
	})
	return m, err
}

// showOffering is everything one may do about an offering.
func (r *Room) showOffering(v *visit) (templ.Component, error) {
	m, err := r.membersOf(v)
	if err != nil {
		return nil, err
	}
	v.title = m.Title(v.tag)
	f := r.offeringForm(v, "save", v.say("keep"), m.Offering, []*library.Edition{m.edition})
	parts := []templ.Component{page.FactList(r.offeringFacts(v, m))}
	if v.enrolled != nil {
		parts = append(parts, v.enrolledOutcome())
	}
	state := pages.Deed{What: v.say("offerings.end-text"), Go: v.say("offerings.end"), Fields: []page.Field{{Name: "do", Value: "end"}}}
	if m.Ended {
		state = pages.Deed{What: v.say("offerings.open-text"), Go: v.say("offerings.open"), Fields: []page.Field{{Name: "do", Value: "open"}}}
	}
	return templ.Join(append(parts,
		pages.Section(v.say("offerings.people"), v.say("offerings.people-text", lang.A{"n": m.active, "done": m.completed}), r.membersBody(v, m)),
		r.memberTimePart(v, m),
		pages.Section(v.say("offerings.by-list"), v.say("offerings.by-list-text"), pages.FormBody(v.enrolListForm())),
		pages.Section(v.say("offerings.change"), "", pages.FormBody(f)),
		pages.Section(v.say("offerings.state"), "", pages.Acts(pages.Deeds{Action: v.here(), Deeds: []pages.Deed{state}})),
	)...), nil
}

func (r *Room) offeringFacts(v *visit, m members) []page.Fact {
	name := string(m.ID)
	if m.Code != "" {
		name = m.Code
	}
	facts := []page.Fact{{Name: v.say("offerings.column-course"), Text: page.Text(v.titleOf(m.edition))}, {Name: v.say("offerings.column-kind"), Text: page.Text(v.say("offerings.kind-" + string(m.Kind)))}, {Name: v.say("offerings.column-door"), Text: page.Text(m.Door.Say(v.face))}}
	for _, one := range []struct{ key, day string }{{"opens", m.Opens}, {"due", m.Due}, {"closes", m.Closes}} {
		if one.day != "" {
			facts = append(facts, page.Fact{Name: v.say("field.offering." + one.key), Text: page.Text(v.day(one.day))})
		}
	}
	if m.Places > 0 {
		facts = append(facts, page.Fact{Name: v.say("field.offering.places"), Text: page.Text(lang.Number(v.face, float64(m.Places), 0))})
	}
	if m.Code != "" {
		facts = append(facts, page.Fact{Name: v.say("offerings.code"), Text: page.Text(m.Code)})
	}
	if m.Door != enrolment.ByStaff {
		at := enrolment.OfferPath(v.tag, v.face, name)
		facts = append(facts, page.Fact{Name: v.say("offerings.address"), Text: pages.LinkTo(page.Link{Text: strings.TrimSuffix(r.BaseURL, "/") + at, Href: at}, "")})
	}
	return append(facts, page.Fact{Name: v.say("offerings.made"), Text: page.Text(v.day(m.Made))})
}

// membersBody lists who is enrolled, each with a way to withdraw them.
func (r *Room) membersBody(v *visit, m members) templ.Component {
	list, further := m.list, templ.Component(templ.NopComponent)
	if len(list) > perPage {
		list = list[:perPage]
		further = pages.Further(page.Link{Text: v.say("more"), Href: v.here() + "?" + after(url.Values{}, string(list[perPage-1].Person))})
	}
	d := pages.Deeds{Action: v.here(), Nothing: v.say("offerings.nobody")}
	for _, e := range list {
		p := m.names[e.Person]
		if p.ID == "" {
			continue // erased: there is nobody to withdraw
		}
		one := pages.Deed{What: v.say("offerings.member", lang.A{"name": p.Name, "email": string(p.Email), "how": e.How.Say(v.face), "day": v.day(e.Enrolled)})}
		if share := m.time[e.Person]; share > 0 {
			one.What += " " + v.say("time.has", lang.A{"share": delivery.SayShare(v.face, share)})
		}
		switch {
		case !e.Active():
			one.What += v.say("offerings.withdrew", lang.A{"day": v.day(e.Withdrawn)})
		case e.Completed != "":
			one.What += v.say("offerings.did", lang.A{"day": v.day(e.Completed)})
			fallthrough
		default:
			one.Go, one.Fields = v.say("offerings.withdraw"), []page.Field{{Name: "do", Value: "withdraw"}, {Name: "person", Value: string(e.Person)}}
		}
		d.Deeds = append(d.Deeds, one)
	}
	return templ.Join(pages.Acts(d), further)
}

func (v *visit) enrolListForm() pages.Form {
	f := v.plainForm("try", v.say("list.try"))
	f.File = &pages.Upload{Name: "list", Label: v.say("field.list.list"), Hint: v.say("offerings.list-hint", lang.A{"n": identity.MostListLines}), Accept: ".csv,text/csv"}
	for _, m := range v.wrong {
		if m.Field == "list" {
			f.File.Error = m.Say(v.face)
		}
	}
	f.First, f.Second, f.SecondSays = &page.Field{Name: "do", Value: "try"}, &page.Field{Name: "do", Value: "enter"}, v.say("offerings.enrol-them")
	delete(f.Hidden, "do")
	return f.Form
}

// enrolledOutcome is what became of each line of a list, or would.
func (v *visit) enrolledOutcome() templ.Component {
	b := page.Board{Caption: v.say("list.lines"), Columns: v.columns("list", "line", "email", "name", "outcome")}
	wrong := 0
	for _, l := range v.enrolled {
		said := l.Became.Say(v.face)
		if l.Wrong != nil {
			wrong++
			said += v.say("mail.because", lang.A{"why": fault.Message(l.Wrong, v.face)})
		}
		b.Rows = append(b.Rows, []templ.Component{page.Text(strconv.Itoa(l.Line)), page.Text(string(l.Email)), page.Text(l.Name), page.Text(said)})
	}
	n := page.Notice{Kind: "success", Title: v.say("list.entered", lang.A{"n": len(v.enrolled)})}
	switch {
	case wrong > 0:
		n = page.Notice{Kind: "error", Title: v.say("list.wrong", lang.A{"n": wrong})}
	case v.typed("do") != "enter":
		n = page.Notice{Kind: "info", Title: v.say("list.tried", lang.A{"n": len(v.enrolled)})}
	}
	return templ.Join(page.NoticeBox(v.face, n), page.BoardTable(v.face, b))
}

// sendOffering does one thing about an offering.
func (r *Room) sendOffering(v *visit) error {
	id := enrolment.OfferingID(v.id)
	switch do := v.typed("do"); do {
	case "save":
		return r.saveOffering(v, func(was enrolment.Offering) enrolment.Offering {
			o := r.offeringOf(v, was.Course)
			o.ID, o.Ended = id, was.Ended
			return o
		})
	case "end", "open":
		return r.saveOffering(v, func(was enrolment.Offering) enrolment.Offering {
			was.Ended = do == "end"
			return was
		})
	case "withdraw":
		return r.offer(v, func(tx store.Tx, by identity.PersonID, o enrolment.Offering) error {
			return r.Enrolment.Withdraw(tx, by, o, identity.PersonID(v.typed("person")))
		})
	case "time":
		return r.allowMember(v, id)
	case "try", "enter":
		return r.enrolList(v, do == "try")
	}
	return fault.New(fault.Invalid, words, "bad-form")
}

func (r *Room) saveOffering(v *visit, change func(was enrolment.Offering) enrolment.Offering) error {
	return asMistakes(r.offer(v, func(tx store.Tx, by identity.PersonID, was enrolment.Offering) error {
		_, err := r.Enrolment.Change(tx, by, change(was))
		return err
	}))
}

// enrolList enrols the people of a list, all of them or none.
func (r *Room) enrolList(v *visit, dry bool) error {
	data, err := sentFile(v, "list", identity.MostListBytes)
	if err != nil {
		return err
	}
	list, err := identity.ReadList(data)
	if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.TooLarge) {
		return Mistakes{mistakeOf("list", err)}
	}
	if err != nil {
		return err
	}
	return r.offer(v, func(tx store.Tx, by identity.PersonID, o enrolment.Offering) (err error) {
		v.enrolled, err = r.Enrolment.EnrolList(tx, by, o, list, dry)
		return err
	})
}
