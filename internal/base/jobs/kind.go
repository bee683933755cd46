package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
)

// Kind is a sort of work whose argument is a T.
type Kind[T any] struct {
	q    *Queue
	kind *kind
}

// kind is a Kind without its type.
type kind struct {
	name    string
	lane    int
	unique  bool
	tries   int
	timeout time.Duration
	do      func(ctx context.Context, arg []byte) error
	lost    func(tx store.Tx, arg []byte, why error) error // may be nil
}

// The lanes: what is urgent never waits behind the rest.
const (
	laneUrgent = iota
	laneRest
	lanes
)

// What holds when a kind does not say.
const (
	defaultTries   = 10
	defaultTimeout = 5 * time.Minute
)

// Option is a rule of a kind.
type Option func(*kind)

// MaxTries is after how many tries a job is given up; 10 without it.
func MaxTries(n int) Option { return func(k *kind) { k.tries = n } }

// Timeout ends the context of a try; 5 minutes without it.
func Timeout(d time.Duration) Option { return func(k *kind) { k.timeout = d } }

// Unique keeps one job only while others with the same argument wait: the one that
// is due first. One that has begun does not count, since it may have read what was
// there before.
func Unique() Option { return func(k *kind) { k.unique = true } }

// Urgent lets the jobs of a kind be done before those of others: somebody waits.
func Urgent() Option { return func(k *kind) { k.lane = laneUrgent } }

// Define makes a kind under a name that stays the same for ever ("mail.send"),
// before the queue is started. do may be called again with the same argument. The
// argument is kept as JSON.
func Define[T any](q *Queue, name string, do func(ctx context.Context, arg T) error, options ...Option) Kind[T] {
	k := &kind{name: name, lane: laneRest, tries: defaultTries, timeout: defaultTimeout}
	for _, o := range options {
		o(k)
	}
	k.do = func(ctx context.Context, data []byte) error {
		var arg T
		if err := json.Unmarshal(data, &arg); err != nil {
			return GiveUp(fmt.Errorf("the argument: %w", err))
		}
		return do(ctx, arg)
	}
	if q.kinds[name] != nil {
		panic("jobs: " + name + " is defined twice")
	}
	q.kinds[name] = k
	return Kind[T]{q: q, kind: k}
}

// OnLost has fn run in the transaction in which a job of the kind is given up.
func (k Kind[T]) OnLost(fn func(tx store.Tx, arg T, why error) error) {
	k.kind.lost = func(tx store.Tx, data []byte, why error) error {
		var arg T
		if err := json.Unmarshal(data, &arg); err != nil {
			return nil // such a job never had an argument
		}
		return fn(tx, arg, why)
	}
}

// Enqueue puts work into the transaction that causes it. It is done not before at;
// the zero time is at once.
func (k Kind[T]) Enqueue(tx store.Tx, arg T, at time.Time) error {
	data, err := json.Marshal(arg)
	if err != nil {
		return fmt.Errorf("job %s: %w", k.kind.name, err)
	}
	return k.q.enqueue(tx, k.kind, string(data), at)
}

func (q *Queue) enqueue(tx store.Tx, k *kind, arg string, at time.Time) error {
	now := q.clock.Now()
	if at.Before(now) {
		at = now
	}
	once := ""
	if k.unique {
		sum := sha256.Sum256([]byte(arg))
		once = hex.EncodeToString(sum[:])
	}
	if err := insertJob(tx, row{id: clock.NewID(), kind: k.name, lane: k.lane, arg: arg, due: at.UnixMilli()}, once, now.UnixMilli()); err != nil {
		return fmt.Errorf("enqueue %s: %w", k.name, err)
	}
	tx.After(q.rouse)
	return nil
}

// hopeless is an error that no further try mends.
type hopeless struct{ error }

func (h hopeless) Unwrap() error { return h.error }

// GiveUp marks an error that trying again does not mend.
func GiveUp(err error) error { return hopeless{err} }

// IsHopeless says whether GiveUp marked the error.
func IsHopeless(err error) bool {
	_, is := errors.AsType[hopeless](err)
	return is
}

// Pause is how long a job waits after a try, the first being 1: 1 s, 16 s, 81 s,
// 4 min, 10 min … n⁴ seconds, a tenth more or less so that what failed together
// does not come back together. Ten tries take 4 hours, fifteen two days.
func Pause(try int) time.Duration {
	d := time.Duration(try*try*try*try) * time.Second
	return d - d/10 + rand.N(d/5+1)
}
