package check

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

func someFindings(t *testing.T) []Finding {
	fsys := baseCourse(t)
	fsys["modules/1-start/1-first.fr.md"] = &fstest.MapFile{Data: []byte(sampleHead + "# Sample\n\nL'accueil ouvre demain.\n\n![](media/shelf.svg)\n")}
	fsys["course.yaml"].Data = append(fsys["course.yaml"].Data, "nonsense: 1\n"...)
	c, problems := load(t, fsys)
	return Run(c, Options{Now: now, Problems: problems})
}

func TestTextReport(t *testing.T) {
	found := someFindings(t)
	for tag, wants := range map[lang.Tag][]string{
		"en": {"modules/1-start/1-first.fr.md\n", "7:2     warning  fr-apostrophe", "“L'accueil ouvre demain.”", "Why: One sign", "How: Write ’", "--fix", "source/yaml-unknown"},
		"fr": {"avertissement  fr-apostrophe", "«\u00a0L'accueil ouvre demain.\u00a0»", "Pourquoi\u00a0: Un signe", "erreur"},
		// Readers of a third language get the interface language that goes with it.
		"iu-Cans": {"warning  fr-apostrophe"},
	} {
		var b bytes.Buffer
		if err := WriteText(&b, found, tag); err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s: no %q in\n%s", tag, want, b.String())
			}
		}
		if strings.Contains(b.String(), "\x1b") {
			t.Error("colour in the report")
		}
	}
	var b bytes.Buffer
	if err := WriteText(&b, nil, "fr"); err != nil || b.String() != "Rien à signaler.\n" {
		t.Errorf("%q %v", b.String(), err)
	}
}

func TestJSONReport(t *testing.T) {
	found := someFindings(t)
	var b bytes.Buffer
	if err := WriteJSON(&b, found, "fr"); err != nil {
		t.Fatal(err)
	}
	var got jsonReport
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Findings) != len(found) || got.Errors != Count(found, Error) || got.Errors == 0 || got.Warnings == 0 {
		t.Errorf("%d of %d findings, %d errors, %d warnings", len(got.Findings), len(found), got.Errors, got.Warnings)
	}
	for _, f := range got.Findings {
		if f.Message == "" || f.Why == "" || f.Advice == "" || f.Source == "" || f.File == "" {
			t.Errorf("incomplete: %+v", f)
		}
	}
}

