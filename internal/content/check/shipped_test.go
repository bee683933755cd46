package check

import (
	"os"
	"testing"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// The shipped course holds against its own rules: no error and no warning.
func TestShippedCourseIsClean(t *testing.T) {
	c, problems, err := course.Load(os.DirFS("../../../courses/open-source-in-government"))
	if err != nil {
		t.Fatal(err)
	}
	found := Run(c, Options{Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Problems: problems})
	for _, f := range found {
		if f.Level != Note {
			t.Errorf("%s %s: %s", f.Place, f.Rule, f.Message.In(lang.English))
		}
	}
}
