package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"strings"
	"sync"
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
// It may be used by several goroutines.
type Reader struct {
	limits Limits
	zip    *zip.Reader
	files  []*zip.File
	byName map[string]*zip.File
	mu     sync.Mutex
	left   int64 // bytes of all that may still be unpacked
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
	r := &Reader{limits: limits, zip: z, byName: map[string]*zip.File{}, left: limits.Total}
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

// Stated is how many bytes all members have unpacked, as they say themselves. A member that is longer than it says is
// damaged for those who read it, so no more than this ever comes out of reading each once.
func (r *Reader) Stated() int64 {
	var sum int64
	for _, f := range r.files {
		if f.UncompressedSize64 > uint64(math.MaxInt64-sum) {
			return math.MaxInt64
		}
		sum += int64(f.UncompressedSize64)
	}
	return sum
}

// Read is a whole member. Its errors wrap fs.ErrNotExist and ErrTooLarge, or tell that the member is damaged. What
// has been read counts towards the limit of all.
func (r *Reader) Read(name string) ([]byte, error) {
	f := r.byName[name]
	if f == nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	}
	most := r.most()
	in, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("archive: %s: %w", name, err)
	}
	defer in.Close()
	var from io.Reader = in
	if most >= 0 {
		from = io.LimitReader(in, most+1)
	}
	data, err := io.ReadAll(from)
	switch {
	case err != nil:
		return nil, fmt.Errorf("archive: %s: %w", name, err)
	case most >= 0 && int64(len(data)) > most:
		return nil, fmt.Errorf("%w: %s", ErrTooLarge, name)
	}
	r.take(int64(len(data)))
	return data, nil
}

// most is how many bytes the next member may have; negative without bound.
func (r *Reader) most() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	most := int64(-1)
	if r.limits.Member > 0 {
		most = r.limits.Member
	}
	if left := max(r.left, 0); r.limits.Total > 0 && (most < 0 || left < most) {
		most = left
	}
	return most
}

// FS is the archive as a file system. What is read from it counts towards the limits.
func (r *Reader) FS() fs.FS { return tree{r} }

type tree struct{ r *Reader }

func (t tree) Open(name string) (fs.File, error) {
	f, err := t.r.zip.Open(name)
	if err != nil || t.r.byName[name] == nil {
		return f, err
	}
	return &member{File: f, r: t.r, name: name}, nil
}

// member is an open file that is unpacked as it is read, within the limits.
type member struct {
	fs.File
	r    *Reader
	name string
	read int64
}

func (m *member) Read(p []byte) (int, error) {
	n, err := m.File.Read(p)
	m.read += int64(n)
	if !m.r.take(int64(n)) || m.r.limits.Member > 0 && m.read > m.r.limits.Member {
		return 0, fmt.Errorf("%w: %s", ErrTooLarge, m.name)
	}
	return n, err
}

// take counts bytes that were unpacked, and says whether all may be.
func (r *Reader) take(n int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left -= n
	return r.limits.Total == 0 || r.left >= 0
}
