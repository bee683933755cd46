package delivery

import (
	"bytes"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// drawnOf are the personal parts of the pages with questions of a course, by key and
// language, as a stranger has them.
func drawnOf(t *testing.T, source fs.FS) map[string]string {
	t.Helper()
	lib, err := library.New(library.Options{Source: source, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lib.Close)
	r := New(Options{Library: lib, Keys: siteKeys(t)})
	out := map[string]string{}
	for _, p := range lib.Edition().Pages() {
		if p.Page == nil || len(questions(p.Doc())) == 0 {
			continue
		}
		holes, _, err := p.Holes(r)
		if err != nil {
			t.Fatal(err)
		}
		parts, err := r.Plain(p, holes)
		if err != nil {
			t.Fatal(err)
		}
		for i, part := range parts { // a hole that is left as it is
			if part == nil {
				parts[i] = holes[i].Plain
			}
		}
		out[string(p.Tag)+" "+p.Key] = string(bytes.Join(parts, nil))
	}
	return out
}

// turned is a course in which every right choice is wrong and every wrong one right, with other feedback
// where it cites nothing: works are numbered as they are met.
func turned(t *testing.T, source fs.FS) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(source, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(source, path)
		if strings.HasSuffix(path, ".md") {
			swap := strings.NewReplacer("- [x] ", "- [ ] ", "- [ ] ", "- [x] ")
			data = []byte(swap.Replace(string(data)))
			data = regexp.MustCompile(`(?m)^  > [^^\n@]*( \^\w+)$`).ReplaceAll(data, []byte("  > Otherwise.$1"))
		}
		out[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var option = regexp.MustCompile(`<option value="([^"]+)"`)

// What a page shows before an answer does not change with the key, so nothing in it can tell the key; and the one
// kind in which terms and partners belong together by their place in the source gives partners names of their own.
func TestPagesSayNothingOfTheKey(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"../../content/course/testdata/trilingual", "../../../courses/open-source-in-government"} {
		source := os.DirFS(dir)
		c, _, err := course.Load(source)
		if err != nil {
			t.Fatal(err)
		}
		partners := map[string]bool{}
		for _, p := range c.Pages() {
			for _, tag := range c.Tags() {
				for _, q := range questions(textOf(p, tag)) {
					for _, pair := range q.Pairs {
						partners[string(pair.ID)] = true
					}
				}
			}
		}
		plain, other := drawnOf(t, source), drawnOf(t, turned(t, source))
		if len(plain) == 0 {
			t.Fatal("no page has questions")
		}
		for key, html := range plain {
			if html != other[key] {
				i := 0
				for i < min(len(html), len(other[key])) && html[i] == other[key][i] {
					i++
				}
				t.Errorf("%s: %s differs with its key, after …%s", dir, key, html[max(0, i-200):i])
			}
			for _, m := range option.FindAllStringSubmatch(html, -1) {
				if partners[m[1]] {
					t.Errorf("%s: %s names a partner by the id of its term", dir, key)
				}
			}
			if strings.Contains(html, `class="back`) || strings.Contains(html, "data-key") || strings.Contains(html, `class="told`) {
				t.Errorf("%s: %s tells before it is asked", dir, key)
			}
		}
	}
}

func TestPartnersComeBackByTheirNames(t *testing.T) {
	t.Parallel()
	r := New(Options{Keys: siteKeys(t)})
	q := questionOf(trilingual(t).Modules[0].Check.Doc("en"), "t2by3x")
	seen := map[string]bool{}
	for _, p := range q.Pairs {
		name := r.partner(q.ID, string(p.ID))
		if got := r.partnerOf(q, name); got != string(p.ID) {
			t.Errorf("%q stands for %q, want %q", name, got, p.ID)
		}
		if seen[name] || strings.Contains(name, string(p.ID)) {
			t.Errorf("the name %q of %q is no name", name, p.ID)
		}
		seen[name] = true
		// Otherwise a form that names every term its own partner would be right.
		if got := r.partnerOf(q, string(p.ID)); got != "" {
			t.Errorf("the id %q is taken for %q", p.ID, got)
		}
	}
}

func TestKeptPartnersAreShown(t *testing.T) { onBoth(t, testKeptPartnersAreShown) }

func testKeptPartnersAreShown(t *testing.T, r *Room) {
	check := slices.IndexFunc(tasksOf(r, "en"), func(p *library.Page) bool { return p.Page.Kind == course.Check })
	p, who := tasksOf(r, "en")[check], identity.Visitor{Actor: "d-pairs"}
	q := questionOf(p.Doc(), "t2by3x")
	line, want := string(q.ID)+"."+string(q.Pairs[0].ID), string(q.Pairs[1].ID)
	_, err := r.act(t.Context(), who, p, "", func(d *deed) error {
		d.take(fields{line: {r.partner(q.ID, want)}}, 0)
		if got := d.doc.Attempt.Answers[q.ID].Lines[q.Pairs[0].ID]; got != want {
			t.Errorf("kept %q, want %q", got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := r.Standing(t.Context(), who.Actor)
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"en", "fr"} {
		there := tasksOf(r, tag)[check]
		slots, err := r.slots(there, s, noNews)
		if err != nil {
			t.Fatal(err)
		}
		if html := string(bytes.Join(slots, nil)); !strings.Contains(html, `<option value="`+r.partner(q.ID, want)+`" selected`) {
			t.Errorf("the partner that was chosen is not shown in %s", tag)
		}
	}
}

// The order in which things are shown follows from their names and the attempt, not from the source.
func TestOrderSaysNothing(t *testing.T) {
	t.Parallel()
	r := New(Options{Keys: siteKeys(t)})
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfNDistinct(rapid.StringMatching("[a-z]{6}"), 1, 9, rapid.ID[string]).Draw(t, "values")
		seed := rapid.String().Draw(t, "attempt")
		question := func(values []string) page.Question {
			q := page.Question{ID: "q"}
			for _, v := range values {
				q.Items = append(q.Items, page.Item{Value: v})
			}
			return q
		}
		one, two := question(values), question(rapid.Permutation(values).Draw(t, "permutation"))
		r.shuffle(&one, seed)
		r.shuffle(&two, seed)
		if !slices.EqualFunc(one.Items, two.Items, func(x, y page.Item) bool { return x.Value == y.Value }) {
			t.Fatalf("the source shows through: %v and %v", one.Items, two.Items)
		}
	})
}
