package course

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"atelier/internal/base/lang"
)

// Form says how a string is written where it stands.
type Form uint8

// The forms of strings.
const (
	Running  Form = iota + 1 // Markdown: Pieces reads it
	Cell                     // Markdown in a table
	Alt                      // the alternative text of an image in Markdown
	Quoted                   // the title of an image, or a value on the opening line of a directive
	Scalar                   // a value of YAML
	Verbatim                 // code: never translated
)

// Site is where one string of the course stands in its source: the text of a passage or one of its parts.
type Site struct {
	Place
	ID     ID     // of the passage
	Part   string // "alt", "cell.1.2", "term" …; empty for the passage's own text
	Nth    int    // which block of the passage, from 1 (^id+)
	Tag    lang.Tag
	Kind   string // "heading", "paragraph", "cell", "yaml" …
	Form   Form
	Raw    string // its source, with the marks of its containers taken off
	Words  string // of a Quoted or Scalar string: what it says
	Absent bool   // it has no text in this language; it can be written at From
	Locked bool   // it cannot be written back
	Under  string // the heading it stands under
	Top    bool   // it stands in its page itself, in no list, quote or directive

	From, To int    // the bytes of the file that it takes
	lead     string // what stands before it where it is absent
	prefix   string // what its containers put before another line of it
}

// Sites is where every string of the course stands in one language: those of the YAML files and of front matter, then
// the pages in reading order. Strings without an id yet are not in it.
func (c *Course) Sites(tag lang.Tag) []Site {
	out := c.yamlSites(tag)
	for _, p := range c.Pages() {
		out = append(out, c.PageSites(p, tag)...)
	}
	return out
}

// PageSites is the strings of one page in one language, in reading order, without its front matter.
func (c *Course) PageSites(p *Page, tag lang.Tag) []Site {
	h := p.Head(tag)
	if h == nil {
		return nil
	}
	return markdownSites(h.File, c.Files[h.File].Text, tag)
}

func markdownSites(file, text string, tag lang.Tag) []Site {
	_, body, _ := cutFront(text)
	f := &siteFinder{file: file, tag: tag, src: text[body:], body: body, lines: indexLines(text), text: text, nth: map[ID]int{}}
	f.walk(parseMarkdown([]byte(f.src)))
	return f.out
}

type siteFinder struct {
	file  string
	tag   lang.Tag
	text  string // the whole file
	src   string // from byte body on
	body  int
	lines lineIndex
	out   []Site
	nth   map[ID]int
	under string
	term  *Site // of the definition being read
	depth int
}

func (f *siteFinder) walk(n ast.Node) {
	if f.depth++; f.depth > 4*maxNesting {
		return
	}
	defer func() { f.depth-- }()
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		f.visit(k)
	}
}

func (f *siteFinder) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		if s := f.leaf(n, "heading", Running); s != nil {
			f.under = readWords(s.Raw)
		}
	case *ast.Paragraph, *ast.TextBlock:
		f.paragraph(n)
	case *ast.FencedCodeBlock:
		if n.Info != nil {
			_, id, _ := trailingID(f.src[n.Info.Segment.Start:n.Info.Segment.Stop])
			f.code(n, id)
		}
	case *ast.CodeBlock:
		id, _ := f.loneAfter(n)
		f.code(n, id)
	case *extast.Table:
		f.table(n)
	case *extast.DefinitionTerm:
		f.term = f.site(n, "term", Running)
	case *directiveNode:
		f.attributes(n)
		f.walk(n)
	default:
		if n.Type() == ast.TypeBlock {
			f.walk(n)
		}
	}
}

// trim takes blanks off both ends of a string and of the places of its bytes.
func trim(raw string, at []int) (string, []int) {
	left := len(raw) - len(strings.TrimLeft(raw, " \t\r\n"))
	raw = raw[left:]
	right := len(strings.TrimRight(raw, " \t\r\n"))
	return raw[:right], at[left : left+right]
}

