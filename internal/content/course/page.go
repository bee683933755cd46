package course

import (
	"slices"
	"strings"
	"sync"

	"atelier/internal/base/lang"
)

// pageBuilder reads the files of one page, a language at a time.
type pageBuilder struct {
	page     *Page
	tags     map[lang.Tag]bool
	problems Problems
	head     Place // where the first language's front matter stands
	read     bool  // a first language has been read
	pack     bool  // documents are kept packed
}

func (b *pageBuilder) add(tag lang.Tag, src Source) {
	src = cleaned(src, &b.problems)
	front, bodyAt, frontLine := cutFront(src.Text)
	f := &yamlFile{name: src.Path, base: frontLine - 1, problems: &b.problems, tags: b.tags}
	if frontLine > 0 {
		b.front(tag, f.mapping(f.parse([]byte(front))))
	} else {
		b.problems = append(b.problems, Problem{Place: Place{src.Path, 1, 1}, Code: "front-missing"})
	}
	b.page.texts[tag] = newText(parseDoc(b.page, tag, src, bodyAt, &b.problems), src.Text, b.pack)
}

// cutFront finds the front matter: its text, the byte where the body starts and the line where it stands (0: none).
func cutFront(s string) (front string, body, line int) {
	open := 0
	for _, mark := range []string{"---\n", "---\r\n"} {
		if strings.HasPrefix(s, mark) {
			open = len(mark)
		}
	}
	if open == 0 {
		return "", 0, 0
	}
	for at := open; at < len(s); {
		end := strings.IndexByte(s[at:], '\n')
		if end < 0 {
			end = len(s) - at - 1
		}
		if strings.TrimRight(s[at:at+end+1], "\r\n") == "---" {
			return s[open:at], at + end + 1, 2
		}
		at += end + 1
	}
	return "", 0, 0
}

// front reads front matter. What is machine data must be the same in every language.
func (b *pageBuilder) front(tag lang.Tag, m *mapping) {
	p := b.page
	p.Slug[tag] = m.need("slug")
	m.folder("slug", p.Slug[tag])
	if old := m.strs("formerly"); old != nil {
		if p.Formerly == nil {
			p.Formerly = map[lang.Tag][]string{}
		}
		p.Formerly[tag] = old
		m.folder("formerly", old...)
	}
	same := *p
	same.Objectives, same.Concepts, same.Modules, same.Sources = m.strs("objectives"), m.strs("concepts"), m.strs("modules"), m.strs("sources")
	switch p.Kind {
	case Check, Assessment:
		same.Pass, same.Draw = m.number("pass"), m.number("draw")
		same.Attempts, same.Time = m.number("attempts"), m.number("time")
	case Case:
		same.Country = m.str("country")
		b.facts(tag, m)
	}
	m.done()
	if m == nil {
		return
	}
	if b.read && !sameFront(p, &same) {
		b.problems = append(b.problems, Problem{Place: m.at, Code: "front-differs", Args: map[string]any{"file": b.head.File}})
		return
	}
	if !b.read {
		b.read, b.head = true, m.at
		p.Objectives, p.Concepts, p.Modules, p.Sources = same.Objectives, same.Concepts, same.Modules, same.Sources
		p.Pass, p.Draw, p.Country = same.Pass, same.Draw, same.Country
		p.Attempts, p.Time = same.Attempts, same.Time
	}
}

func sameFront(a, b *Page) bool {
	return slices.Equal(a.Objectives, b.Objectives) && slices.Equal(a.Concepts, b.Concepts) &&
		slices.Equal(a.Modules, b.Modules) && slices.Equal(a.Sources, b.Sources) &&
		a.Pass == b.Pass && a.Draw == b.Draw && a.Country == b.Country && a.Attempts == b.Attempts && a.Time == b.Time
}

// factKeys are the facts of a case, in the order they are shown.
var factKeys = []string{"who", "place", "when", "outcome", "cost", "licence"}

