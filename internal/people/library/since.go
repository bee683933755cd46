package library

import (
	"slices"
	"time"

	"atelier/internal/content/parity"
	"atelier/internal/content/release"
)

// Meaning names the newest release since a version in which the course says something else than before: a passage changed
// its meaning, or a page is new or gone. It is empty when none did, and for a version that was not published here.
func (e *Edition) Meaning(version string) (newer string) {
	at := slices.IndexFunc(e.releases, func(r Release) bool { return r.Version == version })
	if at < 0 {
		return ""
	}
	for i := at; i < len(e.upgrades); i++ {
		if saysElse(e.upgrades[i]) {
			newer = e.upgrades[i].To
		}
	}
	return newer
}

// saysElse says whether a release says something else than the one before.
func saysElse(u release.Upgrade) bool {
	return slices.ContainsFunc(u.Pages, func(p release.PageUpgrade) bool {
		return p.Gone || p.Born && len(p.Of) == 0 || slices.ContainsFunc(p.Passages, func(c release.PassageChange) bool { return c.Class == parity.Meaning })
	})
}

// ReleaseAt is the version of the release that was the newest at a time; empty when there was none.
func (e *Edition) ReleaseAt(at time.Time) (version string) {
	for _, r := range e.releases {
		if !r.Published.After(at) {
			version = r.Version
		}
	}
	return version
}
