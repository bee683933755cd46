package check

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

var update = flag.Bool("update", false, "write docs/checks.md")

func TestRulesAreComplete(t *testing.T) {
	if len(Rules()) < 45 {
		t.Errorf("%d rules", len(Rules()))
	}
	ids := map[string]bool{}
	for _, r := range Rules() {
		if ids[r.ID] {
			t.Errorf("%s stands twice", r.ID)
		}
		ids[r.ID] = true
		for _, tag := range lang.Interfaces() {
			for name, s := range map[string]lang.Text{"title": r.Title, "message": r.Says, "why": r.Why, "source": r.Source, "advice": r.Advice} {
				if !s.Has(tag) {
					t.Errorf("%s has no %s in %q", r.ID, name, tag)
				}
			}
		}
		if blanks(r.Says.In("en")) != blanks(r.Says.In("fr")) {
			t.Errorf("%s fills %s in English and %s in French", r.ID, blanks(r.Says.In("en")), blanks(r.Says.In("fr")))
		}
		readers := 0
		for _, set := range []bool{r.course != nil, r.module != nil, r.page != nil, r.doc != nil, r.block != nil, r.question != nil, r.piece != nil, r.words != nil} {
			if set {
				readers++
			}
		}
		if readers != 1 {
			t.Errorf("%s has %d readers", r.ID, readers)
		}
		file := strings.ReplaceAll(r.ID, "-", "_") + ".go"
		data, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(data), `"`+r.ID+`"`) || !strings.Contains(string(data), "\n// ") {
			t.Errorf("%s has no file %s that quotes its source", r.ID, file)
		}
	}
	if !slices.IsSortedFunc(Rules(), func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("rules are not sorted by id")
	}
}

// No rule's file is left out of the list.
func TestEveryRuleIsListed(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`= &Rule\{\n\tID: "([^"]+)"`)
	n := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range declared.FindAllSubmatch(data, -1) {
			n++
			if ruleNamed(string(m[1])) == nil {
				t.Errorf("%s is not in rules.go", m[1])
			}
		}
	}
	if n != len(Rules()) {
		t.Errorf("%d rules in files, %d listed", n, len(Rules()))
	}
}

