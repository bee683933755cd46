// Package jobs does work later, beside the requests: what is enqueued in a
// transaction is done after its commit, or not at all when it is undone.
//
// Its words: a Kind is a sort of work with its argument and its function. A job is
// one piece of work: it waits until it is due, is done under a lease, and is gone
// afterwards; one that failed waits again, each time longer, and is given up after
// its last try. A node is a process with a Queue; any number share a database.
//
// Invariants:
//   - a job is done at least once. It is done twice only when a node dies, or loses
//     the database, between doing it and saying so, so its function must bear that;
//   - no two nodes do a job at the same time while their clocks agree to about ten
//     seconds: who does it holds a lease and renews it, and what a dead node held
//     is taken by another when the lease ends;
//   - periodic work is begun once a period over all nodes, once when periods were
//     missed, and not while it is still under way;
//   - nobody asks the database without need: a node is woken by its own commits
//     and by the time that the next job is due. Only on a shared database it looks
//     for the work of others, every few seconds;
//   - arguments hold ids, never personal data; what failed is kept and logged with
//     mail addresses taken out.
package jobs

import (
	"context"
	"embed"
	"log/slog"
	"sync"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

//go:embed migrations privacy.yaml
var migrations embed.FS

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// Migrations are the tables of the queue.
var Migrations = store.Migrations{Room: "jobs", Files: migrations}

// How a node paces itself.
const (
	// leaseTime is how long a job is held without a sign of life.
	leaseTime = 30 * time.Second
	// renewal is how often a lease is made longer.
	renewal = leaseTime / 3
	// lookShared is how often a node looks for what others enqueued.
	lookShared = 5 * time.Second
	// lookAlone is how often a node looks that nobody else can enqueue for: it
	// only guards against a clock that was set.
	lookAlone = time.Minute
	// workers is how many jobs a node does at once when nobody says.
	workers = 4
)

// Options say what a queue works with.
type Options struct {
	DB      *store.DB
	Clock   clock.Clock // the machine's when nil
	Log     *slog.Logger
	Workers int // jobs done at once, at least 2; 4 when 0
}

// Queue is a node's part in the work of a database. Kinds are defined before it is
// started.
type Queue struct {
	db      *store.DB
	clock   clock.Clock
	log     *slog.Logger
	workers int
	node    string
	kinds   map[string]*kind
	rounds  []round
	wake    chan struct{} // holds a token when there may be work

	mu      sync.Mutex
	running map[string]*lease // by the id of the job
	renewed time.Time
	stop    context.CancelFunc // ends the taking; nil unless started
	cut     context.CancelFunc // ends what runs
	ended   chan struct{}      // closed when nothing is taken any more
	all     sync.WaitGroup     // what runs
}

// New makes a queue over a database that has the Migrations.
func New(o Options) *Queue {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Workers == 0 {
		o.Workers = workers
	}
	return &Queue{
		db: o.DB, clock: o.Clock, log: o.Log, workers: max(2, o.Workers), node: clock.NewID(),
		kinds: map[string]*kind{}, wake: make(chan struct{}, 1), running: map[string]*lease{},
	}
}

// Start begins to take work; it returns at once. ctx lends its values to the
// functions of the kinds; its end does not stop the queue, Stop does.
func (q *Queue) Start(ctx context.Context) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.stop != nil {
		return
	}
	taking, stop := context.WithCancel(context.WithoutCancel(ctx))
	doing, cut := context.WithCancel(store.Patient(context.WithoutCancel(ctx)))
	q.stop, q.cut, q.ended = stop, cut, make(chan struct{})
	go func() {
		defer close(q.ended)
		q.take(taking, doing)
	}()
}

// Stop takes nothing more and waits for what runs. When ctx ends first, what runs
// is told to end and the error of ctx is returned; its jobs are taken up again
// later. A queue that was not started, or was stopped, is left alone.
func (q *Queue) Stop(ctx context.Context) error {
	q.mu.Lock()
	stop, cut, ended := q.stop, q.cut, q.ended
	q.stop = nil
	q.mu.Unlock()
	if stop == nil {
		return nil
	}
	stop()
	defer cut()
	done := make(chan struct{})
	go func() {
		<-ended
		q.all.Wait()
		close(done)
	}()
	// The leases of what still runs are kept alive.
	for {
		select {
		case <-done:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(renewal):
			q.renew(context.WithoutCancel(ctx))
		}
	}
}

// rouse lets the node look for work.
func (q *Queue) rouse() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}
