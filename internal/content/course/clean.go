package course

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// clean takes out of a text what no edition can hold, because XML cannot (XML 1.0, 2.2): controls become blanks, and
// U+FFFE and U+FFFF the sign for what cannot be shown, as long as they are, so that places in the text hold. It says
// where the first one stands, in bytes; -1 when there is none.
func clean(s string) (string, int) {
	first := -1
	for i := 0; i < len(s) && first < 0; i++ {
		if n := refused(s[i:]); n > 0 {
			first = i
		}
	}
	if first < 0 {
		return s, -1
	}
	out := []byte(s)
	for i := first; i < len(out); i++ {
		switch refused(s[i:]) {
		case 1:
			out[i] = ' '
		case 3:
			out[i+2] = 0xBD // U+FFFD
		}
	}
	return string(out), first
}

// refused is how many bytes the character is long that s begins with, where XML refuses it; 0 where it does not.
func refused(s string) int {
	switch c := s[0]; {
	case c < ' ' && c != '\t' && c != '\n' && c != '\r':
		return 1
	case c == 0xEF && len(s) > 2 && s[1] == 0xBF && s[2] >= 0xBE:
		return 3
	}
	return 0
}

// cleaned is clean of a whole file, and tells what was found.
func cleaned(src Source, problems *Problems) Source {
	text, at := clean(src.Text)
	if at < 0 {
		return src
	}
	line, column := indexLines(src.Text).at(src.Text, at)
	*problems = append(*problems, Problem{Place: Place{src.Path, line, column}, Code: "file-character", Args: code(src.Text[at:])})
	return Source{Path: src.Path, Text: text}
}

func code(s string) map[string]any {
	r, _ := utf8.DecodeRuneInString(s)
	return map[string]any{"code": fmt.Sprintf("U+%04X", r)}
}

// cleanStrings is clean of the texts of a YAML file, in which a character may be written as its number.
type cleanStrings struct{ f *yamlFile }

// Visit looks at one node.
func (v cleanStrings) Visit(n ast.Node) ast.Visitor {
	if s, ok := n.(*ast.StringNode); ok {
		if text, at := clean(s.Value); at >= 0 {
			v.f.problem(s, "file-character", code(s.Value[at:]))
			s.Value = strings.Clone(text)
		}
	}
	return v
}
