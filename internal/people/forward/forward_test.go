package forward

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"atelier/internal/base/api"
	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
	"atelier/internal/standard/xapi"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

// oneKey lets in one key, whose secret may change.
type oneKey struct {
	mu     sync.Mutex
	secret string
}

func (k *oneKey) is(secret string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.secret = secret
}

func (k *oneKey) Check(_ context.Context, id, secret string) (api.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if id != "k" || secret != k.secret {
		return api.Key{}, fault.New(fault.Unauthenticated, words, "bad-login")
	}
	return api.Key{ID: id, Scopes: []api.Scope{records.ReadScope, records.WriteScope}}, nil
}

// site is a store, with what stands before it.
type site struct {
	t     *testing.T
	now   *clock.Fixed
	db    *store.DB
	keys  *oneKey
	room  *records.Room
	files *blob.Store
	door  http.Handler
}

func newSite(t *testing.T, db *store.DB, home string) *site {
	s := &site{t: t, now: clock.NewFixed(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)), db: db, keys: &oneKey{secret: "s"}}
	files, err := blob.At(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	s.files, s.room = files, records.New(s.now, clock.NewID, home)
	s.door = s.room.Before(http.NotFoundHandler(), records.Door{DB: db, Keys: s.keys, Blobs: files, Log: slog.New(slog.DiscardHandler)})
	return s
}

func (s *site) ask(method, path, media, body string) (int, string) {
	s.t.Helper()
	q := httptest.NewRequestWithContext(s.t.Context(), method, records.Endpoint+path, strings.NewReader(body))
	q.SetBasicAuth("k", s.keys.secret)
	q.Header.Set("X-Experience-API-Version", xapi.Version1)
	q.Header.Set("Content-Type", media)
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, q)
	return w.Code, w.Body.String()
}

func (s *site) write(fn func(tx store.Tx) error) {
	s.t.Helper()
	if err := s.db.Write(s.t.Context(), fn); err != nil {
		s.t.Fatal(err)
	}
}

// ids are those of all statements that a site gives, the first kept first.
func (s *site) ids() (all []string) {
	s.t.Helper()
	code, body := s.ask("GET", "/statements?ascending=true&limit=500", "", "")
	var page struct{ Statements []struct{ ID string } }
	if err := json.Unmarshal([]byte(body), &page); err != nil || code != 200 {
		s.t.Fatal(code, body, err)
	}
	for _, one := range page.Statements {
		all = append(all, one.ID)
	}
	return all
}

func told(id, who, verb, object, more string) string {
	return fmt.Sprintf(`{"id":%q,"actor":{"mbox":"mailto:%s@example.org"},"verb":{"id":"http://example.org/%s"},"object":{"id":%q}%s}`, id, who, verb, object, more)
}

// post keeps statements at a site under new ids.
func (s *site) post(statements ...string) {
	s.t.Helper()
	if code, body := s.ask("POST", "/statements", "application/json", "["+strings.Join(statements, ",")+"]"); code != 200 {
		s.t.Fatal(code, body)
	}
}

// many keeps n statements and gives their ids.
func (s *site) many(n int) (ids []string) {
	for i := range n {
		id := clock.NewID()
		ids = append(ids, id)
		s.post(told(id, fmt.Sprint("who", i), "did", "urn:x:1", ""))
		s.now.Advance(time.Millisecond)
	}
	return ids
}

// sender is a site that passes on, with its room.
type sender struct {
	*site
	*Room
	queue *jobs.Queue
	gone  map[identity.Actor]bool
}

// onBoth runs a test with a sender on each kind of database.
func onBoth(t *testing.T, test func(t *testing.T, s *sender)) {
	storetest.OnBoth(t, []store.Migrations{jobs.Migrations, identity.Migrations, records.Migrations, Migrations}, func(t *testing.T, db *store.DB) {
		s := &sender{site: newSite(t, db, "https://here.example/"), gone: map[identity.Actor]bool{}}
		s.node()
		test(t, s)
	})
}

// node is a program that serves the site, from now on.
func (s *sender) node() {
	keys, err := seal.Open(seal.Place{Secret: base64.StdEncoding.EncodeToString(make([]byte, 32))})
	if err != nil {
		s.t.Fatal(err)
	}
	s.queue = jobs.New(jobs.Options{DB: s.db, Clock: s.now, Log: slog.New(slog.DiscardHandler)})
	s.Room = New(Options{DB: s.db, Clock: s.now, Queue: s.queue, Keys: keys, Records: s.room, Identity: identity.New(s.db, s.now), Blobs: s.files, Client: http.DefaultClient,
		Gone: func(_ store.Tx, a identity.Actor) (bool, error) { return s.gone[a], nil }})
}

