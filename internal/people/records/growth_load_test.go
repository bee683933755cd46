package records

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/standard/xapi"
)

// The flags of BenchmarkGrowth.
var (
	growth         = flag.Int("growth", 1_000_000, "statements to which BenchmarkGrowth lets the record grow")
	growthDatabase = flag.String("growth-database", "", "address of an empty PostgreSQL database for BenchmarkGrowth; one of its own without")
)

// grownAtEnd is how many statements are kept by the endpoint's own way, after all others.
const grownAtEnd = 1000

// BenchmarkGrowth asks records of 10⁴, 10⁵ and so on statements: see askGrown. Statements and what they are found by are
// loaded with sqlite3 and psql, as the rows that the endpoint would write (TestGrownAsSent); the last thousand it writes.
// SQLite lies below TMPDIR.
//
//	go test ./internal/people/records -run '^$' -bench Growth/sqlite -benchtime 1x -timeout 5h -args -growth 10000000
func BenchmarkGrowth(b *testing.B) {
	fmt.Fprint(os.Stderr, "| statements | asked by | rows | p50 | p95 | beside |\n|---|---|---|---|---|---|\n")
	b.Run("sqlite", func(b *testing.B) {
		grow(b, func(c *crowd, r *Room) *store.DB {
			dir := b.TempDir()
			loadSQLite(b, dir, c, r)
			return openGrown(b, dir, "")
		})
	})
	b.Run("postgresql", func(b *testing.B) {
		address := *growthDatabase
		if address == "" {
			server, err := pgtest.StartServer()
			if pgtest.IsNone(err) {
				b.Skip(err)
			}
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(server.Close)
			address = server.Address()
		}
		grow(b, func(c *crowd, r *Room) *store.DB {
			loadPostgreSQL(b, address, c, r)
			return openGrown(b, "", address)
		})
	})
}

