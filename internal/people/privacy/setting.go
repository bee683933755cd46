package privacy

import (
	"atelier/internal/base/store"
)

// Settings is what the institution says in the privacy notice. What is empty is said in a way that is true without it.
type Settings struct {
	Owner   string // who answers for the data: "Ministry of …"
	Officer string // whom to ask, by role or by name
	Contact string // mail or web address
	Hosting string // where the servers are: "Montréal, Canada"
	Relay   string // who carries the site's mail, where; mail is the usual way out
	Day     string // when it was last looked over; empty: the day of the first start
	Views   bool   // whether views of pages are counted
}

// fields are the settings by the names under which they are kept.
func (s *Settings) fields() map[string]*string {
	return map[string]*string{"owner": &s.Owner, "officer": &s.Officer, "contact": &s.Contact, "hosting": &s.Hosting, "relay": &s.Relay, "day": &s.Day}
}

// on is how a switch that is on is kept.
const on = "on"

// Settings reads them. A site that nobody set up counts no views.
func (r *Room) Settings(tx store.Tx) (s Settings, err error) {
	kept, err := selectSettings(tx)
	if err != nil {
		return s, err
	}
	for name, field := range s.fields() {
		*field = kept[name]
	}
	s.Views = kept["views"] == on
	return s, nil
}

// SetSettings keeps them. By is who does it.
func (r *Room) SetSettings(tx store.Tx, by string, s Settings) error {
	values := map[string]string{"views": ""}
	for name, field := range s.fields() {
		values[name] = *field
	}
	if s.Views {
		values["views"] = on
	}
	for name, value := range values {
		if err := upsertSetting(tx, name, value); err != nil {
			return err
		}
	}
	return r.audit(tx, by, "privacy.set", "", map[string]string{"views": values["views"]})
}