// target makes one that gets everything from the beginning.
func (s *sender) target(t Target) Target {
	s.t.Helper()
	t.Name, t.Login = "The ministry", "k"
	s.write(func(tx store.Tx) (err error) {
		t, err = s.Create(tx, t, "s", time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
		return err
	})
	return t
}

// pass lets a while go by and does what is due.
func (s *sender) pass(d time.Duration) {
	s.t.Helper()
	s.now.Advance(d)
	if err := s.queue.Drain(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *sender) is(id string) (t Target, dead []Dead) {
	s.t.Helper()
	err := s.db.Read(s.t.Context(), func(tx store.Tx) (err error) {
		if t, err = s.Target(tx, id); err != nil {
			return err
		}
		dead, err = s.Dead(tx, id, 0, 100)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return t, dead
}

// other is a second store of our own, behind a server.
func other(t *testing.T) (*site, string) {
	s := newSite(t, storetest.New(t, records.Migrations), "https://there.example/")
	server := httptest.NewServer(s.door)
	t.Cleanup(server.Close)
	return s, server.URL + records.Endpoint
}

// TestToAnotherStore passes on what both kinds of programs wrote, with attachments, in order, to a store of ours; nothing
// is doubled when it is begun again; what is erased or of people goes only where it may.
func TestToAnotherStore(t *testing.T) { onBoth(t, testToAnotherStore) }

func testToAnotherStore(t *testing.T, s *sender) {
	there, url := other(t)
	ids := s.many(120)
	text := "attached bytes"
	sum := sha256.Sum256([]byte(text))
	hash, withFile := hex.EncodeToString(sum[:]), clock.NewID()
	attached := fmt.Sprintf(`,"attachments":[{"usageType":"http://example.org/u","display":{"en":"x"},"contentType":"text/plain","length":%d,"sha2":%q}]`, len(text), hash)
	body := "--b\r\nContent-Type: application/json\r\n\r\n" + told(withFile, "f", "did", "urn:x:1", attached) + "\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: " + hash + "\r\n\r\n" + text + "\r\n--b--\r\n"
	if code, answer := s.ask("POST", "/statements", "multipart/mixed; boundary=b", body); code != 200 {
		t.Fatal(answer)
	}
	ids = append(append(ids, withFile), s.many(3)...)
	everything := s.target(Target{URL: url, People: true})
	s.pass(3 * time.Second)
	if got := there.ids(); !slices.Equal(got, ids) {
		t.Fatalf("%d of %d statements are there, or in another order", len(got), len(ids))
	}
	if _, got := there.ask("GET", "/statements?attachments=true&statementId="+withFile, "", ""); !strings.Contains(got, text) {
		t.Error("the attachment is not there")
	}
	// Begun again it doubles nothing, and finds what it has.
	s.write(func(tx store.Tx) error {
		_, err := tx.Exec("UPDATE forward_target SET place = 0 WHERE id = ?", everything.ID)
		return err
	})
	s.pass(time.Minute)
	if now, dead := s.is(everything.ID); len(there.ids()) != len(ids) || now.Sent != 2*len(ids) || len(dead) != 0 {
		t.Errorf("%d are there, %+v, %v", len(there.ids()), now, dead)
	}
	// What people of this site did, and what was erased.
	s.write(func(tx store.Tx) error {
		for _, who := range []identity.Actor{"p-1", "p-gone"} {
			if _, err := s.room.Append(tx, who, xapi.Statement{Verb: xapi.Completed, Object: xapi.Activity{ID: "urn:x:1"}}); err != nil {
				return err
			}
		}
		return nil
	})
	s.gone["p-gone"] = true
	s.pass(time.Minute)
	if got := there.ids(); len(got) != len(ids)+1 {
		t.Errorf("%d more", len(got)-len(ids))
	}
}

// TestOnlyWhatATargetWants filters by course, verb, and people; a target from now on gets nothing of before.
func TestOnlyWhatATargetWants(t *testing.T) { onBoth(t, testOnlyWhatATargetWants) }

func testOnlyWhatATargetWants(t *testing.T, s *sender) {
	there, url := other(t)
	var ids []string
	for range 4 {
		ids = append(ids, clock.NewID())
	}
	s.post(told(ids[0], "a", "did", "https://course.example#p1", ""), told(ids[1], "a", "saw", "https://course.example", ""), told(ids[2], "a", "did", "https://course.examples", ""))
	s.post(`{"id":"` + ids[3] + `","actor":{"account":{"homePage":"https://here.example/","name":"p-1"}},"verb":{"id":"http://example.org/did"},"object":{"id":"https://course.example"}}`)
	s.target(Target{URL: url, Course: "https://course.example", Verbs: []string{"http://example.org/did"}})
	s.pass(3 * time.Second)
	if got := there.ids(); !slices.Equal(got, ids[:1]) {
		t.Error(got)
	}
	later, laterURL := other(t)
	s.write(func(tx store.Tx) error {
		_, err := s.Create(tx, Target{Name: "x", Login: "k", URL: laterURL + "/statements/"}, "s", time.Time{})
		return err
	})
	s.pass(3 * time.Second)
	if n := len(later.ids()); n != 0 {
		t.Errorf("%d from before", n)
	}
	s.now.Advance(time.Second)
	after := s.many(1)
	s.pass(time.Minute)
	if got := later.ids(); !slices.Equal(got, after) {
		t.Errorf("%v, want %v", got, after)
	}
}

// TestKeysChange stops at a key that ended and goes on with the next; while a target is off nothing goes.
func TestKeysChange(t *testing.T) { onBoth(t, testKeysChange) }

func testKeysChange(t *testing.T, s *sender) {
	there, url := other(t)
	ids := s.many(2)
	there.keys.is("another")
	target := s.target(Target{URL: url})
	s.pass(3 * time.Second)
	if now, dead := s.is(target.ID); now.Problem != ProblemLogin || now.Status != 401 || len(dead) != 0 {
		t.Errorf("%+v %v", now, dead)
	}
	now, _ := s.is(target.ID)
	now.Off = true
	s.write(func(tx store.Tx) error { return s.Save(tx, now, "another") })
	s.pass(2 * longestPause)
	if n := len(there.ids()); n != 0 {
		t.Errorf("%d went to a target that is off", n)
	}
	now.Off = false
	s.write(func(tx store.Tx) error { return s.Save(tx, now, "") })
	s.pass(time.Second)
	if got := there.ids(); !slices.Equal(got, ids) {
		t.Error(got)
	}
	s.write(func(tx store.Tx) error { return s.Remove(tx, target.ID) })
	s.pass(time.Hour)
	err := s.db.Read(t.Context(), func(tx store.Tx) error { _, err := s.Target(tx, target.ID); return err })
	if fault.KindOf(err) != fault.NotFound {
		t.Error(err)
	}
}

// TestTwoNodesDoNotDoubleWork lets a later run take over a target: what the earlier one sends from then on does not count.
func TestTwoNodesDoNotDoubleWork(t *testing.T) { onBoth(t, testTwoNodes) }

func testTwoNodes(t *testing.T, s *sender) {
	_, url := other(t)
	s.many(3)
	target := s.target(Target{URL: url})
	first, second := &work{Room: s.Room, turn: "1"}, &work{Room: s.Room, turn: "2"}
	for _, w := range []*work{first, second} {
		if ok, err := w.begin(t.Context(), target.ID); err != nil || !ok {
			t.Fatal(ok, err)
		}
	}
	s.now.Advance(5 * time.Second)
	if more, err := first.batch(t.Context(), s.now.Now()); err != nil || more {
		t.Errorf("the earlier run goes on: %v %v", more, err)
	}
	if now, _ := s.is(target.ID); now.Sent != 0 {
		t.Errorf("%+v", now)
	}
	if more, err := second.batch(t.Context(), s.now.Now()); err != nil || !more {
		t.Errorf("the later run does not go on: %v %v", more, err)
	}
	if now, _ := s.is(target.ID); now.Sent != 3 {
		t.Errorf("%+v", now)
	}
}

// What is no store is refused before anything is sent.
func TestTargetsThatAreNone(t *testing.T) {
	r := &Room{}
	for _, bad := range []Target{
		{Name: "x", Login: "k", URL: "ftp://x.example"}, {Name: "x", Login: "k", URL: "https://u:p@x.example"}, {Name: "x", Login: "k", URL: "nowhere"},
		{Name: "", Login: "k", URL: "https://x.example"}, {Name: "x", Login: "", URL: "https://x.example"}, {Name: "x", Login: "a:b", URL: "https://x.example"},
		{Name: "x", Login: "k", URL: "https://x.example", Verbs: []string{"did"}},
	} {
		if err := r.check(&bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	for tries, want := range map[int]time.Duration{1: 5 * time.Second, 3: 20 * time.Second, 40: time.Hour} {
		if got := Pause(tries); got < want*9/10 || got > want*11/10 {
			t.Errorf("%d tries: %v", tries, got)
		}
	}
}
