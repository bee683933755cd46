package records

import (
	"encoding/json"
	"fmt"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// Seq is the place of a statement in the order in which statements were kept.
type Seq int64

// Stored is a statement with its place.
type Stored struct {
	Seq Seq
	xapi.Statement
}

// pageSize is how many statements are read at once, so that a long record does
// not fill the memory.
const pageSize = 500

// Append keeps statements of one owner, in their order. It fills in what the
// record knows best: id, actor, times and version. The statements come back as
// they were kept.
func (r *Room) Append(tx store.Tx, owner identity.Actor, statements ...xapi.Statement) ([]xapi.Statement, error) {
	now := r.clock.Now()
	first := r.counter.take(now, len(statements))
	entries := make([]entry, len(statements))
	for i := range statements {
		s := &statements[i]
		if s.ID == "" {
			s.ID = r.ids()
		}
		if s.Timestamp.IsZero() {
			s.Timestamp = now
		}
		seq := first + Seq(i)
		s.Actor = xapi.Agent(r.homePage, string(owner))
		s.Object.ObjectType = "Activity"
		s.Stored, s.Version = seq.stored(), xapi.Version
		if err := s.Validate(); err != nil {
			return nil, fmt.Errorf("statement %s: %w", s.Verb.ID, err)
		}
		var err error
		if entries[i], err = ourEntry(seq, string(owner), s); err != nil {
			return nil, err
		}
	}
	if err := r.keep(tx, entries); err != nil {
		return nil, err
	}
	for _, s := range statements {
		for _, l := range r.listeners {
			if err := l.OnStored(tx, owner, s); err != nil {
				return nil, err
			}
		}
	}
	return statements, nil
}

// Statements reads a page of what this site wrote of an owner, in the order in which it
// was kept: those after a place, at most limit.
func (r *Room) Statements(tx store.Tx, owner identity.Actor, after Seq, limit int) ([]Stored, error) {
	rows, err := selectStatements(tx, owner, after, limit)
	if err != nil {
		return nil, err
	}
	out := make([]Stored, len(rows))
	for i, row := range rows {
		out[i].Seq = row.seq
		if err := json.Unmarshal(row.body, &out[i].Statement); err != nil {
			return nil, fmt.Errorf("statement %d: %w", row.seq, err)
		}
	}
	return out, nil
}

// Owners reads a page of those of whom this site wrote statements, in the order of their names: those after one, at most
// limit.
func (r *Room) Owners(tx store.Tx, after identity.Actor, limit int) ([]identity.Actor, error) {
	return selectOwners(tx, after, limit)
}

// redact takes out what somebody wrote in their own words and says whether there
// was something.
func redact(s *xapi.Statement) bool {
	d := s.Object.Definition
	if s.Result == nil || s.Result.Response == "" || d == nil {
		return false
	}
	switch d.InteractionType {
	case xapi.FillIn, xapi.LongFillIn, xapi.Numeric:
		s.Result.Response = ""
		return true
	}
	return false
}
