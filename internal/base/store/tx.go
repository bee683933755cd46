package store

import (
	"context"
	"database/sql"
	"errors"
)

// Tx is a running transaction. Statements take ? for their arguments. A Tx whose
// context has ended refuses further statements; a statement that has begun is not
// interrupted, because SQLite would undo the whole group of writes with it.
type Tx interface {
	Exec(query string, args ...any) (sql.Result, error)
	Query(query string, args ...any) (*Rows, error)
	QueryRow(query string, args ...any) *Row
}

// errEnded is the answer of a Tx that outlived its function.
var errEnded = errors.New("store: the transaction has ended")

// maxStatements bounds the prepared statements a connection keeps. A program has
// fewer; SQL put together from values would not end.
const maxStatements = 400

// session is one connection that is kept, with the statements prepared on it.
type session struct {
	conn     *sql.Conn
	prepared map[string]*statement
}

type statement struct {
	*sql.Stmt
	busy bool // its rows are being read: running it again would lose them
}

func newSession(ctx context.Context, pool *sql.DB) (*session, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &session{conn: conn, prepared: map[string]*statement{}}, nil
}

func (s *session) close() {
	for _, st := range s.prepared {
		st.Close()
	}
	s.conn.Close()
}

// control runs BEGIN, COMMIT and their like.
func (s *session) control(query string) error {
	st, err := s.prepare(query)
	if err != nil {
		return err
	}
	if st == nil {
		_, err = s.conn.ExecContext(context.Background(), query)
		return err
	}
	_, err = st.ExecContext(context.Background())
	return err
}

// prepare gives the kept statement of a query; nil when it is in use or when
// too many are kept.
func (s *session) prepare(query string) (*statement, error) {
	if st, ok := s.prepared[query]; ok {
		if st.busy {
			return nil, nil
		}
		return st, nil
	}
	if len(s.prepared) >= maxStatements {
		return nil, nil
	}
	st, err := s.conn.PrepareContext(context.Background(), sqlite.bind(query))
	if err != nil {
		return nil, err
	}
	s.prepared[query] = &statement{Stmt: st}
	return s.prepared[query], nil
}

func (s *session) begin(ctx context.Context) *tx { return &tx{ctx: ctx, s: s} }

// tx is the Tx of a session. One goroutine uses it, inside the function it was
// handed to.
type tx struct {
	ctx  context.Context
	s    *session
	open []*Rows
	over bool
}

// end closes what the function left open.
func (t *tx) end() {
	t.over = true
	for _, r := range t.open {
		r.Close()
	}
}

func (t *tx) ready() error {
	if t.over {
		return errEnded
	}
	return t.ctx.Err()
}

// Exec runs a statement that returns no rows.
func (t *tx) Exec(query string, args ...any) (sql.Result, error) {
	if err := t.ready(); err != nil {
		return nil, err
	}
	st, err := t.s.prepare(query)
	if err != nil {
		return nil, err
	}
	if st == nil {
		return t.s.conn.ExecContext(context.Background(), sqlite.bind(query), args...)
	}
	return st.ExecContext(context.Background(), args...)
}

// Query runs a statement and returns its rows. The caller closes them; those
// left open are closed when the transaction ends.
func (t *tx) Query(query string, args ...any) (*Rows, error) {
	if err := t.ready(); err != nil {
		return nil, err
	}
	st, err := t.s.prepare(query)
	if err != nil {
		return nil, err
	}
	rows := &Rows{st: st}
	if st == nil {
		rows.Rows, err = t.s.conn.QueryContext(context.Background(), sqlite.bind(query), args...)
	} else {
		rows.Rows, err = st.QueryContext(context.Background(), args...)
	}
	if err != nil {
		return nil, err
	}
	if st != nil {
		st.busy = true
	}
	t.open = append(t.open, rows)
	return rows, nil
}

// QueryRow prepares a question with one answer; it is asked by Scan.
func (t *tx) QueryRow(query string, args ...any) *Row {
	return &Row{t: t, query: query, args: args}
}

// script runs a text of several statements, without keeping them.
func (t *tx) script(text string) error {
	_, err := t.s.conn.ExecContext(context.Background(), text)
	return err
}

// Rows are the rows of a query, as in database/sql.
type Rows struct {
	*sql.Rows
	st *statement
}

// Next goes to the next row and closes the rows after the last one.
func (r *Rows) Next() bool {
	if r.Rows.Next() {
		return true
	}
	r.Close()
	return false
}

// Close ends the reading. Closing twice does nothing.
func (r *Rows) Close() error {
	if r.st != nil {
		r.st.busy = false
		r.st = nil
	}
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
	defer func() {
		rows.Close()
		r.t.open = r.t.open[:len(r.t.open)-1]
	}()
	if !rows.Rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	return rows.Scan(dest...)
}
