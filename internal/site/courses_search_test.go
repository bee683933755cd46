package site

import (
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"atelier/client"
	"atelier/internal/people/library"
)

// TestSearchInEveryCourse asks for words on the list of courses, in both languages.
func TestSearchInEveryCourse(t *testing.T) {
	t.Parallel()
	changed := another(t)
	changed["modules/1-words/1-hello.en.md"].Data = append(changed["modules/1-words/1-hello.en.md"].Data, "\nA lighthouse is kept here alone. ^ghthsa\n"...)
	_, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{changed} })
	b := newBrowser(t, server)
	b.get("/en/courses/").has(t, `<form class="search" method="get" action="/en/courses/"`, "Words to look for in every course", "What you can learn here")
	b.get("/en/courses/?q=sign").has(t, `value="sign"`, `id="found-three-languages"`, `id="found-other-words"`, "<mark>sign</mark>", "Words of the North", "Words of the South", `href="/en/courses/">All courses`)
	one := b.get("/en/courses/?q=lighthouse")
	one.has(t, `id="found-other-words"`, "<mark>lighthouse</mark>", `href="/en/courses/other-words/`)
	one.lacks(t, `id="found-three-languages"`)
	better := b.get("/en/courses/?q=lighthouse+sign").body // one course has both words, the other one of them
	if i, j := strings.Index(better, "found-other-words"), strings.Index(better, "found-three-languages"); i < 0 || j >= 0 && j < i {
		t.Error("the course with every word does not come first")
	}
	b.get("/fr/cours/?q=zzyzx").has(t, "Aucun résultat", "Tous les cours")
	b.get("/fr/cours/?q=affiche").has(t, "Mots à chercher dans tous les cours")
	hostile := b.get("/en/courses/?q=" + url.QueryEscape(`"><script>x</script>`+strings.Repeat("é", 5000)))
	if hostile.lacks(t, "<script>x", strings.Repeat("é", 250)); hostile.status != http.StatusOK {
		t.Errorf("a long query answers %d", hostile.status)
	}
}

// TestProgramsSearchInEveryCourse lists and searches the courses by the API; a key of one course sees that one alone.
func TestProgramsSearchInEveryCourse(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Others = []fs.FS{another(t)} })
	ask := func(course string) ([]string, []client.Found) {
		key, _ := newKey(t, s, course, library.CoursesRead)
		c, err := client.New(server.URL, key)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for one, err := range c.Courses(t.Context()) {
			if err != nil || one.Title["fr"] == "" || one.Addresses["en"] == "" || one.Licence != "CC-BY-4.0" || one.Lessons == 0 {
				t.Fatalf("%+v, %v", one, err)
			}
			keys = append(keys, one.Key)
		}
		found, err := c.Search(t.Context(), "sign", "en", 1)
		if err != nil {
			t.Fatal(err)
		}
		return keys, found
	}
	keys, found := ask("")
	if strings.Join(keys, " ") != "three-languages other-words" || len(found) != 2 || found[0].Course != "three-languages" || found[0].Language != "en" || found[0].Total <= len(found[0].Passages) || len(found[0].Passages) != 1 {
		t.Fatalf("%v, %+v", keys, found)
	}
	marked := false
	for _, piece := range found[1].Passages[0].Text {
		marked = marked || piece.Mark
	}
	if address := found[1].Passages[0].Address; !marked || !strings.Contains(address, "/en/courses/other-words/") {
		t.Errorf("%+v", found[1])
	}
	if keys, found = ask("other-words"); strings.Join(keys, " ") != "other-words" || len(found) != 1 || found[0].Course != "other-words" {
		t.Errorf("%v, %+v", keys, found)
	}
}
