package office

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/privacy"
	"atelier/internal/people/proof"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

// tables are those of the rooms that the office stands on.
var tables = []store.Migrations{seal.Migrations, jobs.Migrations, mail.Migrations, identity.Migrations, proof.Migrations, privacy.Migrations, Migrations}

// building is an office in a site with a trilingual course, and who is in it.
type building struct {
	*testing.T
	*Room
	handler  http.Handler
	now      *clock.Fixed
	cookie   string // of an administrator who just proved who they are
	admin    identity.Person
	provider string            // the address of an organisation's sign-in
	strange  jobs.Kind[string] // work that never succeeds
}

// frame lends identity the frame of the course, as the site does.
type frame struct{ *library.Room }

func (f frame) Draw(w http.ResponseWriter, r *http.Request, status int, s identity.Sheet) error {
	data, err := f.Room.Draw(library.Sheet{Tag: s.Tag, Title: s.Title, At: s.At, Back: f.Home(s.Tag), Body: s.Body})
	if err == nil {
		web.HTML(w, r, status, data)
	}
	return err
}

func onBoth(t *testing.T, test func(b *building)) {
	storetest.OnBoth(t, tables, func(t *testing.T, db *store.DB) {
		test(build(t, db))
	})
}

func build(t *testing.T, db *store.DB) *building {
	t.Helper()
	provider := httptest.NewTLSServer(nil)
	t.Cleanup(provider.Close)
	provider.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/.well-known/openid-configuration" {
			http.NotFound(w, r)
			return
		}
		at := provider.URL
		json.NewEncoder(w).Encode(map[string]any{"issuer": at, "authorization_endpoint": at + "/a", "token_endpoint": at + "/t", "jwks_uri": at + "/k",
			"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"}, "code_challenge_methods_supported": []string{"S256"}})
	})
	b := &building{provider: provider.URL, T: t, now: clock.NewFixed(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC))}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	lib, err := library.New(library.Options{Source: os.DirFS("../../content/course/testdata/trilingual"), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lib.Close)
	who := identity.New(db, b.now)
	inv, err := inventory.Read(tables...)
	if err != nil {
		t.Fatal(err)
	}
	keeps := privacy.New(privacy.Options{DB: db, Clock: b.now, Identity: who, Inventory: inv})
	who.Join(keeps)
	queue := jobs.New(jobs.Options{DB: db, Clock: b.now, Log: log})
	sealing, err := seal.Open(seal.Place{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	ways := proof.New(proof.Options{DB: db, Clock: b.now, Keys: sealing, Identity: who, Client: provider.Client(), Log: log, Name: func(lang.Tag) string { return "Course" }})
	b.strange = jobs.Define(queue, "test.strange", func(context.Context, string) error { return errors.New("never works") }, jobs.MaxTries(1))
	outbox, err := mail.New(mail.Options{DB: db, Clock: b.now, Queue: queue, Log: log, Name: func(lang.Tag) string { return "Course" }, BaseURL: &url.URL{Scheme: "https", Host: "course.example"}})
	if err != nil {
		t.Fatal(err)
	}
	if b.Room, err = New(t.Context(), Options{DB: db, Clock: b.now, Identity: who, Library: lib, Privacy: keeps, Proof: ways, Queue: queue, Mail: outbox, Version: "1.2.3", Vitals: func(context.Context) []Vital {
		return []Vital{{Key: "database", Place: "here"}, {Key: "blobs", Place: "s3.example", Err: fault.New(fault.Unavailable, words, "no-file")}}
	}, Scopes: func() []string { return []string{"people:read", "people:write"} }, Log: log}); err != nil {
		t.Fatal(err)
	}
	kit, err := web.New(web.Options{Log: log, ErrorPage: func(p web.Problem) []byte { return []byte(p.Message[p.Languages[0]]) }})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	who.Register(mux, kit, frame{lib})
	b.Register(mux, kit)
	lib.Register(mux, kit)
	b.handler = kit.Wrap(b.Notice(mux))
	b.admin, b.cookie = b.person("Ana", identity.ByTwo, identity.Grant{Role: identity.Administrator, Scope: identity.SiteScope})
	return b
}

// person makes somebody with roles, signed in, and gives their cookie.
func (b *building) person(name string, s identity.Strength, grants ...identity.Grant) (p identity.Person, cookie string) {
	b.Helper()
	err := b.DB.Write(b.Context(), func(tx store.Tx) (err error) {
		if p, err = b.Identity.CreatePerson(tx, "", identity.Person{Name: name, Language: "en"}); err != nil {
			return err
		}
		for _, g := range grants {
			if err := b.Identity.Give(tx, "", p.ID, g); err != nil {
				return err
			}
		}
		cookie, err = b.Identity.Begin(tx, p.ID, identity.MethodPasskey, s, identity.Browser{})
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return p, cookie
}

// ask sends a request as somebody; an empty cookie is a stranger.
func (b *building) ask(cookie, method, at string, body io.Reader, kind string) *httptest.ResponseRecorder {
	b.Helper()
	req := httptest.NewRequest(method, at, body)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if cookie != "" {
		req.AddCookie(&http.Cookie{Name: "session", Value: cookie})
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, req)
	return w
}

func (b *building) get(cookie, at string) *httptest.ResponseRecorder {
	return b.ask(cookie, "GET", at, nil, "")
}

func (b *building) send(cookie, at string, form url.Values) *httptest.ResponseRecorder {
	return b.ask(cookie, "POST", at, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded")
}

// texts are the same words in every language of the course.
func texts(form url.Values, name, text string) url.Values {
	for _, tag := range []string{"en", "fr", "iu-cans"} {
		form.Set(name+"-"+tag, text+" "+tag)
	}
	return form
}

func TestAreasOpenToAdministratorsOnly(t *testing.T) { onBoth(t, testAreasOpenToAdministratorsOnly) }

func testAreasOpenToAdministratorsOnly(b *building) {
	_, learner := b.person("Ben", identity.ByTwo)
	_, author := b.person("Cy", identity.ByTwo, identity.Grant{Role: identity.Author, Scope: identity.CourseScope("x")})
	_, byLink := b.person("Dee", identity.ByLink, identity.Grant{Role: identity.Administrator, Scope: identity.SiteScope})
	for _, g := range b.groups() {
		for _, a := range g.areas {
			for _, face := range lang.Interfaces() {
				at, found := a.path(face, face, string(b.admin.ID)), http.StatusOK
				if a.key == areaMessage {
					found = http.StatusNotFound // no message has that id
				}
				for name, want := range map[string]struct {
					cookie string
					status int
					to     string
				}{
					"a stranger":                     {"", 303, identity.SignInPath(face, face, at)},
					"a learner":                      {learner, 403, ""},
					"an author":                      {author, 403, ""},
					"an administrator by mail alone": {byLink, 303, identity.ConfirmPath(face, face, at) + "&two=1"},
					"an administrator":               {b.cookie, found, ""},
				} {
					w := b.get(want.cookie, at)
					if w.Code != want.status || w.Header().Get("Location") != want.to {
						b.Errorf("%s at %s: %d to %q, want %d to %q", name, at, w.Code, w.Header().Get("Location"), want.status, want.to)
					}
					if want.status != found && strings.Contains(w.Body.String(), `aria-label="`+words.Say(face, "around")+"\"") {
						b.Errorf("%s sees %s", name, at)
					}
					if w.Header().Get("Cache-Control") != web.CachePrivate && want.status == 200 {
						b.Errorf("%s may be kept: %s", at, w.Header().Get("Cache-Control"))
					}
				}
			}
		}
	}
}

func TestChangingASetting(t *testing.T) { onBoth(t, testChangingASetting) }

func testChangingASetting(b *building) {
	at := Path("fr", "fr", areaInstitution)
	form := texts(url.Values{"version": {"0"}, "contact": {"aide@ville.example"}}, "name", "Ville")
	if w := b.send(b.cookie, at, form); w.Code != 303 || w.Header().Get("Location") != at+"?kept=1" {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	if got := b.Settings().Institution; got.Name["fr"] != "Ville fr" || got.Contact != "aide@ville.example" || b.Settings().Version(PartInstitution) != 1 {
		b.Errorf("kept %+v", got)
	}
	if w := b.get("", "/en/"); !strings.Contains(w.Body.String(), "mailto:aide@ville.example") {
		b.Error("pages do not name the contact")
	}
	// Somebody who saw the version before is told, and undoes nothing.
	form.Set("contact", "late@ville.example")
	if w := b.send(b.cookie, at, form); w.Code != http.StatusConflict {
		b.Errorf("a late change: %d", w.Code)
	}
	if got := b.Settings().Institution.Contact; got != "aide@ville.example" {
		b.Errorf("a late change is kept: %s", got)
	}
	var trail []identity.Line
	if err := b.DB.Read(b.Context(), func(tx store.Tx) (err error) {
		trail, err = b.Identity.Trail(tx, identity.TrailFilter{Do: "settings."})
		return err
	}); err != nil || len(trail) != 1 || trail[0].By != b.admin.ID || trail[0].On != "institution" {
		b.Errorf("the trail holds %+v, %v", trail, err)
	}
	// An hour later the same person proves again who they are before they change anything.
	b.now.Advance(time.Hour)
	if w := b.get(b.cookie, at); w.Code != 303 {
		b.Errorf("an hour unused: %d", w.Code)
	}
}

func TestWhatCannotBeKeptComesBack(t *testing.T) { onBoth(t, testWhatCannotBeKeptComesBack) }

func testWhatCannotBeKeptComesBack(b *building) {
	for name, c := range map[string]struct {
		area string
		form url.Values
		want []string
	}{
		"one language":   {areaInstitution, url.Values{"version": {"0"}, "name-en": {"Town <b>"}, "contact": {"nowhere"}}, []string{`value="Town &lt;b&gt;"`, `href="#name-fr"`, `href="#contact"`, "Say it in this language too", "Give an e-mail address"}},
		"a faint colour": {areaLook, url.Values{"version": {"0"}, "light": {"#FFD100"}, "dark": {"red;}"}}, []string{"too faint", "4.5:1 is needed", `value="#FFD100"`, "six figures"}},
		"a day":          {areaAccessibility, url.Values{"version": {"0"}, "date": {"soon"}}, []string{"such as 2026-11-27", `aria-describedby="date-error"`}},
		"a profile":      {areaLanguages, url.Values{"version": {"0"}, "profile": {"x"}, "first": {"de"}}, []string{"Choose one of the profiles", "Choose a language of the course"}},
	} {
		w := b.send(b.cookie, Path("en", "en", c.area), c.form)
		if w.Code != http.StatusUnprocessableEntity {
			b.Errorf("%s: %d", name, w.Code)
		}
		for _, want := range c.want {
			if !strings.Contains(w.Body.String(), want) {
				b.Errorf("%s: no %s", name, want)
			}
		}
	}
	if got := b.Settings(); !got.equal(Settings{versions: map[Part]int{}}) {
		b.Errorf("something was kept: %+v", got)
	}
}

// look sends the form of the look with a logo.
func (b *building) look(version string, logo []byte, fields map[string]string) *httptest.ResponseRecorder {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("version", version)
	for name, v := range fields {
		form.WriteField(name, v)
	}
	if logo != nil {
		part, err := form.CreateFormFile("logo", "../../logo.svg")
		if err != nil {
			b.Fatal(err)
		}
		part.Write(logo)
	}
	form.Close()
	return b.ask(b.cookie, "POST", Path("en", "en", areaLook), &body, form.FormDataContentType())
}

func TestLook(t *testing.T) { onBoth(t, testLook) }

func testLook(b *building) {
	hostile := []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><path d="M0 0h10"/></svg>`)
	if w := b.look("0", hostile, map[string]string{"light": "7A1F5C"}); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	page := b.get("", "/en/").Body.String()
	for _, kind := range []string{`<link rel="stylesheet" href="`, `<img class="logo" src="`} {
		_, rest, ok := strings.Cut(page, kind+hostPath)
		at, _, _ := strings.Cut(rest, `"`)
		if !ok {
			b.Fatalf("the page has no %s", kind)
		}
		w := b.get("", hostPath+at)
		if w.Code != 200 || strings.Contains(w.Body.String(), "alert") || !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") || w.Header().Get("Cache-Control") != web.CacheForever {
			b.Errorf("%s: %d %v\n%s", at, w.Code, w.Header(), w.Body)
		}
	}
	// The next logo takes the place of the first; taken away, none is left.
	if w := b.look("1", pngOf(b.T, 10, 10), nil); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	if logo := b.Settings().Look.Logo; !strings.HasSuffix(logo, ".png") || b.Settings().Look.Light != "" {
		b.Errorf("kept %+v", b.Settings().Look)
	}
	if w := b.look("2", nil, map[string]string{"remove": "yes"}); w.Code != 303 || b.Settings().Look.Logo != "" {
		b.Errorf("%d, kept %+v", w.Code, b.Settings().Look)
	}
	for name, data := range map[string][]byte{"text": []byte("hello"), "a bomb of pixels": pngOf(b.T, 2001, 1), "a document type": []byte(`<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>`), "large": bytes.Repeat([]byte("x"), maxLogo+1)} {
		if w := b.look("3", data, map[string]string{"light": "#0b5563"}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `id="logo-error"`) || !strings.Contains(w.Body.String(), `value="#0b5563"`) {
			b.Errorf("%s: %d", name, w.Code)
		}
	}
}

func pngOf(t *testing.T, w, h int) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The same course under every profile (needs A6.7).
func TestProfiles(t *testing.T) { onBoth(t, testProfiles) }

func testProfiles(b *building) {
	version := 0
	for _, c := range []struct {
		profile            Profile
		first              lang.Tag
		root, inEnglish    string // where "/" leads without a wish, and with the wish of a browser for English
		english, inuktitut int
	}{
		{Equal, "", "", "/en/", 200, 200},
		{French, "", "/fr/", "/fr/", 302, 200},
		{Local, "iu-Cans", "/iu-cans/", "/en/", 200, 200},
		{Local, "", "", "/en/", 200, 200},
	} {
		s := identity.Session{Person: b.admin.ID, Strength: identity.ByTwo, Proved: b.now.Now()}
		if err := b.Change(b.Context(), &s, Languages{Profile: c.profile, First: c.first}, version); err != nil {
			b.Fatal(err)
		}
		version++
		if w := b.get("", "/"); w.Header().Get("Location") != c.root {
			b.Errorf("%s %s: the root leads to %q", c.profile, c.first, w.Header().Get("Location"))
		}
		req := httptest.NewRequest("GET", "/", nil)
		req.Header.Set("Accept-Language", "en-CA")
		w := httptest.NewRecorder()
		b.handler.ServeHTTP(w, req)
		if w.Header().Get("Location") != c.inEnglish {
			b.Errorf("%s %s: the root leads an English browser to %q", c.profile, c.first, w.Header().Get("Location"))
		}
		for at, want := range map[string]int{"/en/": c.english, "/fr/": 200, "/iu-cans/": c.inuktitut} {
			if w := b.get("", at); w.Code != want {
				b.Errorf("%s: %s answers %d, want %d", c.profile, at, w.Code, want)
			}
		}
	}
}

func TestNoticeBeforeEnglish(t *testing.T) {
	b := build(t, storetest.New(t, tables...))
	s := identity.Session{Person: b.admin.ID, Strength: identity.ByTwo, Proved: b.now.Now()}
	if err := b.Change(t.Context(), &s, Languages{Profile: French}, 0); err != nil {
		t.Fatal(err)
	}
	w := b.get("", "/en/words/hello/?a=b")
	to := w.Header().Get("Location")
	if w.Code != http.StatusFound || to != attestPath+"?then=%2Fen%2Fwords%2Fhello%2F%3Fa%3Db" {
		t.Fatalf("%d to %q", w.Code, to)
	}
	w = b.get("", to)
	if w.Code != 200 || !strings.Contains(w.Body.String(), "Who can read this page in English?") || !strings.Contains(w.Body.String(), `<section lang="fr">`) || w.Header().Get("Set-Cookie") != "" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	w = b.send("", attestPath, url.Values{"then": {"/en/words/hello/?a=b"}})
	if w.Code != 303 || w.Header().Get("Location") != "/en/words/hello/?a=b" || !strings.HasPrefix(w.Header().Get("Set-Cookie"), attestCookie+"=yes") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	for _, hostile := range []string{"https://x.example/", "//x.example/", `/\x.example`, "javascript:alert(1)", "x", "/%0d%0aSet-Cookie:a"} {
		to := b.send("", attestPath, url.Values{"then": {hostile}}).Header().Get("Location")
		if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
			t.Errorf("%s leads to %q", hostile, to)
		}
	}
}

// What one node changes the others show.
func TestSettingsOnSeveralNodes(t *testing.T) {
	address := pgtest.New(t)
	var nodes []*building
	for range 2 {
		db, err := store.Connect(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		if err := store.Migrate(t.Context(), db, tables...); err != nil {
			t.Fatal(err)
		}
		nodes = append(nodes, build(t, db))
	}
	a, other := nodes[0], nodes[1]
	if w := a.look("0", nil, map[string]string{"dark": "#f2b5dc"}); w.Code != 303 {
		t.Fatal(w.Code, w.Body)
	}
	if changed, err := other.Refresh(t.Context()); err != nil || !changed || other.Settings().Look.Dark != "#f2b5dc" {
		t.Errorf("%v, %v: %+v", changed, err, other.Settings().Look)
	}
	if changed, err := other.Refresh(t.Context()); err != nil || changed {
		t.Errorf("changed again: %v", err)
	}
	s := identity.Session{Person: a.admin.ID, Strength: identity.ByTwo, Proved: a.now.Now()}
	err := other.Change(t.Context(), &s, Look{}, 0)
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("a change from the state before: %v", err)
	}
}

// act sends one form of a page and gives what it answers.
func (b *building) act(at string, form ...string) *httptest.ResponseRecorder {
	b.Helper()
	values := url.Values{}
	for i := 0; i < len(form); i += 2 {
		values.Set(form[i], form[i+1])
	}
	return b.send(b.cookie, at, values)
}

// wants says what the page at an address holds and what it does not ("-" first).
func (b *building) wants(at string, parts ...string) {
	b.Helper()
	w := b.get(b.cookie, at)
	if w.Code != 200 {
		b.Fatalf("%s: %d %s", at, w.Code, w.Body)
	}
	for _, part := range parts {
		not, absent := strings.CutPrefix(part, "-")
		if absent == strings.Contains(w.Body.String(), strings.TrimPrefix(part, "-")) {
			b.Errorf("%s: %q is there: %v", at, not, absent)
		}
	}
}

func TestPeopleAndOrganisations(t *testing.T) { onBoth(t, testPeopleAndOrganisations) }

func testPeopleAndOrganisations(b *building) {
	people, orgs := Path("en", "en", areaPeople), Path("en", "en", areaOrgs)
	if w := b.act(orgs, "do", "add", "name-en", "Town of X", "name-fr", "Ville de X", "kind", "jurisdiction"); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	b.wants(orgs, "Town of X", "Jurisdiction")
	b.wants(Path("fr", "fr", areaOrgs), "Ville de X", "-Town of X")
	var org identity.Org
	b.reading(func(tx store.Tx) (err error) {
		list, err := b.Identity.Orgs(tx)
		org = list[0]
		return err
	})
	w := b.act(people, "do", "add", "name", "Zoé <b>", "email", "nowhere", "language", "de")
	if w.Code != 422 || !strings.Contains(w.Body.String(), `value="Zoé &lt;b&gt;"`) || !strings.Contains(w.Body.String(), `href="#email"`) || !strings.Contains(w.Body.String(), `href="#language"`) {
		b.Errorf("what cannot be kept: %d %s", w.Code, w.Body)
	}
	w = b.act(people, "do", "add", "name", "Zoé Côté", "email", "zoe@ville.example", "language", "fr", "org", string(org.ID))
	at := strings.TrimSuffix(w.Header().Get("Location"), "?kept=1")
	if w.Code != 303 || !strings.HasPrefix(at, people+"p-") {
		b.Fatalf("%d to %s", w.Code, at)
	}
	b.wants(people+"?q=C%C3%B4t&org="+string(org.ID), "Zoé Côté", "Town of X", "-Ana")
	b.wants(people+"?role=administrator", "Ana", "-Zoé")
	if w := b.act(people, "do", "add", "name", "Other", "email", "ZOE@ville.example", "language", "fr"); w.Code != 422 {
		b.Errorf("a second account with the address: %d", w.Code)
	}
	b.act(at, "do", "give", "role", "author", "scope", identity.OrgScope(org.ID).String())
	b.wants(at, "Author (Town of X)", "open")
	if w := b.act(orgs, "do", "remove", "id", string(org.ID)); w.Code != http.StatusConflict {
		b.Errorf("an organisation that is used is removed: %d", w.Code)
	}
	b.act(at, "do", "save", "name", "Zoé C.", "email", "zoe@x.example", "language", "en", "org", "")
	b.act(at, "do", "take", "role", "author", "scope", identity.OrgScope(org.ID).String())
	b.act(at, "do", "disable")
	b.wants(at, "Zoé C.", "zoe@x.example", "No role.", "shut", "-Author (")
	b.act(at, "do", "enable")
	if w := b.act(at, "do", "erase"); w.Code != 422 || !strings.Contains(w.Body.String(), "Tick the box") {
		b.Errorf("erased without a word: %d", w.Code)
	}
	if w := b.act(at, "do", "erase", "confirm", "yes"); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	if w := b.get(b.cookie, at); w.Code != 404 {
		b.Errorf("an erased person: %d", w.Code)
	}
	if w := b.act(orgs, "do", "remove", "id", string(org.ID)); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	audit := Path("en", "en", areaAudit)
	b.wants(audit, "person.erase", "role.give", "role: author; scope: org/", "org.remove", "Ana", "-Zoé", "-x.example")
	b.wants(audit+"?do=role.", "role.take", "-person.create")
	if w := b.act(audit); w.Code != 200 || !strings.Contains(w.Body.String(), "The trail is whole.") {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.writing(func(tx store.Tx) error {
		_, err := tx.Exec("UPDATE identity_audit SET did = 'nothing' WHERE seq = 3")
		return err
	})
	if w := b.act(audit); w.Code != 200 || strings.Contains(w.Body.String(), "The trail is whole.") || !strings.Contains(w.Body.String(), "notice-error") {
		b.Errorf("a line was changed: %d %s", w.Code, w.Body)
	}
	if w := b.act(Path("en", "en", areaPeople)+string(b.admin.ID)+"/", "do", "take", "role", "administrator", "scope", "site"); w.Code != http.StatusConflict {
		b.Errorf("the last administrator goes: %d", w.Code)
	}
}

func (b *building) reading(fn func(tx store.Tx) error) {
	b.Helper()
	if err := b.DB.Read(b.Context(), fn); err != nil {
		b.Fatal(err)
	}
}

func TestLongListsGoOn(t *testing.T) {
	b := build(t, storetest.New(t, tables...))
	for range perPage + 5 {
		b.person("Somebody", identity.ByLink)
	}
	at, shown := Path("en", "en", areaPeople), 0
	for at != "" {
		page := b.get(b.cookie, at).Body.String()
		shown += strings.Count(page, `<th scope="row">`)
		_, rest, _ := strings.Cut(page, `<a class="go quiet" href="`)
		at, _, _ = strings.Cut(rest, `" rel="next"`)
		at = strings.ReplaceAll(at, "&amp;", "&")
		if shown > 2*perPage {
			break
		}
	}
	if shown != perPage+6 {
		t.Errorf("%d people shown, want %d", shown, perPage+6)
	}
}

func TestInvitations(t *testing.T) { onBoth(t, testInvitations) }

func testInvitations(b *building) {
	at := Path("fr", "fr", areaInvitations)
	if w := b.act(at, "do", "add", "role", "king", "scope", "", "most", "many", "ends", "soon"); w.Code != 422 || strings.Count(w.Body.String(), `<p class="field-error"`) != 4 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	w := b.act(at, "do", "add", "role", "reviewer", "scope", "site", "most", "3", "ends", "2026-12-24")
	link := "http://example.com" + identity.InvitationPath("fr", "fr", "")
	if w.Code != 200 || !strings.Contains(w.Body.String(), `value="`+link) {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "-"+link, "Examen : 0 sur 3", "24\u00a0décembre 2026")
	var list []identity.Invitation
	b.reading(func(tx store.Tx) (err error) {
		list, err = b.Identity.Invitations(tx)
		return err
	})
	if w := b.act(at, "do", "end", "id", list[0].ID); w.Code != 303 {
		b.Errorf("%d", w.Code)
	}
	b.wants(at, "Elle est terminée.")
}

func TestRetention(t *testing.T) { onBoth(t, testRetention) }

func testRetention(b *building) {
	at := Path("en", "en", areaRetention)
	b.wants(at, "400 days", "without end", "Nothing has gone yet.")
	if w := b.act(at, "do", "rule", "record", "", "days", "x", "held", ""); w.Code != 422 {
		b.Errorf("%d", w.Code)
	}
	if w := b.act(at, "do", "rule", "record", "identity_device", "days", "30", "held", "a request <b>"); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "30 days", "on hold: a request &lt;b&gt;")
	if w := b.act(at, "do", "run"); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestMail(t *testing.T) { onBoth(t, testMail) }

func testMail(b *building) {
	at := Path("en", "en", areaMail)
	b.wants(at, "Nothing was written yet.", "No mail server is set")
	to, err := mail.ParseAddress("Zoé", "zoe@ville.example")
	if err != nil {
		b.Fatal(err)
	}
	letter := lang.MustCatalogue(fstest.MapFS{"catalogue/en.yaml": {Data: []byte("hello:\n  subject: Good day\n  body: All is well.\n")}, "catalogue/fr.yaml": {Data: []byte("hello:\n  subject: Bonjour\n  body: Tout va bien.\n")}})
	b.writing(func(tx store.Tx) error {
		return b.Mail.Send(tx, mail.Message{To: to, Language: "en", Words: letter, Key: "hello"})
	})
	b.wants(at, "zoe@ville.example", "Good day", "waiting")
	list := b.get(b.cookie, at).Body.String()
	_, rest, _ := strings.Cut(list, `href="`+at)
	id, _, _ := strings.Cut(rest, `/"`)
	b.wants(at+id+"/", "zoe@ville.example", "All is well.")
	if w := b.act(at+id+"/", "do", "again"); w.Code != http.StatusConflict {
		b.Errorf("a waiting message is sent again: %d", w.Code)
	}
	if w := b.get(b.cookie, at+"nothing/"); w.Code != 404 {
		b.Errorf("no message: %d", w.Code)
	}
}

func (b *building) writing(fn func(tx store.Tx) error) {
	b.Helper()
	if err := b.DB.Write(b.Context(), fn); err != nil {
		b.Fatal(err)
	}
}

func TestJobs(t *testing.T) { onBoth(t, testJobs) }

func testJobs(b *building) {
	at := Path("en", "en", areaJobs)
	b.wants(at, "Nothing is waiting.")
	b.writing(func(tx store.Tx) error { return b.strange.Enqueue(tx, "x", b.now.Now()) })
	b.wants(at, "test.strange: waiting, 0 tries")
	var list []jobs.Job
	b.reading(func(tx store.Tx) (err error) {
		list, _, err = b.Queue.List(tx, jobs.Filter{})
		return err
	})
	if w := b.act(at, "do", "retry", "id", list[0].ID); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	if w := b.act(at, "do", "drop", "id", list[0].ID); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "Nothing is waiting.")
	if w := b.act(at, "do", "drop", "id", list[0].ID); w.Code != 404 {
		b.Errorf("a job that is gone: %d", w.Code)
	}
	b.wants(Path("en", "en", areaAudit)+"?do=job.", "job.retry", "job.drop")
}

func TestKeys(t *testing.T) { onBoth(t, testKeys) }

func testKeys(b *building) {
	at := Path("en", "en", areaKeys)
	if w := b.act(at, "do", "add", "name", "", "scope", "king"); w.Code != 422 || !strings.Contains(w.Body.String(), "Tick at least one") {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	w := b.act(at, "do", "add", "name", "HR system", "scope", "people:read")
	_, rest, _ := strings.Cut(w.Body.String(), `readonly value="`)
	shown, _, _ := strings.Cut(rest, `"`)
	id, secret, _ := strings.Cut(shown, ":")
	var k identity.Key
	b.reading(func(tx store.Tx) (err error) {
		k, err = b.Identity.KeyOf(tx, id, secret)
		return err
	})
	if k.Name != "HR system" || strings.Join(k.Scopes, " ") != "people:read" {
		b.Errorf("made %+v", k)
	}
	b.wants(at, "HR system – people:read", "-"+secret)
	if w := b.act(at, "do", "end", "id", id); w.Code != 303 {
		b.Errorf("%d", w.Code)
	}
	b.wants(at, "Ended November\u00a027, 2026.")
}

func TestPeopleByList(t *testing.T) { onBoth(t, testPeopleByList) }

// list sends a list of people, to try it or to enter it.
func (b *building) list(do, csv string) *httptest.ResponseRecorder {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("do", do)
	part, err := form.CreateFormFile("list", "list.csv")
	if err != nil {
		b.Fatal(err)
	}
	part.Write([]byte(csv))
	form.Close()
	return b.ask(b.cookie, "POST", Path("en", "en", areaList), &body, form.FormDataContentType())
}

func testPeopleByList(b *building) {
	people := Path("en", "en", areaPeople)
	good := "courriel;nom;langue;rôle\nzoe@ville.example;Zoé;fr;author\nben@ville.example;Ben;en;\n"
	if w := b.list("try", good); w.Code != 200 || !strings.Contains(w.Body.String(), "Nothing was changed. This is what entering 2 lines would do.") {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(people, "-ben@ville.example")
	if w := b.list("enter", good+"nobody;X;en;\n"); !strings.Contains(w.Body.String(), "1 line cannot be used, so nothing was changed.") {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(people, "-ben@ville.example")
	if w := b.list("enter", good); !strings.Contains(w.Body.String(), "2 lines were entered.") {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(people, "ben@ville.example", "Zoé", "Author")
	if w := b.list("enter", "no heading"); w.Code != 422 || !strings.Contains(w.Body.String(), `id="list-error"`) {
		b.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestWhoMayComeIn(t *testing.T) { onBoth(t, testWhoMayComeIn) }

func testWhoMayComeIn(b *building) {
	at := Path("en", "en", areaAccess)
	if w := b.act(at, "do", "door", "door", "closed", "version", "0"); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	if open, err := b.Open(nil); open || err != nil {
		b.Errorf("open: %v, %v", open, err)
	}
	w := b.act(at, "do", "add", "issuer", b.provider+"/elsewhere", "client", "c", "name-en", "The Town", "name-fr", "La Ville")
	if w.Code != 422 || !strings.Contains(w.Body.String(), `id="issuer-error"`) {
		b.Errorf("nobody's address: %d", w.Code)
	}
	w = b.act(at, "do", "add", "issuer", b.provider, "client", "c", "secret", "hush-hush", "name-en", "The Town", "name-fr", "", "trust", "trusted")
	if w.Code != 422 || !strings.Contains(w.Body.String(), `id="name-fr-error"`) || strings.Contains(w.Body.String(), "hush-hush") {
		b.Errorf("a name in one language: %d", w.Code)
	}
	w = b.act(at, "do", "add", "issuer", b.provider, "client", "c", "secret", "hush-hush", "name-en", "The Town", "name-fr", "La Ville", "trust", "values", "values", "mfa hwk", "domains", "ville.example", "creates", "yes")
	if w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "The Town – "+b.provider+": switched off", "-hush-hush")
	var list []proof.Provider
	b.reading(func(tx store.Tx) (err error) {
		list, err = b.Proof.Providers(tx)
		return err
	})
	if got := list[0]; !got.Secret || !got.Rules.Creates || got.Rules.Trusted || strings.Join(got.Rules.AMR, " ") != "mfa hwk" {
		b.Errorf("kept %+v", got)
	}
	b.act(at, "do", "on", "id", list[0].ID)
	b.wants(at, ": on the page of sign-in", "Switch off")
	if w := b.act(at, "do", "remove", "id", list[0].ID); w.Code != 303 {
		b.Errorf("%d", w.Code)
	}
	b.wants(at, "There is none yet.")
}

func TestHealth(t *testing.T) { onBoth(t, testHealth) }

func testHealth(b *building) {
	b.wants(Path("en", "en", areaHealth), "1.2.3", "here", "answers", "s3.example", "This file is not here any more")
}
