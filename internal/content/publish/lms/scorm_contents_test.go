package lms

import (
	"os"
	"strings"
	"testing"

	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// What the player knows of a course in three languages and scripts, and of the shipped
// one, stays what it is: every task has a page, every question an entry, every passage a
// place.
func TestSCORMContentsAreWhole(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"../testdata/course", "../../course/testdata/trilingual", "../../../../courses/open-source-in-government"} {
		c, problems, err := course.Load(os.DirFS(folder))
		if err != nil || problems.Fatal() {
			t.Fatal(problems, err)
		}
		w, err := publish.NewWeb(c, publish.WebOptions{Source: os.DirFS(folder)})
		if err != nil {
			t.Fatal(err)
		}
		p := &packaged{course: c, web: w, whole: wholeCourse(c)}
		contents, places := p.describe(p.whole)
		if len(places) != len(contents.Pages) || len(contents.Languages) != len(c.Tags()) {
			t.Errorf("%s: %d pages, %d of them with places, %d languages", folder, len(contents.Pages), len(places), len(contents.Languages))
		}
		tasks := 0
		for _, page := range contents.Pages {
			tasks += page.Task
		}
		if tasks != len(c.Tasks()) {
			t.Errorf("%s: %d tasks, want %d", folder, tasks, len(c.Tasks()))
		}
		all := strings.Join(places, "")
		for _, page := range c.Pages() {
			for _, tag := range c.Tags() {
				hidden := w.KeptBack(page, tag)
				if h := page.Head(tag); h != nil {
					for _, id := range h.IDs {
						if len(id) == 6 && !hidden[id] && !strings.Contains(all, string(id)) {
							t.Errorf("%s: passage %s has no place", folder, id)
						}
					}
				}
			}
		}
	}
}
