package editions

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"testing"

	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// fixture is the small course that uses every construct of the format.
func fixture(t testing.TB) (*course.Course, fs.FS) {
	t.Helper()
	src := os.DirFS("../publish/testdata/course")
	c, problems, err := course.Load(src)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s:%d: %s %v", p.File, p.Line, p.Code, p.Args)
	}
	return c, src
}

// built is an edition of the small course, by path.
func built(t testing.TB, o publish.Options) map[string][]byte {
	t.Helper()
	c, src := fixture(t)
	out := &publish.Memory{}
	o.Out, o.Source = out, src
	if err := All.Build(t.Context(), c, o); err != nil {
		t.Fatal(err)
	}
	return out.Files()
}

// without is a folder that lacks a file.
type without struct {
	fs.FS
	name string
}

func (w without) Open(name string) (fs.File, error) {
	if name == w.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return w.FS.Open(name)
}

func (w without) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(w.FS, name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return path.Join(name, e.Name()) == w.name }), err
}