// The properties that SARIF 2.1.0 requires of a log, run, tool, driver, rule, result and location (sections 3.13 to
// 3.49), and the values it allows for level and columnKind.
func TestSARIFReport(t *testing.T) {
	found := someFindings(t)
	var b bytes.Buffer
	if err := WriteSARIF(&b, found, "en"); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Version string
		Schema  string `json:"$schema"`
		Runs    []struct {
			ColumnKind string
			Tool       struct {
				Driver struct {
					Name  string
					Rules []struct {
						ID               string
						ShortDescription struct{ Text string }
						FullDescription  struct{ Text string }
					}
				}
			}
			Results []struct {
				RuleID    string
				RuleIndex *int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           *struct{ StartLine, StartColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || log.Schema == "" || len(log.Runs) != 1 {
		t.Fatalf("version %q, %d runs", log.Version, len(log.Runs))
	}
	run := log.Runs[0]
	if run.Tool.Driver.Name == "" || run.ColumnKind != "unicodeCodePoints" || len(run.Results) != len(found) {
		t.Errorf("driver %q, %s, %d results", run.Tool.Driver.Name, run.ColumnKind, len(run.Results))
	}
	for _, r := range run.Tool.Driver.Rules {
		if r.ID == "" || r.ShortDescription.Text == "" || r.FullDescription.Text == "" {
			t.Errorf("rule %+v", r)
		}
	}
	for _, r := range run.Results {
		if r.Message.Text == "" || !setOf("error", "warning", "note")[r.Level] || len(r.Locations) != 1 {
			t.Errorf("result %+v", r)
			continue
		}
		at := r.Locations[0].PhysicalLocation
		if at.ArtifactLocation.URI == "" || strings.HasPrefix(at.ArtifactLocation.URI, "/") || at.Region != nil && at.Region.StartLine < 1 {
			t.Errorf("location %+v", at)
		}
		if r.RuleIndex != nil && run.Tool.Driver.Rules[*r.RuleIndex].ID != r.RuleID {
			t.Errorf("index %d is not %s", *r.RuleIndex, r.RuleID)
		}
	}
}

func TestRunIsDeterministic(t *testing.T) {
	var first []byte
	for range 4 {
		var b bytes.Buffer
		for _, s := range allSamples(t)[:60] {
			c, problems := load(t, s.fsys)
			if err := WriteJSON(&b, Run(c, Options{Now: now, Problems: problems}), "en"); err != nil {
				t.Fatal(err)
			}
		}
		if first == nil {
			first = b.Bytes()
		} else if !bytes.Equal(first, b.Bytes()) {
			t.Fatal("two runs differ")
		}
	}
}

// A third language is checked by what holds for all languages, and by no wording of another.
func TestThirdLanguage(t *testing.T) {
	fsys := baseCourse(t)
	yaml := string(fsys["course.yaml"].Data)
	yaml = strings.Replace(yaml, "title:", "  - {tag: iu-Cans, locale: iu-Cans-CA, name: ᐃᓄᒃᑎᑐᑦ, interface: en}\ntitle:", 1)
	fsys["course.yaml"] = &fstest.MapFile{Data: []byte(yaml)}
	fsys["modules/1-start/1-first.iu-Cans.md"] = &fstest.MapFile{Data: []byte(sampleHead +
		"# ᐅᖃᓕᒫᒐᖅ ^a2b3c4\n\nᐅᖃᓕᒫᒐᖅ : \"ᑐᓂᔭᐅᓯᒪᔪᖅ\" 10 % ? ^d5e6f7\n\n![](media/shelf.svg) ^k3m4n5\n")}
	c, problems := load(t, fsys)
	seen := map[string]bool{}
	for _, f := range Run(c, Options{Now: now, Problems: problems}) {
		if f.File != "modules/1-start/1-first.iu-Cans.md" {
			continue
		}
		seen[f.Rule] = true
		if r := ruleNamed(f.Rule); r != nil && len(r.Only) > 0 && f.Tag == "iu-Cans" {
			t.Errorf("%s judges a language it does not know: %s", f.Rule, f.Message.In(lang.English))
		}
	}
	if !seen["image-alt"] || !seen["slug-double"] && len(seen) == 0 {
		t.Errorf("seen %v", seen)
	}
}

func TestAllowances(t *testing.T) {
	fsys := baseCourse(t)
	fsys["modules/1-start/1-first.en.md"] = &fstest.MapFile{Data: []byte(sampleHead +
		"# Sample\n\nLede.\n\n<!-- allow capitals: so it is written -->\n\nVISIT THE GRAND LIBRARY\ntoday, VISIT THE GRAND HALL.\n\nVISIT THE GRAND LIBRARY again.\n")}
	fsys["concepts.yaml"] = &fstest.MapFile{Data: []byte("# allow double-space: as printed\n" + strings.Replace(string(fsys["concepts.yaml"].Data), "A book", "A  book", 1))}
	c, problems := load(t, fsys)
	found := Run(c, Options{Now: now, Problems: problems})
	if got := where(found, "capitals"); len(got) != 1 || got[0] != "modules/1-start/1-first.en.md:14" {
		t.Errorf("capitals at %v", got)
	}
	if got := where(found, "double-space"); len(got) != 0 {
		t.Errorf("double-space at %v", got)
	}
	if got := where(found, "allow-unused"); len(got) != 0 {
		t.Errorf("allow-unused at %v", got)
	}
}

var sinkFindings []Finding

func BenchmarkRun(b *testing.B) {
	c, problems, err := course.Load(courseFolder)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		sinkFindings = Run(c, Options{Now: now, Problems: problems})
	}
}
