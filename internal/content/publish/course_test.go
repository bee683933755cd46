package publish

import (
	"io/fs"
	"os"
	"testing"

	"atelier/internal/content/course"
)

// small is the course that uses every construct of the format, and its folder.
func small(t testing.TB) (*course.Course, fs.FS) { return loaded(t, "testdata/course") }

func loaded(t testing.TB, folder string) (*course.Course, fs.FS) {
	t.Helper()
	src := os.DirFS(folder)
	c, problems, err := course.Load(src)
	if err != nil || problems.Fatal() {
		t.Fatal(err, problems)
	}
	return c, src
}
