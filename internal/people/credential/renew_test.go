package credential

import (
	"testing"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// mayRenewTo says of what kind the refusal is of the certificate of a release, for the holder of another.
func (h house) mayRenewTo(c Certificate, version string) (kind fault.Kind) {
	h.t.Helper()
	h.write(func(tx store.Tx) error {
		kind = fault.KindOf(h.mayRenew(tx, held{Certificate: c}, version))
		return nil
	})
	return kind
}

// A certificate that was withdrawn is not got back through a release that comes after.
func TestNoNewCertificateAfterOneWasWithdrawn(t *testing.T) {
	onBoth(t, func(h house) {
		c := h.completed(h.who.Actor, "1.0.0")[0]
		h.write(func(tx store.Tx) error {
			return h.Revoke(tx, "p-x", c.ID, lang.Text{lang.English: "Issued by mistake.", lang.French: "Délivrée par erreur."})
		})
		if kind := h.mayRenewTo(c, "2.0.0"); kind != fault.Conflict {
			h.t.Errorf("the holder may ask for another: %v", kind)
		}
		if list := h.completed(h.who.Actor, "2.0.0"); len(list) != 1 {
			h.t.Errorf("another was made: %+v", list)
		}
		other := h.person("Bo", "bo@example.ca")
		if list := h.completed(other.Actor, "2.0.0"); len(list) != 1 {
			h.t.Errorf("others have %+v", list)
		}
	})
}

// The holder of an older certificate does not make one that lapsed hold again by asking.
func TestNobodyRenewsByAskingWhatLapsed(t *testing.T) {
	onBoth(t, func(h house) {
		old := h.completed(h.who.Actor, "1.0.0")[0]
		if kind := h.mayRenewTo(old, "2.0.0"); kind == fault.Conflict {
			h.t.Error("the certificate of the next release is refused")
		}
		h.write(func(tx store.Tx) error { return h.SetMonths(tx, h.who.ID, h.course(), 12) })
		h.completed(h.who.Actor, "2.0.0")
		h.now.Advance(400 * 24 * time.Hour)
		if kind := h.mayRenewTo(old, "2.0.0"); kind != fault.Conflict {
			h.t.Errorf("one that lapsed may be asked for: %v", kind)
		}
	})
}
