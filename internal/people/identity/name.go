package identity

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"atelier/internal/base/fault"
)

// Bounds of names, in characters; and how many marks one letter may carry, which is
// more than any language needs.
const (
	mostName  = 100
	mostMarks = 4
)

// ParseName reads the name of a person or an organisation: any script, on one line,
// in normal form C (Unicode Standard Annex 15), single spaces. Refused with a fault
// of kind Invalid are controls, marks of writing direction (Unicode Technical Report
// 36, section 2.8: they make a name look like another), invisible characters that no
// word needs, what is no letter at all, and too long ones.
func ParseName(s string) (string, error) {
	s = strings.Join(strings.Fields(norm.NFC.String(s)), " ")
	if s == "" {
		return "", fault.New(fault.Invalid, words, "name-empty")
	}
	letters, length, marks := false, 0, 0
	for _, c := range s {
		length++
		switch {
		case unicode.Is(unicode.M, c):
			marks++
		default:
			marks = 0
		}
		letters = letters || unicode.IsLetter(c)
		if forbidden(c) || marks > mostMarks {
			return "", fault.New(fault.Invalid, words, "name-signs")
		}
	}
	switch {
	case length > mostName:
		return "", fault.New(fault.Invalid, words, "name-long", map[string]any{"most": mostName})
	case !letters:
		return "", fault.New(fault.Invalid, words, "name-letters")
	}
	return s, nil
}

// forbidden says of a character that no name has it. The joiners U+200C and U+200D
// are part of words in several scripts.
func forbidden(c rune) bool {
	switch {
	case c == unicode.ReplacementChar, c == '<', c == '>', c == '@':
		return true
	case c == '\u200C', c == '\u200D':
		return false
	}
	return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Noncharacter_Code_Point) ||
		unicode.Is(unicode.Bidi_Control, c) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, c)
}
