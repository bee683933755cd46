package course

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// An id is a caret and six characters, a letter first, none of 0 1 i l o (docs/format/course.md, "Passages and
// their ids"). The letters left are twenty-three, the digits eight.
const (
	idLetters = "abcdefghjkmnpqrstuvwxyz"
	idDigits  = "23456789"
	idLength  = 6
)

// ValidID reports whether s is the six characters of a passage id.
func ValidID(s string) bool {
	if len(s) != idLength {
		return false
	}
	for i := range len(s) {
		letter := s[i] >= 'a' && s[i] <= 'z' && s[i] != 'i' && s[i] != 'l' && s[i] != 'o'
		digit := s[i] >= '2' && s[i] <= '9'
		if !letter && (i == 0 || !digit) {
			return false
		}
	}
	return true
}

// scanID reads "^k7m2qp" or "^k7m2qp+" at the start of s; n is its length, 0 when there is none.
func scanID[T string | []byte](s T) (id ID, plus bool, n int) {
	if len(s) < 1+idLength || s[0] != '^' || !ValidID(string(s[1:1+idLength])) {
		return "", false, 0
	}
	id, n = ID(s[1:1+idLength]), 1+idLength
	if n < len(s) && s[n] == '+' {
		return id, true, n + 1
	}
	return id, false, n
}

// trailingID splits an id off the end of a line of source: "text ^k7m2qp" is "text" and its id.
func trailingID(s string) (rest string, id ID, plus bool) {
	end := len(s)
	for end > 0 && isBlank(s[end-1]) {
		end--
	}
	from := end - 1 - idLength
	if end > 0 && s[end-1] == '+' {
		from--
	}
	if from < 0 || (from > 0 && !isBlank(s[from-1])) {
		return s, "", false
	}
	got, more, n := scanID(s[from:end])
	if n == 0 || from+n != end {
		return s, "", false
	}
	for from > 0 && isBlank(s[from-1]) {
		from--
	}
	return s[:from], got, more
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// kindID is the goldmark kind of an id at the end of a block.
var kindID = ast.NewNodeKind("PassageID")

type idNode struct {
	ast.BaseInline
	id   ID
	plus bool
	at   int // byte of the caret
}

func (n *idNode) Kind() ast.NodeKind { return kindID }
func (n *idNode) Dump(src []byte, lvl int) {
	ast.DumpHelper(n, src, lvl, map[string]string{"id": string(n.id)}, nil)
}

// idParser recognises an id as the last thing of a block.
type idParser struct{}

func (idParser) Trigger() []byte { return []byte{'^'} }

func (idParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	if k := parent.Kind(); k == extast.KindTableCell || k == extast.KindDefinitionTerm {
		return nil
	}
	if c := block.PrecendingCharacter(); c != ' ' && c != '\n' && c != '\t' {
		return nil
	}
	line, seg := block.PeekLine()
	id, plus, n := scanID(line)
	if n == 0 || !util.IsBlank(line[n:]) || !lastLine(block) {
		return nil
	}
	block.Advance(len(line))
	return &idNode{id: id, plus: plus, at: seg.Start}
}

// lastLine reports whether nothing but white space follows the current line of the block.
func lastLine(block text.Reader) bool {
	at, pos := block.Position()
	defer block.SetPosition(at, pos)
	for {
		block.AdvanceLine()
		line, _ := block.PeekLine()
		if line == nil {
			return true
		}
		if !util.IsBlank(line) {
			return false
		}
	}
}
