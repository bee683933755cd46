package store

import (
	"database/sql"
	"time"
)

// The kinds of transactions that Watch is told of.
const (
	ReadKind  = "read"
	WriteKind = "write"
)

// Watch has fn told how long each transaction took, from the call to its end: with
// the wait for a connection, the runs again and the flush to the disk. It is called
// once, before the database is used.
func (db *DB) Watch(fn func(kind string, took time.Duration)) { db.watch = fn }

func (db *DB) watched(kind string, begun time.Time) { db.watch(kind, time.Since(begun)) }

// Retried is how many times a write ran again because it met another; 0 on SQLite,
// where writes wait for each other.
func (db *DB) Retried() int64 {
	if db.server == nil {
		return 0
	}
	return db.server.retried.Load()
}

// Connections are the connections to PostgreSQL; on SQLite, where there is no server
// to be short of them, all is zero.
func (db *DB) Connections() sql.DBStats {
	if db.server == nil {
		return sql.DBStats{}
	}
	return db.server.pool.Stats()
}
