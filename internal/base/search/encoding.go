package search

import "strconv"

// digits are the 64 characters that numbers are written with: none has a meaning
// in a script, and a space stays free to part lists.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// appendNumber writes n, not negative, five bits a digit and the lowest first;
// all digits but the last have 32 added.
func appendNumber(b []byte, n int) []byte {
	for ; n >= 32; n >>= 5 {
		b = append(b, digits[n&31|32])
	}
	return append(b, digits[n])
}

func appendNumbers(b []byte, numbers []int) []byte {
	b = append(b, '[')
	for i, n := range numbers {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, ']')
}

func appendJSONs(b []byte, texts ...string) []byte {
	b = append(b, '[')
	for i, text := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSON(b, text)
	}
	return append(b, ']')
}

// appendJSON writes text, which is UTF-8, as a JSON string that may stand in a
// script and inside an HTML script element. It copies runs of plain bytes.
func appendJSON(b []byte, text string) []byte {
	b = append(b, '"')
	plain := 0
	for i := range len(text) {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' && c != '<' {
			continue
		}
		b = append(b, text[plain:i]...)
		plain = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		default:
			const hex = "0123456789abcdef"
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(append(b, text[plain:]...), '"')
}
