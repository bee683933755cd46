package render

import "strings"

// unsafe marks the bytes that text may not hold as they are. 0xEE begins the
// private-use characters that mark places in a page (U+E000 to U+E1FF).
var unsafe = [256]bool{'<': true, '>': true, '&': true, '"': true, 0: true, 0xEE: true}

// appendEscaped appends s as HTML text, also fit for an attribute in double
// quotes. The characters that mark places in a page are dropped
// from it.
func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		if !unsafe[s[i]] {
			continue
		}
		with, width := "", 1
		switch s[i] {
		case '<':
			with = "&lt;"
		case '>':
			with = "&gt;"
		case '&':
			with = "&amp;"
		case '"':
			with = "&quot;"
		case 0:
			with = "\uFFFD"
		default:
			if i+2 >= len(s) || s[i+1] < 0x80 || s[i+1] > 0x87 {
				continue
			}
			width = 3
		}
		dst = append(dst, s[from:i]...)
		dst = append(dst, with...)
		i += width - 1
		from = i + 1
	}
	return append(dst, s[from:]...)
}

// AppendEscaped appends s as HTML text, also fit for an attribute in double quotes.
func AppendEscaped(dst []byte, s string) []byte { return appendEscaped(dst, s) }

// Unmarked is s without the characters that mark places in a page: for text that
// something else escapes.
func Unmarked(s string) string {
	if strings.IndexByte(s, 0xEE) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 0xE000 && r < 0xE200 {
			return -1
		}
		return r
	}, s)
}

// Escape is s as HTML text, also fit for an attribute in double quotes.
func Escape(s string) string { return string(appendEscaped(nil, s)) }
