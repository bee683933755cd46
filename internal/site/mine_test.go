package site

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/people/identity"
)

// signedIn is a browser in which a person of a name sits.
func signedIn(t *testing.T, s *Site, server *httptest.Server, name string) (*browser, identity.Person) {
	t.Helper()
	b := newBrowser(t, server)
	var p identity.Person
	var secret string
	err := s.db.Write(t.Context(), func(tx store.Tx) (err error) {
		who := s.privacy.Identity
		if p, err = who.CreatePerson(tx, "", identity.Person{Name: name, Language: "en"}); err != nil {
			return err
		}
		secret, err = who.Begin(tx, p.ID, identity.MethodLink, identity.ByLink, identity.Browser{Label: "Firefox"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	at, _ := url.Parse(server.URL)
	b.jar.SetCookies(at, []*http.Cookie{{Name: "session", Value: secret, Path: "/"}})
	return b, p
}

// Needs A9.5: a person sees what is kept, takes it along, corrects it, agrees and takes that back.
func TestMyData(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	if got := newBrowser(t, server).get("/en/account/my-data/"); !strings.HasPrefix(got.path, "/en/sign-in/") {
		t.Errorf("a stranger is led to %s", got.path)
	}
	b, p := signedIn(t, s, server, "Marie Tremblay")
	b.post(find(t, s, "en", checkPath).Path, url.Values{"f7dw54": {"Nuna."}})
	b.get("/en/account/my-data/").has(t, "Marie Tremblay", `value="en" selected`, "Where you are on", "Why, for how long")
	b.get("/en/compte/mes-donnees/").has(t, "My data")
	b.get("/fr/compte/mes-donnees/").has(t, "Mes données", "Marie Tremblay")

	wrong := b.post("/en/account/my-data/", url.Values{"act": {"correct"}, "name": {"<b>"}, "language": {"fr"}})
	wrong.has(t, `value="&lt;b&gt;"`, `aria-describedby="name-hint name-error"`, `href="#name"`, `value="fr" selected`)
	if wrong.status != http.StatusUnprocessableEntity {
		t.Errorf("a bad name answers %d", wrong.status)
	}
	b.post("/en/account/my-data/", url.Values{"act": {"correct"}, "name": {"Marie  T."}, "language": {"fr"}}).has(t, "Your name and language are saved", `value="Marie T."`, `value="fr" selected`)

	b.post("/en/account/my-data/", url.Values{"act": {"consent"}, "agree": {"news"}, "version-news": {"2026-11-27"}, "version-credit": {"2026-11-27"}}).has(t, `value="news" checked`, "You agreed on")
	b.post("/en/account/my-data/", url.Values{"act": {"consent"}}).lacks(t, `value="news" checked`, "You agreed on")
	if got := b.post("/en/account/my-data/", url.Values{"act": {"consent"}, "agree": {"news"}, "version-news": {"2020-01-01"}}); got.status != http.StatusConflict {
		t.Errorf("agreeing to an old text answers %d", got.status)
	}
	if got := b.post("/en/account/my-data/", url.Values{"act": {"else"}}); got.status != http.StatusBadRequest && got.status != http.StatusUnprocessableEntity {
		t.Errorf("nonsense answers %d", got.status)
	}
	files := unzip(t, b.get("/fr/compte/mes-donnees/mes-donnees.zip").body)
	page, data := files["mes-donnees.html"], files["mes-donnees.json"]
	for _, want := range []string{"Marie T.", "Nuna.", "commencé une vérification", `lang="fr-CA"`, "Firefox"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "src=") || strings.Contains(page, "href=") {
		t.Error("the page asks for something else")
	}
	var out map[string]any
	if err := json.Unmarshal([]byte(data), &out); err != nil || out["actor"] != string(p.Actor) || out["statements"] == nil || out["account"] == nil || out["privacy_consent"] == nil {
		t.Errorf("the data has %v, %v", out, err)
	}
}

func unzip(t *testing.T, body string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(data)
	}
	return files
}

// An account is erased by whoever has just proved who they are and confirms it. Every session ends, on every node, and a
// receipt stays that can be read without an account.
func TestEraseMyAccount(t *testing.T) {
	t.Parallel()
	address, now := pgtest.New(t), clock.NewFixed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	var sites []*Site
	var servers []*httptest.Server
	for range 2 {
		s, server := open(t, trilingual(t), func(o *Options) { o.Database, o.Secret, o.Clock = address, testSecret, now })
		sites, servers = append(sites, s), append(servers, server)
	}
	b, p := signedIn(t, sites[0], servers[0], "Marie Tremblay")
	elsewhere := &browser{t: t, base: servers[1].URL, jar: b.jar, client: b.client}
	check := find(t, sites[0], "en", checkPath).Path
	b.post(check, url.Values{"f7dw54": {"Nuna."}})
	elsewhere.get(check).has(t, "Nuna.")
	at, _ := url.Parse(servers[0].URL)
	cookies := b.jar.Cookies(at)

	b.get("/en/account/my-data/erase/").has(t, "What stays, and why", "leads to nobody", "Yes, erase my account")
	unconfirmed := b.post("/en/account/my-data/erase/", nil)
	unconfirmed.has(t, "Nothing was erased", `aria-describedby="confirm-error"`)
	now.Advance(11 * time.Minute)
	if late := b.post("/en/account/my-data/erase/", url.Values{"confirm": {"yes"}}); !strings.HasPrefix(late.path, "/en/confirm/") || sites[0].count(t, "identity_person") != 1 {
		t.Errorf("an old proof leads to %s", late.path)
	}
	now.Advance(-11 * time.Minute)
	receipt := b.post("/en/account/my-data/erase/", url.Values{"confirm": {"yes"}})
	receipt.has(t, "The account and everything that led to its owner were erased", "trail of acts")
	for _, table := range []string{"identity_person", "identity_session", "records_state", "delivery_progress"} {
		if n := sites[0].count(t, table); n != 0 {
			t.Errorf("%d rows are left in %s", n, table)
		}
	}
	b.jar.SetCookies(at, cookies) // as a second window has them
	now.Advance(2 * time.Second)  // another node believes a session for a second
	for _, one := range []*browser{b, elsewhere} {
		one.get(check).lacks(t, "Nuna.")
		if got := one.get("/en/account/my-data/"); !strings.HasPrefix(got.path, "/en/sign-in/") {
			t.Errorf("the erased account is led to %s", got.path)
		}
	}
	newBrowser(t, servers[1]).get(receipt.path).has(t, "Receipt of an erasure")
	newBrowser(t, servers[1]).get(receipt.path).lacks(t, string(p.ID), "Marie")
}

// Needs A9.3: a new account has agreed to nothing, is shown to nobody and is counted nowhere.
func TestANewAccountIsMostProtected(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b, p := signedIn(t, s, server, "Marie Tremblay")
	b.get(find(t, s, "en", helloPath).Path)
	err := s.db.Read(t.Context(), func(tx store.Tx) error {
		consents, err := s.privacy.Consents(tx, string(p.ID))
		for _, c := range consents {
			if c.Given != "" {
				t.Errorf("agrees to %s", c.Key)
			}
		}
		if err != nil {
			return err
		}
		grants, err := s.privacy.Identity.Grants(tx, p.ID)
		if len(grants) > 0 || p.Email != "" || p.Org != "" {
			t.Errorf("holds %v, has %+v", grants, p)
		}
		if err != nil {
			return err
		}
		counting, err := s.privacy.Counting(tx)
		if counting {
			t.Error("views are counted")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// The tables that hold something of a new account are these; one more is a decision.
	var held []string
	err = s.db.Read(t.Context(), func(tx store.Tx) error {
		schema, err := store.Schema(tx)
		if err != nil {
			return err
		}
		for _, place := range (seed{n: 0, person: string(p.ID), actor: string(p.Actor)}).found(t, tx, schema) {
			held = append(held, strings.SplitN(place, ":", 2)[0])
		}
		return nil
	})
	if want := "identity_audit.detail identity_audit.object identity_audit.who identity_person.actor identity_person.id identity_session.person"; err != nil || !strings.Contains(want, strings.Join(compact(held), " ")) {
		t.Errorf("a new account is in %v, want %s (%v)", compact(held), want, err)
	}
	newBrowser(t, server).get("/en/").lacks(t, "Marie")
}

func compact(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
