package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Limits bound what is taken from an archive of a stranger. A zero field is without bound.
type Limits struct {
	Members int   // how many
	Member  int64 // bytes of one, unpacked
	Total   int64 // bytes of all, unpacked
}

// Usual are limits in which every course and package of a course has room.
var Usual = Limits{Members: 100_000, Member: 1 << 30, Total: 4 << 30}

// ErrTooLarge says that an archive goes beyond the limits.
var ErrTooLarge = errors.New("archive: larger than is accepted")

// ErrUnsafe says that a member has a name that cannot be written below a folder, is a link, or is there twice.
var ErrUnsafe = errors.New("archive: unsafe member")

// Reader is an archive opened for reading.
type Reader struct {
	limits Limits
	files  []*zip.File
	byName map[string]*zip.File
	left   int64
}

// Open opens an archive held in memory and looks at every name. Its errors wrap ErrTooLarge and ErrUnsafe, or tell
// that it is no zip file.
func Open(data []byte, limits Limits) (*Reader, error) {
	return NewReader(bytes.NewReader(data), int64(len(data)), limits)
}

// NewReader opens an archive of that many bytes, as Open does.
func NewReader(at io.ReaderAt, size int64, limits Limits) (*Reader, error) {
	z, err := zip.NewReader(at, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("archive: %w", err)
	}
	r := &Reader{limits: limits, byName: map[string]*zip.File{}, left: limits.Total}
	if limits.Members > 0 && len(z.File) > limits.Members {
		return nil, fmt.Errorf("%w: %d members", ErrTooLarge, len(z.File))
	}
	for _, f := range z.File {
		name, folder := strings.CutSuffix(f.Name, "/")
		if !Local(name) || !folder && !f.Mode().IsRegular() || r.byName[name] != nil {
			return nil, fmt.Errorf("%w: %q", ErrUnsafe, f.Name)
		}
		if !folder {
			r.files = append(r.files, f)
			r.byName[name] = f
		}
	}
	return r, nil
}

// Names are the names of the members that are files, in the order of the archive.
func (r *Reader) Names() []string {
	out := make([]string, len(r.files))
	for i, f := range r.files {
		out[i] = f.Name
	}
	return out
}

// Read is a whole member. Its errors wrap fs.ErrNotExist and ErrTooLarge, or tell that the member is damaged. What
// has been read counts towards the limit of all.
func (r *Reader) Read(name string) ([]byte, error) {
	f := r.byName[name]
	if f == nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	}
	most := r.limits.Member
	if r.limits.Total > 0 && (most == 0 || r.left < most) {
		most = r.left
	}
	in, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("archive: %s: %w", name, err)
	}
	defer in.Close()
	var from io.Reader = in
	if most > 0 || r.limits.Total > 0 {
		from = io.LimitReader(in, most+1)
	}
	data, err := io.ReadAll(from)
	if err != nil {
		return nil, fmt.Errorf("archive: %s: %w", name, err)
	}
	if (most > 0 || r.limits.Total > 0) && int64(len(data)) > most {
		return nil, fmt.Errorf("%w: %s", ErrTooLarge, name)
	}
	r.left -= int64(len(data))
	return data, nil
}
