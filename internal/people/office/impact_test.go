package office

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/records"
	"atelier/internal/standard/xapi"
)

// making is a course that is written and released.
type making struct {
	testing.TB
	files fstest.MapFS
	now   *course.Course // of the last release; nil before the first
}

// write makes a course of some modules, at most 12, with two lessons and a check each.
func write(t testing.TB, modules int) *making {
	m := &making{TB: t, files: fstest.MapFS{}}
	var names []string
	for i := 1; i <= modules; i++ {
		names = append(names, fmt.Sprintf("m%d", i))
		m.module(i, "a, b")
		m.lesson(i, "a")
		m.lesson(i, "b")
		m.check(i, 'c')
	}
	m.put("course.yaml", "id: urn:uuid:4\nkey: small\nlanguages:\n  - {tag: en, locale: en-CA, name: English}\ntitle: {en: Small}\nlicence: CC0-1.0\nmodules: ["+strings.Join(names, ", ")+"]\n")
	return m
}

func (m *making) put(name, text string) { m.files[name] = &fstest.MapFile{Data: []byte(text)} }

func (m *making) module(i int, lessons string) {
	m.put(fmt.Sprintf("modules/m%d/module.yaml", i), fmt.Sprintf("title: {en: Module %d}\nslug: {en: module-%d}\nlessons: [%s]\n", i, i, lessons))
}

// idOf is the id of the n-th passage of a page.
func idOf(i int, page, n byte) course.ID {
	return course.ID([]byte{'p', 'a', 'a', "abcdefghjkmnp"[i], page, 'a' + n})
}

func (m *making) lesson(i int, name string) {
	page := name[0]
	m.put(fmt.Sprintf("modules/m%d/%s.en.md", i, name), fmt.Sprintf("---\nslug: %s\n---\n# Page %s of %d ^%s\n\nWhat page %s of module %d says. ^%s\n",
		name, name, i, idOf(i, page, 0), name, i, idOf(i, page, 1)))
}

// check writes the check of a module, whose passages have ids of their own.
func (m *making) check(i int, page byte) {
	m.put(fmt.Sprintf("modules/m%d/check.en.md", i), fmt.Sprintf("---\nslug: check\npass: 70\n---\n# Check %d ^%s\n\n::: question kind=single ^%s\nWhich one is it in the check %c? ^%s\n\n- [x] This one %c. ^%s\n- [ ] That one %c. ^%s\n:::\n",
		i, idOf(i, page, 0), idOf(i, page, 1), page, idOf(i, page, 2), page, idOf(i, page, 3), page, idOf(i, page, 4)))
}

// release makes a release of what was written, as an archive.
func (m *making) release(version string) []byte {
	m.Helper()
	c, problems, err := course.Load(m.files)
	if err != nil || problems.Fatal() {
		m.Fatal(err, problems)
	}
	plan, err := release.Make(m.now, c, m.files, release.Options{Version: version, Date: "2026-11-23"})
	if err != nil {
		m.Fatal(err)
	}
	for name, text := range plan.Files {
		m.put(name, text)
	}
	now, err := release.Verify(m.files, version)
	if err != nil {
		m.Fatal(err)
	}
	m.now = now.Course
	data, err := publish.SourceArchive(maps.Clone(m.files), publish.Institution)
	if err != nil {
		m.Fatal(err)
	}
	return data
}

// parcel opens an archive.
func (m *making) parcel(data []byte) *library.Parcel {
	m.Helper()
	p, err := library.OpenParcel(bytes.NewReader(data), "")
	if err != nil {
		m.Fatal(err)
	}
	m.Cleanup(func() { p.Close() })
	return p
}

// publish puts the first release on a shelf.
func (m *making) publish(shelf *library.Shelf) {
	m.Helper()
	if _, err := shelf.Publish(m.Context(), "p-1", func(store.Tx) error { return nil }, m.parcel(m.release("1.0.0"))); err != nil {
		m.Fatal(err)
	}
}

// next is the release after, in which module 1 has a page more and module 3 another check.
func (m *making) next() []byte {
	m.module(1, "a, b, e")
	m.lesson(1, "e")
	m.check(3, 'd')
	return m.release("2.0.0")
}

// other is the release after, in which the check of module 3 gives fewer attempts and less time.
func (m *making) other() []byte {
	m.check(3, 'c')
	name := "modules/m3/check.en.md"
	m.put(name, strings.Replace(string(m.files[name].Data), "pass: 70", "pass: 70\nattempts: 2\ntime: 20", 1))
	return m.release("2.0.0")
}

// deed is what learners did: pages of a module, by their letters ("c" is the check), with a verb.
type deed struct {
	learners, module int
	pages            string
	verb             xapi.Verb
}

// planted are 142 learners.
var planted = []deed{
	{40, 1, "a", xapi.Initialized}, // looked at a page
	{38, 1, "ab", xapi.Completed},  // all of module 1 but its check
	{40, 2, "abc", xapi.Passed},    // a module that stays as it is
	{20, 1, "abc", xapi.Passed},    // the module with a new page
	{4, 3, "c", xapi.Passed},       // the check that is another
}

func TestTheImpactIsToldBeforePublishing(t *testing.T) {
	onBoth(t, testTheImpactIsToldBeforePublishing)
}

