// Package importer takes what comes back from outside into a course: today translations, as XLIFF.
//
// Words: a [Translation] is what goes out, made from the course; a [Plan] is what a file that came back would change,
// passage by passage, with the class of each edit, and what of it is refused, with the reason. [Plan.Files] are the
// files of the course with the changes in their places.
//
// Invariants: nothing here writes a file. Passages are known by their ids alone. A change is a change of the text of one
// passage: every other byte of its file stays. Codes are those of the course, never of the file, so that an address or
// a citation cannot change on the way. Before a plan is given out, the course is read again with it: a passage that
// would read otherwise than asked is refused, and so is one that would change another. What is applied is not confirmed
// by that: parity stays with people (docs/decisions/0010-translations-come-back-as-a-diff.md).
package importer

import (
	"embed"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/standard/xliff"
)

//go:embed catalogue
var files embed.FS

// words are the messages of this package.
var words = lang.MustCatalogue(files)

// Catalogue is the messages of this package.
func Catalogue() *lang.Catalogue { return words }

// UnitName is what a string of the course is called outside: "k7m2qp", "k7m2qp/alt", "course/title".
func UnitName(s course.Site) string {
	name := string(s.ID)
	if s.Part != "" {
		name += "/" + s.Part
	}
	if s.Nth > 1 {
		name += "/" + strconv.Itoa(s.Nth) // a further block of the passage
	}
	return name
}

// Token is a name as an NMTOKEN, the form identifiers have in XML; FromToken gives the name back. A slash becomes a
// colon; what is neither a letter of ASCII, a digit, a point nor a hyphen becomes its code between underscores.
func Token(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case r == '/':
			b.WriteByte(':')
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-':
			b.WriteRune(r)
		default:
			b.WriteString("_" + strconv.FormatInt(int64(r), 16) + "_")
		}
	}
	return b.String()
}

// FromToken is the name that Token made an NMTOKEN of; false when none did.
func FromToken(token string) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(token); i++ {
		switch c := token[i]; c {
		case ':':
			b.WriteByte('/')
		case '_':
			end := strings.IndexByte(token[i+1:], '_')
			if end < 1 {
				return "", false
			}
			r, err := strconv.ParseInt(token[i+1:i+1+end], 16, 32)
			if err != nil || r < 0 {
				return "", false
			}
			b.WriteRune(rune(r))
			i += end + 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), true
}

// tokensOf are the pieces of a text as tokens of XLIFF. The number of a mark is its id; ids says which ids marks have,
// nil for their own numbers.
func tokensOf(pieces []course.Piece, ids map[int]string) []xliff.Token {
	var out []xliff.Token
	for _, p := range pieces {
		if p.Kind == course.WordPiece {
			out = append(out, xliff.Token{Kind: xliff.Text, Text: p.Text})
			continue
		}
		t := xliff.Token{ID: strconv.Itoa(p.Mark), Data: p.Raw, Type: "other"}
		if ids != nil {
			t.ID = ids[p.Mark]
		}
		switch p.Kind {
		case course.OpenPiece:
			t.Kind = xliff.Open
		case course.ClosePiece:
			t.Kind = xliff.Close
		default:
			t.Kind, t.Disp, t.Equiv = xliff.Lone, p.Text, p.Text
		}
		describe(&t, p)
		out = append(out, t)
	}
	return out
}

// describe says what kind of code a mark is (XLIFF 2.1, 4.3.1.35 and 4.3.1.40).
func describe(t *xliff.Token, p course.Piece) {
	switch p.Of {
	case course.Emphasis:
		t.Type, t.SubType = "fmt", "xlf:i"
	case course.Strong:
		t.Type, t.SubType = "fmt", "xlf:b"
	case course.HardBreak:
		t.Type, t.SubType, t.Equiv, t.Disp = "fmt", "xlf:lb", " ", ""
	case course.Link:
		t.Type = "link"
	case course.Image:
		t.Type = "image"
	case course.CodeSpan:
		t.SubType = "atelier:code"
	case course.Cite:
		t.SubType, t.Equiv = "atelier:citation", ""
	case course.NoteRef:
		t.SubType, t.Equiv = "atelier:note", ""
	case course.Span:
		t.SubType = "atelier:language"
	default:
		t.SubType = "atelier:other"
	}
}
