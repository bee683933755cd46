package library

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	osexec "os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/jobs"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/content/editions"
	"atelier/internal/content/publish"
	"atelier/internal/people/identity"
)

const killedBuilder = "ATELIER_TEST_KILLED_BUILDER"

// stopping is a clock that says each time it is asked, and from some time on does not answer. A shelf that builds asks it as
// it begins, and in the transaction in which the files of a format are named.
type stopping struct {
	clock.Fixed
	asked, most int
}

func (s *stopping) Now() time.Time {
	s.asked++
	fmt.Println(s.asked)
	if s.asked > s.most {
		select {}
	}
	return s.Fixed.Now()
}

// buildUntilKilled is a node that builds, and stops in the middle when it is told to: where it is and since when it runs
// come from its surroundings.
func buildUntilKilled(with string) {
	part := strings.Split(with, " ")
	minutes, _ := strconv.Atoi(part[2])
	most, _ := strconv.Atoi(part[3])
	now := noon.Add(time.Duration(minutes) * time.Minute)
	db, err := store.Connect(context.Background(), part[0])
	if err != nil {
		fmt.Println(err)
		return
	}
	blobs, err := blob.At(part[1])
	if err != nil {
		fmt.Println(err)
		return
	}
	s := &Shelf{DB: db, Blobs: blobs, Identity: identity.New(db, clock.NewFixed(now)), Clock: &stopping{*clock.NewFixed(now), 0, most}}
	q := jobs.New(jobs.Options{DB: db, Clock: clock.NewFixed(now), Log: quiet()})
	s.Work(q, "test")
	q.Start(context.Background())
	select {}
}

// TestABuilderThatIsKilled kills one node in the transaction that names the third format, and another, which took up its
// work, anywhere: what is there is whole each time, and a third node finishes what "atelier release" would have written.
func TestABuilderThatIsKilled(t *testing.T) {
	t.Parallel()
	address, folder := pgtest.New(t), t.TempDir()
	db, err := store.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := store.Migrate(t.Context(), db, jobs.Migrations, identity.Migrations, Migrations); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, db, folder)
	q := jobs.New(jobs.Options{DB: db, Clock: b.now, Log: quiet()})
	b.Work(q, "test")
	_, n := b.asked()

	killAfter(t, 4, address, folder, "0", "3")
	if _, by, _ := b.stand(); by[BuildThere] != 2 || b.whole() == 0 {
		t.Errorf("after the first kill: %v", by)
	}
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, by, _ := b.stand(); by[BuildThere] != 2 {
		t.Errorf("what a node holds is taken from it: %v", by)
	}
	killAfter(t, 2, address, folder, "1", "1000")
	if _, by, _ := b.stand(); by[BuildThere] < 2 {
		t.Errorf("after the second kill: %v", by)
	}
	b.whole()
	b.now.Advance(2 * time.Minute)
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, by, _ := b.stand(); by[BuildThere] != n {
		t.Fatalf("at the end: %v", by)
	}
	b.whole()
	b.likeRelease()
}

// killAfter starts a node and kills it without warning once its clock was asked that often.
func killAfter(t *testing.T, asked int, with ...string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := osexec.Command(self)
	child.Env = append(os.Environ(), killedBuilder+"="+strings.Join(with, " "))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for i := 0; i < asked && lines.Scan(); i++ {
		if _, err := strconv.Atoi(lines.Text()); err != nil {
			t.Error(lines.Text())
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed, so it is an error
}

// whole holds what is named to be there: every file of a format that is there, with the bytes that its checksum says. It
// says how many files those are.
func (b *bench) whole() (n int) {
	b.Helper()
	all, _, _ := b.stand()
	for _, f := range all {
		if len(f.Files) == 0 {
			continue
		}
		if f.State != BuildThere {
			b.Errorf("%s is %s and has %d files", f.Edition, f.State, len(f.Files))
		}
		named := map[string]bool{}
		for _, file := range f.Files {
			named[file.Path] = true
			from, size, err := b.Blobs.Open(b.Context(), file.Blob)
			if err != nil {
				b.Errorf("%s: %v", file.Path, err)
				continue
			}
			got, err := blob.HashOf(from)
			from.Close()
			if err != nil || got != file.Blob || size != file.Bytes {
				b.Errorf("%s is %d bytes of %s: %v", file.Path, size, got, err)
			}
			n++
		}
		for _, o := range editions.All.Outputs(b.p.Course, f.Edition) {
			if !named[o.Path] {
				b.Errorf("%s is there without %s", f.Edition, o.Path)
			}
		}
	}
	return n
}

// likeRelease holds the files to those that "atelier release" writes.
func (b *bench) likeRelease() {
	b.Helper()
	var out publish.Memory
	if err := editions.All.Build(b.Context(), b.p.Course, publish.Options{Out: &out, Source: b.p.folder, Version: "test", Release: "1.0.0", Date: "2026-11-23"}); err != nil {
		b.Fatal(err)
	}
	have := map[string]bool{}
	all, _, _ := b.stand()
	for _, f := range all {
		for _, file := range f.Files {
			have[file.Path] = true
			if want, err := blob.HashOf(bytes.NewReader(out.Files()[file.Path])); err != nil || want != file.Blob {
				b.Errorf("%s is not what atelier release writes: %v", file.Path, err)
			}
		}
	}
	for _, o := range editions.All.Outputs(b.p.Course) {
		if !have[o.Path] {
			b.Errorf("%s is not there", o.Path)
		}
	}
}
