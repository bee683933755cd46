package store

import (
	"context"
	"database/sql"
	"errors"
	"testing"
)

func numbers(t testing.TB) *DB {
	db := open(t, t.TempDir())
	exec(t, db, "CREATE TABLE n (i INTEGER PRIMARY KEY)")
	for i := range 5 {
		exec(t, db, "INSERT INTO n VALUES (?)", i)
	}
	return db
}

func TestNoRow(t *testing.T) {
	db := numbers(t)
	err := db.Read(t.Context(), func(tx Tx) error {
		var i int
		return tx.QueryRow("SELECT i FROM n WHERE i = 99").Scan(&i)
	})
	if !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("got %v", err)
	}
}

func TestATransactionIsOverAfterItsFunction(t *testing.T) {
	db := numbers(t)
	var kept Tx
	if err := db.Read(t.Context(), func(tx Tx) error { kept = tx; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := kept.Query("SELECT 1"); !errors.Is(err, errEnded) {
		t.Errorf("a finished transaction answers %v", err)
	}
	if _, err := kept.Exec("DELETE FROM n"); !errors.Is(err, errEnded) {
		t.Errorf("a finished transaction answers %v", err)
	}
}

func TestAnEndedContextRefusesStatements(t *testing.T) {
	db := numbers(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := db.Write(ctx, func(tx Tx) error {
		if _, err := tx.Exec("INSERT INTO n VALUES (100)"); err != nil {
			return err
		}
		cancel()
		_, err := tx.Exec("INSERT INTO n VALUES (101)")
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if n := count(t, db, "SELECT count(*) FROM n"); n != 5 {
		t.Errorf("%d rows, want the 5 from before", n)
	}
}

// A read sees one state although a write commits in the middle.
func TestAReadSeesOneState(t *testing.T) {
	db := numbers(t)
	err := db.Read(t.Context(), func(tx Tx) error {
		var before, after int
		if err := tx.QueryRow("SELECT count(*) FROM n").Scan(&before); err != nil {
			return err
		}
		exec(t, db, "INSERT INTO n VALUES (50)")
		if err := tx.QueryRow("SELECT count(*) FROM n").Scan(&after); err != nil {
			return err
		}
		if before != after {
			t.Errorf("%d rows, then %d", before, after)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, db, "SELECT count(*) FROM n"); n != 6 {
		t.Errorf("the next read sees %d rows, want 6", n)
	}
}

// SQL made of values must not fill the memory with prepared statements.
func TestKeptStatementsAreBounded(t *testing.T) {
	db := numbers(t)
	err := db.Read(t.Context(), func(tx Tx) error {
		query := "SELECT 1"
		for range maxStatements + 20 {
			query += " "
			var one int
			if err := tx.QueryRow(query).Scan(&one); err != nil || one != 1 {
				return errors.Join(err, errors.New("no answer"))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := db.acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(s.prepared) > maxStatements {
		t.Errorf("%d statements kept", len(s.prepared))
	}
	db.idle <- s
}
