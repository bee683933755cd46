package privacy

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"atelier/internal/base/store"
)

// Few is the smallest number of views that is ever told: what was shown fewer times on a day in a language counts as
// not shown. It is applied to the smallest cell, before anything is added up, so that no sum and no difference of sums
// tells what a filter left out.
const Few = 5

// views counts what this node shows, until it is written down. Off, nothing is counted.
type views struct {
	on    atomic.Bool
	mu    sync.Mutex
	cells map[cell]int
}

// cell is what is counted: nothing of whoever read.
type cell struct{ day, page, language string }

// maxCells bounds the memory. A course has far fewer pages; what is above is not counted.
const maxCells = 50_000

// Viewed counts that a page was shown, when an administrator wants views counted. It keeps nothing of the reader.
func (r *Room) Viewed(page, language string) {
	if !r.views.on.Load() {
		return
	}
	c := cell{r.today(), page, language}
	r.views.mu.Lock()
	defer r.views.mu.Unlock()
	if r.views.cells == nil {
		r.views.cells = map[cell]int{}
	}
	if _, known := r.views.cells[c]; known || len(r.views.cells) < maxCells {
		r.views.cells[c]++
	}
}

// How often a node writes down what it counted, and how long the end waits for the last time.
const (
	tallyEvery = 5 * time.Minute
	lastTally  = 2 * time.Second
)

// Watch writes down what this node counts, again and again until Close.
func (r *Room) Watch() {
	var ctx context.Context
	ctx, r.stop = context.WithCancel(context.Background())
	r.done.Go(func() {
		tick := time.NewTicker(tallyEvery)
		defer tick.Stop()
		for ctx.Err() == nil {
			r.tally(ctx)
			select {
			case <-ctx.Done():
			case <-tick.C:
			}
		}
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastTally)
		defer cancel()
		r.tally(last)
	})
}

// Close ends the watch and writes down what was counted last. No page may be shown any more.
func (r *Room) Close() {
	if r.stop != nil {
		r.stop()
	}
	r.done.Wait()
}

// tally is [Room.Tally] of the watch; what fails is counted on and tried again.
func (r *Room) tally(ctx context.Context) {
	if err := r.Tally(ctx); err != nil && !errors.Is(ctx.Err(), context.Canceled) {
		r.Log.Error("views not written down", "error", err)
	}
}

// Tally looks whether views are to be counted, adds this node's to those of the others, and forgets the days that are
// over where they stayed below [Few].
func (r *Room) Tally(ctx context.Context) error {
	r.views.mu.Lock()
	cells := r.views.cells
	r.views.cells = nil
	r.views.mu.Unlock()
	on := false
	err := r.DB.Read(ctx, func(tx store.Tx) (err error) {
		on, err = r.Counting(tx)
		return err
	})
	if err == nil && (on || len(cells) > 0) {
		err = r.DB.Write(ctx, func(tx store.Tx) error { return r.writeViews(tx, cells) })
	}
	if err != nil {
		r.putBack(cells)
		return err
	}
	r.views.on.Store(on)
	return nil
}

func (r *Room) writeViews(tx store.Tx, cells map[cell]int) error {
	for c, n := range cells {
		if err := addViews(tx, c, n); err != nil {
			return err
		}
	}
	// Yesterday is left a day longer, for nodes that are late.
	return deleteFew(tx, r.Clock.Now().AddDate(0, 0, -1).Format(time.DateOnly), Few)
}

// putBack counts on from where a tally failed.
func (r *Room) putBack(cells map[cell]int) {
	r.views.mu.Lock()
	defer r.views.mu.Unlock()
	if r.views.cells == nil {
		r.views.cells = map[cell]int{}
	}
	for c, n := range cells {
		r.views.cells[c] += n
	}
}

// ViewFilter narrows what is told of views; what is empty does not.
type ViewFilter struct {
	From, To string // days, both counted
	Page     string
	Language string
}

// Views are how often pages were shown.
type Views struct {
	ByPage, ByDay, ByLanguage []Viewed // sorted by name
	All                       int      // as all three add up to
}

// Viewed is how often something was shown: a page, on a day, or in a language.
type Viewed struct {
	Name string
	N    int
}

// Count tells of the views that a filter lets through. The day that is not over is not told: seen twice, it would show
// what happened in between.
func (r *Room) Count(tx store.Tx, f ViewFilter) (v Views, err error) {
	today := r.today()
	for _, one := range []struct {
		column string
		into   *[]Viewed
	}{{"page", &v.ByPage}, {"day", &v.ByDay}, {"language", &v.ByLanguage}} {
		if *one.into, err = sumViews(tx, one.column, f, today, Few); err != nil {
			return v, err
		}
	}
	for _, d := range v.ByDay {
		v.All += d.N
	}
	return v, nil
}
