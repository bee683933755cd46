package forward

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
)

// stubborn is a store that does what it is told to, for one request after another.
type stubborn struct {
	mu    sync.Mutex
	next  http.Handler
	moods []func(w http.ResponseWriter, q *http.Request) (done bool)
	asked int
}

func (s *stubborn) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	s.mu.Lock()
	s.asked++
	var mood func(http.ResponseWriter, *http.Request) bool
	if len(s.moods) > 0 {
		mood, s.moods = s.moods[0], s.moods[1:]
	}
	s.mu.Unlock()
	if mood == nil || !mood(w, q) {
		s.next.ServeHTTP(w, q)
	}
}

func says(status int) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(status); return true }
}

// TestStubbornStore fails, breaks off, keeps and does not say so, keeps a part: everything arrives once, in order.
func TestStubbornStore(t *testing.T) { onBoth(t, testStubbornStore) }

func testStubbornStore(t *testing.T, s *sender) {
	there, _ := other(t)
	breaks := func(w http.ResponseWriter, _ *http.Request) bool {
		panic(http.ErrAbortHandler)
	}
	keepsAndBreaks := func(_ http.ResponseWriter, q *http.Request) bool {
		there.door.ServeHTTP(httptest.NewRecorder(), q)
		panic(http.ErrAbortHandler)
	}
	keepsAPart := func(w http.ResponseWriter, q *http.Request) bool {
		var all []json.RawMessage
		data, _ := io.ReadAll(q.Body)
		if err := json.Unmarshal(data, &all); err != nil || len(all) < 2 {
			t.Error(err)
		}
		part, _ := json.Marshal(all[:len(all)/2])
		again := httptest.NewRequest("POST", records.Endpoint+"/statements", strings.NewReader(string(part)))
		again.Header = q.Header
		there.door.ServeHTTP(w, again)
		return true
	}
	store := &stubborn{next: there.door, moods: []func(http.ResponseWriter, *http.Request) bool{says(500), says(429), breaks, says(503), keepsAndBreaks, keepsAPart}}
	server := httptest.NewServer(store)
	t.Cleanup(server.Close)
	ids := s.many(60)
	target := s.target(Target{URL: server.URL + records.Endpoint})
	s.pass(3 * time.Second)
	if now, _ := s.is(target.ID); now.Tries != 1 || now.Status != 500 || now.Problem != ProblemAnswer || now.Failed.IsZero() {
		t.Errorf("%+v", now)
	}
	s.node() // the first one was killed
	for range 8 {
		s.pass(longestPause * 2)
	}
	if got := there.ids(); !slices.Equal(got, ids) {
		t.Errorf("%d of %d, or in another order", len(got), len(ids))
	}
	if now, dead := s.is(target.ID); now.Tries != 0 || !now.Failed.IsZero() || now.Sent != len(ids) || len(dead) != 0 {
		t.Errorf("%+v %v", now, dead)
	}
}

// TestDeadLetters shows what a store refuses for good, goes on with the rest, sends it again when somebody wants so, and
// gives up on a store that refuses everything.
func TestDeadLetters(t *testing.T) { onBoth(t, testDeadLetters) }

func testDeadLetters(t *testing.T, s *sender) {
	there, url := other(t)
	taken, free := clock.NewID(), clock.NewID()
	there.post(told(taken, "somebody-else", "did", "urn:x:1", ""))
	s.post(told(taken, "a", "did", "urn:x:1", ""), told(free, "a", "did", "urn:x:1", ""))
	target := s.target(Target{URL: url})
	s.pass(3 * time.Second)
	now, dead := s.is(target.ID)
	if len(dead) != 1 || dead[0].Statement != taken || dead[0].Problem != ProblemOther || dead[0].Status != 409 || !slices.Equal(there.ids(), []string{taken, free}) {
		t.Fatalf("%+v %+v", now, dead)
	}
	s.write(func(tx store.Tx) error { return s.Again(tx, target.ID) })
	s.pass(time.Second)
	if _, dead := s.is(target.ID); len(dead) != 1 || dead[0].Again {
		t.Errorf("%+v", dead)
	}
	refusing := &stubborn{next: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(400) })}
	server := httptest.NewServer(refusing)
	t.Cleanup(server.Close)
	s.many(mostRefused + 5)
	no := s.target(Target{URL: server.URL})
	s.pass(3 * time.Second)
	if now, dead := s.is(no.ID); !now.Off || now.Why != WhyRefusing || len(dead) < mostRefused {
		t.Errorf("%+v, %d dead", now, len(dead))
	} else {
		s.write(func(tx store.Tx) error {
			if rest, err := s.Dead(tx, no.ID, dead[4].Seq, 3); err != nil || !slices.Equal(rest, dead[5:8]) {
				t.Errorf("behind %+v: %+v, %v", dead[4], rest, err)
			}
			if trail, err := identity.New(s.db, s.now).Trail(tx, identity.TrailFilter{Do: "forward.stop"}); err != nil || len(trail) != 1 || trail[0].On != no.ID {
				t.Errorf("the trail says %+v, %v", trail, err)
			}
			return nil
		})
	}
}
