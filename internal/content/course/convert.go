package course

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// converter turns one parsed file into blocks of ours and notes what is wrong with it.
type converter struct {
	src      string // the file after its front matter
	bytes    []byte // the same
	file     string
	lines    lineIndex
	before   int // lines of the file before src
	problems *Problems
	notes    []*Note
	depth    int  // containers that are open
	deep     bool // there were too many, which was told

	// the piece of source that the last text inline is, so that a neighbour can be joined without copying
	textStart, textEnd int
	textPlain          bool
}

func (c *converter) problem(off int, code string, args map[string]any) {
	*c.problems = append(*c.problems, Problem{Place: c.place(off), Code: code, Args: args})
}

func (c *converter) fatal(off int, code string, args map[string]any) {
	*c.problems = append(*c.problems, Problem{Place: c.place(off), Code: code, Args: args, Fatal: true})
}

func (c *converter) place(off int) Place {
	line, col := c.lines.at(c.src, off)
	return Place{File: c.file, Line: c.before + line, Column: col}
}

// children converts the blocks under n. Ids that stand alone after a table or indented code go to it.
func (c *converter) children(n ast.Node) []*Block {
	switch n.(type) {
	case *ast.Blockquote, *ast.ListItem, *extast.DefinitionDescription, *directiveNode:
		c.depth++
		defer func() { c.depth-- }()
	}
	if c.depth > maxNesting {
		if !c.deep {
			c.fatal(position(n), "markdown-deep", nil)
		}
		c.deep = true
		return nil
	}
	var out []*Block
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		b := c.block(k)
		if b == nil {
			continue
		}
		if len(out) > 0 && c.joins(out[len(out)-1], b) {
			continue
		}
		out = append(out, b)
	}
	return out
}

// joins gives the lone id, or the caption line, b to the table or code before it; false when b stands for itself.
func (c *converter) joins(before, b *Block) bool {
	if b.Kind != Paragraph || before.ID != "" {
		return false
	}
	lone := len(b.Inlines) == 0 && b.ID != ""
	switch {
	case lone && (before.Kind == Table || before.Kind == Code):
		before.ID, before.Continues = b.ID, b.Continues
		return true
	case before.Kind == Table && strings.HasPrefix(b.Raw, ": "):
		before.ID, before.Continues = b.ID, b.Continues
		before.Caption = trimColon(b.Inlines)
		return true
	}
	return false
}

// trimColon removes the ": " that marks a caption.
func trimColon(in []Inline) []Inline {
	if len(in) == 0 || in[0].Kind != Text {
		return in
	}
	out := append([]Inline(nil), in...)
	out[0].Text = strings.TrimLeft(strings.TrimPrefix(out[0].Text, ":"), " ")
	return out
}

func (c *converter) block(n ast.Node) *Block {
	switch n := n.(type) {
	case *ast.Heading:
		return c.leaf(n, &Block{Kind: Heading, Level: n.Level})
	case *ast.Paragraph, *ast.TextBlock:
		return c.paragraph(n)
	case *ast.List:
		return c.list(n)
	case *ast.ListItem:
		return c.item(n)
	case *ast.Blockquote:
		return c.container(n, &Block{Kind: Quote})
	case *ast.FencedCodeBlock:
		return c.fenced(n)
	case *ast.CodeBlock:
		return c.code(n, &Block{Kind: Code})
	case *ast.ThematicBreak:
		return &Block{Kind: Rule, Place: c.place(position(n))}
	case *ast.HTMLBlock:
		return c.html(n)
	case *extast.Table:
		return c.table(n)
	case *extast.DefinitionList:
		return c.definitions(n)
	case *directiveNode:
		return c.directive(n)
	case *extast.FootnoteList:
		c.footnotes(n)
	}
	return nil
}

// position is the byte where a node starts, 0 when the parser does not say.
func position(n ast.Node) int {
	if d, ok := n.(*directiveNode); ok {
		return d.at
	}
	if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
		return n.Lines().At(0).Start
	}
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		if k.Type() == ast.TypeBlock {
			if at := position(k); at > 0 {
				return at
			}
		}
	}
	return 0
}

