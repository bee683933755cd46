package epub

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"time"
)

// The package document (EPUB 5.4), in the order of its elements.
type packageDocument struct {
	XMLName    xml.Name    `xml:"package"`
	Xmlns      string      `xml:"xmlns,attr"`
	Version    string      `xml:"version,attr"`
	Identifier string      `xml:"unique-identifier,attr"`
	Lang       string      `xml:"xml:lang,attr"`
	Dir        string      `xml:"dir,attr,omitempty"`
	Metadata   opfMetadata `xml:"metadata"`
	Manifest   []opfItem   `xml:"manifest>item"`
	Spine      opfSpine    `xml:"spine"`
}

// opfMetadata: EPUB 5.5.3, then the meta elements of 5.5.4.
type opfMetadata struct {
	XmlnsDC     string          `xml:"xmlns:dc,attr"`
	Identifiers []opfIdentifier `xml:"dc:identifier"`
	Title       string          `xml:"dc:title"`
	Language    string          `xml:"dc:language"`
	Creator     string          `xml:"dc:creator,omitempty"`
	Date        string          `xml:"dc:date,omitempty"`
	Subjects    []string        `xml:"dc:subject"`
	Description string          `xml:"dc:description,omitempty"`
	Rights      string          `xml:"dc:rights,omitempty"`
	Source      string          `xml:"dc:source,omitempty"`
	Meta        []opfMeta       `xml:"meta"`
}

type opfIdentifier struct {
	ID    string `xml:"id,attr,omitempty"`
	Value string `xml:",chardata"`
}

type opfMeta struct {
	Property string `xml:"property,attr"`
	Value    string `xml:",chardata"`
}

type opfItem struct {
	ID         string `xml:"id,attr"`
	Href       string `xml:"href,attr"`
	MediaType  string `xml:"media-type,attr"`
	Properties string `xml:"properties,attr,omitempty"`
}

type opfSpine struct {
	TOC       string       `xml:"toc,attr"` // the NCX, for EPUB 2 (EPUB 5.9.5)
	Direction string       `xml:"page-progression-direction,attr,omitempty"`
	Refs      []opfItemRef `xml:"itemref"`
}

type opfItemRef struct {
	IDRef string `xml:"idref,attr"`
}

// uniqueIdentifier is the id of the identifier that is the publication's.
const uniqueIdentifier = "publication"

func (p *Publication) packageDocument() ([]byte, error) {
	m := &p.Metadata
	doc := packageDocument{
		Xmlns: "http://www.idpf.org/2007/opf", Version: "3.0", Identifier: uniqueIdentifier, Lang: m.Language, Dir: m.Direction,
		Metadata: opfMetadata{
			XmlnsDC: "http://purl.org/dc/elements/1.1/", Identifiers: []opfIdentifier{{uniqueIdentifier, m.Identifier}},
			Title: plain(m.Title), Language: m.Language, Creator: plain(m.Creator), Date: m.Date,
			Description: plain(m.Description), Rights: plain(m.Rights), Source: m.Source, Meta: m.properties(),
		},
		Spine: opfSpine{TOC: "ncx", Direction: p.Direction},
	}
	for _, id := range m.Others {
		doc.Metadata.Identifiers = append(doc.Metadata.Identifiers, opfIdentifier{Value: id})
	}
	for _, s := range m.Subjects {
		doc.Metadata.Subjects = append(doc.Metadata.Subjects, plain(s))
	}
	doc.Manifest = []opfItem{{"nav", navHref, XHTML, "nav"}, {"ncx", ncxHref, NCX, ""}}
	for i, item := range p.Manifest {
		id := "item-" + strconv.Itoa(i+1)
		doc.Manifest = append(doc.Manifest, opfItem{id, item.Href, item.MediaType, strings.Join(item.Properties, " ")})
		if item.Spine {
			doc.Spine.Refs = append(doc.Spine.Refs, opfItemRef{id})
		}
		if p.TOCAfter == item.Href {
			doc.Spine.Refs = append(doc.Spine.Refs, opfItemRef{"nav"})
		}
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	enc := xml.NewEncoder(&out)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// properties are the meta elements: last modification (EPUB 5.5.5), licence and
// version, and the accessibility of A11Y 2.2.
func (m *Metadata) properties() []opfMeta {
	out := []opfMeta{{"dcterms:modified", m.Modified.UTC().Format(time.RFC3339)}}
	add := func(property string, values ...string) {
		for _, v := range values {
			if v != "" {
				out = append(out, opfMeta{property, plain(v)})
			}
		}
	}
	add("dcterms:license", m.License)
	add("schema:version", m.Version)
	add("schema:accessMode", m.AccessModes...)
	add("schema:accessModeSufficient", m.Sufficient...)
	add("schema:accessibilityFeature", m.Features...)
	add("schema:accessibilityHazard", m.Hazards...)
	add("schema:accessibilitySummary", m.Summary)
	return out
}

// plain is text on one line, as metadata has it: white space at the ends and in
// runs means nothing there (EPUB 5.5.2). A no-break space is none of it.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " ")
}
