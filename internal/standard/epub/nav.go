package epub

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
)

// writer puts XML together.
type writer struct{ bytes.Buffer }

// text adds words, escaped.
func (w *writer) text(s string) { xml.EscapeText(w, []byte(s)) }

// attr adds an attribute with a space before it; nothing when it is empty.
func (w *writer) attr(name, value string) {
	if value == "" {
		return
	}
	w.WriteString(" " + name + `="`)
	w.text(value)
	w.WriteString(`"`)
}

// navigation is the navigation document (EPUB 7): the table of contents, which may
// be read in the spine, and the landmarks, which are for reading systems.
func (p *Publication) navigation() []byte {
	var w writer
	w.WriteString("<nav epub:type=\"toc\" role=\"doc-toc\" aria-labelledby=\"toc-title\">\n<h1 id=\"toc-title\">")
	w.text(plain(p.TOCTitle))
	w.WriteString("</h1>\n")
	w.points(p.TOC)
	w.WriteString("</nav>\n")
	if len(p.Landmarks) > 0 {
		w.WriteString("<nav epub:type=\"landmarks\" hidden=\"hidden\"")
		w.attr("aria-label", plain(p.LandmarksTitle))
		w.WriteString(">\n<ol>\n")
		for _, l := range p.Landmarks {
			w.WriteString("<li><a")
			w.attr("epub:type", l.Type)
			w.attr("href", l.Href)
			w.WriteString(">")
			w.text(plain(l.Title))
			w.WriteString("</a></li>\n")
		}
		w.WriteString("</ol>\n</nav>\n")
	}
	return Content{
		Title: p.TOCTitle, Language: p.Metadata.Language, Direction: p.Metadata.Direction, Stylesheet: p.Stylesheet, Body: w.String(),
	}.Bytes()
}

func (w *writer) points(points []NavPoint) {
	w.WriteString("<ol>\n")
	for _, n := range points {
		w.WriteString("<li><a")
		w.attr("href", n.Href)
		w.WriteString(">")
		w.text(plain(n.Title))
		w.WriteString("</a>")
		if len(n.Kids) > 0 {
			w.WriteString("\n")
			w.points(n.Kids)
		}
		w.WriteString("</li>\n")
	}
	w.WriteString("</ol>\n")
}

// ncx is the table of contents of EPUB 2 (OPF 2.0.1, 2.4.1), whose uid must be the
// unique identifier.
func (p *Publication) ncx() []byte {
	var w writer
	w.WriteString(xml.Header)
	w.WriteString(`<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"`)
	w.attr("xml:lang", p.Metadata.Language)
	w.WriteString(">\n<head>")
	for _, m := range [][2]string{
		{"dtb:uid", p.Metadata.Identifier}, {"dtb:depth", strconv.Itoa(depth(p.TOC))}, {"dtb:totalPageCount", "0"}, {"dtb:maxPageNumber", "0"},
	} {
		w.WriteString("<meta")
		w.attr("name", m[0])
		w.attr("content", m[1])
		w.WriteString("/>")
	}
	w.WriteString("</head>\n<docTitle><text>")
	w.text(plain(p.Metadata.Title))
	w.WriteString("</text></docTitle>\n<navMap>\n")
	order := 0
	w.navPoints(p.TOC, &order)
	w.WriteString("</navMap>\n</ncx>\n")
	return w.Bytes()
}

func (w *writer) navPoints(points []NavPoint, order *int) {
	for _, n := range points {
		*order++
		w.WriteString("<navPoint")
		w.attr("id", "point-"+strconv.Itoa(*order))
		w.attr("playOrder", strconv.Itoa(*order))
		w.WriteString("><navLabel><text>")
		w.text(plain(n.Title))
		w.WriteString("</text></navLabel><content")
		w.attr("src", n.Href)
		w.WriteString("/>\n")
		w.navPoints(n.Kids, order)
		w.WriteString("</navPoint>\n")
	}
}

func depth(points []NavPoint) int {
	most := 0
	for _, n := range points {
		most = max(most, 1+depth(n.Kids))
	}
	return most
}

// Content is an XHTML content document (EPUB 6.1).
type Content struct {
	Title      string
	Language   string // BCP 47, as lang and xml:lang
	Direction  string // "", "ltr" or "rtl"
	Stylesheet string // Href; may be empty
	// Type and Role say what the document is, in the EPUB Structural Semantics
	// Vocabulary 1.1 and in DPUB-ARIA 1.1; either may be empty. Label is the id of
	// the element that names it.
	Type, Role, Label string
	// Body is well-formed XHTML; the prefix epub is declared.
	Body string
}

// Bytes is the document.
func (c Content) Bytes() []byte {
	var w writer
	w.WriteString(xml.Header)
	w.WriteString(`<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"`)
	w.attr("lang", c.Language)
	w.attr("xml:lang", c.Language)
	w.attr("dir", c.Direction)
	w.WriteString(">\n<head>\n<title>")
	w.text(plain(c.Title))
	w.WriteString("</title>\n")
	if c.Stylesheet != "" {
		w.WriteString(`<link rel="stylesheet" type="text/css"`)
		w.attr("href", c.Stylesheet)
		w.WriteString("/>\n")
	}
	w.WriteString("</head>\n<body>\n")
	if c.Type != "" || c.Role != "" {
		w.WriteString("<section")
		w.attr("epub:type", c.Type)
		w.attr("role", c.Role)
		w.attr("aria-labelledby", c.Label)
		w.WriteString(">\n")
	}
	w.WriteString(strings.TrimRight(c.Body, "\n"))
	if c.Type != "" || c.Role != "" {
		w.WriteString("\n</section>")
	}
	w.WriteString("\n</body>\n</html>\n")
	return w.Bytes()
}
