// Package epub writes EPUB publications: W3C EPUB 3.3 with EPUB Accessibility
// 1.1. It knows the specification and no course; sections are cited as "EPUB 5.6"
// and "A11Y 2.2".
//
// Its words are the specification's: a [Publication] is made of publication
// resources ([Item]), listed by the manifest; the spine is their reading order; the
// navigation document holds the table of contents ([NavPoint]) and the landmarks;
// a [Content] is an XHTML content document.
//
// What is not written, with the reason: media overlays (9), fixed layouts (8.2),
// scripting (6.3.2), collections (5.8), fallbacks (3.5: all resources are core media
// types or stand in no content document) and the page list (7.4.3: there are no
// pages to follow). The NCX of EPUB 2 is written for readers that know no navigation
// document (5.9.5).
//
// Its invariants: same publication, same bytes; a publication with a fault that a
// checker would name is refused before anything is written ([Publication.Check]).
package epub

import "time"

// Publication is an EPUB publication (EPUB 2).
type Publication struct {
	Metadata Metadata
	// Direction is the page-progression-direction of the spine (EPUB 5.7.1): "",
	// "ltr" or "rtl".
	Direction string
	// Manifest is every resource but the navigation document and the NCX, which are
	// made; those with Spine set are read in this order (EPUB 5.6, 5.7).
	Manifest []Item
	// TOC is the table of contents (EPUB 7.4.2); TOCTitle its heading.
	TOC      []NavPoint
	TOCTitle string
	// Landmarks lead to the parts of the publication (EPUB 7.4.4); LandmarksTitle
	// names their list.
	Landmarks      []Landmark
	LandmarksTitle string
	// Stylesheet is the Href of the style of the navigation document; may be empty.
	Stylesheet string
	// TOCAfter is the Href of the resource of the spine after which the table of
	// contents is read; empty keeps it out of the spine.
	TOCAfter string
}

// Metadata is what the package document says of the publication (EPUB 5.5).
type Metadata struct {
	// Identifier is the unique identifier (EPUB 5.5.3.1.1), an IRI; Others are further
	// identifiers.
	Identifier string
	Others     []string
	Title      string
	// Language is the primary language of the text, BCP 47; also of the metadata.
	Language string
	// Direction is the base direction of the metadata: "", "ltr" or "rtl".
	Direction   string
	Creator     string
	Date        string // of publication: 2023, 2023-10 or 2023-10-19; empty when unknown
	Modified    time.Time
	Description string
	Subjects    []string
	Rights      string
	Source      string // IRI of the work that it was made from (EPUB 5.5.3.2, dc:source); empty when there is none
	License     string // IRI of the licence; empty when it has none
	Version     string // of the text: schema:version; empty when it has none
	Accessibility
}

// Accessibility is the discovery metadata of A11Y 2.2. It holds what is true of the
// publication: nothing is filled in here.
type Accessibility struct {
	// AccessModes are schema:accessMode: "textual", "visual", "auditory".
	AccessModes []string
	// Sufficient are schema:accessModeSufficient: sets of modes, "textual,visual".
	Sufficient []string
	// Features are schema:accessibilityFeature, of the vocabulary of schema.org.
	Features []string
	// Hazards are schema:accessibilityHazard: "none", "unknown" or what there is.
	Hazards []string
	// Summary is schema:accessibilitySummary, in the language of the publication.
	Summary string
}

// Item is a publication resource (EPUB 5.6.2).
type Item struct {
	Href       string // path below the package document's folder, no fragment
	MediaType  string
	Properties []string // EPUB 5.6.2.1 and D.6: "cover-image", "svg"
	Data       []byte
	Spine      bool
}

// NavPoint is an entry of the table of contents.
type NavPoint struct {
	Title string
	Href  string // with or without fragment
	Kids  []NavPoint
}

// Landmark leads to a part of the publication; Type is a word of the EPUB
// Structural Semantics Vocabulary 1.1: "bodymatter", "glossary".
type Landmark struct{ Type, Title, Href string }

// Media types of resources (EPUB 3.2, core media types), and of the parts of the
// container.
const (
	XHTML  = "application/xhtml+xml"
	CSS    = "text/css"
	SVG    = "image/svg+xml"
	PNG    = "image/png"
	JPEG   = "image/jpeg"
	GIF    = "image/gif"
	WebP   = "image/webp"
	NCX    = "application/x-dtbncx+xml"
	Zip    = "application/zip" // no core media type: may stand in no content document
	Opf    = "application/oebps-package+xml"
	Format = "application/epub+zip"
)