// site is the lines of a block as a string; nil when they say nothing. Its id is not set.
func (f *siteFinder) site(n ast.Node, kind string, form Form) *Site {
	var raw strings.Builder
	var at []int
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		raw.WriteString(f.src[seg.Start:seg.Stop])
		for b := seg.Start; b < seg.Stop; b++ {
			at = append(at, f.body+b)
		}
	}
	text, places := trim(raw.String(), at)
	if last, _ := idOf(n); last != "" {
		if rest, id, _ := trailingID(text); id == last {
			text, places = trim(rest, places[:len(rest)])
		}
	}
	return f.made(kind, form, text, places)
}

// made is a string from its source and the place of each of its bytes.
func (f *siteFinder) made(kind string, form Form, raw string, at []int) *Site {
	if raw == "" {
		return nil
	}
	s := &Site{Tag: f.tag, Kind: kind, Form: form, Raw: raw, From: at[0], To: at[len(at)-1] + 1, Under: f.under, Top: f.depth == 1}
	line, column := f.lines.at(f.text, s.From)
	s.Place = Place{f.file, line, column}
	s.prefix = continuation(f.text, s.From)
	return s
}

// continuation is what has to stand before a further line of the text that begins at a byte: the marks of quotes, and
// blanks for all other marks.
func continuation(text string, at int) string {
	from := strings.LastIndexByte(text[:at], '\n') + 1
	return strings.Map(func(r rune) rune {
		if r == '>' || r == '\t' {
			return r
		}
		return ' '
	}, text[from:at])
}

func (f *siteFinder) add(s *Site, id ID, part string, continues bool) {
	if s == nil || id == "" {
		return
	}
	s.ID, s.Part = id, part
	if part == "" || f.nth[id] == 0 {
		if f.nth[id] == 0 || continues {
			f.nth[id]++
		}
	}
	s.Nth = f.nth[id]
	f.out = append(f.out, *s)
}

// idOf is the id at the end of a block. The parser puts the way back from a footnote behind it.
func idOf(n ast.Node) (ID, bool) {
	last := n.LastChild()
	for last != nil && last.Kind() == extast.KindFootnoteBacklink {
		last = last.PreviousSibling()
	}
	if id, ok := last.(*idNode); ok {
		return id.id, id.plus
	}
	return "", false
}

func (f *siteFinder) leaf(n ast.Node, kind string, form Form) *Site {
	s := f.site(n, kind, form)
	id, plus := idOf(n)
	f.add(s, id, "", plus)
	return s
}

// paragraph is running text, an image alone, the box and words of an answer, or the caption of a table.
func (f *siteFinder) paragraph(n ast.Node) {
	if n.Lines().Len() == 0 {
		return
	}
	if _, caption := f.captionOf(n); caption {
		return // the table took it
	}
	s := f.site(n, "paragraph", Running)
	if s == nil || strings.Trim(s.Raw, ":") == "" {
		return
	}
	id, plus := idOf(n)
	if f.image(n) {
		f.figure(s, id)
		return
	}
	f.cutBox(n, s)
	if term := f.term; term != nil {
		f.term = nil
		f.add(s, id, "", plus)
		f.add(term, id, "term", false)
		return
	}
	f.add(s, id, "", plus)
}

// cutBox leaves the box of an answer out of its words.
func (f *siteFinder) cutBox(n ast.Node, s *Site) {
	if n.Parent() == nil || n.Parent().Kind() != ast.KindListItem || n.PreviousSibling() != nil {
		return
	}
	if _, rest, ok := cutBox(s.Raw); ok && rest != "" {
		cut := len(s.Raw) - len(rest)
		s.Raw, s.From = rest, s.From+cut
		s.Column += cut
	}
}

// image says whether a paragraph is one image and nothing else.
func (f *siteFinder) image(n ast.Node) bool {
	found := false
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		switch k := k.(type) {
		case *ast.Image:
			if found {
				return false
			}
			found = true
		case *idNode:
		case *ast.Text:
			if strings.TrimSpace(f.src[k.Segment.Start:k.Segment.Stop]) != "" {
				return false
			}
		default:
			return false
		}
	}
	return found
}

// imageForm is an image as it is written: its alternative text, its address and its title.
var imageForm = regexp.MustCompile(`(?s)^!\[((?:\\.|[^\\])*?)\]\(\s*(?:<[^>]*>|\S+?)(?:\s+"((?:\\.|[^"\\])*)")?\s*\)$`)

