// Package report tells institutions how learning goes, and tells nobody how one person
// does who is not theirs to know.
//
// Its words: an Answer is the first answer of one person to one question of a check; an
// Item is a question as it stood (a version of it) with what its answers say of it; a
// Comparison says whether a question is harder in one language than in the other for
// people who do equally well; a Member is a person who is enrolled, as they stand now; a
// Block is at least [Few] people who are counted together; a Letter is a report that
// somebody is sent again and again; an Evaluation is what a learner says of the course.
//
// Invariants: every figure about people who are not named is a sum over whole blocks,
// so that no filter, no file and no difference between two of them is about fewer than
// Few people; nobody leaves a block, Few or more come into it at once, and its figures
// change only when Few or more of its members changed since they were published; a
// request reads published figures alone, never statements or where people stand;
// statistics say how little is known where there are few answers; nothing leads from a
// person to what they said in an evaluation. What the room keeps of answers is a reading
// of the record, which [Room.Rebuild] makes anew.
package report

import (
	"embed"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/records"
)

//go:generate go tool templ generate -path .

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the room.
var Migrations = store.Migrations{Room: "report", Files: migrations}

// Options is what the room stands on.
type Options struct {
	DB        *store.DB
	Clock     clock.Clock
	Identity  *identity.Room
	Records   *records.Room
	Library   *library.Room
	Learning  *delivery.Room
	Enrolment *enrolment.Room
	Mail      Mailer // nil writes to nobody
}

// Room is reporting at work.
type Room struct{ Options }

// New makes the room.
func New(o Options) *Room { return &Room{o} }

var (
	_ records.OnStored = (*Room)(nil)
	_ identity.Claimer = (*Room)(nil)
)
