package render

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Columns is how wide a line of the plain text is at most; only a word that is
// longer goes beyond it.
const Columns = 78

// Text is one piece of plain text being written: a page with its notes. Headings
// are numbered, an image is its alternative in brackets, sources, links and
// footnotes are numbered notes at the end, answers stand after the questions.
type Text struct {
	r       *Renderer
	out     []byte
	indent  string
	bullet  string // stands once in place of the end of the indent
	number  []int  // of the heading that is open
	notes   []string
	noteNo  map[string]int
	feet    map[string]*course.Note
	answers []func()
	asked   int
	line    []byte // running text before it is broken into lines
}

// Text begins a plain text.
func (r *Renderer) Text() *Text { return &Text{r: r} }

// Take is what was written since the last Take.
func (t *Text) Take() string {
	s := string(t.out)
	t.out = t.out[:0]
	return s
}

// Bytes is what was written since the last Take or Reset. It is overwritten by what
// is written after the next.
func (t *Text) Bytes() []byte { return t.out }

// Reset forgets what was written.
func (t *Text) Reset() { t.out = t.out[:0] }

// Page writes a page of the course under a number ("1.2" for lesson 2 of module 1
// is []int{1, 2}; nil for none), with its answers and notes.
func (t *Text) Page(d *course.Doc, number []int) {
	t.number = append([]int(nil), number...)
	t.feet = map[string]*course.Note{}
	for _, n := range d.Notes {
		t.feet[n.Label] = n
	}
	for _, n := range d.Notes {
		t.feet[itoa(n.Number)] = n
	}
	if d.Title != nil {
		t.title(d.Title)
	}
	t.blocks(d.Blocks)
	t.Close()
}

// Close writes the answers and notes that are still owed.
func (t *Text) Close() {
	if len(t.answers) > 0 {
		t.Heading(say(t.r.Face, "answers"), '-')
		for _, answer := range t.answers {
			answer()
		}
		t.answers, t.asked = nil, 0
	}
	if len(t.notes) > 0 {
		t.Heading(say(t.r.Face, "notes"), '-')
		for i := 0; i < len(t.notes); i++ {
			mark := "[" + itoa(i+1) + "] "
			t.bulleted(mark, func() { t.Paragraph(t.notes[i]) })
		}
		t.notes, t.noteNo = nil, nil
	}
}

// Heading writes a heading underlined with a mark.
func (t *Text) Heading(words string, mark byte) {
	t.gap()
	start := len(t.out)
	t.wrap(words)
	width := 0
	for line := range strings.SplitSeq(strings.TrimSuffix(string(t.out[start:]), "\n"), "\n") {
		width = max(width, utf8.RuneCountInString(line))
	}
	for range width {
		t.out = append(t.out, mark)
	}
	t.out = append(t.out, '\n')
}

// Paragraph writes plain words as a paragraph.
func (t *Text) Paragraph(words string) {
	if words != "" {
		t.gap()
		t.wrap(words)
	}
}

// Item writes plain words as one line of a list.
func (t *Text) Item(words string) { t.bulleted("- ", func() { t.wrap(words) }) }

func (t *Text) title(b *course.Block) {
	t.Heading(t.numbered(t.words(b.Inlines)), '=')
}

// numbered puts the number of the open heading before its words.
func (t *Text) numbered(words string) string {
	if len(t.number) == 0 {
		return words
	}
	var n []byte
	for i, part := range t.number {
		if i > 0 {
			n = append(n, '.')
		}
		n = strconv.AppendInt(n, int64(part), 10)
	}
	return string(n) + " " + words
}

// gap parts blocks by one blank line; after a bullet there is none.
func (t *Text) gap() {
	if t.bullet != "" || len(t.out) == 0 || strings.HasSuffix(string(tail(t.out)), "\n\n") {
		return
	}
	t.out = append(t.out, '\n')
}

func tail(b []byte) []byte { return b[max(0, len(b)-2):] }

// bulleted writes a block whose first line begins with a mark and whose other
// lines stand under its words.
func (t *Text) bulleted(mark string, write func()) {
	outer := t.indent
	t.bullet = outer + mark
	t.indent += strings.Repeat(" ", utf8.RuneCountInString(mark))
	write()
	if t.bullet != "" { // nothing was written
		t.out = append(append(t.out, strings.TrimRight(t.bullet, " ")...), '\n')
		t.bullet = ""
	}
	t.indent = outer
}

