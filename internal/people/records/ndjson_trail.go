package records

import (
	"context"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// Trail is where imports and exports of the record are written down: who, how much and since when; nothing about anybody
// whom statements speak of.
type Trail struct {
	By    identity.PersonID                         // "key:ID"; empty: whoever has the machine
	Write func(tx store.Tx, e identity.Event) error // nil: nowhere
}

// The acts of a trail. The first line is there before anything is taken in or given out, so that also what is killed
// half-way has left one; the second says what became of it. Both bear the same id.
const (
	importAct   = "statements.import"
	importedAct = "statements.imported"
	exportAct   = "statements.export"
	exportedAct = "statements.exported"
)

// begin writes the first line and returns the writer of the second, which needs to know whether all was read or written.
func (r *Room) begin(ctx context.Context, db *store.DB, t Trail, act string, detail map[string]string) (end func(act string, err error, detail map[string]string) error, err error) {
	if t.Write == nil {
		return func(_ string, err error, _ map[string]string) error { return err }, nil
	}
	id, began := r.ids(), lang.Machine(r.clock.Now())
	line := func(ctx context.Context, act string, detail map[string]string) error {
		return db.Write(ctx, func(tx store.Tx) error {
			return t.Write(tx, identity.Event{By: t.By, Do: act, On: id, Detail: detail})
		})
	}
	end = func(act string, failed error, detail map[string]string) error {
		detail["began"], detail["whole"] = began, strconv.FormatBool(failed == nil)
		if err := line(context.WithoutCancel(ctx), act, detail); failed == nil {
			return err
		}
		return failed
	}
	return end, line(ctx, act, detail)
}

// told is a selection as a trail has it: that it was narrowed to one agent, and not to whom; of a course its IRI, unless an
// address of somebody could stand in it; of verbs, which are any text that looks like an IRI, how many.
func (s Selection) told() map[string]string {
	all := map[string]string{}
	if !s.Since.IsZero() {
		all["since"] = lang.Machine(s.Since)
	}
	if !s.Until.IsZero() {
		all["until"] = lang.Machine(s.Until)
	}
	if s.Under != "" {
		all["course"] = s.Under
		if strings.Contains(s.Under, "@") || len(s.Under) > mostName {
			all["course"] = "one"
		}
	}
	if len(s.Verbs) > 0 {
		all["verbs"] = strconv.Itoa(len(s.Verbs))
	}
	if s.Agent != "" {
		all["agent"] = "one"
	}
	return all
}

// told is what became of an import, as a trail has it.
func (d Imported) told() map[string]string {
	return map[string]string{"lines": strconv.Itoa(d.Lines), "kept": strconv.Itoa(d.Kept), "known": strconv.Itoa(d.Known), "refused": strconv.Itoa(d.Refused)}
}
