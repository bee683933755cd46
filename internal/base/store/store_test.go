package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

func open(t testing.TB, dir string) *DB {
	t.Helper()
	db, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func exec(t testing.TB, db *DB, query string, args ...any) {
	t.Helper()
	err := db.Write(t.Context(), func(tx Tx) error {
		_, err := tx.Exec(query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func count(t testing.TB, db *DB, query string, args ...any) (n int) {
	t.Helper()
	err := db.Read(t.Context(), func(tx Tx) error { return tx.QueryRow(query, args...).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCatalogueIsComplete(t *testing.T) {
	for _, lack := range lang.Complete(files) {
		t.Error(lack)
	}
}

// DESIGN, part 2: SQLite runs WAL with synchronous=FULL. Asked of every
// connection, because these settings belong to the connection.
func TestDurabilityOfEveryConnection(t *testing.T) {
	db := open(t, t.TempDir())
	look := func(tx Tx) error {
		for pragma, want := range map[string]string{
			"journal_mode": "wal",
			"synchronous":  "2", // FULL, https://www.sqlite.org/pragma.html#pragma_synchronous
			"foreign_keys": "1",
			"busy_timeout": "5000",
		} {
			var got string
			if err := tx.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil {
				return err
			}
			if got != want {
				t.Errorf("%s is %s, want %s", pragma, got, want)
			}
		}
		return nil
	}
	if err := db.Write(t.Context(), look); err != nil {
		t.Fatal(err)
	}
	// Hold every reader at once, so that each one is asked.
	var nest func(n int) error
	nest = func(n int) error {
		if n == 0 {
			return nil
		}
		return db.Read(t.Context(), func(tx Tx) error {
			return errors.Join(look(tx), nest(n-1))
		})
	}
	if err := nest(cap(db.idle)); err != nil {
		t.Fatal(err)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	db := open(t, t.TempDir())
	exec(t, db, "CREATE TABLE t (a INTEGER)")
	err := db.Read(t.Context(), func(tx Tx) error {
		_, err := tx.Exec("INSERT INTO t VALUES (1)")
		return err
	})
	if err == nil {
		t.Error("a read wrote")
	}
}

func TestForeignKeysAreKept(t *testing.T) {
	db := open(t, t.TempDir())
	exec(t, db, "CREATE TABLE a (id INTEGER PRIMARY KEY)")
	exec(t, db, "CREATE TABLE b (a INTEGER NOT NULL REFERENCES a (id))")
	err := db.Write(t.Context(), func(tx Tx) error {
		_, err := tx.Exec("INSERT INTO b VALUES (7)")
		return err
	})
	if err == nil || IsDuplicate(err) {
		t.Errorf("a dangling reference gave %v", err)
	}
}

func TestADuplicateIsRecognised(t *testing.T) {
	db := open(t, t.TempDir())
	exec(t, db, "CREATE TABLE a (id TEXT PRIMARY KEY, u TEXT UNIQUE)")
	exec(t, db, "INSERT INTO a VALUES ('x', 'y')")
	for _, row := range [][]any{{"x", "z"}, {"w", "y"}} {
		err := db.Write(t.Context(), func(tx Tx) error {
			_, err := tx.Exec("INSERT INTO a VALUES (?, ?)", row...)
			return err
		})
		if !IsDuplicate(err) {
			t.Errorf("%v: %v is not seen as a duplicate", row, err)
		}
	}
}

func TestWhatIsWrittenIsThereAfterOpeningAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "when needed?&%20")
	db := open(t, dir)
	exec(t, db, "CREATE TABLE t (a TEXT)")
	exec(t, db, "INSERT INTO t VALUES (?)", "ᐃᓄᒃᑎᑐᑦ")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, databaseFile)); err != nil {
		t.Error(err)
	}
	again := open(t, dir)
	if n := count(t, again, "SELECT count(*) FROM t WHERE a = ?", "ᐃᓄᒃᑎᑐᑦ"); n != 1 {
		t.Errorf("%d rows after opening again", n)
	}
	if err := again.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	file := func(name string, data []byte) func(t *testing.T) string {
		return func(t *testing.T) string {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
			return dir
		}
	}
	cases := map[string]struct {
		dir  func(t *testing.T) string
		want string
	}{
		"a file as folder": {func(t *testing.T) string {
			return filepath.Join(file("x", nil)(t), "x")
		}, "is a file"},
		"a folder that cannot be made": {func(t *testing.T) string {
			return filepath.Join(file("x", nil)(t), "x", "y")
		}, "cannot be made"},
		"a text as database":     {file(databaseFile, []byte("Dear database, ...")), "damaged or is not a database"},
		"a stub as database":     {file(databaseFile, []byte("SQLite")), "damaged or is not a database"},
		"a header with nothing":  {file(databaseFile, append([]byte("SQLite format 3\x00"), make([]byte, 4096)...)), "damaged or is not a database"},
		"overwritten pages":      {damagedFolder, "damaged or is not a database"},
		"another one's database": {foreignFolder, "belongs to another program"},
		"a folder in use": {func(t *testing.T) string {
			return open(t, t.TempDir()).Dir()
		}, "Another Atelier is using"},
		"a read-only folder": {readOnlyFolder, "may not write"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := c.dir(t)
			db, err := Open(t.Context(), dir)
			if err == nil {
				db.Close()
				t.Fatal("it opened")
			}
			if got := fault.Message(err, lang.English); !strings.Contains(got, c.want) {
				t.Errorf("it says %q, want %q (%v)", got, c.want, err)
			}
			for _, tag := range lang.Interfaces() {
				if m, h := fault.Message(err, tag), fault.Hint(err, tag); h == "" || strings.Contains(m+h, "{") {
					t.Errorf("%s: %q with hint %q", tag, m, h)
				}
			}
			if code := fault.ExitCode(err); code != 4 {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

// damagedFolder is a database of ours in which pages were overwritten.
func damagedFolder(t *testing.T) string {
	dir := t.TempDir()
	db := open(t, dir)
	exec(t, db, "CREATE TABLE t (a TEXT)")
	for range 50 {
		exec(t, db, "INSERT INTO t VALUES (?)", strings.Repeat("x", 900))
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, databaseFile)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(data); i++ {
		data[i] = 0xA5
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// foreignFolder holds a sound database with somebody else's table.
func foreignFolder(t *testing.T) string {
	dir := t.TempDir()
	other, err := sql.Open("sqlite", filepath.Join(dir, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Exec("CREATE TABLE music (title TEXT)"); err != nil {
		t.Fatal(err)
	}
	return dir
}

// readOnlyFolder is one in which even root may not make a file, where there is
// such a place.
func readOnlyFolder(t *testing.T) string {
	if runtime.GOOS == "linux" && os.Getuid() == 0 {
		return "/sys/kernel"
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	return dir
}

func TestOpenRefusedLeavesTheFileAsItWas(t *testing.T) {
	dir := damagedFolder(t)
	path := filepath.Join(dir, databaseFile)
	before, _ := os.ReadFile(path)
	if _, err := Open(t.Context(), dir); err == nil {
		t.Fatal("it opened")
	}
	after, _ := os.ReadFile(path)
	if string(before) != string(after) {
		t.Error("a refused database was changed")
	}
}

func TestReadWaitsForAReaderOrItsContext(t *testing.T) {
	db := open(t, t.TempDir())
	var hold []*session
	for range cap(db.idle) {
		s, err := db.acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		hold = append(hold, s)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Read(ctx, func(Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("without a reader: %v", err)
	}
	for _, s := range hold {
		db.idle <- s
	}
}
