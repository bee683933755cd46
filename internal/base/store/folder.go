package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// checkTime is how long the look at the whole database may take at the start.
// What is not seen by then is left to a full check (DB.Check).
const checkTime = 200 * time.Millisecond

// claimFolder makes the folder when needed and takes its lock.
func claimFolder(dir string) (*os.File, error) {
	names := lang.A{"dir": dir}
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, fault.New(fault.Unavailable, words, "not-a-folder", names)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.New(fault.Unavailable, words, "cannot-make", names).Because(err)
	}
	file, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fault.New(fault.Unavailable, words, "read-only", names).Because(err)
	}
	if err := tryLock(file); err != nil {
		file.Close()
		return nil, fault.New(fault.Unavailable, words, "locked", names).Because(err)
	}
	return file, nil
}

// checkFile looks at the database file before SQLite does: whether it can be
// written, and whether it is one.
func checkFile(path string) error {
	names := lang.A{"dir": filepath.Dir(path), "file": path}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault.New(fault.Unavailable, words, "read-only", names).Because(err)
	}
	defer file.Close()
	// The header of SQLite's file format, section 1.3.
	header := make([]byte, 16)
	switch n, err := io.ReadFull(file, header); {
	case n == 0 && errors.Is(err, io.EOF):
		return nil
	case err != nil || !bytes.Equal(header, []byte("SQLite format 3\x00")):
		return fault.New(fault.Unavailable, words, "damaged", names).Because(err)
	}
	return nil
}

// claimDatabase marks a new database as ours and refuses one of another program.
func claimDatabase(ctx context.Context, s *session) error {
	var id, tables int
	err := s.conn.QueryRowContext(ctx, "SELECT (SELECT application_id FROM pragma_application_id), count(*) FROM sqlite_schema").Scan(&id, &tables)
	switch {
	case err != nil:
		return err
	case id == applicationID:
		return nil
	case id != 0 || tables > 0:
		return fault.New(fault.Unavailable, words, "foreign")
	}
	_, err = s.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	return err
}

// quickCheck looks for damage as far as it gets in checkTime.
func quickCheck(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	pool, err := openPool(path, "&_pragma=query_only(1)", 1)
	if err != nil {
		return err
	}
	defer pool.Close()
	var verdict string
	err = pool.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return damage(filepath.Dir(path), verdict, err)
}

// Check looks through the whole database, however long it takes. PostgreSQL has
// its own tools for that (pg_amcheck): there it only asks whether it answers.
func (db *DB) Check(ctx context.Context) error {
	if db.server != nil {
		return db.server.answers(ctx)
	}
	var verdict string
	err := db.Read(ctx, func(tx Tx) error {
		return tx.QueryRow("PRAGMA integrity_check(1)").Scan(&verdict)
	})
	return damage(db.dir, verdict, err)
}

func damage(dir, verdict string, err error) error {
	switch {
	case err != nil:
		return openFault(err, dir)
	case verdict != "ok":
		return fault.New(fault.Unavailable, words, "damaged", lang.A{"dir": dir}).Because(errors.New(verdict))
	}
	return nil
}
