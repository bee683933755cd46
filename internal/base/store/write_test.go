package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// inOneGroup makes sure that the functions share one commit: the lock of the
// queue is held until all of them wait for it.
func inOneGroup(t *testing.T, db *DB, fns ...func(Tx) error) []error {
	t.Helper()
	errs := make([]error, len(fns))
	var all sync.WaitGroup
	db.write.mu.Lock()
	for i, fn := range fns {
		all.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					errs[i] = fmt.Errorf("panic: %v", p)
				}
			}()
			errs[i] = db.Write(t.Context(), fn)
		})
	}
	for db.write.waiting.Load() < int64(len(fns)) {
	}
	db.write.mu.Unlock()
	all.Wait()
	return errs
}

func insert(i int) func(Tx) error {
	return func(tx Tx) error {
		_, err := tx.Exec("INSERT INTO n VALUES (?)", i)
		return err
	}
}

func TestAFailingWriteUndoesOnlyItself(t *testing.T) {
	db := numbers(t)
	wrong := errors.New("wrong")
	errs := inOneGroup(t, db,
		insert(100),
		func(tx Tx) error { return errors.Join(insert(101)(tx), wrong) },
		insert(102),
		insert(3), // exists
		func(tx Tx) error { _ = insert(103)(tx); panic("oops") },
		insert(104),
	)
	if errs[0] != nil || errs[2] != nil || errs[5] != nil {
		t.Errorf("sound writes failed: %v", errs)
	}
	if !errors.Is(errs[1], wrong) || !IsDuplicate(errs[3]) || errs[4] == nil {
		t.Errorf("failing writes say %v", errs)
	}
	if n := count(t, db, "SELECT count(*) FROM n WHERE i IN (100, 102, 104)"); n != 3 {
		t.Errorf("%d of 3 sound writes are kept", n)
	}
	if n := count(t, db, "SELECT count(*) FROM n WHERE i IN (101, 103)"); n != 0 {
		t.Errorf("%d failed writes are kept", n)
	}
}

// From another process's point of view nothing is there before the commit, and
// everything that was acknowledged is there when Write has returned.
func TestAcknowledgedMeansCommitted(t *testing.T) {
	db := numbers(t)
	path := filepath.Join(db.Dir(), databaseFile)
	other, err := openPool(path, "&_pragma=query_only(1)", 4)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	seen := func(i int) (n int) {
		if err := other.QueryRow("SELECT count(*) FROM n WHERE i = ?", i).Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	var fns []func(Tx) error
	for i := 200; i < 240; i++ {
		fns = append(fns, func(tx Tx) error {
			err := insert(i)(tx)
			if seen(i) != 0 {
				t.Errorf("%d is seen before the commit", i)
			}
			return err
		})
	}
	for i, err := range inOneGroup(t, db, fns...) {
		if err != nil {
			t.Errorf("write %d: %v", i, err)
		}
		if seen(200+i) != 1 {
			t.Errorf("%d was acknowledged and is not there", 200+i)
		}
	}
}

// When the database gives up the transaction by itself, nobody is told "done".
func TestALostGroupIsToldToAll(t *testing.T) {
	db := numbers(t)
	errs := inOneGroup(t, db,
		insert(300),
		func(tx Tx) error {
			_, err := tx.Exec("ROLLBACK") // as SQLite does itself when the disk is full
			return err
		},
	)
	kept := count(t, db, "SELECT count(*) FROM n WHERE i = 300")
	if (errs[0] == nil) != (kept == 1) {
		t.Errorf("the write says %v and %d rows are kept", errs[0], kept)
	}
	if errs[1] == nil {
		t.Error("the write that lost the transaction was told done")
	}
	exec(t, db, "INSERT INTO n VALUES (301)")
	if n := count(t, db, "SELECT count(*) FROM n WHERE i = 301"); n != 1 {
		t.Error("the writer does not work any more")
	}
}

func TestWritesShareCommits(t *testing.T) {
	db := numbers(t)
	const writers = 64
	var groups sync.Map
	var fns []func(Tx) error
	for i := range writers {
		fns = append(fns, func(tx Tx) error {
			groups.Store(db.write.group, true)
			return insert(1000 + i)(tx)
		})
	}
	if err := errors.Join(inOneGroup(t, db, fns...)...); err != nil {
		t.Fatal(err)
	}
	n := 0
	groups.Range(func(any, any) bool { n++; return true })
	// One on a quiet machine; more when writing took longer than maxGroupAge.
	if n > writers/4 {
		t.Errorf("%d writes took %d commits", writers, n)
	}
	if got := count(t, db, "SELECT count(*) FROM n WHERE i >= 1000"); got != writers {
		t.Errorf("%d of %d writes are kept", got, writers)
	}
}

func TestAClosedDatabaseRefusesWrites(t *testing.T) {
	db := numbers(t)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), insert(1)); err == nil {
		t.Error("a closed database wrote")
	}
}

func BenchmarkWriteAlone(b *testing.B) {
	db := numbers(b)
	i := 1000
	for b.Loop() {
		i++
		if err := db.Write(b.Context(), insert(i)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriteTogether(b *testing.B) {
	db := numbers(b)
	var mu sync.Mutex
	i := 1000
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			mu.Lock()
			i++
			n := i
			mu.Unlock()
			if err := db.Write(b.Context(), insert(n)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	db := numbers(b)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			err := db.Read(b.Context(), func(tx Tx) error {
				var i int
				return tx.QueryRow("SELECT i FROM n WHERE i = ?", 3).Scan(&i)
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
