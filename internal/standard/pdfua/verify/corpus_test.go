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

// renamed are files whose rule has another number in the profile of today than in the name of the file.
var renamed = map[string]string{
	"7.1-t05-fail-d": "7.1-6", "7.2-t03-fail-b": "7.2-39", "7.2-t03-fail-c": "7.2-16", "7.2-t19-fail-a": "7.2-40",
	"7.2-t19-fail-c": "7.2-40", "7.2-t27-fail-a": "7.2-28", "7.2-t27-fail-b": "7.2-28", "7.18.7-t01-fail-a": "7.11-1",
	"7.18.7-t01-fail-b": "7.11-1", "7.18.7-t01-fail-c": "7.11-1", "7.18.7-t01-fail-d": "7.11-1",
}

// corpusFile is a file of veraPDF's corpus and what its name says of it.
type corpusFile struct {
	name, rule string
	fails      bool
	report     Report
}

// corpus judges the files of one folder of the corpus, read in place. name takes a file's name apart: clause, test and
// "pass" or "fail".
func corpus(t *testing.T, folder string, name *regexp.Regexp, rule func(clause, test string) string) []corpusFile {
	t.Helper()
	root := os.Getenv("ATELIER_PDFUA_CORPUS")
	if root == "" {
		t.Skip("ATELIER_PDFUA_CORPUS is not set: a copy of veraPDF's corpus")
	}
	var out []corpusFile
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
		m := name.FindStringSubmatch(filepath.Base(path))
		if err != nil || m == nil {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		c := corpusFile{name: strings.TrimSuffix(filepath.Base(path), ".pdf"), fails: m[3] == "fail"}
		c.rule = rule(strings.ReplaceAll(m[1], "-", "."), strings.TrimLeft(m[2], "0"))
		if now, ok := renamed[c.name]; ok {
			c.rule = now
		}
		c.report, err = Check(b)
		out = append(out, c)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPublishedCorpus: a file of the PDF/UA-1 corpus that is named "fail" breaks its rule, one named "pass" breaks none.
// docs/conformance/pdf.md has the figures.
func TestPublishedCorpus(t *testing.T) {
	name := regexp.MustCompile(`^([0-9.-]+)-t([0-9]+)-(pass|fail)-`)
	files := corpus(t, "PDF_UA-1", name, func(clause, test string) string { return clause + "-" + test })
	alone := 0
	for _, c := range files {
		broken := c.report.Broken()
		if c.fails != slices.Contains(broken, c.rule) || !c.fails && !c.report.OK() && c.report.Cut == "" {
			t.Errorf("%s: broken are %v\n%s", c.name, broken, c.report)
		}
		if c.fails && len(broken) == 1 {
			alone++
		}
	}
	t.Logf("%d files agree; %d break their rule alone", len(files), alone)
}

// TestPublishedFontCorpus: the rules of fonts are those of PDF/A-2, clause 6.2.11, under other numbers; its corpus has
// more files for them.
func TestPublishedFontCorpus(t *testing.T) {
	name := regexp.MustCompile(`6-2-11-([0-9-]+)-t([0-9]+)-(pass|fail)-`)
	files := corpus(t, "PDF_A-2b", name, func(clause, test string) string { return "7.21." + clause + "-" + test })
	// A glyph whose outline a subset left out but whose index is there: no rule of ours sees that it is missing. The
	// file breaks the rules of widths and of .notdef.
	unseen := "veraPDF test suite 6-2-11-4-1-t02-fail-c"
	for _, c := range files {
		if broken := c.report.Broken(); c.fails != slices.Contains(broken, c.rule) && c.name != unseen {
			t.Errorf("%s: broken are %v\n%s", c.name, broken, c.report)
		}
	}
	t.Logf("%d files agree but for one", len(files))
}
