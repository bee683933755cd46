package backup

import (
	"strings"
	"testing"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
)

// What no row names goes when it is old, and not before; what a row names stays.
func TestSweep(t *testing.T) {
	storetest.OnBoth(t, rooms, func(t *testing.T, db *store.DB) {
		files := place(t)
		put := func(text string) blob.Hash {
			h, _, err := files.Put(t.Context(), strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			return h
		}
		named, nobodys := put("named"), put("nobody's")
		exec(t, db, "INSERT INTO talk_answer (id, word, file_blob) VALUES ('a', 1, ?), ('b', 1, ''), ('c', 1, NULL)", string(named))
		has := func(h blob.Hash) bool {
			there, err := files.Has(t.Context(), h)
			if err != nil {
				t.Fatal(err)
			}
			return there
		}
		sweep := func(before time.Time, want int) {
			t.Helper()
			done, err := Sweep(t.Context(), db, files, before)
			if err != nil || done.Blobs != want {
				t.Errorf("%+v, %v; want %d", done, err, want)
			}
		}
		sweep(time.Now().Add(-SafeAge), 0)
		if !has(nobodys) {
			t.Error("a young one is gone")
		}
		sweep(time.Now().Add(time.Hour), 1)
		if has(nobodys) || !has(named) {
			t.Errorf("nobody's: %v, named: %v", has(nobodys), has(named))
		}
		exec(t, db, "UPDATE talk_answer SET file_blob = '' WHERE id = 'a'")
		sweep(time.Now().Add(time.Hour), 1)
		sweep(time.Now().Add(time.Hour), 0)
	})
}
