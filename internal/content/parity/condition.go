package parity

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Condition is something else that a check, or the final assessment, asks of whoever takes it, beside its questions.
type Condition struct {
	Page  string `json:"page"` // its path, without language and ending
	Key   string `json:"key"`  // pass, draw, attempts, time: as the page's head has it
	Old   int    `json:"old"`  // 0 where nothing was asked for
	New   int    `json:"new"`  // likewise
	Class Class  `json:"class"`
}

// Say is the condition in an interface language: “attempts: 3 before, 2 now”.
func (c Condition) Say(tag lang.Tag) string {
	value := func(n int) string {
		if n == 0 {
			return words.Say(tag, "condition."+c.Key+".none")
		}
		return words.Say(tag, "condition."+c.Key+".value", lang.A{"n": n})
	}
	return words.Say(tag, "condition.changed", lang.A{"name": words.Say(tag, "condition."+c.Key+".name"), "old": value(c.Old), "new": value(c.New)})
}

// SayConditions is several conditions in a row.
func SayConditions(list []Condition, tag lang.Tag) string {
	var out []string
	for _, c := range list {
		out = append(out, c.Say(tag))
	}
	return lang.Join(tag, out)
}

// conditions are what checks that are in both states ask for otherwise, in the reading order of the new one. They change
// what people must do, and are of the class of meaning. A check whose title is another is the one at its path.
func conditions(old, new *course.Course) (out []Condition) {
	before, here := map[course.ID]*course.Page{}, map[course.ID]bool{}
	at := map[string]*course.Page{}
	for _, p := range old.Pages() {
		before[old.PageID(p)], at[p.Path] = p, p
	}
	for _, p := range new.Pages() {
		here[new.PageID(p)] = true
	}
	for _, p := range new.Pages() {
		was := before[new.PageID(p)]
		if stood := at[p.Path]; was == nil && stood != nil && !here[old.PageID(stood)] {
			was = stood
		}
		if was == nil {
			continue
		}
		for _, c := range []Condition{
			{Key: "pass", Old: was.Pass, New: p.Pass}, {Key: "draw", Old: was.Draw, New: p.Draw},
			{Key: "attempts", Old: was.Attempts, New: p.Attempts}, {Key: "time", Old: was.Time, New: p.Time},
		} {
			if c.Old != c.New {
				c.Page, c.Class = p.Path, Meaning
				out = append(out, c)
			}
		}
	}
	return out
}
