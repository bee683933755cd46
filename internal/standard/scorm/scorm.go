// Package scorm writes what SCORM asks of a content package: its manifest, its
// metadata, and the schemas that both are written to.
//
// Words are those of the Content Aggregation Model (CAM): a manifest lists
// organizations of items, which refer to resources, which list files. A SCO is a
// resource that speaks to the run-time environment. Packages here have one organization
// of one item, which is one SCO; so sequencing (Sequencing and Navigation, SN) has
// nothing to decide, and only says where completion and success come from.
//
// Three editions are written: SCORM 1.2 (October 2001), SCORM 2004 3rd Edition
// (November 2006) and 4th Edition (August 2009). Left out: sub-manifests, prerequisites,
// time limits, data from the LMS, navigation presentation and shared data buckets, for
// one SCO has no use for them.
package scorm

import (
	"embed"
	"io/fs"
	"net/url"
	"strconv"
	"strings"

	"atelier/internal/standard/xmldoc"
)

// Edition is a version of SCORM.
type Edition int

// The editions.
const (
	V12 Edition = iota
	V2004e3
	V2004e4
)

// Manifest is a package of one SCO.
type Manifest struct {
	Identifier string // an NCName: the same for every release of the course (Name makes one)
	Version    string // of the content
	Title      string // CAM 2.3.5.1.5.2 asks for one; an LMS shows it
	Language   string // of Title, BCP 47
	Href       string // the file that is launched, below the package
	Files      []string
	Metadata   LOM

	// MinNormalizedMeasure is the score, 0 to 1, that satisfies the primary objective
	// (SN 3.10.2); 0 leaves success to the SCO. SCORM 1.2 has masteryscore for it
	// (CAM 2.3.5.1.5.2), which is not written: with it an LMS says "passed" of whoever
	// has the score, before the course is complete.
	MinNormalizedMeasure float64
}

//go:embed schemas
var schemas embed.FS

var folders = map[Edition]string{V12: "schemas/1.2", V2004e3: "schemas/2004-3rd", V2004e4: "schemas/2004-4th"}

// Schemas are the control documents of an edition, which stand at the root of a package
// (CAM 1.2 2.3.2.1; CAM 2004 3.4.1).
func Schemas(e Edition) fs.FS {
	sub, err := fs.Sub(schemas, folders[e])
	if err != nil {
		panic(err) // the folder is in the program
	}
	return sub
}

// MetadataFile is where the metadata of a SCORM 2004 package stands. The manifest
// refers to it, so that it is whole without the schemas of the metadata, which are not
// among the control documents. A SCORM 1.2 package has it in the manifest.
const MetadataFile = "metadata.xml"

// Name is a text as an NCName, which xs:ID asks of every identifier.
func Name(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '_',
			i > 0 && (r >= '0' && r <= '9' || r == '-' || r == '.'):
			b.WriteRune(r)
		case i == 0 && r >= '0' && r <= '9':
			b.WriteString("_" + string(r))
		default:
			b.WriteByte('_')
		}
	}
	return b.String()
}

// XML is imsmanifest.xml.
func (m Manifest) XML(e Edition) []byte {
	w := newWriter()
	if e == V12 {
		m.write12(w)
	} else {
		m.write2004(w, e)
	}
	return w.Bytes()
}

// write12 follows the order of elements of imscp_rootv1p1p2.xsd.
func (m Manifest) write12(w *writer) {
	w.Open("manifest", "identifier", m.Identifier, "version", m.version(),
		"xmlns", "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
		"xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_rootv1p2",
		"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
		"xsi:schemaLocation", "http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd"+
			" http://www.imsglobal.org/xsd/imsmd_rootv1p2p1 imsmd_rootv1p2p1.xsd"+
			" http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd")
	w.Open("metadata")
	w.Leaf("schema", "ADL SCORM")
	w.Leaf("schemaversion", "1.2")
	m.Metadata.write12(w)
	w.Close()
	m.organizations(w, func() {})
	m.resources(w, "adlcp:scormtype")
	w.Close()
}

