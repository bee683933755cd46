package render

import (
	"strings"
	"unicode/utf8"
)

// voidElements have no content and no end tag in HTML (HTML Standard 13.1.2); XML
// wants them closed.
var voidElements = map[string]bool{
	"br": true, "hr": true, "img": true, "col": true, "wbr": true, "source": true, "track": true, "input": true,
}

// svgSpace is what the root of a drawing needs in XML: HTML implies it.
const svgSpace = ` xmlns="http://www.w3.org/2000/svg"`

// XHTML is HTML whose text was escaped by Escape, as XML that is the same tree for a parser
// of either (W3C, Polyglot Markup, 6): void elements closed, xml:lang beside lang,
// the namespace of drawings, and none of the characters XML 1.0 (2.2) refuses. In
// text so escaped, "<", ">" and the quote never stand as they are: every "<" begins a
// tag.
func XHTML(html string) string {
	html = XMLText(html)
	var out strings.Builder
	out.Grow(len(html) + len(html)/16)
	for {
		open := strings.IndexByte(html, '<')
		if open < 0 {
			break
		}
		shut := open + strings.IndexByte(html[open:], '>')
		if shut < open {
			break
		}
		out.WriteString(html[:open])
		tag(&out, html[open+1:shut])
		html = html[shut+1:]
	}
	out.WriteString(html)
	return out.String()
}

// tag writes one tag, given without its brackets.
func tag(out *strings.Builder, inside string) {
	name, attributes, _ := cutSpace(inside)
	out.WriteByte('<')
	out.WriteString(name)
	if name == "svg" {
		out.WriteString(svgSpace)
	}
	if attributes != "" {
		out.WriteByte(' ')
	}
	const mark = `lang="`
	for rest := attributes; rest != ""; {
		at := strings.Index(rest, mark)
		if at < 0 || at > 0 && rest[at-1] != ' ' { // hreflang
			skip := len(rest)
			if at >= 0 {
				skip = at + len(mark)
			}
			out.WriteString(rest[:skip])
			rest = rest[skip:]
			continue
		}
		end := at + len(mark) + strings.IndexByte(rest[at+len(mark):], '"') + 1
		out.WriteString(rest[:end])
		out.WriteString(" xml:")
		out.WriteString(rest[at:end])
		rest = rest[end:]
	}
	if voidElements[name] && !strings.HasSuffix(inside, "/") {
		out.WriteByte('/')
	}
	out.WriteByte('>')
}

// cutSpace parts a tag's name from its attributes.
func cutSpace(s string) (before, after string, found bool) { return strings.Cut(s, " ") }

// XMLText is s without the characters that XML cannot hold. What is no UTF-8
// becomes U+FFFD, as in a browser.
func XMLText(s string) string {
	if !strings.ContainsFunc(s, notXML) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError:
			return r
		case notXML(r):
			return -1
		}
		return r
	}, s)
}

// notXML says whether XML 1.0 refuses a character (2.2 Char). A replacement
// character may stand for bytes that are no UTF-8: strings.Map writes it out.
func notXML(r rune) bool {
	switch {
	case r == '\t' || r == '\n':
		return false
	case r < 0x20, r == utf8.RuneError, r == 0xFFFE, r == 0xFFFF:
		return true
	}
	return false
}
