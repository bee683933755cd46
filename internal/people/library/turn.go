package library

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"slices"
	"time"

	"atelier/internal/content/release"
)

// Turn is a time in which a release was the one that is served: since it was published, or since one after it was
// withdrawn, so that a release may have several. Turns are numbered from 1. While nothing is withdrawn, the number of a
// release is that of its turn.
type Turn struct {
	Release
	Since time.Time
}

// turnsOf are the turns of the releases of a course, which are given with the oldest first.
func turnsOf(all []Release) (turns []Turn) {
	type moment struct {
		at    time.Time
		place int
		gone  bool
	}
	var moments []moment
	for i, r := range all {
		moments = append(moments, moment{at: r.Published, place: i})
		if r.Withdrawn != nil {
			moments = append(moments, moment{at: r.Withdrawn.At, place: i, gone: true})
		}
	}
	slices.SortStableFunc(moments, func(a, b moment) int { return a.at.Compare(b.at) })
	left := make([]bool, len(all))
	for _, m := range moments {
		left[m.place] = !m.gone
		newest := len(left) - 1
		for newest >= 0 && !left[newest] {
			newest--
		}
		if newest >= 0 && (len(turns) == 0 || turns[len(turns)-1].Number != all[newest].Number) {
			turns = append(turns, Turn{Release: all[newest], Since: m.at})
		}
	}
	return turns
}

// momentAfter is a moment after all that was ever done with the releases of a course: now, unless a clock went back.
func momentAfter(all []Release, now time.Time) time.Time {
	for _, r := range all {
		last := r.Published
		if r.Withdrawn != nil && r.Withdrawn.At.After(last) {
			last = r.Withdrawn.At
		}
		if !now.After(last) {
			now = last.Add(time.Nanosecond)
		}
	}
	return now
}

// upgrades are what readers met at each turn but the first. Where a release follows the one that was served before, that
// was worked out when it was published; the way back to an earlier one is worked out here.
func (s *Shelf) upgrades(ctx context.Context, turns []Turn) ([]release.Upgrade, error) {
	var out []release.Upgrade
	for i := 1; i < len(turns); i++ {
		u, err := s.changes(ctx, turns[i].Release)
		if err == nil && (u.From != turns[i-1].Version || u.To != turns[i].Version) {
			u, err = s.between(ctx, turns[i-1].Release, turns[i].Release)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, nil
}

// changes is the upgrade that was kept with a release; empty for the first.
func (s *Shelf) changes(ctx context.Context, r Release) (u release.Upgrade, err error) {
	if r.Changes == "" {
		return u, nil
	}
	from, _, err := s.Blobs.Open(ctx, r.Changes)
	if err != nil {
		return u, err
	}
	defer from.Close()
	data, err := io.ReadAll(from)
	if err != nil {
		return u, err
	}
	return u, json.Unmarshal(data, &u)
}

// between tells two releases apart.
func (s *Shelf) between(ctx context.Context, a, b Release) (release.Upgrade, error) {
	from, err := s.Parcel(ctx, a)
	if err != nil {
		return release.Upgrade{}, err
	}
	defer from.Close()
	to, err := s.Parcel(ctx, b)
	if err != nil {
		return release.Upgrade{}, err
	}
	defer to.Close()
	return release.NewUpgrade(from.Released, to.Released), nil
}

// Turn is the number of the turn of the release that it is; 0 for the working copy.
func (e *Edition) Turn() int { return len(e.served) }

// TurnAt is a turn by its number, of those up to this one; the first, for a number before it, and the last after it.
func (e *Edition) TurnAt(number int) Turn {
	return e.served[min(max(number, 1), len(e.served))-1]
}

// Back says that the release was served before, and is again because a later one was withdrawn.
func (e *Edition) Back() bool {
	return len(e.served) > 1 && e.served[len(e.served)-2].Number > e.served[len(e.served)-1].Number
}

// turnOf is the place of the last turn of a version; -1 when it had none.
func (e *Edition) turnOf(version string) int {
	for i := range slices.Backward(e.served) {
		if e.served[i].Version == version {
			return i
		}
	}
	return -1
}

// atTime is the turn at a time; false before the first.
func (e *Edition) atTime(at time.Time) (t Turn, ok bool) {
	i, found := slices.BinarySearchFunc(e.served, at, func(t Turn, at time.Time) int { return cmp.Compare(t.Since.UnixNano(), at.UnixNano()) })
	if !found {
		i--
	}
	if i < 0 {
		return t, false
	}
	return e.served[i], true
}
