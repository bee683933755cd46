package jobs

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
)

// A database that went away in the middle of a job: what was done is noted when it is
// back, so that it is not done twice, and the queue goes on without a restart.
func TestDatabaseAwayWhileAJobRuns(t *testing.T) {
	address := pgtest.New(t)
	db := connect(t, address)
	began, finish := make(chan struct{}), make(chan struct{})
	c := newCounter(2)
	q := New(Options{DB: db, Log: slog.New(slog.DiscardHandler)})
	k := Define(q, "count", func(ctx context.Context, arg string) error {
		if arg == "long" {
			close(began)
			<-finish
		}
		return c.do(ctx, arg)
	})
	enqueue := func(arg string) {
		t.Helper()
		// Who is told that the database does not answer sends their request again.
		err := error(fault.New(fault.Unavailable, words, "no-job"))
		for fault.KindOf(err) == fault.Unavailable {
			err = db.Write(t.Context(), func(tx store.Tx) error { return k.Enqueue(tx, arg, time.Time{}) })
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	enqueue("long")
	q.Start(t.Context())
	<-began
	pgtest.Exec(t, address, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	close(finish)
	enqueue("after")
	<-c.done
	if err := q.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left int
	err := db.Read(t.Context(), func(tx store.Tx) error { return tx.QueryRow("SELECT count(*) FROM jobs_job").Scan(&left) })
	if err != nil || left != 0 || c.n["long"] != 1 || c.n["after"] != 1 {
		t.Errorf("done %v, %d jobs are left (%v)", c.n, left, err)
	}
}
