package parity

import (
	"strings"
	"testing"

	"atelier/internal/content/course"
)

const trilingual = "../course/testdata/trilingual"

func loadTrilingual(t testing.TB) *course.Course {
	t.Helper()
	fsys, err := course.OpenDir(trilingual)
	if err != nil {
		t.Fatal(err)
	}
	c, problems, err := course.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s:%d:%d %s %v", p.File, p.Line, p.Column, p.Code, p.Args)
	}
	return c
}

func TestTrilingualCourseHasEveryPassageInEveryLanguage(t *testing.T) {
	c := loadTrilingual(t)
	pairs := Pairs(c, BookOf(c), Weighing{Now: "2026-11-23"})
	for _, p := range pairs {
		if missing := p.In(Missing); len(missing) > 0 {
			t.Errorf("%s (%s) is missing in %v", p.ID, p.File, missing)
		}
	}
	for _, tag := range c.Tags() {
		for _, p := range c.Passages(tag) {
			if p.ID == "" {
				t.Errorf("%s has no id", p.Place)
			}
		}
	}
	if len(pairs) < 240 {
		t.Errorf("only %d passages", len(pairs))
	}
	t.Logf("%d passages", len(pairs))
}

// The parity files of the test course were written once. A hash that changes without its text means that every
// confirmation of every course is lost.
func TestTrilingualCourseStandsAsItsParityFilesSay(t *testing.T) {
	c := loadTrilingual(t)
	book := BookOf(c)
	if len(book.Mistakes) > 0 {
		t.Fatal(book.Mistakes)
	}
	b := NewBoard(c, book, Weighing{Now: "2026-11-24"}, nil)
	if b.Total.Counts[NeedsALook] != 0 || b.Total.Counts[Excepted] != 1 || b.Total.Counts[Machine] < 150 || b.Total.Counts[InParity] != 0 {
		t.Errorf("%v", b.Total.Counts)
	}
	for name, f := range book.Files {
		if string(f.Bytes()) != c.Files[name].Text {
			t.Errorf("%s is not written as it was read", name)
		}
	}
}

// A machine that is asked to confirm everything leaves a person's exception as it stands.
func TestAMachineDoesNotEndAnException(t *testing.T) {
	c := loadTrilingual(t)
	done, err := Confirm(c, BookOf(c), Selection{All: true}, ByMachine, "2026-11-24")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range done.Edits {
		if strings.Contains(string(e.Old), "except=") && !strings.Contains(string(e.New), "except=") {
			t.Errorf("%s lost its exception:\n%s", e.Path, e.New)
		}
	}
	if len(done.Kept) < 200 {
		t.Errorf("%d kept, %d confirmed again", len(done.Kept), len(done.Confirmed))
	}
}
