package verify

import (
	"bytes"
	"encoding/xml"
	"strings"
)

const (
	nsRDF   = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsDC    = "http://purl.org/dc/elements/1.1/"
	nsPDFUA = "http://www.aiim.org/pdfua/ns/id/"
	nsXML   = "http://www.w3.org/XML/1998/namespace"
)

// xmpProperty is one property of the main XMP packet (ISO 16684-1).
type xmpProperty struct {
	space, local, prefix string
	text                 string
	// langs are the xml:lang of the items of a language alternative; nil when the property is none.
	langs []string
	items []string
}

type xmpPacket struct{ props []xmpProperty }

func (p *xmpPacket) find(space, local string) *xmpProperty {
	if p == nil {
		return nil
	}
	for i := range p.props {
		if p.props[i].space == space && p.props[i].local == local {
			return &p.props[i]
		}
	}
	return nil
}

// readXMP reads the metadata stream of the catalog; nil when there is none that is well-formed XML.
func (f *File) readXMP() *xmpPacket {
	s := f.streamAt(f.catalog, "Metadata")
	if s == nil {
		return nil
	}
	b, _ := f.decode(s)
	return parseXMP(b)
}

func parseXMP(b []byte) *xmpPacket {
	if len(b) > 2 && (b[0] == 0xFE && b[1] == 0xFF || b[0] == 0xFF && b[1] == 0xFE) {
		b = []byte(utf16Text(b[2:], b[0] == 0xFF))
	}
	r := &xmpReader{p: &xmpPacket{}, scopes: []map[string]string{{"xml": nsXML}}}
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))))
	d.Strict = true
	for {
		tok, err := d.RawToken()
		if err != nil {
			break
		}
		switch t := tok.(type) {
		case xml.StartElement:
			r.start(t)
		case xml.EndElement:
			if len(r.open) == 0 {
				return nil
			}
			r.end()
		case xml.CharData:
			if n := len(r.open); n > 0 {
				r.open[n-1].text.Write(t)
			}
		}
		if len(r.open) > maxNesting {
			return nil
		}
	}
	if len(r.open) > 0 || !r.rdf {
		return nil
	}
	return r.p
}

type xmpElement struct {
	space, local, prefix, lang string
	text                       *strings.Builder
	list                       bool
	langs, items               []string
}

type xmpReader struct {
	p      *xmpPacket
	scopes []map[string]string
	open   []*xmpElement
	rdf    bool
}

func (r *xmpReader) space(prefix string) string {
	for i := len(r.scopes) - 1; i >= 0; i-- {
		if ns, ok := r.scopes[i][prefix]; ok {
			return ns
		}
	}
	return ""
}

func (r *xmpReader) start(t xml.StartElement) {
	scope := map[string]string{}
	for _, a := range t.Attr {
		switch {
		case a.Name.Space == "xmlns":
			scope[a.Name.Local] = a.Value
		case a.Name.Space == "" && a.Name.Local == "xmlns":
			scope[""] = a.Value
		}
	}
	r.scopes = append(r.scopes, scope)
	e := &xmpElement{space: r.space(t.Name.Space), local: t.Name.Local, prefix: t.Name.Space, text: &strings.Builder{}}
	r.rdf = r.rdf || e.space == nsRDF && e.local == "RDF"
	top := e.space == nsRDF && e.local == "Description" && r.describes()
	for _, a := range t.Attr {
		space := r.space(a.Name.Space)
		switch {
		case space == nsXML && a.Name.Local == "lang":
			e.lang = a.Value
		case top && a.Name.Space != "" && a.Name.Space != "xmlns" && space != nsRDF:
			r.p.props = append(r.p.props, xmpProperty{space: space, local: a.Name.Local, prefix: a.Name.Space, text: a.Value})
		}
	}
	r.open = append(r.open, e)
}

// describes says whether the innermost open element is rdf:RDF: its Descriptions hold the properties.
func (r *xmpReader) describes() bool {
	n := len(r.open)
	return n > 0 && r.open[n-1].space == nsRDF && r.open[n-1].local == "RDF"
}

func (r *xmpReader) end() {
	n := len(r.open)
	e := r.open[n-1]
	r.open, r.scopes = r.open[:n-1], r.scopes[:len(r.scopes)-1]
	if n < 3 {
		return
	}
	up := r.open[n-2]
	switch {
	case e.space == nsRDF && e.local == "li" && n >= 4:
		owner := r.open[n-3]
		owner.items = append(owner.items, e.text.String())
		if up.local == "Alt" {
			owner.list, owner.langs = true, append(owner.langs, e.lang)
		}
	case up.space == nsRDF && up.local == "Description" && n >= 3 && r.open[n-3].space == nsRDF && r.open[n-3].local == "RDF":
		p := xmpProperty{space: e.space, local: e.local, prefix: e.prefix, text: strings.TrimSpace(e.text.String()), items: e.items}
		if e.list {
			p.langs = e.langs
		}
		r.p.props = append(r.p.props, p)
	}
}
