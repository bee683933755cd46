package report

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Few is the smallest number of people any figure is about, and the smallest number
// that must have changed before a figure is published anew.
const Few = 5

// Traits are what people are told apart by in a report, the coarsest first.
type Traits [5]string

// The places of Traits.
const (
	ByOffering = iota // its id
	ByOrg             // id of the organisation
	ByLanguage        // tag
	ByQuarter         // of the day of enrolment: "2026-4"
	ByRelease         // that was served on that day
)

const (
	mixed = "*" // in the traits of a block whose members differ there
	none  = "-" // of people who have no organisation, of a course without a release
)

// Outcome is what a report counts of one person.
type Outcome struct {
	Begun, Completed, Passed bool
	Modules                  string // keys of modules that are done, sorted, with blanks between
	Objectives               string // ids of objectives that are reached, likewise
}

// Amount is a number that not everybody has: a score, minutes.
type Amount struct {
	Known bool `json:"known,omitempty"`
	Value int  `json:"value,omitempty"`
}

// Stand is where a person stands.
type Stand struct {
	Outcome
	Score   Amount // mean of the best results, in hundredths
	Minutes Amount // of learning, between acts
}

// Member is a person of a course as they stand now.
type Member struct {
	Person string // opaque
	Traits Traits
	Since  time.Time // of their enrolment
	Stand
}

// Total is a sum of amounts over those who have one.
type Total struct {
	N   int `json:"n,omitempty"`
	Sum int `json:"sum,omitempty"`
}

// Figures are sums over people.
type Figures struct {
	N          int            `json:"n"`
	Begun      int            `json:"begun,omitempty"`
	Completed  int            `json:"completed,omitempty"`
	Passed     int            `json:"passed,omitempty"`
	Modules    map[string]int `json:"modules,omitempty"`    // by key
	Objectives map[string]int `json:"objectives,omitempty"` // by id
	Score      Total          `json:"score,omitzero"`
	Minutes    Total          `json:"minutes,omitzero"`
}

func (f *Figures) add(s Stand) {
	f.N++
	for _, c := range []struct {
		sum *int
		is  bool
	}{{&f.Begun, s.Begun}, {&f.Completed, s.Completed}, {&f.Passed, s.Passed}} {
		if c.is {
			*c.sum++
		}
	}
	f.Modules, f.Objectives = count(f.Modules, s.Modules), count(f.Objectives, s.Objectives)
	f.Score.add(s.Score)
	f.Minutes.add(s.Minutes)
}

func (t *Total) add(a Amount) {
	if a.Known {
		t.N++
		t.Sum += a.Value
	}
}

func count(in map[string]int, keys string) map[string]int {
	for _, key := range strings.Fields(keys) {
		if in == nil {
			in = map[string]int{}
		}
		in[key]++
	}
	return in
}

func (f *Figures) plus(g Figures) {
	f.N += g.N
	f.Begun += g.Begun
	f.Completed += g.Completed
	f.Passed += g.Passed
	f.Modules, f.Objectives = plus(f.Modules, g.Modules), plus(f.Objectives, g.Objectives)
	f.Score = Total{f.Score.N + g.Score.N, f.Score.Sum + g.Score.Sum}
	f.Minutes = Total{f.Minutes.N + g.Minutes.N, f.Minutes.Sum + g.Minutes.Sum}
}

func plus(a, b map[string]int) map[string]int {
	out := maps.Clone(a)
	for key, n := range b {
		if out == nil {
			out = map[string]int{}
		}
		out[key] += n
	}
	return out
}

// Block is people of the same traits who are counted together. Nobody leaves it.
type Block struct {
	Traits  Traits
	Told    map[string]Stand // by person, as it is told
	Figures Figures          // the sum of Told
}

// patience is how long people wait for others of the same traits before they are
// counted with people of other traits.
const patience = 7 * 24 * time.Hour

