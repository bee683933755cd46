package course

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// PieceKind says what a piece of running text is.
type PieceKind uint8

// The kinds of pieces.
const (
	WordPiece  PieceKind = iota + 1
	OpenPiece            // opens a mark: emphasis, a link …
	ClosePiece           // closes it
	LonePiece            // stands for itself: code, a citation …
)

// Piece is a stretch of the source of running text: words, or a mark that is not for translating. The pieces of a text,
// one after the other, are its source to the byte.
type Piece struct {
	Kind PieceKind
	Of   InlineKind // what a mark is: Emphasis, Strong, Link, Image, Span, CodeSpan, Cite, NoteRef, HardBreak, RawHTML
	Raw  string     // its source; of words it may be empty: then it is to be written
	Text string     // of words: as a reader sees them; of a lone mark: what it shows
	Mark int        // what opens and closes together shares it, from 1 in each text; 0 for words
}

// leadIn stands before a text that is read alone, so that its first characters open no block. It is no mark, and what
// follows its blank stands as at the start of a line.
const leadIn = "! "

// Pieces cuts running text as a leaf's source has it. It is false for what cannot be read by itself, such as a text
// whose second line opens a block.
func Pieces(raw string) ([]Piece, bool) {
	if raw == "" {
		return nil, true
	}
	src := leadIn + raw
	doc := parseMarkdown([]byte(src))
	first := doc.FirstChild()
	if first == nil || first.NextSibling() != nil || first.Kind() != ast.KindParagraph {
		return nil, false
	}
	c := &cutter{src: src, pos: len(leadIn), ok: true}
	c.walk(first, 0)
	if c.pos < len(src) && strings.Trim(src[c.pos:], " \t\n\r") == "" {
		c.words(c.pos, len(src))
	}
	if !c.ok || c.pos != len(src) {
		return nil, false
	}
	c.out = merge(c.out)
	c.cites()
	c.languages()
	return number(c.out), c.ok
}

// cutter walks the parser's tree beside the source.
type cutter struct {
	src string
	pos int // up to where the source has been cut
	out []Piece
	ok  bool
}

func (c *cutter) fail() { c.ok = false }

func (c *cutter) words(from, to int) {
	if from = max(from, len(leadIn)); from < to {
		raw := c.src[from:to]
		c.out = append(c.out, Piece{Kind: WordPiece, Of: Text, Raw: raw, Text: readWords(raw)})
	}
	c.pos = max(c.pos, to)
}

// readWords is what a reader sees of a stretch of source without marks.
func readWords(raw string) string {
	s := strings.NewReplacer("\r\n", " ", "\n", " ").Replace(raw)
	if strings.ContainsAny(s, "\\&") {
		s = strings.ReplaceAll((&converter{}).resolve([]byte(s)), escapedBracket, "[")
	}
	return s
}

func (c *cutter) mark(kind PieceKind, of InlineKind, to int) {
	if to > len(c.src) || to < c.pos {
		c.fail()
		return
	}
	c.out = append(c.out, Piece{Kind: kind, Of: of, Raw: c.src[c.pos:to]})
	c.pos = to
}

func (c *cutter) walk(n ast.Node, depth int) {
	if depth > maxInlineDepth {
		c.fail()
	}
	for k := n.FirstChild(); k != nil && c.ok; k = k.NextSibling() {
		switch k := k.(type) {
		case *ast.Text:
			c.text(k)
		case *ast.Emphasis:
			of := Emphasis
			if k.Level == 2 {
				of = Strong
			}
			c.mark(OpenPiece, of, c.pos+k.Level)
			c.walk(k, depth+1)
			c.mark(ClosePiece, of, c.pos+k.Level)
		case *ast.CodeSpan:
			c.code()
		case *ast.Link:
			c.mark(OpenPiece, Link, c.pos+1)
			c.walk(k, depth+1)
			c.mark(ClosePiece, Link, c.tail())
		case *ast.Image:
			c.mark(OpenPiece, Image, c.pos+2)
			c.walk(k, depth+1)
			c.mark(ClosePiece, Image, c.tail())
		case *ast.AutoLink:
			c.lone(Link, strings.IndexByte(c.src[c.pos:], '>')+1)
		case *ast.RawHTML:
			c.lone(RawHTML, k.Segments.At(k.Segments.Len()-1).Stop-c.pos)
		default:
			c.fail()
		}
	}
}