var schemaversion = map[Edition]string{V2004e3: "2004 3rd Edition", V2004e4: "2004 4th Edition"}

// write2004 follows the order of elements of imscp_v1p1.xsd.
func (m Manifest) write2004(w *writer, e Edition) {
	w.Open("manifest", "identifier", m.Identifier, "version", m.version(),
		"xmlns", "http://www.imsglobal.org/xsd/imscp_v1p1",
		"xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_v1p3",
		"xmlns:adlseq", "http://www.adlnet.org/xsd/adlseq_v1p3",
		"xmlns:adlnav", "http://www.adlnet.org/xsd/adlnav_v1p3",
		"xmlns:imsss", "http://www.imsglobal.org/xsd/imsss",
		"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
		"xsi:schemaLocation", "http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd"+
			" http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd"+
			" http://www.adlnet.org/xsd/adlseq_v1p3 adlseq_v1p3.xsd"+
			" http://www.adlnet.org/xsd/adlnav_v1p3 adlnav_v1p3.xsd"+
			" http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd")
	w.Open("metadata")
	w.Leaf("schema", "ADL SCORM")
	w.Leaf("schemaversion", schemaversion[e])
	w.Leaf("adlcp:location", MetadataFile)
	w.Close()
	m.organizations(w, func() { m.delivery(w, e) })
	m.resources(w, "adlcp:scormType")
	w.Close()
}

// organizations are one organization of one item; inside is what an edition adds to the
// item, after its title.
func (m Manifest) organizations(w *writer, inside func()) {
	w.Open("organizations", "default", m.Identifier+"-organization")
	w.Open("organization", "identifier", m.Identifier+"-organization")
	w.Leaf("title", shortened(m.Title))
	w.Open("item", "identifier", m.Identifier+"-item", "identifierref", m.Identifier+"-resource", "isvisible", "true")
	w.Leaf("title", shortened(m.Title))
	inside()
	w.Close()
	w.Close()
	w.Close()
}

// longestTitle is how many characters a title may have (imscp_rootv1p1p2.xsd, title; SPM of CAM 4e 3.4).
const longestTitle = 200

func shortened(title string) string {
	if r := []rune(title); len(r) > longestTitle {
		return strings.TrimRight(string(r[:longestTitle-1]), " ") + "…"
	}
	return title
}

// delivery says what completes and satisfies the activity: the progress measure, and the
// score of the primary objective where one is asked for (CAM 4e 5.1.1; SN 3.10, 3.13).
// The SCO reports both, so nothing is assumed of it.
func (m Manifest) delivery(w *writer, e Edition) {
	if e == V2004e3 {
		w.Leaf("adlcp:completionThreshold", "1.0") // CAM 3e 3.4.1.15
	} else {
		w.Leaf("adlcp:completionThreshold", "", "completedByMeasure", "true", "minProgressMeasure", "1.0")
	}
	w.Open("imsss:sequencing")
	if m.MinNormalizedMeasure > 0 {
		w.Open("imsss:objectives")
		w.Open("imsss:primaryObjective", "objectiveID", "course", "satisfiedByMeasure", "true")
		w.Leaf("imsss:minNormalizedMeasure", strconv.FormatFloat(m.MinNormalizedMeasure, 'f', -1, 64))
		w.Close()
		w.Close()
	}
	w.Leaf("imsss:deliveryControls", "", "completionSetByContent", "true", "objectiveSetByContent", "true")
	w.Close()
}

func (m Manifest) resources(w *writer, scormType string) {
	w.Open("resources")
	w.Open("resource", "identifier", m.Identifier+"-resource", "type", "webcontent", scormType, "sco", "href", reference(m.Href))
	for _, f := range m.Files {
		w.Leaf("file", "", "href", reference(f))
	}
	w.Close()
	w.Close()
}

func (m Manifest) version() string {
	if m.Version == "" {
		return "1"
	}
	return m.Version
}

// reference is a path as a relative URI reference (RFC 3986, 4.2).
func reference(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// writer writes the elements of the specification into a document.
type writer struct{ *xmldoc.Indented }

func newWriter() *writer { return &writer{xmldoc.NewIndented()} }
