package privacy

import (
	"context"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/identity"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

// house is a room with its neighbours.
type house struct {
	*Room
	t     *testing.T
	clock *clock.Fixed
}

// onBoth runs a test with a room on every database.
func onBoth(t *testing.T, test func(t *testing.T, h house)) {
	rooms := []store.Migrations{mail.Migrations, identity.Migrations, Migrations}
	inv, err := inventory.Read(rooms...)
	if err != nil {
		t.Fatal(err)
	}
	storetest.OnBoth(t, rooms, func(t *testing.T, db *store.DB) {
		c := clock.NewFixed(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC))
		r := New(Options{DB: db, Clock: c, Identity: identity.New(db, c), Inventory: inv})
		r.Identity.Join(r)
		test(t, house{r, t, c})
	})
}

func (h house) write(fn func(tx store.Tx) error) {
	h.t.Helper()
	if err := h.DB.Write(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h house) refused(kind fault.Kind, fn func(tx store.Tx) error) {
	h.t.Helper()
	if err := h.DB.Write(context.Background(), fn); fault.KindOf(err) != kind {
		h.t.Errorf("got %v, want a fault of kind %v", err, kind)
	}
}

func (h house) count(query string, args ...any) (n int) {
	h.t.Helper()
	h.write(func(tx store.Tx) error { return tx.QueryRow(query, args...).Scan(&n) })
	return n
}

// device makes a device that was used on a day.
func (h house) device(actor, used string) {
	h.t.Helper()
	h.write(func(tx store.Tx) error {
		_, err := tx.Exec("INSERT INTO identity_device (actor, secret, made, used) VALUES (?, ?, ?, ?)", actor, actor, used, used)
		return err
	})
}

// Needs A9.7: a clock decides what goes, a hold keeps it, a dry run changes nothing, a receipt stays.
func TestRetention(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		h.device("d-new", "2026-11-27")
		h.device("d-old", "2025-10-24") // 399 days before
		h.device("d-held", "2025-10-24")
		h.write(func(tx store.Tx) error { return h.Hold(tx, "", "d-held", "Case 12") })
		retain := func(dry bool) map[string]int {
			run, err := h.Retain(t.Context(), "", dry)
			if err != nil {
				t.Fatal(err)
			}
			gone := map[string]int{}
			for _, r := range run.Receipts {
				gone[r.Record] = r.Gone
			}
			return gone
		}
		if got := retain(false); len(got) != 0 {
			t.Errorf("before its time goes %v", got)
		}
		h.clock.Advance(2 * 24 * time.Hour)
		for range 2 {
			if got := retain(true); got["identity_device"] != 1 {
				t.Errorf("a dry run says %v", got)
			}
		}
		if n := h.count("SELECT COUNT(*) FROM identity_device"); n != 3 {
			t.Fatalf("after a dry run there are %d devices", n)
		}
		h.write(func(tx store.Tx) error { return h.SetRule(tx, "", "identity_device", 400, "An audit") })
		if got := retain(false); got["identity_device"] != 0 || h.count("SELECT COUNT(*) FROM identity_device") != 3 {
			t.Errorf("under a hold goes %v", got)
		}
		h.write(func(tx store.Tx) error { return h.SetRule(tx, "", "identity_device", 400, "") })
		if got := retain(false); got["identity_device"] != 1 {
			t.Errorf("it lets %v go", got)
		}
		if n := h.count("SELECT COUNT(*) FROM identity_device WHERE actor = 'd-old'"); n != 0 {
			t.Error("the old device is there")
		}
		if n := h.count("SELECT COUNT(*) FROM privacy_erasure WHERE name = ?", inventory.Digest("d-old")); n != 1 {
			t.Error("the erasure is not noted")
		}
		runs := []Run{}
		h.write(func(tx store.Tx) (err error) { runs, err = h.Runs(tx, 1); return err })
		if len(runs) != 1 || runs[0].Day != "2026-11-29" || runs[0].Receipts[0] != (inventory.Receipt{Record: "identity_device", Days: 400, Before: "2025-10-25", Gone: 1}) {
			t.Errorf("the receipt is %+v", runs)
		}
		h.write(func(tx store.Tx) error { return h.Release(tx, "", "d-held") })
		h.write(func(tx store.Tx) error { return h.SetRule(tx, "", "identity_device", 0, "") })
		h.clock.Advance(900 * 24 * time.Hour)
		if got := retain(false); got["privacy_erasure"] != 1 || got["identity_device"] != 0 {
			t.Errorf("much later goes %v", got)
		}
		h.refused(fault.NotFound, func(tx store.Tx) error { return h.SetRule(tx, "", "privacy_hold", 3, "") })
		h.refused(fault.Invalid, func(tx store.Tx) error { return h.SetRule(tx, "", "identity_device", -1, "") })
	})
}

