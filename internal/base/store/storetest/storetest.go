// Package storetest gives the tests of other packages a real database that lasts
// for one test.
package storetest

import (
	"context"
	"testing"

	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
)

// OnBoth runs a test on SQLite and on PostgreSQL, with an empty database of its
// kind. The package's TestMain calls pgtest.Main.
func OnBoth(t *testing.T, rooms []store.Migrations, test func(t *testing.T, db *store.DB)) {
	t.Run("sqlite", func(t *testing.T) { test(t, New(t, rooms...)) })
	t.Run("postgresql", func(t *testing.T) {
		db, err := store.Connect(t.Context(), pgtest.New(t))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		if err := store.Migrate(t.Context(), db, rooms...); err != nil {
			t.Fatal(err)
		}
		test(t, db)
	})
}

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
