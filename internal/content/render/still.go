package render

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Still is one page being written for readers without a script, a form or a
// server: an e-book, a cartridge, an item bank. What it gives are fragments of
// HTML written as XML, well-formed by themselves and the same tree for a reader of
// either. A passage's id is the id of one element; questions are readable, and
// their answers stand at the end of the page with ways there and back.
//
// Set the fields before the first call. A Still belongs to one page and one
// goroutine.
type Still struct {
	// Linked asks Links.Media for diagrams as for any picture, rather than drawing
	// them into the text.
	Linked bool
	// Types says what an element is in epub:type too, which some readers of EPUB
	// still want beside the role (EPUB Structural Semantics Vocabulary 1.1). The
	// document has to declare the prefix.
	Types bool
	// Bank keeps the bank of a graded assessment, which Doc leaves out otherwise.
	Bank bool
	// Alone is for fragments that stand by themselves, as the items of a bank do: a
	// citation names its source and leads to the source itself, and owes no list.
	Alone bool

	p      *Page
	asked  []askedQuestion    // whose answers are owed
	count  int                // questions asked
	owed   []*course.Note     // footnotes
	ending bool               // what is owed is being drawn
	drawn  map[course.ID]bool // passages whose id is an element's
}

// askedQuestion is a question whose answer is owed until the end of the page.
type askedQuestion struct {
	q *course.Question
	n int
}

// Still begins a page.
func (r *Renderer) Still(links Links) *Still {
	s := &Still{drawn: map[course.ID]bool{}}
	s.p = &Page{r: r, links: links, seen: make([]bool, len(r.terms.list)), still: s}
	s.p.Holes.Off = true
	return s
}

// Doc is the body of a page: its title as h1 and its lede, what the caller puts right
// under them, its other blocks, and at the end what is owed (End). The sources of a case are
// among those cited.
func (s *Still) Doc(d *course.Doc, under ...string) string {
	return strings.Join(s.Pieces(d, under...), "")
}

// Pieces is Doc in pieces that stand by themselves, for who divides a long page: the
// title with the lede and what is under them, each block, and what is owed.
func (s *Still) Pieces(d *course.Doc, under ...string) []string {
	s.Use(d.Notes)
	blocks := d.Blocks
	out := []string{s.take(func() {
		if d.Title != nil {
			s.title(d.Title)
		}
		if d.Lede != nil && len(blocks) > 0 && blocks[0] == d.Lede {
			s.lede(d.Lede)
			blocks = blocks[1:]
		}
	}) + strings.Join(under, "")}
	for _, b := range blocks {
		if b.Question == nil || s.shows(d, b.Question) {
			out = append(out, s.take(func() { s.p.block(b) }))
		}
	}
	if d.Page != nil {
		s.p.CiteAll(d.Page.Sources)
	}
	return append(out, s.End())
}

// shows says whether a question is for the readers of this page.
func (s *Still) shows(d *course.Doc, q *course.Question) bool {
	return s.Bank || d.Page == nil || d.Page.Kind != course.Assessment || q.Form != ""
}

// Use names the footnotes that the text to come refers to; End writes them.
func (s *Still) Use(notes []*course.Note) {
	s.p.Use(notes)
	s.owed = notes
}

// Blocks is blocks one after the other. Answers, notes and sources are owed until
// End.
func (s *Still) Blocks(blocks []*course.Block) string {
	return s.take(func() { s.p.blocks(blocks) })
}

// Inlines is running text: phrasing content.
func (s *Still) Inlines(inlines []course.Inline) string {
	return s.take(func() { s.p.Inlines(inlines) })
}

// Title is running text in which no term of the glossary is linked.
func (s *Still) Title(inlines []course.Inline) string {
	s.p.quiet++
	defer func() { s.p.quiet-- }()
	return s.Inlines(inlines)
}

// Question is a question to read, with its choices lettered and nothing of its key;
// n is the number it is called by. Its answer is not owed to End.
func (s *Still) Question(q *course.Question, n int) string {
	return s.take(func() { s.question(q, n, false) })
}

// Answer is what is right, what is told of each choice, and the explanation of the
// question of number n. Its element is AnswerID.
func (s *Still) Answer(q *course.Question, n int) string {
	return s.take(func() { s.answer(q, n, false) })
}

// AnswerID is the id of the element that holds the answer of a question.
func AnswerID(q course.ID) string { return "answer-" + string(q) }

// End is what the page owes: the answers of its questions, its footnotes, and the
// sources it cited. It is empty when nothing is owed.
func (s *Still) End() string { return s.take(s.end) }

func (s *Still) end() {
	s.ending = true
	s.answers()
	s.notes()
	s.sources()
	s.ending = false
}

// Cited is the references the page cited, in order of first mention.
func (s *Still) Cited() []string { return s.p.Cited() }

// take is what draw writes, as XML.
func (s *Still) take(draw func()) string { return XHTML(s.p.capture(draw)) }

func (s *Still) title(b *course.Block) {
	p := s.p
	p.quiet++
	p.open("h1", b)
	p.Inlines(b.Inlines)
	p.raw("</h1>\n")
	p.quiet--
}

func (s *Still) lede(b *course.Block) {
	p := s.p
	p.raw(`<p class="lede"`)
	p.id(b)
	p.raw(">")
	p.Inlines(b.Inlines)
	p.raw("</p>\n")
}

// kind writes what an element is: the role, and the type of the same meaning.
func (s *Still) kind(role, epub string) {
	s.p.attr("role", role)
	if s.Types {
		s.p.attr("epub:type", epub)
	}
}

// word is words of the interface as HTML.
func (s *Still) word(key string, args ...lang.A) string {
	return s.p.r.Said(say(s.p.r.Face, key, args...))
}

func (s *Still) say(key string, args ...lang.A) { s.p.raw(s.word(key, args...)) }

// label is the line that names a part of the page without a place in the outline.
// It is the element that aria-labelledby of the part names. Its words are HTML.
func (s *Still) label(id string, words ...string) {
	p := s.p
	p.raw(`<p class="label"`)
	p.attr("id", id)
	p.raw("><strong>")
	for i, w := range nonEmpty(words...) {
		if i > 0 {
			p.raw(" · ")
		}
		p.raw(w)
	}
	p.raw("</strong></p>\n")
}

// part draws a named part of the page, with its label. It is a group or a note, so
// that the landmarks of a page stay few.
func (s *Still) part(b *course.Block, open string, inside func(), words ...string) {
	p := s.p
	p.raw("<")
	p.raw(open)
	name := ""
	if id := own(b); id != "" && !s.drawn[b.ID] {
		name = id + "-label"
		p.attr("aria-labelledby", name)
	}
	p.id(b)
	p.raw(">\n")
	s.label(name, words...)
	inside()
	element, _, _ := cutSpace(open)
	p.raw("</" + element + ">\n")
}