func (c *cutter) lone(of InlineKind, size int) {
	from := c.pos
	if size <= 0 {
		c.fail()
		return
	}
	c.mark(LonePiece, of, c.pos+size)
	if c.ok {
		c.out[len(c.out)-1].Text = c.src[from:c.pos]
	}
}

func (c *cutter) text(t *ast.Text) {
	start, stop := t.Segment.Start, t.Segment.Stop
	if start > c.pos {
		if strings.Trim(c.src[c.pos:start], " \t") != "" { // but blanks at the start of a line
			c.fail()
			return
		}
		start = c.pos
	}
	if start < c.pos && c.pos > len(leadIn) {
		c.fail()
		return
	}
	c.words(start, stop)
	if !t.SoftLineBreak() && !t.HardLineBreak() {
		return
	}
	end := strings.IndexByte(c.src[c.pos:], '\n')
	if end < 0 {
		return
	}
	if t.HardLineBreak() {
		c.mark(LonePiece, HardBreak, c.pos+end+1)
		return
	}
	c.words(c.pos, c.pos+end+1)
}

// code is a code span: a run of backticks and the next run of the same length (CommonMark 0.31, section 6.1).
func (c *cutter) code() {
	run := func(at int) int {
		n := 0
		for at+n < len(c.src) && c.src[at+n] == '`' {
			n++
		}
		return n
	}
	n := run(c.pos)
	for at := c.pos + n; n > 0 && at < len(c.src); at++ {
		if m := run(at); m == n {
			c.lone(CodeSpan, at+m-c.pos)
			return
		} else if m > 0 {
			at += m - 1
		}
	}
	c.fail()
}

// linkTail is what follows the text of a link or an image: "](address "title")" or the label of a definition.
var linkTail = regexp.MustCompile(`^\](?:\(\s*(?:<(?:\\.|[^<>\\])*>|(?:\\.|[^\s\\()]|\((?:\\.|[^\s\\()])*\))*)(?:\s+(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\)))?\s*\)|\[(?:\\.|[^\[\]\\])*\])`)

func (c *cutter) tail() int {
	n := len(linkTail.FindString(c.src[c.pos:]))
	if n == 0 && strings.HasPrefix(c.src[c.pos:], "]") {
		n = 1
	}
	if n == 0 {
		c.fail()
	}
	return c.pos + n
}

// merge joins neighbouring words, which the parser cuts at every bracket.
func merge(in []Piece) []Piece {
	var out []Piece
	for _, p := range in {
		if n := len(out); n > 0 && p.Kind == WordPiece && out[n-1].Kind == WordPiece {
			out[n-1].Raw += p.Raw
			out[n-1].Text = readWords(out[n-1].Raw)
			continue
		}
		out = append(out, p)
	}
	return out
}

// citeOrNote is a citation or the mark of a footnote, unless a backslash stands before it.
var citeOrNote = regexp.MustCompile(`\\.|\[@[^\[\]]*\]|\[\^[^\[\]\s]+\]`)

// cites takes citations and marks of footnotes out of words.
func (c *cutter) cites() {
	var out []Piece
	for _, p := range c.out {
		if p.Kind != WordPiece {
			out = append(out, p)
			continue
		}
		at := 0
		for _, hit := range citeOrNote.FindAllStringIndex(p.Raw, -1) {
			raw := p.Raw[hit[0]:hit[1]]
			of := Cite
			switch {
			case raw[0] == '\\':
				continue
			case raw[1] == '^':
				of = NoteRef
			default:
				if _, ok := parseCites(raw[1 : len(raw)-1]); !ok {
					continue
				}
			}
			out = appendWords(out, p.Raw[at:hit[0]])
			out = append(out, Piece{Kind: LonePiece, Of: of, Raw: raw, Text: raw})
			at = hit[1]
		}
		out = appendWords(out, p.Raw[at:])
	}
	c.out = out
}

func appendWords(out []Piece, raw string) []Piece {
	if raw == "" {
		return out
	}
	return append(out, Piece{Kind: WordPiece, Of: Text, Raw: raw, Text: readWords(raw)})
}

// bracket is what opens or closes a phrase in another language.
var bracket = regexp.MustCompile(`\\.|\[|\]\{lang=[^}]*\}`)

// languages takes "[" … "]{lang=xx}" out of words, over the marks inside.
func (c *cutter) languages() {
	for {
		at, hit := c.lastOpenBefore()
		if at < 0 {
			return
		}
		if hit == nil {
			c.fail()
			return
		}
	}
}

