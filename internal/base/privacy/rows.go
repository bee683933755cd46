package privacy

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"atelier/internal/base/store"
)

// Subject is whose data is meant: the actor under whose name they act, and the person when they have an account.
type Subject struct {
	Person string // empty for a device
	Actor  string // may be empty
}

// names are the values that link columns hold of the subject.
func (s Subject) names(t Table) (columns, values []string) {
	person, actor := t.Links()
	for _, c := range person {
		if s.Person != "" {
			columns, values = append(columns, c), append(values, s.Person)
		}
	}
	for _, c := range actor {
		if s.Actor != "" {
			columns, values = append(columns, c), append(values, s.Actor)
		}
	}
	return columns, values
}

// Digest is how an erased name is remembered: its SHA-256 (hexadecimal). Names are random, so it leads nowhere, and
// finds the name again in a backup.
func Digest(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:])
}

// Held is the rows of a subject in a table.
type Held struct {
	Table Table
	Rows  []map[string]any // without secrets; a column's value by its name
}

// Export gives the rows of a subject in the tables that answer so by rows.
func (inv Inventory) Export(tx store.Tx, s Subject) (all []Held, err error) {
	for _, t := range inv {
		if t.Export.By != Rows {
			continue
		}
		rows, err := selectRows(tx, t, s)
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			all = append(all, Held{t, rows})
		}
	}
	return all, nil
}

// Claim gives the rows of an actor to another.
func (inv Inventory) Claim(tx store.Tx, from, to string) error {
	for _, t := range inv {
		if t.Claim.By != Rows {
			continue
		}
		_, actor := t.Links()
		for _, column := range actor {
			if err := renameActor(tx, t.Name, column, from, to); err != nil {
				return err
			}
		}
	}
	return nil
}

// Erase deletes or blanks the rows of a subject in the tables that answer so.
func (inv Inventory) Erase(tx store.Tx, s Subject) error {
	for _, t := range inv {
		var err error
		switch t.Erase.By {
		case Rows:
			err = deleteRows(tx, t, s)
		case Blank:
			err = blankRows(tx, t, s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Left is what an erasure leaves of a subject in a table.
type Left struct {
	Table Table
	Rows  int
}

// Left counts, before an erasure, the rows that it will leave, in the tables that say why.
func (inv Inventory) Left(tx store.Tx, s Subject) (all []Left, err error) {
	for _, t := range inv {
		if !t.Stays() || !t.About() {
			continue
		}
		n, err := countRows(tx, t, s)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			all = append(all, Left{t, n})
		}
	}
	return all, nil
}

// Rule says how long one kind of record is kept.
type Rule struct {
	Record string   // the name of its table
	Days   int      // 0: without end
	Held   bool     // a legal hold: nothing goes while it lasts
	Spare  []string // people and actors of whom nothing goes, for the same reason
}

// Receipt says what a rule did, or would do.
type Receipt struct {
	Record string `json:"record"`
	Days   int    `json:"days"`
	Before string `json:"before"` // day; what is older goes
	Gone   int    `json:"gone"`
	Held   bool   `json:"held,omitempty"`
}

// Receipt begins the receipt of a rule on a day.
func (r Rule) Receipt(now time.Time) Receipt {
	return Receipt{Record: r.Record, Days: r.Days, Before: r.Before(now).Format(time.DateOnly), Held: r.Held}
}

// Before is the start of the first day that a rule keeps.
func (r Rule) Before(now time.Time) time.Time {
	return now.UTC().Truncate(24*time.Hour).AddDate(0, 0, -r.Days)
}

// Rests says that a rule does nothing.
func (r Rule) Rests() bool { return r.Days <= 0 || r.Held }

// Retain applies a rule to a table that answers retain by rows. A dry run changes nothing.
func (inv Inventory) Retain(tx store.Tx, now time.Time, rule Rule, dry bool) (Receipt, error) {
	receipt := rule.Receipt(now)
	t, ok := inv.Table(rule.Record)
	if !ok || t.Retain.By != Rows || rule.Rests() {
		return receipt, nil
	}
	var err error
	receipt.Gone, err = countOld(tx, t, rule, now)
	if err != nil || dry || receipt.Gone == 0 {
		return receipt, err
	}
	return receipt, deleteOld(tx, t, rule, now)
}

// Find gives the names of people and actors whose digests are in a list: those an old backup brought back. It looks in
// every table of which an erasure leaves nothing.
func (inv Inventory) Find(tx store.Tx, digests []string) (people, actors []string, err error) {
	gone := map[string]bool{}
	for _, d := range digests {
		gone[strings.TrimSpace(d)] = true
	}
	for _, t := range inv {
		if t.Stays() {
			continue
		}
		person, actor := t.Links()
		for _, c := range person {
			if people, err = appendNames(tx, people, t.Name, c, gone); err != nil {
				return nil, nil, err
			}
		}
		for _, c := range actor {
			if actors, err = appendNames(tx, actors, t.Name, c, gone); err != nil {
				return nil, nil, err
			}
		}
	}
	return unique(people), unique(actors), nil
}

func appendNames(tx store.Tx, into []string, table, column string, gone map[string]bool) ([]string, error) {
	names, err := selectNames(tx, table, column)
	for _, name := range names {
		if gone[Digest(name)] {
			into = append(into, name)
		}
	}
	return into, err
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
