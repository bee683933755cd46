package privacy

import (
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Institution is what whoever runs the site says of it in the privacy notice. What is empty is said in a way that is
// true without it.
type Institution struct {
	Name    lang.Text // who answers for the data
	Officer lang.Text // whom to ask
	Contact string    // mail or web address
	Hosting lang.Text // where the servers are: "Montréal, Canada"
	Text    lang.Text // what it adds; a blank line begins a paragraph, a hyphen an item of a list
	Day     string    // when it was last reviewed
}

// Tell names who knows what the institution says now. It is called once, at the start.
func (r *Room) Tell(institution func() Institution) { r.institution = institution }

// views is the name under which it is kept whether views are counted, and on how it is when they are.
const (
	viewsSetting = "views"
	on           = "on"
)

// Counting says whether views of pages are counted. A site that nobody set up counts none.
func (r *Room) Counting(tx store.Tx) (bool, error) {
	value, err := selectSetting(tx, viewsSetting)
	return value == on, err
}

// SetCounting switches it. By is who does it. Other nodes notice at their next [Room.Tally].
func (r *Room) SetCounting(tx store.Tx, by string, count bool) error {
	value := ""
	if count {
		value = on
	}
	if err := upsertSetting(tx, viewsSetting, value); err != nil {
		return err
	}
	return r.audit(tx, by, "views.set", "", map[string]string{"count": value})
}
