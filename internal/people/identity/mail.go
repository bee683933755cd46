package identity

import (
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
)

// Mailer puts messages into the outbox, in the transaction that causes them.
type Mailer interface {
	Send(tx store.Tx, m mail.Message) error
}

// Write tells the room who sends its messages and what public address they name
// ("https://course.example.ca/", empty when it is not known). It is called once, at
// the start.
func (r *Room) Write(m Mailer, home string) { r.mailer, r.home = m, home }

// Admit tells the room how to find out whether people may make an account by
// themselves. Without it they may. It is called once, at the start.
func (r *Room) Admit(open func(tx store.Tx) (bool, error)) { r.open = open }

// send writes to an address. What identity writes is waited for, or must be known at
// once.
func (r *Room) send(tx store.Tx, to Email, m mail.Message) error {
	if r.mailer == nil {
		return nil
	}
	var err error
	if m.To, err = mail.ParseAddress("", string(to)); err != nil {
		return err
	}
	m.Words, m.Urgent = words, true
	return r.mailer.Send(tx, m)
}
