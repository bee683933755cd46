package records

import (
	"context"
	"time"

	"atelier/internal/base/store"
)

// Kept is how much the record holds.
type Kept struct {
	Statements int
	Last       time.Time // when the last one was stored; zero without
}

// tally is how many statements have places before one.
type tally struct {
	before     Seq
	statements int
}

const (
	// settled is after how long nothing is stored any more with a moment that is past, on any node.
	settled = 10 * time.Minute
	// worthNoting is how many statements must have been counted for the number to be noted.
	worthNoting = 10_000
)

// Kept says how much the record holds, of everybody and from every program. What was counted
// once and is a while ago is not counted again: it neither goes nor grows.
func (r *Room) Kept(ctx context.Context, db *store.DB) (k Kept, err error) {
	var was, is tally
	certain := false // every statement has its place
	err = db.Read(ctx, func(tx store.Tx) error {
		if was, err = selectCounted(tx); err != nil {
			return err
		}
		if k, is, err = r.count(tx, was); err != nil {
			return err
		}
		left, err := selectUnindexed(tx, 1)
		certain = len(left) == 0
		return err
	})
	if err == nil && certain && is.statements-was.statements >= worthNoting {
		// Where it cannot be noted, it is counted again.
		_ = db.Write(ctx, func(tx store.Tx) error { return upsertCounted(tx, is) })
	}
	return k, err
}

// count counts what comes after a tally, and gives the next one.
func (r *Room) count(tx store.Tx, was tally) (k Kept, is tally, err error) {
	is.before = firstOf(r.clock.Now().Add(-settled))
	if is.before < was.before { // the clock was set back
		was = tally{}
	}
	count := func(from, until Seq) (n int) {
		if err == nil {
			n, err = countStatements(tx, from, until)
		}
		return n
	}
	lately := count(is.before, 1<<63-1)
	if was.before == 0 { // all are counted by a small index, a part by the statements themselves
		if err == nil {
			k.Statements, err = countAll(tx)
		}
	} else {
		k.Statements = was.statements + count(was.before, is.before) + lately
	}
	if err != nil {
		return k, is, err
	}
	is.statements = k.Statements - lately
	last, err := lastPlace(tx)
	// A row that the index does not know yet has a place that is no moment.
	if last >= firstOf(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) {
		k.Last = last.stored()
	}
	return k, is, err
}
