package lms

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// scope is what a system launches and keeps the standing of: the whole course, or a part
// of it.
type scope struct {
	key       string // empty for the whole
	home      string // key of the page where it begins
	lede      lang.Text
	mark      float64 // what passes, 0 to 1; 0 when nothing has to be passed
	tasks     map[*course.Page]bool
	counts    map[*course.Page]bool // the answers given on these pages are its score
	elsewhere map[*course.Page]bool // pages that another part counts
	rule      func(face lang.Tag) string
}

func pageSet(pages ...*course.Page) map[*course.Page]bool {
	out := map[*course.Page]bool{}
	for _, p := range pages {
		if p != nil {
			out[p] = true
		}
	}
	return out
}

// wholeCourse is the course as one part.
func wholeCourse(c *course.Course) *scope {
	pass := 0
	var graded []*course.Page
	for _, page := range c.Pages() {
		if c.Graded(page) {
			graded = append(graded, page)
			pass = max(pass, page.Pass) // that of the assessment, or the highest that a check asks for
		}
	}
	of := &scope{home: string(publish.KindHome), lede: c.Description, mark: float64(pass) / 100, tasks: pageSet(c.Tasks()...), counts: pageSet(graded...)}
	of.rule = func(face lang.Tag) string { return courseRule(c, of.mark, face) }
	return of
}

// courseRule says what complete and passed mean in this course, as the player applies it.
func courseRule(c *course.Course, pass float64, face lang.Tag) string {
	rule := publish.Say(face, "package.rule")
	mark := lang.Percent(face, pass, 0)
	switch {
	case pass == 0:
	case c.Assessment != nil:
		rule += " " + publish.Say(face, "package.rule-assessment", lang.A{"mark": mark})
	default:
		rule += " " + publish.Say(face, "package.rule-checks", lang.A{"mark": mark})
	}
	return rule
}
