// Package check reads a course and says what is wrong with it, or could be better, in words an author can act on.
//
// Words: a Rule is one thing the check knows, with its source, and stands in one file with the name of its id. A
// Finding is one place where a rule does not hold. A Piece is one string that people read, in one language, with
// where each of its bytes stands in the source. A Repair is a change of the source that leaves nothing to decide.
//
// Levels: an error is a course that does not work for somebody; it can not be silenced. A warning is a fault that
// an author may answer for, with a reason kept in the source. A note is a signal: it never gates anything, and
// readability scores are always notes, because only the people a text is for can say that it is plain
// (CAN-ASC-3.1:2025, Plain Language).
//
// Invariants: Run is a reading: it changes nothing, asks no clock and no network, and answers the same for the same
// course and options, in the same order. Rules know languages by their base tag ("fr" for "fr-CA"); a rule that
// works on wording says which languages it knows and is silent in all others. No sentence of one language is ever
// judged with the yardstick of another. Every text of a rule exists in English and in French.
package check

import (
	"cmp"
	"slices"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Level says how much a finding weighs.
type Level string

// The levels, from heavy to light.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Note    Level = "note"
)

// Finding is one place where a rule does not hold.
type Finding struct {
	Rule  string
	Level Level
	course.Place
	Passage course.ID // of the passage it stands in; may be empty
	Tag     lang.Tag  // language of the text it is about; empty when it is about all
	Message lang.Text // what is wrong, quoting the words
	Why     lang.Text // the reason
	Source  lang.Text // who says so
	Advice  lang.Text // how to put it right
	Fix     *Repair   // nil when somebody has to decide
}

// Repair is a change of one source file.
type Repair struct {
	File  string
	Edits []Edit
}

// Edit replaces the bytes from Start up to, not including, End of a source file.
type Edit struct {
	Start, End int
	New        string
}

// Options is what a run needs to know beyond the course.
type Options struct {
	Now      time.Time       // for dates that grow old; without it they are not judged
	Problems course.Problems // what loading found; becomes findings "source/CODE"
}

// Run holds every rule against the course. Findings are sorted by file, line, column, rule and language. What an
// author silenced with a reason is left out; errors stay.
func Run(c *course.Course, opts Options) []Finding {
	s := newScan(c, opts)
	s.run(Rules())
	out := silence(c, s.found)
	slices.SortStableFunc(out, compare)
	return slices.CompactFunc(out, func(a, b Finding) bool { return compare(a, b) == 0 })
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Tag, b.Tag), cmp.Compare(a.Passage, b.Passage),
		cmp.Compare(a.Message.In(lang.English), b.Message.In(lang.English)),
	)
}

// Count is the number of findings of one level.
func Count(findings []Finding, level Level) int {
	n := 0
	for _, f := range findings {
		if f.Level == level {
			n++
		}
	}
	return n
}
