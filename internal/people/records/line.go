package records

import (
	"context"
	"slices"
	"strings"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// Selection is which statements are read from the record, in the order in which they were kept.
type Selection struct {
	Since time.Time // kept later than; zero: from the beginning
	Until time.Time // kept no later than; zero: to the end
	Agent string    // the key of an agent (xapi.AgentUse) that the statement names; empty: whoever it names
	Verbs []string  // IRIs; none: all
	Under string    // IRI of a course: what is about it or lies below it; empty: all
}

// After is the place from which a reading of the selection begins.
func (s Selection) After() Seq {
	if s.Since.IsZero() {
		return 0
	}
	return firstOf(s.Since) + 1<<seqBits - 1
}

func (s Selection) before() Seq {
	if s.Until.IsZero() {
		return 1<<63 - 1
	}
	return firstOf(s.Until) + 1<<seqBits
}

// fits says whether a statement is one of the selection, whenever it was kept.
func (s Selection) fits(f *xapi.Foreign) bool {
	return (len(s.Verbs) == 0 || slices.Contains(s.Verbs, f.Verb)) &&
		(s.Agent == "" || slices.ContainsFunc(f.Agents, func(a xapi.AgentUse) bool { return xapi.SameAgent(a.Key, s.Agent) })) &&
		(s.Under == "" || concerns(f, s.Under))
}

// Line is a statement on its way out of the record.
type Line struct {
	Seq      Seq
	ID       string
	Body     []byte // as the store gives it
	Second   bool   // it is in the form of 2.0
	Signed   bool
	Attached []Attached
	Actors   []identity.Actor // those of this site whom it names
}

// Attached is the bytes of an attachment.
type Attached struct {
	SHA2 string
	Kind string // media type
	Blob string // hash under which the place of files has them
}

// Lines reads statements of a selection that were kept after a place: as many as fit among the next n. The place is that
// of the last one it looked at; where it is the one that was given, there is nothing more. Also those that were taken back
// are among them, before or after what takes them back.
func (r *Room) Lines(tx store.Tx, s Selection, after Seq, n int) (lines []Line, last Seq, err error) {
	rows, err := selectLines(tx, after, s.before(), n)
	if err != nil {
		return nil, after, err
	}
	last = after
	for _, row := range rows {
		last = row.seq
		f, err := xapi.ParseStatement(row.body, xapi.V2)
		if err != nil || !s.fits(f) {
			continue // what an erasure emptied is nothing that another store takes
		}
		l := Line{Seq: row.seq, ID: row.id, Body: r.whole(row), Second: strings.HasPrefix(f.Version, "2."), Actors: r.actorsIn(row, f)}
		_, l.Signed = f.Signature()
		if len(f.Attachments) > 0 {
			files, err := selectFiles(tx, []Seq{row.seq})
			if err != nil {
				return nil, after, err
			}
			for _, one := range files {
				l.Attached = append(l.Attached, Attached{one.sha2, one.kind, one.blob})
			}
		}
		lines = append(lines, l)
	}
	return lines, last, nil
}

// actorsIn are the actors of this site whom a statement names, its owner first.
func (r *Room) actorsIn(row statementRow, f *xapi.Foreign) (all []identity.Actor) {
	if row.owner != "" {
		all = append(all, identity.Actor(row.owner))
	}
	for _, a := range f.Agents {
		if name := r.ours(a.Key); name != "" && !a.Authority && !slices.Contains(all, identity.Actor(name)) {
			all = append(all, identity.Actor(name))
		}
	}
	return all
}

// Settled is the moment until which everything that was kept can be read: what is kept from now on has a later place.
func (r *Room) Settled(ctx context.Context, db *store.DB) (time.Time, error) {
	now := r.clock.Now()
	age, err := db.Unfinished(ctx)
	return now.Add(-age - clocksApart), err
}

// clocksApart is how far the clocks of nodes may be apart.
const clocksApart = 2 * time.Second

// Behind counts the statements that were kept after a place, up to a bound.
func (r *Room) Behind(tx store.Tx, after Seq, most int) (int, error) {
	return countAfter(tx, after, most)
}

// Moment is when a statement with a place was kept.
func (s Seq) Moment() time.Time { return s.stored() }
