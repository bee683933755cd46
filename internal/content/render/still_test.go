package render

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"atelier/internal/content/course"
)

var update = flag.Bool("update", false, "write the golden files anew")

func loaded(t testing.TB, folder string) *course.Course {
	t.Helper()
	c, problems, err := course.Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s:%d: %s", p.File, p.Line, p.Code)
	}
	return c
}

// onPages is a Links of an edition with one file a page.
type onPages struct{ page string }

func (o onPages) Page(path string) (string, bool)     { return path + ".xhtml", true }
func (o onPages) Passage(id course.ID) (string, bool) { return "other.xhtml#" + string(id), true }
func (o onPages) Term(id string) (string, bool)       { return "glossary.xhtml#term-" + id, true }
func (o onPages) Media(path string) (string, bool) {
	return path, strings.HasSuffix(path, ".png")
}

func TestStillGolden(t *testing.T) {
	c := loaded(t, "../publish/testdata/course")
	for _, tag := range c.Tags() {
		r := New(c, tag)
		for _, p := range c.Pages() {
			s := r.Still(onPages{})
			got := s.Doc(p.Doc(tag))
			tree := sound(t, p.Path, got)
			for _, passage := range p.Doc(tag).Passages() {
				found := 0
				tree.each(func(n *node) {
					if n.attr("id") == string(passage.ID) {
						found++
					}
				})
				if found != 1 {
					t.Errorf("%s: %s (%s) stands %d times", p.Path, passage.ID, passage.Kind, found)
				}
			}
			golden(t, filepath.Join("testdata", "still", strings.ReplaceAll(p.Path, "/", "_")+"."+string(tag)+".xhtml"), []byte(got))
		}
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (go test -update writes it anew):\n%s", path, diff)
	}
}

// The shipped course and the one of three languages, every page whole.
func TestStillOfWholeCourses(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"../../../courses/open-source-in-government", "../course/testdata/trilingual"} {
		c := loaded(t, folder)
		for _, tag := range c.Tags() {
			r := New(c, tag)
			for _, p := range c.Pages() {
				d := p.Doc(tag)
				if d == nil {
					continue
				}
				s := r.Still(onPages{})
				s.Types, s.Bank = true, true
				ids := map[string]bool{}
				sound(t, p.Path, s.Doc(d)).each(func(n *node) { ids[n.attr("id")] = true })
				for _, passage := range d.Passages() {
					if !ids[string(passage.ID)] {
						t.Errorf("%s in %s: %s is not there", p.Path, tag, passage.ID)
					}
				}
			}
		}
	}
}

// A question to read holds nothing of its key; its answer holds all of it.
func TestStillQuestionKeepsItsKey(t *testing.T) {
	c := loaded(t, "../publish/testdata/course")
	for _, p := range c.Pages() {
		for i, q := range p.Doc("en").Questions() {
			s := New(c, "en").Still(onPages{})
			asked, told := s.Question(q, i+1), s.Answer(q, i+1)
			sound(t, string(q.ID), asked+told)
			secret := slices.Clone(q.Explanation)
			for _, ch := range q.Choices {
				secret = append(secret, ch.Feedback...)
				if q.Kind == course.FillIn || q.Kind == course.Numeric {
					secret = append(secret, ch.Text)
				}
			}
			for _, pair := range q.Pairs {
				secret = append(secret, pair.Feedback...)
			}
			for _, step := range q.Steps {
				for _, ch := range step.Choices {
					secret = append(secret, ch.Feedback...)
				}
			}
			course.Walk(secret, func(b *course.Block) bool {
				words := Escape(course.Plain(b.Inlines))
				if words == "" {
					return true
				}
				if strings.Contains(asked, words) {
					t.Errorf("%s tells %q", q.ID, words)
				}
				if !strings.Contains(told, words) {
					t.Errorf("the answer of %s lacks %q", q.ID, words)
				}
				return true
			})
		}
	}
}

func TestStillAssessmentKeepsItsBank(t *testing.T) {
	q := func(id course.ID, form string) *course.Block {
		return &course.Block{Kind: course.Directive, Name: "question", ID: id, Question: &course.Question{ID: id, Kind: course.Reflection, Form: form}}
	}
	d := &course.Doc{Page: &course.Page{Kind: course.Assessment}, Blocks: []*course.Block{q("aaaaa2", "A"), q("aaaaa3", "")}}
	s := New(small(), "en").Still(places{})
	if got := s.Doc(d); !strings.Contains(got, "aaaaa2") || strings.Contains(got, "aaaaa3") {
		t.Errorf("the bank of an assessment: %s", got)
	}
	s = New(small(), "en").Still(places{})
	s.Bank = true
	if got := s.Doc(d); !strings.Contains(got, "aaaaa3") {
		t.Errorf("the bank of an assessment is not there for who may have it: %s", got)
	}
}

func TestStillDiagrams(t *testing.T) {
	c := small()
	c.Media = map[string]*course.Medium{"media/x.svg": {Path: "media/x.svg", SVG: []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="x" viewBox="0 0 10 20"><g id="a é"/><use href="#a é" xlink:href="#b"/></svg>`)}}
	r := New(c, "fr")
	b := []*course.Block{{Kind: course.Figure, ID: "k7m2qp", Target: "media/x.svg", Alt: "Trois"}}
	drawn := r.Still(places{}).Blocks(b)
	sound(t, "drawn", drawn)
	if !strings.Contains(drawn, `<svg xmlns="http://www.w3.org/2000/svg"`) || !strings.Contains(drawn, `aria-labelledby="k7m2qp-name"`) {
		t.Errorf("not drawn into the page: %s", drawn)
	}
	s := r.Still(places{})
	s.Linked = true
	if linked := s.Blocks(b); !strings.Contains(linked, `<img src="/media/x.svg" alt="Trois"/>`) {
		t.Errorf("not linked: %s", linked)
	}
	file, ok := r.Drawing("media/x.svg", "Trois")
	if _, err := xmlTree(string(bytes.TrimPrefix(file, []byte(`<?xml version="1.0" encoding="UTF-8"?>`)))); !ok || err != nil {
		t.Errorf("the file of the drawing: %v\n%s", err, file)
	}
	for _, want := range []string{` width="10" height="20"`, `xml:lang="fr-CA"`, ">Trois</title><style>", `id="d-a_20__e9_"`, `<use href="#d-a_20__e9_"`} {
		if !strings.Contains(string(file), want) {
			t.Errorf("the file of the drawing lacks %s: %s", want, file)
		}
	}
}

// The colours of a drawing by itself are the tokens of the pages, in light.
func TestDrawingColoursAreTheTokens(t *testing.T) {
	css, err := os.ReadFile("../../base/page/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\.(s-)?([a-z0-9-]+)\{(?:fill|stroke):(#[0-9a-f]{6})\}`).FindAllStringSubmatch(lightStyle, -1) {
		name := m[2]
		if m[1] != "" && name == "line" {
			name = "line-strong"
		}
		if !strings.Contains(string(css), "--"+name+": light-dark("+m[3]+",") {
			t.Errorf("%s is not %s among the tokens", name, m[3])
		}
	}
}

func TestStillSpansSayTheirDirection(t *testing.T) {
	got := New(small(), "en").Still(places{}).Inlines([]course.Inline{{Kind: course.Span, Lang: "ar", Children: text("مصدر")}})
	if want := `<span lang="ar" xml:lang="ar" dir="rtl">مصدر</span>`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
