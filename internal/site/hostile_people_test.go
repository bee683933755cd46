package site

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// dump is what the database holds of somebody, table by table.
func (f *fort) dump(v visitor) (all []string) {
	f.t.Helper()
	err := f.db.Read(f.t.Context(), func(tx store.Tx) error {
		schema, err := store.Schema(tx)
		if err != nil {
			return err
		}
		all = (seed{n: 0, person: string(v.person.ID), actor: string(v.person.Actor)}).found(f.t, tx, schema)
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// Nobody reaches what is another's: every form of theirs sent with other credentials, and every address of theirs.
func TestHostilePeople(t *testing.T) {
	t.Parallel()
	onBoth(t, func(f *fort) {
		var sessions []identity.Session
		err := f.db.Read(t.Context(), func(tx store.Tx) (err error) {
			sessions, err = f.identity.Sessions(tx, f.other.person.ID)
			return err
		})
		if err != nil || len(sessions) != 1 {
			t.Fatal(sessions, err)
		}
		before := f.dump(f.other)
		others := f.pages(f.other)
		for _, v := range []visitor{f.learner, stranger} {
			for at, page := range others {
				for _, form := range formsOf(at, page) {
					if form.ending() && v.cookies != nil {
						continue // it would end what is their own
					}
					if form.values.Get("name") == f.other.person.Name {
						form.values.Set("name", "Words")
					}
					got := f.post(v, form.at, form.values)
					f.tells(v, form.at, got)
				}
				f.tells(v, at, f.get(v, at))
			}
			v.cookies = maps.Clone(v.cookies)
			for _, lang := range []string{"en/account/sessions/", "fr/compte/sessions/"} {
				for _, name := range []string{"session", "id", "end"} {
					f.post(v, "/"+lang, url.Values{name: {sessions[0].ID}, "do": {"end"}, "act": {"end"}})
				}
			}
		}
		if after := f.dump(f.other); !slices.Equal(before, after) {
			t.Errorf("what is kept of somebody was\n%s\nand is\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
		}
		if got := f.get(f.other, "/en/account/"); got.status != http.StatusOK {
			t.Errorf("their session has ended (%d)", got.status)
		}
		f.office()
	})
}

// tells wants nothing of the other in an answer to somebody.
func (f *fort) tells(v visitor, at string, a answer) {
	f.t.Helper()
	for _, theirs := range []string{f.other.person.Name, string(f.other.person.Email), string(f.other.person.ID), string(f.other.person.Actor)} {
		if strings.Contains(at, theirs) {
			continue // who sent it knew it
		}
		if strings.Contains(a.body, theirs) || strings.Contains(a.header.Get("Location"), theirs) {
			f.t.Errorf("%s tells %s of %q", at, v.name, theirs)
		}
	}
}

// office tries the administration, form by form, as somebody who may not.
func (f *fort) office() {
	f.t.Helper()
	once := f.person("Émilie", "emilie@example.ca", identity.ByLink, identity.Administrator) // has proved one thing alone
	audit, tried := f.count(f.t, "identity_audit"), 0
	for at, page := range f.pages(f.admin) {
		if !strings.Contains(at, "/administration/") {
			continue
		}
		for _, v := range []visitor{f.learner, once, stranger} {
			got := f.get(v, at)
			if got.status == http.StatusOK || got.status == http.StatusNotFound {
				f.t.Errorf("%s says %d to %s", at, got.status, v.name)
			}
			f.tells(v, at, got)
			for _, form := range formsOf(at, page) {
				tried++
				if got := f.post(v, form.at, form.values); got.status < 300 || strings.Contains(got.header.Get("Location"), "kept=") {
					f.t.Errorf("the form at %s says %d to %s", form.at, got.status, v.name)
				}
			}
		}
	}
	if now := f.count(f.t, "identity_audit"); now != audit || tried < 60 {
		f.t.Errorf("%d forms changed the trail from %d to %d", tried, audit, now)
	}
	f.intact()
}

// Forged, foreign, ended and replayed secrets open nothing.
func TestHostileTokens(t *testing.T) {
	t.Parallel()
	f := besieged(t, func(o *Options) { o.BaseURL = "https://course.example" })
	f.secure = true
	secret := f.learner.cookies["session"]
	if got := f.get(f.learner, "/en/account/"); got.status != http.StatusOK {
		t.Fatalf("the true secret is answered with %d", got.status)
	}
	for _, forged := range []string{"", "x", secret[:42], secret + "x", secret[:42] + "!", clock.Secret(), strings.ToUpper(secret), strings.Repeat("A", 43), strings.Repeat("a", 60_000), "' OR '1'='1"} {
		v := visitor{name: "a forger", cookies: map[string]string{"session": forged, "device": forged, "lang": forged, "login": forged, "ceremony": forged, "invitation": forged, "away": forged, "reading": forged}}
		for _, at := range []string{"/en/account/", "/fr/administration/", "/en/account/my-data/"} {
			if got := f.get(v, at); got.status == http.StatusOK {
				t.Errorf("%.50q opens %s", forged, at)
			}
		}
	}
	// Another host of the domain can set a cookie without the prefix; it must not count (RFC 6265bis, 4.1.3.2).
	tossed := visitor{name: "a host nearby", headers: map[string]string{"Cookie": "session=" + secret + "; device=" + secret}}
	if got := f.get(tossed, "/en/account/"); got.status == http.StatusOK {
		t.Error("a cookie without the prefix opens the account")
	}
	for _, at := range []string{"/en/invitation/", "/fr/invitation/", "/en/sign-in/link/", "/en/start/", "/sign-in/return", "/en/privacy/receipt/"} {
		for _, token := range []string{"x", secret, clock.Secret(), strings.Repeat("A", 43), "%00"} {
			for _, way := range []string{at + token + "/", at + "?t=" + token, at + "?token=" + token, at + "?state=" + token + "&code=" + token} {
				got := f.get(stranger, way)
				f.post(stranger, way, url.Values{"token": {token}, "code": {token}, "state": {token}, "name": {"Eve"}, "email": {"eve@example.org"}})
				if got.header.Get("Set-Cookie") != "" && strings.Contains(got.header.Get("Set-Cookie"), "session=") {
					t.Errorf("%s gives a session", way)
				}
			}
		}
	}
	if n := f.count(t, "identity_person"); n != 3 {
		t.Errorf("there are %d people", n)
	}
	f.replayed(secret)
	f.intact()
}

// replayed sends a secret again after its session ended, by its owner and by time.
func (f *fort) replayed(secret string) {
	f.t.Helper()
	f.post(f.learner, "/en/sign-out/", nil)
	if got := f.get(f.learner, "/en/account/"); got.status == http.StatusOK {
		f.t.Error("a session goes on after signing out")
	}
	f.now.Advance(31 * time.Minute)
	if got := f.get(f.admin, "/en/administration/"); got.status == http.StatusOK {
		f.t.Error("an administrator's session goes on after half an hour")
	}
	f.now.Advance(-31 * time.Minute)
}

// Every answer has the headers that keep it safe, and nothing that is anybody's is kept by a cache.
func TestHostileCaches(t *testing.T) {
	t.Parallel()
	f := besieged(t, func(o *Options) { o.BaseURL = "https://course.example" })
	f.secure = true
	want := map[string]string{"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
	seen := func(method, at string, a answer) {
		t.Helper()
		for name, value := range want {
			if a.header.Get(name) != value {
				t.Errorf("%s %s (%d) has %s %q", method, at, a.status, name, a.header.Get(name))
			}
		}
		csp := a.header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "base-uri 'none'") || !strings.Contains(csp, "form-action 'self'") {
			t.Errorf("%s %s (%d) has the policy %q", method, at, a.status, csp)
		}
		if r := a.header.Get("Referrer-Policy"); r != "same-origin" && r != "no-referrer" {
			t.Errorf("%s %s has the referrer policy %q", method, at, r)
		}
		// Programs in pages of other sites check badges: what they ask for is public, and the same for everybody.
		from := a.header.Get("Access-Control-Allow-Origin")
		open := from == "*" && (strings.HasPrefix(at, "/badges/") || at == "/.well-known/did.json")
		if a.header.Get("Permissions-Policy") == "" || from != "" && !open || a.header.Get("Server") != "" {
			t.Errorf("%s %s has the headers %v", method, at, a.header)
		}
		if kind := a.header.Get("Content-Type"); a.body != "" && (kind == "" || strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "charset=utf-8")) {
			t.Errorf("%s %s is of type %q", method, at, kind)
		}
	}
	paths := []string{"/api/openapi.json", "/api/people", "/api/nothing", "/api/health", "/nothing", "/en/nothing/", "/%00", "/readyz", "/healthz"}
	for _, pattern := range f.routes() {
		_, path := route(pattern)
		paths = append(paths, addresses(path, "x")...)
	}
	slices.Sort(paths)
	for _, at := range slices.Compact(paths) {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE"} {
			a := f.send(stranger, method, at, "", "")
			seen(method, at, a)
			if (method == "TRACE" || method == "PUT") && a.status < 400 {
				t.Errorf("%s %s answers %d", method, at, a.status)
			}
		}
		plain := f.get(stranger, at)
		for _, v := range []visitor{f.admin, f.learner} {
			mine := f.get(v, at)
			seen("GET", at, mine)
			same := mine.status == plain.status && mine.body == plain.body && mine.header.Get("Location") == plain.header.Get("Location") && mine.header.Get("Set-Cookie") == ""
			if kept := mine.header.Get("Cache-Control"); !strings.Contains(kept, "no-store") && !same {
				t.Errorf("%s for %s (%d, not what strangers see) has Cache-Control %q", at, v.name, mine.status, kept)
			}
			if strings.Contains(mine.header.Get("Set-Cookie"), "=") && !strings.Contains(mine.header.Get("Set-Cookie"), "; Secure") {
				t.Errorf("%s sets %q", at, mine.header.Get("Set-Cookie"))
			}
		}
	}
	f.intact()
}
