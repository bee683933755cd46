package course

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// formatMarkdown is the parser of [Format]: the house's, but footnotes stay where they stand, even those that
// nothing refers to, and ids are silent when rendered.
var formatMarkdown = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.DefinitionList),
	goldmark.WithParserOptions(
		parser.WithBlockParsers(util.Prioritized(directiveParser{}, 90), util.Prioritized(extension.NewFootnoteBlockParser(), 999)),
		parser.WithInlineParsers(util.Prioritized(idParser{}, 90)),
		parser.WithASTTransformers(util.Prioritized(silentIDs{}, 999)),
	),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(proofRenderer{}, 90))),
)

// readingOf is the page as HTML, ids left out: what must not change.
func readingOf(body string) string {
	var b bytes.Buffer
	if err := formatMarkdown.Convert([]byte(body), &b); err != nil {
		return ""
	}
	return b.String()
}

// silentIDs takes ids, and the blank before them, out of what is rendered.
type silentIDs struct{}

func (silentIDs) Transform(doc *ast.Document, r text.Reader, _ parser.Context) {
	var ids []*idNode
	_ = ast.Walk(doc, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if id, ok := n.(*idNode); ok && in {
			ids = append(ids, id)
		}
		return ast.WalkContinue, nil
	})
	for _, id := range ids {
		if t, ok := id.PreviousSibling().(*ast.Text); ok {
			t.Segment = t.Segment.TrimRightSpace(r.Source())
			t.SetSoftLineBreak(false)
		}
		block := id.Parent()
		lone := block.ChildCount() == 1 && (block.Kind() == ast.KindParagraph || block.Kind() == ast.KindTextBlock)
		if before := block.PreviousSibling(); lone && takesLoneID(before) {
			before.SetAttributeString("passage", id)
			block.Parent().RemoveChild(block.Parent(), block)
		}
	}
}

// takesLoneID reports whether an id alone on a line after n is n's.
func takesLoneID(n ast.Node) bool {
	return n != nil && (n.Kind() == extast.KindTable || n.Kind() == ast.KindCodeBlock)
}

// proofRenderer draws what plain goldmark does not know, so that a changed directive or footnote shows.
type proofRenderer struct{}

func (proofRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	nothing := func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) { return ast.WalkContinue, nil }
	reg.Register(kindID, nothing)
	reg.Register(extast.KindFootnoteList, nothing)
	reg.Register(extast.KindFootnote, func(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
		if in {
			_, _ = w.WriteString("<note " + string(n.(*extast.Footnote).Ref) + ">")
		} else {
			_, _ = w.WriteString("</note>")
		}
		return ast.WalkContinue, nil
	})
	reg.Register(kindDirective, func(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
		d := n.(*directiveNode)
		if in {
			_, _ = w.WriteString("<directive " + d.name + " " + d.bad)
			for _, k := range sortedKeys(d.attrs) {
				_, _ = w.WriteString(" " + k + "=" + d.attrs[k])
			}
			_, _ = w.WriteString(">")
		} else {
			_, _ = w.WriteString("</directive>")
		}
		return ast.WalkContinue, nil
	})
	// The info string holds the id; the language alone is shown.
	reg.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, src []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
		if !in {
			return ast.WalkContinue, nil
		}
		f := n.(*ast.FencedCodeBlock)
		info := ""
		if f.Info != nil {
			info, _, _ = trailingID(string(f.Info.Segment.Value(src)))
		}
		_, _ = w.WriteString("<pre " + info + ">")
		for i := range f.Lines().Len() {
			s := f.Lines().At(i)
			_, _ = w.Write(util.EscapeHTML(s.Value(src)))
		}
		_, _ = w.WriteString("</pre>")
		return ast.WalkContinue, nil
	})
}

// findSlots lists the places for ids in reading order, with the ids already there.
func findSlots(body string) []*slot {
	src := []byte(body)
	doc := formatMarkdown.Parser().Parse(text.NewReader(src))
	f := &slotFinder{body: body, src: src}
	f.walk(doc, "")
	return f.slots
}

type slotFinder struct {
	body  string
	src   []byte
	slots []*slot
	depth int
}

func (f *slotFinder) walk(n ast.Node, path string) {
	if f.depth++; f.depth > 4*maxNesting {
		return
	}
	defer func() { f.depth-- }()
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		f.visit(k, path)
	}
}

