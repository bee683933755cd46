package records

import (
	"context"
	"io"

	"atelier/internal/base/store"
)

// Rehearse says what [Room.ReadLines] would make of a text, and keeps nothing: it plays the import in a database of its own,
// which holds the tables of this room and nothing else and is thrown away after, and compares each statement with the real
// record. What it counts is true as long as nobody else writes.
func (r *Room) Rehearse(ctx context.Context, o Import, scratch *store.DB, text io.Reader) (Imported, error) {
	o.real, o.DB, o.Trail = o.DB, scratch, Trail{}
	// Another room, since this one remembers what is in the real database.
	return New(r.clock, r.ids, r.homePage).readLines(ctx, o, text)
}

// alsoThere adds the statements that are in the real record; a fault of kind Conflict when one says something else there.
func (in *importing) alsoThere(ctx context.Context, entries []entry, there map[string]statementRow) error {
	return in.real.Read(ctx, func(tx store.Tx) error {
		known, err := selectByIDs(tx, entries)
		if err != nil {
			return err
		}
		for _, e := range entries {
			was, ok := known[e.id]
			if ok && !same(was.body, e) {
				return otherStatement(e)
			}
			if ok {
				there[e.id] = was
			}
		}
		return nil
	})
}
