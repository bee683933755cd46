package site

import (
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// another is the test course as an adaptation of itself would be: with the same slugs and passages under another key and id.
func another(t *testing.T) fstest.MapFS {
	files := trilingual(t)
	text := strings.NewReplacer("3f0f4b1e-6f7c-4e0a-9b0e-7a1d5c2e9a33", "3f0f4b1e-6f7c-4e0a-9b0e-7a1d5c2e9a34", "key: three-languages", "key: other-words",
		"Words of the North", "Words of the South").Replace(string(files["course.yaml"].Data))
	files["course.yaml"].Data = []byte(text)
	return files
}

func TestCoursesStandApart(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{another(t)} })
	first, second := s.library.Edition(), s.library.EditionOf("other-words")
	for _, p := range second.Pages() {
		twin := first.In(p.Tag, p.Key)
		if first.Page(p.Path) != nil || twin == nil || !strings.HasPrefix(p.Path, second.Home(p.Tag)) {
			t.Fatalf("%s is at %s", p.Key, p.Path)
		}
		if s.library.Page(p.Path) != p || s.library.Page(twin.Path) != twin {
			t.Errorf("%s and %s do not lead to their courses", p.Path, twin.Path)
		}
	}
	b := newBrowser(t, server)
	for path, want := range map[string]string{
		"/en/": "Words of the North", "/en/courses/other-words/": "Words of the South",
		"/fr/cours/other-words/": `href="/en/courses/other-words/"`, "/en/courses/": `href="/en/courses/other-words/"`, "/fr/cours/": `href="/fr/"`,
		"/en/courses/other-words/releases/": "Words of the South", "/iu-cans/courses/other-words/": "other-words",
	} {
		if got := b.get(path); got.status != http.StatusOK || !strings.Contains(got.body, want) {
			t.Errorf("%s answers %d without %s", path, got.status, want)
		}
	}
	for _, gone := range []string{"/en/courses/three-languages/", "/en/courses/no/", "/en/courses/no/releases/", "/c/no/p/abc234"} {
		if got := b.get(gone); got.status != http.StatusNotFound {
			t.Errorf("%s answers %d", gone, got.status)
		}
	}
}

// TestProgressOfCoursesStandsApart takes the check of one course, whose questions have the ids of those of another.
func TestProgressOfCoursesStandsApart(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{another(t)} })
	b := newBrowser(t, server)
	here := find(t, s, "en", checkPath)
	there := s.library.EditionOf("other-words").In("en", here.Key)
	const given = `value="hesbp9" checked`
	b.post(there.Path, url.Values{"abg68b": {"hesbp9"}}).has(t, given)
	b.get(s.library.EditionOf("other-words").In("fr", here.Key).Path).has(t, given)
	if strings.Contains(b.get(here.Path).body, given) {
		t.Error("what was answered in one course stands in the other")
	}
	b.get("/en/my-learning/").has(t, "Words of the South", `href="/en/courses/other-words/"`)
	if body := b.get("/en/my-learning/").body; strings.Contains(body, `<a href="/en/">Words of the North</a></h3>`) {
		t.Error("a course is begun that is not")
	}
}

// TestAPublishedCourseIsServed publishes a course that the site was not started with.
func TestAPublishedCourseIsServed(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	if strings.Contains(b.get("/en/").body, `href="/en/courses/"`) {
		t.Error("a site with one course leads to a list of courses")
	}
	publisher(t, s)
	publishBy(t, s, parcel(t, releasedOf(t, another(t)), "1.0.0"))
	if e := s.library.EditionOf("other-words"); e == nil || e.Release == nil || e.First || s.library.Edition().Release != nil {
		t.Fatalf("%+v", e)
	}
	b.get("/en/").has(t, `href="/en/courses/"`)
	b.get("/fr/cours/other-words/").has(t, `href="/fr/cours/"`)
	b.get("/en/courses/").has(t, "Release 1.0.0", "What is new in release 1.0.0", "Words of the North", "Words of the South")
	b.get("/en/").has(t, "Other courses here", "Words of the South")
}

func TestTwoCoursesOfOneNameAreRefused(t *testing.T) {
	t.Parallel()
	renamed := trilingual(t)
	renamed["course.yaml"].Data = []byte(strings.Replace(string(renamed["course.yaml"].Data), "key: three-languages", "key: renamed", 1))
	for what, other := range map[string]fs.FS{"a key": trilingual(t), "an id": renamed} {
		_, err := New(t.Context(), Options{Course: trilingual(t), Others: []fs.FS{other}, Data: t.TempDir(), Version: "test", Log: quiet()})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("two courses of %s: %v", what, err)
			continue
		}
		for _, face := range lang.Interfaces() {
			if said := fault.Message(err, face); !strings.Contains(said, "three-languages") && !strings.Contains(said, "3f0f4b1e") {
				t.Errorf("of two courses of %s is said in %s: %s", what, face, said)
			}
		}
	}
}

func TestChoosingAThemeLeadsBackToTheListOfCourses(t *testing.T) {
	t.Parallel()
	_, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{another(t)} })
	for back, want := range map[string]string{"/en/courses/": "/en/courses/", "/fr/cours/": "/fr/cours/", "/en/cours/": "/", "//elsewhere.example/": "/"} {
		b := newBrowser(t, server)
		b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		if got := b.post("/reading", url.Values{"theme": {"dark"}, "back": {back}}); got.header.Get("Location") != want {
			t.Errorf("from %s: %d to %q", back, got.status, got.header.Get("Location"))
		}
	}
}
