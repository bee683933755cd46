package proof

import (
	"errors"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// The way is free for so many wrong codes; each one more doubles the wait. At the
// longest wait a code of six digits would be guessed in some thirty years, and its
// owner who waits or takes another way is never locked out.
const (
	freeTries   = 5
	firstWait   = 30 * time.Second
	longestWait = 15 * time.Minute
)

// waitAfter is how long a way waits after so many wrong codes.
func waitAfter(wrong int) time.Duration {
	if wrong < freeTries {
		return 0
	}
	wait := firstWait
	for n := freeTries; n < wrong && wait < longestWait; n++ {
		wait *= 2
	}
	return min(wait, longestWait)
}

// waiting is how long a way of a person still waits; 0 when it may be tried.
func (r *Room) waiting(tx store.Tx, id identity.PersonID, way string) (time.Duration, error) {
	_, until, err := selectSlow(tx, id, way)
	if errors.Is(err, errNone) {
		return 0, nil
	}
	return max(0, until.Sub(r.clock.Now())), err
}

// tried notes whether a try worked. The next wait is given.
func (r *Room) tried(tx store.Tx, id identity.PersonID, way string, worked bool) (time.Duration, error) {
	if worked {
		return 0, deleteSlow(tx, id, way)
	}
	wrong, _, err := selectSlow(tx, id, way)
	if err != nil && !errors.Is(err, errNone) {
		return 0, err
	}
	wait := waitAfter(wrong + 1)
	if err := putSlow(tx, id, way, wrong+1, r.clock.Now().Add(wait)); err != nil {
		return 0, err
	}
	return wait, r.who.Audit(tx, identity.Event{By: id, Do: "proof.fail", On: string(id), Detail: map[string]string{"way": way}})
}
