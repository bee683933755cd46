package pages

import (
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
)

// Mine is the page “My data” of somebody with an account.
type Mine struct {
	Words     *lang.Catalogue
	Face      lang.Tag
	Action    string   // where its forms are sent
	Lines     []string // what is kept, a line each
	Files     string   // address of the page, before the names of files
	Name      string   // as it stands in the form
	NameError string
	Language  string // tag
	Languages []page.Option
	Consents  []Consent
	Saved     string // key of what was just done; empty at first
	Erase     string // address of the page that erases
	Notice    Link
}

func (m Mine) say(key string, args ...lang.A) string {
	return m.Words.Say(m.Face, "mine."+key, args...)
}

// Erase is the page that erases an account.
type Erase struct {
	Words       *lang.Catalogue
	Face        lang.Tag
	Action      string
	Back        string
	Stayed      []Stayed // what will stay, and why
	Unconfirmed bool     // the box was not ticked
	Refused     string   // why it cannot be done now
	RefusedHint string
}

func (e Erase) confirmation() page.Tick {
	k := page.Tick{ID: "confirm", Name: "confirm", Value: "yes", Text: e.say("confirm"), Alert: true}
	if e.Unconfirmed {
		k.Error = e.say("unconfirmed")
	}
	return k
}

func (e Erase) say(key string, args ...lang.A) string {
	return e.Words.Say(e.Face, "erase."+key, args...)
}
