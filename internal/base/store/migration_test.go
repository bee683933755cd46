package store

import (
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

func room(name string, files ...string) Migrations {
	m := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		m["migrations/"+files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return Migrations{Room: name, Files: m}
}

func TestMigrationsRunInTheOrderOfTheirDatesAcrossRooms(t *testing.T) {
	db := open(t, t.TempDir())
	records := room("records",
		"2026-11-23-statements.sql", "CREATE TABLE records_statement (id TEXT PRIMARY KEY); CREATE INDEX records_by_id ON records_statement (id);",
		"2026-11-25-more.sql", "INSERT INTO records_statement SELECT name FROM library_course;")
	library := room("library",
		"2026-11-24-courses.sql", "CREATE TABLE library_course (name TEXT);\nINSERT INTO library_course VALUES ('a; b');")
	for range 2 { // the second time does nothing
		if err := Migrate(t.Context(), db, library, records); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, db, "SELECT count(*) FROM records_statement WHERE id = 'a; b'"); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
	if n := count(t, db, "SELECT count(*) FROM store_migration"); n != 3 {
		t.Errorf("%d migrations are remembered, want 3", n)
	}
}

func TestAMigrationThatFailsLeavesNothing(t *testing.T) {
	db := open(t, t.TempDir())
	bad := room("records", "2026-11-23-a.sql", "CREATE TABLE records_a (id TEXT); CREATE TABLE nonsense (;")
	if err := Migrate(t.Context(), db, bad); err == nil || !strings.Contains(err.Error(), "records/2026-11-23-a") {
		t.Fatalf("got %v", err)
	}
	if n := count(t, db, "SELECT count(*) FROM sqlite_schema WHERE name = 'records_a'"); n != 0 {
		t.Error("half a migration is kept")
	}
	good := room("records", "2026-11-23-a.sql", "CREATE TABLE records_a (id TEXT)")
	if err := Migrate(t.Context(), db, good); err != nil {
		t.Errorf("after the repair: %v", err)
	}
}

func TestMigrateRefuses(t *testing.T) {
	first := room("records", "2026-11-23-a.sql", "CREATE TABLE records_a (id TEXT)")
	cases := map[string]struct {
		next Migrations
		want string
	}{
		"a newer database": {room("records"), "newer Atelier"},
		"a changed file":   {room("records", "2026-11-23-a.sql", "CREATE TABLE records_a (id BLOB)"), "another text"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			c.next.Files.(fstest.MapFS)["migrations/2026-11-24-b.sql"] = &fstest.MapFile{Data: []byte("CREATE TABLE records_b (id TEXT)")}
			db := open(t, t.TempDir())
			if err := Migrate(t.Context(), db, first); err != nil {
				t.Fatal(err)
			}
			err := Migrate(t.Context(), db, c.next)
			if err == nil || !strings.Contains(fault.Message(err, lang.English), c.want) || fault.ExitCode(err) != 4 {
				t.Errorf("got %v", err)
			}
			if fault.Hint(err, lang.French) == "" {
				t.Error("no hint")
			}
			if n := count(t, db, "SELECT count(*) FROM sqlite_schema WHERE name = 'records_b'"); n != 0 {
				t.Error("a refused database was changed")
			}
		})
	}
}

func TestLineEndsDoNotChangeAMigration(t *testing.T) {
	db := open(t, t.TempDir())
	for _, text := range []string{"CREATE TABLE records_a (\n id TEXT)", "CREATE TABLE records_a (\r\n id TEXT)"} {
		if err := Migrate(t.Context(), db, room("records", "2026-11-23-a.sql", text)); err != nil {
			t.Error(err)
		}
	}
}

func TestTablesAndFilesAreNamedByTheRules(t *testing.T) {
	cases := map[string]Migrations{
		"a table without its room": room("records", "2026-11-23-a.sql", "CREATE TABLE statement (id TEXT)"),
		"an undated file":          room("records", "a.sql", "CREATE TABLE records_a (id TEXT)"),
	}
	for name, m := range cases {
		t.Run(name, func(t *testing.T) {
			if err := Migrate(t.Context(), open(t, t.TempDir()), m); err == nil {
				t.Error("it was applied")
			}
		})
	}
}
