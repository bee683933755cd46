package proof

import (
	"net/url"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// offer tells identity of the ways, in the order in which people see them.
func (r *Room) offer() {
	// One page has them all; it counts as set up when there is a second proof.
	r.who.Offer(identity.Way{Name: "ways", Enrolled: r.who.HasSecond, Account: WaysPath, Words: words})
	r.who.Offer(identity.Way{
		Name: "passkey", Second: true, Enrolled: r.HasPasskey, Words: words,
		SignIn:  goalPath(identity.SignInPath, "slug-passkey"),
		Confirm: goalPath(identity.ConfirmPath, "slug-passkey"),
	})
	r.who.Offer(identity.Way{
		Name: "totp", Second: true, Enrolled: r.HasTOTP, Words: words,
		Confirm: goalPath(identity.ConfirmPath, "slug-totp"),
	})
	r.who.Offer(identity.Way{
		Name: "provider", Second: true, Enrolled: r.hasStrongLink, Words: words,
		SignIn: func(tag, face lang.Tag, goal string) string {
			if len(r.offered()) == 0 {
				return ""
			}
			return goalPath(identity.SignInPath, "slug-provider")(tag, face, goal)
		},
		Confirm: goalPath(identity.ConfirmPath, "slug-provider"),
	})
	// A provider that does not answer for two proofs is good for a new proof, not for a
	// better one.
	r.who.Offer(identity.Way{
		Name: "provider-weak", Enrolled: r.hasWeakLink, Words: words,
		Confirm: goalPath(identity.ConfirmPath, "slug-provider"),
	})
	r.who.Offer(identity.Way{
		Name: "recovery", Enrolled: r.hasRecovery, Words: words,
		Confirm: goalPath(identity.ConfirmPath, "slug-recovery"),
	})
}

// goalPath is the address of a page under one of identity's, with the goal after it.
func goalPath(under func(tag, face lang.Tag, goal string) string, slug string) func(tag, face lang.Tag, goal string) string {
	return func(tag, face lang.Tag, goal string) string {
		path := under(tag, face, "") + words.Say(face, slug) + "/"
		if goal = identity.Goal(goal); goal != "" {
			path += "?" + url.Values{"then": {goal}}.Encode()
		}
		return path
	}
}

// WaysPath is the address of the page of one's ways to sign in.
func WaysPath(tag, face lang.Tag) string {
	return identity.AccountPath(tag, face) + words.Say(face, "slug-ways") + "/"
}

func (r *Room) hasRecovery(tx store.Tx, id identity.PersonID) (bool, error) {
	n, err := r.RecoveryLeft(tx, id)
	return n > 0, err
}

// keepStrong refuses that somebody whose role asks for two proofs is left without a
// way to give them. It is asked after a way is gone, in the same transaction.
func (r *Room) keepStrong(tx store.Tx, s *identity.Session) error {
	grants, err := r.who.Grants(tx, s.Person)
	if err != nil || !identity.NeedsTwo(grants) {
		return err
	}
	has, err := r.who.HasSecond(tx, s.Person)
	if err == nil && !has {
		return fault.New(fault.Conflict, words, "last-strong")
	}
	return err
}

// noteChange tells the audit trail, and the person, of a change to the ways of the
// session's person.
func (r *Room) noteChange(tx store.Tx, s *identity.Session, what, which string) error {
	e := identity.Event{By: s.Person, Do: "proof." + what, On: string(s.Person)}
	if which != "" {
		e.Detail = map[string]string{"which": which}
	}
	if err := r.who.Audit(tx, e); err != nil {
		return err
	}
	return r.tell(tx, s.Person, what)
}

// tell writes to a person that their ways were changed: whoever did not do it must
// know at once (OWASP ASVS 5, 6.3.7).
func (r *Room) tell(tx store.Tx, id identity.PersonID, what string) error {
	if r.mail == nil {
		return nil
	}
	p, err := r.who.PersonByID(tx, id)
	if err != nil || p.Email == "" {
		return err
	}
	to, err := mail.ParseAddress(p.Name, string(p.Email))
	if err != nil {
		return nil // it cannot be written to, which another page says
	}
	face := lang.Interface(p.Language)
	return r.mail.Send(tx, mail.Message{To: to, Person: string(id), Language: face, Words: words, Key: "mail-change", Urgent: true,
		Args: lang.A{"what": saying("mail-" + what)}, Link: WaysPath(face, face)})
}

// saying is a message of the catalogue inside another one.
type saying string

// Say is the message in a language.
func (s saying) Say(tag lang.Tag) string { return words.Say(tag, string(s)) }

// Reset takes every way beside e-mail from somebody who has lost them. It is for an
// administrator who has made sure who asks; the person's sessions end.
func (r *Room) Reset(tx store.Tx, by, id identity.PersonID) error {
	for _, forget := range []func(store.Tx, identity.PersonID) error{deleteTOTP, deleteRecovery, deletePasskeys, deleteLinks} {
		if err := forget(tx, id); err != nil {
			return err
		}
	}
	if err := r.who.EndSessions(tx, id, ""); err != nil {
		return err
	}
	if err := r.who.Audit(tx, identity.Event{By: by, Do: "proof.reset", On: string(id)}); err != nil {
		return err
	}
	return r.tell(tx, id, "reset")
}
