// Package csv writes tables as RFC 4180 has them, for people who open them in a spreadsheet.
//
// Every field is in quotes (RFC 4180, 2.5), lines end with CR LF (2.1), and the file begins with the byte order mark
// without which spreadsheets take UTF-8 for another encoding. A field that a spreadsheet would run as a formula is
// [Safe]: an apostrophe stands before it.
package csv

import "strings"

// BOM is the byte order mark of UTF-8.
const BOM = "\uFEFF"

// Write is a table: its first row names the columns, and every row has as many fields.
func Write(rows [][]string) []byte {
	var b strings.Builder
	b.WriteString(BOM)
	for _, row := range rows {
		for i, field := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(Safe(field), `"`, `""`) + `"`)
		}
		b.WriteString("\r\n")
	}
	return []byte(b.String())
}

// Safe is a field that no spreadsheet takes for a formula. Spreadsheets run what begins with = + - @, a tab or a
// carriage return, and look through blanks; an apostrophe before it says that it is text. Numbers are left alone.
func Safe(field string) string {
	bare := strings.TrimLeft(field, " \u00A0\u3000")
	if bare == "" || number(bare) || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(bare)[0]) {
		return strings.ReplaceAll(field, "\x00", "")
	}
	return "'" + strings.ReplaceAll(field, "\x00", "")
}

// number says whether a field is a plain number: "-12.5".
func number(s string) bool {
	s = strings.TrimPrefix(s, "-")
	if s == "" {
		return false
	}
	for i, r := range s {
		if (r < '0' || r > '9') && !(r == '.' && i > 0) {
			return false
		}
	}
	return true
}
