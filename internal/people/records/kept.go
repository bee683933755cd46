package records

import (
	"sync"
	"time"

	"atelier/internal/base/store"
)

// Kept is how much the record holds.
type Kept struct {
	Statements int
	Last       time.Time // when the last one was stored; zero without
}

// Kept says how much the record holds, of everybody and from every program. What was counted
// once and is a while ago is not counted again: it neither goes nor grows.
func (r *Room) Kept(tx store.Tx) (k Kept, err error) {
	until := firstOf(r.clock.Now().Add(-settled))
	from, before := r.counted.get()
	if until < from { // the clock was set back
		from, before = 0, 0
	}
	count := func(from, until Seq) (n int) {
		if err == nil {
			n, err = countStatements(tx, from, until)
		}
		return n
	}
	lately := count(until, 1<<63-1)
	if from == 0 { // all are counted by a small index, a part by the statements themselves
		if err == nil {
			k.Statements, err = countAll(tx)
		}
	} else {
		k.Statements = before + count(from, until) + lately
	}
	if err != nil {
		return k, err
	}
	r.counted.put(until, k.Statements-lately)
	last, err := lastPlace(tx)
	// A row that the index does not know yet has a place that is no moment.
	if last >= firstOf(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) {
		k.Last = last.stored()
	}
	return k, err
}

// settled is after how long nothing is stored any more with a moment that is past, on any node.
const settled = 10 * time.Minute

// counted is how many statements have places before one.
type counted struct {
	mu     sync.Mutex
	before Seq
	n      int
}

func (c *counted) get() (before Seq, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.before, c.n
}

func (c *counted) put(before Seq, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before, c.n = before, n
}
