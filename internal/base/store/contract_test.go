package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store/pgtest"
)

// onBoth runs a test of what holds on every database.
func onBoth(t *testing.T, test func(t *testing.T, db *DB)) {
	t.Run("sqlite", func(t *testing.T) { test(t, open(t, t.TempDir())) })
	t.Run("postgresql", func(t *testing.T) { test(t, connect(t, pgtest.New(t))) })
}

func connect(t testing.TB, address string) *DB {
	t.Helper()
	db, err := Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// What PostgreSQL cannot keep as text is refused on SQLite too, in writes and in questions.
func TestContractText(t *testing.T) {
	type name string
	onBoth(t, func(t *testing.T, db *DB) {
		if err := Migrate(t.Context(), db, room("a", "2026-11-27-a.sql", `CREATE TABLE a_t (word TEXT);`)); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []any{"a\x00b", "\xff", name("\xc0\xaf"), sql.NullString{String: "\xed\xa0\x80", Valid: true}} {
			err := db.Write(t.Context(), func(tx Tx) error {
				_, err := tx.Exec("INSERT INTO a_t (word) VALUES (?)", bad)
				return err
			})
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%q is kept: %v", bad, err)
			}
			err = db.Read(t.Context(), func(tx Tx) error {
				_, err := tx.Query("SELECT word FROM a_t WHERE word = ?", bad)
				return err
			})
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%q is asked for: %v", bad, err)
			}
		}
		exec(t, db, "INSERT INTO a_t (word) VALUES (?)", name("é\u202E\U0001F600\uFFFD"))
	})
}

