package publish

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"

	"atelier/internal/base/archive"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
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

// sources are the archives of a course's source, each made once. A course with films has a large one: it is read from
// where it is kept, not held.
type sources [2]struct {
	once  sync.Once
	spool archive.Spool
	made  archive.Packed
	err   error
}

// close forgets the archives.
func (s *sources) close() {
	for i := range s {
		s[i].spool.Close()
	}
}

// maxSource is how large the source inside a package may be, in bytes: no larger one is opened, and so none is made.
var maxSource int64 = 1 << 30

// PackedSource is the archive of the course's folder, as SourceFile holds it. It is nil
// where the course has no folder.
func (b *builder) PackedSource(to Audience) (*archive.Packed, error) {
	if b.Source == nil {
		return nil, nil
	}
	s := &b.sources[to]
	s.once.Do(func() {
		if s.err = writeSource(&s.spool, b.Source, to); s.err == nil {
			s.made, s.err = s.spool.Packed()
		}
	})
	if s.err == nil && s.made.Size() > maxSource {
		size := lang.A{"size": s.made.Size() >> 20, "most": maxSource >> 20}
		return nil, fault.New(fault.Invalid, Words, "build.source-too-large", size)
	}
	return &s.made, s.err
}

// SourceBytes is the archive in memory, for editions that are put together there.
func (b *builder) SourceBytes(to Audience) ([]byte, error) {
	p, err := b.PackedSource(to)
	if p == nil || err != nil {
		return nil, err
	}
	return readPacked(*p)
}

func readPacked(p archive.Packed) ([]byte, error) {
	f, err := p.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, p.Size())
	_, err = io.ReadFull(f, data)
	return data, err
}

// SourceArchive is a course's folder as a zip file: every file but hidden ones, in
// the order of their names. The same folder gives the same bytes.
func SourceArchive(folder fs.FS, to Audience) ([]byte, error) {
	var out bytes.Buffer
	err := writeSource(&out, folder, to)
	return out.Bytes(), err
}

func writeSource(out io.Writer, folder fs.FS, to Audience) error {
	w := archive.NewWriter(out)
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
		if archive.Compressed(name) {
			kept, err := archive.Keep(Opener(folder, name))
			if err != nil {
				return err
			}
			return w.PutPacked(name, kept)
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
		return err
	}
	return w.Close()
}

// Opener opens a file of a folder, each time it is asked.
func Opener(folder fs.FS, name string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return folder.Open(name) }
}
