package parity

import (
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
				t.Errorf("%s:%d: a %s without id", p.File, p.Line, p.Kind)
			}
		}
	}
	if len(pairs) < 240 {
		t.Errorf("only %d passages", len(pairs))
	}
	t.Logf("%d passages", len(pairs))
}
