// Package pages draws the pages of certificates: typed values and the templates that show them.
package pages

//go:generate go tool templ generate -path .

import (
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
)

// Base is what every page has.
type Base struct {
	Words *lang.Catalogue
	Face  lang.Tag
}

func (b Base) say(key string, args ...lang.A) string { return b.Words.Say(b.Face, key, args...) }

// Said is text in a language of the course.
type Said struct{ Text, Locale string }

// Sheet is a certificate as it hangs on a wall.
type Sheet struct {
	Base
	Issuer  string
	Logo    string // address; none when empty
	Name    string // of the holder; empty when it is not said
	Titles  []Said // of the course, the language of the page first
	Facts   []page.Fact
	Invalid bool
}

// One is the page of a certificate for its holder.
type One struct {
	Sheet
	Title   string
	Notices []page.Notice
	PDFs    []page.Link // one for each language that may stand first
	Badges  []page.Link // none where the site cannot sign
	Check   page.Link
	Action  string
	Shown   bool
	Renew   string // what the button says that earns the certificate of today's release; empty where there is none
	Back    page.Link
}

// Verify is the page on which anybody checks a certificate.
type Verify struct {
	Base
	Action string
	Field  page.FormField
	Found  *Found // nil before a code was given
}

// Found is what checking found.
type Found struct {
	Notices []page.Notice
	Facts   []page.Fact
	Holder  string
}

// Office is the page of all certificates.
type Office struct {
	Base
	Action  string
	Notices []page.Notice
	Filter  page.FormField
	Board   page.Board
	More    page.Link // none when Href is empty
	Terms   []Term    // of the courses that are looked after
	Keys    []string
	Rotate  bool // may be asked for
}

// Term is the form that says how long certificates of a course hold.
type Term struct {
	Course string // key
	Text   string
	Field  page.FormField
}

// Withdraw is the page of one certificate for those who may withdraw it.
type Withdraw struct {
	Base
	Action string
	Title  string
	Facts  []page.Fact
	Wrong  []page.Link
	Again  *page.Notice     // about what was typed before a new proof; nil for most
	Fields []page.FormField // the reasons; none when it was withdrawn
	Back   page.Link
}

// Transcript is the page of what somebody learned.
type Transcript struct {
	Base
	Facts      []page.Fact
	Nothing    *page.Empty // when there is no course
	Courses    []Course
	PDFs       []page.Link // one for each language that may stand first
	Records    []page.Link // none where there is nothing to sign, or no address to sign it with
	NoRecord   string      // why not
	Statements []page.Link
	Back       page.Link
}

// Course is one course of a transcript.
type Course struct {
	ID, Title, Locale, Far string
	Parts                  page.Board
	Held                   []page.Link // certificates
}
