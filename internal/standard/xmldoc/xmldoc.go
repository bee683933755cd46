// Package xmldoc writes XML documents, element after element.
//
// Words: a fragment is well-formed XML without a declaration, as a renderer gives it.
//
// Invariants: what is written is well-formed XML 1.0 in UTF-8; the same calls give the same bytes; a character that
// XML refuses (2.2) becomes U+FFFD; an attribute whose value is empty is left out.
package xmldoc

import (
	"strings"
	"unicode/utf8"
)

// Declaration opens every document.
const Declaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// Doc is a document, or a fragment, being written. The zero value is an empty fragment.
type Doc struct {
	buf  strings.Builder
	open []string
}

// New begins a document with its declaration.
func New() *Doc {
	d := &Doc{}
	d.buf.WriteString(Declaration)
	return d
}

// Open begins an element. Attributes are pairs of name and value.
func (d *Doc) Open(name string, attributes ...string) *Doc {
	d.tag(name, attributes, ">")
	d.open = append(d.open, name)
	return d
}

// Empty writes an element without content.
func (d *Doc) Empty(name string, attributes ...string) *Doc {
	d.tag(name, attributes, "/>")
	return d
}

// Leaf writes an element that holds text.
func (d *Doc) Leaf(name, text string, attributes ...string) *Doc {
	return d.Open(name, attributes...).Text(text).Close()
}

// Close ends the element that was opened last.
func (d *Doc) Close() *Doc {
	last := len(d.open) - 1
	d.buf.WriteString("</" + d.open[last] + ">")
	d.open = d.open[:last]
	return d
}

// In writes an element with what inside writes into it.
func (d *Doc) In(name string, inside func(), attributes ...string) *Doc {
	d.Open(name, attributes...)
	inside()
	return d.Close()
}

// Line ends a line, where white space means nothing.
func (d *Doc) Line() *Doc {
	d.buf.WriteByte('\n')
	return d
}

// Text adds text.
func (d *Doc) Text(s string) *Doc {
	d.buf.WriteString(Escape(s))
	return d
}

// Raw adds a fragment, which must be well-formed.
func (d *Doc) Raw(fragment string) *Doc {
	d.buf.WriteString(fragment)
	return d
}

// CDATA adds text as a section in which markup is text (2.7). An end of a section in the text is parted in two.
func (d *Doc) CDATA(s string) *Doc {
	if s != "" {
		d.buf.WriteString("<![CDATA[" + strings.ReplaceAll(Clean(s), "]]>", "]]]]><![CDATA[>") + "]]>")
	}
	return d
}

// String is what was written; every element opened is closed by then.
func (d *Doc) String() string {
	for len(d.open) > 0 {
		d.Close()
	}
	return d.buf.String()
}

// Bytes is String as bytes.
func (d *Doc) Bytes() []byte { return []byte(d.String()) }

func (d *Doc) tag(name string, attributes []string, end string) {
	d.buf.WriteByte('<')
	d.buf.WriteString(name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] == "" {
			continue
		}
		d.buf.WriteString(" " + attributes[i] + `="` + Escape(attributes[i+1]) + `"`)
	}
	d.buf.WriteString(end)
}

// escapes are the characters that are markup in text or in an attribute, and the white space that an attribute would
// lose (3.3.3).
var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;")

// Escape is a text as it stands in an element or an attribute.
func Escape(s string) string { return escapes.Replace(Clean(s)) }

// Clean replaces what XML 1.0 cannot hold, escaped or not (2.2, Char), by U+FFFD.
func Clean(s string) string {
	if utf8.ValidString(s) && strings.IndexFunc(s, refused) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if refused(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
}

func refused(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// ID is a name that may identify an element (xs:ID: an NCName without colons): the prefix, which begins with a
// letter, and the parts parted by hyphens, with whatever is not a letter, a digit, a hyphen, a dot or an underscore
// of ASCII written as its number.
func ID(prefix string, parts ...string) string {
	var out strings.Builder
	out.WriteString(prefix)
	for _, part := range parts {
		out.WriteByte('-')
		for _, r := range part {
			if r < utf8.RuneSelf && (r == '-' || r == '.' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z') {
				out.WriteRune(r)
				continue
			}
			out.WriteString("_" + hexadecimal(r))
		}
	}
	return out.String()
}

func hexadecimal(r rune) string {
	const digits = "0123456789abcdef"
	out := ""
	for ; r > 0; r >>= 4 {
		out = string(digits[r&15]) + out
	}
	return out + "_"
}