func (b *pageBuilder) facts(tag lang.Tag, m *mapping) {
	if b.page.Facts == nil {
		for _, key := range factKeys {
			b.page.Facts = append(b.page.Facts, Fact{Key: key, Text: lang.Text{}})
		}
	}
	for _, fact := range b.page.Facts {
		if s := m.str(fact.Key); s != "" {
			fact.Text[tag] = s
		}
	}
}

// parseDoc parses the Markdown of one file from byte bodyAt on.
func parseDoc(p *Page, tag lang.Tag, src Source, bodyAt int, problems *Problems) *Doc {
	d := &Doc{Page: p, Tag: tag, File: src.Path}
	if line := tooDeep(src.Text); line > 0 {
		*problems = append(*problems, Problem{Place: Place{src.Path, line, 1}, Code: "markdown-deep", Fatal: true})
		return d
	}
	body := src.Text[bodyAt:]
	buffer := sourceBytes.Get().(*[]byte) // the parser wants bytes; nothing of them is kept
	defer sourceBytes.Put(buffer)
	*buffer = append((*buffer)[:0], body...)
	c := &converter{src: body, bytes: *buffer, file: src.Path, lines: indexLines(body), before: strings.Count(src.Text[:bodyAt], "\n"), problems: problems}
	blocks := c.children(parseMarkdown(c.bytes))
	c.questions(blocks)
	for _, n := range c.notes {
		c.questions(n.Blocks)
	}
	d.Notes = c.notes
	d.Blocks = d.takeTitle(blocks, Place{src.Path, 1 + c.before, 1}, problems)
	d.Words = countWords(d)
	return d
}

var sourceBytes = sync.Pool{New: func() any { return new([]byte) }}

// takeTitle takes the level-1 heading and notes the lede. Start is where the text starts.
func (d *Doc) takeTitle(blocks []*Block, start Place, problems *Problems) []*Block {
	if len(blocks) == 0 || blocks[0].Kind != Heading || blocks[0].Level != 1 {
		*problems = append(*problems, Problem{Place: start, Code: "title-missing"})
		return blocks
	}
	d.Title = blocks[0]
	rest := blocks[1:]
	if len(rest) > 0 && rest[0].Kind == Paragraph {
		d.Lede = rest[0]
	}
	return rest
}

// countWords counts the words of prose: not questions, code or diagrams' descriptions.
func countWords(d *Doc) int {
	n := 0
	count := func(b *Block) bool {
		if b.Kind == Directive && (b.Name == "question" || b.Name == "description" || b.Name == "transcript") {
			return false
		}
		n += words(b.Inlines)
		for _, r := range b.Rows {
			for _, cell := range r.Cells {
				n += words(cell)
			}
		}
		return true
	}
	d.Each(count)
	return n
}

// words counts words as white space separates them; what is emphasised inside a word counts as one more.
func words(in []Inline) int {
	n := 0
	for i := range in {
		switch in[i].Kind {
		case Text, CodeSpan:
			n += fields(in[i].Text)
		case Image, Cite, NoteRef, RawHTML, SoftBreak, HardBreak:
		default:
			n += words(in[i].Children)
		}
	}
	return n
}

// fields counts runs that hold a letter or a digit between blanks, without making them.
func fields(s string) int {
	n, open := 0, false
	for i := range len(s) {
		switch wordBytes[s[i]] {
		case blankByte:
			open = false
		case letterByte:
			if !open {
				n, open = n+1, true
			}
		}
	}
	return n
}

const (
	blankByte = iota + 1
	letterByte
)

// wordBytes says which bytes part words and which make one.
var wordBytes = func() (table [256]byte) {
	for c := range table {
		switch {
		case c <= ' ':
			table[c] = blankByte
		case c >= 0x80, c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z':
			table[c] = letterByte
		}
	}
	return table
}()
