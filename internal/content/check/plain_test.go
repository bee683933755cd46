package check

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/lang"
)

// testdata/plain holds a hundred paragraphs in each language, of many kinds, that were written for no rule. Nothing
// heavier than a note is found in them.
func TestPlainParagraphs(t *testing.T) {
	for _, tag := range bothWorded {
		data, err := os.ReadFile("testdata/plain/" + string(tag) + ".md")
		if err != nil {
			t.Fatal(err)
		}
		if n := len(strings.Split(strings.TrimSpace(string(data)), "\n\n")); n < 100 {
			t.Errorf("%s: %d paragraphs", tag, n)
		}
		fsys := baseCourse(t)
		name := "modules/1-start/1-first." + string(tag) + ".md"
		fsys[name] = &fstest.MapFile{Data: []byte(sampleHead + "# Sample\n\n" + string(data))}
		c, problems := load(t, fsys)
		notes := 0
		for _, f := range Run(c, Options{Now: now, Problems: problems}) {
			switch {
			case f.File != name || f.Rule == "id-missing": // the paragraphs carry no ids
			case f.Level == Note:
				notes++
				t.Logf("%s %s: %s", f.Place, f.Rule, f.Message.In(lang.English))
			default:
				t.Errorf("%s %s: %s", f.Place, f.Rule, f.Message.In(lang.English))
			}
		}
		t.Logf("%s: %d notes", tag, notes)
	}
}