func testTheImpactIsToldBeforePublishing(b *building) {
	m := write(b.T, 4)
	m.publish(b.Library.Shelf())
	record := records.New(b.now, clock.NewID, "http://localhost/")
	record.Listen(delivery.New(delivery.Options{DB: b.DB, Clock: b.now, Identity: b.Identity, Records: record, Library: b.Library}))
	b.writing(func(tx store.Tx) error {
		for _, d := range planted {
			for range d.learners {
				var all []xapi.Statement
				for _, p := range []byte(d.pages) {
					all = append(all, xapi.Statement{Verb: d.verb, Object: xapi.Activity{ID: m.now.IRI + "#" + string(idOf(d.module, p, 0))}})
				}
				if _, err := record.Append(tx, identity.Actor(clock.NewID()), all...); err != nil {
					return err
				}
			}
		}
		return nil
	})
	body, kind := upload(b.T, "four.zip", m.next())
	w := b.ask(b.cookie, "POST", Path("en", "en", areaReleases), body, kind)
	at := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "For 118 learners of 142, nothing changes.", "20 learners who finished the module see one new page: Page e of 1",
		"4 learners take a check again, because a new one stands in the place of theirs: Check 3 – Module 3", "-no longer in the course", "-is told what it says now", "-are told what it says now")
	id := strings.TrimSuffix(at[len(Path("en", "en", areaReleases)):], "/")
	b.wants(PathOf("fr", "fr", areaRelease, id), "Pour 118 personnes sur 142, rien ne change.", "20 personnes qui avaient terminé le module voient une nouvelle page\u00a0: Page e of 1")
}

func TestTheImpactTellsOfConditions(t *testing.T) { onBoth(t, testTheImpactTellsOfConditions) }

func testTheImpactTellsOfConditions(b *building) {
	m := write(b.T, 3)
	m.publish(b.Library.Shelf())
	record := records.New(b.now, clock.NewID, "http://localhost/")
	record.Listen(delivery.New(delivery.Options{DB: b.DB, Clock: b.now, Identity: b.Identity, Records: record, Library: b.Library}))
	b.writing(func(tx store.Tx) error {
		for i, verb := range []xapi.Verb{xapi.Failed, xapi.Attempted, xapi.Passed, xapi.Completed} {
			page := idOf(3, 'c', 0)
			if i == 3 {
				page = idOf(3, 'a', 0)
			}
			if _, err := record.Append(tx, identity.Actor(clock.NewID()), xapi.Statement{Verb: verb, Object: xapi.Activity{ID: m.now.IRI + "#" + string(page)}}); err != nil {
				return err
			}
		}
		return nil
	})
	body, kind := upload(b.T, "other.zip", m.other())
	w := b.ask(b.cookie, "POST", Path("en", "en", areaReleases), body, kind)
	at := w.Header().Get("Location")
	b.wants(at, "For 2 learners of 4, nothing changes.",
		"Other conditions, which concern 2 learners who began it and have not passed it: Check 3 – Module 3 (attempts: as many as one likes before, 2 now and time for an attempt: as long as one likes before, 20 minutes now)")
}

// BenchmarkImpact looks at a release as its page does, with 10,000 learners who did all that a course of 36 pages asks for.
func BenchmarkImpact(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) { weigh(b, storetest.New(b, tables...)) })
	b.Run("PostgreSQL", func(b *testing.B) {
		db, err := store.Connect(b.Context(), pgtest.New(b))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { db.Close() })
		if err := store.Migrate(b.Context(), db, tables...); err != nil {
			b.Fatal(err)
		}
		weigh(b, db)
	})
}

func weigh(b *testing.B, db *store.DB) {
	blobs, err := blob.At(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	now := clock.NewFixed(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC))
	shelf, m := &library.Shelf{DB: db, Blobs: blobs, Identity: identity.New(db, now), Clock: now}, write(b, 12)
	m.publish(shelf)
	const learners = 10_000
	if err := db.Write(b.Context(), func(tx store.Tx) error { return m.plant(tx, learners) }); err != nil {
		b.Fatal(err)
	}
	parcel := m.parcel(m.next())
	for b.Loop() {
		out, err := shelf.Weigh(b.Context(), parcel)
		if err != nil {
			b.Fatal(err)
		}
		err = db.Read(b.Context(), func(tx store.Tx) error {
			got, err := delivery.ImpactOf(tx, out)
			if len(got.Pages) != 2 || got.Learners != learners || got.Pages[0].New != learners || got.Pages[1].Repeat != learners {
				b.Errorf("%+v", got)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// plant writes that learners did all of the course.
func (m *making) plant(tx store.Tx, learners int) error {
	tasks := m.now.Tasks()
	row := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?), ", len(tasks)), ", ")
	for n := range learners {
		var values []any
		for _, p := range tasks {
			values = append(values, fmt.Sprintf("a-%05d", n), string(delivery.PageActivity(m.now, p)), int(delivery.Passed), 1.0)
		}
		if _, err := tx.Exec("INSERT INTO delivery_progress (owner, activity, reached, scaled) VALUES "+row, values...); err != nil {
			return err
		}
	}
	return nil
}
