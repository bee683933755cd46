package site

import (
	"reflect"
	"testing"

	"atelier/internal/base/backup"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
)

// TestEveryTableMoves puts people into every table of every migration and moves all of it from each kind of database to
// the other: the tables are of the same columns and kinds on both, and every row comes back as it was.
func TestEveryTableMoves(t *testing.T) {
	t.Parallel()
	onSeeded(t, func(t *testing.T, s seeded) {
		for _, who := range []seed{{1, noPerson, "d-seed-one"}, {2, "p-seed-two", "a-seed-two"}, {3, "p-seed-three", "a-seed-three"}} {
			s.put(who)
		}
		server, err := store.Connect(t.Context(), pgtest.New(t))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { server.Close() })
		from := s.db
		for _, to := range []*store.DB{server, storetest.New(t)} {
			said, err := backup.Move(t.Context(), from, to, Migrations())
			if err != nil {
				t.Fatal(err)
			}
			err = to.Read(t.Context(), func(tx store.Tx) error {
				schema, err := store.Schema(tx)
				if err != nil {
					return err
				}
				if !reflect.DeepEqual(schema, s.schema) {
					t.Errorf("the tables are\n%v, want\n%v", schema, s.schema)
				}
				got, err := backup.Summarise(tx, nil, nil)
				if table := said.Differs(got); table != "" {
					t.Errorf("%s differs", table)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			from = to
		}
	})
}
