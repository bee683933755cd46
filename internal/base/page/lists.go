package page

import (
	"github.com/a-h/templ"

	"atelier/internal/base/lang"
)

// Home is the cover of a course.
type Home struct {
	Title   templ.Component
	TitleID string
	Lede    templ.Component
	LedeID  string
	Go      Button  // begin, or continue where I was
	Second  *Button // quiet
	Facts   []Fact  // length, audience, licence: a short line each
	Modules []ModuleRow
	Final   *LessonRow // the final assessment; nil when there is none
	Others  Group      // other courses that stand beside it; not drawn without rows
}

// ModuleRow is one module in a list.
type ModuleRow struct {
	Number      int
	Title       Link
	TitleID     string
	Description templ.Component
	State       State
	Minutes     int // its length; 0 says nothing
	LessonsDone int
	Lessons     int
	Writing     bool // its text is still being written
	// Pages are what a session knows its lessons and check by, parted by spaces; empty
	// where a server says the state.
	Pages string
}

func (m ModuleRow) words(t lang.Tag) string {
	switch {
	case m.Writing:
		return say(t, "module.writing")
	case m.State == Started:
		return say(t, "module.progress", lang.A{"n": m.LessonsDone, "of": m.Lessons})
	case m.State == Done:
		return say(t, "state.module-done")
	case m.Minutes == 0:
		return m.State.words(t)
	}
	return say(t, "module.minutes", lang.A{"n": m.Minutes})
}

func (m ModuleRow) icon() string {
	if m.Writing {
		return "writing"
	}
	return m.State.icon()
}

// ModulePage is the page of a module: what it is for, its lessons, what goes with it.
type ModulePage struct {
	Heading
	Writing    bool
	Objectives []Line
	Lessons    []LessonRow
	Extras     []Extra
	Go         *Button
}

// LessonRow is one lesson, or the check, in a module.
type LessonRow struct {
	Title       Link
	Description templ.Component
	State       State
	Pages       string // as in ModuleRow
	Minutes     int
}

func (l LessonRow) words(t lang.Tag) string {
	if l.State.orNew() == NotStarted && l.Minutes > 0 {
		return say(t, "module.minutes", lang.A{"n": l.Minutes})
	}
	return l.State.words(t)
}

// Extra is something that goes with a module: its summary, a checklist, a case.
type Extra struct {
	Title Link
	Text  string
}

// Fact is a name and what it is.
type Fact struct {
	Name string
	Text templ.Component
	ID   string
}

// ListPage is a page that leads to pages: checklists, cases, an index.
type ListPage struct {
	Heading
	Letters []Link // the alphabet, for an index; letters without entry have no Href
	Groups  []Group
	Empty   *Empty // shown when there is no group
	Body    templ.Component
}

// Group is a titled part of a list; Title may be empty when there is one.
type Group struct {
	ID    string
	Title string
	Rows  []Row
}

// Row is one line of a list.
type Row struct {
	ID     string
	Title  Link
	Text   templ.Component
	Meta   []string // small facts: “Canada”, “2023”
	More   *Reveal  // what is shown on demand below it; nil when there is nothing
	Under  Under    // what belongs to it; not drawn without lines
	Flags  []Flag
	State  State
	Status string // words for the state; nothing is drawn when empty
}

// Under is a titled list below a row.
type Under struct {
	Title string
	Lines []UnderLine
}

// UnderLine is a line of it: where it leads, small facts, and a sentence, which may be empty.
type UnderLine struct {
	Link
	Facts []string
	Text  string
}

// Flag says that something exists in a language: its short mark and full name.
type Flag struct{ Mark, Name string }

// GlossaryPage lists the terms in the order of the alphabet.
type GlossaryPage struct {
	Heading
	Letters []Link
	Groups  []TermGroup
}

// TermGroup holds the terms of one letter.
type TermGroup struct {
	ID, Letter string
	Terms      []Term
}

// Term is one glossary term.
type Term struct {
	ID         string
	Name       templ.Component
	Also       []Also
	Definition templ.Component
	Note       templ.Component
	Links      []Link // lessons that use it, related terms
}

