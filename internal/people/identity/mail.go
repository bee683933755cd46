package identity

import (
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Mail is a message on its way to a person, in the transaction that causes it. Its
// text is in the catalogue of the room: Key + ".subject", ".text" (paragraphs apart),
// and ".go" (the words of the link, where there is one).
type Mail struct {
	To       Email
	Language lang.Tag // of the interface
	Words    *lang.Catalogue
	Key      string
	Args     lang.A
	Link     string // absolute; empty: none
	Code     string // set apart, to be typed; empty: none
}

// Mailer sends messages; site lends the one of the house.
type Mailer interface {
	Send(tx store.Tx, m Mail) error
}

// Write tells the room who sends its messages and what public address they name
// ("https://course.example.ca/", empty when it is not known). It is called once, at
// the start.
func (r *Room) Write(m Mailer, home string) { r.mailer, r.home = m, home }

// Admit tells the room how to find out whether people may make an account by
// themselves. Without it they may. It is called once, at the start.
func (r *Room) Admit(open func(tx store.Tx) (bool, error)) { r.open = open }

func (r *Room) send(tx store.Tx, m Mail) error {
	if r.mailer == nil {
		return nil
	}
	m.Words = words
	return r.mailer.Send(tx, m)
}
