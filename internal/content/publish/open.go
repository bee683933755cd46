package publish

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"path"

	"atelier/internal/base/archive"
	"atelier/internal/standard/pdfua"
)

// ErrNoSource says that a file carries no source of a course.
var ErrNoSource = errors.New("the file carries no source of a course")

// SourceOf finds the source that a package carries: in a zip file of any edition, in a course for Open edX, in a PDF
// file, in a single HTML file, and the source archive itself. Its errors wrap ErrNoSource and those of package archive.
func SourceOf(data []byte) (*archive.Reader, error) {
	inner, err := SourceArchiveOf(data)
	if err != nil {
		return nil, err
	}
	r, err := archive.Open(inner, archive.Usual)
	if err != nil {
		return nil, err
	}
	for _, name := range r.Names() {
		if name == "course.yaml" {
			return r, nil
		}
	}
	return nil, ErrNoSource
}

// SourceArchiveOf finds the archive itself, as SourceOf does.
func SourceArchiveOf(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("PK")):
		return sourceInZip(data)
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}):
		return sourceInTar(data)
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return sourceInPDF(data)
	case isHTML(data):
		return sourceInHTML(data)
	}
	return nil, ErrNoSource
}

func sourceInPDF(data []byte) ([]byte, error) {
	f, err := pdfua.Open(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoSource, err)
	}
	if src, ok := f.Attachment(SourceFile); ok {
		return src, nil
	}
	return nil, ErrNoSource
}

// sourceMark is the attributes by which the element that holds the source in a single HTML
// file is known.
const sourceMark = `id="atelier-source" data-encoding="base64"`

// isHTML looks at how a file begins, as browsers do (WHATWG MIME Sniffing, 7.1): with the
// document type, after white space.
func isHTML(data []byte) bool {
	const doctype = "<!doctype html"
	start := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\ufeff")), " \t\r\n")
	return len(start) >= len(doctype) && bytes.EqualFold(start[:len(doctype)], []byte(doctype))
}

// sourceInHTML decodes the element; line ends, which mail may change, do not matter.
func sourceInHTML(data []byte) ([]byte, error) {
	at := bytes.LastIndex(data, []byte(sourceMark+">"))
	if at < 0 {
		return nil, ErrNoSource
	}
	text := data[at+len(sourceMark)+1:]
	end := bytes.IndexByte(text, '<')
	if end < 0 {
		return nil, fmt.Errorf("%w: it is cut off", ErrNoSource)
	}
	zip, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(bytes.TrimSpace(text[:end]))))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoSource, err)
	}
	return zip, nil
}

// sourceInZip finds the archive in an archive; one that holds a course is the source itself.
func sourceInZip(data []byte) ([]byte, error) {
	r, err := archive.Open(data, archive.Usual)
	if err != nil {
		return nil, err
	}
	for _, name := range r.Names() {
		switch {
		case name == "course.yaml":
			return data, nil
		case path.Base(name) == SourceFile:
			return r.Read(name)
		}
	}
	return nil, ErrNoSource
}

func sourceInTar(data []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoSource, err)
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil, ErrNoSource
		case err != nil:
			return nil, fmt.Errorf("%w: %w", ErrNoSource, err)
		case path.Base(h.Name) != SourceFile:
			continue
		case h.Size > maxSource:
			return nil, archive.ErrTooLarge
		}
		return io.ReadAll(io.LimitReader(t, maxSource))
	}
}
