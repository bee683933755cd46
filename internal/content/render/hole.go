package render

import (
	"bytes"
	"io"
	"strconv"
)

// HoleKind says what may be put in a hole.
type HoleKind string

// The kinds of holes. What Value holds for the whole bodies (home, module,
// thread, checklist, quiz, search) is said by content/publish, which draws them.
const (
	// HoleReading is inside the tag <html …>, for the reader's theme and size:
	// attributes, each with a space before it.
	HoleReading HoleKind = "reading"
	// HoleSettings is the choices of the reading settings, for those that this reader
	// made; drawn anew by page.ReadingChoices.
	HoleSettings HoleKind = "settings"
	// HoleBar is at the top of the content, for a message to this reader.
	HoleBar HoleKind = "bar"
	// HoleHome is the cover of the course.
	HoleHome HoleKind = "home"
	// HoleModule is the body of a module's page; Key is the module's.
	HoleModule HoleKind = "module"
	// HoleThread is the list of a module's lessons; Key is the module's.
	HoleThread HoleKind = "thread"
	// HoleChecklist is the body of a checklist's page; Key is its path.
	HoleChecklist HoleKind = "checklist"
	// HoleSearch is the body of the search page.
	HoleSearch HoleKind = "search"
	// HoleQuiz is the form of a check or an assessment; Key is its path.
	HoleQuiz HoleKind = "quiz"
	// HoleQuestion is a practice question with its form; Key is its passage, Value
	// a *QuestionView.
	HoleQuestion HoleKind = "question"
	// HoleForward is around the button at the foot of a lesson that leads on; Value
	// is the *page.Button.
	HoleForward HoleKind = "forward"
	// HoleTick is inside the tag of a box in a lesson, for " checked"; Key is the
	// item's passage.
	HoleTick HoleKind = "tick"
	// HoleForm is just after the opening tag of a lesson's checklist, for hidden
	// fields; Key is its passage.
	HoleForm HoleKind = "form"
)

// Hole is a place in a rendered page for what is personal.
type Hole struct {
	Kind  HoleKind
	Key   string
	Plain []byte // what a stranger sees there; may be empty
	Value any    // what is needed to draw it anew; see the kinds
}

// A hole is written as openHole NUMBER splitHole PLAIN closeHole: private-use
// characters that appendEscaped keeps out of text and that templates leave alone.
const (
	openHole  = "\uE000"
	splitHole = "\uE001"
	closeHole = "\uE002"
)

// Holes collects the holes of one page while it is drawn. The zero value is ready.
type Holes struct {
	// Off draws the page without holes, as a stranger sees it.
	Off  bool
	list []Hole
}

// Open registers a hole and is the text that begins it; Close ends it.
func (h *Holes) Open(kind HoleKind, key string, value any) string {
	if h.Off {
		return ""
	}
	h.list = append(h.list, Hole{Kind: kind, Key: key, Value: value})
	return openHole + strconv.Itoa(len(h.list)-1) + splitHole
}

// Close ends the hole opened last.
func (h *Holes) Close() string {
	if h.Off {
		return ""
	}
	return closeHole
}

// Mark is an empty hole.
func (h *Holes) Mark(kind HoleKind, key string) string {
	if h.Off {
		return ""
	}
	return h.Open(kind, key, nil) + closeHole
}

// Rendered is a page as static bytes with holes between them: Chunks has one
// more element than Holes.
type Rendered struct {
	Chunks [][]byte
	Holes  []Hole
}

// Split cuts a page that was drawn with these holes. Holes do not nest: one
// inside another stays closed, with its plain content.
func (h *Holes) Split(page []byte) Rendered {
	var r Rendered
	chunk := make([]byte, 0, len(page))
	for {
		at := bytes.Index(page, []byte(openHole))
		if at < 0 {
			break
		}
		chunk = append(chunk, page[:at]...)
		page = page[at+len(openHole):]
		number, rest, ok := bytes.Cut(page, []byte(splitHole))
		n, err := strconv.Atoi(string(number))
		if !ok || err != nil || n < 0 || n >= len(h.list) {
			continue
		}
		plain, after := untilClose(rest)
		hole := h.list[n]
		hole.Plain = plain
		r.Chunks = append(r.Chunks, chunk[:len(chunk):len(chunk)])
		r.Holes = append(r.Holes, hole)
		chunk, page = chunk[len(chunk):], after
	}
	r.Chunks = append(r.Chunks, append(chunk, page...))
	return r
}

// untilClose is what stands before the closing mark that matches, without the
// marks of holes inside it, and what follows.
func untilClose(s []byte) (plain, after []byte) {
	depth := 1
	for {
		at := bytes.IndexByte(s, 0xEE)
		if at < 0 || at+2 >= len(s) {
			return append(plain, s...), nil
		}
		plain = append(plain, s[:at]...)
		mark := string(s[at : at+3])
		s = s[at+3:]
		switch mark {
		case openHole:
			depth++
			if _, rest, ok := bytes.Cut(s, []byte(splitHole)); ok {
				s = rest
			}
		case closeHole:
			if depth--; depth == 0 {
				return plain, s
			}
		default:
			plain = append(plain, mark...)
		}
	}
}

// Plain is the page that a stranger sees.
func (r Rendered) Plain() []byte {
	var out []byte
	for i, c := range r.Chunks {
		out = append(out, c...)
		if i < len(r.Holes) {
			out = append(out, r.Holes[i].Plain...)
		}
	}
	return out
}

// Fill writes the page, asking fill for each hole. Fill says whether it wrote
// something; where it did not, what a stranger sees stands there.
func (r Rendered) Fill(w io.Writer, fill func(io.Writer, Hole) (bool, error)) error {
	for i, c := range r.Chunks {
		if _, err := w.Write(c); err != nil {
			return err
		}
		if i == len(r.Holes) {
			break
		}
		wrote, err := fill(w, r.Holes[i])
		if err != nil {
			return err
		}
		if !wrote {
			if _, err := w.Write(r.Holes[i].Plain); err != nil {
				return err
			}
		}
	}
	return nil
}
