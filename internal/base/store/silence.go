package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// How long a PostgreSQL server may leave one question without an answer. A transaction
// may take longer: each answer begins the time anew.
const (
	answerTime  = 5 * time.Second  // somebody waits in front of a page
	patientTime = time.Minute      // nobody does: Patient
	toolTime    = 10 * time.Minute // a command that an administrator started
	endless     = 0                // a whole database is read or changed: Snapshot, Refill, Hold, migrations
)

// Bounds of a line: pingTime is how long a connection that rested may take to show that it is
// alive, lineTime how long the network may leave what was sent unacknowledged.
const (
	pingTime = 3 * time.Second
	lineTime = 30 * time.Second
)

// serverTimes are what a site asks of the server itself, so that a node that hangs or whose
// line is lost does not hold the others up: PostgreSQL's manual, 20.11.1 and 20.3.2.
var serverTimes = map[string]string{
	"statement_timeout": "60000",
	// Shorter than answerTime, so that waiting for another transaction is told from silence.
	"lock_timeout":                        "4000",
	"idle_in_transaction_session_timeout": "10000",
	"tcp_keepalives_idle":                 "15",
	"tcp_keepalives_interval":             "5",
	"tcp_keepalives_count":                "3",
	"tcp_user_timeout":                    "30000",
}

// errSilent says that the server left a question without an answer for too long. What was
// asked may have been done.
var errSilent = errors.New("the database does not answer")

type timeKey struct{}

// Patient gives a context whose transactions wait longer for a PostgreSQL server, because
// nobody waits in front of a page: up to a minute for each answer.
func Patient(ctx context.Context) context.Context { return within(ctx, patientTime) }

func within(ctx context.Context, most time.Duration) context.Context {
	return context.WithValue(ctx, timeKey{}, most)
}

// watchdog ends a transaction whose server is silent. One of nil watches nothing.
type watchdog struct {
	ctx   context.Context // ends when the server was silent for too long
	end   context.CancelCauseFunc
	most  time.Duration
	until time.Time // the end of the caller's own time; zero when there is none
	timer *time.Timer
}

// guard makes the watchdog of a transaction. The context of a transaction does not
// end when its caller goes away: only its statements are not asked any more.
func (s *server) guard(ctx context.Context) *watchdog {
	w := &watchdog{most: s.most}
	if most, set := ctx.Value(timeKey{}).(time.Duration); set && (most == endless || most > w.most) {
		w.most = most
	}
	w.until, _ = ctx.Deadline()
	w.ctx, w.end = context.WithCancelCause(context.WithoutCancel(ctx))
	return w
}

// wait is how long the next answer may take.
func (w *watchdog) wait() time.Duration {
	if w.until.IsZero() {
		return w.most
	}
	return min(w.most, time.Until(w.until))
}

// asks begins to count.
func (w *watchdog) asks() {
	switch {
	case w == nil || w.most == endless:
	case w.timer == nil:
		w.timer = time.AfterFunc(w.wait(), func() { w.end(errSilent) })
	default:
		w.timer.Reset(w.wait())
	}
}

// answered stops counting.
func (w *watchdog) answered() {
	if w != nil && w.timer != nil {
		w.timer.Stop()
	}
}

// over ends the watch.
func (w *watchdog) over() {
	w.answered()
	w.end(nil)
}

// told is the error of a transaction: whatever came of the silence, that is what is told.
func (w *watchdog) told(err error) error {
	if err != nil && context.Cause(w.ctx) == errSilent {
		return fmt.Errorf("%w: %v", errSilent, err)
	}
	return err
}

// take gets a connection out of the pool, or waits for one as long as for an answer.
func (s *server) take(ctx context.Context, w *watchdog) (*sql.Conn, error) {
	if w.most != endless {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, w.most)
		defer cancel()
	}
	return s.pool.Conn(ctx)
}

// lost gives up every connection that is open: the line that one was silent on is that of
// all. Each is dropped when it is taken up next.
func (s *server) lost() { s.line.Add(1) }

const lineKey = "atelier.line"

// opened notes on which line a connection was made, and makes it durable.
func (s *server) opened(ctx context.Context, conn *pgx.Conn) error {
	conn.PgConn().CustomData()[lineKey] = s.line.Load()
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	return durable(ctx, conn)
}

// alive looks at a connection that rested before it is used again. It says no to what the
// driver would do in its place, which is to wait without a bound of its own.
func (s *server) alive(ctx context.Context, p stdlib.ShouldPingParams) bool {
	if p.IdleDuration < time.Second || s.stale(p.Conn) {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, pingTime)
	defer cancel()
	if err := p.Conn.PgConn().Ping(ctx); err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		s.lost()
	}
	return false
}

func (s *server) stale(conn *pgx.Conn) bool {
	return conn.PgConn().CustomData()[lineKey] != s.line.Load()
}

// again lets a connection be used again, or has it dropped.
func (s *server) again(_ context.Context, conn *pgx.Conn) error {
	if conn.IsClosed() {
		return driver.ErrBadConn
	}
	if s.stale(conn) {
		// Closed here: the driver would first say goodbye on a line that may be dead.
		_ = conn.PgConn().Conn().Close()
		return driver.ErrBadConn
	}
	return nil
}

// dialer opens lines that notice when the other end is gone without a word.
func dialer(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3},
		Control:         userTimeout,
	}
	return d.DialContext(ctx, network, address)
}
