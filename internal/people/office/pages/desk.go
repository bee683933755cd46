package pages

import (
	"maps"
	"slices"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
)

// Around is the way around the administration.
type Around struct {
	Name   string
	Groups []Group
}

// Group is a heading and the areas under it.
type Group struct {
	Name  string
	Links []page.Link
}

// Outcome is what became of a form: Kept says that all was kept, Wrong leads to each
// field that could not be.
type Outcome struct {
	Face  lang.Tag
	Kept  string
	Wrong []page.Link
}

// Steps is a checklist of what to decide.
type Steps struct {
	Title, Text string
	Steps       []Step
}

// Step is one line of a checklist.
type Step struct {
	Link  page.Link
	Why   string
	State string // in words
	Done  bool
}

// Form is a form with fields one under the other.
type Form struct {
	Face   lang.Tag
	Action string
	Hidden map[string]string
	Fields []page.FormField
	File   *Upload // nil where no file is sent
	Send   string  // what the button says
}

func (f Form) encoding() string {
	if f.File != nil {
		return "multipart/form-data"
	}
	return "application/x-www-form-urlencoded"
}

// names are the hidden fields, in one order.
func (f Form) names() []string { return slices.Sorted(maps.Keys(f.Hidden)) }

// Upload is a field for a file, beside the one there is.
type Upload struct {
	Name, Label, Hint, Accept, Error string
	Now, NowSays                     string // address of the file there is, and what it is
	Remove                           string // words of the box that takes it away
}

func (u Upload) described() string {
	ids := u.Name + "-hint"
	if u.Error != "" {
		ids += " " + u.Name + "-error"
	}
	return ids
}

// Colours shows what wears the colours of the brand.
type Colours struct{ Title, Text, Go string }
