package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	codes "modernc.org/sqlite/lib"
)

// heldState is the SQLSTATE of a write that a hold refused.
const heldState = "AT503"

// holdName begins the names of what a hold puts into the database.
const holdName = "store_hold"

// Hold lets nothing be written any more, by any process, until Release: while the rows
// are moved to another database, and after that, so that nobody goes on in the old one.
// Reading goes on; a write is refused with a fault of kind Unavailable in plain words.
// It returns when all writes that had begun have ended. It is kept in the database, as
// triggers on every table, so it costs a write nothing while there is none, and
// outlives the process.
func (db *DB) Hold(ctx context.Context) error {
	return db.change(ctx, func(table string) []string {
		if db.server == nil {
			var all []string
			for _, act := range []string{"INSERT", "UPDATE", "DELETE"} {
				all = append(all, fmt.Sprintf("CREATE TRIGGER IF NOT EXISTS %s_%s_%s BEFORE %s ON %s BEGIN SELECT RAISE(ABORT, 'this database is being moved'); END", holdName, table, act, act, table))
			}
			return all
		}
		return []string{
			"CREATE OR REPLACE FUNCTION " + holdName + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'this database is being moved' USING ERRCODE = '" + heldState + "'; END $$",
			"CREATE OR REPLACE TRIGGER " + holdName + " BEFORE INSERT OR UPDATE OR DELETE ON " + table + " FOR EACH ROW EXECUTE FUNCTION " + holdName + "()",
		}
	})
}

// Release ends a hold. Where there is none it does nothing.
func (db *DB) Release(ctx context.Context) error {
	return db.change(ctx, func(table string) []string {
		if db.server == nil {
			var all []string
			for _, act := range []string{"INSERT", "UPDATE", "DELETE"} {
				all = append(all, fmt.Sprintf("DROP TRIGGER IF EXISTS %s_%s_%s", holdName, table, act))
			}
			return all
		}
		return []string{"DROP TRIGGER IF EXISTS " + holdName + " ON " + table}
	})
}

// change runs statements for every table. On PostgreSQL each table by itself: that waits
// for the writes that have begun there, and cannot meet them in a deadlock. On SQLite all
// at once: every write waits its turn behind those of a busy site, so that one is asked
// for, and patiently.
func (db *DB) change(ctx context.Context, statements func(table string) []string) error {
	var tables []string
	err := db.Read(ctx, func(tx Tx) (err error) {
		tables, err = texts(tx, db.dialect.tables)
		return err
	})
	if err != nil {
		return err
	}
	conn, done, err := db.changer(ctx)
	if err != nil {
		return nowFaultOf(err)
	}
	defer done()
	var all []string
	for _, table := range tables {
		all = append(all, statements(table)...)
	}
	if db.server == nil {
		all = slices.Concat([]string{patience, "BEGIN IMMEDIATE"}, all, []string{"COMMIT"})
	}
	for _, statement := range all {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return nowFaultOf(err) // what was begun ends with the connection
		}
	}
	return nil
}

// patience is how long a command waits for a site to let it write, where the site's own
// requests have given up long before.
const patience = "PRAGMA busy_timeout = 60000"

// changer is a connection that may change what a database is made of.
func (db *DB) changer(ctx context.Context) (*sql.Conn, func(), error) {
	pool, own := db.writer, false
	switch {
	case db.server != nil:
		pool = db.server.pool
	case pool == nil: // beside a site: SQLite lets one process write at a time
		var err error
		if pool, err = openPool(filepath.Join(db.dir, databaseFile), "", 1); err != nil {
			return nil, nil, err
		}
		own = true
	default:
		return nil, nil, errors.New("store: the site that writes in a folder does not hold it")
	}
	conn, err := pool.Conn(ctx)
	return conn, func() {
		if conn != nil {
			conn.Close()
		}
		if own {
			pool.Close()
		}
	}, err
}

// nowFaultOf words the error of either kind of database.
func nowFaultOf(err error) error {
	if state(err) != "" {
		return serverFault(err)
	}
	return runFault(serverFault(err))
}

// held says whether a hold refused a write.
func held(err error) bool {
	_, code := codeOf(err)
	return code == codes.SQLITE_CONSTRAINT_TRIGGER || state(err) == heldState
}

// Held says whether a hold refuses writes.
func (db *DB) Held(ctx context.Context) (yes bool, err error) {
	query := "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '" + holdName + "%'"
	if db.server != nil {
		query = "SELECT count(*) FROM pg_trigger AS g JOIN pg_class AS c ON c.oid = g.tgrelid WHERE g.tgname = '" + holdName + "' AND c.relnamespace = CAST(current_schema() AS regnamespace)"
	}
	var n int
	err = db.Read(ctx, func(tx Tx) error { return tx.QueryRow(query).Scan(&n) })
	return n > 0, err
}
