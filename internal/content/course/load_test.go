package course

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/lang"
)

const tinyCourse = `id: urn:uuid:1
key: tiny
languages:
  - {tag: en, locale: en-CA, name: English}
  - {tag: fr, locale: fr-CA, name: Français}
title: {en: Tiny, fr: Petit}
licence: CC-BY-4.0
modules: [1-one]
`

const tinyModule = `title: {en: One, fr: Un}
slug: {en: one, fr: un}
lessons: [1-a]
`

// tiny is a two-language course of one lesson; files replace or add.
func tiny(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{
		"course.yaml":               {Data: []byte(tinyCourse)},
		"modules/1-one/module.yaml": {Data: []byte(tinyModule)},
		"modules/1-one/1-a.en.md":   {Data: []byte("---\nslug: a\n---\n# A ^aaaaaa\n\nText. ^bbbbbb\n")},
		"modules/1-one/1-a.fr.md":   {Data: []byte("---\nslug: a\n---\n# A ^aaaaaa\n\nTexte. ^bbbbbb\n")},
	}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func load(t *testing.T, files map[string]string) (*Course, Problems) {
	t.Helper()
	c, ps, err := Load(tiny(files))
	if err != nil {
		t.Fatal(err)
	}
	return c, ps
}

// lesson loads a body as the English lesson of the tiny course.
func lesson(t *testing.T, body string) (*Doc, Problems) {
	t.Helper()
	c, ps := load(t, map[string]string{"modules/1-one/1-a.en.md": "---\nslug: a\n---\n# A ^aaaaaa\n\n" + body})
	return c.Modules[0].Lessons[0].Doc("en"), ps
}

func TestLoadTiny(t *testing.T) {
	c, ps := load(t, nil)
	if len(ps) != 0 {
		t.Fatalf("problems in a good course: %v", ps)
	}
	d := c.Modules[0].Lessons[0].Doc("fr")
	if d.Title.ID != "aaaaaa" || Plain(d.Title.Inlines) != "A" || d.Lede == nil || d.Lede.ID != "bbbbbb" {
		t.Errorf("title %+v lede %+v", d.Title, d.Lede)
	}
	if d.Title.Line != 4 || d.Lede.Line != 6 {
		t.Errorf("lines %d and %d, want 4 and 6", d.Title.Line, d.Lede.Line)
	}
}

func TestMistakesAreAllToldWithTheirPlace(t *testing.T) {
	for _, test := range []struct {
		name, file, text, want string
	}{
		{"broken YAML", "glossary.yaml", "- id: a\n  term: {en: \"x\n", "glossary.yaml:2"},
		{"unknown key", "glossary.yaml", "- id: a\n  trem: {en: x}\n", "glossary.yaml:2:3 yaml-unknown"},
		{"text without language", "glossary.yaml", "- id: a\n  term: x\n", "glossary.yaml:2:9 yaml-language"},
		{"unknown language", "glossary.yaml", "- id: a\n  term: {de: x}\n", "glossary.yaml:2:10 language-unknown"},
		{"entry twice", "glossary.yaml", "- id: a\n- id: a\n", "glossary.yaml:2:3 entry-twice"},
		{"wrong encoding", "modules/1-one/1-a.fr.md", "---\nslug: a\n---\n# \xe9t\xe9\n", "modules/1-one/1-a.fr.md:4:3 file-encoding"},
		{"id twice", "modules/1-one/1-a.en.md", "---\nslug: a\n---\n# A ^aaaaaa\n\nB. ^aaaaaa\n", "modules/1-one/1-a.en.md:6:1 id-twice"},
		{"no front matter", "modules/1-one/1-a.en.md", "# A ^aaaaaa\n\nB. ^bbbbbb\n", "modules/1-one/1-a.en.md:1:1 front-missing"},
		{"no title", "modules/1-one/1-a.en.md", "---\nslug: a\n---\nB. ^bbbbbb\n", "modules/1-one/1-a.en.md:4:1 title-missing"},
		{"open directive", "modules/1-one/1-a.en.md", "---\nslug: a\n---\n# A ^aaaaaa\n\n::: callout\nB. ^bbbbbb\n", "modules/1-one/1-a.en.md:6:1 directive-open"},
		{"stray end", "modules/1-one/1-a.en.md", "---\nslug: a\n---\n# A ^aaaaaa\n\n:::\n", "modules/1-one/1-a.en.md:6:1 directive-stray-end"},
		{"unknown page language", "modules/1-one/1-a.de.md", "x", "modules/1-one/1-a.de.md language-unknown"},
		{"stray page", "modules/1-one/2-b.en.md", "---\nslug: b\n---\n# B\n", "modules/1-one/2-b.en.md page-stray"},
		{"silence without reason", "modules/1-one/1-a.en.md", "---\nslug: a\n---\n# A ^aaaaaa\n\n<!-- allow image-alt -->\nB. ^bbbbbb\n", "modules/1-one/1-a.en.md:6:1 allow-reason"},
		{"lock line", "ids.lock", "k7m2qp x\n", "ids.lock:1:1 lock-line"},
		{"lock ordinal", "ids.lock", "k7m2qp 1 born=1.0\nk7m2qp 2 born=1.0 retired=1.1\n", "ids.lock:2:1 lock-ordinal"},
		{"retired id", "ids.lock", "bbbbbb 1 born=1.0 retired=1.1\n", "modules/1-one/1-a.en.md:6:1 id-retired"},
		{"missing language", "modules/1-one/check.en.md", "---\nslug: check\n---\n# C\n", "modules/1-one/check.fr.md page-language-missing"},
		{"unknown class", "changes/next.yaml", "- {id: aaaaaa, class: tiny, languages: [en]}\n", "changes/next.yaml:1:23 change-class"},
		{"nested too deep", "modules/1-one/1-a.en.md", "---\nslug: a\n---\n" + strings.Repeat("> ", 500) + "x\n", "modules/1-one/1-a.en.md:4:1 markdown-deep"},
		{"lists nested too deep", "modules/1-one/1-a.en.md", "---\nslug: a\n---\n# A ^aaaaaa\n\n" + deepList(70), "modules/1-one/1-a.en.md:66:123 markdown-deep"},
		{"directives nested too deep", "modules/1-one/1-a.en.md", "---\nslug: a\n---\n# A ^aaaaaa\n\n" + strings.Repeat("::: callout\n", 100_000), "modules/1-one/1-a.en.md:66:1 markdown-deep"},
		{"a control in a page", "modules/1-one/1-a.en.md", "---\nslug: a\n---\n# A ^aaaaaa\n\nB\v. ^bbbbbb\n", "modules/1-one/1-a.en.md:6:2 file-character"},
		{"no character in a page", "modules/1-one/1-a.en.md", "---\nslug: a\n---\n# A ^aaaaaa\n\nÉ\uFFFE. ^bbbbbb\n", "modules/1-one/1-a.en.md:6:2 file-character"},
		{"a control in YAML", "glossary.yaml", "- id: a\n  term: {en: \"x\\u0001\"}\n", "glossary.yaml:2:14 file-character"},
		{"a name for some systems", "media/a:b.png", "x", "media/a:b.png file-name"},
		{"no picture", "media/a.png", "x", "media/a.png medium-broken"},
		{"no drawing", "media/a.svg", "<svg", "media/a.svg medium-broken"},
		{"no medium", "media/a.HTML", "<script>alert(1)</script>", "media/a.HTML medium-runs"},
		{"no tolerance", "modules/1-one/1-a.en.md", "---\nslug: a\n---\n# A ^aaaaaa\n\n::: question kind=numeric tolerance=NaN ^cccccc\nQ ^dddddd\n\n- [x] 1 ^eeeeee\n:::\n", "modules/1-one/1-a.en.md:6:1 question-tolerance"},
		{"YAML too deep", "glossary.yaml", strings.Repeat("[", 100000), "glossary.yaml:1:1 yaml-deep"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, ps := load(t, map[string]string{test.file: test.text})
			var got []string
			for _, p := range ps {
				got = append(got, p.Place.String()+" "+p.Code)
				if m := p.Message("fr"); strings.HasPrefix(m, "problem.") || strings.Contains(m, "{name}") {
					t.Errorf("no French words for %s: %s", p.Code, m)
				}
			}
			if !strings.Contains(strings.Join(got, "\n"), test.want) {
				t.Errorf("want %q among\n%s", test.want, strings.Join(got, "\n"))
			}
		})
	}
}

