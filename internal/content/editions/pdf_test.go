package editions

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
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
	out := &publish.Memory{}
	if err := All.Build(t.Context(), c, publish.Options{Out: out, Source: src, Only: []string{"pdf"}}); err != nil {
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
	out := &publish.Memory{}
	err = All.Build(context.Background(), c, publish.Options{Out: out, Source: src, Only: []string{"pdf"}})
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

// tool runs a program of poppler or qpdf over a file and gives what it says; the test is skipped where it is missing.
func tool(t *testing.T, file []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
	path := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(name, append(args, path)...).CombinedOutput()
	if err != nil {
		t.Errorf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

func TestPDFSummariesAreOnePage(t *testing.T) {
	t.Parallel()
	n := 0
	for name, data := range shippedFiles(t) {
		size, summary := "612 x 792", strings.Contains(name, "-summary-")
		if !summary {
			continue
		}
		n++
		if strings.HasSuffix(name, "-a4.pdf") {
			size = "595.28 x 841.89"
		}
		info := strings.Join(strings.Fields(tool(t, data, "pdfinfo")), " ")
		if !strings.Contains(info, "Pages: 1 ") || !strings.Contains(info, "Page size: "+size) {
			t.Errorf("%s: %s", name, info)
		}
	}
	if n != 24 { // six modules, two languages, two papers
		t.Errorf("%d summaries", n)
	}
}

// Readers that nobody here wrote: the files are sound, tagged, and every face is embedded as a subset.
func TestPDFInReadersOfOthers(t *testing.T) {
	t.Parallel()
	files := shippedFiles(t)
	for _, part := range []string{"", "1-introduction", "first-questions"} {
		for _, tag := range []lang.Tag{lang.English, lang.French} {
			c := &course.Course{Key: "open-source-in-government"}
			name := publish.OutputPath(c, "pdf", part, tag, "pdf")
			data := files[name]
			if out := tool(t, data, "qpdf", "--check"); !strings.Contains(out, "No syntax or stream encoding errors") || strings.Contains(out, "WARNING") {
				t.Errorf("%s: %s", name, out)
			}
			info := strings.Join(strings.Fields(tool(t, data, "pdfinfo")), " ")
			if !strings.Contains(info, "Tagged: yes") {
				t.Errorf("%s: %s", name, info)
			}
			fonts := strings.Split(strings.TrimSpace(tool(t, data, "pdffonts")), "\n")
			for _, line := range fonts[2:] {
				if f := strings.Fields(line); len(f) < 7 || strings.Join(f[len(f)-5:len(f)-2], " ") != "yes yes yes" {
					t.Errorf("%s: a face that is not embedded, a subset and mapped: %s", name, line)
				}
			}
		}
	}
}

// The whole course carries its source, from which it can be made again.
func TestPDFCarriesTheSource(t *testing.T) {
	t.Parallel()
	_, src := shippedCourse(t)
	want, err := publish.SourceArchive(src, publish.Everyone)
	if err != nil {
		t.Fatal(err)
	}
	got, err := publish.SourceArchiveOf(shippedFiles(t)["pdf/open-source-in-government-en.pdf"])
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, want %d: %v", len(got), len(want), err)
	}
}

// A course chooses its sheet.
func TestPDFFollowsTheTheme(t *testing.T) {
	t.Parallel()
	c, src := fixture(t)
	themed := *c
	themed.Theme = map[string]string{"paper": "A4", "accent": "#802"}
	if info := tool(t, pdfFiles(t, &themed, src)[publish.OutputPath(c, "pdf", "", lang.English, "pdf")], "pdfinfo"); !strings.Contains(info, "595.28 x 841.89") {
		t.Error(info)
	}
}
