package evidence

// judges are all that can be asked, ours first.
var judges = []judge{
	checksums, sources,
	epubcheck, epubcheckTS, ace,
	pdfuaRules, qpdf, verapdf,
	schema("schema-scorm12", "scorm12/all.xsd", "scorm12/", ".zip", "imsmanifest.xml"),
	schema("schema-scorm2004", "scorm2004/imscp_v1p1.xsd", "scorm2004/", ".zip", "imsmanifest.xml"),
	schema("schema-cmi5", "cmi5/CourseStructure.xsd", "cmi5/", ".zip", "cmi5.xml"),
	schema("schema-cc11", "cc11/ccv1p1_imscp_v1p2_v1p0.xsd", "cartridge/", ".imscc", "imsmanifest.xml"),
	schema("schema-xliff21", "xliff21/schemas/xliff_core_2.0.xsd", "xliff/", ".xlf", ""),
	vnu,
}
