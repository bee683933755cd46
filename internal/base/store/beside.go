package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// Beside opens a data folder to read, without its lock: a site may be running on it,
// and goes on. Write is refused. It refuses, with a fault of kind NotFound, a folder
// that holds no database.
func Beside(ctx context.Context, dir string) (_ *DB, err error) {
	defer fault.Wrap(&err, "store.Beside(%q)", dir)
	path := filepath.Join(dir, databaseFile)
	// SQLite's locks are the process's: the file is not opened and closed here, which
	// would give up those of a site in this process.
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil, fault.New(fault.NotFound, words, "no-database", lang.A{"dir": dir})
	}
	db := &DB{dialect: &sqlite, dir: dir}
	db.write.over = true
	if err := db.connectReaders(path); err != nil {
		return nil, openFault(err, dir)
	}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	var id int
	err = db.Read(ctx, func(tx Tx) error { return tx.QueryRow("SELECT application_id FROM pragma_application_id").Scan(&id) })
	switch {
	case err != nil:
		return nil, openFault(errors.Unwrap(err), dir)
	case id != applicationID:
		return nil, fault.New(fault.Unavailable, words, "foreign")
	}
	return db, nil
}

// Snapshot is Read for as long as it takes: what is read is one state of the database,
// and PostgreSQL does not end it while whoever takes the rows is slow.
func (db *DB) Snapshot(ctx context.Context, fn func(Tx) error) error {
	return db.Read(within(ctx, endless), fn)
}
