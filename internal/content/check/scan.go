package check

import (
	"strings"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// scan is one run over one course: what all rules share.
type scan struct {
	c       *course.Course
	now     time.Time
	problem course.Problems
	texts   []*Text                  // every page in every language, in reading order
	of      map[*course.Page][]*Text // the same by page
	pieces  []*Piece                 // strings of the YAML files
	index   index
	found   []Finding
}

// Text is a page in one language, flattened once for all rules.
type Text struct {
	*course.Doc
	Leaves    []*course.Block // every block in reading order, containers too, notes last
	Parents   map[*course.Block]*course.Block
	Questions []*course.Question
	Pieces    []*Piece
	lines     *lineTable
}

// pass is the scan as one rule sees it.
type pass struct {
	*scan
	rule *Rule
}

func newScan(c *course.Course, opts Options) *scan {
	s := &scan{c: c, now: opts.Now, problem: opts.Problems, of: map[*course.Page][]*Text{}}
	sources := newSources(c)
	for _, p := range c.Pages() {
		for _, tag := range c.Tags() {
			if d := p.Doc(tag); d != nil {
				t := newText(d, sources)
				s.texts = append(s.texts, t)
				s.of[p] = append(s.of[p], t)
			}
		}
	}
	s.pieces = yamlPieces(c, sources)
	s.index = newIndex(s)
	return s
}

func newText(d *course.Doc, sources *sources) *Text {
	t := &Text{Doc: d, Parents: map[*course.Block]*course.Block{}, lines: sources.of(d.File)}
	if d.Title != nil {
		t.add(d.Title, nil)
	}
	for _, b := range d.Blocks {
		t.add(b, nil)
	}
	for _, n := range d.Notes {
		for _, b := range n.Blocks {
			t.add(b, nil)
		}
	}
	t.Pieces = docPieces(t, sources)
	return t
}

func (t *Text) add(b, parent *course.Block) {
	if b == nil {
		return
	}
	t.Leaves = append(t.Leaves, b)
	if parent != nil {
		t.Parents[b] = parent
	}
	if b.Question != nil {
		t.Questions = append(t.Questions, b.Question)
	}
	for _, child := range b.Children {
		t.add(child, b)
	}
}

// top is the title of the page, or the beginning of its file.
func (t *Text) top() course.Place {
	if t.Doc.Title != nil {
		return t.Doc.Title.Place
	}
	return course.Place{File: t.File, Line: 1, Column: 1}
}

// bare is the place of the n-th line, from 0, of which nothing is left when its marks are taken away. A block without
// words has no place of its own.
func (t *Text) bare(n int, marks string) (course.Place, bool) {
	fence := false
	for i := 1; i <= len(t.lines.starts); i++ {
		from, to := t.lines.line(i)
		line := strings.TrimSpace(string(t.lines.src[from:to]))
		fence = fence != strings.HasPrefix(line, "```")
		if fence || line == "" || strings.HasPrefix(line, "---") || strings.Trim(line, marks) != "" {
			continue
		}
		if n == 0 {
			return course.Place{File: t.File, Line: i, Column: 1}, true
		}
		n--
	}
	return course.Place{}, false
}

// inside says whether a block stands in a directive of that name.
func (t *Text) inside(b *course.Block, name string) bool {
	for p := t.Parents[b]; p != nil; p = t.Parents[p] {
		if p.Kind == course.Directive && p.Name == name {
			return true
		}
	}
	return false
}

func (s *scan) run(rules []*Rule) {
	s.problems()
	lex := ruleLexicon()
	for _, r := range rules {
		p := &pass{scan: s, rule: r}
		p.overCourse()
		for _, t := range s.texts {
			if r.knows(t.Tag) {
				p.overText(t)
			}
		}
	}
	s.eachPiece(func(pc *Piece) {
		lex.match(s, pc)
		for _, r := range rules {
			if r.piece != nil && r.knows(pc.Tag) {
				r.piece(&pass{scan: s, rule: r}, pc)
			}
		}
	})
}

func (p *pass) overCourse() {
	if p.rule.course != nil {
		p.rule.course(p)
	}
	if p.rule.module != nil {
		for _, m := range p.c.Modules {
			p.rule.module(p, m)
		}
	}
	if p.rule.page != nil {
		for _, page := range p.c.Pages() {
			p.rule.page(p, page)
		}
	}
}

func (p *pass) overText(t *Text) {
	if p.rule.doc != nil {
		p.rule.doc(p, t)
	}
	if p.rule.block != nil {
		for _, b := range t.Leaves {
			p.rule.block(p, t, b)
		}
	}
	if p.rule.question != nil {
		for _, q := range t.Questions {
			p.rule.question(p, t, q)
		}
	}
}

func (s *scan) eachPiece(visit func(*Piece)) {
	for _, t := range s.texts {
		for _, pc := range t.Pieces {
			visit(pc)
		}
	}
	for _, pc := range s.pieces {
		visit(pc)
	}
}

// A holds the values of a message's {blanks}.
type A = map[string]any

// at reports a finding at a place.
func (p *pass) at(place course.Place, id course.ID, tag lang.Tag, args A) *Finding {
	return p.say(p.rule.Says, place, id, tag, args)
}

func (p *pass) say(says lang.Text, place course.Place, id course.ID, tag lang.Tag, args A) *Finding {
	r := p.rule
	p.found = append(p.found, Finding{
		Rule: r.ID, Level: r.Level, Place: place, Passage: id, Tag: tag,
		Message: fill(says, args), Why: r.Why, Source: r.Source, Advice: r.Advice,
	})
	return &p.found[len(p.found)-1]
}

// on reports a finding on a block.
func (p *pass) on(t *Text, b *course.Block, args A) *Finding {
	return p.at(b.Place, b.ID, t.Tag, args)
}

// in reports a finding on the bytes from start to end of a piece, quoting them with the words around.
func (p *pass) in(pc *Piece, start, end int, args A) *Finding {
	if args == nil {
		args = A{}
	}
	if args["words"] == nil {
		args["words"] = quote(pc.Text, start, end)
	}
	return p.at(pc.place(start), pc.ID, pc.Tag, args)
}

// repair reports a finding as in does, and offers to replace those bytes where they stand in the source as they
// stand in the text.
func (p *pass) repair(pc *Piece, start, end int, replacement string, args A) {
	f := p.in(pc, start, end, args)
	if from, to, ok := pc.region(start, end); ok {
		f.Fix = &Repair{File: pc.File, Edits: []Edit{{from, to, replacement}}}
	}
}

// fill puts arguments in the place of {name}, whole numbers and texts as each language writes them.
func fill(says lang.Text, args A) lang.Text {
	out := lang.Text{}
	for tag, s := range says {
		if strings.Contains(s, "{") {
			for name, v := range args {
				s = strings.ReplaceAll(s, "{"+name+"}", sayValue(tag, v))
			}
		}
		out[tag] = s
	}
	return out
}

func sayValue(tag lang.Tag, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return lang.Number(tag, float64(v), 0)
	case float64:
		return lang.Number(tag, v, 1)
	case lang.Text:
		return v.In(tag)
	case lang.Tag:
		return string(v)
	case course.ID:
		return string(v)
	}
	return ""
}
