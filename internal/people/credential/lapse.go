package credential

import (
	"context"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
)

// topicLapse is the topic of what is written about certificates that lapse.
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
	if err != nil || r.Mail == nil || p.Email == "" || p.Disabled {
		return err
	}
	e := r.Edition(c.Course)
	if e == nil {
		return nil
	}
	tag := p.Language
	if _, ok := e.Course.Language(tag); !ok {
		tag = e.Course.Languages[0].Tag
	}
	n, err := r.Renewal(tx, c, tag)
	if fault.KindOf(err) == fault.Conflict || err == nil && !n.Due {
		return nil
	}
	if err != nil {
		return err
	}
	to, err := mail.ParseAddress("", string(p.Email))
	if err != nil {
		return nil // an address that identity takes and mail does not: the others are written to all the same
	}
	face := lang.Interface(p.Language)
	last, err := time.Parse(time.DateOnly, c.Expires)
	if err != nil {
		return err
	}
	a, err := r.AchievementOf(tx, c)
	if err != nil {
		return err
	}
	return r.Mail.Send(tx, mail.Message{To: to, Person: string(p.ID), Language: face, Words: words, Key: "mail.lapse", Topic: topicLapse, Link: under(OwnPath, c.Code)(tag, e.Face(tag)),
		Args: lang.A{"title": in(a.Title, tag), "day": lang.Date(face, last), "left": toDo(face, n.Owed)}})
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
