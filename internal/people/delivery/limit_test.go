package delivery

import (
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"atelier/internal/base/clock"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/records"
	"atelier/internal/standard/xapi"
)

const (
	limitTime     = 10 // minutes
	limitAttempts = 3
)

// limitedHouse is a house whose course limits its knowledge check.
func limitedHouse(t *testing.T, db *store.DB) (*Room, *clock.Fixed, *library.Page) {
	t.Helper()
	source := fstest.MapFS{}
	from := os.DirFS("../../content/course/testdata/trilingual")
	err := fs.WalkDir(from, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		if strings.HasPrefix(name, "modules/1-words/check.") {
			data = []byte(strings.Replace(string(data), "\ndraw: 4", "\ndraw: 4\nattempts: "+strconv.Itoa(limitAttempts)+"\ntime: "+strconv.Itoa(limitTime), 1))
		}
		source[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	now := clock.NewFixed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	lib, err := library.New(library.Options{Source: source, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lib.Close)
	who := identity.New(db, now)
	record := records.New(now, clock.Sequence(), "http://localhost/")
	r := New(Options{DB: db, Clock: now, Identity: who, Records: record, Library: lib, Keys: siteKeys(t)})
	who.Join(r, record)
	record.Listen(r)
	lib.Lend(r)
	for _, p := range lib.Edition().Pages() {
		if p.Page != nil && p.Page.Time > 0 && p.Doc() != nil && p.Tag == "en" {
			return r, now, p
		}
	}
	t.Fatal("no page has a limit")
	return nil, nil, nil
}

// simulation is a learner at a limited check, and what one who reads the rules expects of it.
type simulation struct {
	*rapid.T
	r      *Room
	clock  *clock.Fixed
	p      *library.Page
	who    identity.Visitor
	person identity.PersonID

	share    Share
	number   int // of the attempt that is open or was last
	open     bool
	began    time.Time
	given    map[course.ID]course.ID // answers that were acknowledged in time
	sends    int
	finished map[int]int // attempt to what was right in it
}

func (s *simulation) due() time.Time { return s.began.Add(s.share.of(limitTime)) }

// pass notes what the passing of time does, before anything else is done.
func (s *simulation) pass() {
	if s.open && s.clock.Now().After(s.due().Add(grace)) {
		s.finish()
	}
}

func (s *simulation) finish() {
	right := 0
	for id, choice := range s.given {
		if rightChoice(questionOf(s.p.Doc(), id), string(choice)) {
			right++
		}
	}
	s.open, s.sends = false, s.sends+1
	s.finished[s.number] = right
}

// do sends a form of the page and gives what came of it.
func (s *simulation) do(save bool, f fields) outcome {
	f["attempt"] = []string{strconv.Itoa(s.number)}
	result := saved
	_, err := s.r.act(s.Context(), s.who, s.p, "", func(d *deed) (err error) {
		if save {
			d.save(f)
			return nil
		}
		result, err = d.check(f)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return result
}

func (s *simulation) attempt() *Attempt {
	st, err := s.r.Standing(s.Context(), s.who.Actor)
	if err != nil {
		s.Fatal(err)
	}
	return st.doc(s.p.Edition.Course, s.p.Page).Attempt
}

func (s *simulation) begin() {
	s.pass()
	s.do(false, fields{"act": {"begin"}})
	if !s.open && s.number < limitAttempts {
		s.open, s.began, s.number, s.given = true, s.clock.Now(), s.number+1, map[course.ID]course.ID{}
	}
}

func (s *simulation) answer() {
	s.pass()
	a, f := s.attempt(), fields{}
	if a == nil {
		return
	}
	chosen := map[course.ID]course.ID{}
	for _, id := range a.Asked {
		if q := questionOf(s.p.Doc(), id); q.Kind == course.Single && rapid.Bool().Draw(s.T, "answered") {
			c := rapid.SampledFrom(q.Choices).Draw(s.T, "choice")
			f[string(id)], chosen[id] = []string{string(c.ID)}, c.ID
		}
	}
	s.do(rapid.Bool().Draw(s.T, "by script"), f)
	if s.open {
		maps.Copy(s.given, chosen)
	}
}

func (s *simulation) send() {
	s.pass()
	result := s.do(false, fields{"act": {"review"}})
	if !s.open {
		return
	}
	if len(s.given) == 0 {
		if result != missing {
			s.Fatalf("an attempt without answers was sent: %v", result)
		}
		return
	}
	s.finish()
}

func (s *simulation) timeUp() {
	s.pass()
	s.do(false, fields{"act": {"time"}})
	if s.open && !s.clock.Now().Before(s.due()) {
		s.finish()
	}
}

func (s *simulation) allow() {
	share := rapid.SampledFrom(append([]Share{0}, Shares...)).Draw(s.T, "share")
	err := s.r.DB.Write(s.Context(), func(tx store.Tx) error { return s.r.Allow(tx, "p-by", s.person, s.p.Edition.Course.Key, share) })
	if err != nil {
		s.Fatal(err)
	}
	s.share = share
}

func (s *simulation) wait() {
	s.clock.Advance(time.Duration(rapid.IntRange(1, 400).Draw(s.T, "seconds")) * time.Second)
}

func (s *simulation) come() {
	s.pass()
	st, err := s.r.settled(s.Context(), s.who, s.p)
	if err != nil {
		s.Fatal(err)
	}
	if a := st.doc(s.p.Edition.Course, s.p.Page).Attempt; a != nil && a.Sent == s.open {
		s.Fatalf("attempt %d is sent: %v, and open: %v", a.Number, a.Sent, s.open)
	}
}

func (s *simulation) job() {
	s.pass()
	if err := s.r.CloseRunOut(s.Context()); err != nil {
		s.Fatal(err)
	}
	if a := s.attempt(); a != nil && a.Sent == s.open {
		s.Fatalf("after the round attempt %d is sent: %v, and open: %v", a.Number, a.Sent, s.open)
	}
}

// hold holds what is kept against what is expected.
func (s *simulation) hold() {
	s.pass()
	if _, err := s.r.settled(s.Context(), s.who, s.p); err != nil {
		s.Fatal(err)
	}
	a := s.attempt()
	if a == nil {
		if s.number != 0 {
			s.Fatal("the attempt is gone")
		}
		return
	}
	if a.Number != s.number || a.Sent == s.open || a.Number > limitAttempts {
		s.Fatalf("attempt %d, sent %v; expected %d, open %v", a.Number, a.Sent, s.number, s.open)
	}
	for id, choice := range s.given {
		if s.open && !slices.Equal(a.Answers[id].Chosen, []course.ID{choice}) {
			s.Fatalf("the answer %s to %s is lost: %v", choice, id, a.Answers[id])
		}
	}
	if right, sent := s.finished[s.number]; sent && a.Right != right {
		s.Fatalf("attempt %d has %d right, expected %d", a.Number, a.Right, right)
	}
	s.statements()
}

// statements holds the record against what is expected: one result for each attempt that was sent, none later than its due
// time.
func (s *simulation) statements() {
	results := map[int]int{}
	err := s.r.DB.Read(s.Context(), func(tx store.Tx) error {
		clear(results)
		list, err := s.r.Records.Statements(tx, s.who.Actor, 0, 1000)
		for _, one := range list {
			if one.Verb.ID == xapi.Passed.ID || one.Verb.ID == xapi.Failed.ID {
				n, _ := one.Context.Extensions[xapi.ExtensionAttempt].(float64)
				results[int(n)] = int(one.Result.Score.Raw)
			}
		}
		if len(results) != s.sends && err == nil {
			s.Fatalf("%d results for %d sends", len(results), s.sends)
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	if s.sends > limitAttempts || !maps.Equal(results, s.finished) {
		s.Fatalf("the record has %v, expected %v", results, s.finished)
	}
}

// Whatever a learner does at a limited check, and whenever: no more is sent than may be, no answer given after the time
// with its grace is marked, and none that was acknowledged in time is lost.
func TestLimitsHoldWhateverIsDone(t *testing.T) {
	storetest.OnBoth(t, []store.Migrations{identity.Migrations, records.Migrations, Migrations}, func(t *testing.T, db *store.DB) {
		r, now, p := limitedHouse(t, db)
		people := 0
		rapid.Check(t, func(rt *rapid.T) {
			people++
			s := &simulation{T: rt, r: r, clock: now, p: p, given: map[course.ID]course.ID{}, finished: map[int]int{}}
			err := db.Write(t.Context(), func(tx store.Tx) error {
				made, err := r.Identity.CreatePerson(tx, "", identity.Person{Name: "A", Email: identity.Email("a" + strconv.Itoa(people) + "@example.org"), Language: "en"})
				s.person, s.who = made.ID, identity.Visitor{Actor: made.Actor}
				return err
			})
			if err != nil {
				rt.Fatal(err)
			}
			steps := []func(){s.begin, s.begin, s.answer, s.answer, s.send, s.timeUp, s.allow, s.wait, s.wait, s.come, s.job}
			for range rapid.IntRange(3, 14).Draw(rt, "steps") {
				rapid.SampledFrom(steps).Draw(rt, "step")()
			}
			s.hold()
		})
	})
}

// A page with a clock shows no question before the attempt is begun, says all there is to know, and what is left.
func TestTimedPageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	r, now, p := limitedHouse(t, storetest.New(t, identity.Migrations, records.Migrations, Migrations))
	who := identity.Visitor{Actor: "d-1"}
	shown := func() string {
		t.Helper()
		s, err := r.settled(t.Context(), who, p)
		if err != nil {
			t.Fatal(err)
		}
		slots, err := r.slots(p, s, noNews)
		if err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(string(slices.Concat(slots...)), "\u00a0", " ")
	}
	do := func(f fields) {
		t.Helper()
		if _, err := r.act(t.Context(), who, p, "", func(d *deed) error { _, err := d.check(f); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if html := shown(); strings.Contains(html, `class="question`) || !strings.Contains(html, "Begin now") || !strings.Contains(html, "10 minutes") || !strings.Contains(html, "3 attempts") {
		t.Errorf("before it is begun the page shows %s", html)
	}
	do(fields{"act": {"begin"}, "attempt": {"0"}})
	now.Advance(4 * time.Minute)
	if html := shown(); !strings.Contains(html, `class="question`) || !strings.Contains(html, "6 minutes") || !strings.Contains(html, "12:10") {
		t.Errorf("under way the page shows %s", html)
	}
	now.Advance(7 * time.Minute)
	if html := shown(); !strings.Contains(html, "Begin now") || !strings.Contains(html, "2 attempts left") {
		t.Errorf("after its time the page shows %s", html)
	}
	for n := 1; n < limitAttempts; n++ {
		do(fields{"act": {"begin"}, "attempt": {strconv.Itoa(n)}})
		now.Advance(11 * time.Minute)
	}
	if html := shown(); strings.Contains(html, "Begin now") || !strings.Contains(html, "all 3 attempts") {
		t.Errorf("after the last attempt the page shows %s", html)
	}
	s, err := r.Standing(t.Context(), who.Actor)
	if err != nil || s.State(p.Edition.Course, p.Page) != page.Done && s.Progress[PageActivity(p.Edition.Course, p.Page)].Reach != Failed {
		t.Errorf("the standing says %v, %v", s.Progress, err)
	}
}

// What arrives late is kept with its question and not marked.
func TestWhatArrivesLateIsKeptAndNotMarked(t *testing.T) {
	t.Parallel()
	r, now, p := limitedHouse(t, storetest.New(t, identity.Migrations, records.Migrations, Migrations))
	who := identity.Visitor{Actor: "d-1"}
	do := func(f fields) (result outcome) {
		t.Helper()
		if _, err := r.act(t.Context(), who, p, "", func(d *deed) (err error) { result, err = d.check(f); return err }); err != nil {
			t.Fatal(err)
		}
		return result
	}
	do(fields{"act": {"begin"}, "attempt": {"0"}})
	now.Advance(limitTime*time.Minute + grace + time.Second)
	f := r.rightFields(p.Doc())
	f["attempt"] = []string{"1"}
	if got := do(f); got != sent {
		t.Errorf("a late form gives %v", got)
	}
	s, err := r.Standing(t.Context(), who.Actor)
	if err != nil {
		t.Fatal(err)
	}
	a := s.doc(p.Edition.Course, p.Page).Attempt
	if !a.Sent || a.Right != 0 || len(a.Answers) == 0 {
		t.Errorf("the attempt is %+v", a)
	}
}
