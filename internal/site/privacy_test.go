package site

import (
	"testing"

	"atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
)

// Needs A9.1 and A9.2: no table and no column is without its lines in the privacy.yaml of its package.
func TestEveryColumnIsClassified(t *testing.T) {
	storetest.OnBoth(t, migrations, func(t *testing.T, db *store.DB) {
		inv, err := privacy.Read(migrations...)
		if err != nil {
			t.Fatal(err)
		}
		var schema []store.Table
		err = db.Read(t.Context(), func(tx store.Tx) (err error) {
			schema, err = store.Schema(tx)
			return err
		})
		if err != nil || len(schema) < 5 {
			t.Fatalf("%d tables, %v", len(schema), err)
		}
		for _, gap := range privacy.Compare(inv, schema) {
			t.Error(gap)
		}
	})
}
