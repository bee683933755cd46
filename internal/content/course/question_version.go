package course

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"strings"
)

// Version names what is asked of whoever answers the question in its language: the
// words of the question and of its answers, and which are right. Another version is
// another question to statistics. What is told after the answer does not count, nor
// does where lines are broken in the source. It is ten hexadecimal digits.
func (q *Question) Version() string {
	h := sha256.New()
	fmt.Fprintln(h, q.Kind, q.Tolerance, q.Unit)
	asked(h, q.Stem)
	q.answers(h, q.Choices)
	for _, p := range q.Pairs {
		fmt.Fprintln(h, p.ID, heard(p.Term))
		asked(h, []*Block{p.Partner})
	}
	for _, s := range q.Steps {
		fmt.Fprintln(h, s.Name, s.Outcome)
		asked(h, s.Blocks)
		q.answers(h, s.Choices)
	}
	return hex.EncodeToString(h.Sum(nil))[:10]
}

func (q *Question) answers(h hash.Hash, all []Choice) {
	for _, c := range all {
		fmt.Fprintln(h, c.ID, c.Right, c.Goto)
		asked(h, []*Block{c.Text})
	}
}

// asked writes the words of blocks, and what else a reader gets of them.
func asked(w io.Writer, blocks []*Block) {
	for _, b := range blocks {
		if b == nil {
			continue
		}
		fmt.Fprintln(w, b.Kind, heard(b.Inlines), heard(b.Caption), b.Alt, b.Target, b.Text)
		for _, r := range b.Rows {
			for _, cell := range r.Cells {
				fmt.Fprintln(w, heard(cell))
			}
		}
		asked(w, b.Children)
	}
}

func heard(inlines []Inline) string { return strings.Join(strings.Fields(Plain(inlines)), " ") }
