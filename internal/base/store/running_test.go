package store

import (
	"testing"
	"time"
)

// A write that has begun is known until it has ended, whether it is kept or not.
func TestUnfinished(t *testing.T) {
	onBoth(t, func(t *testing.T, db *DB) {
		age := func() time.Duration {
			t.Helper()
			age, err := db.Unfinished(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return age
		}
		if got := age(); got != 0 {
			t.Errorf("%v before any write", got)
		}
		var during time.Duration
		if err := db.Write(t.Context(), func(Tx) error { during = age(); return nil }); err != nil {
			t.Fatal(err)
		}
		if got := age(); during <= 0 || got != 0 {
			t.Errorf("%v while writing, %v after", during, got)
		}
	})
}
