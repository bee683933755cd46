package pages

import (
	"maps"
	"slices"

	"github.com/a-h/templ"

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
	Again *page.Notice // about what was typed before a new proof; nil for most
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
	ID     string // of the form; may be empty
	Action string
	Hidden map[string]string
	Fields []page.FormField
	Boxes  *Boxes  // nil where nothing is ticked
	File   *Upload // nil where no file is sent
	Send   string  // what the button says
	// First and Second are what the button and a second one send; Second may be nil.
	First, Second *page.Field
	SecondSays    string
}

func (f Form) encoding() string {
	if f.File != nil {
		return "multipart/form-data"
	}
	return "application/x-www-form-urlencoded"
}

// names are the hidden fields, in one order.
func (f Form) names() []string { return slices.Sorted(maps.Keys(f.Hidden)) }

// Boxes are things of which any number can be ticked.
type Boxes struct {
	Name, Title, Hint, Error string
	List                     []Box
}

func (b Boxes) described() string {
	ids := b.Name + "-hint"
	if b.Error != "" {
		ids += " " + b.Name + "-error"
	}
	return ids
}

// Box is one of them.
type Box struct {
	Value, Text string
	On          bool
}

// sends is what a button sends beside the form.
func sends(f *page.Field) templ.Attributes {
	if f == nil {
		return nil
	}
	return templ.Attributes{"name": f.Name, "value": f.Value}
}

// Upload is a field for a file, beside the one there is.
type Upload struct {
	Name, Label, Hint, Accept, Error string
	Now, NowSays                     string // address of the file there is, and what it is
	Remove                           string // words of the box that takes it away
	Removed                          bool   // which is ticked
}

func (u Upload) described() string {
	ids := u.Name + "-hint"
	if u.Error != "" {
		ids += " " + u.Name + "-error"
	}
	return ids
}

// List is a board with what narrows it and the way to more.
type List struct {
	Face    lang.Tag
	Filter  Filter
	Board   page.Board
	More    page.Link // none when Href is empty
	Nothing string    // said in the place of an empty board
}

// Filter is a form that narrows a list; what it says stands in the address.
type Filter struct {
	Action string
	Fields []page.FormField
	Go     string
}

// Secret is something that is shown once.
type Secret struct{ Title, Text, Label, Value string }

// Deeds are things with what can be done about each; every button is a form.
type Deeds struct {
	Action  string
	Deeds   []Deed
	Nothing string
}

// Deed is a thing and a button. Confirm, when there is one, is a box to be ticked
// first.
type Deed struct {
	Link    page.Link // none when Href is empty
	What    string
	Go      string
	Confirm string
	Error   string // what is wrong when that is not confirmed
	Fields  []page.Field
}

// name is what the button is about, for those who hear it alone.
func (d Deed) name() string {
	if d.Link.Text != "" {
		return d.Link.Text
	}
	return d.What
}

// Formats are the forms in which a release can be taken away. Send is the button that has the missing ones built, and
// Again the link that looks anew; both may be empty.
type Formats struct {
	Action string
	List   []Format
	Send   string
	Again  page.Link
}

// Format is one of them. State is in words; Files is what stands over its files.
type Format struct {
	Name, State, Hint string
	Title             string
	Files             []FormatFile
}

// FormatFile is a file with its size and its checksum.
type FormatFile struct{ Path, Size, Checksum string }

// Colours shows what wears the colours of the brand.
type Colours struct{ Title, Text, Go string }
