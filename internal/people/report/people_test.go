package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/base/web"
	"atelier/internal/content/course"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/records"
	"atelier/internal/standard/xapi"
)

// town is the room with people who are enrolled in the test course.
type town struct {
	*Room
	*testing.T
	now     *clock.Fixed
	handler http.Handler
	course  *course.Course
	sent    []mail.Message
	made    int
}

func (w *town) Send(tx store.Tx, m mail.Message) error {
	tx.After(func() { w.sent = append(w.sent, m) })
	return nil
}

func inTown(t *testing.T, test func(w *town)) {
	storetest.OnBoth(t, []store.Migrations{identity.Migrations, records.Migrations, delivery.Migrations, enrolment.Migrations, Migrations}, func(t *testing.T, db *store.DB) {
		test(build(t, db))
	})
}

func build(t *testing.T, db *store.DB) *town {
	w := &town{T: t, now: clock.NewFixed(time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC))}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	lib, err := library.New(library.Options{Source: os.DirFS("../../content/course/testdata/trilingual"), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lib.Close)
	w.course = lib.Edition().Course
	who := identity.New(db, w.now)
	record := records.New(w.now, clock.NewID, "http://localhost/")
	learning := delivery.New(delivery.Options{DB: db, Clock: w.now, Identity: who, Records: record, Library: lib})
	enrolled := enrolment.New(enrolment.Options{DB: db, Clock: w.now, Identity: who, Library: lib, Learning: learning, Log: log})
	w.Room = New(Options{DB: db, Clock: w.now, Identity: who, Records: record, Library: lib, Learning: learning, Enrolment: enrolled})
	who.Join(enrolled, learning, record, w.Room)
	record.Listen(learning, w.Room)
	lib.Lend(learning)
	kit, err := web.New(web.Options{Log: log, ErrorPage: func(p web.Problem) []byte { return []byte(p.Message[p.Languages[0]]) }})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	who.Register(mux, kit, frame{lib})
	w.Register(mux, kit, frame{lib})
	w.handler = kit.Wrap(mux)
	return w
}

// frame lends the frame of the course, as the site does.
type frame struct{ *library.Room }

func (f frame) Draw(w http.ResponseWriter, r *http.Request, status int, s identity.Sheet) error {
	data, err := f.Room.Draw(library.Sheet{Tag: s.Tag, Title: s.Title, At: s.At, Back: f.Home(s.Tag), Body: s.Body})
	if err == nil {
		web.HTML(w, r, status, data)
	}
	return err
}

