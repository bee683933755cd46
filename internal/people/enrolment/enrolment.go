// Package enrolment is who learns what, with whom and until when.
//
// Its words: an Offering is a course offered to people: self-paced, or to a cohort that
// opens, is due and closes on a day. Its Door says who may enrol by themselves:
// everybody, whoever has its code, or nobody. An Enrolment is that a person takes part
// in an offering. A manager sees how the people of an organisation, and of those below
// it, are getting on.
//
// Invariants: learning needs no enrolment, and an enrolment changes nothing of what was
// learned, which is in the record under the person's actor; a person is enrolled once in
// an offering, and what was withdrawn can be taken up again; whoever enrols is told
// before who will see what; a manager sees enrolled people of their own organisations
// alone, how far they are and never an answer or a score; days are those of the site's
// time zone; who enrolled somebody else is in the audit trail.
package enrolment

import (
	"embed"
	"log/slog"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/content/course"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

//go:generate go tool templ generate -path .

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the room.
var Migrations = store.Migrations{Room: "enrolment", Files: migrations}

// Options is what the room stands on.
type Options struct {
	DB       *store.DB
	Clock    clock.Clock
	Identity *identity.Room
	Library  *library.Room
	Learning *delivery.Room
	Mail     Mailer // nil writes to nobody
	Zone     *time.Location
	Log      *slog.Logger
}

// Mailer takes what is written to people, in the transaction that causes it.
type Mailer interface {
	Send(tx store.Tx, m mail.Message) error
}

// Room is enrolment at work.
type Room struct {
	Options
	kit   *web.Kit
	parts []Shown
}

// New makes the room.
func New(o Options) *Room {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	return &Room{Options: o}
}

// Part is what another room shows of somebody on their page “My learning”: certificates they hold, what is new.
type Part struct {
	Title string
	Text  string
	Links []page.Link
}

// Shown gives what a room shows of an actor on the page; a part without links and text is left out.
type Shown func(tx store.Tx, actor identity.Actor, tag, face lang.Tag) (Part, error)

// Show names what other rooms show on “My learning”. It is called at the start.
func (r *Room) Show(parts ...Shown) { r.parts = append(r.parts, parts...) }

// OfferCourse is to offer a course, to enrol others in it and to see who is enrolled.
var OfferCourse = identity.Act{Name: "offering.change", Roles: []identity.Role{identity.Steward, identity.Publisher, identity.Administrator}}

// SeePeople is to see how the people of an organisation are getting on.
var SeePeople = identity.Act{Name: "people.see", Roles: []identity.Role{identity.Manager}}

var (
	_ identity.Claimer     = (*Room)(nil)
	_ identity.Exporter    = (*Room)(nil)
	_ identity.Eraser      = (*Room)(nil)
	_ delivery.OnCompleted = (*Room)(nil)
)

// today is the day in the time zone of the site, as "2026-11-27".
func (r *Room) today() string { return r.Clock.Now().In(r.Zone).Format(time.DateOnly) }

// served is the course with a key as it is served; nil when it is not.
func (r *Room) served(key string) *course.Course {
	if e := r.Library.EditionOf(key); e != nil {
		return e.Course
	}
	return nil
}
