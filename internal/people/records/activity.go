package records

import (
	"encoding/json"
	"sync"

	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// learn keeps what statements tell of activities and agents, in the transaction that keeps the statements: definitions
// are put together (1.0.3, Part Three, 2.5), names are collected (2.4). What this node has learned before is not looked
// up again; where two programs contradict each other on two nodes, either may be the one that is told.
// Of an activity that the given check refuses nothing is learned: who writes of one course does not name what others have,
// and as people belong to no course, it names nobody.
func (r *Room) learn(tx store.Tx, within func(iri string) error, statements ...*xapi.Foreign) error {
	for _, s := range statements {
		for _, a := range s.Activities {
			if a.Definition == nil || within(a.ID) != nil {
				continue
			}
			if err := r.learnActivity(tx, a.ID, a.Definition); err != nil {
				return err
			}
		}
		for _, a := range s.Agents {
			if a.Name == "" || a.Key == "" || within("") != nil {
				continue
			}
			if err := r.learnAgent(tx, a.Key, a.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Room) learnActivity(tx store.Tx, iri string, definition []byte) error {
	id, told := hashOf(iri), hashOf(string(definition))
	if r.learned.is(id, told) {
		return nil
	}
	before, err := selectDefinition(tx, id)
	if err != nil {
		return err
	}
	merged := xapi.DefinitionMerge(before, definition)
	// A definition that grows without end says nothing more.
	if string(merged) != string(before) && len(merged) <= maxDefinition {
		if err := upsertDefinition(tx, id, iri, merged); err != nil {
			return err
		}
	}
	tx.After(func() { r.learned.put(id, told) })
	return nil
}

// maxDefinition bounds what is kept of an activity, in bytes.
const maxDefinition = 256 << 10

// definition is what statements told of an activity; nil when they told nothing.
func (r *Room) definition(tx store.Tx, iri string) ([]byte, error) {
	return selectDefinition(tx, hashOf(iri))
}

// activityJSON is an activity with all that is known of it; its id alone when nothing is.
func activityJSON(iri string, definition []byte) ([]byte, error) {
	return json.Marshal(struct {
		ObjectType string          `json:"objectType"`
		ID         string          `json:"id"`
		Definition json.RawMessage `json:"definition,omitempty"`
	}{"Activity", iri, definition})
}

// memory holds what this node learned lately: a value for a key.
type memory struct {
	mu    sync.Mutex
	known map[string]string
}

// maxLearned bounds a memory: some 10 MB.
const maxLearned = 50_000

func (m *memory) is(key, value string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known[key] == value
}

func (m *memory) put(key, value string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= maxLearned {
		m.known = map[string]string{}
	}
	m.known[key] = value
}

func (m *memory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known = nil
}
