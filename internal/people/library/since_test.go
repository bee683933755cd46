package library

import (
	"testing"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
	"atelier/internal/content/release"
)

func TestWhatChangedSinceARelease(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 12, 0, 0, 0, time.UTC) }
	passages := func(classes ...parity.Class) []release.PageUpgrade {
		p := release.PageUpgrade{}
		for _, c := range classes {
			p.Passages = append(p.Passages, release.PassageChange{Class: c, Texts: map[lang.Tag]release.Reworded{"fr": {Class: c, Before: "a", After: "b"}}})
		}
		return []release.PageUpgrade{p}
	}
	e := &Edition{
		served: turnsOf([]Release{{Number: 1, Version: "1.0.0", Published: day(1)}, {Number: 2, Version: "1.0.1", Published: day(2)}, {Number: 3, Version: "1.1.0", Published: day(3)},
			{Number: 4, Version: "1.1.1", Published: day(4)}, {Number: 5, Version: "2.0.0", Published: day(5)}}),
		upgrades: []release.Upgrade{
			{To: "1.0.1", Pages: passages(parity.Typo, parity.Clarity)}, {To: "1.1.0", Pages: passages(parity.Typo, parity.Meaning)},
			{To: "1.1.1", Pages: []release.PageUpgrade{{Born: true, Of: []course.ID{"k7m2qp"}}}}, {To: "2.0.0", Pages: []release.PageUpgrade{{Gone: true}}},
		},
	}
	if got := e.Meaning("1.0.0"); got != "2.0.0" {
		t.Errorf("since 1.0.0: %q", got)
	}
	e.served, e.upgrades = e.served[:4], e.upgrades[:3]
	for version, want := range map[string]string{"1.0.0": "1.1.0", "1.0.1": "1.1.0", "1.1.0": "", "1.1.1": "", "3.0.0": "", "": ""} {
		if got := e.Meaning(version); got != want {
			t.Errorf("since %s: %q, want %q", version, got, want)
		}
	}
	for at, want := range map[time.Time]string{day(1).Add(-time.Second): "", day(1): "1.0.0", day(3).Add(time.Hour): "1.1.0", day(9): "1.1.1"} {
		if got := e.ReleaseAt(at); got != want {
			t.Errorf("at %s: %q, want %q", at, got, want)
		}
	}
}

func TestTurnsOfReleases(t *testing.T) {
	at := func(n int) time.Time { return time.Date(2026, 11, n, 12, 0, 0, 0, time.UTC) }
	one := func(number, published, gone int) Release {
		r := Release{Number: number, Version: string(rune('a' + number - 1)), Published: at(published)}
		if gone > 0 {
			r.Withdrawn = &Withdrawal{At: at(gone)}
		}
		return r
	}
	for want, all := range map[string][]Release{
		"":       nil,
		"abc":    {one(1, 1, 0), one(2, 2, 0), one(3, 3, 0)},
		"aba":    {one(1, 1, 0), one(2, 2, 3)},
		"abac":   {one(1, 1, 0), one(2, 2, 3), one(3, 4, 0)},
		"abcb":   {one(1, 1, 5), one(2, 2, 0), one(3, 3, 4)},
		"abca":   {one(1, 1, 0), one(2, 2, 5), one(3, 3, 6)}, // b was withdrawn while c was served
		"abcbad": {one(1, 1, 0), one(2, 2, 5), one(3, 3, 4), one(4, 6, 0)},
	} {
		got := ""
		for _, turn := range turnsOf(all) {
			got += turn.Version
		}
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	all := []Release{one(1, 1, 0), one(2, 2, 3)}
	e := &Edition{served: turnsOf(all)}
	if !e.Back() || e.ReleaseAt(at(2)) != "b" || e.ReleaseAt(at(4)) != "a" || e.TurnAt(0).Version != "a" || e.TurnAt(9).Withdrawn != nil || e.TurnAt(2).Withdrawn == nil {
		t.Errorf("%+v", e.served)
	}
	if now := momentAfter(all, at(1)); !now.After(at(3)) || !momentAfter(all, at(9)).Equal(at(9)) {
		t.Errorf("%v", now)
	}
}

// Of pages that were taken out only those are told that were there before.
func TestPagesThatAreAway(t *testing.T) {
	page := func(id course.ID, born, gone bool) release.PageUpgrade {
		return release.PageUpgrade{ID: id, Born: born, Gone: gone}
	}
	e := &Edition{Release: &Release{}, served: make([]Turn, 4), upgrades: []release.Upgrade{
		{Pages: []release.PageUpgrade{page("new", true, false), page("old", false, true), page("back", false, true)}},
		{Pages: []release.PageUpgrade{page("back", true, false), page("new", false, true)}},
		{Pages: []release.PageUpgrade{page("back", false, true)}},
	}}
	got := ""
	for _, p := range e.Away(1) {
		got += string(p.ID) + " "
	}
	if got != "old back " {
		t.Errorf("away: %s", got)
	}
}
