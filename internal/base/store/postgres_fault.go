package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// SQLSTATE codes, PostgreSQL's manual, appendix A.
const (
	uniqueViolation      = "23505"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	lockNotAvailable     = "55P03" // lock_timeout
	queryCanceled        = "57014" // statement_timeout
	idleInTransaction    = "25P03" // idle_in_transaction_session_timeout
	tooManyConnections   = "53300"
)

// state is the SQLSTATE of an error; empty when PostgreSQL did not send one.
func state(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

// openFault tells why a server cannot be used.
func (s *server) openFault(err error) error {
	if _, already := errors.AsType[*fault.Error](err); already {
		return err
	}
	key := "server-cannot-open"
	switch code := state(err); {
	case code == "28P01" || code == "28000": // invalid password, invalid authorization
		key = "server-refuses"
	case code == "3D000": // no such database
		key = "server-no-database"
	case code == tooManyConnections:
		key = "server-crowded"
	case code == "" || unreachable(err):
		key = "server-unreachable"
	}
	return fault.New(fault.Unavailable, words, key, lang.A{"server": s.name}).Because(err)
}

// unreachable says whether the server is not there, or went away.
func unreachable(err error) bool {
	switch code := state(err); {
	case strings.HasPrefix(code, "08"), // connection exceptions
		strings.HasPrefix(code, "57P"), // the server stops, restarts or starts
		code == "25006":                // it only reads: a standby
		return true
	case code != "":
		return false
	}
	if errors.Is(err, context.Canceled) {
		return false
	}
	_, connect := errors.AsType[*pgconn.ConnectError](err)
	_, network := errors.AsType[net.Error](err)
	// pgconn tells of a connection that broke before, and to which nothing was sent, by
	// errors of no exported type ("conn closed").
	return connect || network || pgconn.SafeToRetry(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, net.ErrClosed)
}

// serverFault is runFault for PostgreSQL.
func serverFault(err error) error {
	switch code := state(err); {
	case errors.Is(err, errSilent):
		return nowFault("unreachable-now", err)
	case isClosed(err):
		return nowFault("closed", err)
	case code == heldState:
		return nowFault("moving-now", err)
	case code == "53100": // disk full
		return nowFault("full-now", err)
	case code == "58030": // input/output error
		return nowFault("disk-fails", err)
	case code == "XX001", code == "XX002": // data or index corrupted
		return nowFault("damaged-now", err)
	case code == serializationFailure, code == deadlockDetected, code == tooManyConnections,
		code == lockNotAvailable, code == queryCanceled, code == idleInTransaction:
		return nowFault("busy-now", err)
	case unreachable(err):
		return nowFault("unreachable-now", err)
	}
	return err
}
