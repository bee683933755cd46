package jobs

import (
	"context"
	"fmt"
	"regexp"
	"runtime/debug"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// lease is a job that this node does.
type lease struct {
	row
	of  *kind
	try int
	cut context.CancelFunc // ends the try; nil before it begins
}

// take looks for work until ctx ends; what it takes is done under doing.
func (q *Queue) take(ctx, doing context.Context) {
	well := true
	for ctx.Err() == nil {
		rest, err := q.turn(ctx, doing)
		if failed := err != nil && ctx.Err() == nil; failed == well {
			well = !failed
			if failed {
				q.log.Error("the queue cannot reach the database", "error", masked(err))
			} else {
				q.log.Info("the queue reaches the database again")
			}
		}
		select {
		case <-ctx.Done():
		case <-q.wake:
		case <-time.After(rest):
		}
	}
}

// turn begins what is due and says how long to rest unless something happens.
func (q *Queue) turn(ctx, doing context.Context) (rest time.Duration, err error) {
	rest = lookAlone
	if q.db.Shared() {
		rest = lookShared
	}
	if q.beats() {
		q.renew(ctx)
		rest = min(rest, renewal)
	}
	next, err := q.beginRounds(ctx)
	if err != nil {
		return lookShared, err
	}
	taken, due, err := q.claim(ctx)
	if err != nil {
		return lookShared, err
	}
	for _, l := range taken {
		q.all.Go(func() { q.do(doing, l) })
	}
	if len(taken) > 0 {
		rest = min(rest, renewal)
	}
	now := q.clock.Now()
	for _, at := range []time.Time{next, due} {
		if !at.IsZero() {
			rest = min(rest, max(at.Sub(now), time.Millisecond))
		}
	}
	return rest, nil
}

// free is how many jobs of each lane may begin. The last worker is kept for what
// is urgent.
func (q *Queue) free() (n [lanes]int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	all := q.workers - len(q.running)
	return [lanes]int{laneUrgent: all, laneRest: max(0, all-1)}
}

// claim takes what is due, as far as there are workers, and says when something
// will be due later; the zero time when nothing waits.
func (q *Queue) claim(ctx context.Context) (taken []*lease, next time.Time, err error) {
	found, next, err := q.due(ctx)
	if err != nil || len(found) == 0 {
		return nil, next, err
	}
	err = q.db.Write(ctx, func(tx store.Tx) error {
		taken = taken[:0]
		until := q.clock.Now().Add(leaseTime).UnixMilli()
		for _, r := range found {
			ours, err := claimJob(tx, r, q.node, until)
			if err != nil {
				return err
			}
			if ours {
				taken = append(taken, &lease{row: r, of: q.kinds[r.kind], try: r.tries + 1})
			}
		}
		return nil
	})
	if err != nil {
		return nil, next, err
	}
	if len(taken) < len(found) {
		q.rouse() // another node was faster: there may be more
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, l := range taken {
		q.running[l.id] = l
	}
	return taken, next, nil
}

// due lists what this node could begin now.
func (q *Queue) due(ctx context.Context) (found []row, next time.Time, err error) {
	var kinds []string
	for name := range q.kinds {
		kinds = append(kinds, name)
	}
	if len(kinds) == 0 {
		return nil, time.Time{}, nil
	}
	free := q.free()
	err = q.db.Read(ctx, func(tx store.Tx) error {
		now := q.clock.Now().UnixMilli()
		for lane := range lanes {
			most := free[lane] - len(found)
			if most <= 0 {
				continue
			}
			rows, err := selectDue(tx, lane, kinds, now, most)
			if err != nil {
				return err
			}
			found = append(found, rows...)
		}
		at, err := selectNext(tx, now)
		if at > 0 {
			next = moment(at)
		}
		return err
	})
	return found, next, err
}

// do does one job and says what became of it.
func (q *Queue) do(ctx context.Context, l *lease) {
	ctx, cut := context.WithTimeout(ctx, l.of.timeout)
	defer cut()
	q.mu.Lock()
	l.cut = cut
	q.mu.Unlock()
	err := l.attempt(ctx, q)
	q.settle(ctx, l, err)
	q.mu.Lock()
	delete(q.running, l.id)
	q.mu.Unlock()
	q.rouse()
}

// attempt calls the function of the kind.
func (l *lease) attempt(ctx context.Context, q *Queue) (err error) {
	if l.try > l.of.tries {
		return GiveUp(fmt.Errorf("the program ended while doing it, %d times", l.of.tries))
	}
	defer func() {
		if p := recover(); p != nil {
			q.log.Error("a job panicked", "kind", l.kind, "job", l.id, "panic", masked(fmt.Errorf("%v", p)), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return l.of.do(ctx, []byte(l.arg))
}

// settle writes down what became of a job. While the database is away it goes on
// trying as long as the lease holds.
func (q *Queue) settle(ctx context.Context, l *lease, why error) {
	stopped := ctx.Err() == context.Canceled // not its own time limit
	ctx = context.WithoutCancel(ctx)
	for waited := time.Duration(0); ; waited += time.Second {
		held, err := q.conclude(ctx, l, why, stopped)
		switch {
		case err == nil && !held:
			q.log.Warn("a job was taken over by another node", "kind", l.kind, "job", l.id)
			return
		case err == nil:
			return
		case fault.KindOf(err) != fault.Unavailable || waited >= leaseTime:
			q.log.Error("what became of a job was not kept; it will be done again", "kind", l.kind, "job", l.id, "error", masked(err))
			return
		}
		time.Sleep(time.Second)
	}
}

func (q *Queue) conclude(ctx context.Context, l *lease, why error, stopped bool) (held bool, err error) {
	now := q.clock.Now()
	lost := why != nil && !stopped && (IsHopeless(why) || l.try >= l.of.tries)
	err = q.db.Write(ctx, func(tx store.Tx) (err error) {
		switch {
		case why == nil:
			held, err = deleteHeld(tx, l.id, q.node, l.try)
			return err
		case stopped:
			due := now.UnixMilli()
			held, err = releaseJob(tx, l.id, q.node, l.try, l.try-1, &due, "")
			return err
		case !lost:
			due := now.Add(Pause(l.try)).UnixMilli()
			held, err = releaseJob(tx, l.id, q.node, l.try, l.try, &due, masked(why))
			return err
		}
		held, err = releaseJob(tx, l.id, q.node, l.try, l.try, nil, masked(why))
		if err == nil && held && l.of.lost != nil {
			err = l.of.lost(tx, []byte(l.arg), why)
		}
		return err
	})
	if err == nil && why != nil && !stopped {
		q.log.Warn("a job failed", "kind", l.kind, "job", l.id, "try", l.try, "given-up", lost, "error", masked(why))
	}
	return held, err
}

// beats says whether the leases of this node are to be made longer.
func (q *Queue) beats() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.running) > 0 && q.clock.Now().Sub(q.renewed) >= renewal
}

// renew makes the leases longer of what this node does, and ends what it lost.
func (q *Queue) renew(ctx context.Context) {
	q.mu.Lock()
	q.renewed = q.clock.Now()
	var held []*lease
	for _, l := range q.running {
		held = append(held, l)
	}
	q.mu.Unlock()
	var gone []*lease
	err := q.db.Write(ctx, func(tx store.Tx) error {
		gone = gone[:0]
		until := q.clock.Now().Add(leaseTime).UnixMilli()
		for _, l := range held {
			ours, err := renewJob(tx, l.id, q.node, l.try, until)
			if err != nil {
				return err
			}
			if !ours {
				gone = append(gone, l)
			}
		}
		return nil
	})
	if err != nil {
		return // the take that follows meets the same and says so
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, l := range gone {
		// One that has just ended is gone too; ending it again does nothing.
		if l.cut != nil {
			l.cut()
		}
	}
}

// Drain does what is due now, one after another, and returns when nothing is. It is
// for tests, and for a program that does not serve.
func (q *Queue) Drain(ctx context.Context) error {
	for {
		if _, err := q.beginRounds(ctx); err != nil {
			return err
		}
		taken, _, err := q.claim(ctx)
		if err != nil || len(taken) == 0 {
			return err
		}
		for _, l := range taken {
			q.do(ctx, l)
		}
	}
}

// maxError bounds what is kept of an error, in bytes.
const maxError = 500

var mailAddress = regexp.MustCompile(`[^\s<>"'(),;:=/]+@[^\s<>"'(),;:=/]+`)

// masked is the text of an error without mail addresses, on one line, cut to a
// length.
func masked(err error) string {
	s := mailAddress.ReplaceAllString(err.Error(), "…@…")
	if len(s) > maxError {
		s = s[:maxError]
	}
	return oneLine(s)
}