func (f *slotFinder) visit(n ast.Node, path string) {
	switch n := n.(type) {
	case *ast.Heading:
		f.leaf(n, path+"h"+itoa(n.Level))
	case *ast.Paragraph, *ast.TextBlock:
		f.paragraph(n, path)
	case *ast.FencedCodeBlock:
		f.fenced(n, path+"code")
	case *ast.CodeBlock:
		f.lone(n, path+"code")
	case *extast.Table:
		f.lone(n, path+"table")
	case *extast.DefinitionTerm, *ast.HTMLBlock, *ast.ThematicBreak:
	case *directiveNode:
		f.slots = append(f.slots, &slot{kind: path + n.name, id: n.id, plus: n.plus, at: n.end, before: " "})
		f.walk(n, path+n.name+"/")
	case *ast.List:
		name := "ul/"
		if n.IsOrdered() {
			name = "ol/"
		}
		f.walk(n, path+name)
	case *ast.Blockquote:
		f.walk(n, path+"quote/")
	default:
		if n.Type() == ast.TypeBlock {
			f.walk(n, path+n.Kind().String()+"/")
		}
	}
}

func (f *slotFinder) leaf(n ast.Node, kind string) {
	if n.Lines().Len() == 0 {
		return
	}
	s := &slot{kind: kind, before: " "}
	if id, ok := n.LastChild().(*idNode); ok {
		s.id, s.plus = id.id, id.plus
	}
	last := n.Lines().At(n.Lines().Len() - 1)
	s.at = last.Start + len(strings.TrimRight(f.body[last.Start:last.Stop], " \t\r\n"))
	f.slots = append(f.slots, s)
}

// paragraph: the caption line of a table carries the table's id, and a lone ":::" is nobody's text.
func (f *slotFinder) paragraph(n ast.Node, path string) {
	if n.Lines().Len() == 0 {
		return
	}
	first := n.Lines().At(0)
	line := f.body[first.Start:first.Stop]
	if before := n.PreviousSibling(); strings.HasPrefix(line, ": ") && before != nil && before.Kind() == extast.KindTable {
		if n := len(f.slots); n > 0 && f.slots[n-1].node == before {
			f.slots = f.slots[:n-1] // the place after the table itself
		}
		f.leaf(n, path+"table")
		return
	}
	if strings.Trim(strings.TrimSpace(line), ":") == "" {
		return
	}
	f.leaf(n, path+"p")
}

// fenced code carries its id in the info string. Without a language there is none, and the blank line that an id on
// its own line needs would loosen a tight list: such code is left out.
func (f *slotFinder) fenced(n *ast.FencedCodeBlock, kind string) {
	if n.Info == nil {
		return
	}
	info := string(n.Info.Segment.Value(f.src))
	_, id, plus := trailingID(info)
	at := n.Info.Segment.Start + len(strings.TrimRight(info, " \t\r\n"))
	f.slots = append(f.slots, &slot{kind: kind, id: id, plus: plus, at: at, before: " "})
}

// lone is a block whose id stands alone on a line after it.
func (f *slotFinder) lone(n ast.Node, kind string) {
	s := &slot{kind: kind, node: n}
	f.slots = append(f.slots, s)
	if id := loneIDAfter(n); id != nil {
		s.id, s.plus, s.loneAt = id.id, id.plus, id.at
		return
	}
	end := lastByte(n)
	if end < 0 {
		f.slots = f.slots[:len(f.slots)-1]
		return
	}
	eol := len(f.body)
	if i := strings.IndexByte(f.body[end:], '\n'); i >= 0 {
		eol = end + i
	}
	newline := "\n"
	if eol > 0 && f.body[eol-1] == '\r' {
		eol, newline = eol-1, "\r\n"
	}
	prefix := linePrefix(f.body, end)
	if n.Kind() == ast.KindCodeBlock { // four columns of it are the code's own
		prefix = strings.TrimSuffix(strings.TrimSuffix(prefix, "\t"), "    ")
	}
	s.at = eol
	s.before = newline + strings.TrimRight(prefix, " ") + newline + prefix
	rest := strings.TrimLeft(f.body[eol:], "\r\n")
	if next := f.body[eol : len(f.body)-len(rest)]; rest != "" && strings.Count(next, "\n") < 2 {
		s.after = newline + strings.TrimRight(prefix, " ")
	}
}

// silentIDs may have removed the lone paragraph from the tree; its id is then kept on the block before it.
func loneIDAfter(n ast.Node) *idNode {
	if v, ok := n.AttributeString("passage"); ok {
		return v.(*idNode)
	}
	return nil
}

// lastByte is the last byte the parser saw of a table or code block, -1 when it saw none.
func lastByte(n ast.Node) int {
	end := -1
	if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
		end = n.Lines().At(n.Lines().Len()-1).Stop - 1
	}
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		if k.Type() == ast.TypeBlock {
			end = max(end, lastByte(k))
		}
	}
	return end
}

// linePrefix is what the containers put before the line that holds byte at: quote marks and indentation.
func linePrefix(s string, at int) string {
	from := strings.LastIndexByte(s[:at], '\n') + 1
	to := from
	for to < len(s) && (s[to] == ' ' || s[to] == '>' || s[to] == '\t') {
		to++
	}
	return s[from:to]
}
