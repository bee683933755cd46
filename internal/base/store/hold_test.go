package store

import (
	"strings"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store/pgtest"
)

// TestAHoldRefusesWritesInPlainWords holds a database from beside, as another process
// does: the open one reads on, refuses every write, and takes them again after.
func TestAHoldRefusesWritesInPlainWords(t *testing.T) {
	address := pgtest.New(t)
	dir := t.TempDir()
	for name, place := range map[string]func() (site, beside *DB){
		"sqlite": func() (*DB, *DB) {
			site := open(t, dir)
			exec(t, site, "CREATE TABLE n (i INTEGER PRIMARY KEY)")
			beside, err := Beside(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { beside.Close() })
			return site, beside
		},
		"postgresql": func() (*DB, *DB) {
			site, beside := connect(t, address), connect(t, address)
			exec(t, site, "CREATE TABLE n (i INTEGER PRIMARY KEY)")
			return site, beside
		},
	} {
		t.Run(name, func(t *testing.T) {
			site, beside := place()
			exec(t, site, "INSERT INTO n VALUES (1)")
			if err := beside.Hold(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, query := range []string{"INSERT INTO n VALUES (2)", "UPDATE n SET i = 3", "DELETE FROM n"} {
				err := site.Write(t.Context(), func(tx Tx) error {
					_, err := tx.Exec(query)
					return err
				})
				if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err, lang.English), "being moved") {
					t.Errorf("%s: %v", query, err)
				}
			}
			if held, err := beside.Held(t.Context()); !held || err != nil {
				t.Errorf("held: %v %v", held, err)
			}
			if count(t, site, "SELECT i FROM n") != 1 {
				t.Error("something was written")
			}
			if err := beside.Release(t.Context()); err != nil {
				t.Fatal(err)
			}
			exec(t, site, "INSERT INTO n VALUES (2)")
			if held, err := beside.Held(t.Context()); held || err != nil {
				t.Errorf("released: %v %v", held, err)
			}
		})
	}
}
