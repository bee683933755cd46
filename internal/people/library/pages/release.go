package pages

import (
	"github.com/a-h/templ"

	"atelier/internal/base/page"
)

// Releases is a list of releases.
type Releases struct {
	Nothing string // said when there is none
	List    []Release
}

// Release is a line of the list. Now says that it is the one that is read; empty for others.
type Release struct {
	Link page.Link
	Text string
	Now  string
}

// AboutRelease is what is told of one release.
type AboutRelease struct {
	Facts                               []page.Fact
	NotesTitle                          string
	Notes                               templ.Component
	FilesTitle, NoFiles                 string
	Files                               []Download
	EvidenceTitle, Evidence, NoEvidence string
	Judges                              []string
}

// Download is a file that people get.
type Download struct {
	Link     page.Link
	Kind     string // "PDF, 1.2 MB"
	Checksum string // SHA-256
}
