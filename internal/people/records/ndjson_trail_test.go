package records

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/identity"
)

// onTrail runs a test on a store whose imports and exports are written into the audit trail.
func onTrail(t *testing.T, test func(t *testing.T, p program, o Import, r *Room, trail func() []string)) {
	t.Parallel()
	storetest.OnBoth(t, []store.Migrations{identity.Migrations, Migrations}, func(t *testing.T, db *store.DB) {
		now := clock.NewFixed(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC))
		files, err := blob.At(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { files.Close() })
		people := identity.New(db, now)
		r := New(now, clock.Sequence(), "http://localhost/")
		h := r.Before(http.NotFoundHandler(), Door{DB: db, Keys: testKeys, Blobs: files, Log: slog.New(slog.DiscardHandler), Trail: people.Audit,
			Course: func(key string) (string, bool) { return courseIRI, key == "course" }})
		o := Import{DB: db, Blobs: files, Source: "import", Trail: Trail{Write: people.Audit}}
		test(t, program{t, h, now}, o, r, func() (all []string) {
			err := db.Read(t.Context(), func(tx store.Tx) error {
				lines, err := people.Trail(tx, identity.TrailFilter{Do: "statements."})
				all = nil
				for _, l := range lines {
					all = append(all, fmt.Sprintf("%s %s %s", l.By, l.Do, flat(l.Detail)))
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			slices.Reverse(all)
			return all
		})
	})
}

// flat is a detail on one line.
func flat(detail map[string]string) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(detail)) {
		all = append(all, name+"="+detail[name])
	}
	return strings.Join(all, " ")
}

// TestLinesLeaveATrail imports and exports by HTTP: each leaves a line before and one after, with counts and nobody's name.
func TestLinesLeaveATrail(t *testing.T) {
	onTrail(t, func(t *testing.T, p program, _ Import, _ *Room, trail func() []string) {
		lines := said(firstID, "a", "did", "urn:x:1", "") + "\n" + said(firstID, "b", "did", "urn:x:1", "") + "\n" + said(firstID, "a", "did", "urn:x:1", "") + "\n"
		p.want(http.StatusOK, version1, http.MethodPost, "/ndjson", lines, "Content-Type", ndjsonType)
		p.want(http.StatusOK, version1, http.MethodGet, "/ndjson?attachments=true&since=2020-01-01T00:00:00Z&agent="+url.QueryEscape(`{"mbox":"mailto:a@example.com"}`), "")
		p.ask("bound", version1, http.MethodGet, "/ndjson", "")
		p.want(http.StatusOK, version1, http.MethodGet, "/ndjson?verb=mailto:a@example.com&course=mailto:a@example.com", "")
		p.want(http.StatusOK, version1, http.MethodHead, "/ndjson", "")
		p.want(http.StatusBadRequest, version1, http.MethodGet, "/ndjson?since=x", "")
		p.want(http.StatusBadRequest, version1, http.MethodPost, "/ndjson", lines, "Content-Type", "text/plain")
		want := []string{
			"key:all statements.import ",
			"key:all statements.imported began=2026-11-27T12:00:00Z kept=1 known=1 lines=3 refused=1 whole=true",
			"key:all statements.export agent=one attachments=true since=2020-01-01T00:00:00Z",
			"key:all statements.exported began=2026-11-27T12:00:00Z given=1 whole=true",
			"key:bound statements.export course=" + courseIRI,
			"key:bound statements.exported began=2026-11-27T12:00:00Z given=0 whole=true",
			"key:all statements.export course=one verbs=1",
			"key:all statements.exported began=2026-11-27T12:00:00Z given=0 whole=true",
		}
		if got := trail(); !slices.Equal(got, want) {
			t.Errorf("the trail is\n%s", strings.Join(got, "\n"))
		}
	})
}

// TestCutLinesLeaveATrail breaks an import and an export off: what was done until then stands in the trail.
func TestCutLinesLeaveATrail(t *testing.T) {
	onTrail(t, func(t *testing.T, _ program, o Import, r *Room, trail func() []string) {
		cut := errors.New("the line is dead")
		text := io.MultiReader(strings.NewReader(said(firstID, "a", "did", "urn:x:1", "")+"\n"), iotest.ErrReader(cut))
		if done, err := r.ReadLines(t.Context(), o, text); !errors.Is(err, cut) || done.Kept != 1 {
			t.Errorf("%+v, %v", done, err)
		}
		to, from := io.Pipe()
		to.CloseWithError(cut)
		if _, err := r.WriteLines(t.Context(), from, Export{DB: o.DB, Trail: o.Trail}); !errors.Is(err, cut) {
			t.Error(err)
		}
		want := []string{
			" statements.import ",
			" statements.imported began=2026-11-27T12:00:00Z kept=1 known=0 lines=1 refused=0 whole=false",
			" statements.export ",
			" statements.exported began=2026-11-27T12:00:00Z given=0 whole=false",
		}
		if got := trail(); !slices.Equal(got, want) {
			t.Errorf("the trail is\n%s", strings.Join(got, "\n"))
		}
		o.Trail.Write = func(store.Tx, identity.Event) error { return cut }
		if done, err := r.ReadLines(t.Context(), o, strings.NewReader(said(secondID, "a", "did", "urn:x:1", ""))); !errors.Is(err, cut) || done.Lines != 0 {
			t.Errorf("without a trail: %+v, %v", done, err)
		}
	})
}

// TestInterruptedLinesAreReadAgain stops an import half-way, because its text cannot be read or somebody stops it: what was
// kept stays, and read again nothing is taken twice and nothing is missing.
func TestInterruptedLinesAreReadAgain(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		const all = 3*importBatch + 10
		var lines []string
		for i := range all {
			lines = append(lines, said(clock.NewID(), fmt.Sprint("a", i), "did", "urn:x:1", "")+"\n")
		}
		read := func(ctx context.Context, text io.Reader) (Imported, error) {
			return r.ReadLines(ctx, Import{DB: db, Source: MachineSource}, text)
		}
		first := strings.Join(lines[:importBatch+20], "")
		cut := errors.New("the disk is dead")
		if done, err := read(t.Context(), io.MultiReader(strings.NewReader(first), iotest.ErrReader(cut))); !errors.Is(err, cut) || done.Kept != importBatch+20 {
			t.Errorf("%+v, %v", done, err)
		}
		ctx, stop := context.WithCancel(t.Context())
		stopping := io.MultiReader(strings.NewReader(strings.Join(lines[:2*importBatch], "")), &stopsAt{stop: stop, rest: strings.NewReader(strings.Join(lines[2*importBatch:], ""))})
		if done, err := read(ctx, stopping); !errors.Is(err, context.Canceled) || done.Kept+done.Known >= all {
			t.Errorf("%+v, %v", done, err)
		}
		done, err := read(t.Context(), strings.NewReader(strings.Join(lines, "")))
		if err != nil || done.Kept+done.Known != all || done.Known < importBatch+20 || done.Refused != 0 {
			t.Errorf("%+v, %v", done, err)
		}
		if got := p.want(http.StatusOK, version1, http.MethodGet, "/ndjson", "").body; strings.Count(got, "\n") != all {
			t.Errorf("%d lines, want %d", strings.Count(got, "\n"), all)
		}
	})
}

// stopsAt stops whoever reads it, and gives the rest all the same.
type stopsAt struct {
	stop context.CancelFunc
	rest io.Reader
}

func (s *stopsAt) Read(p []byte) (int, error) {
	s.stop()
	return s.rest.Read(p)
}
