// Package records keeps what people did: what they do on this site, and what other
// programs tell of them at the endpoint of the Experience API ([Room.Before]).
//
// Its words: a statement says that an actor did something with an activity; it is
// appended and never changed. A state document says where somebody stands in an
// activity; the newest replaces the one before. The owner of both is the actor
// whose record they are in; what other programs tell of somebody who is no actor
// here has none, and is found by their agent. A mention is what a statement is
// found by; a bound key is one that sees a single course.
//
// Invariants: a statement of ours is written in the transaction of the act it tells
// of, and whoever listens ([OnStored]) runs in that transaction too, so that what is
// read from statements can never differ from them; a statement that the
// specification forbids is not written; what others tell moves nobody's progress; a
// statement changes only when an erasure takes out what somebody wrote. The room
// knows no course.
package records

import (
	"embed"
	"encoding/json"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the room.
var Migrations = store.Migrations{Room: "records", Files: migrations}

// OnStored is a room that reads statements as they are kept.
type OnStored interface {
	OnStored(tx store.Tx, owner identity.Actor, s xapi.Statement) error
}

// Room is records at work.
type Room struct {
	clock     clock.Clock
	ids       clock.IDs
	homePage  string
	counter   counter
	listeners []OnStored
	people    People // may be nil
	learned   memory
}

// New makes the room. The home page is the base URL of the site: it and the
// opaque name of an actor make the account in a statement.
func New(c clock.Clock, ids clock.IDs, homePage string) *Room {
	return &Room{clock: c, ids: ids, homePage: homePage}
}

// Listen names the rooms that read statements as they are kept. It is called once,
// at the start.
func (r *Room) Listen(rooms ...OnStored) { r.listeners = append(r.listeners, rooms...) }

var (
	_ identity.Claimer  = (*Room)(nil)
	_ identity.Exporter = (*Room)(nil)
	_ identity.Eraser   = (*Room)(nil)
)

// Claim moves statements and those state documents that the new owner has not.
// Documents that both have were put together before by the room that knows what
// they mean.
func (r *Room) Claim(tx store.Tx, from, to identity.Actor) error {
	if err := moveStatements(tx, from, to); err != nil {
		return err
	}
	if err := moveStates(tx, from, to); err != nil {
		return err
	}
	return moveDocuments(tx, from, to)
}

// Export gives every statement and every state document of an owner.
func (r *Room) Export(tx store.Tx, owner identity.Actor) ([]identity.Kept, error) {
	var statements []xapi.Statement
	for after := Seq(0); ; {
		list, err := r.Statements(tx, owner, after, pageSize)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			statements = append(statements, s.Statement)
			after = s.Seq
		}
		if len(list) < pageSize {
			break
		}
	}
	states, err := r.States(tx, owner)
	if err != nil {
		return nil, err
	}
	foreign, err := r.foreignOf(tx, owner)
	if err != nil {
		return nil, err
	}
	documents, names, err := r.others(tx, owner)
	if err != nil {
		return nil, err
	}
	return []identity.Kept{
		{Key: "statements", Data: statements, Count: len(statements), Say: func(t lang.Tag) string {
			return words.Say(t, "statements", lang.A{"n": len(statements)})
		}},
		{Key: "states", Data: states, Count: len(states), Say: func(t lang.Tag) string {
			return words.Say(t, "states", lang.A{"n": len(states)})
		}},
		{Key: "documents", Data: documents, Count: len(documents), Say: func(t lang.Tag) string {
			return words.Say(t, "documents", lang.A{"n": len(documents)})
		}},
		{Key: "names", Data: names, Count: len(names), Say: func(t lang.Tag) string {
			return words.Say(t, "names", lang.A{"n": len(names)})
		}},
		{Key: "told", Data: foreign, Count: len(foreign), Say: func(t lang.Tag) string {
			return words.Say(t, "told", lang.A{"n": len(foreign)})
		}},
	}, nil
}

// Erase takes the text somebody wrote out of their statements and deletes their
// state documents. What was done stays, under a name that no longer leads to
// anybody.
func (r *Room) Erase(tx store.Tx, owner identity.Actor) error {
	for after := Seq(0); ; {
		list, err := r.Statements(tx, owner, after, pageSize)
		if err != nil {
			return err
		}
		for _, s := range list {
			after = s.Seq
			if !redact(&s.Statement) {
				continue
			}
			body, err := json.Marshal(s.Statement)
			if err != nil {
				return err
			}
			if err := rewrite(tx, s.Seq, body); err != nil {
				return err
			}
		}
		if len(list) < pageSize {
			break
		}
	}
	if err := deleteStates(tx, owner); err != nil {
		return err
	}
	return r.eraseOthers(tx, owner)
}

// others is what other programs keep of an owner: their documents, and the names they use.
func (r *Room) others(tx store.Tx, owner identity.Actor) ([]Document, []string, error) {
	agents, err := r.agentsOf(tx, owner)
	if err != nil {
		return nil, nil, err
	}
	all, err := selectDocumentsOf(tx, owner, agents)
	if err != nil {
		return nil, nil, err
	}
	var documents []Document
	for _, d := range all {
		documents = append(documents, d.shown())
	}
	names, err := selectNamesOf(tx, agents)
	return documents, names, err
}

func (r *Room) eraseOthers(tx store.Tx, owner identity.Actor) error {
	agents, err := r.agentsOf(tx, owner)
	if err != nil {
		return err
	}
	if err := r.eraseForeign(tx, owner, agents); err != nil {
		return err
	}
	if err := deleteDocumentsOf(tx, owner, agents); err != nil {
		return err
	}
	tx.After(r.learned.forget)
	return deleteNamesOf(tx, agents)
}
