package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
)

func TestMain(m *testing.M) {
	phraseWork = 10
	os.Exit(pgtest.Main(m))
}

func TestEveryMessageIsInBothLanguages(t *testing.T) {
	for _, lack := range lang.Complete(files) {
		t.Error(lack)
	}
}

// rooms are tables with all that a migration may have: numbers given by the database,
// keys into other tables and into the same one, rows that the migration adds itself.
var rooms = []store.Migrations{{Room: "talk", Files: fstest.MapFS{
	"migrations/2026-01-01-words.sql": {Data: []byte(`CREATE TABLE talk_word (id INTEGER PRIMARY KEY, big INTEGER, x REAL, word TEXT, raw BLOB);
		CREATE TABLE talk_answer (id TEXT NOT NULL PRIMARY KEY, word INTEGER NOT NULL REFERENCES talk_word (id), after TEXT REFERENCES talk_answer (id), file_blob TEXT);
		INSERT INTO talk_word (id, word) VALUES (1, 'the migration''s own');`)},
}}}

// newer are the rooms of a later program.
var newer = []store.Migrations{{Room: "talk", Files: fstest.MapFS{
	"migrations/2026-01-01-words.sql": rooms[0].Files.(fstest.MapFS)["migrations/2026-01-01-words.sql"],
	"migrations/2026-06-01-more.sql":  {Data: []byte(`ALTER TABLE talk_word ADD COLUMN more TEXT; UPDATE talk_word SET more = word;`)},
}}}

