// Package pages draws the pages of delivery that are no pages of a course. It decides nothing.
package pages

import (
	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
)

//go:generate go tool templ generate -path .

// News is the page of what is new for somebody since they did it.
type News struct {
	Face    lang.Tag
	Heading page.Heading
	Notices []page.Notice
	Empty   *page.Empty // in the place of all that follows
	Changed []Changed   // pages that say something else
	Fresh   []page.Group
	Asked   string // over the questions
	Ask     []templ.Component
	Quiet   []Changed
	Rest    []string     // what is only counted
	Read    *page.Button // says that one has read it
	Also    []page.Link
}

// Changed is a page and what it says now.
type Changed struct {
	ID       string
	Link     page.Link
	Passages []Passage
	Text     string // before the passages, or in their place; with Facts
	Facts    []page.Fact
}

// Passage is what a passage said and says.
type Passage struct {
	Told  string // what happened to it
	Facts []page.Fact
}
