// Package cartridge writes what makes a zip file a Common Cartridge of 1EdTech: the manifest with its metadata, web
// links and discussion topics, in version 1.1 and in version 1.3. Questions are written by standard/qti.
//
// Words of the specification: a resource is a file, or files, with a type; an item is a place in the table of
// contents, either a folder or one that refers to a resource; a dependency names a resource that another needs.
//
// Sections are those of "Common Cartridge Profile 1.1: Implementation" (CC 1.1) and of the same for 1.3 (CC 1.3).
// Not written: authorizations (CC 1.1, 4.9), because nothing is protected; links to LTI tools (CC 1.1, 4.8), because no
// course has any.
package cartridge

import "atelier/internal/standard/xmldoc"

// Version is a version of the format.
type Version int

// The versions that are written. 1.1 is the one that every importer takes.
const (
	V11 Version = iota
	V13
)

// ManifestFile is the name of the manifest, at the root of the package (CC 1.1, 4.2).
const ManifestFile = "imsmanifest.xml"

// Kind is what a resource is.
type Kind int

// The kinds of resources (CC 1.1, 4.3, table 4.2).
const (
	WebContent Kind = iota
	Assessment
	QuestionBank // one a cartridge at most; no item refers to it
	WebLink
	DiscussionTopic
	Associated // files that belong to the package and are nothing to learn from by themselves
)

// version is what differs between the versions in names.
type version struct {
	mark   string // "1p1", in every namespace
	number string // schemaversion
	types  map[Kind]string
}

var versions = map[Version]version{
	V11: {"1p1", "1.1.0", types("1p1")},
	V13: {"1p3", "1.3.0", types("1p3")},
}

func types(mark string) map[Kind]string {
	return map[Kind]string{
		WebContent: "webcontent", Assessment: "imsqti_xmlv1p2/imscc_xmlv" + mark + "/assessment",
		QuestionBank: "imsqti_xmlv1p2/imscc_xmlv" + mark + "/question-bank", WebLink: "imswl_xmlv" + mark, DiscussionTopic: "imsdt_xmlv" + mark,
		Associated: "associatedcontent/imscc_xmlv" + mark + "/learning-application-resource",
	}
}

// Mark is the version as namespaces and schemas have it: "1p1".
func (v Version) Mark() string { return versions[v].mark }

// Cartridge is what a manifest says.
type Cartridge struct {
	Metadata
	Items     []Item // top of the table of contents
	Resources []Resource
}

// Metadata is what is said of the whole cartridge (LOM, as CC 1.1, 4.5 profiles it).
type Metadata struct {
	Identifier  string // an IRI
	Title       string
	Language    string // BCP 47, of the content and of these strings
	Description string
	Audience    string // who it is for
	Keywords    []string
	Author      string
	Rights      string // licence in words
	Objectives  []string
}

// Item is a place in the table of contents (CC 1.1, 4.4): a folder with items, or with Ref the place of a resource.
type Item struct {
	Identifier string // unique in the manifest, an xs:ID
	Title      string
	Ref        string // identifier of a resource
	Items      []Item
}

// Resource is a resource. Its first file is where it begins.
type Resource struct {
	Identifier string
	Kind       Kind
	Files      []string
	Needs      []string // identifiers of resources
	Instructor bool     // for those who teach (CC 1.1, 4.5.3)
	Use        string   // intendeduse: "lessonplan", "syllabus"; empty is not said
}

const instance = "http://www.w3.org/2001/XMLSchema-instance"

