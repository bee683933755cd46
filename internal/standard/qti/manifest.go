package qti

import "atelier/internal/standard/xmldoc"

// Package is the manifest of a package of items (QTI 2.2 and 3.0, "Content Packaging"): its identifier, its items and
// its other files.
type Package struct {
	Identifier string
	Title      string
	Language   string
	Rights     string // licence, in words with its address
	Items      []PackageItem
	Files      []PackageFile
}

// PackageItem is an item in a package.
type PackageItem struct {
	Identifier string
	Title      string
	Href       string
	Kinds      []Kind   // its interactions
	Files      []string // identifiers of the files it needs
}

// PackageFile is a file that items need.
type PackageFile struct{ Identifier, Href string }

// The names of a manifest, by version. The manifest of 2.2 is the profile of CP 1.2 whose schema 1EdTech ships with
// the items; that of 3.0 is in a namespace of its own.
var manifests = map[Version]struct{ space, location, lom, lomLocation, schema, version, item, metadata, metadataLocation string }{
	V22: {
		"http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.imsglobal.org/xsd/qti/qtiv2p2/qtiv2p2_imscpv1p2_v1p0.xsd",
		"http://ltsc.ieee.org/xsd/LOM", "http://www.imsglobal.org/xsd/imsmd_loose_v1p3p2.xsd",
		"QTIv2.2 Package", "1.0.0", "imsqti_item_xmlv2p2",
		"http://www.imsglobal.org/xsd/imsqti_metadata_v2p2", "http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_metadata_v2p2.xsd",
	},
	V30: {
		"http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1", "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
		"http://ltsc.ieee.org/xsd/LOM", "https://purl.imsglobal.org/spec/md/v1p3/schema/xsd/imsmd_loose_v1p3p2.xsd",
		"QTI Package", "3.0.0", "imsqti_item_xmlv3p0",
		"http://www.imsglobal.org/xsd/imsqti_metadata_v3p0", "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_metadatav3p0_v1p0.xsd",
	},
}

// ManifestFile is the name of a manifest, at the root of its package.
const ManifestFile = "imsmanifest.xml"

// Manifest is the manifest as a document.
func (v Version) Manifest(p *Package) []byte {
	names := manifests[v]
	d := xmldoc.New()
	d.In("manifest", func() {
		d.Line().In("metadata", func() {
			d.Leaf("schema", names.schema).Leaf("schemaversion", names.version)
			d.In("lom", func() {
				d.In("general", func() {
					d.In("identifier", func() { d.Leaf("catalog", "URI").Leaf("entry", p.Identifier) })
					d.In("title", func() { d.Leaf("string", p.Title, "language", p.Language) })
					d.Leaf("language", p.Language)
				})
				d.In("rights", func() {
					d.In("copyrightAndOtherRestrictions", func() { d.Leaf("source", "LOMv1.0").Leaf("value", "yes") })
					d.In("description", func() { d.Leaf("string", p.Rights, "language", p.Language) })
				})
			}, "xmlns", names.lom)
		})
		d.Line().Empty("organizations").Line()
		d.In("resources", func() {
			for _, i := range p.Items {
				d.Line()
				v.resource(d, i)
			}
			for _, f := range p.Files {
				d.Line().In("resource", func() { d.Empty("file", "href", f.Href) }, "identifier", f.Identifier, "type", "webcontent", "href", f.Href)
			}
			d.Line()
		})
	}, "xmlns", names.space, "xmlns:xsi", instance,
		"xsi:schemaLocation", names.space+" "+names.location+" "+names.lom+" "+names.lomLocation+" "+names.metadata+" "+names.metadataLocation,
		"identifier", xmldoc.ID("m", p.Identifier))
	return d.Line().Bytes()
}

// interactionTypes are the kinds as metadata names them (QTI metadata, interactionType).
var interactionTypes = map[Kind]string{
	ChoiceInteraction: "choiceInteraction", OrderInteraction: "orderInteraction", MatchInteraction: "matchInteraction",
	TextEntryInteraction: "textEntryInteraction", ExtendedTextInteraction: "extendedTextInteraction",
}

func (v Version) resource(d *xmldoc.Doc, i PackageItem) {
	names := manifests[v]
	d.In("resource", func() {
		d.In("metadata", func() {
			d.In("qtiMetadata", func() {
				d.Leaf("timeDependent", "false")
				seen := map[Kind]bool{}
				for _, k := range i.Kinds {
					if !seen[k] {
						d.Leaf("interactionType", interactionTypes[k])
					}
					seen[k] = true
				}
				d.Leaf("feedbackType", "nonadaptive").Leaf("solutionAvailable", "true")
			}, "xmlns", names.metadata)
			d.In("lom", func() {
				d.In("general", func() {
					d.In("identifier", func() { d.Leaf("entry", i.Identifier) })
					d.In("title", func() { d.Leaf("string", i.Title) })
				})
			}, "xmlns", names.lom)
		})
		d.Empty("file", "href", i.Href)
		for _, f := range i.Files {
			d.Empty("dependency", "identifierref", f)
		}
	}, "identifier", i.Identifier, "type", names.item, "href", i.Href)
}