// Also is the same term in another language.
type Also struct{ Locale, Language, Name string }

// ResourcePage is the table of resources.
type ResourcePage struct {
	Heading
	Groups []ResourceGroup
}

// ResourceGroup holds the resources of one kind or module.
type ResourceGroup struct {
	ID, Title string
	Items     []Resource
}

// Resource is one resource. Title.Lang is set when the resource is in another
// language than the page.
type Resource struct {
	ID      string
	Title   Link
	By      templ.Component
	GoodFor templ.Component
	Kind    string
	Flags   []Flag
	Only    string // “in English only”, where the page's language is missing
	Checked string // date, ready to read
}

// ObjectiveRow is one line of the objectives map.
type ObjectiveRow struct {
	ID     string
	Text   templ.Component
	Taught []Link
	Tested []Link
}

// MapPage is the objectives map: what teaches and what tests each objective.
type MapPage struct {
	Heading
	Groups []MapGroup
}

// MapGroup holds the objectives of a module or of the course.
type MapGroup struct {
	ID, Title string
	Rows      []ObjectiveRow
}

// SearchPage is the search form with its results. Before a search (Query empty)
// and with script off the index below it serves.
type SearchPage struct {
	Heading
	Action  string // GET form, field q
	Query   string
	Results []Result
	Total   int
	Pages   Pages
	Index   templ.Component // alphabetical index
	Script  *SearchScript   // the static edition's; nil where a server answers
	Meant   []Link          // other spellings to try
}

// SearchScript lets a script answer where no server does. Data are the attributes
// that base/search's ts/form.ts asks for, without their "data-"; Src is the script.
type SearchScript struct {
	Src      string
	Data     []Field
	Noscript string // said where no script runs
	More     string // text of the button that shows more
}

func (s *SearchScript) attributes() templ.Attributes {
	a := templ.Attributes{"role": "search", "data-results": "found", "data-status": "found-status", "data-more": "found-more", "data-empty": "found-none"}
	for _, f := range s.Data {
		a["data-"+f.Name] = f.Value
	}
	return a
}

// Result is one thing found. Excerpt holds the found words in mark elements.
type Result struct {
	Kicker  string
	Title   Link
	Excerpt templ.Component
}

// SearchForm asks for words to look for, by GET in the field q.
type SearchForm struct {
	Action string
	Label  string
	Query  string // what was asked for
}

// FoundCourses is what a search in several courses found.
type FoundCourses struct {
	Query   string
	Total   int
	Courses []FoundCourse
	All     Link // leads back to the list of courses
}

// FoundCourse is what was found in one course. Locale is its language where that is not the one of the page.
type FoundCourse struct {
	ID      string
	Title   Link
	Locale  string
	Results []Result
	More    Link // leads to all that was found in it; not drawn without Href
}

// SummaryPage is a module on one page of paper.
type SummaryPage struct {
	Heading
	Body templ.Component
	Go   []Button
}

// ChecklistPage is a list to tick. With an Action it is a form that keeps ticks
// without script; without one the script keeps them on the device.
type ChecklistPage struct {
	Heading
	ID       string // names what is kept
	Action   string
	Fields   []Field
	Intro    templ.Component
	Sections []ChecklistSection
	Saved    bool
}

// ChecklistSection is a titled part of a checklist.
type ChecklistSection struct {
	ID    string
	Title templ.Component
	Items []ChecklistItem
}

// ChecklistItem is one thing to tick; ID is its passage id.
type ChecklistItem struct {
	ID     string
	Text   templ.Component
	Ticked bool
}

func (c ChecklistPage) counts() (ticked, all int) {
	for _, s := range c.Sections {
		for _, i := range s.Items {
			all++
			if i.Ticked {
				ticked++
			}
		}
	}
	return ticked, all
}

// CasePage is a case study with its facts.
type CasePage struct {
	Heading
	Facts   []Fact
	Body    templ.Component
	Sources []Source
	Back    *Button
	Next    *Button
}