func (c *converter) container(n ast.Node, b *Block) *Block {
	b.Place = c.place(position(n))
	b.Children = c.children(n)
	return b
}

// leaf fills a block whose content is running text.
func (c *converter) leaf(n ast.Node, b *Block) *Block {
	at := position(n)
	b.Place = c.place(at)
	b.Raw = c.raw(n.Lines())
	in := c.inlines(n, 0)
	if i := len(in) - 1; i >= 0 && in[i].Kind == idMark {
		b.ID, b.Continues = ID(in[i].Target), in[i].Title == "+"
		in = trimRight(in[:i])
		if raw, id, _ := trailingID(b.Raw); id == b.ID {
			b.Raw, b.ID = raw, id // the same letters, as a piece of the source
		} else {
			b.Raw = raw
		}
	}
	b.Inlines = c.spans(in, at)
	return b
}

// raw is the source of a leaf with the marks of its containers taken off.
func (c *converter) raw(lines *text.Segments) string {
	if lines.Len() == 0 {
		return ""
	}
	if lines.Len() == 1 {
		s := lines.At(0)
		return strings.TrimSpace(c.src[s.Start:s.Stop])
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	size := 0
	for i := range lines.Len() {
		s := lines.At(i)
		size += s.Stop - s.Start
	}
	if size == last.Stop-first.Start {
		return strings.TrimSpace(c.src[first.Start:last.Stop])
	}
	var b strings.Builder
	for i := range lines.Len() {
		s := lines.At(i)
		b.WriteString(c.src[s.Start:s.Stop])
	}
	return strings.TrimSpace(b.String())
}

// paragraph is running text, or a figure when it is one image and nothing else.
func (c *converter) paragraph(n ast.Node) *Block {
	b := c.leaf(n, &Block{Kind: Paragraph})
	if len(b.Inlines) == 1 && b.Inlines[0].Kind == Image {
		img := b.Inlines[0]
		b.Kind, b.Alt, b.Target = Figure, img.Text, img.Target
		if img.Title != "" {
			b.Caption = []Inline{{Kind: Text, Text: img.Title}}
		}
		b.Inlines = nil
	}
	if b.Raw == ":::" || strings.Trim(b.Raw, ":") == "" && len(b.Raw) > 3 {
		c.problem(position(n), "directive-stray-end", nil)
		return nil
	}
	if len(b.Inlines) == 0 && b.Kind == Paragraph && b.ID == "" {
		return nil
	}
	return b
}

func (c *converter) list(n *ast.List) *Block {
	return c.container(n, &Block{Kind: List, Ordered: n.IsOrdered(), Level: n.Start, Tight: n.IsTight})
}

// item reads a box ("[x]", "[ ]", "[step]") off the start of the item's first paragraph.
func (c *converter) item(n *ast.ListItem) *Block {
	b := c.container(n, &Block{Kind: Item})
	if len(b.Children) == 0 || b.Children[0].Kind != Paragraph {
		return b
	}
	first := b.Children[0]
	box, rest, ok := cutBox(first.Raw)
	if !ok || len(first.Inlines) == 0 || first.Inlines[0].Kind != Text {
		return b
	}
	_, words, ok := cutBox(first.Inlines[0].Text)
	if !ok {
		return b
	}
	b.HasBox, b.Box, first.Raw = true, box, rest
	in := append([]Inline(nil), first.Inlines...)
	in[0].Text = words
	first.Inlines = in
	return b
}

func cutBox(s string) (box, rest string, ok bool) {
	if len(s) < 3 || s[0] != '[' {
		return "", s, false
	}
	end := strings.IndexByte(s, ']')
	if end < 2 || end > 41 || end+1 < len(s) && s[end+1] != ' ' && s[end+1] != '\n' {
		return "", s, false
	}
	box = s[1:end]
	if box == "X" {
		box = "x"
	}
	if box != " " && !isKey(box) {
		return "", s, false
	}
	return box, strings.TrimLeft(s[end+1:], " \n"), true
}

// isKey reports whether s is a name: lower-case letters, digits and hyphens.
func isKey(s string) bool {
	for i := range len(s) {
		if s[i] != '-' && (s[i] < 'a' || s[i] > 'z') && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return s != ""
}

func (c *converter) fenced(n *ast.FencedCodeBlock) *Block {
	b := c.code(n, &Block{Kind: Code})
	if n.Info == nil {
		return b
	}
	seg := n.Info.Segment
	info := c.src[seg.Start:seg.Stop]
	b.Info, b.ID, b.Continues = trailingID(info)
	b.Place = c.place(seg.Start)
	return b
}

func (c *converter) code(n ast.Node, b *Block) *Block {
	b.Place = c.place(position(n))
	var s strings.Builder
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		s.Write(seg.Value(c.bytes))
	}
	b.Text = s.String()
	return b
}

// html is a finding, except a comment, which says nothing to readers.
func (c *converter) html(n *ast.HTMLBlock) *Block {
	b := c.code(n, &Block{Kind: HTML})
	if n.HasClosure() {
		b.Text += string(n.ClosureLine.Value(c.bytes))
	}
	if strings.HasPrefix(strings.TrimSpace(b.Text), "<!--") {
		return nil
	}
	return b
}

func (c *converter) table(n *extast.Table) *Block {
	b := &Block{Kind: Table}
	for _, a := range n.Alignments {
		b.Align = append(b.Align, map[extast.Alignment]string{extast.AlignLeft: "left", extast.AlignRight: "right", extast.AlignCenter: "center"}[a])
	}
	at := 0
	var raw []string
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var r Row
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if at == 0 {
				at = position(cell)
			}
			r.Cells = append(r.Cells, c.spans(c.inlines(cell, 0), position(cell)))
			raw = append(raw, c.raw(cell.Lines()))
		}
		b.Rows = append(b.Rows, r)
	}
	b.Place, b.Raw = c.place(at), strings.Join(raw, " | ")
	return b
}

