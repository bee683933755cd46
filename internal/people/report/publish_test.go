package report

import (
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/content/course"
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

// house is the room on a database with the rooms it reads, and the test course.
type house struct {
	*Room
	t     *testing.T
	clock *clock.Fixed
	check *course.Page
	asked map[delivery.IRI]*course.Question
}

func onBoth(t *testing.T, test func(t *testing.T, h house)) {
	storetest.OnBoth(t, []store.Migrations{identity.Migrations, records.Migrations, Migrations}, func(t *testing.T, db *store.DB) {
		now := clock.NewFixed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
		lib, err := library.New(library.Options{Source: os.DirFS("../../content/course/testdata/trilingual"), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(lib.Close)
		record := records.New(now, clock.Sequence(), "http://localhost/")
		h := house{t: t, clock: now, Room: New(Options{DB: db, Clock: now, Identity: identity.New(db, now), Records: record, Library: lib})}
		record.Listen(h.Room)
		c := lib.Edition().Course
		h.check = c.Modules[0].Check
		h.asked = delivery.Asked(c, h.check, "en")
		test(t, h)
	})
}

func (h house) write(fn func(store.Tx) error) {
	h.t.Helper()
	if err := h.DB.Write(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// answer keeps the statement of an answer to a question of the check.
func (h house) answer(owner identity.Actor, question delivery.IRI, version, language string, attempt int, right bool) {
	h.t.Helper()
	h.write(func(tx store.Tx) error {
		_, err := h.Records.Append(tx, owner, h.answered(question, version, language, attempt, right))
		return err
	})
}

func (h house) answered(question delivery.IRI, version, language string, attempt int, right bool) xapi.Statement {
	return xapi.Statement{
		Verb:   xapi.Answered,
		Object: xapi.Activity{ID: string(question), Definition: &xapi.Definition{Type: xapi.TypeInteraction, InteractionType: xapi.Choice}},
		Result: &xapi.Result{Success: xapi.Is(right), Response: "qaaaaa[,]qbbbbb"},
		Context: &xapi.Context{Revision: version, Language: language, Extensions: map[string]any{xapi.ExtensionAttempt: attempt},
			ContextActivities: &xapi.ContextActivities{Parent: []xapi.Activity{{ID: string(h.activity())}}}},
	}
}

func (h house) activity() delivery.IRI {
	return delivery.PageActivity(h.Library.Edition().Course, h.check)
}

func (h house) answers() (all []Answer) {
	h.t.Helper()
	err := h.DB.Read(h.t.Context(), func(tx store.Tx) (err error) {
		all, err = selectAnswers(tx, string(h.activity()))
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// The first answer of the first attempt counts, whatever comes later; reading the
// record anew gives the same, and of two records that become one the earlier holds.
func TestFirstAnswersCount(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		h.answer("a", "urn:x#q1", "v1", "en-CA", 1, false)
		h.answer("a", "urn:x#q1", "v1", "en-CA", 1, true)
		h.answer("a", "urn:x#q2", "v1", "fr-CA", 2, true)
		h.answer("b", "urn:x#q1", "v2", "fr-CA", 1, true)
		want := []Answer{
			{Person: "a", Item: "urn:x#q1", Version: "v1", Language: "en-CA", Chosen: []string{"qaaaaa", "qbbbbb"}},
			{Person: "b", Item: "urn:x#q1", Version: "v2", Language: "fr-CA", Right: true, Chosen: []string{"qaaaaa", "qbbbbb"}},
		}
		if diff := gocmp.Diff(want, h.answers()); diff != "" {
			t.Error(diff)
		}
		h.write(func(tx store.Tx) error { return h.Rebuild(tx, "a") })
		if diff := gocmp.Diff(want, h.answers()); diff != "" {
			t.Error("read anew:", diff)
		}
		h.write(func(tx store.Tx) error {
			if err := h.Records.Claim(tx, "b", "a"); err != nil {
				return err
			}
			return h.Claim(tx, "b", "a")
		})
		if diff := gocmp.Diff(want[:1], h.answers()); diff != "" {
			t.Error("claimed:", diff)
		}
	})
}

func (h house) publish() []PublishedItem {
	h.t.Helper()
	var all []PublishedItem
	if err := h.PublishItems(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	err := h.DB.Read(h.t.Context(), func(tx store.Tx) (err error) {
		all, err = selectItems(tx, string(h.activity()))
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// Nothing is told of four people, nor anew when four came.
func TestItemsWaitForFive(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		for i, want := range []int{0, 0, 0, 0, 5, 5, 5, 5, 5, 10} {
			h.answer(identity.Actor("p"+strconv.Itoa(i)), "urn:x#q1", "v1", "en-CA", 1, i%2 == 0)
			got := 0
			for _, p := range h.publish() {
				got += p.N
			}
			if got != want {
				t.Errorf("after %d people figures of %d are told, want %d", i+1, got, want)
			}
		}
	})
}

// Answers to the questions as they are worded now are compared across languages; those
// to an earlier wording are not.
func TestComparisonsAreOfWordingsOfToday(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		c := h.Library.Edition().Course
		r := rand.New(rand.NewPCG(5, 6))
		var unfair delivery.IRI
		for id := range h.asked {
			unfair = max(unfair, id)
		}
		for i := range 160 {
			tag, locale := lang.Tag("en"), "en-CA"
			if i%2 == 1 {
				tag, locale = "fr", "fr-CA"
			}
			var now, earlier []xapi.Statement
			asked := delivery.Asked(c, h.check, tag)
			for _, id := range slices.Sorted(maps.Keys(asked)) {
				q, likely := asked[id], 0.7
				if id == unfair && tag == "fr" {
					likely = 0.2
				}
				now = append(now, h.answered(id, q.Version(), locale, 1, r.Float64() < likely))
				earlier = append(earlier, h.answered(id, "earlier", locale, 1, id == unfair))
			}
			h.write(func(tx store.Tx) error {
				if _, err := h.Records.Append(tx, identity.Actor("p"+strconv.Itoa(i)), now...); err != nil {
					return err
				}
				_, err := h.Records.Append(tx, identity.Actor("old"+strconv.Itoa(i)), earlier...)
				return err
			})
		}
		h.publish()
		var all []PublishedComparison
		err := h.DB.Read(t.Context(), func(tx store.Tx) (err error) {
			all, err = selectComparisons(tx, string(h.activity()))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(all) != len(h.asked) {
			t.Errorf("%d comparisons of %d questions", len(all), len(h.asked))
		}
		for _, p := range all {
			if p.First != "en-CA" || p.Second != "fr-CA" || p.N[0] > 80 || p.N[1] > 80 {
				t.Errorf("compared %s and %s, %v answers", p.First, p.Second, p.N)
			}
			if p.Unequal != (p.ID == string(unfair)) {
				t.Errorf("%s: %+v", p.ID, p.Comparison)
			}
		}
	})
}
