package privacy

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// Keeper is a room that forgets records of its own when their time has come (see identity.Retainer).
type Keeper = identity.Retainer

// Keep names a room whose tables answer retain by its name. It is called once for each, at the start.
func (r *Room) Keep(name string, k Keeper) { r.keepers[name] = k }

// Rule is how long one kind of record is kept now.
type Rule struct {
	Table   inventory.Table
	Days    int    // 0: without end
	Usual   int    // what the inventory proposes
	HeldFor string // why nothing goes; empty when there is no hold
}

// mostDays is the longest retention that can be set: a hundred years.
const mostDays = 36_525

// Rules lists the kinds of records that have a time, sorted by table.
func (r *Room) Rules(tx store.Tx) ([]Rule, error) {
	set, err := selectRules(tx)
	if err != nil {
		return nil, err
	}
	var all []Rule
	for _, t := range r.Inventory {
		if t.Retain.By == "" {
			continue
		}
		rule := Rule{Table: t, Days: t.Retain.Days, Usual: t.Retain.Days}
		if s, ok := set[t.Name]; ok {
			rule.Days, rule.HeldFor = s.days, s.held
		}
		all = append(all, rule)
	}
	return all, nil
}

// SetRule sets how many days one kind of record is kept, 0 for no end, and why nothing of it goes, empty for no hold. By
// is who does it.
func (r *Room) SetRule(tx store.Tx, by, record string, days int, heldFor string) error {
	t, ok := r.Inventory.Table(record)
	if !ok || t.Retain.By == "" {
		return fault.New(fault.NotFound, words, "no-rule")
	}
	if days < 0 || days > mostDays {
		return fault.New(fault.Invalid, words, "bad-days", lang.A{"most": mostDays})
	}
	if err := upsertRule(tx, record, days, heldFor); err != nil {
		return err
	}
	return r.audit(tx, by, "retention.set", record, map[string]string{"days": fmt.Sprint(days), "held": fmt.Sprint(heldFor != "")})
}

// Hold is that nothing of somebody goes while the law wants it kept.
type Hold struct{ Name, Why, Day string }

// Holds lists them.
func (r *Room) Holds(tx store.Tx) ([]Hold, error) { return selectHolds(tx) }

// Hold keeps everything of a person or an actor until Release.
func (r *Room) Hold(tx store.Tx, by, name, why string) error {
	if err := insertHold(tx, Hold{name, why, r.Clock.Now().Format(time.DateOnly)}); err != nil {
		return err
	}
	return r.audit(tx, by, "hold.set", name, nil)
}

// Release ends a hold.
func (r *Room) Release(tx store.Tx, by, name string) error {
	if err := deleteHold(tx, name); err != nil {
		return err
	}
	return r.audit(tx, by, "hold.lift", name, nil)
}

// Run is that retention ran.
type Run struct {
	Day      string
	Receipts []inventory.Receipt // of the kinds of which something went or is held
}

// Retain deletes what its rules let go, a transaction for each kind, and keeps the receipt. A dry run changes nothing
// and says what would go. By is who does it, empty for the machine.
func (r *Room) Retain(ctx context.Context, by string, dry bool) (Run, error) {
	run := Run{Day: r.Clock.Now().Format(time.DateOnly)}
	var rules []Rule
	err := r.DB.Read(ctx, func(tx store.Tx) (err error) {
		rules, err = r.Rules(tx)
		return err
	})
	if err != nil {
		return run, err
	}
	for _, rule := range rules {
		receipt, err := r.retainOne(ctx, rule, dry)
		if err != nil {
			return run, fmt.Errorf("retention of %s: %w", rule.Table.Name, err)
		}
		if receipt.Gone > 0 || receipt.Held {
			run.Receipts = append(run.Receipts, receipt)
		}
	}
	if dry || len(run.Receipts) == 0 {
		return run, nil
	}
	return run, r.DB.Write(ctx, func(tx store.Tx) error { return r.keepRun(tx, by, run) })
}

func (r *Room) retainOne(ctx context.Context, rule Rule, dry bool) (receipt inventory.Receipt, err error) {
	act := r.DB.Write
	if dry {
		act = r.DB.Read
	}
	err = act(ctx, func(tx store.Tx) error {
		holds, err := selectHolds(tx)
		if err != nil {
			return err
		}
		how := inventory.Rule{Record: rule.Table.Name, Days: rule.Days, Held: rule.HeldFor != ""}
		if how.Spare, err = r.spared(tx, holds); err != nil {
			return err
		}
		now := r.Clock.Now()
		switch keeper, ok := r.keepers[rule.Table.Retain.By]; {
		case rule.Table.Retain.By == inventory.Rows:
			receipt, err = r.Inventory.Retain(tx, now, how, dry)
		case ok:
			receipt, err = keeper.Retain(tx, now, how, dry)
		default:
			err = fmt.Errorf("%s answers for it and is not known", rule.Table.Retain.By)
		}
		return err
	})
	return receipt, err
}

// spared are the names of whom nothing goes: people with the actor under which their acts are kept.
func (r *Room) spared(tx store.Tx, holds []Hold) (names []string, err error) {
	for _, h := range holds {
		names = append(names, h.Name)
		p, err := r.Identity.PersonByID(tx, identity.PersonID(h.Name))
		switch {
		case err == nil:
			names = append(names, string(p.Actor))
		case fault.KindOf(err) != fault.NotFound: // it is an actor, or has no account any more
			return nil, err
		}
	}
	return names, nil
}

func (r *Room) keepRun(tx store.Tx, by string, run Run) error {
	detail, err := json.Marshal(run.Receipts)
	if err != nil {
		return err
	}
	if err := insertRun(tx, clock.NewID(), run.Day, string(detail)); err != nil {
		return err
	}
	gone := map[string]string{}
	for _, one := range run.Receipts {
		gone[one.Record] = fmt.Sprint(one.Gone)
	}
	return r.audit(tx, by, "retention.run", "", gone)
}

// Runs lists the newest receipts of retention, at most so many.
func (r *Room) Runs(tx store.Tx, most int) ([]Run, error) { return selectRuns(tx, most) }

// devices is the keeper of devices that nobody uses: it erases all that is kept under their names.
type devices struct{ room *Room }

func (d devices) Retain(tx store.Tx, now time.Time, rule inventory.Rule, dry bool) (inventory.Receipt, error) {
	receipt := rule.Receipt(now)
	if rule.Rests() {
		return receipt, nil
	}
	old, err := d.room.Identity.Unused(tx, receipt.Before, rule.Spare)
	receipt.Gone = len(old)
	if err != nil || dry {
		return receipt, err
	}
	for _, actor := range old {
		if err := d.room.Identity.Erase(tx, actor); err != nil {
			return receipt, err
		}
	}
	return receipt, nil
}
