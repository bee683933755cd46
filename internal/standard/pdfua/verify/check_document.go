package verify

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strings"
)

var headerForm = regexp.MustCompile(`^%PDF-1\.[0-7]$`)

// encryptionRule is apart because it is the one rule an encrypted file that does not open can be judged by.
var encryptionRule = rule{id: "7.16-1", says: "encryption permits access for accessibility (bit 10 of P)",
	file: func(c *checker, say sayer) {
		if c.f.trailer["Encrypt"] == nil {
			return
		}
		if p, ok := c.f.intAt(c.f.dictAt(c.f.trailer, "Encrypt"), "P"); !ok || p&512 == 0 {
			say("encryption dictionary", 0, "P is missing or its bit 10 is not set")
		}
	}}

// Clauses 6, 7.1, 7.10, 7.15 and 7.16: entries of the file header, the catalog and what hangs from it.
var documentRules = []rule{
	{id: "6.1-1", says: "the header is %PDF-1.n, n from 0 to 7", file: func(c *checker, say sayer) {
		if !headerForm.MatchString(c.f.header) {
			say("file header", 0, "is "+quoteHeader(c.f.header))
		}
	}},
	{id: "6.2-1", says: "MarkInfo says that the file is tagged", file: func(c *checker, say sayer) {
		if !c.f.boolAt(c.f.dictAt(c.f.catalog, "MarkInfo"), "Marked") {
			say("catalog", 0, "MarkInfo has no Marked true")
		}
	}},
	{id: "7.1-4", says: "MarkInfo has no Suspects true", file: func(c *checker, say sayer) {
		if c.f.boolAt(c.f.dictAt(c.f.catalog, "MarkInfo"), "Suspects") {
			say("catalog", 0, "MarkInfo has Suspects true")
		}
	}},
	{id: "7.1-10", says: "the window shows the document's title", file: func(c *checker, say sayer) {
		if !c.f.boolAt(c.f.dictAt(c.f.catalog, "ViewerPreferences"), "DisplayDocTitle") {
			say("catalog", 0, "ViewerPreferences has no DisplayDocTitle true")
		}
	}},
	{id: "7.1-11", says: "the catalog has a structure tree", file: func(c *checker, say sayer) {
		if _, ok := c.f.key(c.f.catalog, "StructTreeRoot").(dict); !ok {
			say("catalog", 0, "no StructTreeRoot")
		}
	}},
	{id: "7.10-1", says: "optional content configurations have a name", file: func(c *checker, say sayer) {
		for _, d := range c.contentConfigs() {
			if n, _ := c.f.textAt(d, "Name"); n == "" {
				say("optional content configuration", 0, "Name is missing or empty")
			}
		}
	}},
	{id: "7.10-2", says: "optional content configurations have no AS key", file: func(c *checker, say sayer) {
		for _, d := range c.contentConfigs() {
			if c.f.key(d, "AS") != nil {
				say("optional content configuration", 0, "has an AS key")
			}
		}
	}},
	{id: "7.15-1", says: "no dynamic XFA form", file: func(c *checker, say sayer) {
		if c.dynamicRender() == "required" {
			say("AcroForm", 0, "the XFA configuration has dynamicRender required")
		}
	}},
	encryptionRule,
}

func quoteHeader(s string) string {
	return `"` + strings.Map(func(r rune) rune {
		if r < 32 || r > 126 {
			return '?'
		}
		return r
	}, s) + `"`
}

// contentConfigs are the configuration dictionaries of optional content (8.11.4.3): D, and those of Configs.
func (c *checker) contentConfigs() []dict {
	props := c.f.dictAt(c.f.catalog, "OCProperties")
	var out []dict
	if d := c.f.dictAt(props, "D"); d != nil {
		out = append(out, d)
	}
	for _, o := range c.f.arrayAt(props, "Configs") {
		if d := c.f.asDict(o); d != nil {
			out = append(out, d)
		}
	}
	return out
}

// dynamicRender reads config/acrobat/acrobat7/dynamicRender of an XFA form (12.7.8 and Adobe's XFA specification).
func (c *checker) dynamicRender() string {
	form := c.f.dictAt(c.f.catalog, "AcroForm")
	var packet *stream
	switch v := c.f.key(form, "XFA").(type) {
	case *stream:
		packet = v
	case array:
		for i := 0; i+1 < len(v); i += 2 {
			if t, _ := c.f.follow(v[i]).(text); t == "config" {
				packet, _ = c.f.follow(v[i+1]).(*stream)
			}
		}
	}
	b, _ := c.f.decode(packet)
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	var path []string
	for {
		tok, err := d.RawToken()
		if err != nil {
			return ""
		}
		switch t := tok.(type) {
		case xml.StartElement:
			path = append(path, t.Name.Local)
		case xml.EndElement:
			path = path[:max(0, len(path)-1)]
		case xml.CharData:
			if strings.HasSuffix(strings.Join(path[max(0, len(path)-4):], "/"), "config/acrobat/acrobat7/dynamicRender") {
				return strings.TrimSpace(string(t))
			}
		}
	}
}
