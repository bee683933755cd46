package verify

import "strconv"

// Clauses 5 and 7.1, XMP metadata. Where the catalog has no metadata stream, 7.1-8 says so and the others are silent.
var metadataRules = []rule{
	{id: "5-1", says: "XMP metadata names the version of PDF/UA", file: func(c *checker, say sayer) {
		if c.f.streamAt(c.f.catalog, "Metadata") != nil && !c.identified() {
			say("XMP metadata", 0, "no pdfuaid property")
		}
	}},
	{id: "5-2", says: "pdfuaid:part is 1", file: func(c *checker, say sayer) {
		if !c.identified() {
			return
		}
		p := c.xmp.find(nsPDFUA, "part")
		if p == nil {
			say("XMP metadata", 0, "pdfuaid:part is missing")
		} else if n, err := strconv.Atoi(p.text); err != nil || n != 1 {
			say("XMP metadata", 0, "pdfuaid:part is "+strconv.Quote(p.text))
		}
	}},
	{id: "5-3", says: "part has the prefix pdfuaid", file: prefixRule("part")},
	{id: "5-4", says: "amd has the prefix pdfuaid", file: prefixRule("amd")},
	{id: "5-5", says: "corr has the prefix pdfuaid", file: prefixRule("corr")},
	{id: "7.1-8", says: "the catalog has an XMP metadata stream", file: func(c *checker, say sayer) {
		s := c.f.streamAt(c.f.catalog, "Metadata")
		if s == nil {
			say("catalog", 0, "no Metadata stream")
		} else if c.f.nameAt(s.dict, "Type") != "Metadata" || c.f.nameAt(s.dict, "Subtype") != "XML" {
			say("metadata stream "+s.self.String(), 0, "Type is not Metadata or Subtype is not XML")
		}
	}},
	{id: "7.1-9", says: "XMP metadata has a dc:title", file: func(c *checker, say sayer) {
		if c.f.streamAt(c.f.catalog, "Metadata") == nil {
			return
		}
		if p := c.xmp.find(nsDC, "title"); p == nil || (p.text == "" && len(p.items) == 0) {
			say("XMP metadata", 0, "no dc:title")
		}
	}},
	{id: "7.2-33", says: "metadata texts name their language, or the catalog does", file: func(c *checker, say sayer) {
		if c.hasLang || c.xmp == nil {
			return
		}
		for _, p := range c.xmp.props {
			if p.langs != nil && onlyDefault(p.langs) {
				say("XMP property "+p.prefix+":"+p.local, 0, "only x-default, and the catalog has no Lang")
			}
		}
	}},
}

func (c *checker) identified() bool {
	if c.xmp == nil {
		return false
	}
	for _, p := range c.xmp.props {
		if p.space == nsPDFUA {
			return true
		}
	}
	return false
}

func prefixRule(local string) func(*checker, sayer) {
	return func(c *checker, say sayer) {
		if p := c.xmp.find(nsPDFUA, local); p != nil && p.prefix != "pdfuaid" {
			say("XMP property "+p.prefix+":"+p.local, 0, "the prefix is not pdfuaid")
		}
	}
}

func onlyDefault(langs []string) bool {
	for _, l := range langs {
		if l != "x-default" {
			return false
		}
	}
	return true
}
