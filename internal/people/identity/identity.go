// Package identity knows who acts, without knowing who they are.
//
// Its words: an Actor is the opaque name under which somebody's acts are kept. A
// device is a browser with a cookie of ours; it is the only kind of actor so far.
// A Visitor is whoever sent one request: a known device, or a stranger who becomes
// a device when something of theirs is kept.
//
// Invariants: reading gives nobody a cookie; a device is written in the transaction
// of the first act worth keeping, and its cookie is sent after that is on the disk;
// the database holds a hash of the cookie's secret, never the secret; a cookie we
// do not know makes its bearer a stranger and is no error.
//
// Other rooms hold what actors did. They take part in what happens to an actor
// through three small interfaces, each run in one transaction: [Claimer],
// [Exporter], [Eraser].
package identity

import (
	"embed"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the room.
var Migrations = store.Migrations{Room: "identity", Files: migrations}

// Actor is the opaque name of somebody whose acts are kept. It stands in
// statements and says nothing of a person.
type Actor string

// Claimer is a room that can give what one actor did to another.
type Claimer interface {
	Claim(tx store.Tx, from, to Actor) error
}

// Exporter is a room that can say what it keeps of an actor.
type Exporter interface {
	Export(tx store.Tx, actor Actor) ([]Kept, error)
}

// Eraser is a room that can forget an actor.
type Eraser interface {
	Erase(tx store.Tx, actor Actor) error
}

// Kept is one kind of thing that is kept of an actor.
type Kept struct {
	Key   string                       // in the exported file: "statements"
	Data  any                          // all of it, as JSON
	Count int                          // how many things that is
	Say   func(lang.Tag) (line string) // what it is, for a person
}

// Room is identity at work.
type Room struct {
	db    *store.DB
	clock clock.Clock
	known *known
	rooms []any
}

// New makes the room.
func New(db *store.DB, c clock.Clock) *Room {
	return &Room{db: db, clock: c, known: newKnown(maxKnown)}
}

// Join names the rooms that take part when an actor is claimed, exported or
// erased, in the order in which they are asked. It is called once, at the start.
func (r *Room) Join(rooms ...any) { r.rooms = append(r.rooms, rooms...) }
