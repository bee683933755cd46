package credential

import (
	"testing"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// renewal asks what stands between the holder and a renewal.
func (h house) renewal(c Certificate) (n Renewal, kind fault.Kind) {
	h.t.Helper()
	h.write(func(tx store.Tx) error {
		var err error
		n, err = h.Renewal(tx, c, lang.English)
		if kind = fault.KindOf(err); kind == fault.Conflict {
			return nil
		}
		return err
	})
	return n, kind
}

// learns lets an actor do all that the course asks for.
func (h house) learns(actor identity.Actor) {
	h.t.Helper()
	c := h.Edition("").Course
	pages := c.Tasks()
	if c.Assessment != nil {
		pages = append(pages[:len(pages):len(pages)], c.Assessment)
	}
	h.write(func(tx store.Tx) error {
		for _, p := range pages {
			_, err := h.records.Append(tx, actor, xapi.Statement{Verb: xapi.Passed, Object: xapi.Activity{ID: string(delivery.PageActivity(c, p))}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// A certificate that was withdrawn is not got back through a release that comes after, nor by renewing it.
func TestNoNewCertificateAfterOneWasWithdrawn(t *testing.T) {
	onBoth(t, func(h house) {
		c := h.completed(h.who.Actor, "1.0.0")[0]
		h.write(func(tx store.Tx) error {
			return h.Revoke(tx, "p-x", c.ID, lang.Text{lang.English: "Issued by mistake.", lang.French: "Délivrée par erreur."})
		})
		if _, kind := h.renewal(c); kind != fault.Conflict {
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

// Who did all that the course asks for today renews what lapsed or soon will, and nobody else does.
func TestRenewingWhatLapses(t *testing.T) {
	onBoth(t, func(h house) {
		h.write(func(tx store.Tx) error { return h.SetMonths(tx, h.who.ID, h.course(), 12) })
		c := h.completed(h.who.Actor, "")[0]
		renew := func() (out Certificate, err error) {
			err = h.DB.Write(h.t.Context(), func(tx store.Tx) (err error) {
				out, err = h.Renew(tx, "", c, lang.English)
				return err
			})
			return out, err
		}
		if n, _ := h.renewal(c); n.Due {
			h.t.Errorf("a new certificate is to be renewed: %+v", n)
		}
		for _, days := range []time.Duration{310, 90} { // soon, then lapsed
			h.now.Advance(days * 24 * time.Hour)
			if n, _ := h.renewal(c); !n.Due || !n.Same || n.Ready() || n.Owed.Tasks == 0 {
				h.t.Errorf("%+v", n)
			}
			if _, err := renew(); fault.KindOf(err) != fault.Conflict {
				h.t.Errorf("renewed with tasks left: %v", err)
			}
		}
		h.learns(h.who.Actor)
		got, err := renew()
		if err != nil || got.ID != c.ID || got.State(h.today()) != Valid || got.Expires != "2029-01-01" {
			h.t.Errorf("%+v: %v", got, err)
		}
		if _, err := renew(); fault.KindOf(err) != fault.Conflict {
			h.t.Errorf("renewed twice: %v", err)
		}
	})
}

// written keeps what was written to people.
type written struct{ list []mail.Message }

func (w *written) Send(_ store.Tx, m mail.Message) error {
	w.list = append(w.list, m)
	return nil
}

// Holders are written to once for each last day, in their language.
func TestHoldersAreToldOnce(t *testing.T) {
	onBoth(t, func(h house) {
		w := &written{}
		h.Mail = w
		h.write(func(tx store.Tx) error { return h.SetMonths(tx, h.who.ID, h.course(), 12) })
		h.completed(h.who.Actor, "")
		told := func(want int) {
			h.t.Helper()
			for range 2 {
				if err := h.Remind(h.t.Context()); err != nil {
					h.t.Fatal(err)
				}
			}
			if len(w.list) != want {
				h.t.Fatalf("%d messages, want %d", len(w.list), want)
			}
		}
		told(0)
		h.now.Advance(340 * 24 * time.Hour)
		told(1)
		if m := w.list[0]; m.Language != lang.French || m.Person != string(h.who.ID) || m.Args["day"] != lang.Date(lang.French, time.Date(2027, 11, 27, 0, 0, 0, 0, time.UTC)) || m.Link == "" {
			h.t.Errorf("%+v", m)
		}
		h.now.Advance(60 * 24 * time.Hour) // it lapsed
		told(1)
		h.completed(h.who.Actor, "") // and is renewed
		h.now.Advance(350 * 24 * time.Hour)
		told(2)
	})
}
