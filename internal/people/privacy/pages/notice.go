package pages

import (
	"atelier/internal/base/lang"
)

// Link is a link to somewhere; without an address it is a text.
type Link struct{ Text, Href string }

// Notice is the privacy notice.
type Notice struct {
	Words    *lang.Catalogue
	Face     lang.Tag
	Owner    string // empty where the institution has not said it, like what follows
	Officer  string
	Contact  Link
	Hosting  string
	Reviewed string // day, in words
	Views    bool   // views are counted
	Few      int
	Adds     []Block // what the institution adds
	Groups   []Group
	Consents []Consent
	Device   Link // where one sees what a device keeps
	Account  Link // where one sees what an account keeps
	Annex    string
}

// Block is a paragraph and a list, either of which may be empty.
type Block struct {
	Text  string
	Items []string
}

// Group is what is kept for one purpose.
type Group struct {
	Purpose string
	Rows    []Row
}

// Row is one kind of record.
type Row struct{ What, Basis, Sees, Long string }

// Consent is a question that is asked, and its text.
type Consent struct {
	Key, Title, Text string
	Version          string // day of the text
	Months           int    // how long an agreement holds
	Given, Ends      string // days, in words; empty without an agreement
}

func (n Notice) say(key string, args ...lang.A) string {
	return n.Words.Say(n.Face, "notice."+key, args...)
}

// or says one of two things: of what the institution told, or of what is true without it.
func (n Notice) or(value, key, name string) string {
	if value == "" {
		return n.say(key + "-none")
	}
	return n.say(key, lang.A{name: value})
}