// begin starts a line with the indent, or once with the bullet.
func (t *Text) begin() {
	if t.bullet != "" {
		t.out = append(t.out, t.bullet...)
		t.bullet = ""
		return
	}
	t.out = append(t.out, t.indent...)
}

// wrap breaks words into lines at breaking spaces; no-break spaces are kept, and
// a line feed in the words ends a line.
func (t *Text) wrap(words string) {
	for {
		line, rest, more := strings.Cut(words, "\n")
		t.wrapLine(line)
		if !more {
			return
		}
		words = rest
	}
}

func (t *Text) wrapLine(line string) {
	t.begin()
	room := Columns - utf8.RuneCountInString(t.indent)
	column := 0
	for len(line) > 0 {
		end := strings.IndexByte(line, ' ')
		word := line
		if end >= 0 {
			word, line = line[:end], line[end+1:]
		} else {
			line = ""
		}
		if word == "" {
			continue
		}
		width := utf8.RuneCountInString(word)
		switch {
		case column == 0:
		case column+1+width > room:
			t.out = append(t.out, '\n')
			t.begin()
			column = 0
		default:
			t.out = append(t.out, ' ')
			column++
		}
		t.out = append(t.out, word...)
		column += width
	}
	t.out = append(t.out, '\n')
}

// note gives a note its number; the same note has one number on a page.
func (t *Text) note(words string) int {
	if n, ok := t.noteNo[words]; ok {
		return n
	}
	if t.noteNo == nil {
		t.noteNo = map[string]int{}
	}
	t.notes = append(t.notes, words)
	t.noteNo[words] = len(t.notes)
	return len(t.notes)
}

// words is running text as one line, its links and sources as numbers of notes.
func (t *Text) words(inlines []course.Inline) string {
	from := len(t.line)
	t.inlines(inlines)
	s := string(t.line[from:])
	t.line = t.line[:from]
	return s
}

func (t *Text) inlines(inlines []course.Inline) {
	for i := range inlines {
		t.inline(&inlines[i])
	}
}

func (t *Text) inline(in *course.Inline) {
	switch in.Kind {
	case course.Text, course.CodeSpan:
		t.line = append(t.line, in.Text...)
	case course.SoftBreak:
		t.line = append(t.line, ' ')
	case course.HardBreak:
		t.line = append(t.line, '\n')
	case course.Image:
		t.line = append(t.line, t.image(in.Text)...)
	case course.Link:
		t.inlines(in.Children)
		if safeAddress(in.Target) {
			words := in.Target
			if w, ok := t.r.works[in.Target]; ok {
				words += " " + t.r.languageNote(w)
			}
			t.mark(t.note(words), "")
		}
	case course.Cite:
		for _, item := range in.Cites {
			if s := t.r.refs[item.Reference]; s != nil {
				t.mark(t.note(s.plain), item.Locator)
			}
		}
	case course.NoteRef:
		if n := t.feet[in.Target]; n != nil {
			t.mark(t.note(t.footnote(n)), "")
		}
	case course.RawHTML:
	default:
		t.inlines(in.Children)
	}
}

// mark writes the number of a note, tied to the word before it.
func (t *Text) mark(n int, locator string) {
	for len(t.line) > 0 && t.line[len(t.line)-1] == ' ' {
		t.line = t.line[:len(t.line)-1]
	}
	t.line = append(t.line, "\u00a0["...)
	t.line = strconv.AppendInt(t.line, int64(n), 10)
	if locator != "" {
		t.line = append(append(t.line, ", "...), locator...)
	}
	t.line = append(t.line, ']')
}

// footnote is the words of a footnote; its paragraphs are lines.
func (t *Text) footnote(n *course.Note) string {
	var parts []string
	course.Walk(n.Blocks, func(b *course.Block) bool {
		if len(b.Inlines) > 0 {
			parts = append(parts, t.words(b.Inlines))
		}
		return true
	})
	return strings.Join(parts, "\n")
}

func (t *Text) image(alt string) string {
	if alt == "" {
		return ""
	}
	return say(t.r.Face, "image", lang.A{"alt": alt})
}
