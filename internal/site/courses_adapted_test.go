package site

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/client"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/people/library"
)

// adapted is another course, which says that it follows release 1.0.0 of the test course.
func adapted(t *testing.T) fstest.MapFS {
	files := another(t)
	files["course.yaml"].Data = append(files["course.yaml"].Data, `
follows:
  course: urn:uuid:3f0f4b1e-6f7c-4e0a-9b0e-7a1d5c2e9a33
  release: 1.0.0
  title: {en: Words of the North, fr: Mots du Nord, iu-Cans: ᐅᖃᐅᓰᑦ}
  by: {en: The northern school, fr: L’école du Nord, iu-Cans: ᐃᓕᓐᓂᐊᕐᕕᒃ}
  licence: CC-BY-4.0
  jurisdiction: {en: Nova Scotia, fr: Nouvelle-Écosse, iu-Cans: ᓄᕙ ᔅᑯᓴ}
  changes: {en: Its words are of the South., fr: Ses mots sont du Sud., iu-Cans: ᐅᖃᐅᓰᑦ}
`...)
	return files
}

// TestAdaptationsAreListed follows an adaptation from the list of courses to what it was made from, in both languages and
// on both databases, and publishes a release that it does not follow yet.
func TestAdaptationsAreListed(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]func(o *Options){
		"sqlite":     func(*Options) {},
		"postgresql": func(o *Options) { o.Database, o.Secret, o.Blobs = pgtest.New(t), testSecret, t.TempDir() },
	} {
		t.Run(name, func(t *testing.T) { testAdaptations(t, with) })
	}
}

func testAdaptations(t *testing.T, with func(o *Options)) {
	first := released(t)
	s, server := open(t, first, func(o *Options) { o.Others = []fs.FS{adapted(t)}; with(o) })
	key, _ := newKey(t, s, "", library.CoursesRead)
	c, err := client.New(server.URL, key)
	if err != nil {
		t.Fatal(err)
	}
	follows := func() (out *client.Follows) {
		for one, err := range c.Courses(t.Context()) {
			switch {
			case err != nil:
				t.Fatal(err)
			case one.Key == "other-words":
				out = one.Follows
			case one.Follows != nil || strings.Join(one.Adaptations, " ") != "other-words":
				t.Errorf("%+v", one)
			}
		}
		return out
	}
	b := newBrowser(t, server)
	b.get("/en/courses/").has(t, "Adaptations", "Nova Scotia", "follows release 1.0.0", "Its words are of the South.")
	b.get("/fr/cours/").has(t, "Nouvelle-Écosse", "suit la version 1.0.0", "Ses mots sont du Sud.")
	b.get("/en/courses/").lacks(t, "is newer")
	b.get("/en/courses/other-words/").has(t, "For Nova Scotia, adapted from", `<a href="/en/">Words of the North</a>`, "The northern school", `href="https://creativecommons.org/licenses/by/4.0/deed.en"`, `"isBasedOn":{`)
	b.get("/fr/cours/other-words/").has(t, `<a href="/fr/">Mots du Nord</a>`, "Ce qui diffère")
	if f := follows(); f == nil || f.Course != "three-languages" || f.Release != "1.0.0" || f.Newer != "" || f.Jurisdiction["fr"] != "Nouvelle-Écosse" {
		t.Errorf("%+v", f)
	}

	publisher(t, s)
	publishBy(t, s, parcel(t, first, "1.0.0"))
	b.get("/en/courses/").lacks(t, "is newer")
	publishBy(t, s, parcel(t, after(t, first, "1.1.0", "a sign in three languages", "a sign in four languages"), "1.1.0"))
	b.get("/en/courses/").has(t, "release 1.1.0 is newer")
	b.get("/fr/cours/").has(t, "la version 1.1.0 est plus récente")
	if f := follows(); f == nil || f.Newer != "1.1.0" {
		t.Errorf("%+v", f)
	}
	// The release that was made of the adaptation says the same.
	publishBy(t, s, parcel(t, releasedOf(t, adapted(t)), "1.0.0"))
	if e := s.library.EditionOf("other-words"); e.Release == nil || e.Course.Follows == nil || s.library.Newer(e) != "1.1.0" {
		t.Errorf("the release of an adaptation follows %+v", e.Course.Follows)
	}
}
