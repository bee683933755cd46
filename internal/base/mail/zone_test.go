package mail

import (
	"testing"
	"time"

	"atelier/internal/base/store"
)

func TestTheZoneOfTheMachineHasAName(t *testing.T) {
	for zone, want := range map[string]string{"America/Toronto": "America/Toronto", ":America/Halifax": "America/Halifax", "": "UTC", "Etc/UTC": "UTC", "EST5EDT,M3.2.0,M11.1.0": "", "Local": ""} {
		t.Setenv("TZ", zone)
		if got := (&Outbox{o: Options{Zone: time.Local}}).Zone(); got != want {
			t.Errorf("%q is %q, want %q", zone, got, want)
		}
	}
}

// Whoever names no zone has the one of the site, also when it changes.
func TestHoursOfTheSite(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		b := newBench(t, db, "")
		b.write(func(tx store.Tx) error { return b.SetHours(tx, "p-1", Hours{Zone: SiteZone, Digest: 9 * 60}) })
		night := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
		for zone, want := range map[string]int{"America/Toronto": 14, "America/Vancouver": 17} {
			var err error
			if b.o.Zone, err = time.LoadLocation(zone); err != nil {
				t.Fatal(err)
			}
			for _, whom := range []string{"p-1", "p-2"} {
				err := db.Read(t.Context(), func(tx store.Tx) error {
					h, err := b.Hours(tx, whom)
					h.Digest = 9 * 60
					if got := h.nextDigest(night).Hour(); got != want {
						t.Errorf("%s in %s: %d, want %d", whom, zone, got, want)
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
