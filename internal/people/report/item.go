package report

import (
	"cmp"
	"math"
	"slices"
)

// Trust is how much figures from so many answers can bear.
type Trust string

// The degrees of trust: below thirty answers a share may be off by eighteen points,
// below a hundred by ten (the interval of Wilson around one half).
const (
	TooFew Trust = "too-few" // nothing can be concluded
	Rough  Trust = "rough"   // a first impression
	Usable Trust = "usable"
)

func trust(n int) Trust {
	switch {
	case n < 30:
		return TooFew
	case n < 100:
		return Rough
	}
	return Usable
}

// Interval is a figure and where the true one lies nineteen times in twenty. Where the
// answers do not give it, it is the zero Interval.
type Interval struct {
	Known            bool
	Value, Low, High float64
}

// z is the width of an interval that holds nineteen times in twenty.
const z = 1.959964

// share is hits of n, with the interval of Wilson (1927), which stays inside 0 and 1.
func share(hits, n int) Interval {
	if n == 0 {
		return Interval{}
	}
	p, m := float64(hits)/float64(n), float64(n)
	middle := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return Interval{true, p, max(0, middle-half), min(1, middle+half)}
}

// Choice is how often one choice of a question was taken, by all and by the third of
// people with the lowest and with the highest score on the other questions.
type Choice struct {
	ID              string
	Taken           int
	Lowest, Highest float64 // shares of the lowest and the highest third, from 0 to 1
}

// Item is what the answers say of one version of a question.
type Item struct {
	ID, Version string
	N           int
	Trust       Trust
	Facility    Interval // share of right answers, from 0 to 1: high is easy
	// Discrimination is how right answers go with the score on the other questions: the
	// point-biserial correlation, corrected for the question itself, from -1 to 1. Its
	// interval is Fisher's. Not known where everybody answered alike.
	Discrimination Interval
	Choices        []Choice
}

// items analyses every version of every question, in the order of their ids. Scores
// are over the questions of the same answers, so the answers are those of one check.
func items(answers []Answer) []Item {
	scores := scoresOf(answers)
	groups := map[[2]string][]Answer{}
	for _, a := range answers {
		k := [2]string{a.Item, a.Version}
		groups[k] = append(groups[k], a)
	}
	out := make([]Item, 0, len(groups))
	for k, list := range groups {
		out = append(out, item(k[0], k[1], list, scores))
	}
	slices.SortFunc(out, func(a, b Item) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version)) })
	return out
}

// score is what somebody had right, of how many.
type score struct{ right, of int }

func scoresOf(answers []Answer) map[string]score {
	all := map[string]score{}
	for _, a := range answers {
		s := all[a.Person]
		s.of++
		if a.Right {
			s.right++
		}
		all[a.Person] = s
	}
	return all
}

// rest is the share that the person of an answer has right on all other questions;
// not known where there are none.
func rest(a Answer, scores map[string]score) (float64, bool) {
	s := scores[a.Person]
	if a.Right {
		s.right--
	}
	if s.of--; s.of == 0 {
		return 0, false
	}
	return float64(s.right) / float64(s.of), true
}

func item(id, version string, list []Answer, scores map[string]score) Item {
	it := Item{ID: id, Version: version, N: len(list), Trust: trust(len(list))}
	right := 0
	var x, y []float64 // right or not, and the score on the others
	for _, a := range list {
		hit := 0.0
		if a.Right {
			right++
			hit = 1
		}
		if r, ok := rest(a, scores); ok {
			x, y = append(x, hit), append(y, r)
		}
	}
	it.Facility = share(right, len(list))
	it.Discrimination = correlation(x, y)
	it.Choices = choices(list, scores)
	return it
}

// correlation is Pearson's, with the interval of Fisher (1921).
func correlation(x, y []float64) Interval {
	n := float64(len(x))
	mx, my := mean(x), mean(y)
	var xx, yy, xy float64
	for i := range x {
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
		xy += (x[i] - mx) * (y[i] - my)
	}
	if xx == 0 || yy == 0 || n < 4 {
		return Interval{}
	}
	r := max(-1, min(1, xy/math.Sqrt(xx*yy))) // rounding may lead beyond, where Fisher's interval is none
	half := z / math.Sqrt(n-3)
	return Interval{true, r, math.Tanh(math.Atanh(r) - half), math.Tanh(math.Atanh(r) + half)}
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// choices counts what was chosen, by all and by the thirds at both ends.
func choices(list []Answer, scores map[string]score) []Choice {
	ranked := slices.Clone(list)
	slices.SortStableFunc(ranked, func(a, b Answer) int {
		x, _ := rest(a, scores)
		y, _ := rest(b, scores)
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.Person, b.Person))
	})
	third := len(ranked) / 3
	found := map[string]*Choice{}
	for i, a := range ranked {
		for _, id := range a.Chosen {
			c := found[id]
			if c == nil {
				c = &Choice{ID: id}
				found[id] = c
			}
			c.Taken++
			if i < third {
				c.Lowest += 1 / float64(third)
			}
			if i >= len(ranked)-third {
				c.Highest += 1 / float64(third)
			}
		}
	}
	var out []Choice
	for _, c := range found {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Choice) int { return cmp.Compare(a.ID, b.ID) })
	return out
}
