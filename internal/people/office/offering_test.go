package office

import (
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
)

// Whoever was erased, and whose enrolment a restored backup brought back, does not close the page of the offering.
func TestOfferingShowsWhoIsLeft(t *testing.T) { onBoth(t, testOfferingShowsWhoIsLeft) }

func testOfferingShowsWhoIsLeft(b *building) {
	gone, _ := b.person("Ben", identity.ByTwo)
	stays, _ := b.person("Cy", identity.ByTwo)
	enrolment.Declare(b.Mail)
	o := enrolment.Offering{Course: b.Library.Edition().Course.Key, Kind: enrolment.SelfPaced, Door: enrolment.ByStaff, Titles: lang.Text{}}
	for _, tag := range b.Library.Edition().Course.Tags() {
		o.Titles[tag] = "Autumn"
	}
	b.writing(func(tx store.Tx) (err error) {
		if o, err = b.Enrolment.Offer(tx, b.admin.ID, o); err != nil {
			return err
		}
		for _, p := range []identity.Person{gone, stays} {
			if _, _, err := b.Enrolment.Enrol(tx, b.admin.ID, o, p.ID, enrolment.FromList); err != nil {
				return err
			}
		}
		_, err = tx.Exec("DELETE FROM identity_person WHERE id = ?", string(gone.ID))
		return err
	})
	b.wants(PathOf("en", "en", areaOffering, string(o.ID)), "Autumn", `value="`+string(stays.ID)+`"`)
}
