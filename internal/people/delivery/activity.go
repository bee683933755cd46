package delivery

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/people/library"
	"atelier/internal/standard/xapi"
)

// IRI names an activity: the course's IRI, a number sign and the id of a passage.
// It says no language and survives every move. The number sign makes it a part of
// the thing the course's IRI names, whether that is a URL or a URN (RFC 8141, 2.3.3).
type IRI string

func activity(c *course.Course, id course.ID) IRI { return IRI(c.IRI + "#" + string(id)) }

// PageActivity is the activity of a page: the passage that is its title. A page
// whose title has no id yet is known by its path in the source.
func PageActivity(c *course.Course, p *course.Page) IRI {
	return activity(c, c.PageID(p))
}

// textOf is a page in a language; nil when it does not exist in it.
func textOf(p *course.Page, tag lang.Tag) *course.Doc { return p.Doc(tag) }

// Asked are the questions of a page as a language words them, by their activities.
func Asked(c *course.Course, p *course.Page, tag lang.Tag) map[IRI]*course.Question {
	out := map[IRI]*course.Question{}
	for _, q := range questions(textOf(p, tag)) {
		out[activity(c, q.ID)] = q
	}
	return out
}

func moduleActivity(c *course.Course, m *course.Module) IRI {
	return activity(c, course.ID("module."+m.Key))
}

// courseActivity is the course itself.
func courseActivity(c *course.Course) IRI { return IRI(c.IRI) }

// of says whether an activity is a course or something of it.
func (i IRI) of(c *course.Course) bool {
	below, ok := strings.CutPrefix(string(i), c.IRI)
	return ok && (below == "" || below[0] == '#')
}

// thing is an activity as a statement says it.
func (i IRI) thing(kind string) xapi.Activity {
	return xapi.Activity{ObjectType: "Activity", ID: string(i), Definition: &xapi.Definition{Type: kind}}
}

func pageType(p *course.Page) string {
	switch p.Kind {
	case course.Check, course.Assessment:
		return xapi.TypeAssessment
	}
	return xapi.TypeLesson
}

// interactions are the questions' kinds as xAPI has them. A scenario is a walk that
// no interaction type describes.
var interactions = map[course.QuestionKind]xapi.Interaction{
	course.Single: xapi.Choice, course.Multiple: xapi.Choice, course.TrueFalse: xapi.Choice,
	course.Matching: xapi.Matching, course.Ordering: xapi.Sequencing, course.FillIn: xapi.FillIn,
	course.Numeric: xapi.Numeric, course.Likert: xapi.Likert, course.Reflection: xapi.LongFillIn,
	course.Scenario: xapi.Other,
}

// question is a question as a statement says it.
func question(c *course.Course, q *course.Question) xapi.Activity {
	a := activity(c, q.ID).thing(xapi.TypeInteraction)
	a.Definition.InteractionType = interactions[q.Kind]
	return a
}

// around is the context of what happens on a page.
func around(p *library.Page, attempt int) *xapi.Context {
	c := p.Edition.Course
	l, _ := c.Language(p.Tag)
	locale := l.Locale
	if locale == "" {
		locale = string(p.Tag)
	}
	x := &xapi.Context{Language: locale, ContextActivities: &xapi.ContextActivities{Grouping: []xapi.Activity{courseActivity(c).thing(xapi.TypeCourse)}}}
	if p.Module != nil {
		x.ContextActivities.Grouping = append(x.ContextActivities.Grouping, moduleActivity(c, p.Module).thing(xapi.TypeModule))
	}
	if attempt > 0 {
		x.Extensions = map[string]any{xapi.ExtensionAttempt: attempt}
	}
	return x
}

// inside is around for a question of the page, as it is asked there.
func inside(p *library.Page, q *course.Question, attempt int) *xapi.Context {
	x := around(p, attempt)
	x.Revision = q.Version()
	x.ContextActivities.Parent = []xapi.Activity{PageActivity(p.Edition.Course, p.Page).thing(pageType(p.Page))}
	return x
}
