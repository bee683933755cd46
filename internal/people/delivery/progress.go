package delivery

import (
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// Reach is how far somebody is with an activity. A higher one is never lost to a
// lower one.
type Reach int

// The reaches, in their order.
const (
	Untouched Reach = iota
	Begun
	Failed
	Done
	Passed
)

var reachNames = []string{"untouched", "begun", "failed", "done", "passed"}

// String names a reach, for files and messages.
func (r Reach) String() string { return reachNames[r] }

// MarshalText is String, for JSON.
func (r Reach) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// reaches says what a verb tells of progress.
var reaches = map[string]Reach{
	xapi.Initialized.ID: Begun, xapi.Experienced.ID: Begun, xapi.Attempted.ID: Begun,
	xapi.Failed.ID: Failed, xapi.Completed.ID: Done, xapi.Passed.ID: Passed,
}

// Progress is how far somebody is with an activity, and their best score there.
type Progress struct {
	Reach  Reach   `json:"reach"`
	Scaled float64 `json:"scaled"` // from 0 to 1
}

// with is progress after a statement. The order of statements does not matter.
func (p Progress) with(s xapi.Statement) Progress {
	p.Reach = max(p.Reach, reaches[s.Verb.ID])
	if s.Result != nil && s.Result.Score != nil {
		p.Scaled = max(p.Scaled, s.Result.Score.Scaled)
	}
	return p
}

// counts says whether a statement tells of progress.
func counts(s xapi.Statement) bool { return reaches[s.Verb.ID] != Untouched }

// OnStored reads a statement in the transaction that keeps it.
func (r *Room) OnStored(tx store.Tx, owner identity.Actor, s xapi.Statement) error {
	if !counts(s) {
		return nil
	}
	was, err := selectProgressOf(tx, owner, IRI(s.Object.ID))
	if err != nil {
		return err
	}
	if now := was.with(s); now != was {
		return upsertProgress(tx, owner, IRI(s.Object.ID), now)
	}
	return nil
}
