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

// Traits are what people are told apart by in a report, the coarsest first: the
// organisation, then the language. An empty one is not said.
type Traits [2]string

// mixed stands in the traits of a block whose members differ there.
const mixed = "*"

// Outcome is what a report counts of one person.
type Outcome struct {
	Begun, Completed, Passed bool
	Minutes                  int // of learning, as estimated from what was done
}

// Member is a person of a cohort as they stand now.
type Member struct {
	Person string // opaque
	Traits Traits
	Since  time.Time // of their enrolment
	Outcome
}

// Figures are sums over people.
type Figures struct {
	N, Begun, Completed, Passed, Minutes int
}

func (f *Figures) add(o Outcome) {
	f.N++
	for _, c := range []struct {
		sum *int
		is  bool
	}{{&f.Begun, o.Begun}, {&f.Completed, o.Completed}, {&f.Passed, o.Passed}} {
		if c.is {
			*c.sum++
		}
	}
	f.Minutes += o.Minutes
}

func (f *Figures) plus(g Figures) {
	f.N += g.N
	f.Begun += g.Begun
	f.Completed += g.Completed
	f.Passed += g.Passed
	f.Minutes += g.Minutes
}

// Block is people who are counted together, for good.
type Block struct {
	Traits  Traits
	Told    map[string]Outcome // by person, as it was when the block was last published
	Figures Figures            // the sum of Told
}

// patience is how long people wait for others of the same traits before they are
// counted with people of other traits.
const patience = 7 * 24 * time.Hour

// Publish brings the blocks of a cohort up to date: blocks in which [Few] or more
// people changed are counted anew, and people who are in none yet form new ones where
// there are enough of them. Those who are left wait. The blocks given are not changed.
//
// Membership never changes: whoever compares two publications sees whole blocks
// appear, or the figures of blocks change in which Few or more people changed.
func Publish(blocks []Block, members []Member, now time.Time) []Block {
	as := map[string]Member{}
	for _, m := range members {
		as[m.Person] = m
	}
	out := make([]Block, len(blocks))
	for i, b := range blocks {
		out[i] = b.renewed(as)
		for person := range b.Told {
			delete(as, person)
		}
	}
	waiting := slices.SortedFunc(maps.Values(as), func(a, b Member) int { return strings.Compare(a.Person, b.Person) })
	fresh, left := gather(waiting, 2)
	out = append(out, fresh...)
	late := slices.DeleteFunc(left, func(m Member) bool { return now.Sub(m.Since) < patience })
	for level := 1; level >= 0; level-- {
		fresh, late = gather(late, level)
		out = append(out, fresh...)
	}
	return out
}

// renewed is a block with the outcomes of today, when enough of them changed. Who is
// gone keeps the outcome that was told last.
func (b Block) renewed(as map[string]Member) Block {
	told, changed := maps.Clone(b.Told), 0
	for person, was := range told {
		if m, here := as[person]; here && m.Outcome != was {
			told[person] = m.Outcome
			changed++
		}
	}
	if changed < Few {
		return b
	}
	return newBlock(b.Traits, told)
}

// gather makes a block of all people who share the first traits, so many as level
// says, where they are enough. Those who are not are left.
func gather(people []Member, level int) (blocks []Block, left []Member) {
	groups := map[Traits][]Member{}
	for _, m := range people {
		t := m.Traits
		for i := level; i < len(t); i++ {
			t[i] = mixed
		}
		groups[t] = append(groups[t], m)
	}
	for _, t := range slices.SortedFunc(maps.Keys(groups), func(a, b Traits) int { return slices.Compare(a[:], b[:]) }) {
		group := groups[t]
		if len(group) < Few {
			left = append(left, group...)
			continue
		}
		told := map[string]Outcome{}
		for _, m := range group {
			told[m.Person] = m.Outcome
		}
		blocks = append(blocks, newBlock(t, told))
	}
	return blocks, left
}

func newBlock(t Traits, told map[string]Outcome) Block {
	b := Block{Traits: t, Told: told}
	for _, o := range told {
		b.Figures.add(o)
	}
	return b
}

// Filter narrows a report; what is empty does not.
type Filter Traits

// Sum is the figures of all blocks whose members all have what the filter asks for:
// a block that is mixed there is in none of the narrowed views.
func Sum(blocks []Block, f Filter) (sum Figures) {
	for _, b := range blocks {
		if f.holds(b.Traits) {
			sum.plus(b.Figures)
		}
	}
	return sum
}

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
