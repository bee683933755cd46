package site

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// What was typed on the account and on the page of certificates is there again after a new proof, and nothing was done.
func TestTypedOutlivesAProof(t *testing.T) {
	t.Parallel()
	now := clock.NewFixed(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC))
	s, server := open(t, trilingual(t), func(o *Options) { o.Clock = now })
	b, p := signedIn(t, s, server, "Marie Tremblay")
	// proves gives the session of the browser a new proof, and the cookie that goes with it.
	proves := func() {
		t.Helper()
		var secret string
		err := s.db.Write(t.Context(), func(tx store.Tx) error {
			all, err := s.identity.Sessions(tx, p.ID)
			if err == nil {
				secret, err = s.identity.StepUp(tx, &all[0], identity.MethodPasskey, identity.ByTwo)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		at, _ := url.Parse(server.URL)
		b.jar.SetCookies(at, []*http.Cookie{{Name: "session", Value: secret, Path: "/"}})
	}
	back := func(got shown) string {
		t.Helper()
		at, err := url.Parse(got.path)
		if err != nil || !strings.HasPrefix(got.path, "/en/confirm/") {
			t.Fatalf("asks for no proof: %s", got.path)
		}
		return at.Query().Get("then")
	}
	now.Advance(16 * time.Minute)
	to := back(b.post("/en/account/email/", url.Values{"email": {"new@town.example"}}))
	proves()
	b.get(to).has(t, `value="new@town.example"`, "Nothing was done yet")

	err := s.db.Write(t.Context(), func(tx store.Tx) error {
		return s.identity.Give(tx, "", p.ID, identity.Grant{Role: identity.Administrator, Scope: identity.SiteScope})
	})
	if err != nil {
		t.Fatal(err)
	}
	now.Advance(11 * time.Minute)
	to = back(b.post("/en/certificates/", url.Values{"do": {"term"}, "course": {s.library.Edition().Course.Key}, "months": {"37"}}))
	proves()
	b.get(to).has(t, `value="37"`, "Nothing was done yet")
	b.get("/en/certificates/").lacks(t, `value="37"`)
}
