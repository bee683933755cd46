package storetest

import (
	"testing"
	"testing/fstest"

	"atelier/internal/base/store"
)

func TestNewAppliesTheMigrationsOfTheRooms(t *testing.T) {
	db := New(t, store.Migrations{Room: "records", Files: fstest.MapFS{
		"migrations/2026-11-23-a.sql": {Data: []byte("CREATE TABLE records_a (id TEXT)")},
	}})
	err := db.Write(t.Context(), func(tx store.Tx) error {
		_, err := tx.Exec("INSERT INTO records_a VALUES ('x')")
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
