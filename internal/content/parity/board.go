package parity

import (
	"slices"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// ChangedOn says on which day a line of a file last changed, as a history tells it; false when it does not know. A
// history that only knows files answers for the file.
type ChangedOn func(path string, line int) (Day, bool)

// Basis says what days behind are counted from.
type Basis string

// The bases, best first.
const (
	FromDeclaration  Basis = "declared"     // the day the class was declared in changes/next.yaml
	FromHistory      Basis = "history"      // the day the file that changed last changed
	FromConfirmation Basis = "confirmation" // the day the pair was confirmed: the change is younger
)

// Debt is a pair that is not in parity, as one language owes it.
type Debt struct {
	ID       course.ID  `json:"id"`
	Tag      lang.Tag   `json:"language"`
	State    State      `json:"state"`
	File     string     `json:"file"` // where the text stands, or the text it is to be written beside
	Line     int        `json:"line"`
	Words    int        `json:"words"`             // of the text, or of the one it is to be written beside
	Behind   int        `json:"behind"`            // days
	Basis    Basis      `json:"basis,omitempty"`   // what Behind is counted from; empty when nothing is known
	Ahead    []lang.Tag `json:"ahead,omitempty"`   // languages that changed
	Until    Day        `json:"until,omitempty"`   // of an exception
	Because  string     `json:"because,omitempty"` // likewise
	Signed   Provenance `json:"by,omitempty"`
	Text     string     `json:"text,omitempty"` // the first words, to know it again
	Declared string     `json:"declared,omitempty"`
}

// Column is how one language stands in a part of the course.
type Column struct {
	Tag    lang.Tag      `json:"language"`
	Words  int           `json:"words"`
	Counts map[State]int `json:"counts"`          // standings; all keys of Standings
	Behind int           `json:"behind"`          // days of its oldest debt
	Basis  Basis         `json:"basis,omitempty"` // of that debt
}

// Row is one part of the course: a module, or what stands outside modules.
type Row struct {
	Module  string        `json:"module"` // key; "" for what stands outside modules
	Title   lang.Text     `json:"title,omitempty"`
	Pairs   int           `json:"pairs"`
	Counts  map[State]int `json:"counts"` // states of pairs; all keys of States
	Columns []Column      `json:"columns"`
}

// Board is how the languages of a course stand: a row for each module, one for the rest, and the total.
type Board struct {
	Languages []lang.Tag `json:"languages"`
	Day       Day        `json:"day"`
	Rows      []Row      `json:"rows"`
	Total     Row        `json:"total"`
	Debts     []Debt     `json:"debts"` // missing, needs a look, draft and excepted, the oldest first
	Claims    []Claim    `json:"-"`     // declared classes that do not hold
	Lapsed    int        `json:"lapsed"`
	Strays    int        `json:"strays"` // lines of passages that are not in the course
}

// NewBoard counts where the languages of a course stand. History may be nil.
func NewBoard(c *course.Course, book *Book, w Weighing, history ChangedOn) *Board {
	pairs := Pairs(c, book, w)
	k := &counter{c: c, now: w.Now, history: history, board: &Board{Languages: c.Tags(), Day: w.Now}}
	byModule := map[*course.Module]*Row{}
	for _, m := range c.Modules {
		k.board.Rows = append(k.board.Rows, k.row(m.Key, m.Title))
	}
	k.board.Rows = append(k.board.Rows, k.row("", nil))
	k.board.Total = k.row("", nil)
	for i, m := range c.Modules {
		byModule[m] = &k.board.Rows[i]
	}
	byModule[nil] = &k.board.Rows[len(c.Modules)]
	for _, p := range pairs {
		k.count(p, byModule[p.Module], &k.board.Total)
	}
	slices.SortStableFunc(k.board.Debts, func(a, b Debt) int { return b.Behind - a.Behind })
	k.board.Strays = len(book.Strays(pairs))
	return k.board
}

// counter fills a board.
type counter struct {
	c       *course.Course
	now     Day
	history ChangedOn
	board   *Board
}

func (k *counter) row(key string, title lang.Text) Row {
	r := Row{Module: key, Title: title, Counts: map[State]int{}}
	for _, s := range States() {
		r.Counts[s] = 0
	}
	for _, tag := range k.board.Languages {
		col := Column{Tag: tag, Counts: map[State]int{}}
		for _, s := range Standings() {
			col.Counts[s] = 0
		}
		r.Columns = append(r.Columns, col)
	}
	return r
}

// count adds one pair to its row and to the total.
func (k *counter) count(p Pair, rows ...*Row) {
	k.board.Claims = append(k.board.Claims, p.Claims...)
	k.board.Lapsed += len(p.Lapsed)
	for i, tag := range k.board.Languages {
		stand := p.Stands[tag]
		debt := Debt{}
		if slices.Contains([]State{Missing, NeedsALook, Draft, Excepted}, stand) {
			debt = k.debt(p, tag, stand)
			k.board.Debts = append(k.board.Debts, debt)
		}
		for _, r := range rows {
			col := &r.Columns[i]
			col.Counts[stand]++
			col.Words += p.Words(tag)
			if debt.Behind > col.Behind {
				col.Behind, col.Basis = debt.Behind, debt.Basis
			}
		}
	}
	for _, r := range rows {
		r.Pairs++
		r.Counts[p.State]++
	}
}

// debt is what one language owes for a pair.
func (k *counter) debt(p Pair, tag lang.Tag, stand State) Debt {
	d := Debt{ID: p.ID, Tag: tag, State: stand}
	beside := k.textFor(p, tag)
	d.File, d.Line, d.Words, d.Text = beside.File, beside.Line, countWords(beside.Plain), clip(beside.Plain)
	if p.Line != nil {
		d.Signed = p.Line.By
		if stand == Excepted {
			d.Until, d.Because = p.Line.Until, p.Line.Because
			return d
		}
	}
	for _, other := range p.Changed {
		if other != tag {
			d.Ahead = append(d.Ahead, other)
		}
	}
	var since Day
	since, d.Basis, d.Declared = k.since(p, tag, stand, d.Ahead)
	d.Behind = since.Since(k.now)
	return d
}

// textFor is the text of a language, or of the first language that has one.
func (k *counter) textFor(p Pair, tag lang.Tag) course.Passage {
	for _, t := range append([]lang.Tag{tag}, k.board.Languages...) {
		if text, has := p.Texts[t]; has {
			return text
		}
	}
	return course.Passage{}
}

// since is the day from which a language is behind, and what says so. For a text that needs a look it is the day of
// the change in the languages ahead; for one that is missing or a draft, the day of the texts that exist.
func (k *counter) since(p Pair, tag lang.Tag, stand State, ahead []lang.Tag) (Day, Basis, string) {
	declared := ""
	for _, ch := range k.c.Changes {
		if ch.ID != p.ID || (len(ch.Languages) > 0 && !overlaps(ch.Languages, ahead)) {
			continue
		}
		declared = ch.Class
		if day, ok := k.ask(ch.File, ch.Line); ok {
			return day, FromDeclaration, declared
		}
	}
	if stand != NeedsALook {
		ahead = nil
		for _, other := range k.board.Languages {
			if _, has := p.Texts[other]; has && (other != tag || stand == Draft) {
				ahead = append(ahead, other)
			}
		}
	}
	first := Day("")
	for _, other := range ahead {
		text := p.Texts[other]
		if day, ok := k.ask(text.File, text.Line); ok && (first == "" || day < first) {
			first = day
		}
	}
	switch {
	case first != "":
		return first, FromHistory, declared
	case p.Line != nil && p.Line.On != "":
		return p.Line.On, FromConfirmation, declared
	}
	return "", "", declared
}

func (k *counter) ask(file string, line int) (Day, bool) {
	if k.history == nil || file == "" {
		return "", false
	}
	return k.history(file, line)
}

func overlaps(a, b []lang.Tag) bool {
	return slices.ContainsFunc(a, func(t lang.Tag) bool { return slices.Contains(b, t) })
}
