package library

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/content/course"
	"atelier/internal/content/editions"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
	"atelier/internal/people/identity"
)

func TestMain(m *testing.M) {
	if with := os.Getenv(killedBuilder); with != "" {
		buildUntilKilled(with)
		return
	}
	os.Exit(pgtest.Main(m))
}

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// bench is a shelf with a release on it, whose queue nobody works at.
type bench struct {
	*testing.T
	*Shelf
	now *clock.Fixed
	r   Release
	p   *Parcel
}

func onShelves(t *testing.T, test func(b *bench)) {
	storetest.OnBoth(t, []store.Migrations{jobs.Migrations, identity.Migrations, Migrations}, func(t *testing.T, db *store.DB) {
		test(newBench(t, db, t.TempDir()))
	})
}

func newBench(t *testing.T, db *store.DB, folder string) *bench {
	b := &bench{T: t, now: clock.NewFixed(noon)}
	blobs, err := blob.At(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { blobs.Close() })
	b.Shelf = &Shelf{DB: db, Blobs: blobs, Identity: identity.New(db, b.now), Clock: b.now}
	b.Work(jobs.New(jobs.Options{DB: db, Clock: b.now, Log: quiet()}), "test")
	b.publish()
	return b
}

func (b *bench) publish() {
	b.Helper()
	folder := os.DirFS("../../content/course/testdata/trilingual")
	c, _, err := course.Load(folder)
	if err != nil {
		b.Fatal(err)
	}
	plan, err := release.Make(nil, c, folder, release.Options{Version: "1.0.0", Date: "2026-11-23"})
	if err != nil {
		b.Fatal(err)
	}
	data, err := publish.SourceArchive(plan.Over(folder), publish.Institution)
	if err != nil {
		b.Fatal(err)
	}
	if b.p, err = OpenParcel(bytes.NewReader(data), "1.0.0"); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { b.p.Close() })
	if _, err := b.Publish(b.Context(), "p-1", func(store.Tx) error { return nil }, b.p); err != nil {
		b.Fatal(err)
	}
	b.write(func(tx store.Tx) (err error) {
		b.r, err = b.Release(tx, b.p.Course.Key, "1.0.0")
		return err
	})
}

