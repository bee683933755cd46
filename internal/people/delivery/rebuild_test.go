package delivery

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// nobodyGone is for tests in which nobody was erased.
func nobodyGone(store.Tx, identity.Actor) (bool, error) { return false, nil }

// rebuildFromNothing forgets the progress of an actor and reads it anew.
func (r *Room) rebuildFromNothing(t *testing.T, actor identity.Actor) {
	t.Helper()
	if err := r.DB.Write(t.Context(), func(tx store.Tx) error { return deleteProgress(tx, actor) }); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Rebuild(t.Context(), Rebuilding{Gone: nobodyGone}); err != nil {
		t.Fatal(err)
	}
}

// lives is a random history of some learners.
type lives struct {
	t      *rapid.T
	r      *Room
	rng    *rand.Rand
	actors []identity.Actor
	gone   map[identity.Actor]bool
}

func (l *lives) write(fn func(store.Tx) error) {
	if err := l.r.DB.Write(context.Background(), fn); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lives) who() identity.Actor {
	return rapid.SampledFrom(l.actors).Draw(l.t, "who")
}

// act does something on a page, in one language or the other.
func (l *lives) act() {
	pages := append(tasksOf(l.r, "en"), tasksOf(l.r, "fr")...)
	who, p := l.who(), pages[rapid.IntRange(0, len(pages)-1).Draw(l.t, "page")]
	if l.gone[who] {
		return
	}
	if _, err := l.r.act(context.Background(), identity.Visitor{Actor: who}, p, "", anything(l.rng, p)); err != nil {
		l.t.Fatal(err)
	}
}

// erase forgets a learner.
func (l *lives) erase() {
	who := l.who()
	l.gone[who] = true
	l.write(func(tx store.Tx) error { return l.r.Identity.Erase(tx, who) })
}

// claim gives what one learner did to another.
func (l *lives) claim() {
	from, to := l.who(), l.who()
	if from == to || l.gone[from] || l.gone[to] {
		return
	}
	l.write(func(tx store.Tx) error { return l.r.Identity.Claim(tx, from, to) })
}

// otherEdition says things of pages that the course has not, and never had or has no more.
func (l *lives) otherEdition() {
	who := l.who()
	if l.gone[who] {
		return
	}
	verb := rapid.SampledFrom([]xapi.Verb{xapi.Initialized, xapi.Attempted, xapi.Failed, xapi.Completed, xapi.Passed}).Draw(l.t, "verb")
	score := rapid.IntRange(0, 10).Draw(l.t, "score")
	s := xapi.Statement{Verb: verb, Object: IRI(fmt.Sprint("urn:x:other#p", score%3)).thing(xapi.TypeLesson),
		Result: &xapi.Result{Score: &xapi.Score{Scaled: float64(score) / 10, Raw: float64(score), Max: 10}}}
	l.write(func(tx store.Tx) error {
		_, err := l.r.Records.Append(tx, who, s)
		return err
	})
}

