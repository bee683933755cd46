// Package store keeps what people do: in an embedded SQLite database in a folder,
// or in a PostgreSQL database that several nodes share.
//
// Words: a DB is an open data folder or database. A Tx is a running transaction,
// handed to a function and valid only inside it. A migration is a dated SQL file of
// a room.
//
// Invariants:
//   - one process at a time uses a folder (a lock beside the database says so);
//     any number use a PostgreSQL database;
//   - a write that returned nil is on the disk: WAL with synchronous=FULL on SQLite,
//     synchronous_commit not off on PostgreSQL;
//   - writes are as if they ran one after another. On SQLite they do; those that
//     wait for each other share one commit, and so one flush of the disk; each is a
//     savepoint, and one that fails undoes only itself. On PostgreSQL they are
//     SERIALIZABLE and run again when they met. Nobody is told "done" before the
//     commit;
//   - a function passed to Write may have run although Write returns an error, and
//     may run more than once, so it must have no effect but on its Tx;
//   - tables carry the name of their room first. Foreign keys are immediate: a
//     DEFERRABLE one would fail the commit of strangers.
//
// SQL is written once, with ? for arguments, in the subset that SQLite and
// PostgreSQL share; dialect.go is the one place that translates it.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

//go:embed catalogue
var files embed.FS

var words = lang.MustCatalogue(files)

// The files of a data folder.
const (
	databaseFile = "atelier.db"
	lockFile     = "atelier.lock"
)

// DB is an open data folder, or a PostgreSQL database when server is not nil. It
// may be used by many goroutines.
type DB struct {
	dialect *dialect
	server  *server

	dir    string
	lock   *os.File
	writer *sql.DB
	reader *sql.DB

	watch func(kind string, took time.Duration)
	write writeQueue
	// running are the writes of an embedded database that have begun and not ended.
	running running
	idle    chan *session // readers not in use
	spare   chan struct{} // one token for each reader that may still be opened
	closed  sync.Once
}

// Open opens a data folder, and makes it when it does not exist. It refuses, with
// a fault of kind Unavailable, a folder that cannot be written to, that another
// process uses, or whose database is damaged or belongs to another program.
func Open(ctx context.Context, dir string) (_ *DB, err error) {
	defer fault.Wrap(&err, "store.Open(%q)", dir)
	lock, err := claimFolder(dir)
	if err != nil {
		return nil, err
	}
	db := &DB{dialect: &sqlite, dir: dir, lock: lock}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	path := filepath.Join(dir, databaseFile)
	if err := checkFile(path); err != nil {
		return nil, err
	}
	if err := db.connect(ctx, path); err != nil {
		return nil, openFault(err, dir)
	}
	return db, nil
}

// connect opens both pools and looks whether the database is sound and ours.
func (db *DB) connect(ctx context.Context, path string) error {
	var err error
	if db.writer, err = openPool(path, "", 1); err != nil {
		return err
	}
	if db.write.session, err = newSession(ctx, db.writer); err != nil {
		return err
	}
	if err := claimDatabase(ctx, db.write.session); err != nil {
		return err
	}
	if err := quickCheck(ctx, path); err != nil {
		return err
	}
	return db.connectReaders(path)
}

// connectReaders opens the pool of those who only read.
func (db *DB) connectReaders(path string) (err error) {
	readers := max(4, 2*runtime.GOMAXPROCS(0))
	if db.reader, err = openPool(path, "&_pragma=query_only(1)", readers); err != nil {
		return err
	}
	db.idle = make(chan *session, readers)
	db.spare = make(chan struct{}, readers)
	for range readers {
		db.spare <- struct{}{}
	}
	return nil
}

// Dir is the data folder; empty on PostgreSQL.
func (db *DB) Dir() string { return db.dir }

// Shared says whether other processes may change the database too, so that what
// one remembers of it must be looked at again.
func (db *DB) Shared() bool { return db.server != nil }

// Name is the place of the database in messages for people: the folder, or host,
// port and database. It holds no password.
func (db *DB) Name() string {
	if db.server != nil {
		return db.server.name
	}
	return db.dir
}

// Close folds the write-ahead log into the database and frees the folder.
// No transaction may be running.
func (db *DB) Close() error {
	if db.server != nil {
		return db.server.close()
	}
	var err error
	db.closed.Do(func() {
		db.write.close()
		if db.reader != nil {
			for len(db.idle) > 0 {
				(<-db.idle).close()
			}
			err = errors.Join(err, db.reader.Close())
		}
		if db.writer != nil {
			err = errors.Join(err, db.writer.Close())
		}
		if db.lock != nil {
			err = errors.Join(err, db.lock.Close())
		}
	})
	return err
}

// Read runs fn in a transaction that sees one state of the database. Many run
// at once, beside a write.
func (db *DB) Read(ctx context.Context, fn func(Tx) error) error {
	if db.watch != nil {
		defer db.watched(ReadKind, time.Now())
	}
	if db.server != nil {
		return db.server.read(ctx, fn)
	}
	s, err := db.acquire(ctx)
	if err != nil {
		return err
	}
	defer func() { db.idle <- s }()
	if err := s.control("BEGIN"); err != nil {
		return runFault(err)
	}
	tx := s.begin(ctx)
	defer func() {
		tx.end()
		// A read has nothing to keep; only the state it sees is given up.
		_ = s.control("ROLLBACK")
	}()
	return runFault(tx.call(fn))
}

// ReadOne is Read for a single SELECT, which sees one state of the database without a
// transaction around it: on PostgreSQL one exchange with the server in place of three.
// A second statement, and any that is no SELECT, is refused.
func (db *DB) ReadOne(ctx context.Context, fn func(Tx) error) error {
	if db.watch != nil {
		defer db.watched(ReadKind, time.Now())
	}
	if db.server != nil {
		return db.server.readOne(ctx, fn)
	}
	s, err := db.acquire(ctx)
	if err != nil {
		return err
	}
	defer func() { db.idle <- s }()
	return runFault(s.one(ctx, fn))
}

// acquire takes a reader that rests, opens one while there may be more, or waits.
func (db *DB) acquire(ctx context.Context) (*session, error) {
	select {
	case s := <-db.idle:
		return s, nil
	default:
	}
	select {
	case s := <-db.idle:
		return s, nil
	case <-db.spare:
		s, err := newSession(ctx, db.reader)
		if err != nil {
			db.spare <- struct{}{}
			return nil, runFault(err)
		}
		return s, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a reader: %w", ctx.Err())
	}
}
