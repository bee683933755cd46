package records

import (
	"encoding/json"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// State is where an owner stands in an activity: a document with a name.
type State struct {
	Activity string          `json:"activity"` // IRI
	Name     string          `json:"stateId"`
	Body     json.RawMessage `json:"document"`
}

// States reads all state documents of an owner, sorted by activity and name.
func (r *Room) States(tx store.Tx, owner identity.Actor) ([]State, error) {
	return selectStates(tx, owner)
}

// State reads one document; nil when there is none.
func (r *Room) State(tx store.Tx, owner identity.Actor, activity, name string) (json.RawMessage, error) {
	return selectState(tx, owner, activity, name)
}

// Put keeps a document in the place of the one before.
func (r *Room) Put(tx store.Tx, owner identity.Actor, s State) error {
	return upsertState(tx, owner, s, lang.Machine(r.clock.Now()))
}
