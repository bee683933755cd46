package enrolment

import (
	"errors"
	"reflect"
	"slices"
	"time"
	"unicode/utf8"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// OfferingID names an offering: "f-" and a UUID.
type OfferingID string

// Kind is how an offering is paced.
type Kind string

// The kinds.
const (
	SelfPaced Kind = "self-paced" // begun and ended as one likes
	Cohort    Kind = "cohort"     // together, with an opening, a due and a closing day
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{SelfPaced, Cohort} }

// Door says who may enrol by themselves. Those who offer a course may enrol anybody, by list or by the API.
type Door string

// The doors.
const (
	ByAll   Door = "everybody" // who has an account
	ByCode  Door = "code"      // who has an account and the code
	ByStaff Door = "list"      // nobody by themselves
)

// Doors lists them.
func Doors() []Door { return []Door{ByAll, ByCode, ByStaff} }

// Offering is a course offered to people. Days are "2026-11-27", and empty where there is none.
type Offering struct {
	ID     OfferingID
	Course string // key
	Kind   Kind
	Titles lang.Text // in every language of the course
	Door   Door
	Code   string // with which people enrol; empty unless the door is ByCode
	Opens  string // day on which a cohort begins
	Due    string // day by which a cohort is to be done
	Closes string // last day on which one can enrol in a cohort
	Places int    // how many may be enrolled; 0: any number
	Ended  bool   // nobody can enrol any more; who is enrolled goes on
	Made   string // day
}

// Bounds of an offering.
const (
	mostTitle  = 200 // characters
	mostPlaces = 1_000_000
)

// Title is what readers of a language call the offering.
func (o Offering) Title(tag lang.Tag) string {
	for _, t := range append([]lang.Tag{tag}, o.Titles.Tags()...) {
		if o.Titles.Has(t) {
			return o.Titles[t]
		}
	}
	return string(o.ID)
}

// Mistake is something of an offering that cannot be kept, by the name of what is wrong: "title-fr", "opens".
type Mistake struct{ Field, Key string }

// Say is what is wrong, in a language.
func (m Mistake) Say(face lang.Tag) string { return words.Say(face, "mistake."+m.Key) }

// Mistakes are all that is wrong with an offering. It is an error.
type Mistakes []Mistake

func (m Mistakes) Error() string { return "an offering cannot be kept: " + m[0].Field }

// check is what is wrong with an offering for a course in these languages; nil when nothing is.
func (o Offering) check(tags []lang.Tag) (wrong Mistakes) {
	for _, tag := range tags {
		title, err := identity.ParseName(o.Titles[tag])
		if err != nil || title == "" || utf8.RuneCountInString(title) > mostTitle {
			wrong = append(wrong, Mistake{"title-" + tag.Lower(), "title"})
		}
	}
	if !slices.Contains(Kinds(), o.Kind) {
		wrong = append(wrong, Mistake{"kind", "kind"})
	}
	if !slices.Contains(Doors(), o.Door) {
		wrong = append(wrong, Mistake{"door", "door"})
	}
	if o.Places < 0 || o.Places > mostPlaces {
		wrong = append(wrong, Mistake{"places", "places"})
	}
	if o.Kind == Cohort {
		wrong = append(wrong, o.checkDays()...)
	}
	return wrong
}

// checkDays is what is wrong with the days of a cohort.
func (o Offering) checkDays() (wrong Mistakes) {
	for _, d := range []struct{ field, day string }{{"opens", o.Opens}, {"due", o.Due}, {"closes", o.Closes}} {
		if _, err := time.Parse(time.DateOnly, d.day); err != nil {
			wrong = append(wrong, Mistake{d.field, "no-" + d.field})
		}
	}
	switch {
	case len(wrong) > 0:
	case o.Due < o.Opens:
		wrong = append(wrong, Mistake{"due", "due"})
	case o.Closes < o.Opens:
		wrong = append(wrong, Mistake{"closes", "closes"})
	}
	return wrong
}

// tidy takes out what an offering of its kind does not have, and gives it a code where it needs one.
func (o *Offering) tidy() {
	if o.Kind != Cohort {
		o.Opens, o.Due, o.Closes = "", "", ""
	}
	switch {
	case o.Door != ByCode:
		o.Code = ""
	case o.Code == "":
		o.Code = newCode()
	}
	titles := lang.Text{}
	for tag, title := range o.Titles {
		if name, err := identity.ParseName(title); err == nil && name != "" {
			titles[tag] = name
		}
	}
	o.Titles = titles
}

// takes says whether somebody can be enrolled on a day.
func (o Offering) takes(today string) bool { return !o.Ended && (o.Closes == "" || today <= o.Closes) }

// Offer makes an offering of a course that is served and gives it with its id. Who does it has asked [identity.Room.Can]
// for OfferCourse. [Mistakes] say what cannot be kept.
func (r *Room) Offer(tx store.Tx, by identity.PersonID, o Offering) (Offering, error) {
	c := r.served(o.Course)
	if c == nil {
		return Offering{}, fault.New(fault.NotFound, words, "no-course")
	}
	if wrong := o.check(c.Tags()); len(wrong) > 0 {
		return Offering{}, wrong
	}
	o.ID, o.Made, o.Code = OfferingID("f-"+clock.NewID()), r.today(), ""
	o.tidy()
	if err := insertOffering(tx, o); err != nil {
		return Offering{}, err
	}
	return o, r.Identity.Audit(tx, identity.Event{By: by, Do: "offering.create", On: string(o.ID), Detail: map[string]string{"course": o.Course}})
}

// Change writes what may change of an offering: titles, kind, door, days, places, whether it is ended. Its course and, as
// long as it is enrolled in by code, its code stay.
func (r *Room) Change(tx store.Tx, by identity.PersonID, o Offering) (Offering, error) {
	was, err := r.Offering(tx, o.ID)
	if err != nil {
		return Offering{}, err
	}
	tags := was.Titles.Tags()
	if c := r.served(was.Course); c != nil {
		tags = c.Tags()
	}
	if wrong := o.check(tags); len(wrong) > 0 {
		return Offering{}, wrong
	}
	o.Course, o.Made, o.Code = was.Course, was.Made, was.Code
	if o.tidy(); reflect.DeepEqual(o, was) {
		return was, nil
	}
	if err := updateOffering(tx, o); err != nil {
		return Offering{}, err
	}
	return o, r.Identity.Audit(tx, identity.Event{By: by, Do: "offering.change", On: string(o.ID), Detail: map[string]string{"course": o.Course}})
}

// Offering finds an offering; a fault of kind NotFound when there is none.
func (r *Room) Offering(tx store.Tx, id OfferingID) (Offering, error) {
	o, err := selectOffering(tx, id)
	if errors.Is(err, errNone) {
		return Offering{}, fault.New(fault.NotFound, words, "no-offering")
	}
	return o, err
}

// Offerings lists the offerings of a course, or of all when it is empty, the newest first: those before an id, at most so
// many.
func (r *Room) Offerings(tx store.Tx, course string, before OfferingID, most int) ([]Offering, error) {
	return selectOfferings(tx, course, before, most)
}

// Say is who may enrol by the door, in a language.
func (d Door) Say(face lang.Tag) string { return words.Say(face, "door."+string(d)) }
