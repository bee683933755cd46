package proof

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/identity"
)

// device is somebody's authenticator at the site.
type device struct {
	rp   virtualwebauthn.RelyingParty
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

func newDevice(s *served, id identity.PersonID) *device {
	d := &device{
		rp:   virtualwebauthn.RelyingParty{ID: "localhost", Name: "Atelier", Origin: s.base},
		auth: virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(id), BackupEligible: true, BackupState: true}),
		key:  virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2),
	}
	d.auth.AddCredential(d.key)
	return d
}

// question is what the site asks a browser.
type question struct {
	Ceremony string          `json:"ceremony"`
	Options  json.RawMessage `json:"options"`
}

func (b *browser) ask(at string) (q question) {
	b.t.Helper()
	b.post(at + "options").has(200).json(&q)
	return q
}

// make answers the question for a new passkey, sign one for a proof.
func (d *device) make(t *testing.T, q question) string {
	t.Helper()
	o, err := virtualwebauthn.ParseAttestationOptions(string(q.Options))
	if err != nil {
		t.Fatal(err)
	}
	return virtualwebauthn.CreateAttestationResponse(d.rp, d.auth, d.key, *o)
}

func (d *device) sign(t *testing.T, q question) string {
	t.Helper()
	o, err := virtualwebauthn.ParseAssertionOptions(string(q.Options))
	if err != nil {
		t.Fatal(err)
	}
	return virtualwebauthn.CreateAssertionResponse(d.rp, d.auth, d.key, *o)
}

// The addresses of the pages of passkeys.
const (
	newKeyPage = "/en/account/ways/passkey/"
	keyInPage  = "/en/sign-in/passkey/"
	againPage  = "/en/confirm/passkey/"
)

// named serves the site under a name, which passkeys need.
func named(t *testing.T, db *store.DB) *served {
	s := serveOn(t, db)
	s.base = strings.Replace(s.base, "127.0.0.1", "localhost", 1)
	return s
}

func TestPasskeyJourney(t *testing.T) {
	t.Parallel()
	storetest.OnBoth(t, tables, func(t *testing.T, db *store.DB) {
		s := named(t, db)
		ana := s.somebody("ana@example.ca", identity.Administrator)
		b := s.browser()
		b.signIn(ana.Person, identity.ByLink)
		phone, laptop := newDevice(s, ana.Person), newDevice(s, ana.Person)
		b.get(newKeyPage).has(200, "Your browser will ask where to keep it")
		q := b.ask(newKeyPage)
		b.post(newKeyPage, "ceremony", q.Ceremony, "answer", phone.make(t, q), "name", " My\tphone ").has(200, "Keep these now")
		if b.session().Strength != identity.ByTwo {
			t.Error("making a passkey did not strengthen the session")
		}
		q = b.ask(newKeyPage)
		b.post(newKeyPage, "ceremony", q.Ceremony, "answer", laptop.make(t, q)).has(200, "My phone", "Passkey", "not used yet")
		var kept string
		s.write(func(tx store.Tx) error {
			return tx.QueryRow("SELECT credential FROM proof_passkey WHERE name <> ''").Scan(&kept)
		})
		if strings.Contains(kept, `"AAGUID":"`) || strings.Contains(kept, "attestationObject") && !strings.Contains(kept, `"object":null`) {
			t.Errorf("more is kept than is needed: %s", kept)
		}

		in := s.browser()
		in.get(keyInPage).has(200, "Use a passkey")
		q = in.ask(keyInPage)
		in.post(keyInPage+"?then=/en/account/ways/", "ceremony", q.Ceremony, "answer", phone.sign(t, q)).has(200, "last used November")
		if now := in.session(); now == nil || now.Person != ana.Person || now.Strength != identity.ByTwo || now.Method != identity.MethodPasskey {
			t.Errorf("the session is %+v", now)
		}
		weak := s.browser()
		weak.signIn(ana.Person, identity.ByLink)
		q = weak.ask(againPage)
		weak.post(againPage+"?then=/en/account/ways/", "ceremony", q.Ceremony, "answer", laptop.sign(t, q)).has(200, "Ways to sign in")
		if weak.session().Strength != identity.ByTwo {
			t.Error("the passkey did not strengthen the session")
		}

		list, err := passkeysOf(s, ana.Person)
		if err != nil || len(list) != 2 {
			t.Fatalf("%v, %v", list, err)
		}
		b.post("/en/account/ways/", "do", "passkey-rename", "id", list[1].ID, "name", "<b>Laptop</b>").has(200, "The name was changed", "<b>Laptop</b>")
		b.post("/en/account/ways/", "do", "passkey-drop", "id", list[0].ID).has(200, "was removed")
		b.post("/en/account/ways/", "do", "passkey-drop", "id", list[1].ID).has(409, "last second proof")
		b.post("/en/account/ways/", "do", "passkey-drop", "id", list[0].ID).has(404)
		for _, do := range []string{"proof.passkey.add", "proof.passkey.remove", "session.begin", "session.prove"} {
			if !s.trail(do) {
				t.Errorf("the audit trail does not hold %s", do)
			}
		}
	})
}