// Publish brings the blocks of a course up to date. People who are in none yet come in
// together, [Few] or more at once, to a block of their traits; what is told of those
// who are in one changes when it changed for Few or more of them, and what is told of
// a score or of minutes when it changed for Few or more. Those who are left wait, and
// after a week are counted with people of other traits. The blocks given are not changed.
//
// So whatever views of whatever publications are added and subtracted: in every block
// the last publication among them tells something new of Few or more people at once,
// which no other one tells. No sum of them is about fewer.
func Publish(blocks []Block, members []Member, now time.Time) []Block {
	as, waiting := map[string]Member{}, map[string]Member{}
	for _, m := range members {
		as[m.Person], waiting[m.Person] = m, m
	}
	all := map[Traits]*Block{}
	for _, b := range blocks {
		all[b.Traits] = &Block{Traits: b.Traits, Told: maps.Clone(b.Told)}
		for person := range b.Told {
			delete(waiting, person)
		}
	}
	left := join(all, slices.Collect(maps.Values(waiting)), len(Traits{}))
	left = slices.DeleteFunc(left, func(m Member) bool { return now.Sub(m.Since) < patience })
	for level := len(Traits{}) - 1; level >= 0; level-- {
		left = join(all, left, level)
	}
	out := make([]Block, 0, len(all))
	for _, t := range slices.SortedFunc(maps.Keys(all), func(a, b Traits) int { return slices.Compare(a[:], b[:]) }) {
		all[t].renew(as)
		out = append(out, *all[t])
	}
	return out
}

// join puts people into the block of their first traits, so many as level says, where
// enough of them come at once. Those who do not are left.
func join(all map[Traits]*Block, people []Member, level int) (left []Member) {
	groups := map[Traits][]Member{}
	for _, m := range people {
		t := m.Traits
		for i := level; i < len(t); i++ {
			t[i] = mixed
		}
		groups[t] = append(groups[t], m)
	}
	for t, group := range groups {
		if len(group) < Few {
			left = append(left, group...)
			continue
		}
		if all[t] == nil {
			all[t] = &Block{Traits: t, Told: map[string]Stand{}}
		}
		for _, m := range group {
			all[t].Told[m.Person] = Stand{Outcome: m.Outcome}
		}
	}
	return left
}

// renew tells of members what is so now, where it changed for enough of them. Who is
// gone keeps what was told last.
func (b *Block) renew(as map[string]Member) {
	b.tell(as, func(told *Stand, now Stand) { told.Outcome = now.Outcome })
	b.tell(as, func(told *Stand, now Stand) { told.Score = now.Score })
	b.tell(as, func(told *Stand, now Stand) { told.Minutes = now.Minutes })
	b.Figures = Figures{}
	for _, s := range b.Told {
		b.Figures.add(s)
	}
}

// tell takes over one part of where members stand, when it changed for enough of them.
func (b *Block) tell(as map[string]Member, part func(told *Stand, now Stand)) {
	changed := map[string]Stand{}
	for person, told := range b.Told {
		if m, here := as[person]; here {
			was := told
			if part(&told, m.Stand); told != was {
				changed[person] = told
			}
		}
	}
	if len(changed) >= Few {
		maps.Copy(b.Told, changed)
	}
}

// Filter narrows a report; what is empty does not. A block that is mixed in what a filter asks for is in none of the
// narrowed views.
type Filter Traits

func (f Filter) holds(t Traits) bool {
	for i, want := range f {
		if want != "" && t[i] != want {
			return false
		}
	}
	return true
}

// Percent is a part of a figure as a report says it: to the nearest five, and beyond
// both ends of a tenth only that it is there, so that "all of them" and "none" tell
// nobody how one of them did. Nothing is told of fewer than Few.
type Percent struct {
	Known  bool
	Value  int  // from 10 to 90
	OrLess bool // Value is 10: it may be less
	OrMore bool // Value is 90: it may be more
}

func percent(part, n int) Percent {
	if n < Few {
		return Percent{}
	}
	switch p := 100 * float64(part) / float64(n); {
	case p <= 10:
		return Percent{Known: true, Value: 10, OrLess: true}
	case p >= 90:
		return Percent{Known: true, Value: 90, OrMore: true}
	default:
		return Percent{Known: true, Value: int(p/5+0.5) * 5}
	}
}