func TestContractTypes(t *testing.T) {
	onBoth(t, func(t *testing.T, db *DB) {
		err := Migrate(t.Context(), db, room("a", "2026-11-23-a.sql", `-- A TEXT in a comment, and a 'quote.
			CREATE TABLE a_t (seq INTEGER PRIMARY KEY, big INTEGER NOT NULL, x REAL, word TEXT, raw BLOB, said TEXT DEFAULT 'TEXT REAL?');
			CREATE INDEX a_t_word ON a_t (word);`))
		if err != nil {
			t.Fatal(err)
		}
		const big, x = int64(1) << 40, 0.1
		for _, word := range []string{"é", "b", "Z", "a", "ᐃ"} {
			exec(t, db, "INSERT INTO a_t (big, x, word, raw) VALUES (?, ?, ?, ?)", big, x, word, []byte{0, 0xff})
		}
		err = db.Read(t.Context(), func(tx Tx) error {
			var gotBig int64
			var gotX float64
			var raw []byte
			var said string
			if err := tx.QueryRow("SELECT big, x, raw, said FROM a_t WHERE word = ? AND said <> '?'", "é").Scan(&gotBig, &gotX, &raw, &said); err != nil {
				return err
			}
			if gotBig != big || gotX != x || string(raw) != "\x00\xff" || said != "TEXT REAL?" {
				t.Errorf("got %d %v %v %q", gotBig, gotX, raw, said)
			}
			words, err := texts(tx, "SELECT word FROM a_t ORDER BY word")
			if got := strings.Join(words, ""); got != "Zabéᐃ" {
				t.Errorf("the order is %s", got)
			}
			if err != nil {
				return err
			}
			for column, want := range map[string]string{"seq": "INTEGER", "x": "REAL", "word": "TEXT", "raw": "BLOB", "none": ""} {
				if kind, err := Kind(tx, "a_t", column); kind != want || err != nil {
					t.Errorf("%s is %q, want %q (%v)", column, kind, want, err)
				}
			}
			words, err = texts(tx, "SELECT CAST(seq AS TEXT) FROM a_t ORDER BY seq")
			if !slices.Equal(words, []string{"1", "2", "3", "4", "5"}) {
				t.Errorf("the numbers are %v", words)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestContractWrites(t *testing.T) {
	wrong := errors.New("wrong")
	onBoth(t, func(t *testing.T, db *DB) {
		exec(t, db, "CREATE TABLE n (i INTEGER PRIMARY KEY)")
		exec(t, db, "INSERT INTO n VALUES (3)")
		cases := map[string]struct {
			fn   func(Tx) error
			want func(error) bool
			i    int
		}{
			"an error undoes":     {func(tx Tx) error { return errors.Join(insert(1)(tx), wrong) }, func(err error) bool { return errors.Is(err, wrong) }, 1},
			"a duplicate is seen": {func(tx Tx) error { return errors.Join(insert(2)(tx), insert(3)(tx)) }, IsDuplicate, 2},
			"an error that is not passed on undoes too": {func(tx Tx) error {
				_ = insert(4)(tx)
				_ = insert(3)(tx)
				return nil
			}, IsDuplicate, 4},
			"nonsense": {func(tx Tx) error { _, err := tx.Exec("NONSENSE"); return err }, func(err error) bool { return err != nil }, 5},
		}
		for name, c := range cases {
			if err := db.Write(t.Context(), c.fn); !c.want(err) {
				t.Errorf("%s: got %v", name, err)
			}
			if count(t, db, "SELECT count(*) FROM n WHERE i = ?", c.i) != 0 {
				t.Errorf("%s: something is kept", name)
			}
		}
		func() {
			defer func() { recover() }()
			_ = db.Write(t.Context(), func(tx Tx) error { _ = insert(6)(tx); panic("oops") })
		}()
		exec(t, db, "INSERT INTO n VALUES (7)")
		if n := count(t, db, "SELECT count(*) FROM n WHERE i > 3"); n != 1 {
			t.Errorf("%d rows after a panic, want 1", n)
		}
	})
}

func TestContractAfter(t *testing.T) {
	onBoth(t, func(t *testing.T, db *DB) {
		exec(t, db, "CREATE TABLE n (i INTEGER PRIMARY KEY)")
		var said []string
		note := func(word string, err error) func(Tx) error {
			return func(tx Tx) error {
				tx.After(func() { said = append(said, fmt.Sprint(word, count(t, db, "SELECT count(*) FROM n"))) })
				return errors.Join(insert(len(word))(tx), err)
			}
		}
		_ = db.Write(t.Context(), note("undone", errors.New("wrong")))
		if err := db.Write(t.Context(), note("kept", nil)); err != nil {
			t.Fatal(err)
		}
		_ = db.Write(t.Context(), note("same", nil)) // a duplicate
		if !slices.Equal(said, []string{"kept1"}) {
			t.Errorf("after the writes it says %q, want only that one row is kept", said)
		}
	})
}

func TestContractReads(t *testing.T) {
	onBoth(t, func(t *testing.T, db *DB) {
		exec(t, db, "CREATE TABLE n (i INTEGER PRIMARY KEY)")
		exec(t, db, "INSERT INTO n VALUES (?), (?)", 1, 2)
		var kept Tx
		err := db.Read(t.Context(), func(tx Tx) error {
			kept = tx
			var i int
			if err := tx.QueryRow("SELECT i FROM n WHERE i = 99").Scan(&i); !errors.Is(err, sql.ErrNoRows) {
				t.Errorf("no row gives %v", err)
			}
			rows, err := tx.Query("SELECT i FROM n")
			if err != nil {
				return err
			}
			rows.Next()
			if err := tx.QueryRow("SELECT 1").Scan(&i); !errors.Is(err, errReading) {
				t.Errorf("a statement beside open rows gives %v", err)
			}
			rows.Close()
			exec(t, db, "INSERT INTO n VALUES (50)")
			if err := tx.QueryRow("SELECT count(*) FROM n").Scan(&i); err != nil || i != 2 {
				t.Errorf("a read sees %d rows, want the 2 it began with (%v)", i, err)
			}
			_, err = tx.Query("SELECT i FROM n") // left open
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := kept.Exec("DELETE FROM n"); !errors.Is(err, errEnded) {
			t.Errorf("a finished transaction answers %v", err)
		}
		if err := db.Read(t.Context(), func(tx Tx) error { return insert(60)(tx) }); err == nil {
			t.Error("a read wrote")
		}
		ctx, cancel := context.WithCancel(t.Context())
		err = db.Write(ctx, func(tx Tx) error { cancel(); return insert(70)(tx) })
		if !errors.Is(err, context.Canceled) || count(t, db, "SELECT count(*) FROM n") != 3 {
			t.Errorf("an ended context gives %v", err)
		}
	})
}

func TestContractMigrations(t *testing.T) {
	onBoth(t, func(t *testing.T, db *DB) {
		first := room("records", "2026-11-23-a.sql", "CREATE TABLE records_a (id TEXT);")
		bad := room("records", "2026-11-23-a.sql", "CREATE TABLE records_a (id TEXT); CREATE TABLE nonsense (;")
		stray := room("records", "2026-11-23-a.sql", "CREATE TABLE statement (id TEXT)")
		for name, m := range map[string]Migrations{"half": bad, "stray": stray} {
			if err := Migrate(t.Context(), db, m); err == nil {
				t.Errorf("%s: it was applied", name)
			}
		}
		for range 2 {
			if err := Migrate(t.Context(), db, first); err != nil {
				t.Fatal(err)
			}
		}
		changed := room("records", "2026-11-23-a.sql", "CREATE TABLE records_a (id BLOB)")
		for want, m := range map[string]Migrations{"newer Atelier": room("records", "2026-11-24-b.sql", "SELECT 1"), "another text": changed} {
			if err := Migrate(t.Context(), db, m); !strings.Contains(fault.Message(err, lang.English), want) {
				t.Errorf("want %q, got %v", want, err)
			}
		}
	})
}

// rounds is how often each writer of a concurrency test writes.
const rounds = 30

// DESIGN, law 7: two nodes that read, change and write the same documents lose
// nothing, double nothing, and each acknowledged write is there.
func TestTwoNodesLoseNoUpdate(t *testing.T) {
	address := pgtest.New(t)
	nodes := []*DB{connect(t, address), connect(t, address)}
	exec(t, nodes[0], "CREATE TABLE doc (owner TEXT PRIMARY KEY, body TEXT NOT NULL)")
	exec(t, nodes[0], "CREATE TABLE act (name TEXT PRIMARY KEY)")
	const owners, writers = 3, 6
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range rounds {
				// Every act is sent to both nodes at once, as by somebody impatient.
				owner, act := fmt.Sprint("o", i%owners), fmt.Sprint(w/2, "-", i)
				if err := nodes[w%2].Write(t.Context(), appendOnce(owner, act)); err != nil {
					t.Errorf("%s: %v", act, err)
				}
			}
		})
	}
	all.Wait()
	err := nodes[0].Read(t.Context(), func(tx Tx) error {
		bodies, err := texts(tx, "SELECT body FROM doc")
		acts := strings.Fields(strings.Join(bodies, ""))
		slices.Sort(acts)
		if len(acts) != rounds*writers/2 || len(slices.Compact(acts)) != len(acts) {
			t.Errorf("%d acts are in the documents, %d of them different; want %d", len(acts), len(slices.Compact(acts)), rounds*writers/2)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// appendOnce adds a word to a document, made when needed, unless it is there.
func appendOnce(owner, act string) func(Tx) error {
	return func(tx Tx) error {
		var n int
		if err := tx.QueryRow("SELECT count(*) FROM act WHERE name = ?", act).Scan(&n); err != nil || n > 0 {
			return err
		}
		var body string
		if err := tx.QueryRow("SELECT body FROM doc WHERE owner = ?", owner).Scan(&body); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if _, err := tx.Exec("INSERT INTO act (name) VALUES (?)", act); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO doc (owner, body) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET body = excluded.body", owner, body+act+" ")
		return err
	}
}

// Nodes that are started together migrate once.
func TestNodesThatStartTogether(t *testing.T) {
	address := pgtest.New(t)
	m := room("a", "2026-11-23-a.sql", "CREATE TABLE a_t (id TEXT)", "2026-11-24-b.sql", "INSERT INTO a_t VALUES ('x')")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			db, err := Connect(t.Context(), address)
			if err == nil {
				err = errors.Join(Migrate(t.Context(), db, m), db.Close())
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := count(t, connect(t, address), "SELECT count(*) FROM a_t"); n != 1 {
		t.Errorf("applied %d times", n)
	}
}

func TestConnectRefuses(t *testing.T) {
	address := pgtest.New(t)
	foreign := pgtest.New(t)
	pgtest.Exec(t, foreign, "CREATE TABLE music (title TEXT)")
	wrongWord := strings.Replace(address, "test@", "toast@", 1)
	nowhere := "postgres://u:no%2Fsecret%40test@127.0.0.1:1/x"
	for name, c := range map[string]struct{ address, want string }{
		"a wrong password":    {wrongWord, "did not let Atelier in"},
		"no server":           {nowhere, "does not answer"},
		"no such database":    {address + "none", "has no database"},
		"another one's":       {foreign, "tables of another program"},
		"not an address":      {"postgres://u:no/secret@test@host:port", "not the address"},
		"not even an address": {"postgres://u:no%zzsecret@host/x", "not the address"},
	} {
		t.Run(name, func(t *testing.T) {
			db, err := Connect(t.Context(), c.address)
			if err == nil {
				db.Close()
				t.Fatal("it opened")
			}
			if got := fault.Message(err, lang.English); !strings.Contains(got, c.want) {
				t.Errorf("it says %q, want %q (%v)", got, c.want, err)
			}
			all := fmt.Sprintf("%v %+v", err, err)
			for _, tag := range lang.Interfaces() {
				m, h := fault.Message(err, tag), fault.Hint(err, tag)
				if all += m + h; h == "" || strings.Contains(m+h, "{") {
					t.Errorf("%s: %q with hint %q", tag, m, h)
				}
			}
			if strings.Contains(all, "secret") {
				t.Errorf("the password is told: %s", all)
			}
		})
	}
}

// A server that was restarted, or threw us out, is found again by itself.
func TestLostConnectionsAreFoundAgain(t *testing.T) {
	address := pgtest.New(t)
	db := connect(t, address)
	exec(t, db, "CREATE TABLE n (i INTEGER PRIMARY KEY)")
	err := db.Write(t.Context(), func(tx Tx) error {
		if err := insert(1)(tx); err != nil {
			return err
		}
		pgtest.Exec(t, address, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
		return insert(2)(tx)
	})
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err, lang.French), "ne répond pas") {
		t.Errorf("a lost connection gives %v", err)
	}
	exec(t, db, "INSERT INTO n VALUES (3)")
	if n := count(t, db, "SELECT count(*) FROM n"); n != 1 {
		t.Errorf("%d rows, want the one that was acknowledged", n)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestServerSettings(t *testing.T) {
	address := pgtest.New(t)
	pgtest.Exec(t, address, "DO $$BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET synchronous_commit = off'; END$$")
	db := connect(t, address)
	err := db.Write(t.Context(), func(tx Tx) error {
		for name, want := range map[string]string{"synchronous_commit": "on", "transaction_isolation": "serializable"} {
			var got string
			if err := tx.QueryRow("SELECT current_setting(?)", name).Scan(&got); err != nil {
				return err
			}
			if got != want {
				t.Errorf("%s is %s, want %s", name, got, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestContractReadOne(t *testing.T) {
	onBoth(t, func(t *testing.T, db *DB) {
		exec(t, db, "CREATE TABLE n (i INTEGER PRIMARY KEY, word TEXT)")
		exec(t, db, "INSERT INTO n VALUES (?, ?), (?, ?)", 1, "one?", 2, "two")
		var kept Tx
		err := db.ReadOne(t.Context(), func(tx Tx) error {
			kept = tx
			var i int
			return tx.QueryRow("SELECT i FROM n WHERE word = ? AND i = ?", "one?", 1).Scan(&i)
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := kept.Query("SELECT i FROM n"); !errors.Is(err, errEnded) {
			t.Errorf("after its function it answers %v", err)
		}
		for name, fn := range map[string]func(Tx) error{
			"a write":           insert(60),
			"a write that asks": func(tx Tx) error { _, err := tx.Query("DELETE FROM n RETURNING i"); return err },
			"a second question": func(tx Tx) error {
				var i int
				return errors.Join(tx.QueryRow("SELECT 1").Scan(&i), tx.QueryRow("SELECT 1").Scan(&i))
			},
		} {
			if err := db.ReadOne(t.Context(), fn); !errors.Is(err, errOne) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := count(t, db, "SELECT count(*) FROM n"); n != 2 {
			t.Errorf("%d rows, want 2", n)
		}
	})
}
