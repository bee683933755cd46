package report

import (
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
	"atelier/internal/standard/xapi"
)

// Answer is the first answer of somebody to a question of a check.
type Answer struct {
	Person   string   // opaque
	Item     string   // the question: its activity
	Version  string   // of its words and key in the language of the answer
	Language lang.Tag // with the region as it was said
	Right    bool
	Chosen   []string // ids of choices; nil for questions without
}

// kept is an answer with the check it belongs to.
type kept struct {
	Answer
	check string // activity
	day   string
}

// OnStored counts the time since the act before and keeps a first answer, in the transaction that keeps its statement.
func (r *Room) OnStored(tx store.Tx, owner identity.Actor, s xapi.Statement) error {
	if err := r.noteTime(tx, owner, s); err != nil {
		return err
	}
	a, ok := firstAnswer(owner, s)
	if !ok {
		return nil
	}
	return insertAnswer(tx, a)
}

// firstAnswer reads a statement that answers a scored question in the first attempt at
// a check. Later answers of the same attempt mend it; the first one that is kept holds.
func firstAnswer(owner identity.Actor, s xapi.Statement) (kept, bool) {
	d, x := s.Object.Definition, s.Context
	if s.Verb.ID != xapi.Answered.ID || s.Result == nil || s.Result.Success == nil || d == nil || x == nil || x.ContextActivities == nil {
		return kept{}, false
	}
	if !first(x.Extensions[xapi.ExtensionAttempt]) || len(x.ContextActivities.Parent) == 0 {
		return kept{}, false
	}
	a := kept{check: x.ContextActivities.Parent[0].ID, day: s.Timestamp.UTC().Format(time.DateOnly)}
	a.Answer = Answer{Person: string(owner), Item: s.Object.ID, Version: x.Revision, Language: lang.Tag(x.Language), Right: *s.Result.Success}
	if d.InteractionType == xapi.Choice && s.Result.Response != "" {
		a.Chosen = xapi.List(s.Result.Response)
	}
	return a, true
}

// first says whether the number of an attempt is one, as it was set or as JSON gives it.
func first(attempt any) bool {
	switch n := attempt.(type) {
	case int:
		return n == 1
	case float64:
		return n == 1
	}
	return false
}

// Claim reads the answers of the new owner anew, from a record that is already theirs:
// of two first answers the earlier one holds.
func (r *Room) Claim(tx store.Tx, from, to identity.Actor) error {
	if err := r.forget(tx, from); err != nil {
		return err
	}
	if err := moveEvaluated(tx, from, to); err != nil {
		return err
	}
	return r.Rebuild(tx, to)
}

// rebuildPage is how many statements Rebuild reads at once.
const rebuildPage = 500

// forget takes away what is read from the statements of an owner.
func (r *Room) forget(tx store.Tx, owner identity.Actor) error {
	if err := deleteAnswers(tx, owner); err != nil {
		return err
	}
	return deleteTime(tx, owner)
}

// Rebuild reads the answers and the time of an owner anew from their statements.
func (r *Room) Rebuild(tx store.Tx, owner identity.Actor) error {
	if err := r.forget(tx, owner); err != nil {
		return err
	}
	for after := records.Seq(0); ; {
		list, err := r.Records.Statements(tx, owner, after, rebuildPage)
		if err != nil {
			return err
		}
		for _, s := range list {
			after = s.Seq
			if err := r.OnStored(tx, owner, s.Statement); err != nil {
				return err
			}
		}
		if len(list) < rebuildPage {
			return nil
		}
	}
}