// definitions: goldmark lists terms and descriptions side by side; ours gives each description its term.
func (c *converter) definitions(n *extast.DefinitionList) *Block {
	b := &Block{Kind: Definitions, Place: c.place(position(n))}
	var term []Inline
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		if k.Kind() == extast.KindDefinitionTerm {
			term = c.spans(c.inlines(k, 0), position(k))
			continue
		}
		d := c.container(k, &Block{Kind: Definition})
		d.Inlines = term
		term = nil
		b.Children = append(b.Children, d)
	}
	return b
}

func (c *converter) directive(n *directiveNode) *Block {
	b := &Block{Kind: Directive, Name: n.name, Attrs: n.attrs, ID: n.id, Continues: n.plus, Place: c.place(n.at)}
	if n.bad != "" {
		c.problem(n.at, "directive-opening", map[string]any{"name": n.name, "text": clip(n.bad)})
	}
	if !n.closed {
		c.fatal(n.at, "directive-open", map[string]any{"name": n.name})
	}
	b.Children = c.children(n)
	return b
}

func (c *converter) footnotes(n *extast.FootnoteList) {
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		f := k.(*extast.Footnote)
		c.notes = append(c.notes, &Note{Label: string(f.Ref), Number: f.Index, Blocks: c.children(f)})
	}
}

// clip shortens foreign text for a message.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// lineIndex finds the line of a byte.
type lineIndex []int

func indexLines(s string) lineIndex {
	idx := lineIndex{0}
	for i := 0; i < len(s); {
		j := strings.IndexByte(s[i:], '\n')
		if j < 0 {
			break
		}
		i += j + 1
		idx = append(idx, i)
	}
	return idx
}

// at is the line and the column, in characters, both from 1.
func (x lineIndex) at(s string, off int) (line, col int) {
	off = max(0, min(off, len(s)))
	lo, hi := 0, len(x)
	for lo+1 < hi {
		if mid := (lo + hi) / 2; x[mid] <= off {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo + 1, len([]rune(s[x[lo]:off])) + 1
}

// itoa is for ids made of numbers.
func itoa(n int) string { return strconv.Itoa(n) }
