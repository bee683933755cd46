package publish

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"sync"
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

// shippedPDF is the PDF edition of the shipped course, made once.
var shippedPDF = sync.OnceValues(func() (map[string][]byte, error) {
	src := os.DirFS("../../../courses/open-source-in-government")
	c, _, err := course.Load(src)
	if err != nil {
		return nil, err
	}
	out := &Memory{}
	err = Build(context.Background(), c, Options{Out: out, Source: src, Only: []string{EditionPDF}})
	return out.Files(), err
})

func shippedFiles(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := shippedPDF()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// PDF/UA-1: every machine rule of the validation profile, over every file of the shipped course.
func TestPDFKeepsEveryRuleOfPDFUA(t *testing.T) {
	t.Parallel()
	for name, data := range shippedFiles(t) {
		if !strings.HasSuffix(name, ".pdf") {
			continue
		}
		report, err := pdfua.Check(data)
		if err != nil || !report.OK() {
			t.Errorf("%s: %v %v", name, err, report)
		}
	}
}
