package enrolment

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/base/web"
	"atelier/internal/content/publish"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/records"
	"atelier/internal/standard/xapi"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestCatalogueComplete(t *testing.T) {
	if missing := append(lang.Complete(catalogueFiles), lang.Complete(apiFiles)...); len(missing) > 0 {
		t.Error(missing)
	}
}

// postbox keeps what would be mailed.
type postbox struct{ sent []mail.Message }

func (p *postbox) Send(tx store.Tx, m mail.Message) error {
	tx.After(func() { p.sent = append(p.sent, m) })
	return nil
}

// house is enrolment with the rooms it stands on and the test course.
type house struct {
	*testing.T
	*Room
	now     *clock.Fixed
	post    *postbox
	handler http.Handler
	told    []identity.Event
	record  *records.Room
}

func onBoth(t *testing.T, test func(h *house)) {
	storetest.OnBoth(t, []store.Migrations{identity.Migrations, records.Migrations, delivery.Migrations, Migrations}, func(t *testing.T, db *store.DB) { test(build(t, db)) })
}

func build(t *testing.T, db *store.DB) *house {
	t.Helper()
	h := &house{T: t, now: clock.NewFixed(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)), post: &postbox{}}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	lib, err := library.New(library.Options{Source: os.DirFS("../../content/course/testdata/trilingual"), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lib.Close)
	who := identity.New(db, h.now)
	record := records.New(h.now, clock.NewID, "http://localhost/")
	h.record = record
	learning := delivery.New(delivery.Options{DB: db, Clock: h.now, Identity: who, Records: record, Library: lib})
	h.Room = New(Options{DB: db, Clock: h.now, Identity: who, Library: lib, Learning: learning, Mail: h.post, Log: log})
	learning.Tell(h.Room)
	who.Join(h.Room, learning, record)
	who.Follow(func(tx store.Tx, e identity.Event) error {
		tx.After(func() { h.told = append(h.told, e) })
		return nil
	})
	record.Listen(learning)
	lib.Lend(learning)
	kit, err := web.New(web.Options{Log: log, ErrorPage: func(p web.Problem) []byte { return []byte(p.Message[p.Languages[0]]) }})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	learning.Register(mux, kit)
	who.Register(mux, kit, frame{lib})
	h.Register(mux, kit)
	lib.Register(mux, kit)
	h.handler = kit.Wrap(mux)
	return h
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

func (h *house) write(fn func(tx store.Tx) error) {
	h.Helper()
	if err := h.DB.Write(h.Context(), fn); err != nil {
		h.Fatal(err)
	}
}

func (h *house) read(fn func(tx store.Tx) error) {
	h.Helper()
	if err := h.DB.Read(h.Context(), fn); err != nil {
		h.Fatal(err)
	}
}

// person makes somebody of an organisation with roles, signed in, and gives their cookie.
func (h *house) person(name string, org identity.OrgID, grants ...identity.Grant) (p identity.Person, cookie string) {
	h.Helper()
	h.write(func(tx store.Tx) (err error) {
		email := identity.Email(strings.ToLower(name) + "@example.ca")
		if p, err = h.Identity.CreatePerson(tx, "", identity.Person{Name: name, Email: email, Language: "fr", Org: org}); err != nil {
			return err
		}
		for _, g := range grants {
			if err := h.Identity.Give(tx, "", p.ID, g); err != nil {
				return err
			}
		}
		cookie, err = h.Identity.Begin(tx, p.ID, identity.MethodPasskey, identity.ByTwo, identity.Browser{})
		return err
	})
	return p, cookie
}

// org makes an organisation, a part of another or of none.
func (h *house) org(name string, parent identity.OrgID) (o identity.Org) {
	h.Helper()
	h.write(func(tx store.Tx) (err error) {
		o, err = h.Identity.CreateOrg(tx, "", identity.Org{Names: lang.Text{"en": name, "fr": name}, Kind: identity.Body, Parent: parent})
		return err
	})
	return o
}

// titles are a title in every language of the course.
func titles(text string) lang.Text {
	return lang.Text{"en": text, "fr": text + " (fr)", "iu-Cans": text + " (iu)"}
}

// offered makes an offering of the course.
func (h *house) offered(o Offering) Offering {
	h.Helper()
	o.Course, o.Titles = h.Library.Edition().Course.Key, titles("Autumn")
	if o.Kind == "" {
		o.Kind = SelfPaced
	}
	h.write(func(tx store.Tx) (err error) {
		o, err = h.Offer(tx, "p-steward", o)
		return err
	})
	return o
}

func (h *house) ask(cookie, method, at string, form url.Values) *httptest.ResponseRecorder {
	h.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req := httptest.NewRequest(method, at, body)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if cookie != "" {
		req.AddCookie(&http.Cookie{Name: "session", Value: cookie})
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, req)
	return w
}

// has checks a page for words.
func (h *house) has(w *httptest.ResponseRecorder, status int, want ...string) {
	h.Helper()
	if w.Code != status {
		h.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	for _, s := range want {
		if !strings.Contains(w.Body.String(), s) {
			_, main, _ := strings.Cut(w.Body.String(), "<main")
			h.Errorf("the page lacks %q: %s", s, main[:min(len(main), 3000)])
		}
	}
}

// finish does everything the rule of the course asks for: the last lesson in the browser of somebody, which completes the
// course, and the rest by statements.
func (h *house) finish(p identity.Person, cookie string) {
	h.Helper()
	h.begin(p, 1)
	last := h.Library.Edition().Course.Modules[0].Lessons[0]
	at := h.Library.Edition().In("en", publish.PageKey(last)).Path
	if w := h.ask(cookie, "POST", at, url.Values{"act": {"done"}}); w.Code != http.StatusSeeOther {
		h.Fatalf("%s: %d %s", at, w.Code, w.Body)
	}
}

// begin passes everything from a task on.
func (h *house) begin(p identity.Person, from int) {
	h.Helper()
	c := h.Library.Edition().Course
	h.write(func(tx store.Tx) error {
		for _, task := range append(c.Tasks()[from:], c.Assessment) {
			_, err := h.record.Append(tx, p.Actor, xapi.Statement{Verb: xapi.Passed, Object: xapi.Activity{ID: c.IRI + "#" + string(task.TitleID())}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// The whole way of a learner: an offering, a code, My learning, the course, and the manager who sees it.
func TestFromTheCodeToTheManager(t *testing.T) { onBoth(t, testFromTheCodeToTheManager) }

func testFromTheCodeToTheManager(h *house) {
	town := h.org("Town", "")
	_, manager := h.person("Manon", "", identity.Grant{Role: identity.Manager, Scope: identity.OrgScope(town.ID)})
	ana, cookie := h.person("Ana", town.ID)
	o := h.offered(Offering{Kind: Cohort, Door: ByCode, Opens: "2026-11-20", Due: "2026-12-20", Closes: "2026-12-01"})
	at := OfferPath("fr", "fr", o.Code)
	if w := h.ask("", "GET", at, nil); w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "/fr/connexion/") {
		h.Fatalf("a stranger is led to %q", w.Header().Get("Location"))
	}
	if w := h.ask(cookie, "POST", EnterPath("fr", "fr"), url.Values{"code": {strings.ToLower(o.Code[:4] + " " + o.Code[4:])}}); w.Header().Get("Location") != at {
		h.Fatalf("the code leads to %d %q", w.Code, w.Header().Get("Location"))
	}
	h.has(h.ask(cookie, "GET", at, nil), 200, "Autumn (fr)", sayDay("fr", "2026-12-20"), "Town", "M’inscrire")
	if w := h.ask(cookie, "POST", at, url.Values{"do": {"enrol"}}); w.Code != 303 {
		h.Fatalf("%d %s", w.Code, w.Body)
	}
	h.has(h.ask(cookie, "GET", LearningPath("fr", "fr"), nil), 200, "Autumn (fr)", "Inscription faite")
	if len(h.post.sent) != 1 || h.post.sent[0].Person != string(ana.ID) || h.post.sent[0].Language != "fr" || h.post.sent[0].Urgent {
		h.Errorf("mailed %+v", h.post.sent)
	}
	h.has(h.ask(manager, "GET", PeoplePath("en", "en"), nil), 200, "Ana", "Autumn", "Not begun", "Not yet")
	h.finish(ana, cookie)
	h.has(h.ask(cookie, "GET", LearningPath("en", "en"), nil), 200, "Completed", "completed "+sayDay("en", "2026-11-27"))
	h.has(h.ask(manager, "GET", PeoplePath("en", "en"), nil), 200, "Ana", "Completed", sayDay("en", "2026-11-27"))
	h.read(func(tx store.Tx) error {
		e, err := h.EnrolmentOf(tx, o.ID, ana.ID)
		if e.Completed != "2026-11-27" || e.How != WithCode {
			h.Errorf("%+v", e)
		}
		return err
	})
	var done []string
	for _, e := range h.told {
		if identity.Announced[e.Do] != "" {
			done = append(done, e.Do)
		}
	}
	if got := strings.Join(done[len(done)-2:], " "); got != "enrolment.create course.complete" {
		h.Errorf("told %s", strings.Join(done, " "))
	}
}

// What a device completed is noted in the enrolments of the person who takes it, and told once, whichever of the two
// completed the course.
func TestClaimNotesWhatADeviceCompleted(t *testing.T) { onBoth(t, testClaimNotesWhatADeviceCompleted) }

func testClaimNotesWhatADeviceCompleted(h *house) {
	o := h.offered(Offering{Door: ByStaff})
	ana, _ := h.person("Ana", "")
	h.write(func(tx store.Tx) error {
		_, _, err := h.Enrol(tx, "p-steward", o, ana.ID, FromList)
		return err
	})
	completed := func(by identity.Actor) {
		h.write(func(tx store.Tx) error {
			_, err := h.record.Append(tx, by, xapi.Statement{Verb: xapi.Completed, Object: xapi.Activity{ID: h.Library.Edition().Course.IRI}, Result: &xapi.Result{Completion: xapi.Is(true)}})
			return err
		})
	}
	completed("d-first")
	h.now.Advance(48 * time.Hour)
	completed("d-second")
	for _, device := range []identity.Actor{"d-first", "d-second"} {
		h.write(func(tx store.Tx) error { return h.Identity.Claim(tx, device, ana.Actor) })
	}
	h.read(func(tx store.Tx) error {
		e, err := h.EnrolmentOf(tx, o.ID, ana.ID)
		if e.Completed != "2026-11-27" {
			h.Errorf("%+v", e)
		}
		return err
	})
	times := 0
	for _, e := range h.told {
		if e.Do == "course.complete" && e.On == string(ana.ID) {
			times++
		}
	}
	if times != 1 {
		h.Errorf("the completion was told %d times", times)
	}
}

// Whatever is typed, what is read as a code is one, and is read as itself.
func FuzzParseCode(f *testing.F) {
	for _, typed := range []string{"ABCD2345", "abcd 2345", "abcd-2345", "ABCD234O", "\u00a0ABCD2345", "", "\xff\x00"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if code := ParseCode(typed); code != "" && (ParseCode(code) != code || len(code) != codeLength || strings.Trim(code, codeSigns) != "") {
			t.Errorf("%q reads as %q", typed, code)
		}
	})
}
