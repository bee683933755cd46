package check

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// A sample is testdata/RULE/{good,bad}-….md, a lesson without front matter whose language stands in its name
// (bad-fr-1.md), or a .txtar whose files are laid over testdata/base.txtar (an empty file takes one away). In a bad
// sample the lines where the rule must speak end with the mark.
const mark = "⟵"

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

type sample struct {
	rule, name string
	bad        bool
	fsys       fstest.MapFS
	want       []string // file:line
}

func baseCourse(t testing.TB) fstest.MapFS {
	t.Helper()
	a, err := txtar.ParseFile("testdata/base.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range a.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return fsys
}

const sampleHead = "---\nslug: first\nobjectives: [first]\n---\n"

func readSample(t testing.TB, file string) sample {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := sample{rule: filepath.Base(filepath.Dir(file)), name: filepath.Base(file), fsys: baseCourse(t)}
	s.bad = strings.HasPrefix(s.name, "bad-")
	if path.Ext(file) == ".md" {
		tag := strings.Split(s.name, "-")[1]
		s.put("modules/1-start/1-first."+tag+".md", sampleHead+string(data))
		return s
	}
	for _, f := range txtar.Parse(data).Files {
		if len(f.Data) == 0 {
			delete(s.fsys, f.Name)
			continue
		}
		s.put(f.Name, string(f.Data))
	}
	return s
}

// put adds a file without its marks, and remembers the marked lines.
func (s *sample) put(name, text string) {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if before, found := strings.CutSuffix(line, mark); found {
			lines[i] = strings.TrimRight(before, " ")
			s.want = append(s.want, fmt.Sprintf("%s:%d", name, i+1))
		}
	}
	s.fsys[name] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n"))}
}

func allSamples(t testing.TB) []sample {
	t.Helper()
	files, err := filepath.Glob("testdata/*/*-*")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	var out []sample
	for _, f := range files {
		if strings.Contains(f, "/plain/") {
			continue
		}
		out = append(out, readSample(t, f))
	}
	return out
}

func load(t testing.TB, fsys fs.FS) (*course.Course, course.Problems) {
	t.Helper()
	c, problems, err := course.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return c, problems
}

func where(found []Finding, rule string) []string {
	var out []string
	for _, f := range found {
		if f.Rule == rule {
			out = append(out, fmt.Sprintf("%s:%d", f.File, f.Line))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestBaseIsClean(t *testing.T) {
	c, problems := load(t, baseCourse(t))
	for _, f := range Run(c, Options{Now: now, Problems: problems}) {
		t.Errorf("%s %s: %s", f.Place, f.Rule, f.Message.In(lang.English))
	}
}

func TestSamples(t *testing.T) {
	for _, s := range allSamples(t) {
		t.Run(s.rule+"/"+s.name, func(t *testing.T) {
			c, problems := load(t, s.fsys)
			got := where(Run(c, Options{Now: now, Problems: problems}), s.rule)
			slices.Sort(s.want)
			if !slices.Equal(got, s.want) {
				t.Errorf("found at %v, want %v\n%s", got, s.want, problemsText(problems))
			}
			if s.bad == (len(s.want) == 0) {
				t.Errorf("%d marked lines", len(s.want))
			}
		})
	}
}

func problemsText(ps course.Problems) string {
	var b strings.Builder
	for _, p := range ps {
		fmt.Fprintf(&b, "%s %s\n", p.Place, p.Message(lang.English))
	}
	return b.String()
}

// Each rule has two seeded defects or more, one in each language whose wording it knows, and something it leaves alone.
func TestEveryRuleHasSamples(t *testing.T) {
	bad, good, tags := map[string]int{}, map[string]int{}, map[string]map[lang.Tag]bool{}
	seeded := 0
	for _, s := range allSamples(t) {
		if !s.bad {
			good[s.rule]++
			continue
		}
		bad[s.rule]++
		seeded += len(s.want)
		if tags[s.rule] == nil {
			tags[s.rule] = map[lang.Tag]bool{}
		}
		for _, w := range s.want {
			for _, tag := range bothWorded {
				if strings.Contains(w, "."+string(tag)+".") || strings.Contains(s.name, "-"+string(tag)+"-") {
					tags[s.rule][tag] = true
				}
			}
		}
	}
	for _, r := range Rules() {
		if bad[r.ID] < 2 || good[r.ID] < 1 {
			t.Errorf("%s: %d bad and %d good samples", r.ID, bad[r.ID], good[r.ID])
		}
		for _, tag := range r.Only {
			if !tags[r.ID][tag] {
				t.Errorf("%s: no seeded defect in %q", r.ID, tag)
			}
		}
		delete(bad, r.ID)
	}
	for id := range bad {
		t.Errorf("samples of no rule: %s", id)
	}
	if seeded < 100 {
		t.Errorf("%d seeded defects", seeded)
	}
}

// A rule repairs exactly when it says so.
func TestRulesThatRepair(t *testing.T) {
	repairs := map[string]bool{}
	for _, s := range allSamples(t) {
		c, problems := load(t, s.fsys)
		for _, f := range Run(c, Options{Now: now, Problems: problems}) {
			if f.Fix != nil {
				repairs[f.Rule] = true
			}
		}
	}
	for _, r := range Rules() {
		if r.Repairs != repairs[r.ID] {
			t.Errorf("%s says %v, and its samples %v", r.ID, r.Repairs, repairs[r.ID])
		}
	}
}
