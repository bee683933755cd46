package verify

import (
	"bytes"
	"strconv"
)

// lexer reads the tokens and objects of ISO 32000-1, 7.2 and 7.3 from bytes. It never fails: what it cannot read it
// skips, and at the end ok is false.
type lexer struct {
	b   []byte
	pos int
	// content says that R is no reference here: content streams have none (7.8.2).
	content bool
}

func isSpace(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *lexer) skipSpace() {
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		if c == '%' {
			for l.pos < len(l.b) && l.b[l.pos] != '\n' && l.b[l.pos] != '\r' {
				l.pos++
			}
			continue
		}
		if !isSpace(c) {
			return
		}
		l.pos++
	}
}

// next reads one object, or one keyword. ok is false at the end of the bytes.
func (l *lexer) next() (object, bool) { return l.object(0) }

func (l *lexer) object(depth int) (object, bool) {
	l.skipSpace()
	if l.pos >= len(l.b) {
		return nil, false
	}
	c := l.b[l.pos]
	switch {
	case c == '/':
		return l.name(), true
	case c == '(':
		return l.literal(), true
	case c == '<' && l.peek(1) == '<':
		l.pos += 2
		return l.dictionary(depth + 1), true
	case c == '<':
		return l.hex(), true
	case c == '[':
		l.pos++
		return l.list(depth + 1), true
	case c == '>' && l.peek(1) == '>':
		l.pos += 2
		return keyword(">>"), true
	case isDelimiter(c):
		l.pos++
		return keyword(string(c)), true
	}
	return l.word(), true
}

func (l *lexer) peek(n int) byte {
	if l.pos+n < len(l.b) {
		return l.b[l.pos+n]
	}
	return 0
}

// word reads a number, true, false, null, a reference, or any other regular characters as a keyword.
func (l *lexer) word() object {
	start := l.pos
	for l.pos < len(l.b) && !isSpace(l.b[l.pos]) && !isDelimiter(l.b[l.pos]) {
		l.pos++
	}
	w := string(l.b[start:l.pos])
	switch w {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	n, ok := parseNumber(w)
	if !ok {
		return keyword(w)
	}
	if num, whole := n.(int); whole && num >= 0 && !l.content {
		if r, ok := l.reference(num); ok {
			return r
		}
	}
	return n
}

// reference looks ahead for "gen R" after a number (7.3.10).
func (l *lexer) reference(num int) (ref, bool) {
	save := l.pos
	l.skipSpace()
	gen := 0
	digits := 0
	for ; l.pos < len(l.b) && l.b[l.pos] >= '0' && l.b[l.pos] <= '9' && digits < 6; digits++ {
		gen = gen*10 + int(l.b[l.pos]-'0')
		l.pos++
	}
	if digits > 0 {
		l.skipSpace()
		after := l.peek(1)
		if l.pos < len(l.b) && l.b[l.pos] == 'R' && (l.pos+1 == len(l.b) || isSpace(after) || isDelimiter(after)) {
			l.pos++
			return ref{num, gen}, true
		}
	}
	l.pos = save
	return ref{}, false
}

func parseNumber(w string) (object, bool) {
	if w == "" || len(w) > 64 {
		return nil, false
	}
	c := w[0]
	if c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') {
		return nil, false
	}
	if n, err := strconv.Atoi(w); err == nil {
		return n, true
	}
	for i := range len(w) {
		if c := w[i]; c != '.' && c != '-' && c != '+' && (c < '0' || c > '9') {
			return nil, false
		}
	}
	if x, err := strconv.ParseFloat(w, 64); err == nil {
		return x, true
	}
	return 0, true // "--5", "1.2.3": a number written wrongly stands for zero, as readers take it
}

func (l *lexer) name() name {
	l.pos++
	var out []byte
	for l.pos < len(l.b) && !isSpace(l.b[l.pos]) && !isDelimiter(l.b[l.pos]) {
		c := l.b[l.pos]
		if c == '#' && l.pos+2 < len(l.b) && unhex(l.b[l.pos+1]) >= 0 && unhex(l.b[l.pos+2]) >= 0 {
			c = byte(unhex(l.b[l.pos+1])<<4 | unhex(l.b[l.pos+2]))
			l.pos += 2
		}
		out = append(out, c)
		l.pos++
	}
	return name(out)
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// hex reads a hexadecimal string (7.3.4.3).
func (l *lexer) hex() text {
	l.pos++
	var out []byte
	high := -1
	for l.pos < len(l.b) && l.b[l.pos] != '>' {
		if d := unhex(l.b[l.pos]); d >= 0 {
			if high < 0 {
				high = d
			} else {
				out = append(out, byte(high<<4|d))
				high = -1
			}
		}
		l.pos++
	}
	l.pos++
	if high >= 0 {
		out = append(out, byte(high<<4))
	}
	return text(out)
}

// literal reads a string in parentheses (7.3.4.2).
func (l *lexer) literal() text {
	l.pos++
	var out []byte
	for open := 1; l.pos < len(l.b); {
		c := l.b[l.pos]
		l.pos++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return text(out)
			}
		case '\r':
			if l.peek(0) == '\n' {
				l.pos++
			}
			c = '\n'
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	return text(out)
}

func (l *lexer) escape(out []byte) []byte {
	if l.pos >= len(l.b) {
		return out
	}
	c := l.b[l.pos]
	l.pos++
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r':
		if l.peek(0) == '\n' {
			l.pos++
		}
		return out
	case c == '\n':
		return out
	case c >= '0' && c <= '7':
		v := int(c - '0')
		for range 2 {
			if d := l.peek(0); l.pos < len(l.b) && d >= '0' && d <= '7' {
				v = v<<3 | int(d-'0')
				l.pos++
			} else {
				break
			}
		}
		return append(out, byte(v))
	}
	return append(out, c)
}

func (l *lexer) list(depth int) array {
	out := array{}
	for {
		o, ok := l.object(depth)
		if !ok || o == keyword("]") || depth > maxNesting {
			return out
		}
		if k, is := o.(keyword); is {
			if k == "endobj" || k == "endstream" {
				return out
			}
			continue
		}
		out = append(out, o)
	}
}

func (l *lexer) dictionary(depth int) dict {
	out := dict{}
	for {
		o, ok := l.object(depth)
		if !ok || depth > maxNesting {
			return out
		}
		switch k := o.(type) {
		case keyword:
			if k == ">>" || k == "endobj" || k == "stream" {
				return out
			}
		case name:
			v, ok := l.object(depth)
			if !ok || v == keyword(">>") {
				return out
			}
			if _, is := v.(keyword); !is && v != nil {
				out[k] = v
			}
		}
	}
}