// Manifest is the manifest as a document.
func (v Version) Manifest(c *Cartridge) []byte {
	mark := versions[v].mark
	space := "http://www.imsglobal.org/xsd/imsccv" + mark + "/imscp_v1p1"
	lom, role := "http://ltsc.ieee.org/xsd/imsccv"+mark+"/LOM/manifest", "http://ltsc.ieee.org/xsd/imsccv"+mark+"/LOM/resource"
	at := "http://www.imsglobal.org/profile/cc/ccv" + mark + "/"
	d := xmldoc.New()
	d.In("manifest", func() {
		d.Line().In("metadata", func() {
			d.Leaf("schema", "IMS Common Cartridge").Leaf("schemaversion", versions[v].number).Line()
			c.Metadata.write(d)
		}).Line()
		d.In("organizations", func() {
			d.In("organization", func() {
				d.In("item", func() {
					for _, i := range c.Items {
						i.write(d.Line())
					}
					d.Line()
				}, "identifier", "root")
			}, "identifier", "organization", "structure", "rooted-hierarchy")
		}).Line()
		d.In("resources", func() {
			for _, r := range c.Resources {
				v.resource(d.Line(), r)
			}
			d.Line()
		})
	}, "xmlns", space, "xmlns:lom", lom, "xmlns:lomr", role, "xmlns:xsi", instance,
		"xsi:schemaLocation", space+" "+at+"ccv"+mark+"_imscp_v1p2_v1p0.xsd "+lom+" "+at+"LOM/ccv"+mark+"_lommanifest_v1p0.xsd "+role+" "+at+"LOM/ccv"+mark+"_lomresource_v1p0.xsd",
		"identifier", xmldoc.ID("m", c.Identifier, c.Language))
	return d.Line().Bytes()
}

func (i Item) write(d *xmldoc.Doc) {
	d.In("item", func() {
		d.Leaf("title", i.Title)
		for _, below := range i.Items {
			below.write(d.Line())
		}
	}, "identifier", i.Identifier, "identifierref", i.Ref)
}

func (v Version) resource(d *xmldoc.Doc, r Resource) {
	href := ""
	if len(r.Files) > 0 && (r.Kind == WebContent || r.Kind == Associated) { // the others may not have it (rules 1c to 4d)
		href = r.Files[0]
	}
	d.In("resource", func() {
		if r.Instructor {
			d.In("metadata", func() {
				d.In("lomr:lom", func() {
					d.In("lomr:educational", func() {
						d.In("lomr:intendedEndUserRole", func() { d.Leaf("lomr:source", "IMSGLC_CC_Rolesv"+versions[v].mark).Leaf("lomr:value", "Instructor") })
					})
				})
			})
		}
		for _, f := range r.Files {
			d.Empty("file", "href", f)
		}
		for _, id := range r.Needs {
			d.Empty("dependency", "identifierref", id)
		}
	}, "identifier", r.Identifier, "type", versions[v].types[r.Kind], "href", href, "intendeduse", r.Use)
}

// WebLink is a link out of the course as a document (CC 1.1, 4.7).
func (v Version) WebLink(title, url string) []byte {
	space := "http://www.imsglobal.org/xsd/imsccv" + versions[v].mark + "/imswl_v" + versions[v].mark
	d := xmldoc.New()
	d.In("webLink", func() { d.Leaf("title", title).Empty("url", "href", url, "target", "_blank") }, v.frame(space, "imswl")...)
	return d.Line().Bytes()
}

// Topic is a topic to discuss as a document (CC 1.1, 4.6). The text is HTML; its files are addressed from
// [FileBase].
func (v Version) Topic(title, html string) []byte {
	space := "http://www.imsglobal.org/xsd/imsccv" + versions[v].mark + "/imsdt_v" + versions[v].mark
	d := xmldoc.New()
	d.In("topic", func() { d.Leaf("title", title).Leaf("text", html, "texttype", "text/html") }, v.frame(space, "imsdt")...)
	return d.Line().Bytes()
}

func (v Version) frame(space, schema string) []string {
	mark := versions[v].mark
	return []string{"xmlns", space, "xmlns:xsi", instance,
		"xsi:schemaLocation", space + " http://www.imsglobal.org/profile/cc/ccv" + mark + "/ccv" + mark + "_" + schema + "_v" + mark + ".xsd"}
}

// FileBase stands for the root of the package in addresses inside questions and topics (CC 1.1, 4.10.4): their text
// is kept where no relative address leads back to the files.
const FileBase = "$IMS-CC-FILEBASE$"
