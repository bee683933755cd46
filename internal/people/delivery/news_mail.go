package delivery

import (
	"context"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// topicNews is the topic of what is written about releases that changed what somebody learned. Nobody is written to who
// did not ask for it.
const topicNews = "delivery.news"

// Declare makes the topic of the room known to the outbox, so that people choose whether they want its messages.
func Declare(b *mail.Outbox) {
	b.Declare(mail.Topic{Name: topicNews, Words: words, Key: "topic-news", Way: mail.Never})
}

// Mailer takes what is written to people, in the transaction that causes it, and knows what they want.
type Mailer interface {
	Send(tx store.Tx, m mail.Message) error
	Choices(tx store.Tx, whom string) (map[string]mail.Way, error)
}

// tellAtOnce is how many learners are looked at in one transaction.
const tellAtOnce = 50

// TellNews writes to those who want to know what is new for them in a release that is served, once for a release. It goes
// on where it was cut off; of a release that came meanwhile it begins anew. A course whose releases it meets for the first
// time is told of from the next one on.
func (r *Room) TellNews(ctx context.Context) error {
	for _, e := range r.Library.Editions() {
		if e.Release == nil || r.Mail == nil {
			continue
		}
		for done := false; !done; {
			err := r.DB.Write(ctx, func(tx store.Tx) (err error) {
				done, err = r.tellSome(tx, e)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// tellSome writes to some learners, and says whether all have been.
func (r *Room) tellSome(tx store.Tx, e *library.Edition) (done bool, err error) {
	t, known, err := selectTold(tx, e.Course.IRI)
	switch {
	case err != nil:
		return false, err
	case !known:
		return true, upsertTold(tx, e.Course.IRI, told{number: e.Turn(), done: true})
	case t.number < e.Turn():
		t = told{number: e.Turn()}
	case t.number > e.Turn() || t.done:
		return true, nil
	}
	list, err := selectLearners(tx, e.Course.IRI, t.after, tellAtOnce)
	if err != nil {
		return false, err
	}
	for _, actor := range list {
		if err := r.tell(tx, e, actor); err != nil {
			return false, err
		}
		t.after = actor
	}
	if len(list) < tellAtOnce {
		t = told{number: t.number, done: true}
	}
	return t.done, upsertTold(tx, e.Course.IRI, t)
}

// tell writes to one learner, when they want it and something is new for them.
func (r *Room) tell(tx store.Tx, e *library.Edition, actor identity.Actor) error {
	p, err := r.Identity.PersonByActor(tx, actor)
	if fault.KindOf(err) == fault.NotFound {
		return nil // a device
	}
	if err != nil || p.Email == "" || p.Disabled {
		return err
	}
	if ways, err := r.Mail.Choices(tx, string(p.ID)); err != nil || ways[topicNews] == mail.Never {
		return err
	}
	to, err := mail.ParseAddress("", string(p.Email))
	if err != nil {
		return nil // an address that identity takes and mail does not: the others are written to all the same
	}
	tag := p.Language
	if _, ok := e.Course.Language(tag); !ok {
		tag = e.Course.Languages[0].Tag
	}
	n, err := r.Since(tx, actor, e, tag)
	if err != nil || n.Count == 0 {
		return err
	}
	face, key := lang.Interface(p.Language), "mail.new"
	if e.Back() {
		key = "mail.back"
	}
	return r.Mail.Send(tx, mail.Message{To: to, Person: string(p.ID), Language: face, Words: words, Key: key, Topic: topicNews, Link: n.Link.Href,
		Args: lang.A{"title": e.Course.Title.In(tag), "version": e.Release.Version, "n": n.Count, "time": lang.Minutes(face, max(1, n.Minutes))}})
}
