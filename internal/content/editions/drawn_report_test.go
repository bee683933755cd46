package editions

import (
	"maps"
	"os"
	"slices"
	"testing"

	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// Plain text says by passage what it does not show, and the web edition that the bank is kept back.
func TestDrawnEditionsTellLosses(t *testing.T) {
	src := os.DirFS("../publish/testdata/course")
	c, problems, err := course.Load(src)
	if err != nil || problems.Fatal() {
		t.Fatal(err, problems)
	}
	files := map[string][]byte{}
	for _, name := range []string{publish.EditionWeb, publish.EditionText} {
		maps.Copy(files, contractBuild(t, c, src, name))
	}
	has := func(edition, passage, code string) bool {
		return slices.ContainsFunc(readReport(t, files, edition).Losses, func(e publish.ReportEntry) bool {
			return string(e.Passage) == passage && e.Code == code
		})
	}
	for passage, code := range map[string]string{"baaab4": "text-picture", "baaab9": "text-recording", "": "text-questions"} {
		if !has(publish.EditionText, passage, code) {
			t.Errorf("%s of %s is not told", code, passage)
		}
	}
	if has(publish.EditionText, "baaac6", "text-picture") {
		t.Error("a decoration is told as lost")
	}
	if files[publish.EditionWeb+"/"+publish.ReportFile] != nil {
		t.Error("the web edition of a course without a bank has lost something")
	}
}
