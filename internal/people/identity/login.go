package identity

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
)

// purpose is what a proof of an address is for.
type purpose string

const (
	toSignIn  purpose = "sign-in"
	toConfirm purpose = "confirm" // subject: the session
	toChange  purpose = "change"  // subject: the session; the address is the new one
	toAccept  purpose = "accept"  // subject: the invitation
)

// A proof lasts ten minutes and takes five wrong codes (needs A10.9; OWASP ASVS 5,
// 6.5.1 and 6.6.3). A code has eight digits, so that five tries of a million
// messages meet one in twenty.
const (
	loginLife  = 10 * time.Minute
	mostTries  = 5
	codeDigits = 8
)

// login is a proof of an address under way: one message with a link and a code, for
// one browser.
type login struct {
	ID       string
	Purpose  purpose
	Person   PersonID // whose address it is; empty when it is nobody's
	Email    Email
	Subject  string
	Language lang.Tag
	Goal     string // where to go on to
	Tries    int
	Made     time.Time
	Ends     time.Time
	code     digest
}

// asking is somebody who wants a message.
type asking struct {
	login
	browser string // secret of the browser that will bring the proof
	network string
	known   PersonID                  // who was signed in to this browser before
	address func(token string) string // of the link; nil for a code alone
}

// codeDigest binds a code to the browser that asked: in any other it is worth
// nothing, and the database alone does not tell it.
func codeDigest(browser, code string) digest { return digestOf(browser + "/" + code) }

// ask sends a message, unless too many were sent: then it says how long to wait. The
// answer is the same whether or not the address is somebody's.
func (r *Room) ask(tx store.Tx, a asking) (wait time.Duration, err error) {
	to, err := r.reader(tx, &a)
	if err != nil {
		return 0, err
	}
	subject := charge{perAddress, a.Email.Key()}
	if a.known != "" && a.known == a.Person {
		subject = charge{perKnown, string(a.known)}
	}
	if wait, err := r.spend(tx, charge{perSite, ""}, charge{perNetwork, a.network}, subject); wait > 0 || err != nil {
		return wait, err
	}
	now := r.clock.Now()
	token, code := clock.Secret(), newCode()
	a.ID, a.Made, a.Ends, a.code = clock.NewID(), now, now.Add(loginLife), codeDigest(a.browser, code)
	if err := insertLogin(tx, a.login, digestOf(token), digestOf(a.browser)); err != nil {
		return 0, err
	}
	if !to {
		return 0, nil
	}
	m := mail.Message{Person: string(a.Person), Language: a.Language, Key: "mail-" + string(a.Purpose), Code: code[:4] + " " + code[4:], Args: lang.A{"site": r.siteName(), "minutes": int(loginLife / time.Minute)}}
	if a.address != nil {
		m.Link = a.address(token)
	}
	return 0, r.send(tx, a.Email, m)
}

// reader finds whose address it is and in which language they read, and says whether
// a message is to go out.
func (r *Room) reader(tx store.Tx, a *asking) (bool, error) {
	if a.Purpose == toChange {
		return true, nil
	}
	p, err := selectPersonByKey(tx, a.Email.Key())
	if errors.Is(err, errNone) {
		if a.Purpose != toSignIn || r.open == nil {
			return true, nil
		}
		return r.open(tx)
	}
	if err != nil {
		return false, err
	}
	a.Person, a.Email, a.Language = p.ID, p.Email, lang.Interface(p.Language)
	return !p.Disabled, nil
}

// siteName is the site in messages: its host.
func (r *Room) siteName() string {
	host := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(r.home, "https://"), "http://"), "/")
	if host == "" {
		return "localhost"
	}
	return host
}

func newCode() string {
	most := new(big.Int).Exp(big.NewInt(10), big.NewInt(codeDigits), nil)
	// Since Go 1.24 the system's generator never returns an error.
	n, _ := rand.Int(rand.Reader, most)
	return fmt.Sprintf("%0*d", codeDigits, n)
}

// readCode is a code as it was sent, from what somebody typed: with spaces, hyphens
// or wide digits. It is empty when it cannot be one.
func readCode(s string) string {
	if len(s) > 100 {
		return ""
	}
	var code strings.Builder
	for _, c := range norm.NFKC.String(s) {
		switch {
		case c >= '0' && c <= '9':
			code.WriteRune(c)
		case !strings.ContainsRune(" -–.\t\r\n\u202f", c):
			return ""
		}
	}
	if code.Len() != codeDigits {
		return ""
	}
	return code.String()
}

