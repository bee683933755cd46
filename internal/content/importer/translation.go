package importer

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
	"atelier/internal/standard/xliff"
)

// Types of what units keep for the way back, and files.
const (
	metaSource = "source" // hash of what the source said when the file was made
	metaTarget = "target" // hash of what the target said, when there was one
	metaCourse = "course" // the course's IRI
)

// Translation is the course from one of its languages to another, for translators: a file a page, a unit a string.
// Withheld passages are left out: the bank of a graded assessment, for files that everyone gets. Unread is the strings
// that could not be cut into words and marks; they are not in it.
func Translation(c *course.Course, from, to lang.Tag, withheld map[course.ID]bool) (d *xliff.Document, unread []course.Site) {
	t := newTranslator(c, from, to)
	d = &xliff.Document{Version: xliff.V21, Source: t.locale(from), Target: t.locale(to)}
	at := map[string]int{}
	for _, s := range t.source {
		if s.Absent || withheld[s.ID] {
			continue
		}
		unit, ok := t.unit(s)
		if !ok {
			unread = append(unread, s)
			continue
		}
		stem := strings.TrimSuffix(s.File, "."+string(from)+".md")
		i, known := at[stem]
		if !known {
			i = len(d.Files)
			at[stem] = i
			d.Files = append(d.Files, xliff.File{ID: Token(stem), Original: stem, Meta: []xliff.Meta{{Type: metaCourse, Value: c.IRI}}})
		}
		d.Files[i].Units = append(d.Files[i].Units, unit)
	}
	return d, unread
}

// translator pairs the strings of two languages.
type translator struct {
	c        *course.Course
	from, to lang.Tag
	source   []course.Site
	sources  map[string]course.Site
	targets  map[string]course.Site
	states   map[course.ID]parity.State
	titles   map[string]string // of pages, by file
	terms    []termForms
}

func newTranslator(c *course.Course, from, to lang.Tag) *translator {
	t := &translator{c: c, from: from, to: to, source: c.Sites(from), sources: map[string]course.Site{}, targets: map[string]course.Site{},
		states: map[course.ID]parity.State{}, titles: map[string]string{}}
	for _, s := range t.source {
		if !s.Absent {
			t.sources[UnitName(s)] = s
		}
	}
	for _, s := range c.Sites(to) {
		t.targets[UnitName(s)] = s
	}
	for _, p := range parity.Pairs(c, parity.BookOf(c), parity.Weighing{}) {
		t.states[p.ID] = p.Stands[to]
	}
	for _, p := range c.Pages() {
		if h := p.Head(from); h != nil {
			t.titles[h.File] = h.Title
		}
	}
	t.terms = formsOf(c.Glossary, from)
	return t
}

func (t *translator) locale(tag lang.Tag) string {
	l, _ := t.c.Language(tag)
	return l.Locale
}

// unit is one string with its translation.
func (t *translator) unit(s course.Site) (xliff.Unit, bool) {
	pieces, ok := s.Pieces()
	if !ok {
		return xliff.Unit{}, false
	}
	name := UnitName(s)
	u := xliff.Unit{ID: Token(name), Name: s.Place.String(), Type: "atelier:" + s.Kind, Locked: s.Locked, Preserve: s.Form == course.Verbatim}
	seg := xliff.Segment{ID: "s", State: xliff.Initial, SubState: "atelier:" + string(parity.Missing), Source: tokensOf(pieces, nil)}
	target, has := t.targets[name]
	if has && !target.Absent {
		other, ok := target.Pieces()
		if !ok {
			return xliff.Unit{}, false
		}
		seg.HasTarget = true
		seg.Target = tokensOf(other, sameMarks(pieces, other))
		seg.State, seg.SubState = stateOf(t.states[s.ID])
	} else if t.states[s.ID] == parity.Excepted {
		seg.SubState = "atelier:" + string(parity.Excepted)
	}
	u.Meta = []xliff.Meta{{Type: metaSource, Value: hash(seg.Source)}}
	if seg.HasTarget {
		u.Meta = append(u.Meta, xliff.Meta{Type: metaTarget, Value: hash(seg.Target)})
	}
	fix(&seg)
	u.Segments = []xliff.Segment{seg}
	if where := t.context(s); where != "" {
		u.Notes = []xliff.Note{{Category: "context", Text: where}}
	}
	if !s.Locked && !strings.HasPrefix(name, "term.") {
		u.Terms = t.termsIn(xliff.Words(seg.Source))
	}
	return u, true
}

