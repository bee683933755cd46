// Package storetest gives the tests of other packages a real database that lasts
// for one test.
package storetest

import (
	"context"
	"testing"

	"atelier/internal/base/store"
)

// New opens an empty database in a folder of the test, with the migrations of the
// rooms applied, and closes it when the test ends.
func New(t testing.TB, rooms ...store.Migrations) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := store.Migrate(context.Background(), db, rooms...); err != nil {
		t.Fatal(err)
	}
	return db
}
