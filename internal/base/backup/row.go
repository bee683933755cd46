package backup

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A row is one line: a JSON array of its values in the order of the table's columns.
// Each value says its kind itself, so that it comes back as it was whatever database
// kept it:
//
//	null                 NULL
//	-12                  an INTEGER: digits alone
//	0.5, 1.0, 1e+100     a REAL: always with a point or an exponent
//	"text"               a TEXT
//	{"real":"+Inf"}      a REAL that JSON cannot write: +Inf, -Inf, NaN
//	{"text":"…"}         a TEXT that is not UTF-8, in base64
//	{"blob":"…"}         a BLOB, in base64
//
// The same values always give the same bytes; −0 is written as 0, which SQLite makes
// of it.

var errRow = errors.New("not a row")

// appendRow writes a row with the line's end.
func appendRow(b []byte, row []any) []byte {
	b = append(b, '[')
	for i, v := range row {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendValue(b, v)
	}
	return append(b, ']', '\n')
}

func appendValue(b []byte, v any) []byte {
	switch x := v.(type) {
	case int64:
		return strconv.AppendInt(b, x, 10)
	case float64:
		return appendReal(b, x)
	case string:
		if utf8.ValidString(x) {
			return appendText(b, x)
		}
		return appendCoded(b, "text", []byte(x))
	case []byte:
		return appendCoded(b, "blob", x)
	}
	return append(b, "null"...)
}

func appendReal(b []byte, x float64) []byte {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return append(append(append(b, `{"real":"`...), strconv.FormatFloat(x, 'g', -1, 64)...), `"}`...)
	}
	if x == 0 {
		x = 0 // without a sign
	}
	start := len(b)
	b = strconv.AppendFloat(b, x, 'g', -1, 64)
	if !bytes.ContainsAny(b[start:], ".e") {
		b = append(b, ".0"...)
	}
	return b
}

const hexDigits = "0123456789abcdef"

// appendText writes a JSON string (RFC 8259, section 7) with as few escapes as there
// may be.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

func appendCoded(b []byte, kind string, data []byte) []byte {
	b = append(append(append(b, `{"`...), kind...), `":"`...)
	b = base64.StdEncoding.AppendEncode(b, data)
	return append(b, `"}`...)
}

// parseRow reads a line of n values.
func parseRow(line []byte, n int) ([]any, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return nil, fmt.Errorf("%w: %w", errRow, err)
	}
	if len(raw) != n {
		return nil, fmt.Errorf("%w: %d values, want %d", errRow, len(raw), n)
	}
	row := make([]any, n)
	for i, r := range raw {
		v, err := parseValue(r)
		if err != nil {
			return nil, err
		}
		row[i] = v
	}
	return row, nil
}

func parseValue(r json.RawMessage) (any, error) {
	switch r[0] {
	case 'n':
		return nil, nil
	case '"':
		var s string
		err := json.Unmarshal(r, &s)
		return s, err
	case '{':
		return parseCoded(r)
	case 't', 'f', '[':
		return nil, fmt.Errorf("%w: %s", errRow, r)
	}
	if bytes.ContainsAny(r, ".eE") {
		x, err := strconv.ParseFloat(string(r), 64)
		return x, err
	}
	n, err := strconv.ParseInt(string(r), 10, 64)
	return n, err
}

func parseCoded(r json.RawMessage) (any, error) {
	var coded struct{ Real, Text, Blob *string }
	d := json.NewDecoder(bytes.NewReader(r))
	d.DisallowUnknownFields()
	if err := d.Decode(&coded); err != nil {
		return nil, fmt.Errorf("%w: %w", errRow, err)
	}
	switch {
	case coded.Real != nil:
		x, err := strconv.ParseFloat(strings.TrimPrefix(*coded.Real, "+"), 64)
		return x, err
	case coded.Text != nil:
		data, err := base64.StdEncoding.DecodeString(*coded.Text)
		return string(data), err
	case coded.Blob != nil:
		data, err := base64.StdEncoding.DecodeString(*coded.Blob)
		return data, err
	}
	return nil, fmt.Errorf("%w: %s", errRow, r)
}
