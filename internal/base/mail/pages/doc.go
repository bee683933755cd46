// Package pages draws the mail that people get and the page at which they stop it.
package pages

import "atelier/internal/base/lang"

// Letter is a message in one or more languages.
type Letter struct {
	Subject string
	Parts   []Part
}

// Part is a letter in one language: one thing that is said, or, in a digest, several.
type Part struct {
	Item
	Tag           lang.Tag
	Items         []Item
	Site, SiteURL string
	LinkNote      string // before the address that stands for the button
	Foot          string // why one gets this
	Leave         string // how one gets no more
	LeaveURL      string
}

// Item is one thing that is said.
type Item struct {
	Title        string
	Text         []string // paragraphs
	Code         string
	Action, Link string
}

// language is that of the letter, when it has one.
func (l Letter) language() string {
	if len(l.Parts) == 0 {
		return ""
	}
	return string(l.Parts[0].Tag)
}

// Leave is the page at which one stops messages.
type Leave struct {
	Words   *lang.Catalogue
	Face    lang.Tag
	Topic   string // what readers call the topic; may be empty
	Action  string // where the form is sent
	Left    bool   // nothing comes about the topic
	LeftAll bool   // nothing comes at all
}

func (l Leave) say(key string) string {
	return l.Words.Say(l.Face, "leave."+key, lang.A{"topic": l.Topic})
}

// allClass is how the button looks that stops everything: quiet beside another.
func (l Leave) allClass() string {
	if l.Left || l.Topic != "" {
		return "go quiet"
	}
	return "go"
}

// lede says where the reader stands.
func (l Leave) lede() string {
	switch {
	case l.LeftAll && l.Left:
		return l.say("left-all")
	case l.Left && l.Topic != "":
		return l.say("left-topic")
	case l.Left:
		return l.say("left")
	case l.Topic != "":
		return l.say("get-topic")
	}
	return l.say("get")
}
