// Package parity says how the languages of a course stand to each other, passage by passage, and what an edit does
// to that.
//
// A [Pair] is one passage in all the languages of its course. No language is the source. Somebody confirms a pair:
// a [Line] of a .parity file beside the page keeps the hash of each text, who confirmed (a machine or an opaque
// person) and when. A [State] follows from the texts and the lines alone: missing, draft, machine, in parity, needs
// a look, excepted.
//
// An edit has a [Class]: typo, clarity, meaning, structure. [Judge.Classify] is the machine's reading of an edit; an
// author may declare a class in changes/next.yaml, and a claim lower than the machine's reading is a [Claim] that
// does not hold. [Compare] tells two states of a course apart, [NewBoard] counts debts, [Confirm] writes lines.
//
// Invariants: nothing here writes a file (edits are values), reads a clock (dates come in) or guesses a
// confirmation: by=machine never becomes a person, and a person is named by whoever calls. Hashes only say whether a
// text changed; identity stands on ids. When in doubt the machine raises the class, never lowers it.
package parity

import (
	"cmp"
	"slices"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// State is how the languages of one passage stand to each other.
type State string

// The states of a pair, from the one that needs work most.
const (
	Missing    State = "missing"      // a language has no text
	NeedsALook State = "needs-a-look" // a text changed since it was confirmed
	Draft      State = "draft"        // never confirmed
	Excepted   State = "excepted"     // a person signed a dated exception for a language
	Machine    State = "machine"      // confirmed by a machine alone
	InParity   State = "in-parity"    // confirmed by a person
	// Ahead is a standing of one language, never of a pair: this text changed and left the others behind.
	Ahead State = "ahead"
)

// States lists the states of a pair, from the one that needs work most.
func States() []State {
	return []State{Missing, NeedsALook, Draft, Excepted, Machine, InParity}
}

// Standings lists what one language of a pair can be: the states, and Ahead.
func Standings() []State { return append(States(), Ahead) }

// Pair is one passage in every language of its course.
type Pair struct {
	ID     course.ID
	File   string // the .parity file its line belongs to
	Kind   string
	Page   *course.Page   // nil for strings of YAML files
	Module *course.Module // nil outside modules
	Texts  map[lang.Tag]course.Passage
	Line   *Line // nil when nobody confirmed anything

	State   State
	Stands  map[lang.Tag]State // of each language of the course
	Changed []lang.Tag         // languages whose text changed since it was confirmed, above clarity
	Lapsed  []lang.Tag         // languages whose exception is over
	Claims  []Claim            // declared classes that do not hold
}

// In is the languages of the pair that stand so, sorted.
func (p Pair) In(s State) []lang.Tag {
	var out []lang.Tag
	for tag, st := range p.Stands {
		if st == s {
			out = append(out, tag)
		}
	}
	slices.Sort(out)
	return out
}

// Hash is the hash of the pair's present text in a language; "" when it has none.
func (p Pair) Hash(tag lang.Tag) string {
	t, ok := p.Texts[tag]
	if !ok {
		return ""
	}
	return t.Hash()
}

// Words counts the words of the pair's text in a language.
func (p Pair) Words(tag lang.Tag) int { return countWords(p.Texts[tag].Plain) }

// Day is a date without time, "2006-01-02"; "" is no date. Days compare as strings.
type Day string

// DayOf is the day of a moment, in the moment's own zone.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return ""
	}
	return Day(t.Format(time.DateOnly))
}

// ParseDay reads a date; false when it is none.
func ParseDay(s string) (Day, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return "", false
	}
	return Day(s), true
}

// Say writes the day as a person of the language does.
func (d Day) Say(tag lang.Tag) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return lang.Date(tag, t)
}

// Since counts the days from d to now; 0 when d is later or no date.
func (d Day) Since(now Day) int {
	from, err1 := time.Parse(time.DateOnly, string(d))
	to, err2 := time.Parse(time.DateOnly, string(now))
	if err1 != nil || err2 != nil || to.Before(from) {
		return 0
	}
	return int(to.Sub(from).Hours() / 24)
}

// byPlace orders places as a reader of the folder meets them.
func byPlace(a, b course.Place) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}
