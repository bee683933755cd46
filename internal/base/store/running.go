package store

import (
	"context"
	"sync"
	"time"
)

// running knows which writes have begun and not ended.
type running struct {
	mu    sync.Mutex
	last  uint64
	began map[uint64]time.Time
}

// begin notes a write and gives the function that ends it.
func (r *running) begin() (end func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.began == nil {
		r.began = map[uint64]time.Time{}
	}
	r.last++
	id := r.last
	r.began[id] = time.Now()
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.began, id)
	}
}

// oldest is how long ago the first of them began; 0 when there is none.
func (r *running) oldest() (age time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, at := range r.began {
		age = max(age, time.Since(at))
	}
	return age
}

// Unfinished is how long ago the oldest write began that has not ended, of any site that
// uses the database; 0 when there is none. What began before that can be read by whoever
// begins to read now. On PostgreSQL readings count too.
func (db *DB) Unfinished(ctx context.Context) (age time.Duration, err error) {
	if db.server == nil {
		return db.running.oldest(), nil
	}
	var seconds float64
	err = db.ReadOne(ctx, func(tx Tx) error {
		return tx.QueryRow(`SELECT CAST(COALESCE(EXTRACT(EPOCH FROM clock_timestamp() - min(xact_start)), 0) AS DOUBLE PRECISION) FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = ? AND pid <> pg_backend_pid()`, siteName).Scan(&seconds)
	})
	return time.Duration(max(0, seconds) * float64(time.Second)), err
}
