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
		releases: []Release{{Version: "1.0.0", Published: day(1)}, {Version: "1.0.1", Published: day(2)}, {Version: "1.1.0", Published: day(3)}, {Version: "1.1.1", Published: day(4)}, {Version: "2.0.0", Published: day(5)}},
		upgrades: []release.Upgrade{
			{To: "1.0.1", Pages: passages(parity.Typo, parity.Clarity)}, {To: "1.1.0", Pages: passages(parity.Typo, parity.Meaning)},
			{To: "1.1.1", Pages: []release.PageUpgrade{{Born: true, Of: []course.ID{"k7m2qp"}}}}, {To: "2.0.0", Pages: []release.PageUpgrade{{Gone: true}}},
		},
	}
	if got := e.Meaning("1.0.0"); got != "2.0.0" {
		t.Errorf("since 1.0.0: %q", got)
	}
	e.releases, e.upgrades = e.releases[:4], e.upgrades[:3]
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
