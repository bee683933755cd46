package delivery

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// maxText bounds what is kept of a text somebody writes, in characters.
const maxText = 10_000

// Answer is what somebody answered to a question.
type Answer struct {
	Chosen []course.ID          `json:"chosen,omitempty"` // choices; of a scenario the way that was taken
	Lines  map[course.ID]string `json:"lines,omitempty"`  // matching: the partner; ordering: the position from 1
	Text   string               `json:"text,omitempty"`   // what was written
	Lang   lang.Tag             `json:"lang,omitempty"`   // the language Text is in
	Told   bool                 `json:"told,omitempty"`   // the learner was told how it was
}

// empty says that nothing was answered.
func (a Answer) empty() bool { return len(a.Chosen) == 0 && len(a.Lines) == 0 && a.Text == "" }

// same says whether two answers are one, whatever was told of them.
func (a Answer) same(b Answer) bool {
	return slices.Equal(a.Chosen, b.Chosen) && maps.Equal(a.Lines, b.Lines) && a.Text == b.Text
}

// fields is a form as it was sent.
type fields map[string][]string

func (f fields) get(name string) string {
	if v := f[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// read takes the answer to a question out of a form, on top of the answer that is
// kept. Values the question does not have (a form drawn before an edit, a foreign
// hand) are passed over, and what is empty leaves what is kept.
func (f fields) read(q *course.Question, kept Answer, tag lang.Tag) Answer {
	now := kept
	now.Lines = maps.Clone(kept.Lines)
	name := string(q.ID)
	switch q.Kind {
	case course.Matching, course.Ordering:
		for _, id := range lineIDs(q) {
			if v := f.get(name + "." + string(id)); validLine(q, v) {
				if now.Lines == nil {
					now.Lines = map[course.ID]string{}
				}
				now.Lines[id] = v
			}
		}
	case course.FillIn, course.Numeric, course.Reflection:
		if text := clip(strings.TrimSpace(f.get(name))); text != "" && text != kept.Text {
			now.Text, now.Lang = text, tag
		}
	case course.Scenario:
		now.Chosen = walkOn(q, kept.Chosen, course.ID(f.get(name)))
	default:
		if chosen := f.choices(q); len(chosen) > 0 {
			now.Chosen = chosen
		}
	}
	if !now.same(kept) {
		now.Told = false
	}
	return now
}

// choices are the choices of a question that were sent, in the order of the
// source; one alone where one can be chosen.
func (f fields) choices(q *course.Question) []course.ID {
	var chosen []course.ID
	for _, c := range q.Choices {
		if c.ID != "" && slices.Contains(f[string(q.ID)], string(c.ID)) {
			chosen = append(chosen, c.ID)
		}
	}
	if len(chosen) > 1 && q.Kind != course.Multiple {
		return chosen[:1]
	}
	return chosen
}

// lineIDs are the lines of a matching or an ordering.
func lineIDs(q *course.Question) []course.ID {
	var ids []course.ID
	for _, p := range q.Pairs {
		ids = append(ids, p.ID)
	}
	for _, c := range q.Choices {
		ids = append(ids, c.ID)
	}
	return ids
}

func validLine(q *course.Question, v string) bool {
	if q.Kind == course.Matching {
		return slices.ContainsFunc(q.Pairs, func(p course.Pair) bool { return string(p.ID) == v })
	}
	n, err := strconv.Atoi(v)
	return err == nil && n >= 1 && n <= len(q.Choices)
}

// walk follows the way somebody took through a scenario: the steps that were met,
// the present one last. A choice that the course has no more ends the walk there.
func walk(q *course.Question, way []course.ID) (met []*course.Step, taken []course.ID) {
	at := stepNamed(q, "")
	for at != nil {
		met = append(met, at)
		if len(taken) == len(way) {
			break
		}
		c := choiceOf(at, way[len(taken)])
		if c == nil {
			break
		}
		taken = append(taken, c.ID)
		at = stepNamed(q, c.Goto)
	}
	return met, taken
}

// walkOn adds a choice to a way when the present step offers it.
func walkOn(q *course.Question, way []course.ID, chosen course.ID) []course.ID {
	met, taken := walk(q, way)
	if len(met) == 0 || len(met) <= len(taken) || choiceOf(met[len(met)-1], chosen) == nil || len(taken) >= maxWay {
		return taken
	}
	return append(slices.Clip(taken), chosen)
}

// maxWay bounds a walk in circles.
const maxWay = 100

// stepNamed is a step by its name, the first one without; nil when there is none.
func stepNamed(q *course.Question, name string) *course.Step {
	for i := range q.Steps {
		if name == "" || q.Steps[i].Name == name {
			return &q.Steps[i]
		}
	}
	return nil
}

func choiceOf(s *course.Step, id course.ID) *course.Choice {
	for i := range s.Choices {
		if id != "" && s.Choices[i].ID == id {
			return &s.Choices[i]
		}
	}
	return nil
}

func clip(s string) string {
	if len(s) <= maxText {
		return s
	}
	if runes := []rune(s); len(runes) > maxText {
		return string(runes[:maxText])
	}
	return s
}
