package privacy

import (
	"slices"
	"testing"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// A hold on a person is one on their acts too, which stand under another name.
func TestAHoldSparesTheActsOfAPerson(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		h.write(func(tx store.Tx) error {
			p, err := h.Identity.CreatePerson(tx, "", identity.Person{Name: "Zoé", Email: "zoe@example.ca", Language: "fr"})
			if err != nil {
				return err
			}
			names, err := h.spared(tx, []Hold{{Name: string(p.ID)}, {Name: "d-held"}, {Name: "p-gone"}})
			if want := []string{string(p.ID), string(p.Actor), "d-held", "p-gone"}; !slices.Equal(names, want) {
				t.Errorf("%v, want %v", names, want)
			}
			return err
		})
	})
}
