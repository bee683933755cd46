package render

import (
	"context"
	"strconv"
	"sync"

	"github.com/a-h/templ"

	"atelier/internal/base/search"
	"atelier/internal/content/course"
)

// Page is one HTML page being written. It remembers what the page has cited and
// explained, so that numbers run and each term is explained once.
type Page struct {
	Holes Holes // the places for what is personal
	// Action is where a practice question is sent; empty where the page judges.
	Action string

	r        *Renderer
	links    Links
	buf      []byte
	notes    map[string]*course.Note
	noteSeen map[string]bool
	cited    []string
	citeNo   map[string]int
	explain  []*course.Term // terms used since the margin was last written
	seen     []bool         // by term of the matcher: explained on this page
	quiet    int            // above 0 no term is looked for: headings, links, code
	linked   int            // above 0 inside a link, where no other may stand
	scan     search.Scanner
	ahead    search.Scanner // reads the later words of a term
	still    *Still         // what is drawn otherwise; nil in a page of the web
	room     *[]byte
	err      error
}

// buffers are the memory in which pages are drawn, kept for the next page.
var buffers = sync.Pool{New: func() any {
	b := make([]byte, 0, 32<<10)
	return &b
}}

// Page begins a page. Done gives its memory back.
func (r *Renderer) Page(links Links) *Page {
	room := buffers.Get().(*[]byte)
	return &Page{r: r, links: links, seen: make([]bool, len(r.terms.list)), buf: (*room)[:0], room: room}
}

// Done ends the page: nothing more is drawn with it.
func (p *Page) Done() {
	if p.room != nil {
		*p.room = p.buf[:0]
		buffers.Put(p.room)
		p.room, p.buf = nil, nil
	}
}

// Use names the footnotes that the text to come refers to.
func (p *Page) Use(notes []*course.Note) {
	if len(notes) == 0 {
		return
	}
	p.notes, p.noteSeen = make(map[string]*course.Note, 2*len(notes)), map[string]bool{}
	for _, n := range notes {
		p.notes[n.Label] = n
	}
	for _, n := range notes {
		p.notes[itoa(n.Number)] = n
	}
}

// Take is what was drawn since the last Take.
func (p *Page) Take() string {
	s := string(p.buf)
	p.buf = p.buf[:0]
	return s
}

// capture is what draw would have added to the page.
func (p *Page) capture(draw func()) string {
	from := len(p.buf)
	draw()
	s := string(p.buf[from:])
	p.buf = p.buf[:from]
	return s
}

// Write adds HTML that a component drew, so that a Page is an io.Writer.
func (p *Page) Write(b []byte) (int, error) {
	p.buf = append(p.buf, b...)
	return len(b), nil
}

// Body draws the blocks of a page with their margin notes.
func (p *Page) Body(blocks []*course.Block) {
	for _, b := range blocks {
		from := len(p.buf)
		p.block(b)
		if b.Kind != course.Heading { // what the lede explained waits for the text
			p.margin(from)
		}
	}
}

// Phrase is running text as a component. In a title no term is looked for.
func (p *Page) Phrase(inlines []course.Inline, title bool) templ.Component {
	if title {
		p.quiet++
		defer func() { p.quiet-- }()
	}
	return p.part(func() { p.Inlines(inlines) })
}

func (p *Page) raw(s string)    { p.buf = append(p.buf, s...) }
func (p *Page) number(n int)    { p.buf = strconv.AppendInt(p.buf, int64(n), 10) }
func (p *Page) escape(s string) { p.buf = appendEscaped(p.buf, s) }

// attr writes one attribute with a space before it; nothing when it is empty.
func (p *Page) attr(name, value string) {
	if value == "" {
		return
	}
	p.raw(" ")
	p.raw(name)
	p.raw(`="`)
	p.escape(value)
	p.raw(`"`)
}

// id writes the id attribute of a leaf. A block that continues a passage cannot
// have its id once more and says whose it is.
func (p *Page) id(b *course.Block) {
	if b.ID == "" {
		return
	}
	if b.Continues || p.still.has(b.ID) {
		p.attr("data-continues", string(b.ID))
		return
	}
	p.attr("id", string(b.ID))
}

func (p *Page) open(element string, b *course.Block) {
	p.raw("<")
	p.raw(element)
	p.id(b)
	p.raw(">")
}

// draw adds a component of the design system.
func (p *Page) draw(c templ.Component) {
	if err := c.Render(context.Background(), p); err != nil && p.err == nil {
		p.err = err
	}
}

// Err is the first error of a component, nil when all went well.
func (p *Page) Err() error { return p.err }

// part is what draw writes, as a component.
func (p *Page) part(draw func()) templ.Component { return templ.Raw(p.capture(draw)) }

// phrase is the words of a leaf inside an element that carries its id, for
// places where a paragraph may not stand.
func (p *Page) phrase(b *course.Block) templ.Component {
	if b == nil {
		return templ.NopComponent
	}
	return p.part(func() {
		p.open("span", b)
		p.Inlines(b.Inlines)
		p.raw("</span>")
	})
}

// say is a word of the interface, escaped.
func (p *Page) say(key string) { p.escape(say(p.r.Face, key)) }
