package mail

import (
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// leavePath is the page at which one stops messages.
func leavePath(tag, face lang.Tag, secret string) string {
	return "/" + tag.Lower() + "/" + words.Say(face, "leave.slug") + "/" + secret + "/"
}

func (b *Outbox) leaveURL(tag lang.Tag, secret string) string {
	return b.o.BaseURL.JoinPath(leavePath(tag, lang.Interface(tag), secret)).String()
}

// leave keeps how the bearer of a link wants its topic, or every topic when all is
// set. A fault of kind NotFound says that the link is not ours.
func (b *Outbox) leave(tx store.Tx, secret string, all bool, w Way) error {
	whom, topic, found, err := selectLeave(tx, digestOf(secret))
	switch {
	case err != nil:
		return err
	case !found:
		return fault.New(fault.NotFound, words, "no-leave")
	case !all:
		return b.Choose(tx, whom, topic, w)
	}
	for _, t := range b.topics {
		if err := b.Choose(tx, whom, t.Name, w); err != nil {
			return err
		}
	}
	return b.Choose(tx, whom, "", w)
}
