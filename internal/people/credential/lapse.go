package credential

import (
	"context"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// topicLapse is the topic of what is written about certificates that lapse, and that were renewed.
const topicLapse = "credential.lapse"

// Declare makes the topic of the room known to the outbox, so that people choose whether they want its messages.
func Declare(b *mail.Outbox) {
	b.Declare(mail.Topic{Name: topicLapse, Words: words, Key: "topic", Way: mail.Now})
}

// Mailer takes what is written to people, in the transaction that causes it.
type Mailer interface {
	Send(tx store.Tx, m mail.Message) error
}

// remindAtOnce is how many holders are written to in one transaction.
const remindAtOnce = 50

// Remind writes to the holders of certificates that lapse within the month, once for each last day; who renewed it has
// another last day. Of who holds a later certificate of the course nothing is left to renew.
func (r *Room) Remind(ctx context.Context) error {
	now := r.Clock.Now().UTC()
	until := now.AddDate(0, 0, remindDays).Format(time.DateOnly)
	for {
		var list []Certificate
		err := r.DB.Write(ctx, func(tx store.Tx) (err error) {
			if list, err = selectLapsing(tx, r.today(), until, remindAtOnce); err != nil {
				return err
			}
			for _, c := range list {
				if err := r.remind(tx, c); err != nil {
					return err
				}
				if err := noteReminded(tx, c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(list) < remindAtOnce {
			return err
		}
	}
}

// remind writes to one holder.
func (r *Room) remind(tx store.Tx, c Certificate) error {
	p, err := r.Identity.PersonByActor(tx, c.Holder)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	e := r.Edition(c.Course)
	if err != nil || e == nil {
		return err
	}
	n, err := r.Renewal(tx, c, reads(e, p))
	if fault.KindOf(err) == fault.Conflict || err == nil && !n.Due {
		return nil
	}
	if err != nil {
		return err
	}
	return r.write(tx, c, p, "mail.lapse", lang.A{"left": toDo(lang.Interface(p.Language), n.Owed)})
}

// reads is the language of a course in which a person reads.
func reads(e *library.Edition, p identity.Person) lang.Tag {
	if _, ok := e.Course.Language(p.Language); ok {
		return p.Language
	}
	return e.Course.Languages[0].Tag
}

// tellRenewed writes to the holder of a certificate that it holds on.
func (r *Room) tellRenewed(tx store.Tx, c Certificate) error {
	p, err := r.Identity.PersonByActor(tx, c.Holder)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	key := "mail.renewed"
	if c.Expires == "" {
		key = "mail.renewed-for-good"
	}
	return r.write(tx, c, p, key, lang.A{})
}

// write sends the holder of a certificate a message about it; who has no address, or an account that is shut, gets none.
func (r *Room) write(tx store.Tx, c Certificate, p identity.Person, key string, args lang.A) error {
	e := r.Edition(c.Course)
	if r.Mail == nil || e == nil || p.Email == "" || p.Disabled {
		return nil
	}
	to, err := mail.ParseAddress("", string(p.Email))
	if err != nil {
		return nil // an address that identity takes and mail does not: the others are written to all the same
	}
	tag, face := reads(e, p), lang.Interface(p.Language)
	a, err := r.AchievementOf(tx, c)
	if err != nil {
		return err
	}
	args["title"], args["day"] = in(a.Title, tag), ""
	if c.Expires != "" {
		last, err := time.Parse(time.DateOnly, c.Expires)
		if err != nil {
			return err
		}
		args["day"] = lang.Date(face, last)
	}
	return r.Mail.Send(tx, mail.Message{To: to, Person: string(p.ID), Language: face, Words: words, Key: key, Topic: topicLapse, Link: under(OwnPath, c.Code)(tag, e.Face(tag)), Args: args})
}

// toDo says what comes before a renewal.
func toDo(face lang.Tag, o delivery.Owed) string {
	switch {
	case o.Tasks > 0:
		return words.Say(face, "todo.tasks", lang.A{"n": o.Tasks})
	case o.Unread > 0:
		return words.Say(face, "todo.read", lang.A{"n": o.Unread})
	}
	return words.Say(face, "todo.none")
}