func passkeysOf(s *served, id identity.PersonID) (list []Passkey, err error) {
	s.write(func(tx store.Tx) (err error) { list, err = s.Passkeys(tx, id); return err })
	return list, nil
}

// What is wrong with an answer is found, whoever made it (Web Authentication, level
// 3, sections 7.1 and 7.2).
func TestForgedPasskeysAreRefused(t *testing.T) {
	t.Parallel()
	s := named(t, storetest.New(t, tables...))
	ana, eve := s.somebody("ana@example.ca"), s.somebody("eve@example.ca")
	anas, eves := newDevice(s, ana.Person), newDevice(s, eve.Person)
	for who, d := range map[*identity.Session]*device{ana: anas, eve: eves} {
		b := s.browser()
		b.signIn(who.Person, identity.ByLink)
		q := b.ask(newKeyPage)
		b.post(newKeyPage, "ceremony", q.Ceremony, "answer", d.make(t, q)).has(200)
	}
	change := func(fn func(d *device)) *device {
		d := *anas
		fn(&d)
		return &d
	}
	for name, c := range map[string]struct {
		device *device
		twist  func(q *question, answer string) string
	}{
		"another site":      {device: change(func(d *device) { d.rp.Origin = "https://evil.example" })},
		"another site's id": {device: change(func(d *device) { d.rp.ID = "evil.example" })},
		"not unlocked":      {device: change(func(d *device) { d.auth.Options.UserNotVerified = true })},
		"nobody there":      {device: change(func(d *device) { d.auth.Options.UserNotPresent = true })},
		"another's handle":  {device: change(func(d *device) { d.auth.Options.UserHandle = []byte(eve.Person) })},
		"no handle":         {device: change(func(d *device) { d.auth.Options.UserHandle = nil })},
		"an unknown key":    {device: newDevice(s, ana.Person)},
		"another key's id":  {device: change(func(d *device) { d.key.ID = eves.key.ID })},
		"no longer synced":  {device: change(func(d *device) { d.auth.Options.BackupEligible, d.auth.Options.BackupState = false, false })},
		"an old question":   {device: anas, twist: func(q *question, a string) string { q.Ceremony = "x" + q.Ceremony[1:]; return a }},
		"empty":             {device: anas, twist: func(_ *question, a string) string { return "" }},
		"not JSON":          {device: anas, twist: func(_ *question, a string) string { return a[1:] }},
		"far too long":      {device: anas, twist: func(_ *question, a string) string { return a + strings.Repeat(" ", mostPasskeyAnswer) }},
		"a signature of another text": {device: anas, twist: func(_ *question, a string) string {
			return strings.Replace(a, `"authenticatorData":"`, `"authenticatorData":"AA`, 1)
		}},
	} {
		b := s.browser()
		q := b.ask(keyInPage)
		answer := c.device.sign(t, q)
		if c.twist != nil {
			answer = c.twist(&q, answer)
		}
		if a := b.post(keyInPage, "ceremony", q.Ceremony, "answer", answer); a.status < 400 || a.status >= 500 || b.session() != nil || !strings.Contains(a.text, "Use a passkey") {
			t.Errorf("%s: %d %v", name, a.status, b.session())
		}
	}

	// An answer is good once, and only for what was asked.
	b := s.browser()
	q := b.ask(keyInPage)
	answer := anas.sign(t, q)
	again := s.browser()
	b.post(keyInPage, "ceremony", q.Ceremony, "answer", answer)
	if b.session() == nil {
		t.Fatal("the good answer was refused")
	}
	again.post(keyInPage, "ceremony", q.Ceremony, "answer", answer).has(409, "This step is over")
	other := s.browser()
	other.signIn(eve.Person, identity.ByLink)
	q = other.ask(againPage)
	other.post(againPage, "ceremony", q.Ceremony, "answer", anas.sign(t, q)).has(403, "does not know that passkey")

	// A counter that goes back: the key was copied (section 6.1.1).
	copied := change(func(d *device) { d.key.Counter = 7 })
	for _, c := range []struct {
		counter uint32
		status  int
	}{{7, 200}, {8, 200}, {8, 403}} {
		copied.key.Counter = c.counter
		b := s.browser()
		q := b.ask(keyInPage)
		b.post(keyInPage+"?then=/en/account/ways/", "ceremony", q.Ceremony, "answer", copied.sign(t, q)).has(c.status)
	}

	// A passkey is one person's: eve cannot take ana's as hers.
	q = other.ask(newKeyPageAfterProof(other, eves))
	thief := *anas
	thief.auth.Options.UserHandle = []byte(eve.Person)
	other.post(newKeyPage, "ceremony", q.Ceremony, "answer", thief.make(t, q)).has(409, "already")
	q = other.ask(newKeyPage)
	elsewhere := *newDevice(s, eve.Person)
	elsewhere.rp.Origin = "https://evil.example"
	other.post(newKeyPage, "ceremony", q.Ceremony, "answer", elsewhere.make(t, q), "name", "Typed").has(403, "could not be checked", "Typed")
}

