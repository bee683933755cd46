// Package pages draws the reference of the API: what its description says, for people.
package pages

//go:generate go tool templ generate -path .

import "atelier/internal/base/lang"

// Reference is the whole page.
type Reference struct {
	Words   *lang.Catalogue
	Face    lang.Tag
	Lede    string
	Text    string // how one asks
	Example string // a request on the command line
	Files   []File
	Groups  []Group
}

func (r Reference) say(key string) string { return r.Words.Say(r.Face, "page."+key) }

// File is a form of the description to take along.
type File struct{ Name, Href string }

// Group is the operations about one thing.
type Group struct {
	Name, Text string
	Operations []Operation
}

// Operation is one thing that can be asked for.
type Operation struct {
	ID, Method, Path, Title, Text string
	Scope                         string // empty when it takes no key
	Course                        bool   // a key of one course may ask
	Sent, Answered                []Field
	Statuses                      []Status
}

// Field is a value that is sent or answered.
type Field struct {
	Name     string // "name", "items[].id"
	Where    string // "path", "query", "header", "body", in the language of the page
	Type     string
	Text     string
	Required bool
}

// Status is an answer that may come.
type Status struct{ Code, Text string }
