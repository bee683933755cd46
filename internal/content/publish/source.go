package publish

import (
	"bytes"
	"io/fs"
	"path"
	"strings"
	"sync"

	"atelier/internal/base/archive"
	"atelier/internal/content/course"
)

// SourceFile is the name under which a package carries the source of its course:
// a zip file of the course's folder, from which `atelier open` gives the folder
// back.
const SourceFile = "atelier-source.zip"

// Audience says who gets a package.
type Audience int

// The audiences. Everyone gets the source without the bank of the graded
// assessment; an institution, which gives the assessment, gets all of it.
const (
	Everyone Audience = iota
	Institution
)

// sources are the archives of a course's source, each made once.
type sources struct {
	once [2]sync.Once
	data [2][]byte
	err  [2]error
}

// source is the archive of the course's folder, as SourceFile holds it. It is nil
// where the course has no folder.
func (b *builder) source(to Audience) ([]byte, error) {
	if b.Source == nil {
		return nil, nil
	}
	s := &b.sources
	s.once[to].Do(func() { s.data[to], s.err[to] = SourceArchive(b.Source, to) })
	return s.data[to], s.err[to]
}

// SourceArchive is a course's folder as a zip file: every file but hidden ones, in
// the order of their names. The same folder gives the same bytes.
func SourceArchive(folder fs.FS, to Audience) ([]byte, error) {
	var out bytes.Buffer
	w := archive.NewWriter(&out)
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		switch base := path.Base(name); {
		case err != nil:
			return err
		case name != "." && (strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~")):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		if to == Everyone && strings.HasPrefix(name, "assessment.") && strings.HasSuffix(name, ".md") {
			data = []byte(course.WithoutBank(string(data)))
		}
		return w.Put(name, data)
	})
	if err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
