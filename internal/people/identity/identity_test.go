package identity

import (
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/base/web"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

func newRoom(t *testing.T) (*Room, *store.DB) {
	db := storetest.New(t, Migrations)
	return New(db, clock.NewFixed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))), db
}

// become lets a stranger do something and gives the request that comes next.
func become(t *testing.T, r *Room, db *store.DB) (Visitor, *http.Request) {
	t.Helper()
	v, err := r.Who(httptest.NewRequest("GET", "/", nil))
	if err != nil || !v.New {
		t.Fatalf("a request without cookie: %v, %v", v, err)
	}
	if err := db.Write(t.Context(), func(tx store.Tx) error { return r.Keep(tx, v) }); err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r.Remember(w, web.Cookies{}, v)
	next := httptest.NewRequest("GET", "/", nil)
	for _, c := range w.Result().Cookies() {
		next.AddCookie(c)
	}
	return v, next
}

func TestDeviceIsKnownAgain(t *testing.T) {
	r, db := newRoom(t)
	v, next := become(t, r, db)
	for _, how := range []string{"from the database", "from memory"} {
		again, err := r.Who(next)
		if err != nil || again.New || again.Actor != v.Actor {
			t.Errorf("%s: got %+v, %v; want %s", how, again, err, v.Actor)
		}
	}
	var kept string
	err := db.Read(t.Context(), func(tx store.Tx) error { return tx.QueryRow("SELECT secret FROM identity_device").Scan(&kept) })
	if err != nil || kept == v.secret || kept == "" {
		t.Errorf("the database holds %q, %v", kept, err)
	}
}

func TestForeignCookieIsAStranger(t *testing.T) {
	r, db := newRoom(t)
	become(t, r, db)
	for _, value := range []string{"", "x", clock.Secret(), "'; DROP TABLE identity_device; --"} {
		req := httptest.NewRequest("GET", "/", nil)
		req.AddCookie(&http.Cookie{Name: "device", Value: value})
		if v, err := r.Who(req); err != nil || !v.New {
			t.Errorf("cookie %q: %+v, %v", value, v, err)
		}
	}
}

// witness is a room that notes what it is asked.
type witness struct{ asked []string }

func (w *witness) Claim(_ store.Tx, from, to Actor) error {
	w.asked = append(w.asked, "claim "+string(from)+" "+string(to))
	return nil
}

func (w *witness) Erase(_ store.Tx, a Actor) error {
	w.asked = append(w.asked, "erase "+string(a))
	return nil
}

func TestClaimAndErase(t *testing.T) {
	r, db := newRoom(t)
	w := &witness{}
	r.Join(w, "a room without any interest")
	a, requestA := become(t, r, db)
	b, requestB := become(t, r, db)
	err := db.Write(t.Context(), func(tx store.Tx) error { return r.Claim(tx, a.Actor, b.Actor) })
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := r.Who(requestA); !v.New {
		t.Error("a claimed device is still known by itself")
	}
	if v, _ := r.Who(requestB); v.Actor != b.Actor {
		t.Error("the device that claimed is lost")
	}
	if err := db.Write(t.Context(), func(tx store.Tx) error { return r.Erase(tx, b.Actor) }); err != nil {
		t.Fatal(err)
	}
	if v, _ := r.Who(requestB); !v.New {
		t.Error("an erased device is still known")
	}
	want := []string{"claim " + string(a.Actor) + " " + string(b.Actor), "erase " + string(b.Actor)}
	if !slices.Equal(w.asked, want) {
		t.Errorf("asked %v, want %v", w.asked, want)
	}
}
