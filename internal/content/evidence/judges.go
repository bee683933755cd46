package evidence

// judges are all that can be asked, ours first.
var judges = []judge{
	checksums, sources,
	epubcheck, epubcheckTS, ace,
	pdfuaRules, qpdf, verapdf,
	schema("schema-scorm12", "scorm12", scorm12Schemas, "scorm12/", ".zip", "imsmanifest.xml"),
	schema("schema-scorm2004", "scorm2004", scorm2004Schemas, "scorm2004/", ".zip", "imsmanifest.xml"),
	schema("schema-cmi5", "cmi5", cmi5Schemas, "cmi5/", ".zip", "cmi5.xml"),
	schema("schema-cc11", "cc11", cc11Schemas, "cartridge/", ".imscc", "imsmanifest.xml"),
	schema("schema-xliff21", "xliff21/schemas", xliffSchemas, "xliff/", ".xlf", ""),
	schema("schema-lom", "scorm2004", lomSchemas, "data/", "-lom.xml", ""),
	vnu,
}

// The schemas that a document needs, by namespace. They are named together, so that those which refer to each other
// without saying where find each other, and xml.xsd is not looked for on the network.
var (
	scorm12Schemas = [][2]string{
		{"http://www.imsproject.org/xsd/imscp_rootv1p1p2", "imscp_rootv1p1p2.xsd"},
		{"http://www.imsglobal.org/xsd/imsmd_rootv1p2p1", "imsmd_rootv1p2p1.xsd"},
		{"http://www.adlnet.org/xsd/adlcp_rootv1p2", "adlcp_rootv1p2.xsd"},
	}
	scorm2004Schemas = [][2]string{
		{xmlNamespace, "xml.xsd"},
		{"http://www.imsglobal.org/xsd/imscp_v1p1", "imscp_v1p1.xsd"},
		{"http://www.adlnet.org/xsd/adlcp_v1p3", "adlcp_v1p3.xsd"},
		{"http://www.adlnet.org/xsd/adlseq_v1p3", "adlseq_v1p3.xsd"},
		{"http://www.adlnet.org/xsd/adlnav_v1p3", "adlnav_v1p3.xsd"},
		{"http://www.imsglobal.org/xsd/imsss", "imsss_v1p0.xsd"},
	}
	cmi5Schemas  = [][2]string{{"https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd", "CourseStructure.xsd"}}
	cc11Schemas  = [][2]string{{"http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1", "ccv1p1_imscp_v1p2_v1p0.xsd"}}
	xliffSchemas = [][2]string{
		{"urn:oasis:names:tc:xliff:document:2.0", "xliff_core_2.0.xsd"},
		{"urn:oasis:names:tc:xliff:glossary:2.0", "glossary.xsd"},
		{"urn:oasis:names:tc:xliff:metadata:2.0", "metadata.xsd"},
	}
	lomSchemas = [][2]string{{"http://ltsc.ieee.org/xsd/LOM", "lomStrict.xsd"}}
)

const xmlNamespace = "http://www.w3.org/XML/1998/namespace"
