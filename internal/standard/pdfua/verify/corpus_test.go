package verify

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// corpusName is how the files of veraPDF's corpus are named: clause, test, what is expected of the rule.
var corpusName = regexp.MustCompile(`^([0-9.-]+)-t([0-9]+)-(pass|fail)-`)

// renamed are files whose rule has another number in the profile of today than in the name of the file.
var renamed = map[string]string{
	"7.1-t05-fail-d": "7.1-6", "7.2-t03-fail-b": "7.2-39", "7.2-t03-fail-c": "7.2-16", "7.2-t19-fail-a": "7.2-40",
	"7.2-t19-fail-c": "7.2-40", "7.2-t27-fail-a": "7.2-28", "7.2-t27-fail-b": "7.2-28", "7.18.7-t01-fail-a": "7.11-1",
	"7.18.7-t01-fail-b": "7.11-1", "7.18.7-t01-fail-c": "7.11-1", "7.18.7-t01-fail-d": "7.11-1",
}

// TestPublishedCorpus runs the checker over the PDF/UA-1 files of veraPDF's corpus, read in place. A file named "fail"
// breaks its rule, a file named "pass" breaks none. docs/conformance/pdf.md has the figures and the exceptions.
func TestPublishedCorpus(t *testing.T) {
	root := os.Getenv("ATELIER_PDFUA_CORPUS")
	if root == "" {
		t.Skip("ATELIER_PDFUA_CORPUS is not set: the folder PDF_UA-1 of veraPDF's corpus")
	}
	agree, all, exact := 0, 0, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		m := corpusName.FindStringSubmatch(filepath.Base(path))
		if err != nil || m == nil {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		all++
		id := strings.ReplaceAll(m[1], "-", ".") + "-" + strings.TrimLeft(m[2], "0")
		if now, ok := renamed[strings.TrimSuffix(filepath.Base(path), ".pdf")]; ok {
			id = now
		}
		r, err := Check(b)
		broken := r.Broken()
		good := len(broken) == 0 && r.Cut == ""
		if m[3] == "fail" {
			good = slices.Contains(broken, id)
			if good && len(broken) == 1 {
				exact++
			}
		}
		if good {
			agree++
		}
		if !good {
			t.Errorf("%s: %v %v\n%s", filepath.Base(path), broken, err, r)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d agree, %d of those that fail break their rule alone", all, agree, exact)
}
