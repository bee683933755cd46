package library

import (
	"slices"
	"time"

	"atelier/internal/content/course"
	"atelier/internal/content/release"
)

// Meaning names the newest release served since a version in which the course says something else than before: a passage changed
// its meaning, or a page is new or gone. It is empty when none did, and for a version that was not published here.
func (e *Edition) Meaning(version string) (newer string) {
	at := e.turnOf(version)
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
		return p.Gone || p.Born && len(p.Of) == 0 || p.Weighs()
	})
}

// News is what changed on each page, by its id, since the turn with a number; nothing in a working copy.
func (e *Edition) News(number int) map[course.ID][]release.PassageChange {
	if e.Release == nil || number < 1 || number >= e.Turn() {
		return nil
	}
	if known, ok := e.news.Load(number); ok {
		return known.(map[course.ID][]release.PassageChange)
	}
	out := release.News(e.Course, e.upgrades[number-1:])
	e.news.Store(number, out)
	return out
}

// Born is the number of the turn in which a page was new; 0 when it was in the first release, or came out of others.
func (e *Edition) Born(page course.ID) int {
	for i, u := range e.upgrades {
		for _, p := range u.Pages {
			if p.ID == page && p.Born && len(p.Of) == 0 {
				return i + 2
			}
		}
	}
	return 0
}

// Away are the pages that were taken out since the turn with a number, and that no other page took the place
// of.
func (e *Edition) Away(number int) (gone []release.PageUpgrade) {
	if e.Release == nil || number < 1 || number >= e.Turn() {
		return nil
	}
	replaced, born := map[course.ID]bool{}, map[course.ID]bool{}
	for _, u := range e.upgrades[number-1:] {
		for _, p := range u.Pages {
			for _, was := range p.Of {
				replaced[was] = true
			}
			before := len(gone)
			gone = slices.DeleteFunc(gone, func(g release.PageUpgrade) bool { return g.ID == p.ID })
			switch {
			case len(gone) < before: // it came back
			case p.Born:
				born[p.ID] = true
			case p.Gone && !born[p.ID]: // one that came meanwhile was not there before
				gone = append(gone, p)
			}
		}
	}
	return slices.DeleteFunc(gone, func(p release.PageUpgrade) bool { return replaced[p.ID] })
}

// ReleaseAt is the version of the release that was served at a time; empty when there was none.
func (e *Edition) ReleaseAt(at time.Time) string {
	t, _ := e.atTime(at)
	return t.Version
}
