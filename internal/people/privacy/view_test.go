package privacy

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"pgregory.net/rapid"

	"atelier/internal/base/store"
)

func (h house) tally() {
	h.t.Helper()
	if err := h.Tally(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

func (h house) counted(f ViewFilter) (v Views) {
	h.t.Helper()
	h.write(func(tx store.Tx) (err error) { v, err = h.Count(tx, f); return err })
	return v
}

func (h house) countViews() {
	h.write(func(tx store.Tx) error { return h.SetCounting(tx, "", true) })
	h.tally()
}

// Needs A9.3: nothing is counted until an administrator wants it.
func TestViewsAreOffByDefault(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		h.tally()
		for range 9 {
			h.Viewed("page", "en")
		}
		h.tally()
		if n := h.count("SELECT COUNT(*) FROM privacy_view"); n != 0 {
			t.Errorf("%d rows", n)
		}
	})
}

// Needs A9.4: somebody who knows everything about everybody else, and asks with every filter on every day, learns
// nothing of one reader: every answer is the same whether they read or not.
func TestNobodyIsSingledOut(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		h.countViews()
		// Many read one page in both languages; one reads a rare page, and a known one in a rare language.
		for range 40 {
			h.Viewed("common", "en")
			h.Viewed("common", "fr")
		}
		asked := func() string {
			var all string
			for _, page := range []string{"", "common", "rare"} {
				for _, language := range []string{"", "en", "fr", "iu-Cans"} {
					for _, from := range []string{"", "2026-11-27", "2026-11-28"} {
						for _, to := range []string{"", "2026-11-27"} {
							all += fmt.Sprintln(h.counted(ViewFilter{From: from, To: to, Page: page, Language: language}))
						}
					}
				}
			}
			return all
		}
		h.tally()
		h.clock.Advance(24 * time.Hour)
		without := asked()
		h.clock.Advance(-24 * time.Hour)
		h.Viewed("rare", "en")
		h.Viewed("rare", "fr")
		h.Viewed("common", "iu-Cans")
		h.tally()
		during := h.counted(ViewFilter{})
		h.clock.Advance(24 * time.Hour)
		if with := asked(); with != without {
			t.Errorf("one reader shows:\n%s\nwithout:\n%s", with, without)
		}
		if during.All != 0 {
			t.Errorf("a day that is not over is told: %+v", during)
		}
		if got := h.counted(ViewFilter{Language: "fr"}); got.All != 40 || len(got.ByPage) != 1 {
			t.Errorf("what many read is %+v", got)
		}
		// What stayed small is not even kept.
		h.clock.Advance(24 * time.Hour)
		h.tally()
		if n := h.count("SELECT COUNT(*) FROM privacy_view WHERE n < ?", Few); n != 0 {
			t.Errorf("%d small cells are kept", n)
		}
	})
}

// Two nodes add up, and a tally that fails loses nothing.
func TestNodesAddUp(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		h.countViews()
		other := New(h.Options)
		if err := other.Tally(t.Context()); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			h.Viewed("page", "en")
			other.Viewed("page", "en")
		}
		ended, cancel := contextEnded(t)
		defer cancel()
		if err := h.Tally(ended); err == nil {
			t.Error("a tally in an ended context works")
		}
		h.tally()
		if err := other.Tally(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(24 * time.Hour)
		if got := h.counted(ViewFilter{}); got.All != 6 {
			t.Errorf("got %+v, want 6 in all", got)
		}
	})
}

// What is shown until the very end is written down.
func TestTheLastViewsAreCounted(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		h.countViews()
		o := h.Options
		o.Log = slog.New(slog.DiscardHandler)
		node := New(o)
		if err := node.Tally(t.Context()); err != nil {
			t.Fatal(err)
		}
		node.Watch()
		for range Few {
			node.Viewed("page", "en")
		}
		node.Close()
		h.clock.Advance(24 * time.Hour)
		if got := h.counted(ViewFilter{}); got.All != Few {
			t.Errorf("got %+v, want %d in all", got, Few)
		}
	})
}

// However views fall and whatever is asked, no figure is below Few and every sum is one of figures that could be asked.
func TestNoFigureIsSmall(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		h.countViews()
		rapid.Check(t, func(rt *rapid.T) {
			h.write(func(tx store.Tx) error { _, err := tx.Exec("DELETE FROM privacy_view"); return err })
			for range rapid.IntRange(0, 30).Draw(rt, "cells") {
				page, language := fmt.Sprint("p", rapid.IntRange(0, 3).Draw(rt, "page")), rapid.SampledFrom([]string{"en", "fr"}).Draw(rt, "language")
				for range rapid.IntRange(1, 7).Draw(rt, "n") {
					h.Viewed(page, language)
				}
			}
			h.tally()
			h.clock.Advance(24 * time.Hour)
			all := h.counted(ViewFilter{})
			sum := 0
			for _, language := range []string{"en", "fr"} {
				v := h.counted(ViewFilter{Language: language})
				sum += v.All
				for _, p := range v.ByPage {
					if p.N < Few {
						rt.Errorf("%s in %s is told as %d", p.Name, language, p.N)
					}
				}
			}
			if sum != all.All {
				rt.Errorf("the languages add up to %d, all is %d: the difference tells", sum, all.All)
			}
		})
	})
}
