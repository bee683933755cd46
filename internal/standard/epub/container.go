package epub

import (
	"io"

	"atelier/internal/base/archive"
)

// Where the parts of the container stand (EPUB 4.2.2). The package document
// and all resources are in one folder.
const (
	folder    = "EPUB/"
	packageAt = folder + "package.opf"
	navHref   = "nav.xhtml"
	ncxHref   = "toc.ncx"
)

// container is META-INF/container.xml (EPUB 4.2.6.3.1).
const container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="` + packageAt + `" media-type="` + Opf + `"/>
  </rootfiles>
</container>
`

// Write writes the publication as an OCF ZIP container (EPUB 4.3). Its errors are
// those of Check, and of w.
func (p *Publication) Write(w io.Writer) error {
	if err := p.Check(); err != nil {
		return err
	}
	opf, err := p.packageDocument()
	if err != nil {
		return err
	}
	zip := archive.NewWriter(w)
	// The first member, as it is and without extra fields (EPUB 4.3.3).
	if err := zip.Store("mimetype", []byte(Format)); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		data []byte
	}{
		{"META-INF/container.xml", []byte(container)}, {packageAt, opf},
		{folder + navHref, p.navigation()}, {folder + ncxHref, p.ncx()},
	} {
		if err := zip.Put(part.name, part.data); err != nil {
			return err
		}
	}
	for _, item := range p.Manifest {
		if err := zip.Put(folder+item.Href, item.Data); err != nil {
			return err
		}
	}
	return zip.Close()
}
