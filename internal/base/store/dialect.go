package store

import (
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// dialect is all that the rest of the package knows of the database by name.
type dialect struct {
	beginWrite string
	beginRead  string
	// bind turns the ? of a query into the marks of the database.
	bind func(query string) string
}

var sqlite = dialect{
	// IMMEDIATE takes the write lock at once, so that a write never fails half-way.
	beginWrite: "BEGIN IMMEDIATE",
	beginRead:  "BEGIN",
	bind:       func(query string) string { return query },
}

// applicationID stands in the header of our databases ("ATLR").
const applicationID = 0x41544C52

// settings hold for every connection. FULL flushes the log at each commit, which
// is what makes an acknowledged write survive a power cut.
const settings = "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(1)&_pragma=trusted_schema(0)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-8000)"

func openPool(path, extra string, size int) (*sql.DB, error) {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()}
	pool, err := sql.Open("sqlite", u.String()+settings+extra)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	return pool, nil
}

func codeOf(err error) (primary, extended int) {
	e, ok := errors.AsType[*driver.Error](err)
	if !ok {
		return 0, 0
	}
	return e.Code() & 0xff, e.Code()
}

// IsDuplicate says whether a write failed because a row with that key exists.
func IsDuplicate(err error) bool {
	_, code := codeOf(err)
	return code == codes.SQLITE_CONSTRAINT_UNIQUE || code == codes.SQLITE_CONSTRAINT_PRIMARYKEY
}

// openFault tells why a database cannot be opened.
func openFault(err error, dir string) error {
	if _, already := errors.AsType[*fault.Error](err); already {
		return err
	}
	key := "cannot-open"
	switch code, _ := codeOf(err); code {
	case codes.SQLITE_CORRUPT, codes.SQLITE_NOTADB:
		key = "damaged"
	case codes.SQLITE_READONLY, codes.SQLITE_PERM:
		key = "read-only"
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
		key = "locked"
	case codes.SQLITE_FULL:
		key = "full"
	}
	return fault.New(fault.Unavailable, words, key, lang.A{"dir": dir}).Because(err)
}

// runFault gives a public message to what the machine did wrong while a
// transaction ran. Other errors are the caller's and pass unchanged.
func runFault(err error) error {
	key := ""
	switch code, _ := codeOf(err); code {
	case codes.SQLITE_FULL:
		key = "full-now"
	case codes.SQLITE_IOERR, codes.SQLITE_READONLY, codes.SQLITE_CANTOPEN, codes.SQLITE_PERM:
		key = "disk-fails"
	case codes.SQLITE_CORRUPT, codes.SQLITE_NOTADB:
		key = "damaged-now"
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
		key = "busy-now"
	default:
		return err
	}
	if _, already := errors.AsType[*fault.Error](err); already {
		return err
	}
	return fault.New(fault.Unavailable, words, key).Because(err)
}
