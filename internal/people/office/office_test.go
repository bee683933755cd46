package office

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/blob"
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
	"atelier/internal/base/webhook"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/forward"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/privacy"
	"atelier/internal/people/proof"
	"atelier/internal/people/records"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

// tables are those of the rooms that the office stands on.
var tables = []store.Migrations{seal.Migrations, jobs.Migrations, mail.Migrations, webhook.Migrations, identity.Migrations, proof.Migrations, records.Migrations, forward.Migrations, library.Migrations, delivery.Migrations, enrolment.Migrations, privacy.Migrations, Migrations}

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
	blobs, err := blob.At(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	shelf := &library.Shelf{DB: db, Blobs: blobs, Identity: who, Clock: b.now}
	lib.Keep(t.Context(), shelf)
	inv, err := inventory.Read(tables...)
	if err != nil {
		t.Fatal(err)
	}
	keeps := privacy.New(privacy.Options{DB: db, Clock: b.now, Identity: who, Inventory: inv})
	who.Join(keeps)
	queue := jobs.New(jobs.Options{DB: db, Clock: b.now, Log: log})
	shelf.Work(queue, "1.2.3")
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
	record := records.New(b.now, clock.NewID, "http://localhost/")
	learning := delivery.New(delivery.Options{DB: db, Clock: b.now, Identity: who, Records: record, Library: lib})
	enrolled := enrolment.New(enrolment.Options{DB: db, Clock: b.now, Identity: who, Library: lib, Learning: learning, Mail: outbox, Log: log})
	if b.Room, err = New(t.Context(), Options{DB: db, Clock: b.now, Identity: who, Library: lib, Enrolment: enrolled, Privacy: keeps, Proof: ways, Queue: queue, Mail: outbox, Records: record, Waiting: t.TempDir(), Version: "1.2.3", Vitals: func(context.Context) []Vital {
		return []Vital{{Key: "database", Place: "here"}, {Key: "blobs", Place: "s3.example", Err: fault.New(fault.Unavailable, words, "no-file")}}
	}, Scopes: func() []string { return []string{"people:read", "people:write"} }, Log: log}); err != nil {
		t.Fatal(err)
	}
	b.Call(webhook.New(webhook.Options{DB: db, Clock: b.now, Queue: queue, Keys: sealing, Client: provider.Client(), Types: []string{"person.created", "role.granted"}}))
	b.Pass(forward.New(forward.Options{DB: db, Clock: b.now, Queue: queue, Keys: sealing, Records: record, Identity: who, Client: provider.Client(), Gone: keeps.Gone}))
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

// again signs somebody in once more.
func (b *building) again(p identity.Person) (cookie string) {
	b.Helper()
	err := b.DB.Write(b.Context(), func(tx store.Tx) (err error) {
		cookie, err = b.Identity.Begin(tx, p.ID, identity.MethodPasskey, identity.ByTwo, identity.Browser{})
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return cookie
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
				if a.key == areaMessage || a.key == areaOffering || a.key == areaHook || a.key == areaForward || a.key == areaRelease {
					found = http.StatusNotFound // nothing has that id
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

func (b *building) reading(fn func(tx store.Tx) error) {
	b.Helper()
	if err := b.DB.Read(b.Context(), fn); err != nil {
		b.Fatal(err)
	}
}

func (b *building) writing(fn func(tx store.Tx) error) {
	b.Helper()
	if err := b.DB.Write(b.Context(), fn); err != nil {
		b.Fatal(err)
	}
}
