package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(killedNode); address != "" {
		holdUntilKilled(address)
		return
	}
	os.Exit(pgtest.Main(m))
}

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// bench is a queue on a database, with a clock that stands still.
type bench struct {
	*Queue
	t     *testing.T
	clock *clock.Fixed
	log   *bytes.Buffer
	did   []string
}

// onBoth runs what holds on every database.
func onBoth(t *testing.T, test func(b *bench)) {
	storetest.OnBoth(t, []store.Migrations{Migrations}, func(t *testing.T, db *store.DB) { test(newBench(t, db)) })
}

func newBench(t *testing.T, db *store.DB) *bench {
	b := &bench{t: t, clock: clock.NewFixed(noon), log: &bytes.Buffer{}}
	b.Queue = New(Options{DB: db, Clock: b.clock, Log: slog.New(slog.NewTextHandler(b.log, nil))})
	return b
}

func (b *bench) write(fn func(tx store.Tx) error) error {
	return b.db.Write(b.t.Context(), fn)
}

func (b *bench) enqueue(k Kind[string], arg string, at time.Time) {
	b.t.Helper()
	if err := b.write(func(tx store.Tx) error { return k.Enqueue(tx, arg, at) }); err != nil {
		b.t.Fatal(err)
	}
}

// drain does what is due and gives what was done.
func (b *bench) drain() []string {
	b.t.Helper()
	b.did = nil
	if err := b.Drain(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	return b.did
}

func (b *bench) expect(what string, got []string, want ...string) {
	b.t.Helper()
	if !slices.Equal(got, want) {
		b.t.Errorf("%s: %v was done, want %v", what, got, want)
	}
}

// note is a function of a kind that only says it was called.
func (b *bench) note(_ context.Context, arg string) error {
	b.did = append(b.did, arg)
	return nil
}

func (b *bench) list(f Filter) (list []Job) {
	b.t.Helper()
	err := b.db.Read(b.t.Context(), func(tx store.Tx) (err error) {
		list, _, err = b.List(tx, f)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return list
}

func TestContractWorkBelongsToItsTransaction(t *testing.T) {
	onBoth(t, func(b *bench) {
		k := Define(b.Queue, "note", b.note)
		wrong := errors.New("wrong")
		err := b.write(func(tx store.Tx) error {
			if err := k.Enqueue(tx, "undone", time.Time{}); err != nil {
				return err
			}
			return wrong
		})
		if !errors.Is(err, wrong) || len(b.wake) != 0 {
			t.Errorf("%v, and the queue was woken %d times", err, len(b.wake))
		}
		b.enqueue(k, "later", noon.Add(time.Hour))
		b.enqueue(k, "now", time.Time{})
		if len(b.wake) != 1 {
			t.Error("a commit did not wake the queue")
		}
		b.expect("at noon", b.drain(), "now")
		b.expect("at noon again", b.drain())
		b.clock.Advance(time.Hour)
		b.expect("an hour later", b.drain(), "later")
		if left := b.list(Filter{}); len(left) != 0 {
			t.Errorf("what was done is still there: %v", left)
		}
	})
}

func TestContractFailuresComeBackLaterAndLater(t *testing.T) {
	onBoth(t, func(b *bench) {
		k := Define(b.Queue, "fail", func(_ context.Context, arg string) error {
			b.did = append(b.did, arg)
			return errors.New("550 <jo.doe@example.ca> is\nunknown")
		}, MaxTries(3))
		var lost []string
		k.OnLost(func(tx store.Tx, arg string, why error) error { lost = append(lost, arg); return nil })
		b.enqueue(k, "x", time.Time{})
		var waits []time.Duration
		for range 2 {
			b.expect("a try", b.drain(), "x")
			j := b.list(Filter{State: Waiting})
			if len(j) != 1 || j[0].Error != "550 <…@…> is unknown" {
				t.Fatalf("after a failure: %+v", j)
			}
			waits = append(waits, j[0].Due.Sub(b.clock.Now()))
			b.clock.Advance(waits[len(waits)-1] - time.Millisecond)
			b.expect("before it is due", b.drain())
			b.clock.Advance(time.Millisecond)
		}
		if waits[1] < 8*waits[0] {
			t.Errorf("the pauses do not grow: %v", waits)
		}
		b.expect("the last try", b.drain(), "x")
		b.clock.Advance(1000 * time.Hour)
		b.expect("given up", b.drain())
		j := b.list(Filter{State: GivenUp})
		if len(j) != 1 || j[0].Tries != 3 || !j[0].Due.IsZero() || !slices.Equal(lost, []string{"x"}) {
			t.Fatalf("given up: %+v, told of %v", j, lost)
		}
		if strings.Contains(b.log.String(), "jo.doe") {
			t.Error("the log holds a mail address")
		}
		if err := b.write(func(tx store.Tx) error { return b.Retry(tx, j[0].ID) }); err != nil {
			t.Fatal(err)
		}
		b.expect("revived by a person", b.drain(), "x")
		if err := b.write(func(tx store.Tx) error { return b.Drop(tx, j[0].ID) }); err != nil {
			t.Error(err)
		}
		if err := b.write(func(tx store.Tx) error { return b.Drop(tx, j[0].ID) }); fault.KindOf(err) != fault.NotFound {
			t.Errorf("dropped twice: %v", err)
		}
	})
}

func TestContractHopelessAndPanics(t *testing.T) {
	onBoth(t, func(b *bench) {
		k := Define(b.Queue, "fail", func(_ context.Context, arg string) error {
			if arg == "panic" {
				panic("oops")
			}
			return fmt.Errorf("wrapped: %w", GiveUp(errors.New("no such thing")))
		})
		b.enqueue(k, "hopeless", time.Time{})
		b.enqueue(k, "panic", time.Time{})
		b.drain()
		if j := b.list(Filter{State: GivenUp}); len(j) != 1 || j[0].Error != "wrapped: no such thing" {
			t.Errorf("given up: %+v", j)
		}
		if j := b.list(Filter{State: Waiting}); len(j) != 1 || j[0].Error != "panic: oops" {
			t.Errorf("waiting after a panic: %+v", j)
		}
		// What another version of the program enqueued is left for it.
		err := b.write(func(tx store.Tx) error {
			return insertJob(tx, row{id: "0", kind: "of tomorrow", arg: "{}", due: 1}, "", 1)
		})
		if err != nil {
			t.Fatal(err)
		}
		b.expect("an unknown kind", b.drain())
	})
}

func TestContractUniqueJobsWaitOnce(t *testing.T) {
	onBoth(t, func(b *bench) {
		var k Kind[string]
		again := true
		k = Define(b.Queue, "note", func(ctx context.Context, arg string) error {
			if arg == "a" && again {
				// Enqueued while one is being done: that one may have begun too early to see why.
				again = false
				b.enqueue(k, "a", time.Time{})
				b.enqueue(k, "a", time.Time{})
			}
			return b.note(ctx, arg)
		}, Unique())
		b.enqueue(k, "a", noon.Add(time.Hour))
		b.enqueue(k, "a", time.Time{})
		b.enqueue(k, "a", noon.Add(2*time.Hour))
		b.enqueue(k, "b", time.Time{})
		got := b.drain()
		slices.Sort(got)
		b.expect("unique", got, "a", "a", "b")
		b.clock.Advance(24 * time.Hour)
		b.expect("the day after", b.drain())
	})
}

func TestContractUrgentGoesFirst(t *testing.T) {
	onBoth(t, func(b *bench) {
		slow := Define(b.Queue, "slow", b.note)
		urgent := Define(b.Queue, "urgent", b.note, Urgent())
		for range 20 {
			b.enqueue(slow, "slow", time.Time{})
		}
		b.clock.Advance(time.Second)
		b.enqueue(urgent, "urgent", time.Time{})
		if got := b.drain(); len(got) != 21 || got[0] != "urgent" {
			t.Errorf("%v", got)
		}
	})
}

func TestContractOnceAPeriod(t *testing.T) {
	onBoth(t, func(b *bench) {
		other := newBench(t, b.db)
		other.clock = b.clock
		other.Queue.clock = b.clock
		fail := false
		for _, node := range []*bench{b, other} {
			node.Every("daily", 24*time.Hour, func(context.Context) error {
				node.did = append(node.did, "daily")
				if fail {
					return errors.New("not today")
				}
				return nil
			})
		}
		b.expect("at the first start", b.drain(), "daily")
		b.expect("on another node", other.drain())
		b.clock.Advance(11 * time.Hour)
		b.expect("the same day", b.drain())
		b.clock.Advance(24 * time.Hour)
		fail = true
		b.expect("the next day, on the other node", other.drain(), "daily")
		b.clock.Advance(72 * time.Hour) // the one that failed is due too, and counts
		fail = false
		b.expect("after days off", b.drain(), "daily")
		var rounds []Round
		err := b.db.Read(t.Context(), func(tx store.Tx) (err error) { rounds, err = b.Rounds(tx); return err })
		if err != nil || len(rounds) != 1 || !rounds[0].Began.Equal(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%+v, %v", rounds, err)
		}
	})
}

func TestContractPages(t *testing.T) {
	onBoth(t, func(b *bench) {
		k := Define(b.Queue, "note", b.note)
		other := Define(b.Queue, "other", b.note)
		for i := range 7 {
			b.enqueue(k, fmt.Sprint(i), time.Time{})
			b.enqueue(other, fmt.Sprint(i), time.Time{})
		}
		var seen []string
		f := Filter{Kind: "note", Limit: 3}
		for more := true; more; {
			err := b.db.Read(t.Context(), func(tx store.Tx) error {
				list, m, err := b.List(tx, f)
				for _, j := range list {
					seen = append(seen, j.ID)
				}
				if len(list) > 0 {
					f.Before = list[len(list)-1].ID
				}
				more = m
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		newestFirst := slices.IsSortedFunc(seen, func(a, b string) int { return strings.Compare(b, a) })
		if len(seen) != 7 || !newestFirst || len(slices.Compact(seen)) != 7 {
			t.Errorf("the pages list %v", seen)
		}
		err := b.db.Read(t.Context(), func(tx store.Tx) error {
			n, err := b.Count(tx)
			if n[Waiting] != 14 || n[Running] != 0 || n[GivenUp] != 0 {
				t.Errorf("counted %v", n)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// What a node held when it died is done by another when the lease ends; what it
// says afterwards is not believed.
func TestContractLeaseEnds(t *testing.T) {
	onBoth(t, func(b *bench) {
		other := newBench(t, b.db)
		other.Queue.clock, other.clock = b.clock, b.clock
		Define(other.Queue, "note", other.note)
		k := Define(b.Queue, "note", b.note, MaxTries(2))
		b.enqueue(k, "x", time.Time{})
		taken, _, err := b.claim(t.Context())
		if err != nil || len(taken) != 1 {
			t.Fatal(taken, err)
		}
		other.expect("while it is held", other.drain())
		b.clock.Advance(leaseTime - time.Millisecond)
		b.renew(t.Context())
		b.clock.Advance(leaseTime - time.Millisecond)
		other.expect("while the lease is renewed", other.drain())
		b.clock.Advance(time.Millisecond)
		other.expect("when the lease has ended", other.drain(), "x")
		b.settle(t.Context(), taken[0], errors.New("late"))
		if left := b.list(Filter{}); len(left) != 0 || !strings.Contains(b.log.String(), "taken over") {
			t.Errorf("%v is left; log %s", left, b.log)
		}
		// A job that ends the program each time is given up too.
		b.running = map[string]*lease{}
		b.enqueue(k, "deadly", time.Time{})
		for range 2 {
			if taken, _, err := b.claim(t.Context()); err != nil || len(taken) != 1 {
				t.Fatal(taken, err)
			}
			b.running = map[string]*lease{}
			b.clock.Advance(leaseTime)
		}
		b.expect("a third time", b.drain())
		if j := b.list(Filter{State: GivenUp}); len(j) != 1 || !strings.Contains(j[0].Error, "ended while doing it") {
			t.Errorf("%+v", j)
		}
	})
}
