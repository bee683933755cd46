package mail

import (
	"net/url"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// leavePath is the page at which one stops messages. The secret stands in the query,
// which no log holds.
func leavePath(tag, face lang.Tag) string {
	return "/" + tag.Lower() + "/" + words.Say(face, "leave.slug") + "/"
}

func leaveQuery(secret string) string { return url.Values{leaveKey: {secret}}.Encode() }

const leaveKey = "key"

func (b *Outbox) leaveURL(tag lang.Tag, secret string) string {
	u := b.o.BaseURL.JoinPath(leavePath(tag, lang.Interface(tag)))
	u.RawQuery = leaveQuery(secret)
	return u.String()
}

// bearer is whom a link is for, and what they chose.
type bearer struct {
	whom  string
	topic string
	way   Way // of the topic
	all   Way // of whatever nothing else was chosen for; empty when nothing was
}

// bearerOf finds whom a link is for. A fault of kind NotFound says that it is not ours.
func (b *Outbox) bearerOf(tx store.Tx, secret string) (bearer, error) {
	whom, topic, found, err := selectLeave(tx, hashOf(secret))
	if err != nil {
		return bearer{}, err
	}
	if !found {
		return bearer{}, fault.New(fault.NotFound, words, "no-leave")
	}
	chosen, err := selectChoices(tx, whom)
	return bearer{whom: whom, topic: topic, way: b.way(chosen, topic), all: chosen[""]}, err
}

// What the bearer of a link can ask for.
const (
	stopTopic = "topic" // no more about this
	stopAll   = "all"   // no more at all
	backAgain = "again" // as before
)

// leave does what the bearer of a link asks for.
func (b *Outbox) leave(tx store.Tx, secret, ask string) error {
	to, err := b.bearerOf(tx, secret)
	if err != nil {
		return err
	}
	switch ask {
	case stopTopic:
		return b.Choose(tx, to.whom, to.topic, Never)
	case backAgain:
		if to.all == Never {
			if err := b.Choose(tx, to.whom, "", Now); err != nil {
				return err
			}
		}
		return b.Choose(tx, to.whom, to.topic, Now)
	case stopAll:
		for _, t := range b.topics {
			if err := b.Choose(tx, to.whom, t.Name, Never); err != nil {
				return err
			}
		}
		return b.Choose(tx, to.whom, "", Never)
	}
	return fault.New(fault.Invalid, words, "bad-way")
}

// topicName is what readers call a topic; empty when nothing more is known of it.
func (b *Outbox) topicName(name string, tag lang.Tag) string {
	for _, t := range b.topics {
		if t.Name == name {
			return t.Say(tag)
		}
	}
	return ""
}
