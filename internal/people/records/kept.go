package records

import (
	"time"

	"atelier/internal/base/store"
)

// Kept is how much the record holds.
type Kept struct {
	Statements int
	Last       time.Time // when the last one was stored; zero without
}

// Kept says how much the record holds, of everybody and from every program.
func (r *Room) Kept(tx store.Tx) (k Kept, err error) {
	n, last, err := countStatements(tx)
	k.Statements = n
	// A row that the index does not know yet has a place that is no moment.
	if last >= firstOf(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) {
		k.Last = last.stored()
	}
	return k, err
}
