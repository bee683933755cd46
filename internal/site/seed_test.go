package site

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/people/identity"
)

// seed is somebody who is put into every table. Their ids and texts are unlike anything else.
type seed struct {
	n             int
	person, actor string
}

// mark is a text of theirs in a column.
func (s seed) mark(table, column string) string {
	return fmt.Sprintf("mark%d.%s.%s", s.n, table, column)
}

// holds says whether something kept is of theirs.
func (s seed) holds(value string) bool {
	return strings.Contains(strings.ToLower(value), fmt.Sprintf("mark%d.", s.n)) || strings.Contains(value, s.person) || strings.Contains(value, s.actor)
}

// value is what the test writes into a column.
func (s seed) value(table string, c store.Column, is inventory.Column) any {
	text := is.Example
	switch {
	case is.Example != "":
	case is.Person:
		text = s.person
	case is.Actor:
		text = s.actor
	case c.Kind == "INTEGER": // a number, or a moment that is not long ago
		return int64(1_795_435_200_000 + s.n)
	case c.Kind == "REAL":
		return 1
	case is.JSON:
		text = `{"said":"{mark}"}`
	case is.About():
		text = s.mark(table, c.Name)
	default:
		text = fmt.Sprintf("x%d", s.n)
	}
	text = strings.NewReplacer("{mark}", s.mark(table, c.Name), "{person}", s.person, "{actor}", s.actor, "{other}", fmt.Sprint("x", s.n),
		"{now}", "2026-11-27T12:00:00.000Z", "{day}", "2026-11-27", "{n}", fmt.Sprintf("%04d", s.n)).Replace(text)
	if c.Kind == "BLOB" {
		return []byte(text)
	}
	return text
}

// into writes a row of theirs into a table.
func (s seed) into(tx store.Tx, t inventory.Table, schema store.Table) error {
	var names, signs []string
	var args []any
	for _, c := range schema.Columns {
		names, signs, args = append(names, c.Name), append(signs, "?"), append(args, s.value(t.Name, c, t.Columns[c.Name]))
	}
	_, err := tx.Exec("INSERT INTO "+t.Name+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(signs, ", ")+")", args...)
	if err != nil {
		return fmt.Errorf("a row for %s: %w (give its columns examples in privacy.yaml)", t.Name, err)
	}
	return nil
}

// found is a value of somebody's in the database, as "table.column: value".
func (s seed) found(t *testing.T, tx store.Tx, schema []store.Table) (all []string) {
	t.Helper()
	for _, table := range schema {
		rows, err := tx.Query("SELECT * FROM " + table.Name)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]any, len(table.Columns)), make([]any, len(table.Columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			for i, v := range values {
				if raw, ok := v.([]byte); ok {
					v = string(raw)
				}
				if text := fmt.Sprint(v); s.holds(text) {
					all = append(all, table.Name+"."+table.Columns[i].Name+": "+text)
				}
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// seeded is a site with people in every table.
type seeded struct {
	*Site
	t      *testing.T
	schema []store.Table
}

func onSeeded(t *testing.T, test func(t *testing.T, s seeded)) {
	t.Run("sqlite", func(t *testing.T) {
		s, _ := open(t, trilingual(t))
		test(t, newSeeded(t, s))
	})
	t.Run("postgresql", func(t *testing.T) {
		s, _ := open(t, trilingual(t), func(o *Options) { o.Database = pgtest.New(t); o.Secret = testSecret })
		test(t, newSeeded(t, s))
	})
}

func newSeeded(t *testing.T, s *Site) seeded {
	// The site's own work would retain what is put in, and make transactions that read the whole database run again.
	s.Stop()
	s.stopJobs()
	out := seeded{s, t, nil}
	out.write(func(tx store.Tx) (err error) {
		out.schema, err = store.Schema(tx)
		return err
	})
	return out
}

func (s seeded) write(fn func(tx store.Tx) error) {
	s.t.Helper()
	if err := s.db.Write(s.t.Context(), fn); err != nil {
		s.t.Fatal(err)
	}
}

func (s seeded) table(name string) store.Table {
	for _, t := range s.schema {
		if t.Name == name {
			return t
		}
	}
	s.t.Fatalf("no table %s", name)
	return store.Table{}
}

// put writes a row of somebody's into every table that can be about them: those of people for a person, those of actors
// alone for a device.
func (s seeded) put(who seed) {
	s.t.Helper()
	s.write(func(tx store.Tx) error {
		for _, t := range s.privacy.Inventory {
			person, actor := t.Links()
			of := len(person) > 0 || len(actor) > 0 || t.About()
			if who.person == noPerson {
				of = len(person) == 0 && len(actor) > 0
			}
			if !of || t.Name == "privacy_hold" || t.Name == "identity_device" && who.person != noPerson {
				continue
			}
			if err := who.into(tx, t, s.table(t.Name)); err != nil {
				return err
			}
		}
		return nil
	})
}

// noPerson stands for the person of a device; it is in no table.
const noPerson = "no person"

// kept is whether the inventory lets an erasure leave something in a column.
func (s seeded) kept(place string) bool {
	name, column, _ := strings.Cut(strings.SplitN(place, ":", 2)[0], ".")
	t, _ := s.privacy.Inventory.Table(name)
	return t.Stays() && (t.Erase.By == "" || !t.Columns[column].Text || !strings.Contains(place, "mark"))
}

// exported is everything that is given of an actor, as one text.
func (s seeded) exported(tx store.Tx, actor string) (string, error) {
	kept, err := s.privacy.Identity.Export(tx, identity.Actor(actor))
	if err != nil {
		return "", err
	}
	all := map[string]any{}
	for _, k := range kept {
		if _, twice := all[k.Key]; twice {
			s.t.Errorf("%s is exported twice", k.Key)
		}
		all[k.Key] = k.Data
		for _, tag := range []string{k.Say("en"), k.Say("fr")} {
			if tag == "" || strings.Contains(tag, "{") {
				s.t.Errorf("%s is told as %q", k.Key, tag)
			}
		}
	}
	data, err := json.Marshal(all)
	return string(data), err
}
