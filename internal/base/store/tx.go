package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// Tx is a running transaction. Statements take ? for their arguments. A Tx whose
// context has ended refuses further statements; a statement that has begun is not
// interrupted, because SQLite would undo the whole group of writes with it.
//
// Two rules hold because PostgreSQL wants them, and on SQLite too, so that nobody
// finds out late: rows are read to their end or closed before the next statement,
// and a statement that failed ends its transaction, also when its error is not
// passed on. Text is UTF-8 without the character NUL; other text is refused with a
// fault of kind Invalid.
type Tx interface {
	Exec(query string, args ...any) (sql.Result, error)
	Query(query string, args ...any) (*Rows, error)
	QueryRow(query string, args ...any) *Row
	// After has fn run once what the transaction did is on the disk, and never
	// when it is undone. It is for notices to the same process; what must happen
	// is a job.
	After(fn func())
}

// errEnded is the answer of a Tx that outlived its function.
var errEnded = errors.New("store: the transaction has ended")

// errOne is the answer of ReadOne to what is not its one SELECT.
var errOne = errors.New("store: ReadOne takes one SELECT and nothing else")

// errReading is the answer to a statement while rows are open.
var errReading = errors.New("store: the rows of the query before are still open")

// maxStatements bounds the prepared statements a connection keeps. A program has
// fewer; SQL put together from values would not end.
const maxStatements = 400

// runner is what runs SQL: a connection of SQLite, a transaction of PostgreSQL.
type runner interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// session runs SQL on one connection. It keeps the statements it prepared when
// prepared is not nil; the driver of PostgreSQL keeps its own.
type session struct {
	runner
	dialect  *dialect
	ctx      context.Context // of every statement
	watch    *watchdog       // PostgreSQL's
	conn     *sql.Conn       // SQLite's, which is held on to
	prepared map[string]*sql.Stmt
}

func newSession(ctx context.Context, pool *sql.DB) (*session, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &session{runner: conn, dialect: &sqlite, ctx: context.Background(), conn: conn, prepared: map[string]*sql.Stmt{}}, nil
}

func (s *session) close() {
	for _, st := range s.prepared {
		st.Close()
	}
	s.conn.Close()
}

// control runs BEGIN, COMMIT and their like.
func (s *session) control(query string) error {
	_, err := s.exec(query)
	return err
}

// prepare gives the kept statement of a query; nil when none is kept.
func (s *session) prepare(query string) (*sql.Stmt, error) {
	if st, ok := s.prepared[query]; ok {
		return st, nil
	}
	if s.prepared == nil || len(s.prepared) >= maxStatements {
		return nil, nil
	}
	st, err := s.PrepareContext(s.ctx, s.dialect.bind(query))
	if err != nil {
		return nil, err
	}
	s.prepared[query] = st
	return st, nil
}

func (s *session) exec(query string, args ...any) (sql.Result, error) {
	st, err := s.prepare(query)
	if err != nil {
		return nil, err
	}
	s.watch.asks()
	defer s.watch.answered()
	if st == nil {
		return s.ExecContext(s.ctx, s.dialect.bind(query), args...)
	}
	return st.ExecContext(s.ctx, args...)
}

func (s *session) query(query string, args ...any) (*sql.Rows, error) {
	st, err := s.prepare(query)
	if err != nil {
		return nil, err
	}
	s.watch.asks()
	defer s.watch.answered()
	if st == nil {
		return s.QueryContext(s.ctx, s.dialect.bind(query), args...)
	}
	return st.QueryContext(s.ctx, args...)
}

func (s *session) begin(ctx context.Context) *tx { return &tx{ctx: ctx, s: s} }

// one runs fn, which may ask one question, without a transaction.
func (s *session) one(ctx context.Context, fn func(Tx) error) error {
	t := s.begin(ctx)
	t.single = true
	defer t.end()
	return t.call(fn)
}

// tx is the Tx of a session. One goroutine uses it, inside the function it was
// handed to.
type tx struct {
	ctx    context.Context
	s      *session
	rows   *Rows // being read
	failed error // of the first statement that failed
	after  []func()
	over   bool
	single bool // takes one SELECT and nothing else
	asked  bool // a single one had its SELECT
}

// After keeps fn for the time after the commit.
func (t *tx) After(fn func()) { t.after = append(t.after, fn) }

// committed runs what waited for the commit.
func (t *tx) committed() {
	for _, fn := range t.after {
		fn()
	}
}

// end closes what the function left open.
func (t *tx) end() {
	t.over = true
	if t.rows != nil {
		t.rows.Close()
	}
}

// call runs fn. A statement that failed counts although fn returned nil.
func (t *tx) call(fn func(Tx) error) error {
	if err := fn(t); err != nil {
		return err
	}
	return t.failed
}

func (t *tx) ready() error {
	switch {
	case t.over:
		return errEnded
	case t.rows != nil:
		return errReading
	}
	return t.ctx.Err()
}

func (t *tx) fails(err error) {
	if t.failed == nil {
		t.failed = err
	}
}

// Exec runs a statement that returns no rows.
func (t *tx) Exec(query string, args ...any) (sql.Result, error) {
	if err := t.ready(); err != nil {
		return nil, err
	}
	err := readable(args)
	if t.single {
		err = errOne
	}
	if err != nil {
		t.fails(err)
		return nil, err
	}
	result, err := t.s.exec(query, args...)
	t.fails(err)
	return result, err
}

// Query runs a statement and returns its rows. The caller closes them; those
// left open are closed when the transaction ends.
func (t *tx) Query(query string, args ...any) (*Rows, error) {
	if err := t.ready(); err != nil {
		return nil, err
	}
	err := readable(args)
	if t.single && (t.asked || !strings.HasPrefix(query, "SELECT ")) {
		err = errOne
	}
	if err != nil {
		t.fails(err)
		return nil, err
	}
	t.asked = true
	rows, err := t.s.query(query, args...)
	if err != nil {
		t.fails(err)
		return nil, err
	}
	t.rows = &Rows{Rows: rows, t: t}
	return t.rows, nil
}

// QueryRow prepares a question with one answer; it is asked by Scan.
func (t *tx) QueryRow(query string, args ...any) *Row {
	return &Row{t: t, query: query, args: args}
}

// script runs a text of several statements, without keeping them.
func (t *tx) script(text string) error {
	t.s.watch.asks()
	defer t.s.watch.answered()
	_, err := t.s.ExecContext(t.s.ctx, text)
	t.fails(err)
	return err
}

// Rows are the rows of a query, as in database/sql.
type Rows struct {
	*sql.Rows
	t *tx
}

// Next goes to the next row and closes the rows after the last one.
func (r *Rows) Next() bool {
	if r.step() {
		return true
	}
	r.Close()
	return false
}

// step goes to the next row, which PostgreSQL may still have to send.
func (r *Rows) step() bool {
	r.t.s.watch.asks()
	defer r.t.s.watch.answered()
	return r.Rows.Next()
}

// Close ends the reading. Closing twice does nothing.
func (r *Rows) Close() error {
	if r.t.rows == r {
		r.t.rows = nil
		r.t.fails(r.Err())
	}
	r.t.s.watch.asks()
	defer r.t.s.watch.answered()
	return r.Rows.Close()
}

// Row is a question with one answer.
type Row struct {
	t     *tx
	query string
	args  []any
}

// Scan asks and copies the first row into dest. It returns sql.ErrNoRows when
// there is none.
func (r *Row) Scan(dest ...any) error {
	rows, err := r.t.Query(r.query, r.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.step() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	return rows.Scan(dest...)
}