// fromEachToEach runs a test for every pair of kinds of database: from with the rooms,
// to empty.
func fromEachToEach(t *testing.T, test func(t *testing.T, from, to *store.DB)) {
	kinds := map[string]func(t *testing.T, rooms ...store.Migrations) *store.DB{
		"sqlite": func(t *testing.T, rooms ...store.Migrations) *store.DB { return storetest.New(t, rooms...) },
		"postgresql": func(t *testing.T, rooms ...store.Migrations) *store.DB {
			db, err := store.Connect(t.Context(), pgtest.New(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			if err := store.Migrate(t.Context(), db, rooms...); err != nil {
				t.Fatal(err)
			}
			return db
		},
	}
	for a, from := range kinds {
		for b, to := range kinds {
			t.Run(a+" to "+b, func(t *testing.T) {
				t.Parallel()
				source, target := from(t, rooms...), to(t)
				exec(t, target, "DROP TABLE store_migration")
				test(t, source, target)
			})
		}
	}
}

func write(t testing.TB, db *store.DB, fn func(store.Tx) error) {
	t.Helper()
	if err := db.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func exec(t testing.TB, db *store.DB, query string, args ...any) {
	t.Helper()
	write(t, db, func(tx store.Tx) error {
		_, err := tx.Exec(query, args...)
		return err
	})
}

func number(t testing.TB, db *store.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.Read(context.Background(), func(tx store.Tx) error { return tx.QueryRow(query, args...).Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

func summary(t testing.TB, db *store.DB) (s Summary) {
	t.Helper()
	err := db.Read(context.Background(), func(tx store.Tx) (err error) {
		s, err = Summarise(tx, nil, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// again opens bytes as often as wanted.
func again(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}

func place(t testing.TB) *blob.Store {
	t.Helper()
	s, err := blob.At(filepath.Join(t.TempDir(), "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func take(t testing.TB, db *store.DB, blobs *blob.Store) ([]byte, Summary) {
	t.Helper()
	var b bytes.Buffer
	s, err := Write(context.Background(), &b, Options{DB: db, Blobs: blobs, Program: "1.0.0", Now: time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), s
}

// act is one thing that a person does: an answer with its file, and the count of answers
// in the word, in one transaction.
func act(ctx context.Context, db *store.DB, blobs *blob.Store, who, n int) error {
	h, _, err := blobs.Put(ctx, strings.NewReader(fmt.Sprint("file ", who, n)))
	if err != nil {
		return err
	}
	return db.Write(ctx, func(tx store.Tx) error {
		var before any
		if n > 0 {
			before = fmt.Sprintf("a-%d-%d", who, n-1)
		}
		if _, err := tx.Exec("INSERT INTO talk_answer (id, word, after, file_blob) VALUES (?, 1, ?, ?)", fmt.Sprintf("a-%d-%d", who, n), before, string(h)); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO talk_word (big, x, word, raw) VALUES (?, ?, ?, ?)", int64(1)<<60+int64(n), float64(n)/3, fmt.Sprint("mot ", n), []byte{byte(n), 0, 0xff})
		return err
	})
}

// TestABackupIsOneMomentAndComesBackWhole lets people act while the backup is taken, on
// both kinds of database, and restores it into both. What comes back is of one moment:
// each answer with the word of the same act, and the file it names.
func TestABackupIsOneMomentAndComesBackWhole(t *testing.T) {
	t.Parallel()
	fromEachToEach(t, func(t *testing.T, from, to *store.DB) {
		blobs, ctx := place(t), t.Context()
		for n := range 30 {
			if err := act(ctx, from, blobs, 9, n); err != nil {
				t.Fatal(err)
			}
		}
		stop := make(chan struct{})
		var people sync.WaitGroup
		acting := make(chan struct{}, 100_000)
		for who := range 4 {
			people.Go(func() {
				for n := 0; ; n++ {
					select {
					case <-stop:
						return
					default:
					}
					if err := act(ctx, from, blobs, who, n); err != nil {
						t.Error(err)
						return
					}
					acting <- struct{}{}
				}
			})
		}
		<-acting
		data, said := take(t, from, blobs)
		<-acting
		close(stop)
		people.Wait()

		c, err := Check(ctx, again(data))
		if err != nil {
			t.Fatal(err)
		}
		target := place(t)
		if err := errors.Join(c.Blobs(ctx, target), c.Rows(ctx, to, rooms)); err != nil {
			t.Fatal(err)
		}
		got := summary(t, to)
		if table := said.Differs(got); table != "" || len(said.Missing) != 0 {
			t.Errorf("%q differs; missing %v", table, said.Missing)
		}
		answers, words := number(t, to, "SELECT count(*) FROM talk_answer"), number(t, to, "SELECT count(*) FROM talk_word")
		if answers < 30 || words != answers+1 {
			t.Errorf("%d answers with %d words: not of one moment", answers, words)
		}
		named(t, to, func(h blob.Hash) {
			if err := whole(ctx, target, h); err != nil {
				t.Errorf("%s: %v", h, err)
			}
		})
		// The database goes on counting.
		most := number(t, to, "SELECT max(id) FROM talk_word")
		exec(t, to, "INSERT INTO talk_word (word) VALUES ('next')")
		// Writes that ran again have left gaps, so that the next number may be any higher one.
		if n := number(t, to, "SELECT id FROM talk_word WHERE word = 'next'"); n <= most {
			t.Errorf("the next number is %d after %d", n, most)
		}
		if _, err := to.Holds(ctx); err != nil {
			t.Error(err)
		}
		if err := to.Write(ctx, func(tx store.Tx) error {
			_, err := tx.Exec("INSERT INTO talk_answer (id, word) VALUES ('x', 999999)")
			return err
		}); err == nil {
			t.Error("foreign keys are not kept any more")
		}
	})
}

func named(t *testing.T, db *store.DB, each func(blob.Hash)) {
	t.Helper()
	var all []blob.Hash
	err := db.Read(t.Context(), func(tx store.Tx) error {
		_, err := Summarise(tx, nil, func(h blob.Hash) { all = append(all, h) })
		return err
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("%d files are named (%v)", len(all), err)
	}
	for _, h := range all {
		each(h)
	}
}

// values are what both kinds of database can hold.
func values() *rapid.Generator[[]any] {
	text := rapid.StringOf(rapid.Rune().Filter(func(r rune) bool { return r != 0 }))
	null := func(g *rapid.Generator[any]) *rapid.Generator[any] { return rapid.OneOf(g, rapid.Just[any](nil)) }
	return rapid.Custom(func(t *rapid.T) []any {
		return []any{
			null(rapid.Int64().AsAny()).Draw(t, "big"),
			null(rapid.Float64().AsAny()).Draw(t, "x"),
			null(text.AsAny()).Draw(t, "word"),
			null(rapid.SliceOfN(rapid.Byte(), 0, 50).AsAny()).Draw(t, "raw"),
		}
	})
}

// TestEveryValueComesBack moves random rows to every kind of database and back.
func TestEveryValueComesBack(t *testing.T) {
	t.Parallel()
	fromEachToEach(t, func(t *testing.T, from, to *store.DB) {
		table := store.Table{Name: "talk_word", Columns: []store.Column{{Name: "big", Kind: "INTEGER"}, {Name: "x", Kind: "REAL"}, {Name: "word", Kind: "TEXT"}, {Name: "raw", Kind: "BLOB"}}}
		some := rapid.SliceOfN(values(), 300, 600)
		for seed := range 4 {
			rows := some.Example(seed)
			write(t, from, func(tx store.Tx) error {
				if _, err := tx.Exec("DELETE FROM talk_word"); err != nil {
					return err
				}
				return table.Insert(tx, rows)
			})
			s, err := Move(t.Context(), from, to, rooms)
			if err != nil {
				t.Fatal(err)
			}
			if s.Rows() != int64(len(rows))+1 { // and the migration
				t.Fatalf("%d rows moved of %d", s.Rows(), len(rows))
			}
			if table := summary(t, from).Differs(summary(t, to)); table != "" {
				t.Fatalf("%s differs", table)
			}
		}
	})
}

func TestAnOlderBackupIsBroughtUpToDate(t *testing.T) {
	t.Parallel()
	fromEachToEach(t, func(t *testing.T, from, to *store.DB) {
		exec(t, from, "INSERT INTO talk_word (word) VALUES ('old')")
		data, _ := take(t, from, nil)
		c, err := Check(t.Context(), again(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Rows(t.Context(), to, newer); err != nil {
			t.Fatal(err)
		}
		if n := number(t, to, "SELECT count(*) FROM talk_word WHERE more = word"); n != 2 {
			t.Errorf("%d rows were brought up to date, want 2", n)
		}
		if err := store.Migrated(t.Context(), to, newer...); err != nil {
			t.Error(err)
		}
		// And a backup of the newer one is refused by the older program, which changes nothing.
		before := summary(t, to)
		data, _ = take(t, to, nil)
		if c, err = Check(t.Context(), again(data)); err != nil {
			t.Fatal(err)
		}
		if err := c.Rows(t.Context(), to, rooms); fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err, lang.English), "newer Atelier") {
			t.Errorf("a newer backup: %v", err)
		}
		if table := before.Differs(summary(t, to)); table != "" {
			t.Errorf("%s was changed", table)
		}
	})
}

// TestAFailureLeavesWhatWasThere breaks off after the rows came and before they are kept.
func TestAFailureLeavesWhatWasThere(t *testing.T) {
	t.Parallel()
	fromEachToEach(t, func(t *testing.T, from, to *store.DB) {
		if err := store.Migrate(t.Context(), to, rooms...); err != nil {
			t.Fatal(err)
		}
		exec(t, to, "INSERT INTO talk_word (word) VALUES ('was here')")
		before := summary(t, to)
		data, _ := take(t, from, nil)
		c, err := Check(t.Context(), again(data))
		if err != nil {
			t.Fatal(err)
		}
		count := c.Summary.Tables["talk_word"]
		count.Sum = strings.Repeat("0", 64)
		c.Summary.Tables["talk_word"] = count
		if err := c.Rows(t.Context(), to, rooms); fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err, lang.French), "talk_word") {
			t.Errorf("it says %v", err)
		}
		if table := before.Differs(summary(t, to)); table != "" {
			t.Errorf("%s was changed", table)
		}
		if err := to.Empty(t.Context()); fault.KindOf(err) != fault.Conflict {
			t.Errorf("what is there is said to be nothing: %v", err)
		}
	})
}
