package publish

import (
	"strconv"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

func itoa(n int) string { return strconv.Itoa(n) }

// wordsAMinute is how fast a text for executives is read.
const wordsAMinute = 200

// minutes are the lengths of pages in one language, counted once.
type minutes map[*course.Page]int

func countMinutes(c *course.Course, tag lang.Tag) minutes {
	m := minutes{}
	for _, p := range c.Pages() {
		m[p] = Minutes(p, tag)
	}
	return m
}

// module is ModuleMinutes out of what was counted.
func (m minutes) module(module *course.Module) int {
	n := m[module.Check]
	for _, p := range module.Lessons {
		n += m[p]
	}
	return n
}

// Minutes is how long a page takes in a language: 200 words a minute, rounded up,
// and one minute a question. Of a check or an assessment it counts the questions
// of the fixed form.
func Minutes(p *course.Page, tag lang.Tag) int {
	h := p.Head(tag)
	if h == nil {
		return 0
	}
	asked := 0
	for _, q := range h.Questions {
		if p.Kind == course.Lesson || q.Form != "" {
			asked++
		}
	}
	if p.Kind == course.Check || p.Kind == course.Assessment {
		return asked
	}
	return (h.Words+wordsAMinute-1)/wordsAMinute + asked
}

// ModuleMinutes is how long the lessons and the check of a module take.
func ModuleMinutes(m *course.Module, tag lang.Tag) int {
	n := 0
	for _, p := range m.Lessons {
		n += Minutes(p, tag)
	}
	if m.Check != nil {
		n += Minutes(m.Check, tag)
	}
	return n
}

// CourseMinutes is how long the course takes: its modules and the assessment.
func CourseMinutes(c *course.Course, tag lang.Tag) int {
	n := 0
	for _, m := range c.Modules {
		n += ModuleMinutes(m, tag)
	}
	if c.Assessment != nil {
		n += Minutes(c.Assessment, tag)
	}
	return n
}
