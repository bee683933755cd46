// Package privacy is what people may ask of what is kept of them: to see it, take it along, have it corrected and
// erased, know for how long and why it is kept, agree and take that back; and what the institution that keeps it has to
// do and say.
//
// Its words: the inventory says what every table holds about people (internal/base/privacy); a rule says how long one
// kind of record is kept; a hold keeps it longer because the law wants it; a receipt says what was done; a consent is
// to one version of one text; a view is that a page was shown to somebody, of whom nothing is kept.
//
// Invariants: the room is asked before all others when an actor is erased, and notes in the same transaction what stays
// and the digest of the name, so that a backup restored later can be told whom to forget again; no table of the room
// says of an erased name whose it was; views are counted only when an administrator wants them, and a page that was
// shown fewer than [Few] times on a day in a language is not counted on it.
package privacy

import (
	"context"
	"embed"
	"log/slog"
	"sync"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the room.
var Migrations = store.Migrations{Room: "privacy", Files: migrations}

// Options is what the room stands on.
type Options struct {
	DB        *store.DB
	Clock     clock.Clock
	Identity  *identity.Room
	Inventory inventory.Inventory // of every table of the site
	Mail      *mail.Outbox        // what people choose of; not asked before Register
	Contact   string              // where to write when the settings do not say; may be empty
	Log       *slog.Logger        // not used before Watch
}

// Room is privacy at work.
type Room struct {
	Options
	keepers     map[string]Keeper
	institution func() Institution
	recipients  func(tx store.Tx, face lang.Tag) (string, error) // may be nil
	views       views
	stop        context.CancelFunc // of the watch; nil without one
	done        sync.WaitGroup
}

// New makes the room.
func New(o Options) *Room {
	r := &Room{Options: o, institution: func() Institution { return Institution{} }}
	r.keepers = map[string]Keeper{"privacy": devices{r}}
	return r
}

// Pass gives the room what says, for the notice, who receives what learners do; empty where nobody does. It is called once,
// at the start.
func (r *Room) Pass(recipients func(tx store.Tx, face lang.Tag) (string, error)) {
	r.recipients = recipients
}

var (
	_ identity.Claimer   = (*Room)(nil)
	_ identity.Exporter  = (*Room)(nil)
	_ identity.Eraser    = (*Room)(nil)
	_ identity.Receipter = (*Room)(nil)
)

// subject is an actor and the person whose actor it is, if any.
func (r *Room) subject(tx store.Tx, actor identity.Actor) (inventory.Subject, error) {
	who := inventory.Subject{Actor: string(actor)}
	p, err := r.Identity.PersonByActor(tx, actor)
	if fault.KindOf(err) == fault.NotFound {
		return who, nil
	}
	who.Person = string(p.ID)
	return who, err
}

// audit appends to the trail. By is the id of a person, "key:ID", or empty for the machine.
func (r *Room) audit(tx store.Tx, by, do, on string, detail map[string]string) error {
	return r.Identity.Audit(tx, identity.Event{By: identity.PersonID(by), Do: do, On: on, Detail: detail})
}

// Claim gives the rows of one actor to another, in the tables whose inventory says that this is all there is to it.
func (r *Room) Claim(tx store.Tx, from, to identity.Actor) error {
	return r.Inventory.Claim(tx, string(from), string(to))
}

// Export gives the rows of an actor and their person, in the tables whose inventory says that this is all there is to it.
func (r *Room) Export(tx store.Tx, actor identity.Actor) ([]identity.Kept, error) {
	who, err := r.subject(tx, actor)
	if err != nil {
		return nil, err
	}
	held, err := r.Inventory.Export(tx, who)
	if err != nil {
		return nil, err
	}
	var all []identity.Kept
	for _, h := range held {
		all = append(all, identity.Kept{Key: h.Table.Name, Data: h.Rows, Count: len(h.Rows), Say: func(t lang.Tag) string {
			return words.Say(t, "kept-line", lang.A{"what": h.Table.What.In(t), "n": len(h.Rows)})
		}})
	}
	return all, nil
}
