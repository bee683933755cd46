package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// Applied is a migration that a database has had.
type Applied struct {
	Name     string `json:"name"` // "room/2026-11-23-what"
	Checksum string `json:"checksum"`
}

// History lists the migrations that a database has had, sorted by name.
func History(t Tx) (all []Applied, err error) {
	rows, err := t.Query("SELECT name, checksum FROM store_migration ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Applied
		if err := rows.Scan(&a.Name, &a.Checksum); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// Content is what a database holds, for whoever is about to replace it.
type Content struct {
	Tables int
	Rows   int64
}

// Holds counts the tables and rows of a database.
func (db *DB) Holds(ctx context.Context) (c Content, err error) {
	err = db.Read(ctx, func(tx Tx) error {
		c = Content{}
		tables, err := texts(tx, db.dialect.tables)
		if err != nil {
			return err
		}
		c.Tables = len(tables)
		for _, table := range tables {
			var n int64
			if err := tx.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
				return err
			}
			c.Rows += n
		}
		return nil
	})
	return c, err
}

// Known says whether this program has every migration of a history, with the same
// text; a fault of kind Unavailable names the first it has not. from is where the
// history is from, for people.
func Known(from string, history []Applied, rooms ...Migrations) error {
	files, err := readMigrations(rooms)
	if err != nil {
		return err
	}
	applied := map[string]string{}
	for _, a := range history {
		applied[a.Name] = a.Checksum
	}
	return compareMigrations(from, files, applied)
}

// Refill makes the database what another one was, in one transaction: it forgets every
// table there is, applies the migrations of the other's history, lets fill add the
// rows, and applies the migrations that came since. Until it returns nil nothing has
// changed. fill may run more than once. Foreign keys are looked at in the end.
func (db *DB) Refill(ctx context.Context, history []Applied, rooms []Migrations, fill func(Tx) error) (err error) {
	defer fault.Wrap(&err, "store.Refill")
	if err := Known(db.Name(), history, rooms...); err != nil {
		return err
	}
	files, err := readMigrations(rooms)
	if err != nil {
		return err
	}
	then := map[string]bool{}
	for _, a := range history {
		then[a.Name] = true
	}
	write := func() error {
		return db.Write(within(ctx, endless), func(t Tx) error { return refill(t.(*tx), files, then, fill) })
	}
	if db.server != nil {
		return db.server.alone(ctx, write)
	}
	return write()
}

func refill(t *tx, files []migration, then map[string]bool, fill func(Tx) error) error {
	tables, err := texts(t, t.s.dialect.tables)
	if err != nil {
		return err
	}
	for i, table := range tables {
		tables[i] = "DROP TABLE " + table + t.s.dialect.cascade
	}
	if err := runAll(t, tables); err != nil {
		return err
	}
	if _, err := t.Exec(memory); err != nil {
		return err
	}
	if err := applyAll(t, files, func(name string) bool { return then[name] }); err != nil {
		return err
	}
	mend, err := loosen(t)
	if err != nil {
		return err
	}
	// What migrations add by themselves is among the rows to come.
	if tables, err = texts(t, t.s.dialect.tables); err != nil {
		return err
	}
	for i, table := range tables {
		tables[i] = "DELETE FROM " + table
	}
	if err := runAll(t, tables); err != nil {
		return err
	}
	if err := fill(t); err != nil {
		return err
	}
	if err := mend(); err != nil {
		return err
	}
	return applyAll(t, files, func(name string) bool { return !then[name] })
}

func applyAll(t *tx, files []migration, wanted func(name string) bool) error {
	for _, m := range files {
		if !wanted(m.name()) {
			continue
		}
		if err := m.apply(t); err != nil {
			return fmt.Errorf("migration %s: %w", m.name(), err)
		}
	}
	return nil
}

// loosen lets rows come in any order of their tables; mend looks at the foreign keys
// and goes on counting where the rows end.
func loosen(t *tx) (mend func() error, err error) {
	if t.s.dialect == &sqlite {
		// Until the commit, which then fails: SQLite's manual, pragma defer_foreign_keys.
		_, err := t.Exec("PRAGMA defer_foreign_keys = ON")
		return func() error { return nil }, err
	}
	// Each key is two statements: one that drops it and one that adds it again.
	const keys = `SELECT format('ALTER TABLE %s %%s CONSTRAINT %I', c.conrelid::regclass, c.conname), pg_get_constraintdef(c.oid)
		FROM pg_constraint AS c JOIN pg_namespace AS n ON n.oid = c.connamespace WHERE c.contype = 'f' AND n.nspname = current_schema()`
	rows, err := t.Query(keys)
	if err != nil {
		return nil, err
	}
	var drop, add []string
	for rows.Next() {
		var head, definition string
		if err := rows.Scan(&head, &definition); err != nil {
			return nil, err
		}
		drop = append(drop, fmt.Sprintf(head, "DROP"))
		add = append(add, fmt.Sprintf(head, "ADD")+" "+definition)
	}
	if err := errors.Join(rows.Err(), runAll(t, drop)); err != nil {
		return nil, err
	}
	return func() error { return errors.Join(runAll(t, add), countOn(t)) }, nil
}

func runAll(t *tx, statements []string) error {
	for _, statement := range statements {
		if _, err := t.Exec(statement); err != nil {
			return err
		}
	}
	return nil
}

// countOn lets the columns that PostgreSQL numbers go on after the largest number.
func countOn(t *tx) error {
	statements, err := texts(t, `SELECT format('SELECT setval(pg_get_serial_sequence(%L, %L), COALESCE(max(%I), 0) + 1, false) FROM %I', table_name, column_name, column_name, table_name)
		FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'`)
	if err != nil {
		return err
	}
	for _, statement := range statements {
		var next int64
		if err := t.QueryRow(statement).Scan(&next); err != nil {
			return err
		}
	}
	return nil
}

// InUse counts the connections of sites to a PostgreSQL database that are not this
// one's; in a folder none can be, for its lock.
func (db *DB) InUse(ctx context.Context) (n int, err error) {
	if db.server == nil {
		return 0, nil
	}
	err = db.Read(ctx, func(tx Tx) error {
		return tx.QueryRow("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = ?", siteName).Scan(&n)
	})
	return n, err
}

// Replace makes the database of a data folder anew: fill gets an empty one, and when it
// returns nil that takes the place of the old one at once. The old one, if any, is kept
// beside it under the name that is returned. While it runs, no site can start there; a
// site that runs there is refused as by Open.
func Replace(ctx context.Context, dir string, fill func(*DB) error) (kept string, err error) {
	defer fault.Wrap(&err, "store.Replace(%q)", dir)
	lock, err := claimFolder(dir)
	if err != nil {
		return "", err
	}
	defer lock.Close()
	stage := filepath.Join(dir, "restoring-"+clock.NewID())
	defer os.RemoveAll(stage)
	db, err := Open(ctx, stage)
	if err != nil {
		return "", err
	}
	err = fill(db)
	// Closing folds the log into the one file that is moved.
	if err = errors.Join(err, db.Close()); err != nil {
		return "", err
	}
	return swap(dir, filepath.Join(stage, databaseFile))
}

// swap renames the new database over the old one, which is kept under another name.
func swap(dir, fresh string) (kept string, err error) {
	path := filepath.Join(dir, databaseFile)
	if _, err := os.Stat(path); err == nil {
		kept = fmt.Sprintf("%s.before-%s", path, time.Now().UTC().Format("20060102-150405"))
		// Some disks know no second name for a file; then there is a moment without one.
		if os.Link(path, kept) != nil {
			if err := os.Rename(path, kept); err != nil {
				return "", err
			}
		}
	}
	// A log that a killed process left belongs to the old database.
	for _, ending := range []string{"-wal", "-shm"} {
		move := func(name string) error { return os.Rename(name, kept+ending) }
		if kept == "" {
			move = os.Remove
		}
		if err := move(path + ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	if err := os.Rename(fresh, path); err != nil {
		return "", err
	}
	return kept, flushFolder(dir)
}

// IsEmptyFolder says whether a data folder holds no database yet.
func IsEmptyFolder(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, databaseFile))
	return err != nil || info.Size() == 0
}

// notEmpty is the refusal to replace what is there.
func notEmpty(name string, c Content) error {
	return fault.New(fault.Conflict, words, "not-empty", lang.A{"name": name, "tables": c.Tables, "rows": c.Rows})
}

// Empty refuses, with a fault of kind Conflict that says what is there, a database that
// holds tables.
func (db *DB) Empty(ctx context.Context) error {
	c, err := db.Holds(ctx)
	if err != nil {
		return err
	}
	if c.Tables > 0 {
		return notEmpty(db.Name(), c)
	}
	return nil
}