func (w *town) write(fn func(tx store.Tx) error) {
	w.Helper()
	if err := w.DB.Write(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

// person makes somebody with roles, and gives their cookie.
func (w *town) person(language lang.Tag, org identity.OrgID, grants ...identity.Grant) (p identity.Person, cookie string) {
	w.Helper()
	w.made++
	w.write(func(tx store.Tx) (err error) {
		if p, err = w.Identity.CreatePerson(tx, "", identity.Person{Name: "Somebody", Email: identity.Email(fmt.Sprintf("p%d@ville.example", w.made)), Language: language, Org: org}); err != nil {
			return err
		}
		for _, g := range grants {
			if err := w.Identity.Give(tx, "", p.ID, g); err != nil {
				return err
			}
		}
		return nil
	})
	if len(grants) > 0 {
		cookie = w.signIn(p)
	}
	return p, cookie
}

func (w *town) signIn(p identity.Person) (cookie string) {
	w.Helper()
	w.write(func(tx store.Tx) (err error) {
		cookie, err = w.Identity.Begin(tx, p.ID, identity.MethodPasskey, identity.ByTwo, identity.Browser{})
		return err
	})
	return cookie
}

func (w *town) org(name string, parent identity.OrgID) (o identity.Org) {
	w.Helper()
	w.write(func(tx store.Tx) (err error) {
		o, err = w.Identity.CreateOrg(tx, "", identity.Org{Kind: identity.Jurisdiction, Parent: parent, Names: lang.Text{"en": name, "fr": name}})
		return err
	})
	return o
}

func (w *town) offering(name string) (o enrolment.Offering) {
	w.Helper()
	titles := lang.Text{}
	for _, tag := range w.course.Tags() {
		titles[tag] = name
	}
	w.write(func(tx store.Tx) (err error) {
		o, err = w.Enrolment.Offer(tx, "", enrolment.Offering{Course: w.course.Key, Titles: titles, Kind: enrolment.SelfPaced, Door: enrolment.ByAll})
		return err
	})
	return o
}

func (w *town) enrol(p identity.Person, o enrolment.Offering) {
	w.Helper()
	w.write(func(tx store.Tx) error {
		_, _, err := w.Enrolment.Enrol(tx, p.ID, o, p.ID, enrolment.BySelf)
		return err
	})
}

// learn keeps that somebody did something with an activity, a few minutes after what was before.
func (w *town) learn(p identity.Person, verb xapi.Verb, on delivery.IRI, kind string, score float64) {
	w.Helper()
	w.now.Advance(3 * time.Minute)
	s := xapi.Statement{Verb: verb, Object: xapi.Activity{ID: string(on), Definition: &xapi.Definition{Type: kind}},
		Context: &xapi.Context{ContextActivities: &xapi.ContextActivities{Grouping: []xapi.Activity{{ObjectType: "Activity", ID: w.course.IRI}}}}}
	if score > 0 {
		s.Result = &xapi.Result{Score: &xapi.Score{Scaled: score, Raw: 10 * score, Max: 10}}
	}
	w.write(func(tx store.Tx) error {
		_, err := w.Records.Append(tx, p.Actor, s)
		return err
	})
}

func (w *town) publish() {
	w.Helper()
	if err := w.PublishPeople(w.Context()); err != nil {
		w.Fatal(err)
	}
}

// get asks for an address with a cookie.
func (w *town) get(address, cookie string) (status int, body string) {
	w.Helper()
	req := httptest.NewRequest(http.MethodGet, address, nil)
	if cookie != "" {
		req.AddCookie(&http.Cookie{Name: "session", Value: cookie})
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, req)
	return answer.Code, answer.Body.String()
}

// post sends a form, and gives where it leads.
func (w *town) post(address, cookie, form string) (status int, to string) {
	w.Helper()
	req := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.AddCookie(&http.Cookie{Name: "session", Value: cookie})
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, req)
	return answer.Code, answer.Header().Get("Location")
}

// sheet is the file of figures under a filter.
func (w *town) sheet(f Filter, cookie string) (rows [][]string) {
	w.Helper()
	status, body := w.get(PeoplePath("en", "en")+"people.csv"+w.query(w.course.Key, f), cookie)
	if status != http.StatusOK {
		w.Fatalf("%v: %d %s", f, status, body)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if err != nil {
		w.Fatal(err)
	}
	return rows[1:]
}

// figure is what stands in a column of the line of a measure; empty when it is not there.
func figure(rows [][]string, measure, item string, column int) string {
	for _, row := range rows {
		if row[6] == measure && row[7] == item {
			return row[column]
		}
	}
	return ""
}

func (w *town) counted(rows [][]string) int {
	n, err := strconv.Atoi(figure(rows, "counted", "", 8))
	if err != nil {
		return 0
	}
	return n
}

// What people did is what the report says: how far, how well, for how long.
func TestPeopleReport(t *testing.T) {
	inTown(t, func(w *town) {
		t := w.T
		who, _ := w.person("en", "", identity.Grant{Role: identity.Steward, Scope: identity.SiteScope})
		o, later := w.offering("Autumn"), w.offering("Winter")
		check := delivery.PageActivity(w.course, w.course.Modules[0].Check)
		for i := range 20 {
			p, _ := w.person("fr", "")
			w.enrol(p, o)
			w.enrol(p, later) // counted once
			if i < 10 {
				for _, page := range w.course.Modules[0].Tasks() {
					w.learn(p, xapi.Completed, delivery.PageActivity(w.course, page), xapi.TypeLesson, 0)
				}
				w.learn(p, xapi.Passed, check, xapi.TypeAssessment, 0.6)
			}
		}
		w.publish()
		steward := w.signIn(who)
		rows := w.sheet(Filter{}, steward)
		if n := w.counted(rows); n != 20 {
			t.Errorf("%d people, want 20", n)
		}
		tasks := len(w.course.Modules[0].Tasks())
		for _, c := range []struct {
			measure, item, want string
			column              int
		}{
			{"begun", "", "50", 9}, {"module", w.course.Modules[0].Key, "50", 9}, {"completed", "", "10", 9}, {"completed", "", "or-less", 10},
			{"score", "", "60", 9}, {"score", "", "10", 8}, {"minutes", "", strconv.Itoa((3*tasks + 2) / 5 * 5), 11},
		} {
			if got := figure(rows, c.measure, c.item, c.column); got != c.want {
				t.Errorf("%s %s: %q, want %q", c.measure, c.item, got, c.want)
			}
		}
		for _, at := range []string{PeoplePath("en", "en"), PeoplePath("fr", "fr")} {
			if status, body := w.get(at, steward); status != http.StatusOK || strings.Count(body, `class="bars"`) == 0 {
				t.Errorf("%s: %d", at, status)
			}
		}
	})
}

// Managers see whole blocks of their organisations, whatever they ask for; learners and
// strangers see nothing.
func TestWhoSeesPeople(t *testing.T) {
	inTown(t, func(w *town) {
		t := w.T
		province := w.org("Province", "")
		city, other := w.org("City", province.ID), w.org("Elsewhere", "")
		o := w.offering("Autumn")
		for _, org := range []identity.OrgID{province.ID, city.ID, other.ID} {
			for range 6 {
				p, _ := w.person("en", org)
				w.enrol(p, o)
			}
		}
		w.publish()
		manager := func(org identity.OrgID) string {
			_, cookie := w.person("en", org, identity.Grant{Role: identity.Manager, Scope: identity.OrgScope(org)})
			return cookie
		}
		above, below := manager(province.ID), manager(city.ID)
		for _, c := range []struct {
			who  string
			org  identity.OrgID
			want int
		}{{above, "", 12}, {above, city.ID, 6}, {above, other.ID, 0}, {below, "", 6}, {below, province.ID, 0}} {
			if got := w.counted(w.sheet(Filter{ByOrg: string(c.org)}, c.who)); got != c.want {
				t.Errorf("asked for %q: %d people, want %d", c.org, got, c.want)
			}
		}
		if _, body := w.get(PeoplePath("en", "en"), below); strings.Contains(body, "Elsewhere") || strings.Contains(body, "Province") {
			t.Error("a manager reads the names of other organisations")
		}
		_, author := w.person("en", "", identity.Grant{Role: identity.Author, Scope: identity.SiteScope})
		for who, want := range map[string]int{"": http.StatusSeeOther, author: http.StatusForbidden} {
			for _, at := range []string{"", "people.csv", "people.xlsx"} {
				if status, _ := w.get(PeoplePath("en", "en")+at, who); status != want {
					t.Errorf("%q: %d, want %d", at, status, want)
				}
			}
		}
	})
}
