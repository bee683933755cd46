package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"math/rand/v2"
	"net"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// oldestServer is the oldest PostgreSQL that is tested, as server_version_num.
const oldestServer = 150000

// serverConnections bounds the connections of one node. A server allows 100 to all
// by default.
const serverConnections = 20

// connectTime is how long a node waits for the server when the address does not say.
const connectTime = 5 * time.Second

// How often a write that met another one runs again, and how long it rests at most
// before: what it met is over by then.
const (
	mostTries = 40
	mostRest  = 60 * time.Millisecond
)

// migrationLock is the advisory lock of nodes that start at the same time ("ATLR").
const migrationLock = applicationID

// server is a PostgreSQL database.
type server struct {
	name string // host, port and database, for people; no password
	pool *sql.DB
	most time.Duration // that it may leave a question without an answer
	// retried counts the writes that ran again.
	retried atomic.Int64
	line    atomic.Int64 // number of the line; another one once the server was silent on it
}

// Connect opens a PostgreSQL database by its address, "postgres://user@host/name"
// or what else libpq takes; PGPASSWORD and ~/.pgpass are read. Several processes
// may use it. It refuses, with a fault of kind Unavailable, a server that does not
// answer, is too old or does not let us in, and a database of another program. The
// password is in no message.
func Connect(ctx context.Context, address string) (*DB, error) {
	return dial(ctx, address, siteName, answerTime)
}

// ConnectTool is Connect for a command that works beside the sites: InUse does not
// count it.
func ConnectTool(ctx context.Context, address string) (*DB, error) {
	return dial(ctx, address, "atelier command", toolTime)
}

// siteName is what a site calls itself on the server.
const siteName = "atelier"

func dial(ctx context.Context, address, name string, most time.Duration) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// The reason quotes the address, so it is not passed on.
		return nil, fault.New(fault.Usage, words, "bad-address")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTime
	}
	config.DialFunc = dialer
	settle(config, name)
	s := &server{name: net.JoinHostPort(config.Host, strconv.Itoa(int(config.Port))) + "/" + config.Database, most: most}
	s.pool = stdlib.OpenDB(*config, stdlib.OptionAfterConnect(s.opened), stdlib.OptionShouldPing(s.alive), stdlib.OptionResetSession(s.again))
	s.pool.SetMaxOpenConns(serverConnections)
	s.pool.SetMaxIdleConns(serverConnections)
	if err := s.check(ctx); err != nil {
		s.pool.Close()
		return nil, s.openFault(err)
	}
	return &DB{dialect: &postgres, server: s}, nil
}

// settle asks the server for what a session needs, unless the address says otherwise.
func settle(config *pgx.ConnConfig, name string) {
	params := map[string]string{
		"application_name": name,
		// Reading a whole small table would make serializable writes meet that have
		// nothing to do with each other; PostgreSQL's manual, 13.2.3.
		"enable_seqscan": "off",
		// Where a table must be read whole all the same, its plan seems dear beyond measure, and
		// the server would compile it first: 60 to 200 ms for a table of three rows.
		"jit": "off",
	}
	if name == siteName {
		maps.Copy(params, serverTimes)
	}
	for name, value := range params {
		if _, set := config.RuntimeParams[name]; !set {
			config.RuntimeParams[name] = value
		}
	}
}

// durable turns synchronous_commit on where the server has it off. What waits for
// more than the server's own disk stays as it is.
func durable(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'")
	return err
}

// check looks at the server's version, its encoding and whose tables are there.
func (s *server) check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*connectTime)
	defer cancel()
	var version, tables, ours int
	var encoding string
	err := s.pool.QueryRowContext(ctx, `SELECT CAST(current_setting('server_version_num') AS INTEGER), current_setting('server_encoding'),
		(SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()),
		(SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'store_migration')`).Scan(&version, &encoding, &tables, &ours)
	if err != nil {
		return err
	}
	names := lang.A{"server": s.name}
	switch {
	case version < oldestServer:
		return fault.New(fault.Unavailable, words, "server-old", names)
	case encoding != "UTF8":
		return fault.New(fault.Unavailable, words, "server-encoding", names)
	case tables > 0 && ours == 0:
		return fault.New(fault.Unavailable, words, "server-foreign", names)
	}
	return nil
}

func (s *server) close() error { return s.pool.Close() }

func (s *server) answers(ctx context.Context) error {
	if err := s.pool.PingContext(ctx); err != nil {
		return serverFault(err)
	}
	return nil
}

