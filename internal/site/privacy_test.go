package site

import (
	"path"
	"slices"
	"strings"
	"testing"

	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/identity"
)

// Needs A9.1 and A9.2: no table and no column is without its lines in the privacy.yaml of its package.
func TestEveryColumnIsClassified(t *testing.T) {
	t.Parallel()
	storetest.OnBoth(t, migrations, func(t *testing.T, db *store.DB) {
		inv, err := inventory.Read(migrations...)
		if err != nil {
			t.Fatal(err)
		}
		var schema []store.Table
		err = db.Read(t.Context(), func(tx store.Tx) (err error) {
			schema, err = store.Schema(tx)
			return err
		})
		if err != nil || len(schema) < 5 {
			t.Fatalf("%d tables, %v", len(schema), err)
		}
		for _, gap := range inventory.Compare(inv, schema) {
			t.Error(gap)
		}
	})
}

// Needs A9.5: of somebody who is in every table, everything is given out, moved and erased; what stays is declared, with
// a reason, and is told; nobody else loses anything.
func TestSomebodyInEveryTable(t *testing.T) {
	t.Parallel()
	onSeeded(t, func(t *testing.T, s seeded) {
		device := seed{1, noPerson, "d-seed-one"}
		person := seed{2, "p-seed-two", "a-seed-two"}
		other := seed{3, "p-seed-three", "a-seed-three"}
		for _, who := range []seed{device, person, other} {
			s.put(who)
		}
		s.claimed(device, person)
		s.exports(device, person)
		var before, after []string
		s.write(func(tx store.Tx) error { before = other.found(t, tx, s.schema); return nil })
		s.erased(device, person)
		s.write(func(tx store.Tx) error { after = other.found(t, tx, s.schema); return nil })
		if len(after) < len(s.privacy.Inventory)/2 || !slices.Equal(before, after) {
			t.Errorf("of somebody else there was\n%s\nand is\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
		}
	})
}

// claimed gives a device's acts to a person and wants every link moved.
func (s seeded) claimed(device, person seed) {
	s.t.Helper()
	s.write(func(tx store.Tx) error {
		if err := s.privacy.Identity.Claim(tx, identity.Actor(device.actor), identity.Actor(person.actor)); err != nil {
			return err
		}
		for _, place := range device.found(s.t, tx, s.schema) {
			name, rest, _ := strings.Cut(place, ".")
			column, value, _ := strings.Cut(rest, ": ")
			t, _ := s.privacy.Inventory.Table(name)
			if t.Columns[column].Actor && value == device.actor && t.Claim.By != "" {
				s.t.Errorf("after the claim %s is still the device's", place)
			}
		}
		return nil
	})
}

// exports wants every text of them in what is given out.
func (s seeded) exports(all ...seed) {
	s.t.Helper()
	s.write(func(tx store.Tx) error {
		given, err := s.exported(tx, all[len(all)-1].actor)
		if err != nil {
			return err
		}
		for _, who := range all {
			for _, place := range who.found(s.t, tx, s.schema) {
				name, rest, _ := strings.Cut(place, ".")
				column, _, _ := strings.Cut(rest, ": ")
				t, _ := s.privacy.Inventory.Table(name)
				mark := who.mark(name, column)
				if t.Export.By != "" && !t.Columns[column].Derived && strings.Contains(place, mark) && !strings.Contains(given, mark) {
					s.t.Errorf("%s is not given out", place)
				}
			}
		}
		for _, t := range s.privacy.Inventory {
			for column, c := range t.Columns {
				if c.Class == inventory.Secret && t.Export.By == inventory.Rows && strings.Contains(given, `"`+column+`"`) {
					s.t.Errorf("the secret %s.%s is given out", t.Name, column)
				}
			}
		}
		return nil
	})
}

// erased erases a person to whom a device's acts were given, and wants nothing of either left but what is declared.
func (s seeded) erased(device, person seed) {
	s.t.Helper()
	s.write(func(tx store.Tx) error {
		if err := s.privacy.Identity.ErasePerson(tx, identity.PersonID(person.person), identity.PersonID(person.person)); err != nil {
			return err
		}
		at, err := s.privacy.Receipt(tx, identity.Actor(person.actor))
		if err != nil {
			return err
		}
		receipt, err := s.privacy.Erasure(tx, path.Base(at("en", "en")))
		told := map[string]bool{}
		for _, k := range receipt.Kept {
			told[k.Table] = true
		}
		for _, who := range []seed{device, person} {
			for _, place := range who.found(s.t, tx, s.schema) {
				name, _, _ := strings.Cut(place, ".")
				if !s.kept(place) {
					s.t.Errorf("after the erasure there is %s", place)
				}
				t, _ := s.privacy.Inventory.Table(name)
				persons, actors := t.Links()
				if len(persons)+len(actors) > 0 && !told[name] {
					s.t.Errorf("%s stays and the receipt does not say so", place)
				}
			}
		}
		return err
	})
}
