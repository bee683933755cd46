package page

import (
	"strconv"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
)

// Callout is a remark set off from the text. Kind is "note", "example",
// "caution" or "monday" (what to do on Monday).
type Callout struct {
	ID    string
	Kind  string
	Title templ.Component // nil when it would only say the kind, which is then the title
	Body  templ.Component
}

func (c Callout) kind() string {
	switch c.Kind {
	case "example", "caution", "monday":
		return c.Kind
	}
	return "note"
}

func (c Callout) icon() string {
	return map[string]string{"note": "info", "example": "example", "caution": "warn", "monday": "calendar"}[c.kind()]
}

// CalloutName is what a kind of callout is called: “On Monday”.
func CalloutName(t lang.Tag, kind string) string {
	return say(t, "callout."+Callout{Kind: kind}.kind())
}

// CaseBox tells a case study in the text; More leads to its page.
type CaseBox struct {
	ID     string
	Kicker string // “Case study · Canada”
	Title  templ.Component
	Body   templ.Component
	More   Link
}

// Reveal is text shown on demand, and always in print.
type Reveal struct {
	ID    string
	Title templ.Component
	Body  templ.Component
	Open  bool
}

// Figure is a drawing or a picture with its caption and, for a diagram, the same
// thing in words.
type Figure struct {
	ID         string
	Body       templ.Component
	Caption    templ.Component
	Equivalent templ.Component // a description or a table; nil when alt says it all
	Wide       bool            // a drawing that needs the reader to scroll it on a narrow page
	Name       string          // name of the scroll region when Wide
}

// Table wraps a data table in a region that scrolls by itself on narrow pages.
type Table struct {
	ID      string
	Name    string // accessible name of the region
	Caption templ.Component
	Body    templ.Component // the table element without caption: thead and tbody
}

// Media is sound or video. It loads nothing before it is asked for, and its
// transcript comes first.
type Media struct {
	ID         string
	Kind       string // "video" or "audio"
	Title      string
	Sources    []MediaSource // none where the document does not hold the medium
	Elsewhere  string        // then, where it is; empty when unknown
	Tracks     []MediaTrack
	Poster     string
	Width      int
	Height     int
	Duration   string // “2 minutes”, ready to read
	Size       string // “3.1 MB”, ready to read
	Transcript templ.Component
	Caption    templ.Component
}

// MediaSource is one file of a medium.
type MediaSource struct{ Href, Type string }

// MediaTrack is a caption file.
type MediaTrack struct {
	Href, Kind, Locale, Label string
	Default                   bool
}

// Notice says what happened. Kind is "info", "success", "warning" or "error".
type Notice struct {
	ID    string
	Kind  string
	Title string
	Body  templ.Component
	Links []Link
	Live  bool // announced when a script puts it on the page
}

func (n Notice) kind() string {
	switch n.Kind {
	case "success", "warning", "error":
		return n.Kind
	}
	return "info"
}

func (n Notice) icon() string {
	return map[string]string{"info": "info", "success": "right", "warning": "warn", "error": "wrong"}[n.kind()]
}

func (n Notice) role() templ.Attributes {
	switch {
	case n.kind() == "error" && n.Live:
		return templ.Attributes{"role": "alert"}
	case n.Live:
		return templ.Attributes{"role": "status"}
	}
	return nil
}

// Empty is a place that holds nothing yet: it says what will be here and how.
type Empty struct {
	Title string
	Text  string
	Go    *Button
}

// Pages is the position in a long list. Href gives the address of a page.
type Pages struct {
	Now, Of int
	Href    func(page int) string
	Name    string // what is paged: “Results”
}

// shown are the page numbers to offer; 0 stands for a gap.
func (p Pages) shown() []int {
	var list []int
	for n := 1; n <= p.Of; n++ {
		near := n >= p.Now-1 && n <= p.Now+1
		switch {
		case n == 1 || n == p.Of || near:
			list = append(list, n)
		case list[len(list)-1] != 0:
			list = append(list, 0)
		}
	}
	return list
}

// Board is a dense table for work: rows of 40 px, a heading that stays.
type Board struct {
	Caption string
	Columns []BoardColumn
	Rows    [][]templ.Component // the first cell heads its row
	Titled  bool                // a heading right before it says the caption already
}

// longBoard is from how many rows on a table scrolls under its heads, in the place of making the page longer.
const longBoard = 40

// stacks says whether a narrow page shows rows as lists.
func (b Board) stacks() bool { return len(b.Columns) > 3 }

func (b Board) column(i int) BoardColumn {
	if i < len(b.Columns) {
		return b.Columns[i]
	}
	return BoardColumn{}
}