// all is the progress of everybody.
func (l *lives) all() map[identity.Actor]map[IRI]Progress {
	out := map[identity.Actor]map[IRI]Progress{}
	err := l.r.DB.Read(context.Background(), func(tx store.Tx) (err error) {
		for _, who := range l.actors {
			if out[who], err = selectProgress(tx, who); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return out
}

func (l *lives) isGone(_ store.Tx, who identity.Actor) (bool, error) { return l.gone[who], nil }

// harm spoils the progress of some, as a mistake of a program would.
func (l *lives) harm() {
	l.write(func(tx store.Tx) error {
		for _, who := range l.actors {
			switch rapid.IntRange(0, 3).Draw(l.t, "harm") {
			case 0:
				if err := deleteProgress(tx, who); err != nil {
					return err
				}
			case 1:
				if err := upsertProgress(tx, who, "urn:x:nowhere", Progress{Reach: Passed, Scaled: 1}); err != nil {
					return err
				}
			case 2:
				if _, err := tx.Exec("UPDATE delivery_progress SET reached = 1, scaled = 0.125 WHERE owner = ?", string(who)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// TestRebuildEqualsWhateverHappened lets learners act in two languages, claim and be erased, with statements of other
// editions between; then progress is spoiled, and read anew, and is what it was.
func TestRebuildEqualsWhateverHappened(t *testing.T) { onBoth(t, testRebuildEquals) }

func testRebuildEquals(t *testing.T, r *Room) {
	round, gone := 0, map[identity.Actor]bool{}
	rapid.Check(t, func(t *rapid.T) {
		if round++; round > 25 {
			return // each waits for the disk many times
		}
		l := &lives{t: t, r: r, gone: gone, rng: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))}
		for i := range 4 {
			l.actors = append(l.actors, identity.Actor(fmt.Sprintf("d-%d-%d", round, i)))
		}
		for range rapid.IntRange(1, 25).Draw(t, "events") {
			switch rapid.IntRange(0, 9).Draw(t, "event") {
			case 0:
				l.erase()
			case 1:
				l.claim()
			case 2, 3:
				l.otherEdition()
			default:
				l.act()
			}
		}
		kept := l.all()
		same, err := r.Rebuild(context.Background(), Rebuilding{Gone: l.isGone})
		if err != nil || same.Changed != 0 || len(same.Differences) != 0 {
			t.Fatalf("rebuilt what nobody spoiled: %+v, %v", same, err)
		}
		l.harm()
		spoiled := 0
		for who, now := range l.all() {
			if !maps.Equal(now, kept[who]) {
				spoiled++
			}
		}
		dry, err := r.Rebuild(context.Background(), Rebuilding{Gone: l.isGone, Dry: true})
		if err != nil || dry.Changed != spoiled {
			t.Fatalf("%d were spoiled; %+v, %v", spoiled, dry, err)
		}
		done, err := r.Rebuild(context.Background(), Rebuilding{Gone: l.isGone})
		if err != nil || done.Changed != spoiled || len(done.Differences) != len(dry.Differences) {
			t.Fatalf("%d were spoiled; %+v, %v", spoiled, done, err)
		}
		for who, now := range l.all() {
			if !maps.Equal(now, kept[who]) {
				t.Fatalf("%s: kept %v, rebuilt %v", who, kept[who], now)
			}
		}
	})
}

// TestRebuildStoppedAndBegunAgain stops a rebuilding between two learners; what was mended holds, and the next one
// mends the rest.
func TestRebuildStoppedAndBegunAgain(t *testing.T) { onBoth(t, testRebuildStopped) }

func testRebuildStopped(t *testing.T, r *Room) {
	err := r.DB.Write(t.Context(), func(tx store.Tx) error {
		for i := range 2*rebuildOwners + 7 {
			who := identity.Actor(fmt.Sprintf("d-%04d", i))
			if _, err := r.Records.Append(tx, who, xapi.Statement{Verb: xapi.Completed, Object: IRI("urn:x:other#p").thing(xapi.TypeLesson)}); err != nil {
				return err
			}
			if err := deleteProgress(tx, who); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("stopped")
	var stopped bool
	_, err = r.Rebuild(t.Context(), Rebuilding{Gone: func(_ store.Tx, who identity.Actor) (bool, error) {
		if who == "d-0150" {
			stopped = true
			return false, stop
		}
		return false, nil
	}})
	if !errors.Is(err, stop) || !stopped {
		t.Fatal(err)
	}
	if _, err := r.Rebuild(t.Context(), Rebuilding{Gone: nobodyGone}); err != nil {
		t.Fatal(err)
	}
	last, err := r.Rebuild(t.Context(), Rebuilding{Gone: nobodyGone, Dry: true})
	if err != nil || last.Changed != 0 || last.Learners != 2*rebuildOwners+7 || last.Activities != last.Learners || last.Statements != last.Learners {
		t.Errorf("%+v, %v", last, err)
	}
	if got := r.progressOf(t, "d-0206"); len(got) != 1 || got["urn:x:other#p"].Reach != Done {
		t.Errorf("d-0206: %v", got)
	}
}