func blanks(s string) string {
	var out []string
	for _, part := range strings.Split(s, "{")[1:] {
		name, _, _ := strings.Cut(part, "}")
		out = append(out, name)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

// No message keeps an unfilled blank, in any sample.
func TestMessagesAreFilled(t *testing.T) {
	for _, s := range allSamples(t) {
		c, problems := load(t, s.fsys)
		for _, f := range Run(c, Options{Now: now, Problems: problems}) {
			if strings.HasPrefix(f.Rule, "source/") || f.Rule == "svg-words" {
				continue
			}
			for tag, said := range f.Message {
				if i := strings.Index(said, "{"); i >= 0 && ruleNamed(f.Rule) != nil && strings.Contains(ruleNamed(f.Rule).Says.In(tag), said[i:min(i+5, len(said))]) {
					t.Errorf("%s %s: %s", s.name, f.Rule, said)
				}
			}
		}
	}
}

// What the rules say keeps the rules: English and Canadian French typography.
func TestRulesKeepTheirOwnTypography(t *testing.T) {
	for _, tag := range lang.Interfaces() {
		var body strings.Builder
		for _, r := range Rules() {
			for _, s := range []lang.Text{r.Title, r.Says, r.Why, r.Source, r.Advice} {
				said := keys.ReplaceAllString(blank.ReplaceAllString(s.In(tag), "Xyz"), "Key")
				said = strings.NewReplacer("[", "", "]", "", ">", "", "<", "", "#", "x", "*", "", "^", "", "|", "").Replace(said)
				body.WriteString(said + "\n\n")
			}
		}
		fsys := baseCourse(t)
		name := "modules/1-start/1-first." + string(tag) + ".md"
		fsys[name] = &fstest.MapFile{Data: []byte(sampleHead + "# Sample\n\n" + body.String())}
		c, problems := load(t, fsys)
		lines := strings.Split(string(fsys[name].Data), "\n")
		for _, f := range Run(c, Options{Now: now, Problems: problems}) {
			typography := strings.HasPrefix(f.Rule, string(tag)+"-") || f.Rule == "double-space" || f.Rule == "ellipsis" || f.Rule == "repeated-word"
			if f.File == name && typography && !shows[f.Rule] {
				t.Errorf("%s: %s\n%s", f.Rule, f.Message.In(tag), lines[f.Line-1])
			}
		}
	}
}

var (
	blank = regexp.MustCompile(`\{[a-z]+\}`)
	keys  = regexp.MustCompile(`\b(licence|creator|attribution|captions|text|checked|language|formerly|slug|serves|objectives|status|draw): ?`)
)

// shows are rules whose texts must show the sign they speak of.
var shows = setOf("fr-space-punctuation", "en-space-punctuation", "fr-currency", "en-currency", "fr-time", "en-time", "fr-ligature", "fr-number", "en-number", "en-quotes", "fr-quotes", "en-percent")

const rulesDoc = "../../../docs/checks.md"

// docs/checks.md is written from the rules: go test ./internal/content/check -run Docs -update
func TestDocsAreCurrent(t *testing.T) {
	want := writeDocs()
	if *update {
		if err := os.WriteFile(rulesDoc, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(rulesDoc)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/checks.md is not what the rules say; run this test with -update")
	}
}

func writeDocs() []byte {
	var b bytes.Buffer
	b.WriteString(`# Checks · Vérifications

What ` + "`atelier check`" + ` knows: one rule a line, written from the rules themselves. Errors cannot be silenced; a warning or a note
is, with a reason (docs/format/course.md, “Silencing a finding”). Notes are signals and never gate anything. “Fix” says
that ` + "`atelier check --fix`" + ` can repair it where nothing is left to decide. Problems met while loading are findings too, named
` + "`source/…`" + `.

Ce que connaît ` + "`atelier check`" + `, une règle par ligne, tiré des règles elles-mêmes. Une erreur ne se met pas en sourdine; un
avertissement ou une remarque, oui, avec une raison. Une remarque est un signal et ne bloque jamais rien.

| rule · règle | level | languages | fix | what it asks · ce qu’elle demande | source |
|---|---|---|---|---|---|
`)
	for _, r := range Rules() {
		tags := "all"
		if len(r.Only) > 0 {
			var names []string
			for _, tag := range r.Only {
				names = append(names, string(tag))
			}
			tags = strings.Join(names, ", ")
		}
		fix := ""
		if r.Repairs {
			fix = "yes"
		}
		cells := []string{"`" + r.ID + "`", string(r.Level), tags, fix, r.Title.In("en") + ". · " + r.Title.In("fr") + ".", r.Source.In("en")}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	return b.Bytes()
}

// Words whose syllables one can count aloud, mute e and diphthongs among them.
func TestSyllables(t *testing.T) {
	for tag, list := range map[lang.Tag]map[string]int{
		"en": {"the": 1, "code": 1, "table": 2, "licence": 2, "government": 3, "open": 2, "walked": 1, "started": 2, "public": 2, "houses": 2, "little": 2, "software": 2, "review": 2},
		"fr": {"le": 1, "code": 1, "table": 1, "licence": 2, "gouvernement": 4, "ouvert": 2, "eau": 1, "beaucoup": 2, "école": 2, "réutiliser": 5, "moment": 2, "province": 2, "municipalité": 6},
	} {
		for word, want := range list {
			if got := Syllables(word, tag); got != want {
				t.Errorf("%s %s: %d, want %d", tag, word, got, want)
			}
		}
	}
}

func TestMeasure(t *testing.T) {
	// 10 words, 2 sentences, 12 syllables: 0.39·5 + 11.8·1.2 − 15.59 = 0.52; 207 − 1.015·5 − 73.6·1.2 = 113.605.
	m := Measure{Words: 10, Sentences: 2, Syllables: 12}
	if got := m.FleschKincaid(); got < 0.519 || got > 0.521 {
		t.Errorf("Flesch–Kincaid %f", got)
	}
	if got := m.KandelMoles(); got < 113.604 || got > 113.606 {
		t.Errorf("Kandel–Moles %f", got)
	}
	c, _ := load(t, baseCourse(t))
	got := Measured(c, c.Modules[0].Lessons[0].Doc("en"))
	if got.Words != 20 || got.Sentences != 4 {
		t.Errorf("%+v", got)
	}
}

func TestSentences(t *testing.T) {
	for s, want := range map[string]int{
		"One. Two! Three?": 3, "See p. 4 of it.": 1, "WCAG 2.2 applies. Yes.": 2, "Mr. Roy came.": 1, "Il dit: «\u00a0Oui.\u00a0» Puis il part.": 2,
		"À 13 h 30. Voilà": 2, "": 0, "No end": 1, "Wait… And go.": 2, "e.g. this one.": 1,
	} {
		if got := len(sentences(s)); got != want {
			t.Errorf("%q: %d sentences, want %d", s, got, want)
		}
	}
}

// Rules are read by the name an author writes in an allowance.
func TestRuleNames(t *testing.T) {
	for _, r := range Rules() {
		if ruleNamed(r.ID) != r {
			t.Errorf("%s is not found by its name", r.ID)
		}
	}
	if ruleNamed("nothing") != nil {
		t.Error("a rule called nothing")
	}
}

// A broken course is checked as far as it could be read.
func FuzzRun(f *testing.F) {
	f.Add("# T\n\n::: question kind=single\n- [x]\n:::\n", "en")
	f.Add("| a |\n|---|\n\n: c\n\n![](x) [^1]\n\n[^1]: n\n", "fr")
	files := baseCourse(f)
	base := func() fstest.MapFS { return maps.Clone(files) }
	f.Fuzz(func(t *testing.T, body, tag string) {
		if tag != "en" {
			tag = "fr"
		}
		fsys := base()
		fsys["modules/1-start/1-first."+tag+".md"] = &fstest.MapFile{Data: []byte(sampleHead + body)}
		c, problems, err := course.Load(fsys)
		if err != nil {
			return
		}
		found := Run(c, Options{Now: now, Problems: problems})
		Fix(c, found)
	})
}
