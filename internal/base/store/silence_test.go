package store

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store/pgtest"
)

// silent is a fault in the words for a database that does not answer.
func silent(t *testing.T, what string, err error) {
	t.Helper()
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err, lang.English), "does not answer") {
		t.Errorf("%s: %v", what, err)
	}
}

// TestASilentLineIsNotWaitedForForEver holds the line up in the middle of a write, before
// and after the server hears of the commit. The write ends with an error, so do reads
// meanwhile, and everything goes on when the line does; what the server heard is there.
func TestASilentLineIsNotWaitedForForEver(t *testing.T) {
	t.Parallel()
	for name, heard := range map[string]bool{"the commit is held up": false, "the answer is held up": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line := pgtest.NewLine(t, pgtest.New(t))
			db := connect(t, line.Address)
			exec(t, db, "CREATE TABLE n (i INTEGER PRIMARY KEY)")
			met := line.HoldAt(heard, "commit")
			silent(t, "the write", db.Write(t.Context(), insert(1)))
			<-met
			var all sync.WaitGroup
			all.Go(func() { silent(t, "a read", db.Answers(t.Context())) })
			all.Go(func() {
				silent(t, "one question", db.ReadOne(t.Context(), func(tx Tx) error {
					_, err := texts(tx, "SELECT 'a'")
					return err
				}))
			})
			all.Wait()
			line.Lose()
			if err := db.Answers(t.Context()); err != nil {
				t.Errorf("it does not find the database again: %v", err)
			}
			want := 0
			if heard {
				want = 1
			}
			if n := count(t, db, "SELECT count(*) FROM n"); n != want {
				t.Errorf("%d rows, want %d", n, want)
			}
			if err := db.Write(t.Context(), insert(2)); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestRowsThatStopComing reads a table that is too large for one packet; the line is held
// up in the middle.
func TestRowsThatStopComing(t *testing.T) {
	t.Parallel()
	line := pgtest.NewLine(t, pgtest.New(t))
	db := connect(t, line.Address)
	read := 0
	silent(t, "the rows", db.Read(t.Context(), func(tx Tx) error {
		rows, err := tx.Query("SELECT repeat('x', 1000) FROM generate_series(1, 100000)")
		if err != nil {
			return err
		}
		defer rows.Close()
		for ; rows.Next(); read++ {
			if read == 10 {
				line.Hold()
			}
		}
		return rows.Err()
	}))
	if read <= 10 || read >= 100_000 {
		t.Errorf("%d rows were read", read)
	}
	line.Free()
	if err := db.Answers(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestALockIsNotWaitedForForEver lets a write meet one that does not end.
func TestALockIsNotWaitedForForEver(t *testing.T) {
	t.Parallel()
	address := pgtest.New(t)
	db, other := connect(t, address), connect(t, address)
	exec(t, db, "CREATE TABLE n (i INTEGER PRIMARY KEY)")
	wrong := errors.New("wrong")
	err := other.Write(t.Context(), func(tx Tx) error {
		if err := insert(1)(tx); err != nil {
			return err
		}
		err := db.Write(t.Context(), insert(1))
		if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err, lang.English), "busy") {
			t.Errorf("the second write: %v", err)
		}
		return wrong
	})
	if !errors.Is(err, wrong) {
		t.Error(err)
	}
	if err := db.Write(t.Context(), insert(1)); err != nil {
		t.Error(err)
	}
}

// TestLongWorkIsNotCutOff asks questions that take longer than the caller's patience: for a
// whole database there is none, and a time that the caller set counts.
func TestLongWorkIsNotCutOff(t *testing.T) {
	t.Parallel()
	address := pgtest.New(t)
	db := connect(t, address)
	db.server.most = 1 // every answer comes too late
	silent(t, "a read", db.Answers(t.Context()))
	err := db.Snapshot(t.Context(), func(tx Tx) error {
		_, err := texts(tx, "SELECT 'a' FROM generate_series(1, 10)")
		return err
	})
	if err != nil {
		t.Errorf("a snapshot: %v", err)
	}
	if err := Migrate(t.Context(), db, room("a", "2026-11-23-a.sql", "CREATE TABLE a_t (i INTEGER PRIMARY KEY);")); err != nil {
		t.Errorf("a migration: %v", err)
	}
	if err := db.Read(Patient(t.Context()), func(tx Tx) error { _, err := texts(tx, "SELECT 'a'"); return err }); err != nil {
		t.Errorf("a patient read: %v", err)
	}
	db.server.most = patientTime
	ctx, cancel := context.WithTimeout(t.Context(), answerTime/50)
	defer cancel()
	silent(t, "a read whose caller has no time", db.Read(ctx, func(tx Tx) error {
		_, err := texts(tx, "SELECT 'a' FROM pg_sleep(30)")
		return err
	}))
}
