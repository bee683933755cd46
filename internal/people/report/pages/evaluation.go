package pages

import (
	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
)

// Evaluation is a form about the course for its learners.
type Evaluation struct {
	Face    lang.Tag
	Heading page.Heading
	Action  string
	Wrong   []page.Link  // to what is missing
	Instead *page.Empty  // in the place of the form: why there is none
	Thanks  *page.Notice // likewise, to who filled it in
	Stop    string       // a button under the thanks: not to be asked later; empty without it
	Scales  []Scale
	Said    page.FormField
	Later   string // of a box: to be asked later; empty without it
	LaterOn bool   // which is ticked
	Send    string
}

// Scale is a question with points from one end to the other.
type Scale struct {
	ID, Name, Text string
	Low, High      string // what the ends mean
	Error          string
	Points         []Point
}

// describedBy ties the question to what its ends mean and to what is wrong.
func (s Scale) describedBy() templ.Attributes {
	ids := s.ID + "-ends"
	if s.Error != "" {
		ids = s.ID + "-error " + ids
	}
	return templ.Attributes{"aria-describedby": ids}
}

// Point is one of them.
type Point struct {
	Value, Text string
	Chosen      bool
}

// Evaluated is what learners said of the course.
type Evaluated struct {
	Face           lang.Tag
	Heading        page.Heading
	Courses        []page.Link // the same of the other courses
	Action, Forget string      // of the buttons beside what people wrote
	Forms          []FormPart
	Files          []page.Link
}

// FormPart is what is told of one form.
type FormPart struct {
	ID, Title string
	Nothing   string // in the place of figures; empty when there are some
	Warning   *page.Notice
	Bars      page.Bars
	Board     page.Board
	Said      string // heads what people wrote; empty for those who may not read it
	Few       string // in its place
	Opinions  []Opinion
}

// Opinion is what somebody wrote.
type Opinion struct{ ID, Text, Lang string }
