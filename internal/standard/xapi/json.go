package xapi

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// mostDeep bounds how deep values may lie in each other, so that foreign bytes cannot
// exhaust the stack.
const mostDeep = 100

type kind uint8

const (
	null kind = iota
	boolean
	number
	text
	list
	object
)

// node is a value of a JSON text (RFC 8259) that keeps where it stood, so that what
// nobody changes is given back as the bytes it came in.
type node struct {
	kind     kind
	from, to int    // bytes of the source
	text     string // of a text, unescaped; the literal of a number or boolean
	members  []member
	items    []*node
}

type member struct {
	name  string
	value *node
}

// get is a member of an object; nil when there is none.
func (n *node) get(name string) *node {
	if n == nil {
		return nil
	}
	for _, m := range n.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// says is the text of a member; empty when there is none or it is no text.
func (n *node) says(name string) string {
	if v := n.get(name); v != nil && v.kind == text {
		return v.text
	}
	return ""
}

// height is how deep values lie in a value; 1 where none do.
func (n *node) height() (h int) {
	for _, m := range n.members {
		h = max(h, m.value.height())
	}
	for _, v := range n.items {
		h = max(h, v.height())
	}
	return h + 1
}

// scanner reads a JSON text strictly: UTF-8, no name twice in an object, nothing behind.
type scanner struct {
	src  []byte
	at   int
	deep int
	most int // that deep may be
}

// scan reads the whole of a text as one value.
func scan(src []byte) (*node, error) { return (&scanner{src: src, most: mostDeep}).whole() }

// scanStatements reads a statement, or a list of such that may each be as deep.
func scanStatements(src []byte) (*node, error) {
	s := &scanner{src: src, most: mostDeep}
	if s.space(); s.at < len(src) && src[s.at] == '[' {
		s.most++
	}
	return s.whole()
}

func (s *scanner) whole() (*node, error) {
	s.space()
	n, err := s.value()
	if err != nil {
		return nil, err
	}
	s.space()
	if s.at != len(s.src) {
		return nil, s.bad()
	}
	return n, nil
}

// bad is the error of a text that is no JSON, with the place.
func (s *scanner) bad() error {
	return Violation{Section: "2.2", ID: "XAPI-00014", Rule: BadJSON, At: "byte " + strconv.Itoa(s.at)}
}

func (s *scanner) space() {
	for s.at < len(s.src) {
		switch s.src[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

// next eats a sign when it comes next.
func (s *scanner) next(c byte) bool {
	if s.at < len(s.src) && s.src[s.at] == c {
		s.at++
		return true
	}
	return false
}

func (s *scanner) value() (n *node, err error) {
	if s.at >= len(s.src) {
		return nil, s.bad()
	}
	if s.deep++; s.deep > s.most {
		return nil, s.bad()
	}
	from := s.at
	switch c := s.src[s.at]; {
	case c == '{':
		n, err = s.object()
	case c == '[':
		n, err = s.list()
	case c == '"':
		var t string
		t, err = s.text()
		n = &node{kind: text, text: t}
	case c == '-' || '0' <= c && c <= '9':
		n, err = s.number()
	default:
		n, err = s.word()
	}
	if err != nil {
		return nil, err
	}
	s.deep--
	n.from, n.to = from, s.at
	return n, nil
}

func (s *scanner) object() (*node, error) {
	n := &node{kind: object}
	s.at++
	s.space()
	if s.next('}') {
		return n, nil
	}
	for {
		s.space()
		if s.at >= len(s.src) || s.src[s.at] != '"' {
			return nil, s.bad()
		}
		name, err := s.text()
		if err != nil {
			return nil, err
		}
		s.space()
		if !s.next(':') {
			return nil, s.bad()
		}
		s.space()
		v, err := s.value()
		if err != nil {
			return nil, err
		}
		n.members = append(n.members, member{name, v})
		s.space()
		if s.next('}') {
			break
		}
		if !s.next(',') {
			return nil, s.bad()
		}
	}
	return n, unique(n.members)
}

// unique refuses a name that occurs twice.
func unique(members []member) error {
	twice := func(name string) error {
		return Violation{Section: "2.2", ID: "XAPI-00013", Rule: Repeated, At: name}
	}
	if len(members) > 16 {
		seen := make(map[string]bool, len(members))
		for _, m := range members {
			if seen[m.name] {
				return twice(m.name)
			}
			seen[m.name] = true
		}
		return nil
	}
	for i, m := range members {
		for _, other := range members[:i] {
			if m.name == other.name {
				return twice(m.name)
			}
		}
	}
	return nil
}

func (s *scanner) list() (*node, error) {
	n := &node{kind: list}
	s.at++
	s.space()
	if s.next(']') {
		return n, nil
	}
	for {
		s.space()
		v, err := s.value()
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, v)
		s.space()
		if s.next(']') {
			return n, nil
		}
		if !s.next(',') {
			return nil, s.bad()
		}
	}
}

func (s *scanner) word() (*node, error) {
	for _, w := range []struct {
		word string
		kind kind
	}{{"true", boolean}, {"false", boolean}, {"null", null}} {
		if len(s.src)-s.at >= len(w.word) && string(s.src[s.at:s.at+len(w.word)]) == w.word {
			s.at += len(w.word)
			return &node{kind: w.kind, text: w.word}, nil
		}
	}
	return nil, s.bad()
}

func (s *scanner) number() (*node, error) {
	from := s.at
	s.next('-')
	if !s.next('0') && !s.digits() {
		return nil, s.bad()
	}
	if s.next('.') && !s.digits() {
		return nil, s.bad()
	}
	if s.next('e') || s.next('E') {
		if !s.next('+') {
			s.next('-')
		}
		if !s.digits() {
			return nil, s.bad()
		}
	}
	return &node{kind: number, text: string(s.src[from:s.at])}, nil
}

func (s *scanner) digits() bool {
	from := s.at
	for s.at < len(s.src) && '0' <= s.src[s.at] && s.src[s.at] <= '9' {
		s.at++
	}
	return s.at > from
}

// text reads a quoted text. Most have nothing escaped and are copied once.
func (s *scanner) text() (string, error) {
	s.at++
	from := s.at
	for s.at < len(s.src) {
		switch c := s.src[s.at]; {
		case c == '"':
			t := s.src[from:s.at]
			if !utf8.Valid(t) {
				return "", s.bad()
			}
			s.at++
			return string(t), nil
		case c == '\\':
			return s.escaped(from)
		case c < ' ':
			return "", s.bad()
		}
		s.at++
	}
	return "", s.bad()
}

// escapes are what stands behind a backslash for one sign.
var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escaped reads the rest of a text from its first backslash on.
func (s *scanner) escaped(from int) (string, error) {
	out := append([]byte(nil), s.src[from:s.at]...)
	for s.at < len(s.src) {
		c := s.src[s.at]
		s.at++
		switch {
		case c == '"':
			if !utf8.Valid(out) {
				return "", s.bad()
			}
			return string(out), nil
		case c < ' ':
			return "", s.bad()
		case c != '\\':
			out = append(out, c)
		default:
			r, ok := s.sign()
			if !ok {
				return "", s.bad()
			}
			out = utf8.AppendRune(out, r)
		}
	}
	return "", s.bad()
}

// sign reads what stands behind a backslash. Half a pair of surrogates is no sign.
func (s *scanner) sign() (rune, bool) {
	if s.at >= len(s.src) {
		return 0, false
	}
	c := s.src[s.at]
	s.at++
	if c != 'u' {
		r, ok := escapes[c]
		return rune(r), ok
	}
	r, ok := s.hex()
	if !ok || !utf16.IsSurrogate(r) {
		return r, ok
	}
	if !s.next('\\') || !s.next('u') {
		return 0, false
	}
	low, ok := s.hex()
	pair := utf16.DecodeRune(r, low)
	return pair, ok && pair != utf8.RuneError
}

func (s *scanner) hex() (rune, bool) {
	if len(s.src)-s.at < 4 {
		return 0, false
	}
	v, err := strconv.ParseUint(string(s.src[s.at:s.at+4]), 16, 32)
	s.at += 4
	return rune(v), err == nil
}
