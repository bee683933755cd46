package page

import (
	"github.com/a-h/templ"

	"atelier/internal/base/lang"
)

// State is how far a learner is with a lesson, a module or a check.
type State string

// The states; the empty State is NotStarted.
const (
	NotStarted State = "new"
	Started    State = "started"
	Done       State = "done"
)

func (s State) orNew() State {
	if s == "" {
		return NotStarted
	}
	return s
}

func (s State) icon() string {
	switch s {
	case Started:
		return "started"
	case Done:
		return "done"
	}
	return "empty"
}

func (s State) words(t lang.Tag) string { return say(t, "state."+string(s.orNew())) }

// Text is a plain string as a component, escaped.
func Text(s string) templ.Component { return templ.Raw(templ.EscapeString(s)) }

// HTML is course text that content/render has made safe.
func HTML(s string) templ.Component { return templ.Raw(s) }

// Heading opens a page: a kicker that says where, the title (the page's h1) and
// a lede. Title and Lede are course text.
type Heading struct {
	Kicker  string
	Title   templ.Component
	TitleID string // id of the passage; none when empty
	Lede    templ.Component
	LedeID  string
}

// Step is one stop on the thread.
type Step struct {
	Link
	State State
	Pages string // what a session knows it by (Known.Page); empty where a server says the state
}

// Thread says where the reader is in a module.
type Thread struct {
	Title   Link // the module
	Steps   []Step
	Minutes int // left in the module, rounded by the caller; 0 says nothing
}

func (s Step) class() string {
	c := "is-" + string(s.State.orNew())
	if s.Current {
		c += " is-here"
	}
	return c
}

func (th Thread) done() int {
	n := 0
	for _, s := range th.Steps {
		if s.State == Done {
			n++
		}
	}
	return n
}

// Line is one line of a list in course text, with the id of its passage.
type Line struct {
	ID   string
	Text templ.Component
}

// Button is a link that looks like what it is: a step forward. With an Action it
// is a form that posts. Text says what comes next, not “Next”.
type Button struct {
	Text   string
	Note   string // small line above the text: “Next lesson · 6 min”
	Href   string
	Action string  // when set, a POST form
	Fields []Field // hidden fields of that form
	Quiet  bool    // secondary; one main button a view
	Icon   string  // name of an icon; none when empty
	Lang   string
}

// Field is a hidden form field.
type Field struct{ Name, Value string }

func (b Button) class() string {
	if b.Quiet {
		return "go quiet"
	}
	return "go"
}

// LessonPage is the content of a lesson.
type LessonPage struct {
	Heading
	Objectives []Line
	Body       templ.Component // prose: rendered blocks, passages and margin notes
	Sources    []Source
	Back       *Button
	Next       *Button
	Onward     templ.Component // drawn in the place of Next, by who has to mark that place
	Ends       bool            // nothing comes next: a button of the script marks it as done
}

// onward is what leads on from the lesson; nil when nothing does.
func (l LessonPage) onward() templ.Component {
	if l.Onward == nil && l.Next != nil {
		return Go(*l.Next)
	}
	return l.Onward
}

// Note is a remark beside a passage: a definition, a comment, a source.
type Note struct {
	ID    string // "note-copyleft"; a.term[data-note] refers to it
	Term  string
	Also  string // the same term in another language
	Lang  string // locale of Also
	Text  templ.Component
	Extra templ.Component
}

// Source is one entry of a list of sources or footnotes.
type Source struct {
	ID    string
	Label string // the number or mark the text uses
	Text  templ.Component
	Back  []Link // to where it is used
}

// ThreadLeft says how many minutes are left of a module; empty for none.
func ThreadLeft(t lang.Tag, minutes int) string {
	if minutes == 0 {
		return ""
	}
	return say(t, "thread.left", lang.A{"n": minutes})
}
