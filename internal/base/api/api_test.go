package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

// notes is a room of the test: it keeps short texts.
var notesRoom = store.Migrations{Room: "notes", Files: fstest.MapFS{
	"migrations/2026-11-27-notes.sql": {Data: []byte("CREATE TABLE notes_note (id TEXT NOT NULL PRIMARY KEY, course TEXT NOT NULL, text TEXT NOT NULL);")},
}}

var notesWords = lang.MustCatalogue(fstest.MapFS{
	"en.yaml": {Data: []byte("no-note: There is no note {id}.")},
	"fr.yaml": {Data: []byte("no-note: La note {id} n’existe pas.")},
})

type note struct {
	ID     string `json:"id"`
	Course string `json:"course"`
	Text   string `json:"text"`
}

type newNote struct {
	Body struct {
		Course string `json:"course" maxLength:"20"`
		Text   string `json:"text" minLength:"1" maxLength:"200"`
		Mood   string `json:"mood,omitempty" enum:"good,bad"`
	}
}

type oneNote struct {
	ETag string `header:"ETag"`
	Body note
}

type ByID struct {
	ID string `path:"id"`
}

func selectNote(tx store.Tx, id string) (n note, err error) {
	err = tx.QueryRow("SELECT id, course, text FROM notes_note WHERE id = ?", id).Scan(&n.ID, &n.Course, &n.Text)
	if err != nil {
		return n, fault.New(fault.NotFound, notesWords, "no-note", lang.A{"id": id})
	}
	return n, nil
}

// addNotes registers operations of every sort.
func addNotes(f *Frame) {
	Register(f, Operation{ID: "create-note", Method: "POST", Path: "/notes", Group: "notes", Scope: "notes:write", Status: 201}, func(c Call, tx store.Tx, in *newNote) (*oneNote, error) {
		if in.Body.Text == "never" {
			return nil, fault.New(fault.Conflict, notesWords, "no-note", lang.A{"id": "never"})
		}
		n := note{ID: clock.NewID(), Course: in.Body.Course, Text: in.Body.Text}
		_, err := tx.Exec("INSERT INTO notes_note (id, course, text) VALUES (?, ?, ?)", n.ID, n.Course, n.Text)
		return &oneNote{ETag: Tag(n), Body: n}, err
	})
	Register(f, Operation{ID: "get-note", Method: "GET", Path: "/notes/{id}", Group: "notes", Scope: "notes:read", Course: true}, func(c Call, tx store.Tx, in *ByID) (*oneNote, error) {
		n, err := selectNote(tx, in.ID)
		if err == nil {
			err = c.Of(n.Course)
		}
		return &oneNote{ETag: Tag(n), Body: n}, err
	})
	Register(f, Operation{ID: "forgetful", Method: "GET", Path: "/forgetful", Group: "notes", Scope: "notes:read", Course: true}, func(c Call, tx store.Tx, in *struct{}) (*oneNote, error) {
		return &oneNote{}, nil
	})
	Register(f, Operation{ID: "change-note", Method: "PATCH", Path: "/notes/{id}", Group: "notes", Scope: "notes:write", Errors: []int{412}}, func(c Call, tx store.Tx, in *struct {
		ByID
		IfMatch string `header:"If-Match"`
		Body    struct {
			Text string `json:"text"`
		}
	}) (*oneNote, error) {
		n, err := selectNote(tx, in.ID)
		if err == nil {
			err = Match(in.IfMatch, n)
		}
		if err != nil {
			return nil, err
		}
		n.Text = in.Body.Text
		_, err = tx.Exec("UPDATE notes_note SET text = ? WHERE id = ?", n.Text, n.ID)
		return &oneNote{ETag: Tag(n), Body: n}, err
	})
	Register(f, Operation{ID: "list-notes", Method: "GET", Path: "/notes", Group: "notes", Scope: "notes:read"}, func(c Call, tx store.Tx, in *Asked) (*List[note], error) {
		rows, err := tx.Query("SELECT id, course, text FROM notes_note WHERE id > ? ORDER BY id LIMIT ?", in.After, in.Limit+1)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var all []note
		for rows.Next() {
			var n note
			if err := rows.Scan(&n.ID, &n.Course, &n.Text); err != nil {
				return nil, err
			}
			all = append(all, n)
		}
		return NewList(all, in.Limit, func(n note) string { return n.ID }, func(n note) note { return n }, c.Query), rows.Err()
	})
	Register(f, Operation{ID: "fail", Method: "POST", Path: "/fail", Group: "notes", Scope: "notes:write"}, func(c Call, tx store.Tx, in *struct{}) (*oneNote, error) {
		return nil, fmt.Errorf("password is hunter2")
	})
	Register(f, Operation{ID: "open", Method: "GET", Path: "/open", Group: "notes", Open: true}, func(c Call, tx store.Tx, in *struct{}) (*oneNote, error) {
		return &oneNote{}, nil
	})
}

