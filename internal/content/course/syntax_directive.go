package course

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var kindDirective = ast.NewNodeKind("Directive")

// directiveNode is a fenced container: "::: name key=value ^id" to a line of colons.
type directiveNode struct {
	ast.BaseBlock
	name   string
	attrs  map[string]string
	id     ID
	plus   bool
	at     int    // byte where the opening line starts
	end    int    // byte after the opening line's last non-space character
	closed bool   // its closing line was seen
	bad    string // what could not be read on the opening line
}

func (n *directiveNode) Kind() ast.NodeKind { return kindDirective }
func (n *directiveNode) Dump(src []byte, lvl int) {
	ast.DumpHelper(n, src, lvl, map[string]string{"name": n.name}, nil)
}

type directiveParser struct{}

func (directiveParser) Trigger() []byte             { return []byte{':'} }
func (directiveParser) CanInterruptParagraph() bool { return true }
func (directiveParser) CanAcceptIndentedLine() bool { return false }

func (directiveParser) Close(ast.Node, text.Reader, parser.Context) {}

func (directiveParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	colons := countColons(line[pos:])
	rest := bytes.TrimSpace(line[pos+colons:])
	if colons < 3 || len(rest) == 0 {
		return nil, parser.NoChildren
	}
	n := &directiveNode{at: seg.Start + pos - seg.Padding, attrs: map[string]string{}}
	n.end = seg.Start - seg.Padding + len(bytes.TrimRight(line, " \t\r\n"))
	n.readOpening(string(rest))
	if n.name == "" {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

func (directiveParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	width, pos := util.IndentWidth(line, reader.LineOffset())
	if width < 4 && isClosing(line[pos:]) && innermost(node, pc) {
		node.(*directiveNode).closed = true
		reader.AdvanceToEOL()
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

// isClosing reports whether a line is colons alone, three or more.
func isClosing(line []byte) bool {
	n := countColons(line)
	return n >= 3 && util.IsBlank(line[n:])
}

// innermost reports whether a closing line belongs to node: no directive is open inside it and the line does not
// stand in fenced code. The parser asks the outermost container first, so each has to know.
func innermost(node ast.Node, pc parser.Context) bool {
	open := pc.OpenedBlocks()
	for i := len(open) - 1; i >= 0; i-- {
		switch open[i].Node.Kind() {
		case ast.KindFencedCodeBlock:
			return false
		case kindDirective:
			return open[i].Node == node
		}
	}
	return false
}

func countColons(s []byte) int {
	n := 0
	for n < len(s) && s[n] == ':' {
		n++
	}
	return n
}

// readOpening reads `name key=value key="two words" word ^id`.
func (n *directiveNode) readOpening(s string) {
	s, n.id, n.plus = trailingID(s)
	n.name, s = cutWord(s)
	for s != "" && n.bad == "" {
		var key, value string
		key, s = cutWord(s)
		if key == "" {
			n.bad = s
			return
		}
		if len(s) > 0 && s[0] == '=' {
			value, s, n.bad = readValue(s[1:])
		} else {
			value = "yes"
		}
		if _, twice := n.attrs[key]; twice {
			n.bad = key
			return
		}
		n.attrs[key] = value
		s = trimLeft(s)
	}
}

// cutWord takes a word of letters, digits and hyphens off the start, and the blanks after it.
func cutWord(s string) (word, rest string) {
	i := 0
	for i < len(s) && (s[i] == '-' || s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z' || s[i] >= '0' && s[i] <= '9') {
		i++
	}
	return s[:i], trimLeft(s[i:])
}

// readValue reads a bare or a quoted value.
func readValue(s string) (value, rest, bad string) {
	if s == "" || s[0] != '"' {
		i := 0
		for i < len(s) && !isBlank(s[i]) {
			i++
		}
		return s[:i], trimLeft(s[i:]), ""
	}
	var b []byte
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			b = append(b, s[i])
		case s[i] == '"':
			return string(b), trimLeft(s[i+1:]), ""
		default:
			b = append(b, s[i])
		}
	}
	return "", "", s
}

func trimLeft(s string) string {
	for s != "" && isBlank(s[0]) {
		s = s[1:]
	}
	return s
}
