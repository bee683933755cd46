package store

import (
	"context"
	"time"
)

// Server is how a PostgreSQL server is set up and doing, as far as the account that asks may
// see it.
type Server struct {
	Version     string
	Fsync       bool          // what it acknowledges is on the disk
	FullPages   bool          // a page half written in a crash is mended
	Synchronous bool          // sessions wait for the disk, unless they say otherwise
	Size        int64         // of the database, in bytes
	Clients     int           // connections there are, of all databases
	MostClients int           // that there may be, without those kept for its superuser
	OldestBegun time.Duration // how long the oldest transaction of others has been open
}

// serverState reads what Server holds. synchronous_commit is the server's own: sessions of
// ours switch it on.
const serverState = `SELECT current_setting('server_version'), current_setting('fsync') = 'on', current_setting('full_page_writes') = 'on',
	(SELECT reset_val <> 'off' FROM pg_settings WHERE name = 'synchronous_commit'), pg_database_size(current_database()),
	(SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
	CAST(current_setting('max_connections') AS INTEGER) - CAST(current_setting('superuser_reserved_connections') AS INTEGER),
	(SELECT COALESCE(max(extract(epoch FROM clock_timestamp() - xact_start)), 0) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL)`

// Server says how the server is; false on SQLite, where there is none.
func (db *DB) Server(ctx context.Context) (s Server, there bool, err error) {
	if db.server == nil {
		return s, false, nil
	}
	var seconds float64
	err = db.ReadOne(ctx, func(tx Tx) error {
		return tx.QueryRow(serverState).Scan(&s.Version, &s.Fsync, &s.FullPages, &s.Synchronous, &s.Size, &s.Clients, &s.MostClients, &seconds)
	})
	s.OldestBegun = time.Duration(seconds * float64(time.Second))
	return s, true, err
}