// someKeys are keys by their id; the secret of each is its id twice.
type someKeys map[string]Key

func (k someKeys) Check(_ context.Context, id, secret string) (Key, error) {
	key, ok := k[id]
	if !ok || secret != id+id {
		return Key{}, fault.New(fault.Unauthenticated, words, "no-key")
	}
	return key, nil
}

var keys = someKeys{
	"all":    {ID: "all", Scopes: []Scope{"notes:read", "notes:write"}},
	"other":  {ID: "other", Scopes: []Scope{"notes:read", "notes:write"}},
	"reads":  {ID: "reads", Scopes: []Scope{"notes:read"}},
	"none":   {ID: "none"},
	"course": {ID: "course", Scopes: []Scope{"notes:read", "notes:write"}, Course: "one"},
}

func newFrame(db *store.DB, c clock.Clock, perMinute int) http.Handler {
	f := New(Options{DB: db, Clock: c, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Keys: keys, Version: "1", PerMinute: perMinute})
	addNotes(f)
	return f.Before(http.NotFoundHandler())
}

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// onBoth gives a frame on each database.
func onBoth(t *testing.T, test func(t *testing.T, a asker, db *store.DB, c *clock.Fixed)) {
	t.Parallel()
	storetest.OnBoth(t, []store.Migrations{Migrations, notesRoom}, func(t *testing.T, db *store.DB) {
		c := clock.NewFixed(noon)
		test(t, asker{t, newFrame(db, c, 0)}, db, c)
	})
}

// asker is a program that asks.
type asker struct {
	t *testing.T
	h http.Handler
}

type answered struct {
	status int
	header http.Header
	body   string
}

func (a answered) problem(t *testing.T) (p Problem) {
	t.Helper()
	if a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("content type %q of %s", a.header.Get("Content-Type"), a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &p); err != nil || p.Status != a.status || !strings.HasPrefix(p.Type, "urn:atelier:problem:") || p.Title == "" {
		t.Errorf("problem %+v of status %d: %v", p, a.status, err)
	}
	return p
}

func (a asker) ask(key, method, path, body string, headers ...string) answered {
	a.t.Helper()
	r := httptest.NewRequestWithContext(a.t.Context(), method, path, strings.NewReader(body))
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key+":"+key+key)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	a.h.ServeHTTP(w, r)
	return answered{w.Code, w.Header(), w.Body.String()}
}

func (a asker) want(status int, got answered) answered {
	a.t.Helper()
	if got.status != status {
		a.t.Fatalf("status %d, want %d: %s", got.status, status, got.body)
	}
	return got
}

func (a asker) create(text string, headers ...string) (n note) {
	a.t.Helper()
	got := a.want(201, a.ask("all", "POST", "/api/notes", fmt.Sprintf(`{"course":"one","text":%q}`, text), headers...))
	if err := json.Unmarshal([]byte(got.body), &n); err != nil {
		a.t.Fatal(err)
	}
	return n
}