func TestOnlyOneLanguageOfTwoIsFatalNowhereButTold(t *testing.T) {
	fsys := tiny(nil)
	delete(fsys, "modules/1-one/1-a.fr.md")
	c, ps, err := Load(fsys)
	if err != nil || len(ps) != 1 || ps[0].Code != "page-language-missing" || ps.Fatal() {
		t.Fatalf("%v %v", ps, err)
	}
	if c.Modules[0].Lessons[0].Doc("fr") != nil {
		t.Error("a page was made up for the missing language")
	}
}

func TestNoCourse(t *testing.T) {
	if _, _, err := Load(fstest.MapFS{"x.txt": {Data: []byte("x")}}); err == nil {
		t.Error("a folder without course.yaml loads")
	}
}

// A course is kept in memory, so its texts have room together too, not only each: a small archive can unpack to very many.
func TestTextsHaveRoomTogether(t *testing.T) {
	blank := strings.Repeat(" ", maxText)
	files := map[string]string{}
	for i := range maxTexts/maxText + 3 {
		files[fmt.Sprintf("b/%02d.md", i)] = blank
	}
	c, ps := load(t, files)
	var told []string
	for _, p := range ps {
		if p.Code == "texts-too-large" && p.Fatal {
			told = append(told, p.Place.File)
		}
	}
	if want := fmt.Sprintf("b/%02d.md", maxTexts/maxText); len(told) != 1 || told[0] != want {
		t.Errorf("told at %q, want %q once", told, want)
	}
	var kept int
	for _, f := range c.Files {
		kept += len(f.Text)
	}
	if most := maxTexts + len(tinyCourse); kept > most {
		t.Errorf("%d bytes are kept, at most %d may", kept, most)
	}
}

