// Package pages draws the pages of enrolment. It decides nothing.
package pages

import (
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
)

// Enter is the page on which one chooses an offering, or gives a code.
type Enter struct {
	Face   lang.Tag
	List   page.ListPage // of what is open to everybody
	Action string
	Title  string // over the form
	Code   page.FormField
	Send   string
}

// page is the list with the form before it.
func (e Enter) page() page.ListPage {
	e.List.Body = codeForm(e)
	return e.List
}

// wrong leads to the field of the code, when something is wrong with it.
func (e Enter) wrong() []page.Link {
	if e.Code.Error == "" {
		return nil
	}
	return []page.Link{{Text: e.Code.Error, Href: "#" + e.Code.ID}}
}

// Offer is the page of one offering, for whoever may enrol.
type Offer struct {
	Face    lang.Tag
	Heading page.Heading
	Told    *page.Notice
	Facts   []page.Fact
	Rule    string
	Sees    string // who will see what
	Do      []page.Button
	Why     string // why nothing can be done; empty when something can
}

// Learning is the page of what somebody learns.
type Learning struct {
	Face lang.Tag
	List page.ListPage // with what just happened in its body
	Do   []page.Button
}

// People is the page of the people of a manager.
type People struct {
	Face    lang.Tag
	Heading page.Heading
	Action  string
	Filter  []page.FormField
	Go      string
	Board   page.Board
	Nothing page.Empty
	More    *page.Button
	Sees    string
}

func (p People) more() []page.Button {
	if p.More == nil {
		return nil
	}
	return []page.Button{*p.More}
}
