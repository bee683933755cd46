package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"sort"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// Migrations are the dated SQL files of one room.
type Migrations struct {
	Room  string // the name of the room: its tables start with it
	Files fs.FS  // holds migrations/2026-11-23-what.sql
}

// migration is one file. Its name is remembered as "room/2026-11-23-what".
type migration struct {
	room, file, text, checksum string
}

func (m migration) name() string { return m.room + "/" + m.file }

var migrationFile = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.sql$`)

const memory = `CREATE TABLE IF NOT EXISTS store_migration (
	name TEXT NOT NULL PRIMARY KEY,
	checksum TEXT NOT NULL,
	applied TEXT NOT NULL
)`

// Migrate brings the database to the state the rooms describe. It is called
// once at the start, with every room of the program. Files are applied in the
// order of their names, each in a transaction, and remembered. It refuses a
// database that remembers a file this program has not (a newer program made it)
// and a file that changed after it was applied.
func Migrate(ctx context.Context, db *DB, rooms ...Migrations) (err error) {
	defer fault.Wrap(&err, "store.Migrate")
	files, err := readMigrations(rooms)
	if err != nil {
		return err
	}
	ctx = within(ctx, endless)
	if db.server != nil {
		return db.server.alone(ctx, func() error { return migrate(ctx, db, files) })
	}
	return migrate(ctx, db, files)
}

func migrate(ctx context.Context, db *DB, files []migration) error {
	applied, err := appliedMigrations(ctx, db)
	if err != nil {
		return err
	}
	if err := compareMigrations(db.Name(), files, applied); err != nil {
		return err
	}
	for _, m := range files {
		if _, done := applied[m.name()]; done {
			continue
		}
		if err := db.Write(ctx, m.apply); err != nil {
			return fmt.Errorf("migration %s: %w", m.name(), err)
		}
	}
	return nil
}

func readMigrations(rooms []Migrations) ([]migration, error) {
	var all []migration
	for _, room := range rooms {
		entries, err := fs.ReadDir(room.Files, "migrations")
		if err != nil {
			return nil, fmt.Errorf("migrations of %s: %w", room.Room, err)
		}
		for _, e := range entries {
			if !migrationFile.MatchString(e.Name()) {
				return nil, fmt.Errorf("migrations of %s: %q is not named like 2026-11-23-what.sql", room.Room, e.Name())
			}
			data, err := fs.ReadFile(room.Files, path.Join("migrations", e.Name()))
			if err != nil {
				return nil, err
			}
			// Line ends may change on the way through git.
			text := strings.ReplaceAll(string(data), "\r\n", "\n")
			sum := sha256.Sum256([]byte(text))
			all = append(all, migration{
				room: room.Room, file: strings.TrimSuffix(e.Name(), ".sql"),
				text: text, checksum: hex.EncodeToString(sum[:]),
			})
		}
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].file != all[j].file {
			return all[i].file < all[j].file
		}
		return all[i].room < all[j].room
	})
	return all, nil
}

func appliedMigrations(ctx context.Context, db *DB) (map[string]string, error) {
	err := db.Write(ctx, func(tx Tx) error {
		_, err := tx.Exec(memory)
		return err
	})
	if err != nil {
		return nil, err
	}
	applied := map[string]string{}
	err = db.Read(ctx, func(tx Tx) error {
		rows, err := tx.Query("SELECT name, checksum FROM store_migration")
		if err != nil {
			return err
		}
		for rows.Next() {
			var name, checksum string
			if err := rows.Scan(&name, &checksum); err != nil {
				return err
			}
			applied[name] = checksum
		}
		return rows.Err()
	})
	return applied, err
}

func compareMigrations(dir string, files []migration, applied map[string]string) error {
	known := map[string]string{}
	for _, m := range files {
		known[m.name()] = m.checksum
	}
	for name, checksum := range applied {
		switch mine, ok := known[name]; {
		case !ok:
			return fault.New(fault.Unavailable, words, "newer", lang.A{"dir": dir, "name": name})
		case mine != checksum:
			return fault.New(fault.Unavailable, words, "changed-migration", lang.A{"dir": dir, "name": name})
		}
	}
	return nil
}

// apply runs the file and remembers it, in one transaction.
func (m migration) apply(t Tx) error {
	run := t.(*tx)
	if err := run.script(run.s.dialect.schema(m.text)); err != nil {
		return err
	}
	if err := m.checkNames(run); err != nil {
		return err
	}
	_, err := t.Exec("INSERT INTO store_migration (name, checksum, applied) VALUES (?, ?, ?)",
		m.name(), m.checksum, lang.Machine(time.Now()))
	return err
}

// checkNames wants every table to start with the name of its room: after a
// migration no table may belong to nobody.
func (m migration) checkNames(t *tx) error {
	rooms := map[string]bool{"store": true, m.room: true}
	applied, err := texts(t, "SELECT name FROM store_migration")
	if err != nil {
		return err
	}
	for _, name := range applied {
		room, _, _ := strings.Cut(name, "/")
		rooms[room] = true
	}
	tables, err := texts(t, t.s.dialect.tables)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if room, rest, _ := strings.Cut(table, "_"); rest == "" || !rooms[room] {
			return errors.New("table " + table + " does not start with the name of its room, " + m.room)
		}
	}
	return nil
}

// texts are the first column of a query.
func texts(t Tx, query string) (all []string, err error) {
	rows, err := t.Query(query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
