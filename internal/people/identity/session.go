package identity

import (
	"errors"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Strength is how sure we are who sits at a browser.
type Strength int

// The strengths, the weaker first.
const (
	ByLink Strength = iota + 1 // an e-mail link or code: whoever reads that mail
	ByTwo                      // a passkey, mail and a second factor, or a provider who answers for as much
)

// Method is the way in which a session began or was proved last.
type Method string

// The methods.
const (
	MethodLink     Method = "link"     // the link of a mail, in the browser that asked
	MethodCode     Method = "code"     // the code of a mail
	MethodStart    Method = "start"    // the token in the terminal
	MethodPasskey  Method = "passkey"  //
	MethodTOTP     Method = "totp"     // a code of an app, after another way
	MethodRecovery Method = "recovery" // a recovery code, after another way
	MethodProvider Method = "provider" // single sign-on
)

// Session is a browser that proved who sits there.
type Session struct {
	ID       string // names the session in lists; it is no secret
	Person   PersonID
	Actor    Actor
	Name     string   // of the person
	Language lang.Tag // of the person
	Org      OrgID    // of the person
	Grants   []Grant  // roles held when it was looked up; [Room.Can] reads them anew
	Method   Method
	Strength Strength
	Browser  string    // "Firefox, Windows"
	Proved   time.Time // when who it is was last proved
	Made     time.Time
	Used     time.Time // noted once in a while
}

// Browser is what is kept of the browser in which a session begins.
type Browser struct{ Label string }

// ends is when the session ends if it is not used again.
func (s *Session) ends() time.Time {
	l := limitOf(s.Grants)
	idle, most := s.Used.Add(l.idle), s.Made.Add(l.absolute)
	if idle.Before(most) {
		return idle
	}
	return most
}

// step is how much time passes before the use of a session is noted again: a day
// where that is little, a tenth of the time it may lie unused otherwise.
func (s *Session) step() time.Duration { return min(day, limitOf(s.Grants).idle/10) }

// Begin makes a session, after the first proof of who somebody is, and gives the
// secret of its cookie. It is the only door. A fault of kind Forbidden says that the
// account is shut.
func (r *Room) Begin(tx store.Tx, id PersonID, how Method, s Strength, b Browser) (secret string, err error) {
	p, err := r.PersonByID(tx, id)
	if err != nil {
		return "", err
	}
	if p.Disabled {
		return "", fault.New(fault.Forbidden, words, "account-shut")
	}
	now := r.clock.Now()
	secret = clock.Secret()
	session := Session{ID: clock.NewID(), Person: id, Method: how, Strength: s, Browser: b.Label, Proved: now, Made: now, Used: now}
	if err := insertSession(tx, digestOf(secret), session); err != nil {
		return "", err
	}
	if err := updateSeen(tx, id, r.today()); err != nil {
		return "", err
	}
	return secret, r.Audit(tx, Event{By: id, Do: "session.begin", On: session.ID, Detail: map[string]string{"method": string(how)}})
}

// StepUp notes that the person of a session has proved again who they are, and gives
// the session a new secret. Its strength never falls: what was proved stays proved.
func (r *Room) StepUp(tx store.Tx, s *Session, how Method, strength Strength) (secret string, err error) {
	now := r.clock.Now()
	secret = clock.Secret()
	r.sessions.stale(string(s.Person), now)
	ok, err := updateProof(tx, s.ID, digestOf(secret), how, max(s.Strength, strength), now)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", fault.New(fault.Unauthenticated, words, "sign-in-first")
	}
	return secret, r.Audit(tx, Event{By: s.Person, Do: "session.prove", On: s.ID, Detail: map[string]string{"method": string(how)}})
}

// Sessions lists the sessions of a person that have not ended, the one used last
// first.
func (r *Room) Sessions(tx store.Tx, id PersonID) ([]Session, error) {
	all, err := selectSessions(tx, id)
	if err != nil {
		return nil, err
	}
	grants, err := selectGrants(tx, id)
	if err != nil {
		return nil, err
	}
	open := all[:0]
	for _, s := range all {
		if s.Grants = grants; r.clock.Now().Before(s.ends()) {
			open = append(open, s)
		}
	}
	return open, nil
}

// EndSession ends one session of a person; one that has ended is no error.
func (r *Room) EndSession(tx store.Tx, by, id PersonID, session string) error {
	r.sessions.stale(string(id), r.clock.Now())
	if err := deleteSession(tx, id, session); err != nil {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "session.end", On: session})
}

// EndSessions ends the sessions of a person, except the one whose id is given.
func (r *Room) EndSessions(tx store.Tx, id PersonID, except string) error {
	r.sessions.stale(string(id), r.clock.Now())
	return deleteSessions(tx, id, except)
}

// sessionOf finds the session of a secret; nil when there is none or it has ended.
func (r *Room) sessionOf(tx store.Tx, d digest) (*Session, error) {
	s, err := selectSession(tx, d)
	if errors.Is(err, errNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if s.Grants, err = selectGrants(tx, s.Person); err != nil {
		return nil, err
	}
	if !r.clock.Now().Before(s.ends()) {
		return nil, nil
	}
	return &s, nil
}

// knownHere is who was signed in to a browser before: its session may be over, but
// was not ended by anybody.
func (r *Room) knownHere(tx store.Tx, secret string) (PersonID, error) {
	if secret == "" {
		return "", nil
	}
	return selectKnown(tx, digestOf(secret))
}
