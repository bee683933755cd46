// Package identity knows who acts: devices without knowing who they are, and people
// who have an account.
//
// Its words: an Actor is the opaque name under which somebody's acts are kept. A
// device is a browser with a cookie of ours. A Person has an account, and one actor;
// the link between the two is in this room alone. An Org is a jurisdiction or a body;
// a Role is held in a Scope. A Session is a browser that proved who sits there, and
// its Strength says how surely. A Visitor is whoever sent one request: a person with
// a session, a known device, or a stranger who becomes a device when something of
// theirs is kept. An Act is what only some may do; Can is the one place that decides.
//
// Invariants: reading gives nobody a cookie; a device is written in the transaction
// of the first act worth keeping, and its cookie is sent after that is on the disk;
// the database holds hashes of secrets, never a secret; a cookie we do not know makes
// its bearer a stranger and is no error; Begin is the only way to a session; what
// changes people, roles and organisations is in the audit trail, which is appended
// in the same transaction and never changed; an address is compared by its key.
//
// Other rooms hold what actors did. They take part in what happens to an actor
// through small interfaces, each run in one transaction: [Claimer], [Exporter] and
// [Eraser], [Retainer] for what has had its time, [Receipter] for what an erasure did.
package identity

import (
	"embed"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
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
	db        *store.DB
	clock     clock.Clock
	devices   *memory[Actor]
	sessions  *memory[*Session]
	rooms     []any
	ways      []Way
	frame     Frame                                              // set by Register
	cookies   web.Cookies                                        // set by Register
	doors     []func(tag, face lang.Tag, s *Session) []page.Link // where the account leads besides; may be nil
	mailer    Mailer
	forms     FormKeeper                   // nil: forms are typed again after a new proof
	home      string                       // public address; empty when it is not known
	open      func(store.Tx) (bool, error) // whether people make accounts by themselves; nil: they do
	followers []func(tx store.Tx, e Event) error
}

// New makes the room.
func New(db *store.DB, c clock.Clock) *Room {
	var while time.Duration // for good, where no other node can change the database
	if db != nil && db.Shared() {
		while = believed
	}
	return &Room{db: db, clock: c, devices: newMemory[Actor](maxKnown, while), sessions: newMemory[*Session](maxKnown, while)}
}

// Doors tells the room where a person's account leads besides: the rooms in which
// they have something to do. It is called once, at the start.
func (r *Room) Doors(of ...func(tag, face lang.Tag, s *Session) []page.Link) { r.doors = of }

// Join names the rooms that take part when an actor is claimed, exported or
// erased, in the order in which they are asked. It is called once, at the start.
func (r *Room) Join(rooms ...any) { r.rooms = append(r.rooms, rooms...) }
