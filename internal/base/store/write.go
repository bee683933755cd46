package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"atelier/internal/base/fault"
)

// Bounds of a group of writes that share one commit. Whoever is in a group waits
// for its end, so a group must not grow for ever under constant load. A group may
// take as long as the flush before it: then half the time at most goes into
// flushes, however slow the disk.
const (
	maxGroup     = 512
	maxGroupAge  = 15 * time.Millisecond  // where flushes are quick
	mostGroupAge = 100 * time.Millisecond // where they are not
)

// writeQueue lets writes run one after another and commit together. Every caller
// runs its own function; the last one nobody waits behind commits for the group.
// So a lone write commits at once, and writes that pile up during a flush of the
// disk become one group with one flush.
type writeQueue struct {
	waiting atomic.Int64 // callers that will take the lock
	mu      sync.Mutex   // guards all that follows and the session
	session *session
	group   *group
	flush   time.Duration // that the last commit took
	over    bool
}

// group is a transaction with many writes in it.
type group struct {
	size  int
	since time.Time
	done  chan struct{} // closed after commit or rollback
	err   error         // set before done is closed: why nothing was kept
}

// Write runs fn in a transaction and returns after what it did is on the disk.
// When fn returns an error or panics, what it did is undone and the error is
// returned. fn must have no other effect than through its Tx, and must not call
// Write or Read itself. On PostgreSQL fn runs again, in a new transaction, when
// what it read was changed by somebody else meanwhile.
func (db *DB) Write(ctx context.Context, fn func(Tx) error) error {
	if db.watch != nil {
		defer db.watched(WriteKind, time.Now())
	}
	if db.server != nil {
		return db.server.write(ctx, fn)
	}
	defer db.running.begin()()
	q := &db.write
	q.waiting.Add(1)
	q.mu.Lock()
	q.waiting.Add(-1)
	t := q.session.begin(ctx)
	g, err := q.run(ctx, t, fn)
	if g == nil {
		return runFault(err)
	}
	<-g.done
	if g.err != nil {
		return runFault(g.err)
	}
	if err == nil {
		t.committed()
	}
	return runFault(err)
}

// run holds the lock on entry and gives it back. It returns the group that fn is
// part of, or nil when fn left nothing in any group.
func (q *writeQueue) run(ctx context.Context, t *tx, fn func(Tx) error) (_ *group, err error) {
	defer func() {
		q.settle()
		q.mu.Unlock()
	}()
	if q.over {
		return nil, fault.New(fault.Unavailable, words, "closed")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := q.join(); err != nil {
		return nil, err
	}
	g := q.group
	if err := q.session.control("SAVEPOINT one"); err != nil {
		q.abandon(err)
		return g, err
	}
	if err := q.call(t, fn); err != nil {
		return nil, err
	}
	g.size++
	return g, nil
}

// join enters the open group or begins one.
func (q *writeQueue) join() error {
	if q.group != nil {
		return nil
	}
	// IMMEDIATE takes the write lock at once, so that a write never fails half-way.
	if err := q.session.control("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	q.group = &group{since: time.Now(), done: make(chan struct{})}
	return nil
}

// call runs fn and keeps or undoes its savepoint, also when fn panics.
func (q *writeQueue) call(t *tx, fn func(Tx) error) (err error) {
	returned := false
	defer func() {
		t.end()
		end := "RELEASE one"
		if !returned || err != nil {
			end = "ROLLBACK TO one"
		}
		if failed := q.session.control(end); failed != nil {
			// The database has undone the whole transaction by itself (disk
			// full, input/output error): nobody in the group may be told "done".
			q.abandon(failed)
			if err == nil {
				err = failed
			}
			return
		}
		if end != "RELEASE one" {
			_ = q.session.control("RELEASE one")
		}
	}()
	err = t.call(fn)
	returned = true
	return err
}

// settle commits the group unless somebody who waits will.
func (q *writeQueue) settle() {
	g := q.group
	if g == nil {
		return
	}
	full := g.size >= maxGroup || time.Since(g.since) > min(mostGroupAge, max(maxGroupAge, q.flush))
	if q.waiting.Load() > 0 && !full {
		return
	}
	end := "COMMIT"
	if g.size == 0 {
		end = "ROLLBACK"
	}
	began := time.Now()
	if err := q.session.control(end); err != nil {
		q.abandon(err)
		return
	}
	q.flush = time.Since(began)
	q.group = nil
	close(g.done)
}

// abandon gives up the group: nothing of it is kept and all in it are told.
func (q *writeQueue) abandon(why error) {
	g := q.group
	if g == nil {
		return
	}
	// It fails when the database has already undone the transaction.
	_ = q.session.control("ROLLBACK")
	g.err = why
	q.group = nil
	close(g.done)
}

// close waits for the running write and refuses later ones.
func (q *writeQueue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.over = true
	if q.session != nil {
		q.session.close()
	}
}
