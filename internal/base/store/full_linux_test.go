package store

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// TestAFullDiskIsToldAndLosesNothing fills a small disk with writes. The one that does
// not fit is refused in plain words, all before it are there, and when there is room
// again the same open database takes writes.
func TestAFullDiskIsToldAndLosesNothing(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=3m"); err != nil {
		t.Skip("a small disk can be made by root alone:", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), filepath.Join(disk, "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	exec(t, db, "CREATE TABLE f (i INTEGER PRIMARY KEY, said TEXT)")
	add := func(i int) error {
		return db.Write(t.Context(), func(tx Tx) error {
			_, err := tx.Exec("INSERT INTO f VALUES (?, ?)", i, strings.Repeat("x", 40_000))
			return err
		})
	}
	kept := 0
	for ; err == nil && kept < 1000; kept++ {
		err = add(kept)
	}
	kept--
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err, lang.English), "no room left") && !strings.Contains(fault.Message(err, lang.English), "disk is not responding") {
		t.Fatalf("after %d writes it says %v", kept, err)
	}
	if n := count(t, db, "SELECT count(*) FROM f"); n != kept || kept == 0 {
		t.Errorf("%d writes are kept of %d", n, kept)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := add(5000); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
