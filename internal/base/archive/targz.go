package archive

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// TarGz writes one compressed tar file (POSIX.1-2001 pax, RFC 1952), member after member, in the order of the calls.
// Like [Writer] it says nothing of the day, the machine or a person.
type TarGz struct {
	zip   *gzip.Writer
	tar   *tar.Writer
	names map[string]bool
	err   error
}

// NewTarGz begins an archive on w.
func NewTarGz(w io.Writer) *TarGz {
	z, err := gzip.NewWriterLevel(w, gzip.DefaultCompression)
	return &TarGz{zip: z, tar: tar.NewWriter(z), names: map[string]bool{}, err: err}
}

// Put adds a member.
func (w *TarGz) Put(name string, data []byte) error {
	if w.begin(name, int64(len(data))); w.err == nil {
		_, w.err = w.tar.Write(data)
	}
	return w.err
}

// PutPacked adds a member that was packed for zip files, or is kept elsewhere.
func (w *TarGz) PutPacked(name string, p Packed) error {
	from, err := p.Open()
	if err != nil {
		return err
	}
	if w.begin(name, p.size); w.err == nil {
		w.err = copyAll(w.tar, from, name, p.size)
	}
	w.err = errors.Join(w.err, from.Close())
	return w.err
}

// begin writes the head of a member.
func (w *TarGz) begin(name string, size int64) {
	if w.err != nil {
		return
	}
	if !Local(name) || w.names[name] {
		w.err = fmt.Errorf("archive: member name %q is not a path below the archive, or is there twice", name)
		return
	}
	w.names[name] = true
	w.err = w.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o644})
}

// Close ends the archive, which is whole only after it.
func (w *TarGz) Close() error {
	if w.err != nil {
		return w.err
	}
	w.err = errors.New("archive: closed")
	return errors.Join(w.tar.Close(), w.zip.Close())
}
