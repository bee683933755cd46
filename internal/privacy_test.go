package internal_test

import (
	"os"
	"path/filepath"
	"testing"

	"atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
)

// A table comes with its lines in the inventory of personal data, also before a site is wired to it: migrations on the
// disk are applied and held against privacy.yaml beside them.
func TestEveryTableIsInItsInventory(t *testing.T) {
	folders, err := filepath.Glob("*/*/migrations")
	if err != nil || len(folders) < 3 {
		t.Fatalf("found %v, %v", folders, err)
	}
	var rooms []store.Migrations
	for _, f := range folders {
		dir := filepath.Dir(f)
		rooms = append(rooms, store.Migrations{Room: filepath.Base(dir), Files: os.DirFS(dir)})
	}
	db := storetest.New(t, rooms...)
	inv, err := privacy.Read(rooms...)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Read(t.Context(), func(tx store.Tx) error {
		schema, err := store.Schema(tx)
		for _, gap := range privacy.Compare(inv, schema) {
			t.Error(gap)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