// lastOpenBefore finds the first closing of a span and cuts it and its opening out; -1 when there is none left, and no
// hit when its opening is missing or stands inside another mark.
func (c *cutter) lastOpenBefore() (int, []int) {
	type place struct{ piece, at int }
	var opens []place
	for i, p := range c.out {
		if p.Kind == OpenPiece || p.Kind == ClosePiece {
			opens = append(opens, place{i, -1})
			continue
		}
		if p.Kind != WordPiece {
			continue
		}
		for _, hit := range bracket.FindAllStringIndex(p.Raw, -1) {
			switch p.Raw[hit[0]] {
			case '[':
				opens = append(opens, place{i, hit[0]})
			case ']':
				for j := len(opens) - 1; j >= 0; j-- {
					if opens[j].at >= 0 && c.balanced(opens[j].piece, i) {
						c.span(opens[j].piece, opens[j].at, i, hit)
						return i, hit
					}
				}
				return i, nil
			}
		}
	}
	return -1, nil
}

// balanced says whether every mark between two pieces opens and closes there.
func (c *cutter) balanced(from, to int) bool {
	depth := 0
	for _, p := range c.out[from:to] {
		switch p.Kind {
		case OpenPiece:
			depth++
		case ClosePiece:
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}

func (c *cutter) span(open, openAt, end int, hit []int) {
	var out []Piece
	for i, p := range c.out {
		raw, at := p.Raw, 0
		if i == open {
			out = appendWords(out, raw[:openAt])
			out = append(out, Piece{Kind: OpenPiece, Of: Span, Raw: "["})
			at = openAt + 1
		}
		if i == end {
			out = appendWords(out, raw[at:hit[0]])
			out = append(out, Piece{Kind: ClosePiece, Of: Span, Raw: raw[hit[0]:hit[1]]})
			at = hit[1]
		}
		switch {
		case i != open && i != end:
			out = append(out, p)
		default:
			out = appendWords(out, raw[at:])
		}
	}
	c.out = out
}

// number gives each mark its number, in the order in which marks open.
func number(pieces []Piece) []Piece {
	n := 0
	var open []int
	for i := range pieces {
		switch pieces[i].Kind {
		case OpenPiece:
			n++
			open = append(open, n)
			pieces[i].Mark = n
		case LonePiece:
			n++
			pieces[i].Mark = n
		case ClosePiece:
			pieces[i].Mark = open[len(open)-1]
			open = open[:len(open)-1]
		}
	}
	return pieces
}

// opensBlock is a beginning that Markdown would read as a block, or as the box of an answer.
var opensBlock = regexp.MustCompile(`^(?:[-+*](?:\s|$)|#{1,6}(?:\s|$)|>|:|[=~]+\s*$|~~~|---|___|\*\*\*$|\[[a-zX -]+\](?:\s|$))|^\d{1,9}[.)](?:\s|$)`)

// marks are the characters that can mean something to Markdown.
const marks = "\\`*_[]<>&^!|~{}"

// FromPieces is the source of a text. Words without Raw are written so that a reader sees them as they are, with as few
// backslashes as that takes. It is false when there is no such source.
func FromPieces(pieces []Piece) (string, bool) {
	want := seen(pieces)
	for _, escape := range []string{"", marks} {
		raw := join(pieces, escape)
		if got, ok := Pieces(raw); ok && slices.Equal(seen(got), want) {
			return raw, true
		}
	}
	return "", false
}

func join(pieces []Piece, escape string) string {
	var b strings.Builder
	for i, p := range pieces {
		if p.Kind != WordPiece || p.Raw != "" {
			b.WriteString(p.Raw)
			continue
		}
		text := p.Text
		lead := ""
		if i == 0 {
			lead = opensBlock.FindString(text)
		}
		for j, r := range text {
			digit := lead != "" && lead[0] >= '0' && lead[0] <= '9'
			first := lead != "" && (!digit && j == 0 || digit && j == strings.IndexAny(lead, ".)"))
			if first || strings.ContainsRune(escape, r) {
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// seen is what pieces say to a reader: words, and marks by their source.
func seen(pieces []Piece) []string {
	var out []string
	words := false
	for _, p := range pieces {
		if p.Kind == WordPiece {
			text := p.Text
			if p.Raw != "" {
				text = readWords(p.Raw)
			}
			if words {
				out[len(out)-1] += text
			} else if text != "" {
				out, words = append(out, text), true
			}
			continue
		}
		words = false
		out = append(out, "\x00"+string(rune('0'+p.Kind))+p.Raw)
	}
	return out
}