func count(t *testing.T, db *store.DB, table string) (n int) {
	t.Helper()
	if err := db.Read(t.Context(), func(tx store.Tx) error { return tx.QueryRow("SELECT COUNT(*) FROM " + table).Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhoMayAsk(t *testing.T) {
	onBoth(t, func(t *testing.T, a asker, db *store.DB, _ *clock.Fixed) {
		one := a.create("hello")
		for _, test := range []struct {
			key, method, path, body string
			status                  int
			code                    string
		}{
			{"", "GET", "/api/notes", "", 401, "no-key"},
			{"nobody", "GET", "/api/notes", "", 401, "no-key"},
			{"none", "GET", "/api/notes", "", 403, "no-scope"},
			{"reads", "GET", "/api/notes", "", 200, ""},
			{"reads", "POST", "/api/notes", `{"course":"one","text":"x"}`, 403, "no-scope"},
			{"course", "GET", "/api/notes", "", 403, "course-key"},
			{"course", "GET", "/api/notes/" + one.ID, "", 200, ""},
			{"course", "GET", "/api/forgetful", "", 403, "other-course"},
			{"all", "GET", "/api/forgetful", "", 200, ""},
			{"", "GET", "/api/open", "", 200, ""},
			{"", "GET", "/api/nothing", "", 404, "no-operation"},
			{"", "GET", "/api/", "", 302, ""},
			{"all", "DELETE", "/api/notes", "", 405, "no-method"},
			{"all", "OPTIONS", "/api/notes", "", 405, "no-method"},
		} {
			got := a.ask(test.key, test.method, test.path, test.body)
			if got.status != test.status {
				t.Errorf("%s %s by %q: %d, want %d", test.method, test.path, test.key, got.status, test.status)
			}
			if test.code != "" {
				if p := got.problem(t); p.Code != test.code {
					t.Errorf("%s %s by %q: code %q, want %q", test.method, test.path, test.key, p.Code, test.code)
				}
			}
			if challenged := len(got.header["Www-Authenticate"]) == 2; challenged != (got.status == 401) {
				t.Errorf("%s %s: challenge %v", test.method, test.path, got.header["Www-Authenticate"])
			}
		}
		if got := a.ask("all", "DELETE", "/api/notes", ""); got.header.Get("Allow") != "POST, GET" {
			t.Errorf("Allow is %q", got.header.Get("Allow"))
		}
		two := a.want(201, a.ask("all", "POST", "/api/notes", `{"course":"two","text":"x"}`))
		var n note
		_ = json.Unmarshal([]byte(two.body), &n)
		a.want(403, a.ask("course", "GET", "/api/notes/"+n.ID, ""))
	})
}

func TestCredentials(t *testing.T) {
	for header, want := range map[string]string{
		"Bearer a:b": "a b", "bearer  a:b:c": "a b:c", "Basic YTpi": "a b", "Basic %%%": "", "Bearer a": "", "Bearer a:": "", "Bearer :b": "", "": "",
		"Digest a:b": "", "Basic " + strings.Repeat("YTpi", 200): "",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Authorization", header)
		id, secret, ok := Credentials(r)
		if got := id + " " + secret; ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v", header, got, ok)
		}
	}
}

func TestProblemsSpeakTheLanguageAskedFor(t *testing.T) {
	onBoth(t, func(t *testing.T, a asker, _ *store.DB, _ *clock.Fixed) {
		for header, want := range map[string]string{"": "There is no note x.", "fr-CA, en;q=0.5": "La note x n’existe pas.", "de": "There is no note x."} {
			got := a.ask("all", "GET", "/api/notes/x", "", "Accept-Language", header, "Cookie", "lang=fr")
			if p := got.problem(t); p.Detail != want || p.Status != 404 {
				t.Errorf("%q: %+v", header, p)
			}
		}
		got := a.ask("all", "POST", "/api/fail", "", "Accept-Language", "fr")
		if p := got.problem(t); p.Status != 500 || strings.Contains(got.body, "hunter2") || !strings.HasPrefix(p.Title, "Un problème") {
			t.Errorf("a mistake of ours tells %s", got.body)
		}
	})
}

func TestWhatIsSentIsChecked(t *testing.T) {
	onBoth(t, func(t *testing.T, a asker, db *store.DB, _ *clock.Fixed) {
		for _, test := range []struct {
			method, path, body, kind string
			status                   int
			want                     string
		}{
			{"POST", "/api/notes", `{"course":"one"}`, "application/json", 422, "body: text manque."},
			{"POST", "/api/notes", `{"course":"one","text":""}`, "application/json", 422, "body.text: Il faut au moins 1 caractères."},
			{"POST", "/api/notes", `{"course":"one","text":7}`, "application/json", 422, "body.text: Il faut un texte."},
			{"POST", "/api/notes", `{"course":"one","text":"x","mood":"odd"}`, "application/json", 422, "body.mood: Il faut l’une de ces valeurs\u00a0: good, bad"},
			{"POST", "/api/notes", `{"course":"one","text":"x","sql":1}`, "application/json", 422, "body.sql: Ce membre n’existe pas ici."},
			{"POST", "/api/notes", `{"course":`, "application/json", 400, "body: Ceci ne peut pas être lu."},
			{"POST", "/api/notes", ``, "application/json", 400, ""},
			{"POST", "/api/notes", `course=one`, "application/x-www-form-urlencoded", 415, ""},
			{"POST", "/api/notes", `{"text":"` + strings.Repeat("x", BodyLimit) + `"}`, "application/json", 413, ""},
			{"GET", "/api/notes?limit=many", "", "", 422, "query.limit: Il faut un nombre entier."},
			{"GET", "/api/notes?limit=1000", "", "", 422, "query.limit: Au plus 100."},
			{"GET", "/api/notes?page=2", "", "", 422, "query.page: Cette opération n’a pas ce paramètre."},
		} {
			got := a.ask("all", test.method, test.path, test.body, "Content-Type", test.kind, "Accept-Language", "fr")
			p := got.problem(t)
			said := ""
			for _, d := range p.Errors {
				said += d.Location + ": " + d.Message
			}
			if got.status != test.status || test.want != "" && said != test.want {
				t.Errorf("%s %.60s: %d %q, want %d %q", test.path, test.body, got.status, said, test.status, test.want)
			}
		}
		if n := count(t, db, "notes_note"); n != 0 {
			t.Errorf("%d notes were made", n)
		}
	})
}

func TestListsComeInParts(t *testing.T) {
	onBoth(t, func(t *testing.T, a asker, _ *store.DB, _ *clock.Fixed) {
		var ids []string
		for i := range 7 {
			ids = append(ids, a.create(fmt.Sprint(i)).ID)
		}
		slices.Sort(ids)
		want := strings.Join(ids, " ") + " "
		got, parts := "", 0
		for at := "/api/notes?limit=3"; at != ""; parts++ {
			answer := a.want(200, a.ask("all", "GET", at, ""))
			var part Listed[note]
			if err := json.Unmarshal([]byte(answer.body), &part); err != nil {
				t.Fatal(err)
			}
			for _, n := range part.Items {
				got += n.ID + " "
			}
			link := answer.header.Get("Link")
			if (link != "") != (part.Next != "") {
				t.Errorf("link %q, next %q", link, part.Next)
			}
			at = ""
			if link != "" {
				at = "/api/notes" + strings.TrimSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
			}
		}
		if got != want || parts != 3 {
			t.Errorf("in %d parts: %s\nwant %s", parts, got, want)
		}
	})
}

func TestAKeyHasSoManyRequestsAMinute(t *testing.T) {
	t.Parallel()
	storetest.OnBoth(t, []store.Migrations{Migrations, notesRoom}, func(t *testing.T, db *store.DB) {
		c := clock.NewFixed(noon.Add(20 * time.Second))
		nodes := []asker{{t, newFrame(db, c, 20)}}
		if db.Shared() {
			nodes = append(nodes, asker{t, newFrame(db, c, 20)})
		}
		for range 2 {
			answered := 0
			for i := range 50 {
				got := nodes[i%len(nodes)].ask("reads", "GET", "/api/notes", "")
				if got.status == 200 {
					answered++
				} else if got.problem(t).Code != "too-many" || got.header.Get("Retry-After") == "" {
					t.Fatalf("%d %s", got.status, got.body)
				}
				if got.header.Get("RateLimit-Policy") != `"key";q=20;w=60` || !strings.HasPrefix(got.header.Get("RateLimit"), `"key";r=`) {
					t.Fatalf("headers %v", got.header)
				}
			}
			if answered != 20 {
				t.Errorf("%d requests answered on %d nodes, want 20", answered, len(nodes))
			}
			nodes[0].want(200, nodes[0].ask("all", "GET", "/api/notes", ""))
			c.Advance(time.Minute)
		}
	})
}

func TestAnOperationWithoutScopeIsRefused(t *testing.T) {
	t.Parallel()
	f := New(Options{DB: storetest.New(t), Clock: clock.System{}, Keys: keys})
	defer func() {
		if recover() == nil {
			t.Error("it was registered")
		}
	}()
	Register(f, Operation{ID: "x", Method: "GET", Path: "/x", Group: "x"}, func(Call, store.Tx, *struct{}) (*oneNote, error) { return nil, nil })
}

func FuzzCredentials(f *testing.F) {
	for _, s := range []string{"Bearer a:b", "Basic YTpi", "", "Bearer", "Basic Og=="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, header string) {
		r := &http.Request{Header: http.Header{"Authorization": {header}}}
		if id, secret, ok := Credentials(r); ok && (id == "" || secret == "" || strings.Contains(id, ":")) {
			t.Errorf("%q: %q %q", header, id, secret)
		}
	})
}