func TestNothingIsErasedWhileTheLawWantsItKept(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		h.device("d-1", "2026-11-27")
		h.write(func(tx store.Tx) error { return h.Hold(tx, "", "d-1", "Case 12") })
		h.refused(fault.Conflict, func(tx store.Tx) error { return h.Identity.Erase(tx, "d-1") })
		h.write(func(tx store.Tx) error { return h.Release(tx, "", "d-1") })
		h.write(func(tx store.Tx) error { return h.Identity.Erase(tx, "d-1") })
		if n := h.count("SELECT COUNT(*) FROM identity_device"); n != 0 {
			t.Error("it is not erased")
		}
	})
}

func TestAReceiptHasAnAddressNobodyGuesses(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		h.device("d-1", "2026-11-27")
		var token string
		h.write(func(tx store.Tx) error {
			if err := h.Identity.Erase(tx, "d-1"); err != nil {
				return err
			}
			at, err := h.Receipt(tx, "d-1")
			token = tokenOf(at)
			return err
		})
		h.write(func(tx store.Tx) error {
			e, err := h.Erasure(tx, token)
			if e.Day != "2026-11-27" || e.Kind != "device" {
				t.Errorf("the receipt is %+v", e)
			}
			return err
		})
		for _, guess := range []string{"", "x", inventory.Digest("d-1"), clock.Secret()} {
			h.refused(fault.NotFound, func(tx store.Tx) error { _, err := h.Erasure(tx, guess); return err })
		}
	})
}

// A backup that is restored brings nobody back who was erased since.
func TestForgetAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		h.device("d-1", "2026-11-27")
		h.device("d-2", "2026-11-27")
		h.write(func(tx store.Tx) error { return h.Identity.Erase(tx, "d-1") })
		var list []string
		h.write(func(tx store.Tx) (err error) { list, err = h.Forgotten(tx); return err })
		if strings.Contains(strings.Join(list, " "), "d-1") || len(list) != 1 {
			t.Errorf("the list is %v", list)
		}
		h.device("d-1", "2026-11-20") // as the backup has it
		for _, want := range []Again{{Erased: 1}, {}} {
			if done, err := h.ForgetAgain(t.Context(), list); err != nil || done != want {
				t.Errorf("it did %+v, %v; want %+v", done, err, want)
			}
		}
		if h.count("SELECT COUNT(*) FROM identity_device WHERE actor = 'd-1'") != 0 || h.count("SELECT COUNT(*) FROM identity_device") != 1 {
			t.Error("the wrong device is gone")
		}
	})
}

func TestConsents(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		agreed := func() (keys string) {
			h.write(func(tx store.Tx) error {
				all, err := h.Consents(tx, "p-1")
				for _, c := range all {
					if c.Given != "" {
						keys += c.Key + " "
					}
				}
				return err
			})
			return keys
		}
		if got := agreed(); got != "" {
			t.Errorf("nobody was asked and agreed to %q", got)
		}
		news := purposes[1]
		h.write(func(tx store.Tx) error { return h.Agree(tx, "p-1", news.Key, news.Version) })
		if got := agreed(); got != "news " {
			t.Errorf("agreed to %q, want news alone", got)
		}
		h.refused(fault.Conflict, func(tx store.Tx) error { return h.Agree(tx, "p-1", "credit", "2020-01-01") })
		h.refused(fault.NotFound, func(tx store.Tx) error { return h.Agree(tx, "p-1", "everything", "") })
		h.write(func(tx store.Tx) error { return h.Withdraw(tx, "p-1", "news") })
		if got := agreed(); got != "" {
			t.Errorf("after it was taken back: %q", got)
		}
		h.write(func(tx store.Tx) error { return h.Agree(tx, "p-1", news.Key, news.Version) })
		h.clock.Advance(366 * 2 * 24 * time.Hour)
		if got := agreed(); got != "" {
			t.Errorf("after its time: %q", got)
		}
		if n := h.count("SELECT COUNT(*) FROM privacy_consent"); n != 1 && n != 2 {
			t.Errorf("%d rows", n)
		}
	})
}

// tokenOf is the last part of the address of a receipt.
func tokenOf(at func(tag, face lang.Tag) string) string {
	return path.Base(at(lang.English, lang.English))
}

func contextEnded(t *testing.T) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx, cancel
}