func grow(b *testing.B, load func(*crowd, *Room) *store.DB) {
	files, err := blob.At(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	for size := 10_000; ; size *= 10 {
		size = min(size, *growth)
		began := time.Now()
		r := New(clock.System{}, clock.NewID, grownHome)
		c := newCrowd(size, began)
		db := load(c, r)
		keepGrown(b, r, db, c, grownAtEnd)
		fmt.Fprintf(os.Stderr, "<!-- %s: %d statements after %s -->\n", b.Name(), size, time.Since(began).Round(time.Second))
		askGrown(b, r.Before(http.NotFoundHandler(), Door{DB: db, Keys: testKeys, Blobs: files, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}), c)
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		if size == *growth {
			break
		}
	}
	for b.Loop() { // the figures are what it prints
	}
}

// openGrown opens a folder or an address, with the tables of the room in it.
func openGrown(t testing.TB, dir, address string) *store.DB {
	t.Helper()
	var db *store.DB
	var err error
	if address != "" {
		db, err = store.Connect(context.Background(), address)
	} else {
		db, err = store.Open(context.Background(), dir)
	}
	if err == nil {
		err = store.Migrate(context.Background(), db, Migrations)
	}
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// loadSQLite fills a folder but for the last statements. A table that is its own index is written in its order.
func loadSQLite(t testing.TB, dir string, c *crowd, r *Room) {
	t.Helper()
	if err := openGrown(t, dir, "").Close(); err != nil {
		t.Fatal(err)
	}
	all := &rows{mentions: make([]mentioned, 0, 7*c.size)}
	into := func(table string, write func(io.Writer) error) {
		piped(t, write, "sqlite3", "-cmd", "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1500000; PRAGMA locking_mode=EXCLUSIVE;",
			"-cmd", ".mode csv", filepath.Join(dir, "atelier.db"), ".import /dev/stdin "+table)
	}
	into("records_statement", func(w io.Writer) error { return all.statements(r, c, c.size-grownAtEnd, w) })
	all.sort()
	into("records_mention", all.write)
}

// loadPostgreSQL fills a database anew but for the last statements; the indexes are made afterwards.
func loadPostgreSQL(t testing.TB, address string, c *crowd, r *Room) {
	t.Helper()
	if err := openGrown(t, "", address).Close(); err != nil {
		t.Fatal(err)
	}
	const ofTables = `('records_statement'::regclass, 'records_mention'::regclass)`
	const indexes = `SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s;', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE contype IN ('p', 'u') AND conrelid IN ` + ofTables + `
		UNION ALL SELECT pg_get_indexdef(indexrelid) || ';' FROM pg_index WHERE indrelid IN ` + ofTables + ` AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)`
	const drop = `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I;', conrelid::regclass, conname) FROM pg_constraint WHERE contype IN ('p', 'u') AND conrelid IN ` + ofTables + `
		UNION ALL SELECT format('DROP INDEX %s;', indexrelid::regclass) FROM pg_index WHERE indrelid IN ` + ofTables + ` AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)`
	psql := func(write func(io.Writer) error, sql string) {
		piped(t, write, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", sql)
	}
	none := func(io.Writer) error { return nil }
	made, dropped := lines(t, address, indexes), lines(t, address, drop)
	psql(none, "TRUNCATE records_statement, records_mention, records_activity, records_agent;"+dropped)
	all := &rows{mentions: make([]mentioned, 0, 7*c.size)}
	psql(func(w io.Writer) error { return all.statements(r, c, c.size-grownAtEnd, w) }, "COPY records_statement (seq, id, owner, body, source, indexed) FROM STDIN CSV")
	psql(all.write, "COPY records_mention (key, role, seq) FROM STDIN CSV")
	psql(none, "SET maintenance_work_mem = '512MB'; "+made)
	psql(none, "VACUUM ANALYZE records_statement")
	psql(none, "VACUUM ANALYZE records_mention")
}

// lines are what a question gives, one line after the other.
func lines(t testing.TB, address, sql string) string {
	t.Helper()
	var all strings.Builder
	db := openGrown(t, "", address)
	defer db.Close()
	err := db.Read(context.Background(), func(tx store.Tx) error {
		return eachRow(tx, sql, nil, func(rows *store.Rows) error {
			var line string
			err := rows.Scan(&line)
			all.WriteString(line + "\n")
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// keepGrown keeps statements as the endpoint does, at moments that are past.
func keepGrown(t testing.TB, r *Room, db *store.DB, c *crowd, n int) {
	t.Helper()
	authority, key := r.authority("all")
	var entries []entry
	var statements []*xapi.Foreign
	for range n {
		g := c.next(key)
		list, _, err := xapi.ParseStatements([]byte(g.text()), xapi.V1)
		if err != nil {
			t.Fatal(err)
		}
		e := r.foreignEntry(list[0], key)
		e.source, e.seq = "all", r.counter.take(g.at, 1)
		e.body = list[0].Keep(xapi.Added{ID: e.id, Stored: e.seq.stored(), Authority: authority, Version: xapi.Version1})
		entries, statements = append(entries, e), append(statements, list[0])
	}
	err := db.Write(context.Background(), func(tx store.Tx) error {
		if err := r.keep(tx, entries); err != nil {
			return err
		}
		return r.learn(tx, func(string) error { return nil }, statements...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What is loaded is what is kept of the same statements.
func TestGrownAsSent(t *testing.T) {
	t.Parallel()
	const n = 300
	kept := func(db *store.DB) (all string) {
		defer db.Close()
		err := db.Read(t.Context(), func(tx store.Tx) error {
			for _, q := range []string{
				"SELECT CAST(seq / 1048576 AS TEXT) || id || owner || source || body || CAST(indexed AS TEXT) FROM records_statement ORDER BY seq",
				"SELECT CAST(m.key AS TEXT) || ' ' || CAST(m.role AS TEXT) || s.id FROM records_mention AS m JOIN records_statement AS s ON s.seq = m.seq ORDER BY m.key, m.role, m.seq",
			} {
				err := eachRow(tx, q, nil, func(rows *store.Rows) error {
					var line string
					err := rows.Scan(&line)
					all += line + "\n"
					return err
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	until := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	room := func() *Room { return New(clock.System{}, clock.NewID, grownHome) }
	sent := openGrown(t, t.TempDir(), "")
	keepGrown(t, room(), sent, newCrowd(grownAtEnd+n, until), n)
	want := kept(sent)
	if strings.Count(want, "\n") < 7*n {
		t.Fatalf("only these rows are kept:\n%.2000s", want)
	}
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		loadSQLite(t, dir, newCrowd(grownAtEnd+n, until), room())
		if got := kept(openGrown(t, dir, "")); got != want {
			t.Errorf("loaded:\n%.2000s\nkept:\n%.2000s", got, want)
		}
	})
	t.Run("postgresql", func(t *testing.T) {
		address := pgtest.New(t)
		loadPostgreSQL(t, address, newCrowd(grownAtEnd+n, until), room())
		if got := kept(openGrown(t, "", address)); got != want {
			t.Errorf("loaded:\n%.2000s\nkept:\n%.2000s", got, want)
		}
	})
}