// Bars is shares of a whole, drawn one under the other. A table tells the same nearby.
type Bars struct {
	ID    string
	Title string // what the drawing is called
	Text  string // what it shows, for those who do not see it
	Bars  []Bar
}

// Bar is one share.
type Bar struct {
	Label   string // short: it stands on one line of a phone
	Text    string // the share as it is said
	Percent int    // from 0 to 100
}

// The steps of a drawing of bars, in pixels.
const (
	barStep = 46
	barText = 16
	barTop  = 24
)

func (b Bars) height() string { return strconv.Itoa(barStep * len(b.Bars)) }

func barAt(i, part int) string { return strconv.Itoa(barStep*i + part) }

func (b Bar) width() string { return strconv.Itoa(b.Percent) + "%" }

// FormField is one field of a worksheet or a form. Kind is "text", "long",
// "number", "date", "email", "search", "code" (digits that are no quantity), "secret"
// (not shown while it is typed) or "choice".
type FormField struct {
	ID       string // also the element's id
	Name     string
	Kind     string
	Label    templ.Component
	Hint     string
	Value    string
	Min, Max string
	Options  []Option
	Error    string
	Optional bool
	Any      bool   // the empty choice of a list means all of them, as in a filter
	Complete string // autocomplete token
	Lang     string // of what is typed, when it is not the page's
}

// Option is one choice of a list.
type Option struct{ Value, Text string }

// empty is the key of what the empty choice of a list says.
func (f FormField) empty() string {
	if f.Any {
		return "field.any"
	}
	return "field.choose"
}

func (f FormField) describedBy() templ.Attributes {
	ids := ""
	if f.Hint != "" {
		ids = f.ID + "-hint"
	}
	if f.Error != "" {
		if ids != "" {
			ids += " "
		}
		ids += f.ID + "-error"
	}
	a := templ.Attributes{}
	if ids != "" {
		a["aria-describedby"] = ids
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	if f.Lang != "" {
		a["lang"] = f.Lang
	}
	if f.Complete != "" {
		a["autocomplete"] = f.Complete
	}
	if f.Kind == "code" {
		a["inputmode"] = "numeric"
	}
	if f.Kind == "number" || f.Kind == "date" {
		for name, v := range map[string]string{"min": f.Min, "max": f.Max} {
			if v != "" {
				a[name] = v
			}
		}
	}
	return a
}

// Tick is a box to tick with its text: a choice, or the confirmation of something final.
type Tick struct {
	ID, Name, Value string
	Text            string
	On              bool
	Error           string // what is wrong when it is not ticked
	Alert           bool   // the error is told at once, on a page that has no summary of errors
}

func (k Tick) attributes() templ.Attributes {
	a := templ.Attributes{}
	if k.ID != "" {
		a["id"] = k.ID
	}
	if k.Error != "" {
		a["aria-invalid"], a["aria-describedby"] = "true", k.ID+"-error"
	}
	return a
}

// Oops is an error page: what happened, what was kept, what to do.
type Oops struct {
	Status int
	Title  string
	What   string
	Kept   string
	Do     []Link
	Mark   string // a reference to quote when reporting
}

func (o Oops) kicker(t lang.Tag) string {
	if o.Status == 0 {
		return ""
	}
	return say(t, "oops.status", lang.A{"status": itoa(o.Status)})
}

// BoardColumn is a heading of a board; with an Href it sorts.
type BoardColumn struct {
	Text   string
	Href   string
	Sorted string // "", "ascending" or "descending"
	Number bool   // figures, set to the end
}

func (c BoardColumn) attributes() templ.Attributes {
	a := templ.Attributes{}
	if c.Sorted != "" {
		a["aria-sort"] = c.Sorted
	}
	if c.Number {
		a["class"] = "num"
	}
	return a
}

func (f FormField) inputType() string {
	switch f.Kind {
	case "number", "date", "email", "search":
		return f.Kind
	}
	if f.Kind == "secret" {
		return "password"
	}
	return "text"
}

func (m Media) facts() string {
	switch {
	case m.Duration != "" && m.Size != "":
		return m.Duration + " · " + m.Size
	case m.Duration != "":
		return m.Duration
	}
	return m.Size
}

func (m Media) frame() templ.Attributes {
	a := templ.Attributes{}
	if m.Poster != "" {
		a["poster"] = m.Poster
	}
	if m.Width > 0 && m.Height > 0 {
		a["width"], a["height"] = itoa(m.Width), itoa(m.Height)
	}
	return a
}
