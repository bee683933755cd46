package main

import (
	"math/rand/v2"
	"net/url"
	"strconv"

	"atelier/internal/base/seal"
	"atelier/internal/content/course"
)

// partnerPurpose is for what the site names the partners of a matching; see delivery's partner.go.
const partnerPurpose = "delivery partner"

// answers fills a form as somebody of some ability answers: right as often as that (0 to 1). Of a scenario it chooses the
// step after those it took.
type answers struct {
	r       *rand.Rand
	keys    *seal.Keys
	ability float64
	right   map[course.ID]bool // what was decided of a question
	taken   int                // steps of scenarios
}

func (a *answers) form(questions []*course.Question, into url.Values) {
	for _, q := range questions {
		right, decided := a.right[q.ID]
		if !decided {
			right = a.r.Float64() < a.ability
			a.right[q.ID] = right
		}
		a.answer(q, right, into)
	}
}

func (a *answers) answer(q *course.Question, right bool, into url.Values) {
	name := string(q.ID)
	switch q.Kind {
	case course.Matching:
		for i, p := range q.Pairs {
			if !right {
				p = q.Pairs[(i+1)%len(q.Pairs)]
			}
			into.Set(name+"."+string(q.Pairs[i].ID), a.keys.Names(partnerPurpose, name, string(p.ID))[0])
		}
	case course.Ordering:
		for i, c := range q.Choices {
			at := i + 1
			if !right {
				at = len(q.Choices) - i
			}
			into.Set(name+"."+string(c.ID), strconv.Itoa(at))
		}
	case course.FillIn, course.Numeric:
		into.Set(name, "0")
		if c := a.choice(q.Choices, right); c != nil {
			into.Set(name, course.Plain(c.Text.Inlines))
		}
	case course.Reflection:
		into.Set(name, "We would ask the people who hold the service today.")
	case course.Scenario:
		if way := wayTo(q, map[bool]string{true: "good", false: "poor"}[right]); a.taken < len(way) {
			into.Set(name, string(way[a.taken]))
		}
	case course.Multiple:
		for i, c := range q.Choices {
			if c.Right && (right || i > 0) || !right && i == 0 {
				into.Add(name, string(c.ID))
			}
		}
	default:
		if c := a.choice(q.Choices, right); c != nil {
			into.Set(name, string(c.ID))
		}
	}
}

// choice is a right one, or a wrong one by lot; any where there is none of the kind.
func (a *answers) choice(all []course.Choice, right bool) *course.Choice {
	var fit []*course.Choice
	for i := range all {
		if all[i].Right == right && all[i].Text != nil {
			fit = append(fit, &all[i])
		}
	}
	if len(fit) == 0 && len(all) > 0 {
		return &all[0]
	}
	if len(fit) == 0 {
		return nil
	}
	return fit[a.r.IntN(len(fit))]
}

// wayTo is the shortest way through a scenario to an end with an outcome; to any end when there is none such.
func wayTo(q *course.Question, outcome string) []course.ID {
	type point struct {
		step string
		way  []course.ID
	}
	named := map[string]*course.Step{}
	for i := range q.Steps {
		named[q.Steps[i].Name] = &q.Steps[i]
	}
	if len(q.Steps) == 0 {
		return nil
	}
	var any []course.ID
	seen := map[string]bool{}
	for left := []point{{step: q.Steps[0].Name}}; len(left) > 0; left = left[1:] {
		at := named[left[0].step]
		if at == nil || seen[at.Name] {
			continue
		}
		seen[at.Name] = true
		if len(at.Choices) == 0 {
			if at.Outcome == outcome || at.Outcome == "" && outcome == "good" {
				return left[0].way
			}
			any = left[0].way
			continue
		}
		for _, c := range at.Choices {
			left = append(left, point{c.Goto, append(append([]course.ID{}, left[0].way...), c.ID)})
		}
	}
	return any
}
