package report

import (
	"cmp"
	"math"
	"slices"

	"atelier/internal/base/lang"
)

// Comparison says whether a question is harder in one language than in another for
// people of equal score: differential item functioning by the procedure of Mantel and
// Haenszel, as Holland and Thayer (1988) use it.
type Comparison struct {
	ID, Version string
	N           [2]int // answers in each language, where both have people of the same score
	Trust       Trust
	// Delta is the difference on the scale of ETS, -2.35 times the logarithm of the
	// common odds ratio: below zero the question is harder in the second language. One
	// and a half is what ETS calls large. Not known where nothing can be compared.
	Delta Interval
	P     float64 // of so large a difference by chance alone, before Holm; 1 where nothing can be compared
	// Unequal asks for a review of the two texts: the difference is one or more, and
	// would come up by chance in one report of twenty at the most, over all its questions.
	Unequal bool
}

// The bounds of Unequal.
const (
	falseAlarms = 0.05 // share of reports on fair checks in which any question is shown as unequal
	notable     = 1.0  // Delta below it changes nobody's result
)

// fewPerLanguage is from how many people in each language a comparison is tried.
const fewPerLanguage = 30

// compare looks at every version of every question of one check in two languages.
// Scores are first taken over all questions and then without those found unequal, so
// that an unfair question does not make fair ones look so.
func compare(answers []Answer, first, second lang.Tag) []Comparison {
	found := compareBy(answers, first, second, nil)
	unequal := map[string]bool{}
	for _, c := range found {
		if c.Unequal {
			unequal[c.ID] = true
		}
	}
	if len(unequal) == 0 {
		return found
	}
	return compareBy(answers, first, second, unequal)
}

func compareBy(answers []Answer, first, second lang.Tag, without map[string]bool) []Comparison {
	scores := scoresWithout(answers, without)
	groups := map[[2]string][]Answer{}
	for _, a := range answers {
		if a.Language == first || a.Language == second {
			k := [2]string{a.Item, a.Version}
			groups[k] = append(groups[k], a)
		}
	}
	out := make([]Comparison, 0, len(groups))
	for k, list := range groups {
		c := Comparison{ID: k[0], Version: k[1]}
		c.mantelHaenszel(strata(list, scores, without, first))
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Comparison) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version)) })
	holm(out)
	return out
}

func scoresWithout(answers []Answer, without map[string]bool) map[string]score {
	if len(without) == 0 {
		return scoresOf(answers)
	}
	return scoresOf(slices.DeleteFunc(slices.Clone(answers), func(a Answer) bool { return without[a.Item] }))
}

// stratum counts the answers of people of one score: [language][right].
type stratum [2][2]float64

// strata sorts the answers to a question by the score of those who gave them. The
// question itself belongs to the score, also where others are left out: without it,
// languages of unlike strength make fair questions look unfair (Holland and Thayer).
func strata(list []Answer, scores map[string]score, without map[string]bool, first lang.Tag) map[score]*stratum {
	out := map[score]*stratum{}
	for _, a := range list {
		k, right := scores[a.Person], 0
		if a.Right {
			right = 1
		}
		if without[a.Item] {
			k.of++
			k.right += right
		}
		s := out[k]
		if s == nil {
			s = &stratum{}
			out[k] = s
		}
		language := 1
		if a.Language == first {
			language = 0
		}
		s[language][right]++
	}
	return out
}

// mantelHaenszel puts the strata together: the common odds ratio with the variance of
// Robins, Breslow and Greenland (1986), and the chi-square with its correction.
func (c *Comparison) mantelHaenszel(all map[score]*stratum) {
	c.P = 1
	var r, s, pr, psqr, qs, got, expected, variance float64
	for _, t := range all {
		a, b, d, e := t[0][1], t[0][0], t[1][1], t[1][0] // right and wrong in the first, in the second
		n := a + b + d + e
		if a+b == 0 || d+e == 0 {
			continue // nobody to compare with
		}
		c.N[0] += int(a + b)
		c.N[1] += int(d + e)
		if n > 1 {
			got += a
			expected += (a + b) * (a + d) / n
			variance += (a + b) * (d + e) * (a + d) * (b + e) / (n * n * (n - 1))
		}
		ri, si, p, q := a*e/n, b*d/n, (a+e)/n, (b+d)/n
		r, s = r+ri, s+si
		pr, psqr, qs = pr+p*ri, psqr+p*si+q*ri, qs+q*si
	}
	c.Trust = trust(min(c.N[0], c.N[1]))
	if min(c.N[0], c.N[1]) < fewPerLanguage || r == 0 || s == 0 || variance == 0 {
		return
	}
	chi := math.Pow(max(0, math.Abs(got-expected)-0.5), 2) / variance
	c.P = math.Erfc(math.Sqrt(chi / 2))
	delta := -2.35 * math.Log(r/s) // r/s: how much better the odds of a right answer are in the first language
	half := z * 2.35 * math.Sqrt(pr/(2*r*r)+psqr/(2*r*s)+qs/(2*s*s))
	c.Delta = Interval{true, delta, delta - half, delta + half}
}

// holm says which differences stand although many were looked at (Holm 1979).
func holm(all []Comparison) {
	order := make([]int, 0, len(all))
	for i := range all {
		if all[i].Delta.Known {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(all[a].P, all[b].P) })
	for rank, i := range order {
		if all[i].P*float64(len(order)-rank) > falseAlarms {
			return
		}
		all[i].Unequal = math.Abs(all[i].Delta.Value) >= notable
	}
}
