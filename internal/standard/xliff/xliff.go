// Package xliff writes and reads translation files: XLIFF 2.1 (OASIS Standard, 13 February 2018) and 1.2 (1 February
// 2008).
//
// Words: a Document holds Files, a File holds Units, a Unit has Segments, each with the words of a source language and,
// where there is a translation, of a target language. Running words are a flat list of [Token]: text and inline codes.
// Citations such as “2.1, 4.2.2.5” name sections of the 2.1 specification; “1.2, 2.4” of the 1.2 specification.
//
// Invariants: the same document gives the same bytes. [Read] takes files of strangers: size, depth and number of
// elements are bounded, a document type declaration is refused, so that nothing is fetched or expanded, and every
// constraint that a receiver relies on is checked and named in the refusal ([Error]). What is not read, by design:
// skeletons, changes, matches, size restrictions and validation rules; annotations (2.1, 4.3.1.6) are read through.
package xliff

import (
	"fmt"
	"regexp"
)

// Versions of the format.
const (
	V21 = "2.1"
	V12 = "1.2"
)

// Namespaces (2.1, 4.1 and appendix A; 1.2, 2.1).
const (
	core21     = "urn:oasis:names:tc:xliff:document:2.0"
	glossary20 = "urn:oasis:names:tc:xliff:glossary:2.0"
	metadata20 = "urn:oasis:names:tc:xliff:metadata:2.0"
	core12     = "urn:oasis:names:tc:xliff:document:1.2"
)

// Document is one translation file.
type Document struct {
	Version        string // "2.0", "2.1", "2.2" or "1.2", as it was read
	Source, Target string // BCP 47 tags; Target is empty when nothing is translated yet
	Files          []File
}

// File is what one file of the original is made of (2.1, 4.2.2.2).
type File struct {
	ID       string // NMTOKEN; unique in the document
	Original string
	Meta     []Meta
	Notes    []Note
	Units    []Unit // those of groups too, in order
}

// Unit is one thing to translate (2.1, 4.2.2.5).
type Unit struct {
	ID       string // NMTOKEN; unique in the file
	Name     string // of the thing in the original
	Type     string // "prefix:value"; may be empty
	Locked   bool   // translate="no"
	Preserve bool   // white space matters
	Meta     []Meta
	Terms    []Term
	Notes    []Note
	Segments []Segment
}

// Segment is a part of a unit (2.1, 4.2.2.6), or what stands between two (ignorable, 4.2.2.7).
type Segment struct {
	ID        string
	State     State // empty is Initial
	SubState  string
	Ignorable bool
	Source    []Token
	Target    []Token
	HasTarget bool
	Order     int // where its target stands among those of its unit, from 1; 0: where it is (2.1, 4.3.1.28)
}

// State is how far a translation has come (2.1, 4.3.1.32).
type State string

// The states.
const (
	Initial    State = "initial"
	Translated State = "translated"
	Reviewed   State = "reviewed"
	Final      State = "final"
)

// Meta is a named value that a tool keeps (2.1, 5.3).
type Meta struct{ Type, Value string }

// metaCategory names our values in a metadata group.
const metaCategory = "atelier"

// Note is a remark for people (2.1, 4.2.2.9).
type Note struct {
	Category string
	Text     string
}

// Term is an entry of the glossary of a unit (2.1, 5.2).
type Term struct {
	ID, Term    string
	Translation string // may be empty when there is a definition
	Definition  string
	Source      string // where it is from
}

// TokenKind says what a token is.
type TokenKind uint8

// The kinds of tokens.
const (
	Text  TokenKind = iota + 1
	Open            // pc, or sc: opens a code
	Close           // closes it
	Lone            // ph: a code that stands for itself
)

// Token is a piece of running words.
type Token struct {
	Kind    TokenKind
	Text    string // of Text
	ID      string // of a code; Close has that of its Open
	Type    string // fmt, ui, quote, link, image, other (2.1, 4.3.1.40)
	SubType string // "prefix:value"
	Data    string // the code in the original
	Equiv   string // what stands for it in plain text
	Disp    string // what stands for it on a screen
	Fixed   bool   // it may be neither copied nor deleted
	// Isolated: its other end is not in the unit.
	Isolated bool
}

// Words is the text of tokens without codes.
func Words(tokens []Token) string {
	s := ""
	for _, t := range tokens {
		s += t.Text
	}
	return s
}

// Unified is the source, and the target when every segment that is to be translated has one, of the whole unit: the
// segments and what stands between them, targets in the order that they ask for.
func (u Unit) Unified() (source, target []Token, translated bool) {
	translated = true
	targets := make([][]Token, len(u.Segments))
	for i, s := range u.Segments {
		source = append(source, s.Source...)
		part := s.Target
		if !s.HasTarget && s.Ignorable {
			part = s.Source
		}
		if !s.HasTarget && !s.Ignorable {
			translated = false
		}
		at := i
		if s.Order > 0 && s.Order <= len(u.Segments) {
			at = s.Order - 1
		}
		targets[at] = append(targets[at], part...)
	}
	if !translated {
		return source, nil, false
	}
	for _, t := range targets {
		target = append(target, t...)
	}
	return source, target, true
}

// Error is why a file is refused.
type Error struct {
	Line    int    // from 1; 0 when unknown
	Code    string // stable: "xml", "too-large", "doctype", "root", "version", "structure", "attribute", "value", "id", "reference", "language", "code"
	What    string // the element, attribute or value it is about
	Section string // of the specification; empty for XML itself
}

// Error names the line, the code and the section of the specification.
func (e *Error) Error() string {
	return fmt.Sprintf("xliff: line %d: %s: %s (%s)", e.Line, e.Code, e.What, e.Section)
}

// nmtoken is XML's NMTOKEN, for the characters of ASCII and letters (2.1, 4.3.1.15).
var nmtoken = regexp.MustCompile(`^[\pL\pN._:\-\x{B7}\pM]+$`)

// ValidID says whether an identifier can stand in a file.
func ValidID(s string) bool { return nmtoken.MatchString(s) }