// context is the page and the heading a string stands under.
func (t *translator) context(s course.Site) string {
	title := t.titles[s.File]
	switch {
	case s.Under == "" || s.Under == title || s.Kind == "heading":
		return title
	case title == "":
		return s.Under
	}
	return title + " › " + s.Under
}

// hash is that of the parity files, of what tokens say.
func hash(tokens []xliff.Token) string {
	return course.Passage{Text: course.Normalise(said(tokens))}.Hash()
}

// stateOf is how far a translation has come by how the pair stands (XLIFF 2.1, 4.3.1.32): only what a person confirmed
// is final. A text that fell behind is work again.
func stateOf(s parity.State) (xliff.State, string) {
	state := map[parity.State]xliff.State{
		parity.Draft: xliff.Translated, parity.Machine: xliff.Translated, parity.Ahead: xliff.Translated,
		parity.InParity: xliff.Final, parity.NeedsALook: xliff.Initial, parity.Excepted: xliff.Translated,
	}[s]
	if state == "" {
		return xliff.Translated, ""
	}
	return state, "atelier:" + string(s)
}

// mark is a mark of a text as a whole.
type mark struct {
	number      int
	of          course.InlineKind
	kind        course.PieceKind
	open, close string
}

func marksOf(pieces []course.Piece) []mark {
	var out []mark
	at := map[int]int{}
	for _, p := range pieces {
		switch p.Kind {
		case course.OpenPiece, course.LonePiece:
			at[p.Mark] = len(out)
			out = append(out, mark{number: p.Mark, of: p.Of, kind: p.Kind, open: p.Raw})
		case course.ClosePiece:
			out[at[p.Mark]].close = p.Raw
		}
	}
	return out
}

// sameMarks gives the marks of a target the ids of those of its source: first the equal ones, then those of the same
// kind (a link to the French page is the link to the English one); the others get ids of their own.
func sameMarks(source, target []course.Piece) map[int]string {
	ids := map[int]string{}
	left := marksOf(source)
	next := len(left)
	for _, exactly := range []bool{true, false} {
		for _, m := range marksOf(target) {
			if ids[m.number] != "" {
				continue
			}
			i := slices.IndexFunc(left, func(s mark) bool {
				return s.of == m.of && s.kind == m.kind && (!exactly || s.open == m.open && s.close == m.close)
			})
			if i >= 0 {
				ids[m.number] = strconv.Itoa(left[i].number)
				left = slices.Delete(left, i, i+1)
			}
		}
	}
	for _, m := range marksOf(target) {
		if ids[m.number] == "" {
			next++
			ids[m.number] = strconv.Itoa(next)
		}
	}
	return ids
}

// fix forbids to delete and to copy the codes that both sides have, or that the target will need.
func fix(s *xliff.Segment) {
	in := map[string]bool{}
	for _, t := range s.Target {
		in[t.ID] = true
	}
	shared := map[string]bool{}
	for i := range s.Source {
		t := &s.Source[i]
		t.Fixed = t.Kind != xliff.Text && (!s.HasTarget || in[t.ID])
		shared[t.ID] = t.Fixed
	}
	for i := range s.Target {
		s.Target[i].Fixed = s.Target[i].Kind != xliff.Text && shared[s.Target[i].ID]
	}
}

// termForms are the forms of a term, in lower case.
type termForms struct {
	term  *course.Term
	forms []string
}

func formsOf(glossary []*course.Term, tag lang.Tag) []termForms {
	var out []termForms
	for _, t := range glossary {
		f := termForms{term: t}
		for _, form := range append([]string{t.Term.In(tag)}, t.Forms[tag]...) {
			if form != "" {
				f.forms = append(f.forms, strings.ToLower(form))
			}
		}
		out = append(out, f)
	}
	return out
}

// maxTerms bounds the glossary of one unit.
const maxTerms = 12

// termsIn are the terms of the glossary that a text uses and that have a name in the other language.
func (t *translator) termsIn(text string) []xliff.Term {
	text = strings.ToLower(text)
	var out []xliff.Term
	for _, f := range t.terms {
		if len(out) == maxTerms || !f.term.Term.Has(t.to) || !slices.ContainsFunc(f.forms, func(form string) bool { return holds(text, form) }) {
			continue
		}
		out = append(out, xliff.Term{ID: Token("term." + f.term.ID), Term: f.term.Term.In(t.from), Translation: f.term.Term.In(t.to)})
	}
	return out
}

// holds says whether a text has a form as words of its own.
func holds(text, form string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], form)
		if i < 0 {
			return false
		}
		i += at
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(form):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
		at = i + len(form)
	}
}
