package delivery

import (
	"encoding/base64"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/page"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/records"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// onBoth runs a test in a house on each kind of database.
func onBoth(t *testing.T, test func(t *testing.T, r *Room)) {
	storetest.OnBoth(t, []store.Migrations{identity.Migrations, records.Migrations, Migrations}, func(t *testing.T, db *store.DB) { test(t, house(t, db)) })
}

// house is the rooms that delivery stands on, with the test course.
func house(t *testing.T, db *store.DB) *Room {
	t.Helper()
	now := clock.NewFixed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	lib, err := library.New(library.Options{Source: os.DirFS("../../content/course/testdata/trilingual"), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
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
	return r
}

// siteKeys are keys for tests.
func siteKeys(t testing.TB) *seal.Keys {
	t.Helper()
	keys, err := seal.Open(seal.Place{Secret: base64.StdEncoding.EncodeToString(make([]byte, 32))})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// tasksOf are the lessons and checks of the course in a language.
func tasksOf(r *Room, tag string) []*library.Page {
	var out []*library.Page
	for _, p := range r.Library.Edition().Pages() {
		if string(p.Tag) == tag && p.Page != nil && (p.Page.Kind == course.Lesson || p.Page.Kind == course.Check) {
			out = append(out, p)
		}
	}
	return out
}

func (r *Room) progressOf(t *testing.T, actor identity.Actor) map[IRI]Progress {
	t.Helper()
	var out map[IRI]Progress
	err := r.DB.Read(t.Context(), func(tx store.Tx) (err error) {
		out, err = selectProgress(tx, actor)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// anything does one thing or another on a page.
func anything(rng *rand.Rand, p *library.Page) func(*deed) error {
	return func(d *deed) error {
		if p.Page.Kind == course.Lesson {
			if rng.IntN(2) == 0 {
				return d.finish()
			}
			return d.see([]course.ID{p.Doc().Title.ID}, p.Doc().Title.ID)
		}
		n := 1
		if a := d.doc.Attempt; a != nil {
			n = a.Number
		}
		switch rng.IntN(4) {
		case 0:
			d.tryAgain(n)
		case 1:
			d.mend(n)
		}
		f := fields{}
		for _, q := range questions(p.Doc()) {
			for _, c := range q.Choices {
				if rng.IntN(2) == 0 {
					f[string(q.ID)] = append(f[string(q.ID)], string(c.ID))
				}
			}
		}
		_, err := d.send(f, n, true)
		return err
	}
}

func TestRebuildGivesTheSameProgress(t *testing.T) { onBoth(t, testRebuildGivesTheSameProgress) }

func testRebuildGivesTheSameProgress(t *testing.T, r *Room) {
	rng := rand.New(rand.NewPCG(1, 2))
	pages := append(tasksOf(r, "en"), tasksOf(r, "fr")...)
	for range 200 {
		who := identity.Visitor{Actor: identity.Actor("d-" + strconv.Itoa(rng.IntN(3)))}
		p := pages[rng.IntN(len(pages))]
		if _, err := r.act(t.Context(), who, p, "", anything(rng, p)); err != nil {
			t.Fatal(err)
		}
	}
	for _, actor := range []identity.Actor{"d-0", "d-1", "d-2"} {
		kept := r.progressOf(t, actor)
		if len(kept) < 4 {
			t.Errorf("%s has only %v", actor, kept)
		}
		r.rebuildFromNothing(t, actor)
		if rebuilt := r.progressOf(t, actor); !maps.Equal(kept, rebuilt) {
			t.Errorf("%s: kept %v, rebuilt %v", actor, kept, rebuilt)
		}
	}
}

func TestModuleIsCompletedOnce(t *testing.T) { onBoth(t, testModuleIsCompletedOnce) }

func testModuleIsCompletedOnce(t *testing.T, r *Room) {
	who := identity.Visitor{Actor: "d-1"}
	m := r.Library.Edition().Course.Modules[0]
	for range 2 {
		for _, p := range tasksOf(r, "fr") {
			if p.Module != m {
				continue
			}
			_, err := r.act(t.Context(), who, p, "", func(d *deed) error {
				if p.Page.Kind == course.Lesson {
					return d.finish()
				}
				_, err := d.send(r.rightFields(p.Doc()), 1, true)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	c := r.Library.Edition().Course
	if got := r.progressOf(t, "d-1")[moduleActivity(c, m)]; got.Reach != Done {
		t.Errorf("the module is %v", got)
	}
	s, err := r.Standing(t.Context(), "d-1")
	if err != nil || s.Module(c, m) != page.Done {
		t.Errorf("the standing says %q, %v", s.Module(c, m), err)
	}
	completed := 0
	err = r.DB.Read(t.Context(), func(tx store.Tx) error {
		list, err := r.Records.Statements(tx, "d-1", 0, 1000)
		for _, one := range list {
			if one.Object.ID == string(moduleActivity(c, m)) {
				completed++
			}
		}
		return err
	})
	if err != nil || completed != 1 {
		t.Errorf("the module is completed %d times, %v", completed, err)
	}
}

// rightFields is a form with every answer right, as the pages name things.
func (r *Room) rightFields(d *course.Doc) fields {
	f := fields{}
	for _, q := range questions(d) {
		for i, c := range q.Choices {
			switch {
			case q.Kind == course.Ordering:
				f[string(q.ID)+"."+string(c.ID)] = []string{strconv.Itoa(i + 1)}
			case c.Right && (q.Kind == course.FillIn || q.Kind == course.Numeric):
				f[string(q.ID)] = []string{course.Plain(c.Text.Inlines)}
			case c.Right:
				f[string(q.ID)] = append(f[string(q.ID)], string(c.ID))
			}
		}
		for _, p := range q.Pairs {
			f[string(q.ID)+"."+string(p.ID)] = []string{r.partner(q.ID, string(p.ID))}
		}
	}
	return f
}

func TestClaimPutsTwoDevicesTogether(t *testing.T) { onBoth(t, testClaimPutsTwoDevicesTogether) }

func testClaimPutsTwoDevicesTogether(t *testing.T, r *Room) {
	pages := tasksOf(r, "en")
	do := func(actor identity.Actor, p *library.Page, fn func(*deed) error) {
		t.Helper()
		who := identity.Visitor{Actor: actor}
		if _, err := r.act(t.Context(), who, p, "", fn); err != nil {
			t.Fatal(err)
		}
	}
	do("d-1", pages[0], (*deed).finish)
	do("d-1", pages[1], func(d *deed) error { return d.see([]course.ID{"aaaaaa"}, "") })
	do("d-2", pages[1], func(d *deed) error { return d.see([]course.ID{"bbbbbb"}, "") })
	do("d-2", pages[1], (*deed).finish)
	if err := r.DB.Write(t.Context(), func(tx store.Tx) error { return r.Identity.Claim(tx, "d-1", "d-2") }); err != nil {
		t.Fatal(err)
	}
	s, err := r.Standing(t.Context(), "d-2")
	if err != nil {
		t.Fatal(err)
	}
	c := r.Library.Edition().Course
	for _, p := range pages[:2] {
		if s.State(c, p.Page) != page.Done {
			t.Errorf("%s is %s", p.Path, s.State(c, p.Page))
		}
	}
	if seen := s.doc(c, pages[1].Page).Seen; len(seen) != 2 {
		t.Errorf("seen %v", seen)
	}
	kept := r.progressOf(t, "d-2")
	r.rebuildFromNothing(t, "d-2")
	if rebuilt := r.progressOf(t, "d-2"); !maps.Equal(kept, rebuilt) {
		t.Errorf("claimed %v, rebuilt %v", kept, rebuilt)
	}
	if left := r.progressOf(t, "d-1"); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestManyTabsAtOnce lets one device do the same things in many tabs at the same
// time: each is counted once and every passage is kept.
func TestManyTabsAtOnce(t *testing.T) { onBoth(t, testManyTabsAtOnce) }

func testManyTabsAtOnce(t *testing.T, r *Room) {
	p := tasksOf(r, "en")[0]
	who := identity.Visitor{Actor: "d-1"}
	var tabs sync.WaitGroup
	for i := range 40 {
		tabs.Go(func() {
			_, err := r.act(t.Context(), who, p, "", func(d *deed) error {
				if err := d.see([]course.ID{course.ID("p" + strconv.Itoa(i))}, ""); err != nil {
					return err
				}
				return d.finish()
			})
			if err != nil {
				t.Error(err)
			}
			if _, err := r.Standing(t.Context(), "d-1"); err != nil {
				t.Error(err)
			}
		})
	}
	tabs.Wait()
	s, err := r.Standing(t.Context(), "d-1")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.doc(r.Library.Edition().Course, p.Page).Seen); n != 40 {
		t.Errorf("%d passages are kept, want 40", n)
	}
	err = r.DB.Read(t.Context(), func(tx store.Tx) error {
		list, err := r.Records.Statements(tx, "d-1", 0, 1000)
		if len(list) != 2 {
			t.Errorf("%d statements, want that it was begun and that it is done", len(list))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnActWithANameIsDoneOnce(t *testing.T) { onBoth(t, testAnActWithANameIsDoneOnce) }

func testAnActWithANameIsDoneOnce(t *testing.T, r *Room) {
	p := tasksOf(r, "en")[0]
	who := identity.Visitor{Actor: "d-once"}
	const name = "6f1f4c1e-6f0d-4a9e-9d3e-0a4a2b7f0c11"
	statements := func() (n int) {
		err := r.DB.Read(t.Context(), func(tx store.Tx) error {
			return tx.QueryRow("SELECT COUNT(*) FROM records_statement WHERE owner = ?", string(who.Actor)).Scan(&n)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	times := 0
	act := func(once string) {
		kept, err := r.act(t.Context(), who, p, once, func(d *deed) error { times++; return d.see([]course.ID{p.Doc().Title.ID}, p.Doc().Title.ID) })
		if err != nil || !kept && once == name && times < 2 {
			t.Fatal(kept, err)
		}
	}
	act(name)
	before := statements()
	act(name)
	if times != 1 || statements() != before {
		t.Errorf("done %d times, %d statements and then %d", times, before, statements())
	}
	act("not a name")
	if times != 2 {
		t.Errorf("an act without a name was done %d times", times-1)
	}
	err := r.DB.Write(t.Context(), func(tx store.Tx) error { return r.Erase(tx, who.Actor) })
	if err != nil {
		t.Fatal(err)
	}
	act(name)
	if times != 3 {
		t.Error("the name of an act outlived its owner's erasure")
	}
}
