package pages

import (
	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
)

// Overview is the list of what there are reports about.
type Overview struct {
	Face        lang.Tag
	Title, Lede string
	Others      []page.Link // the other reports
	Heading     string
	Board       page.Board
	Nothing     string // shown in the place of an empty board
	Action      string // where the form goes that looks for new answers
	Renew       string // its button
}

// Items is the report about the questions of a check.
type Items struct {
	Face        lang.Tag
	Title, Lede string
	Kicker      string
	How         string      // the title of what explains the figures
	Explained   []string    // paragraphs
	Files       []page.Link // the same figures to download
	Nothing     string      // shown when there is no question
	Questions   []Question
}

// Question is one question with what is told of it.
type Question struct {
	ID      string
	Title   string
	See     page.Link
	Remarks []page.Notice // what calls for a look
	Board   page.Board
	Choices []page.Reveal // by wording, what was chosen
}

// Share is a part of a whole, drawn beside its words.
type Share struct {
	Percent int    // from 0 to 100
	Text    string // as it is said
}

// Cell is a share as a cell of a table.
func (s Share) Cell() templ.Component { return shareBar(s) }

// People is the report about the people of a course.
type People struct {
	Face       lang.Tag
	Heading    page.Heading
	Courses    []page.Link // the same of the other courses
	Action, Go string      // where the filter goes, and its button
	FilterName string
	Course     string // that the filter names too; empty for the first one
	Filter     []page.FormField
	All        *page.Button // takes the filter away; nil without one
	Told       bool         // whether there is anything to tell
	Nothing    page.Empty   // when there is not
	Warning    *page.Notice // of few people; may be nil
	Facts      []page.Fact
	Parts      []Part
	Groups     []page.Board // the same people by what they have
	Files      []page.Link
	How        page.Reveal // what the figures mean
	Letters    Letters
}

// Letters is what of the report is sent by mail, and the form for it.
type Letters struct {
	Title, Text string
	Done        *page.Notice  // what just happened; may be nil
	Action      string        // with the filter that is asked for
	Start       []page.Option // the rhythms
	File        page.FormField
	List        []LetterLine
}

// LetterLine is a report that is sent.
type LetterLine struct {
	ID   string
	To   page.Link
	Stop string // its button
	Name string // the button's whole name
}

// Part is a drawing with its table.
type Part struct {
	ID, Title string
	Bars      page.Bars
	Board     page.Board
}

// Paragraphs are texts, each a paragraph.
func Paragraphs(all []string) templ.Component { return paragraphs(all) }
