package store

import (
	"strings"
	"testing"

	"atelier/internal/base/fault"
)

// A database put back from an older backup under a running program lacks what the
// program needs; one that a newer node migrated does not.
func TestMigratedLooksForEveryMigrationOfTheProgram(t *testing.T) {
	onBoth(t, func(t *testing.T, db *DB) {
		old := room("talk", "2026-01-01-made.sql", "CREATE TABLE talk_word (id INTEGER PRIMARY KEY)")
		both := room("talk", "2026-01-01-made.sql", "CREATE TABLE talk_word (id INTEGER PRIMARY KEY)", "2026-02-01-more.sql", "CREATE TABLE talk_more (id INTEGER PRIMARY KEY)")
		if err := Migrate(t.Context(), db, old); err != nil {
			t.Fatal(err)
		}
		if err := db.Answers(t.Context()); err != nil {
			t.Error(err)
		}
		if err := Migrated(t.Context(), db, both); fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "talk/2026-02-01-more") {
			t.Errorf("the newer program: %v", err)
		}
		if err := Migrate(t.Context(), db, both); err != nil {
			t.Fatal(err)
		}
		for _, rooms := range []Migrations{old, both} {
			if err := Migrated(t.Context(), db, rooms); err != nil {
				t.Error(err)
			}
		}
	})
}