// asked has the site build what is missing, and says as what and how much.
func (b *bench) asked() (e buildErrand, n int) {
	b.Helper()
	err := b.DB.Write(b.Context(), func(tx store.Tx) (err error) {
		if n, err = b.Build(tx, "p-1", b.r.Course, b.r.Version); err != nil {
			return err
		}
		all, err := selectBuilds(tx, b.r.Course, b.r.Version)
		e = buildErrand{Course: b.r.Course, Version: b.r.Version, Ask: all[0].ask}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return e, n
}

// stand is how far the formats are, by state.
func (b *bench) stand() (all []Format, by map[BuildState]int, whys []string) {
	b.Helper()
	by = map[BuildState]int{}
	err := b.DB.Read(b.Context(), func(tx store.Tx) (err error) {
		all, err = b.Formats(tx, b.r)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range all {
		by[f.State]++
		if f.Why != "" && !slices.Contains(whys, f.Why) {
			whys = append(whys, f.Why)
		}
	}
	return all, by, whys
}

func (b *bench) write(fn func(tx store.Tx) error) {
	b.Helper()
	if err := b.DB.Write(b.Context(), fn); err != nil {
		b.Fatal(err)
	}
}

// TestBuildingWhatIsMissing builds on two nodes at once, after a third died in the middle: the files are those that
// "atelier release" writes, and the release is as it was.
func TestBuildingWhatIsMissing(t *testing.T) { onShelves(t, testBuildingWhatIsMissing) }

func testBuildingWhatIsMissing(b *bench) {
	most := len(editions.All.Names()) - 1
	if _, by, _ := b.stand(); by[BuildMissing] != most {
		b.Fatalf("before anything is asked for: %v", by)
	}
	e, n := b.asked()
	if _, by, _ := b.stand(); n != most || by[BuildWaiting] != most {
		b.Fatalf("%d were asked for: %v", n, by)
	}
	if _, n := b.asked(); n != 0 {
		b.Errorf("%d were asked for twice", n)
	}
	if err := b.buildOne(b.Context(), e, b.r, b.p, "epub"); err != nil {
		b.Fatal(err)
	}
	b.write(func(tx store.Tx) error { return updateBuild(tx, e, publish.EditionText, BuildRunning, "") }) // as who died left it
	if _, by, _ := b.stand(); by[BuildThere] != 1 || by[BuildRunning] != 1 {
		b.Errorf("in the middle: %v", by)
	}
	var nodes errgroup.Group
	for range 2 {
		nodes.Go(func() error { return b.build(b.Context(), e) })
	}
	if err := nodes.Wait(); err != nil {
		b.Fatal(err)
	}
	if _, by, _ := b.stand(); by[BuildThere] != most {
		b.Fatalf("%v", by)
	}
	b.whole()
	b.likeRelease()
	b.write(func(tx store.Tx) error {
		now, err := b.Release(tx, b.r.Course, b.r.Version)
		if now.Archive != b.r.Archive || now.Number != 1 || !now.Published.Equal(b.r.Published) {
			b.Errorf("the release changed: %+v", now)
		}
		return err
	})
	if _, n := b.asked(); n != 0 {
		b.Errorf("%d of what is there were asked for", n)
	}
	b.write(func(tx store.Tx) error {
		lines, err := b.Identity.Trail(tx, identity.TrailFilter{Do: ActBuild.Name})
		if len(lines) != 1 || lines[0].By != "p-1" {
			b.Errorf("the trail holds %+v", lines)
		}
		return err
	})
}

// TestBuildingThatFails tells why, and can be asked for again.
func TestBuildingThatFails(t *testing.T) { onShelves(t, testBuildingThatFails) }

func testBuildingThatFails(b *bench) {
	most := len(editions.All.Names()) - 1
	e, _ := b.asked()
	if err := b.Blobs.Delete(b.Context(), b.r.Archive); err != nil {
		b.Fatal(err)
	}
	if err := b.build(b.Context(), e); err == nil {
		b.Fatal("a release without its source is built")
	}
	if _, by, whys := b.stand(); by[BuildWaiting] != most || len(whys) != 0 {
		b.Errorf("before the next try: %v, %v", by, whys)
	}
	b.write(func(tx store.Tx) error { return failBuilds(tx, e, whyStopped) })
	if _, by, whys := b.stand(); by[BuildFailed] != most || !slices.Equal(whys, []string{whySource}) {
		b.Errorf("after the last: %v, %v", by, whys)
	}
	if err := b.build(b.Context(), e); err != nil {
		b.Errorf("what was given up is done: %v", err)
	}
	again, n := b.asked()
	if n != most || again.Ask == e.Ask {
		b.Errorf("%d were asked for again", n)
	}
	b.write(func(tx store.Tx) error { return failBuilds(tx, e, whyStopped) }) // the old work is no part of the new
	if _, by, _ := b.stand(); by[BuildWaiting] != most {
		b.Errorf("%v", by)
	}
	b.now.Advance(buildLost + time.Minute) // its job was dropped
	if _, by, whys := b.stand(); by[BuildFailed] != most || !slices.Equal(whys, []string{whyStopped}) {
		b.Errorf("after a long time: %v, %v", by, whys)
	}
	if _, n := b.asked(); n != most {
		b.Errorf("%d were asked for after a long time", n)
	}
}

// TestNothingIsBuiltOfWhatWasWithdrawn tries that, and a release that there is not.
func TestNothingIsBuiltOfWhatWasWithdrawn(t *testing.T) {
	onShelves(t, testNothingIsBuiltOfWhatWasWithdrawn)
}

func testNothingIsBuiltOfWhatWasWithdrawn(b *bench) {
	b.write(func(tx store.Tx) error {
		return insertWithdrawal(tx, b.r.Course, b.r.Version, Withdrawal{At: b.now.Now(), By: "p-1", Reason: lang.Text{lang.English: "x", lang.French: "x"}})
	})
	for version, want := range map[string]fault.Kind{"1.0.0": fault.Conflict, "9.9": fault.NotFound} {
		err := b.DB.Write(b.Context(), func(tx store.Tx) error {
			_, err := b.Build(tx, "p-1", b.r.Course, version)
			return err
		})
		if fault.KindOf(err) != want || strings.TrimSpace(fault.Hint(err, lang.French)) == "" {
			b.Errorf("%s: %v", version, err)
		}
	}
}

// TestOneRequestAtATime has a node take up a request while another is worked at: it is put off, until the turn of the other
// is given back, or is over because whoever had it is gone.
func TestOneRequestAtATime(t *testing.T) { onShelves(t, testOneRequestAtATime) }

func testOneRequestAtATime(b *bench) {
	other := buildErrand{Course: "another", Version: "1.0.0", Ask: "other"}
	take := func() {
		b.write(func(tx store.Tx) error {
			ours, err := takeTurn(tx, other, b.now.Now(), b.now.Now().Add(buildTime))
			if !ours {
				b.Error("there is no turn to have")
			}
			return err
		})
	}
	waiting := func(n int) {
		b.Helper()
		var jobs int
		b.write(func(tx store.Tx) error {
			return tx.QueryRow("SELECT count(*) FROM jobs_job WHERE kind = 'library.build'").Scan(&jobs)
		})
		if _, by, _ := b.stand(); by[BuildThere] != 0 || by[BuildWaiting] != len(editions.All.Names())-1 || jobs != n {
			b.Fatalf("%v, %d jobs", by, jobs)
		}
	}
	take()
	e, most := b.asked()
	for n := range 2 {
		if err := b.build(b.Context(), e); err != nil {
			b.Fatal(err)
		}
		waiting(2 + n)
	}
	b.now.Advance(buildTime)
	if err := b.build(b.Context(), e); err != nil {
		b.Fatal(err)
	}
	if _, by, _ := b.stand(); by[BuildThere] != most {
		b.Fatalf("%v", by)
	}
	take() // it was given back
	b.write(func(tx store.Tx) error { return b.giveUp(tx, other) })
	other.Ask = "third"
	take()
}