// newKeyPageAfterProof proves who sits there, then gives the page for a new passkey.
func newKeyPageAfterProof(b *browser, d *device) string {
	q := b.ask(againPage)
	b.post(againPage+"?then="+newKeyPage, "ceremony", q.Ceremony, "answer", d.sign(b.t, q)).has(200)
	return newKeyPage
}

// Where there is no name there are no passkeys, and the page says so.
func TestPasskeysNeedAName(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.browser()
	b.get(keyInPage).has(200, "Passkeys do not work at this address", "Other ways to sign in")
	b.post(keyInPage + "options").has(409)
	b.post(keyInPage).has(400, "Passkeys need JavaScript")
}

// A flood of questions stops before it fills the database; those of somebody who is
// signed in go on.
func TestFloodOfQuestions(t *testing.T) {
	t.Parallel()
	s := named(t, storetest.New(t, tables...))
	b := s.browser()
	refused := 0
	for range 310 {
		if a := b.post(keyInPage + "options"); a.status == 429 {
			refused++
		} else {
			a.has(200)
		}
	}
	if refused != 10 {
		t.Errorf("%d of 310 questions at one moment were refused, want 10", refused)
	}
	ana := s.somebody("ana@example.ca")
	b.signIn(ana.Person, identity.ByLink)
	b.post(newKeyPage + "options").has(200)
	s.clock.Advance(time.Second)
	s.browser().post(keyInPage + "options").has(200)
}

// Answers of a browser are foreign bytes.
func FuzzPasskeyAnswer(f *testing.F) {
	p, err := newParty("Atelier", "localhost", "http://localhost")
	if err != nil {
		f.Fatal(err)
	}
	rp := virtualwebauthn.RelyingParty{ID: "localhost", Origin: "http://localhost"}
	auth, key := virtualwebauthn.NewAuthenticator(), virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	f.Add([]byte(virtualwebauthn.CreateAssertionResponse(rp, auth, key, virtualwebauthn.AssertionOptions{Challenge: []byte("c")})))
	f.Add([]byte(virtualwebauthn.CreateAttestationResponse(rp, auth, key, virtualwebauthn.AttestationOptions{Challenge: []byte("c")})))
	o := owner{id: "p-1", name: "Ana", login: "ana@example.ca"}
	_, made, err := p.BeginRegistration(o)
	if err != nil {
		f.Fatal(err)
	}
	_, asked, err := p.BeginDiscoverableLogin()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		if err := tryAnswer(p, o, *made, *asked, answer); err == nil {
			t.Errorf("taken: %s", answer)
		}
	})
}

// tryAnswer gives an answer to both checks; nil when one of them takes it.
func tryAnswer(p party, o owner, made, asked webauthn.SessionData, answer []byte) error {
	if parsed, err := protocol.ParseCredentialCreationResponseBytes(answer); err == nil {
		if _, err := p.CreateCredential(o, made, parsed); err == nil {
			return nil
		}
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err == nil {
		_, _, err = p.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return o, nil }, asked, parsed)
	}
	return err
}