// verdict is what became of a proof.
type verdict int

const (
	proved    verdict = iota
	wrongCode         // and there are tries left
	spent             // too many wrong codes: a new message is needed
	gone              // used, over, or of another browser
)

// proveByCode holds a code against the messages that a browser asked for: all that
// are not over, since mail may come late. A proof is used up with all of them; a
// wrong code counts against each.
func (r *Room) proveByCode(tx store.Tx, browser, code string) (login, verdict, error) {
	open, err := selectLogins(tx, digestOf(browser), r.clock.Now())
	if err != nil || len(open) == 0 {
		return login{}, gone, err
	}
	want, left := codeDigest(browser, code), false
	for _, l := range open {
		if l.Tries >= mostTries {
			continue
		}
		if subtle.ConstantTimeCompare([]byte(l.code), []byte(want)) == 1 {
			return l, proved, deleteLogins(tx, digestOf(browser))
		}
		left = left || l.Tries+1 < mostTries
	}
	if err := updateTries(tx, digestOf(browser)); err != nil {
		return login{}, gone, err
	}
	if !left {
		return login{}, spent, nil
	}
	return login{}, wrongCode, nil
}

// byToken finds the message of a link, for the browser that asked for it.
func (r *Room) byToken(tx store.Tx, browser, token string) (login, bool, error) {
	l, asked, err := selectLogin(tx, digestOf(token), r.clock.Now())
	if errors.Is(err, errNone) {
		return login{}, false, nil
	}
	same := subtle.ConstantTimeCompare([]byte(asked), []byte(digestOf(browser))) == 1
	return l, err == nil && same, err
}

// proveByToken uses up the link of a message in the browser that asked for it. In any
// other it uses up nothing.
func (r *Room) proveByToken(tx store.Tx, browser, token string) (login, verdict, error) {
	l, ok, err := r.byToken(tx, browser, token)
	if err != nil || !ok {
		return login{}, gone, err
	}
	return l, proved, deleteLogins(tx, digestOf(browser))
}

// settled is what a proof led to.
type settled struct {
	secret string // of the session that began or goes on; empty when there is none
	person PersonID
}

// settle does what a proved address is for. Session is the one of the browser, nil
// when there is none.
func (r *Room) settle(tx store.Tx, l login, how Method, session *Session, b Browser) (settled, error) {
	switch l.Purpose {
	case toConfirm:
		if session == nil || session.ID != l.Subject {
			return settled{}, over()
		}
		secret, err := r.StepUp(tx, session, how, ByLink)
		return settled{secret, session.Person}, err
	case toChange:
		if session == nil || session.ID != l.Subject {
			return settled{}, over()
		}
		return settled{"", session.Person}, r.moveEmail(tx, session.Person, l.Email)
	}
	p, err := r.PersonByEmail(tx, l.Email)
	if fault.KindOf(err) == fault.NotFound && l.Person == "" {
		p, err = r.CreatePerson(tx, "", Person{Email: l.Email, Language: l.Language})
	}
	if err != nil {
		return settled{}, err
	}
	if l.Purpose == toAccept {
		if err := r.accept(tx, l.Subject, p); err != nil {
			return settled{}, err
		}
	}
	if session != nil {
		if err := r.EndSession(tx, session.Person, session.Person, session.ID); err != nil {
			return settled{}, err
		}
	}
	secret, err := r.Begin(tx, p.ID, how, ByLink, b)
	return settled{secret, p.ID}, err
}

// over says that a proof is too late, or came to another browser.
func over() error { return fault.New(fault.Conflict, words, "proof-over") }

// moveEmail gives a person the address they proved, and tells the old one.
func (r *Room) moveEmail(tx store.Tx, id PersonID, e Email) error {
	p, err := r.PersonByID(tx, id)
	if err != nil {
		return err
	}
	if err := r.SetEmail(tx, id, id, e); err != nil || p.Email == "" {
		return err
	}
	return r.send(tx, p.Email, mail.Message{Person: string(id), Language: lang.Interface(p.Language), Key: "mail-changed", Args: lang.A{"site": r.siteName()}})
}
