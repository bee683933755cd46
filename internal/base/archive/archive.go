// Package archive writes and reads zip files: the form in which editions and course sources travel.
//
// Words: an archive is a zip file; a member is one file in it, named by a path with slashes.
//
// Invariants: a [Writer] gives the same bytes for the same members in the same order, whatever the day and the
// machine; its members have no time, no owner and no extra fields, sizes stand before the data, and names are
// UTF-8 (APPNOTE.TXT 6.3.10, 4.4.4 bit 11), so that readers that stream, and old ones, can read them. A [Reader]
// takes archives of strangers: names that leave the folder, links, members that are much larger than they say, and
// archives of too many members are refused before anything is written.
package archive

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"strings"
	"sync"
	"unicode/utf8"
)

// Writer writes one archive, member after member, in the order of the calls.
type Writer struct {
	zip    *zip.Writer
	packer packer
	names  map[string]bool
	err    error
}

// NewWriter begins an archive on w.
func NewWriter(w io.Writer) *Writer {
	f, err := flate.NewWriter(io.Discard, flate.DefaultCompression)
	return &Writer{zip: zip.NewWriter(w), packer: packer{deflat: f}, names: map[string]bool{}, err: err}
}

// Packed is a member's data as an archive holds it, for what goes into several archives
// and need not be compressed for each. It never changes.
type Packed struct {
	data     []byte
	open     func() (io.ReadCloser, error) // instead of data: read each time it is written
	crc      uint32
	size     int64
	deflated bool
}

// Pack compresses data where that makes it smaller. What it gives may hold data itself.
func Pack(data []byte) (Packed, error) {
	f, _ := packers.Get().(*packer)
	if f == nil {
		f = &packer{}
		f.deflat, f.err = flate.NewWriter(io.Discard, flate.DefaultCompression)
	}
	defer packers.Put(f)
	packed, err := f.pack(data)
	p := Packed{data: data, crc: crc32.ChecksumIEEE(data), size: int64(len(data))}
	if err == nil && len(packed) < len(data) {
		p.data, p.deflated = bytes.Clone(packed), true
	}
	return p, err
}

// packers are kept for the next member: each is larger than most members.
var packers sync.Pool

// packer deflates one member after the other.
type packer struct {
	deflat *flate.Writer
	buf    bytes.Buffer
	err    error
}

// pack gives data deflated; it holds until the next call.
func (p *packer) pack(data []byte) ([]byte, error) {
	if p.err != nil {
		return nil, p.err
	}
	p.buf.Reset()
	p.deflat.Reset(&p.buf)
	if _, err := p.deflat.Write(data); err != nil {
		return nil, err
	}
	err := p.deflat.Close()
	return p.buf.Bytes(), err
}

// PutPacked adds a member that was packed before.
func (w *Writer) PutPacked(name string, p Packed) error {
	if w.err != nil {
		return w.err
	}
	if p.open != nil {
		return w.addFrom(name, p)
	}
	method := zip.Store
	if p.deflated {
		method = zip.Deflate
	}
	return w.add(name, p.crc, p.size, p.data, method)
}

// Put adds a member, compressed where that makes it smaller.
func (w *Writer) Put(name string, data []byte) error {
	if w.err != nil {
		return w.err
	}
	if Compressed(name) {
		return w.Store(name, data)
	}
	var packed []byte
	if packed, w.err = w.packer.pack(data); w.err != nil {
		return w.err
	}
	if len(packed) >= len(data) {
		return w.add(name, crc32.ChecksumIEEE(data), int64(len(data)), data, zip.Store)
	}
	return w.add(name, crc32.ChecksumIEEE(data), int64(len(data)), packed, zip.Deflate)
}

// Store adds a member as it is, uncompressed: for what is compressed already, and for the first member of an EPUB.
func (w *Writer) Store(name string, data []byte) error {
	if w.err != nil {
		return w.err
	}
	return w.add(name, crc32.ChecksumIEEE(data), int64(len(data)), data, zip.Store)
}

// dosEpoch is the first day a zip file can name, 1 January 1980, which stands for none.
const dosEpoch = 1<<5 | 1

func (w *Writer) add(name string, crc uint32, size int64, packed []byte, method uint16) error {
	f := w.begin(name, crc, size, int64(len(packed)), method)
	if w.err == nil {
		_, w.err = f.Write(packed)
	}
	return w.err
}

// addFrom adds a member that is read meanwhile, as it is.
func (w *Writer) addFrom(name string, p Packed) error {
	from, err := p.open()
	if err != nil {
		w.err = err
		return err
	}
	f := w.begin(name, p.crc, p.size, p.size, zip.Store)
	if w.err == nil {
		w.err = copyAll(f, from, name, p.size)
	}
	w.err = errors.Join(w.err, from.Close())
	return w.err
}

// begin writes the head of a member.
func (w *Writer) begin(name string, crc uint32, size, packed int64, method uint16) (f io.Writer) {
	if !Local(name) || w.names[name] {
		w.err = fmt.Errorf("archive: member name %q is not a path below the archive, or is there twice", name)
		return nil
	}
	w.names[name] = true
	h := &zip.FileHeader{
		Name: name, Method: method, CRC32: crc,
		UncompressedSize64: uint64(size), CompressedSize64: uint64(packed), ModifiedDate: dosEpoch,
	}
	if !ascii(name) {
		h.Flags |= 1 << 11
	}
	f, w.err = w.zip.CreateRaw(h)
	return f
}

// Close writes the directory of the archive. The archive is whole only after it.
func (w *Writer) Close() error {
	if w.err != nil {
		return w.err
	}
	w.err = errors.New("archive: closed")
	return w.zip.Close()
}

// Local says whether a name is a clean path with slashes that stays below where it is put, on every system.
func Local(name string) bool {
	if name == "" || !utf8.ValidString(name) || path.IsAbs(name) || path.Clean(name) != name ||
		name == "." || name == ".." || strings.HasPrefix(name, "../") {
		return false
	}
	return !strings.ContainsAny(name, "\\:\x00")
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
