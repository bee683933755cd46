package publish

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"atelier/internal/content/course"
	"atelier/internal/standard/pdfua"
)

// shipped is the course that ships with the product, and its folder.
func shippedCourse(t testing.TB) (*course.Course, fs.FS) {
	t.Helper()
	src := os.DirFS("../../../courses/open-source-in-government")
	c, problems, err := course.Load(src)
	if err != nil || problems.Fatal() {
		t.Fatal(err, problems)
	}
	return c, src
}

func pdfFiles(t testing.TB, c *course.Course, src fs.FS) map[string][]byte {
	t.Helper()
	out := &Memory{}
	if err := Build(t.Context(), c, Options{Out: out, Source: src, Only: []string{EditionPDF}}); err != nil {
		t.Fatal(err)
	}
	return out.Files()
}

// PDF/UA-1: every machine rule of the validation profile, over every file of the shipped course.
func TestPDFKeepsEveryRuleOfPDFUA(t *testing.T) {
	t.Parallel()
	c, src := shippedCourse(t)
	for name, data := range pdfFiles(t, c, src) {
		if !strings.HasSuffix(name, ".pdf") {
			continue
		}
		report, err := pdfua.Check(data)
		if err != nil || !report.OK() {
			t.Errorf("%s: %v %v", name, err, report)
		}
	}
}
