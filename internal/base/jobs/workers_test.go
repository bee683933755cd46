package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
)

// counter counts how often each argument was done.
type counter struct {
	mu   sync.Mutex
	n    map[string]int
	left int
	done chan struct{}
}

func newCounter(n int) *counter {
	return &counter{n: map[string]int{}, left: n, done: make(chan struct{})}
}

func (c *counter) do(_ context.Context, arg string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[arg]++
	if c.left--; c.left == 0 {
		close(c.done)
	}
	return nil
}

func TestContractManyWorkersDoEachOnce(t *testing.T) {
	onBoth(t, func(b *bench) { eachOnce(t, b.db, b.db) })
}

func TestTwoNodesDoEachOnce(t *testing.T) {
	address := pgtest.New(t)
	eachOnce(t, connect(t, address), connect(t, address))
}

func connect(t *testing.T, address string) *store.DB {
	t.Helper()
	db, err := store.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := store.Migrate(t.Context(), db, Migrations); err != nil {
		t.Fatal(err)
	}
	return db
}

// eachOnce has two queues do what several writers enqueue meanwhile.
func eachOnce(t *testing.T, dbs ...*store.DB) {
	const writers, each = 4, 25
	c := newCounter(writers * each)
	var kinds []Kind[string]
	for _, db := range dbs {
		q := New(Options{DB: db, Log: slog.New(slog.DiscardHandler)})
		kinds = append(kinds, Define(q, "count", c.do))
		q.Start(t.Context())
		defer q.Stop(t.Context())
	}
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				err := dbs[w%2].Write(t.Context(), func(tx store.Tx) error {
					return kinds[w%2].Enqueue(tx, fmt.Sprint(w, "-", i), time.Time{})
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	<-c.done
	if len(c.n) != writers*each {
		t.Errorf("%d of %d were done", len(c.n), writers*each)
	}
}

func TestStopWaitsForWhatRuns(t *testing.T) {
	onBoth(t, func(b *bench) {
		began, finish := make(chan struct{}), make(chan struct{})
		k := Define(b.Queue, "long", func(ctx context.Context, arg string) error {
			close(began)
			select {
			case <-finish:
				b.did = append(b.did, arg)
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		b.enqueue(k, "x", time.Time{})
		b.Start(t.Context())
		<-began
		stopped := make(chan error)
		go func() { stopped <- b.Stop(t.Context()) }()
		<-b.ended // nothing is taken any more, the job still runs
		b.enqueue(k, "y", time.Time{})
		close(finish)
		if err := <-stopped; err != nil {
			t.Error(err)
		}
		b.expect("after stop", b.did, "x")
		if j := b.list(Filter{}); len(j) != 1 || j[0].State != Waiting || j[0].Tries != 0 {
			t.Errorf("%+v", j)
		}
	})
}

func TestStopCutsWhatDoesNotEnd(t *testing.T) {
	onBoth(t, func(b *bench) {
		began := make(chan struct{})
		k := Define(b.Queue, "endless", func(ctx context.Context, _ string) error {
			close(began)
			<-ctx.Done()
			return ctx.Err()
		})
		b.enqueue(k, "x", time.Time{})
		b.Start(t.Context())
		<-began
		patience, end := context.WithCancel(t.Context())
		end()
		if err := b.Stop(patience); !errors.Is(err, context.Canceled) {
			t.Errorf("stop says %v", err)
		}
		b.all.Wait()
		if j := b.list(Filter{}); len(j) != 1 || j[0].State != Waiting || j[0].Tries != 0 || j[0].Due.After(noon) {
			t.Errorf("it should wait to be done again at once: %+v", j)
		}
	})
}