func (f *siteFinder) figure(s *Site, id ID) {
	hit := imageForm.FindStringSubmatchIndex(s.Raw)
	if hit == nil || strings.Contains(s.Raw, "\n") {
		return
	}
	part := func(from, to int, kind string, form Form) *Site {
		if from < 0 || from == to {
			return nil
		}
		p := *s
		p.Kind, p.Form, p.Raw = kind, form, s.Raw[from:to]
		p.From, p.To = s.From+from, s.From+to
		p.Words = readWords(p.Raw)
		return &p
	}
	f.add(part(hit[2], hit[3], "alt", Alt), id, "alt", false)
	f.add(part(hit[4], hit[5], "caption", Quoted), id, "caption", false)
}

func (f *siteFinder) code(n ast.Node, id ID) {
	var b strings.Builder
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		b.WriteString(f.src[seg.Start:seg.Stop])
	}
	if n.Lines().Len() == 0 {
		return
	}
	s := &Site{Tag: f.tag, Kind: "code", Form: Verbatim, Raw: b.String(), Words: b.String(), Locked: true, Under: f.under}
	s.From = f.body + n.Lines().At(0).Start
	s.To = f.body + n.Lines().At(n.Lines().Len()-1).Stop
	line, column := f.lines.at(f.text, s.From)
	s.Place = Place{f.file, line, column}
	f.add(s, id, "", false)
}

// captionOf is the table that a paragraph is the caption of, or whose id it is.
func (f *siteFinder) captionOf(n ast.Node) (ast.Node, bool) {
	before := n.PreviousSibling()
	if before == nil || before.Kind() != extast.KindTable && before.Kind() != ast.KindCodeBlock {
		return nil, false
	}
	first := n.Lines().At(0)
	line := f.src[first.Start:first.Stop]
	_, lone := n.FirstChild().(*idNode)
	return before, lone || before.Kind() == extast.KindTable && strings.HasPrefix(line, ": ")
}

// loneAfter is the id that stands alone, or with a caption, after a table or indented code.
func (f *siteFinder) loneAfter(n ast.Node) (ID, ast.Node) {
	next := n.NextSibling()
	if next == nil || next.Kind() != ast.KindParagraph && next.Kind() != ast.KindTextBlock || next.Lines().Len() == 0 {
		return "", nil
	}
	if _, is := f.captionOf(next); !is {
		return "", nil
	}
	id, _ := idOf(next)
	return id, next
}

func (f *siteFinder) table(n *extast.Table) {
	id, after := f.loneAfter(n)
	if after != nil {
		if s := f.site(after, "caption", Running); s != nil {
			if cut := len(s.Raw) - len(strings.TrimLeft(strings.TrimPrefix(s.Raw, ":"), " ")); cut > 0 && cut < len(s.Raw) {
				s.Raw, s.From, s.Column = s.Raw[cut:], s.From+cut, s.Column+cut
				f.add(s, id, "caption", false)
			}
		}
	}
	row := 0
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		column := 0
		for cell := r.FirstChild(); cell != nil; cell = cell.NextSibling() {
			column++
			if s := f.site(cell, "cell", Cell); s != nil {
				f.add(s, id, "cell."+strconv.Itoa(row)+"."+strconv.Itoa(column), false)
			}
		}
		row++
	}
}

// attributes are the values on the opening line of a directive that people read.
func (f *siteFinder) attributes(n *directiveNode) {
	line := f.src[n.at:n.end]
	_, rest := cutWord(trimLeft(strings.TrimLeft(line, ":")))
	for rest != "" {
		key, after := cutWord(rest)
		if key == "" {
			return
		}
		if !strings.HasPrefix(after, "=") {
			rest = after
			continue
		}
		value, left, bad := readValue(after[1:])
		if bad != "" {
			return
		}
		written := strings.TrimRight(after[1:len(after)-len(left)], " \t")
		if slices.Contains(wordedAttrs, key) && value != "" {
			from := f.body + n.at + len(line) - len(after) + 1
			at := make([]int, len(written))
			for i := range at {
				at[i] = from + i
			}
			s := f.made(key, Quoted, written, at)
			s.Words = value
			f.add(s, n.id, key, false)
		}
		rest = left
	}
}