// alone runs fn while no other node does, however long the other takes.
func (s *server) alone(ctx context.Context, fn func() error) error {
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return serverFault(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)"); err != nil {
		return serverFault(err)
	}
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return serverFault(err)
	}
	// When this cannot be asked, the connection is lost and the lock with it.
	defer func() {
		ctx := context.WithoutCancel(ctx)
		_, _ = conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", migrationLock)
		_, _ = conn.ExecContext(ctx, "RESET statement_timeout")
		_, _ = conn.ExecContext(ctx, "RESET lock_timeout")
	}()
	return fn()
}

func (s *server) read(ctx context.Context, fn func(Tx) error) error {
	t, done, err := s.begin(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return s.told(err)
	}
	// A read has nothing to keep; only the state it sees is given up.
	defer done()
	return s.told(t.s.watch.told(t.call(fn)))
}

func (s *server) readOne(ctx context.Context, fn func(Tx) error) error {
	w := s.guard(ctx)
	defer w.over()
	conn, err := s.take(ctx, w)
	if err != nil {
		return s.told(w.told(err))
	}
	defer conn.Close()
	return s.told(w.told((&session{runner: conn, dialect: &postgres, ctx: w.ctx, watch: w}).one(ctx, fn)))
}

// told words an error, and notes a silent server.
func (s *server) told(err error) error {
	if errors.Is(err, errSilent) {
		s.lost()
	}
	return serverFault(err)
}

// write runs fn until it did not meet another write. A duplicate may be such a
// meeting too, so the first one is not believed.
func (s *server) write(ctx context.Context, fn func(Tx) error) error {
	for try, duplicates := 1, 0; ; try++ {
		err := s.attempt(ctx, fn)
		again := false
		switch state(err) {
		case serializationFailure, deadlockDetected:
			again = try < mostTries
		case uniqueViolation:
			duplicates++
			again = duplicates == 1
		}
		if !again {
			return s.told(err)
		}
		s.retried.Add(1)
		rest := min(mostRest, time.Duration(try)*2*time.Millisecond)
		select {
		case <-time.After(rand.N(rest)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// attempt runs fn once. What is returned when a statement failed is its error, so
// that write can tell what it means.
func (s *server) attempt(ctx context.Context, fn func(Tx) error) error {
	t, done, err := s.begin(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return err
	}
	defer done()
	w := t.s.watch
	err = t.call(fn)
	t.end()
	switch {
	case state(t.failed) != "":
		return t.failed
	case err != nil:
		return w.told(err)
	}
	w.asks()
	if err := t.s.runner.(*sql.Tx).Commit(); err != nil {
		return w.told(err)
	}
	t.committed()
	return nil
}

// begin opens a transaction; done undoes it unless it was committed. Waiting for a
// connection ends with ctx, a transaction does not: its statements are asked first.
func (s *server) begin(ctx context.Context, options *sql.TxOptions) (_ *tx, done func(), err error) {
	w := s.guard(ctx)
	conn, run, err := s.open(ctx, w, options)
	if err != nil {
		err = w.told(err)
		w.over()
		return nil, nil, err
	}
	w.answered()
	t := (&session{runner: run, dialect: &postgres, ctx: w.ctx, watch: w}).begin(ctx)
	done = func() {
		t.end()
		w.asks()
		_ = run.Rollback()
		conn.Close()
		w.over()
	}
	if w.most == endless {
		if _, err := t.s.exec(unhurried); err != nil {
			done()
			return nil, nil, err
		}
	}
	return t, done, nil
}

// unhurried lets a transaction take as long as it takes, also between its statements.
const unhurried = `SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true),
	set_config('idle_in_transaction_session_timeout', '0', true)`

// open gets a connection and begins on it. After the server was away the pool holds
// connections that are dead and do not know it: each is found out by its BEGIN, with
// which nothing was done yet, so the next is tried. A server that is away still is told
// by the first connection that is new, and one that is silent by the time it takes.
func (s *server) open(ctx context.Context, w *watchdog, options *sql.TxOptions) (*sql.Conn, *sql.Tx, error) {
	for try := 0; ; try++ {
		conn, err := s.take(ctx, w)
		if err != nil {
			return nil, nil, err
		}
		w.asks()
		run, err := conn.BeginTx(w.ctx, options)
		if err == nil {
			return conn, run, nil
		}
		conn.Close()
		if !unreachable(err) || try >= serverConnections || w.ctx.Err() != nil {
			return nil, nil, err
		}
	}
}

// closedPool is what database/sql says of a pool after Close.
const closedPool = "sql: database is closed"

func isClosed(err error) bool {
	return errors.Is(err, sql.ErrConnDone) || err != nil && err.Error() == closedPool
}
