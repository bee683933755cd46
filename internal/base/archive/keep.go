package archive

import (
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path"
	"slices"
	"strings"
)

// compressed are the endings of files that no second compression makes smaller by anything worth its time: films,
// sounds and archives.
var compressed = []string{".mp4", ".m4v", ".mov", ".webm", ".ogv", ".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".flac", ".zip", ".gz", ".br"}

// Compressed says, by a file's name, that an archive holds it as it is.
func Compressed(name string) bool {
	return slices.Contains(compressed, strings.ToLower(path.Ext(name)))
}

// Keep takes what is large as it is: it is read from open each time an archive is written, and never in memory as a
// whole. What open gives must be the same each time.
func Keep(open func() (io.ReadCloser, error)) (Packed, error) {
	from, err := open()
	if err != nil {
		return Packed{}, err
	}
	defer from.Close()
	sum := crc32.NewIEEE()
	n, err := io.Copy(sum, from)
	return Packed{open: open, crc: sum.Sum32(), size: n}, err
}

// Size is how many bytes it holds, not compressed.
func (p Packed) Size() int64 { return p.size }

// Open gives what it holds, not compressed.
func (p Packed) Open() (io.ReadCloser, error) {
	switch {
	case p.open != nil:
		return p.open()
	case p.deflated:
		return flate.NewReader(bytes.NewReader(p.data)), nil
	}
	return io.NopCloser(bytes.NewReader(p.data)), nil
}

// copyAll writes a member that must have its size: what is read twice may have changed in between.
func copyAll(to io.Writer, from io.Reader, name string, size int64) error {
	n, err := io.Copy(to, io.LimitReader(from, size+1))
	if err == nil && n != size {
		err = fmt.Errorf("archive: %s changed while it was read", name)
	}
	return err
}

// Spool keeps what is written to it until it is closed: in memory while that is little, then in a temporary file.
// The zero value is ready. It is written by one goroutine, and read by any number afterwards.
type Spool struct {
	buf  bytes.Buffer
	file *os.File
	size int64
}

// mostSpooled is how much of a spool is in memory, in bytes.
const mostSpooled = 8 << 20

// Write adds to it.
func (s *Spool) Write(p []byte) (int, error) {
	s.size += int64(len(p))
	if s.file == nil && s.size <= mostSpooled {
		return s.buf.Write(p)
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "atelier-*")
		if err != nil {
			return 0, err
		}
		s.file = f
		if _, err := s.buf.WriteTo(f); err != nil {
			return 0, err
		}
		s.buf = bytes.Buffer{}
	}
	return s.file.Write(p)
}

// Size is how much was written, in bytes.
func (s *Spool) Size() int64 { return s.size }

// At is what was written, to be read at any place of it; it holds until Close.
func (s *Spool) At() io.ReaderAt {
	if s.file == nil {
		return bytes.NewReader(s.buf.Bytes())
	}
	return s.file
}

// Packed is what was written, as a member of archives; it holds until Close.
func (s *Spool) Packed() (Packed, error) {
	return Keep(func() (io.ReadCloser, error) {
		if s.file == nil {
			return io.NopCloser(bytes.NewReader(s.buf.Bytes())), nil
		}
		return io.NopCloser(io.NewSectionReader(s.file, 0, s.size)), nil
	})
}

// Close forgets it.
func (s *Spool) Close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	if gone := os.Remove(s.file.Name()); err == nil {
		err = gone
	}
	return err
}
