package delivery

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
)

// How a rebuilding goes through a record.
const (
	rebuildPage   = 500 // statements that are read at once
	rebuildOwners = 100 // learners that are compared on one state of the database
	mostTold      = 1000
	rebuilders    = 4 // pages that are compared at once, on as many processors
)

// Rebuilding is how all progress is read anew.
type Rebuilding struct {
	// Gone says whether an actor was erased: their statements stay, and nobody's progress is read from them.
	Gone func(store.Tx, identity.Actor) (bool, error)
	// Dry only compares; a database that is opened to read will do.
	Dry bool
}

// Rebuilt is what a rebuilding saw.
type Rebuilt struct {
	Learners   int `json:"learners"`
	Statements int `json:"statements"`
	Activities int `json:"activities"` // of which the statements tell progress
	// Changed are the learners whose progress was not what their statements say.
	Changed int `json:"changed"`
	// Differences are the first thousand of what was not as the statements say, by learner and activity.
	Differences []Difference `json:"differences"`
}

// Difference is one activity in which the progress that was kept is not what the statements say.
type Difference struct {
	Learner  identity.Actor `json:"learner"`
	Activity IRI            `json:"activity"`
	Kept     Progress       `json:"kept"`
	Told     Progress       `json:"told"` // by the statements
}

// Rebuild reads the progress of every learner anew from the statements and writes it where what is kept is something
// else. It compares page after page, each on one state of the database, and holds up nobody who is learning; what differs
// is read once more in the transaction that writes it. Whoever stops it loses nothing, and begins again.
func (r *Room) Rebuild(ctx context.Context, o Rebuilding) (Rebuilt, error) {
	all := &rebuilding{Rebuilding: o, room: r}
	pages := make(chan []identity.Actor)
	g, ctx := errgroup.WithContext(store.Patient(ctx))
	g.Go(func() error {
		defer close(pages)
		return all.list(ctx, pages)
	})
	for range min(rebuilders, runtime.GOMAXPROCS(0)) {
		g.Go(func() error {
			for page := range pages {
				if err := all.page(ctx, page); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := g.Wait()
	slices.SortFunc(all.done.Differences, func(a, b Difference) int {
		return cmp.Or(strings.Compare(string(a.Learner), string(b.Learner)), strings.Compare(string(a.Activity), string(b.Activity)))
	})
	return all.done, err
}

// rebuilding is one under way.
type rebuilding struct {
	Rebuilding
	room *Room
	mu   sync.Mutex // guards done
	done Rebuilt
}

// list sends everybody who has statements or progress, in pages.
func (b *rebuilding) list(ctx context.Context, to chan<- []identity.Actor) error {
	for after := identity.Actor(""); ; {
		var page []identity.Actor
		err := b.room.DB.Read(ctx, func(tx store.Tx) error {
			told, err := b.room.Records.Owners(tx, after, rebuildOwners)
			if err != nil {
				return err
			}
			kept, err := selectProgressOwners(tx, after, rebuildOwners)
			page = append(told, kept...)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		slices.Sort(page)
		page = slices.Compact(page)
		page = page[:min(len(page), rebuildOwners)]
		after = page[len(page)-1]
		select {
		case to <- page:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// page compares the progress of some learners, and mends it.
func (b *rebuilding) page(ctx context.Context, owners []identity.Actor) error {
	var seen Rebuilt
	var wrong []identity.Actor
	err := b.room.DB.Read(ctx, func(tx store.Tx) error {
		seen, wrong = Rebuilt{}, nil
		for _, owner := range owners {
			differ, err := b.compare(tx, owner, &seen)
			if err != nil {
				return err
			}
			if differ {
				wrong = append(wrong, owner)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !b.Dry && len(wrong) > 0 {
		err := b.room.DB.Write(ctx, func(tx store.Tx) error {
			for _, owner := range wrong {
				if err := b.mend(tx, owner); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done.add(seen)
	return nil
}

func (d *Rebuilt) add(o Rebuilt) {
	d.Learners += o.Learners
	d.Statements += o.Statements
	d.Activities += o.Activities
	d.Changed += o.Changed
	d.Differences = append(d.Differences, o.Differences[:min(len(o.Differences), mostTold-min(mostTold, len(d.Differences)))]...)
}

// compare says whether the progress of a learner is something else than their statements say, and counts.
func (b *rebuilding) compare(tx store.Tx, owner identity.Actor, seen *Rebuilt) (bool, error) {
	told, n, err := b.room.told(tx, owner)
	if err != nil {
		return false, err
	}
	kept, err := selectProgress(tx, owner)
	if err != nil {
		return false, err
	}
	seen.Learners++
	seen.Statements += n
	seen.Activities += len(told)
	if maps.Equal(kept, told) {
		return false, nil
	}
	if told, err = b.living(tx, owner, told); err != nil || maps.Equal(kept, told) {
		return false, err
	}
	seen.Changed++
	for activity := range told {
		if _, ok := kept[activity]; !ok {
			kept[activity] = Progress{}
		}
	}
	for activity, was := range kept {
		if is := told[activity]; is != was {
			seen.Differences = append(seen.Differences, Difference{owner, activity, was, is})
		}
	}
	return true, nil
}

// living is what statements tell of a learner; nothing when they were erased.
func (b *rebuilding) living(tx store.Tx, owner identity.Actor, told map[IRI]Progress) (map[IRI]Progress, error) {
	gone, err := b.Gone(tx, owner)
	if gone {
		told = nil
	}
	return told, err
}

// told is the progress that the statements of a learner tell, and how many statements there are.
func (r *Room) told(tx store.Tx, owner identity.Actor) (map[IRI]Progress, int, error) {
	all, n := map[IRI]Progress{}, 0
	for after := records.Seq(0); ; {
		list, err := r.Records.Statements(tx, owner, after, rebuildPage)
		if err != nil {
			return nil, 0, err
		}
		for _, s := range list {
			after = s.Seq
			if counts(s.Statement) {
				all[IRI(s.Object.ID)] = all[IRI(s.Object.ID)].with(s.Statement)
			}
		}
		if n += len(list); len(list) < rebuildPage {
			return all, n, nil
		}
	}
}

// mend writes what the statements of a learner tell in the place of the progress that is kept.
func (b *rebuilding) mend(tx store.Tx, owner identity.Actor) error {
	told, _, err := b.room.told(tx, owner)
	if err != nil {
		return err
	}
	if told, err = b.living(tx, owner, told); err != nil {
		return err
	}
	if err := deleteProgress(tx, owner); err != nil {
		return err
	}
	for activity, p := range told {
		if err := upsertProgress(tx, owner, activity, p); err != nil {
			return err
		}
	}
	tx.After(func() { b.room.standings.drop(owner) })
	return b.room.changed(tx, owner)
}
