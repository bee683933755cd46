package check

import (
	"os"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

var courseFolder = os.DirFS("../../../courses/open-source-in-government")

// The shipped course holds against its own rules: no error and no warning.
func TestShippedCourseIsClean(t *testing.T) {
	c, problems, err := course.Load(courseFolder)
	if err != nil {
		t.Fatal(err)
	}
	found := Run(c, Options{Now: now, Problems: problems})
	for _, f := range found {
		if f.Level != Note {
			t.Errorf("%s %s: %s", f.Place, f.Rule, f.Message.In(lang.English))
		}
	}
}