func TestWordsAreComplete(t *testing.T) {
	for _, missing := range lang.Complete(catalogueFiles) {
		t.Error(missing)
	}
}

// Beside a medium stand its strings, their parity and captions: only files that are seen or heard are media.
func TestWhatTellsOfMediaIsNoMedium(t *testing.T) {
	c, ps := load(t, map[string]string{
		"media/a.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`, "media/a.yaml": "licence: CC0-1.0\n",
		"media/a.parity": "", "media/README.md": "What stands here.\n", "media/b.mp3": "ID3", "media/b.yaml": "licence: CC0-1.0\n",
	})
	if len(ps) != 0 || len(c.Media) != 2 || c.Media["media/a.svg"] == nil || c.Media["media/b.mp3"] == nil {
		t.Errorf("media %v, problems %v", c.Media, ps)
	}
}

func deepList(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- x\n")
	}
	return b.String()
}

// What XML cannot hold is read as a blank, or as the sign for what cannot be shown, wherever it comes from; the file
// stays as it is.
func TestWhatNoEditionCanHoldIsNotRead(t *testing.T) {
	c, _ := load(t, map[string]string{
		"modules/1-one/1-a.en.md":   "---\nslug: a\n---\n# A\u0001B ^aaaaaa\n\n\uFFFE &#1;&#xFFFF; `\v` [l](<x&#2;y>) ^bbbbbb\n",
		"modules/1-one/module.yaml": strings.Replace(tinyModule, "en: One", `en: "O\u0001\uFFFFe"`, 1),
	})
	d := c.Modules[0].Lessons[0].Doc("en")
	if got := Plain(d.Title.Inlines); got != "A B" {
		t.Errorf("title %q", got)
	}
	if got, want := Plain(d.Lede.Inlines), "\uFFFD  \uFFFD   l"; got != want {
		t.Errorf("lede %q, want %q", got, want)
	}
	if got := c.Modules[0].Title.In("en"); got != "O \uFFFDe" {
		t.Errorf("title of the module %q", got)
	}
	if !strings.Contains(c.Files["modules/1-one/1-a.en.md"].Text, "A\u0001B") {
		t.Error("the source was changed")
	}
}
