package proof

import (
	"bufio"
	"encoding/base32"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/identity"
	"atelier/internal/standard/otp"
)

func keyFrom(t *testing.T, secret string) otp.Key {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	return otp.Key(key)
}

// startProvider runs a real provider until the test ends, or until it is stopped.
func startProvider(t *testing.T, back string) (issuer string, stop func()) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	cmd := exec.Command(node, "testdata/provider.mjs", back)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			in.Close()
			_ = cmd.Wait() // it was told to end
		}
	}
	t.Cleanup(stop)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		stop()
		if strings.Contains(said.String(), "Cannot find package") {
			t.Skip("oidc-provider is not installed (npm ci)")
		}
		t.Fatalf("the provider does not start: %v %s", err, said.String())
	}
	return strings.TrimSpace(line), stop
}

func (s *served) addProvider(issuer, client, secret string, rules Rules) (p Provider) {
	s.t.Helper()
	s.mayAsk(issuer)
	rules.Names = lang.Text{"en": "Town", "fr": "Ville"}
	s.write(func(tx store.Tx) (err error) {
		if p, err = s.AddProvider(tx, "", Draft{Issuer: issuer, Client: client, Secret: secret, Rules: rules}); err != nil {
			return err
		}
		return s.SwitchProvider(tx, "", p.ID, true)
	})
	return p
}

const theSecret = "a secret of 32 characters, or so"

var awayTo = regexp.MustCompile(`^0; url=(.+)$`)

// leave sends the form that leads to a provider and gives the address there.
func (b *browser) leave(at, id string) string {
	b.t.Helper()
	a := b.post(at, "id", id, "do", "link").has(200)
	m := awayTo.FindStringSubmatch(a.header.Get("Refresh"))
	if m == nil {
		b.t.Fatalf("%s leads nowhere: %.800s", at, a.text)
	}
	return m[1]
}

var (
	whoForm = regexp.MustCompile(`action="(/who/[^"]+)"`)
	// outForm is how the provider ends the session of somebody else before.
	outForm = regexp.MustCompile(`(?s)action="([^"]+/session/end/confirm)".*name="xsrf" value="([^"]+)"`)
)

// at is somebody at the provider, who says who they are and comes back.
func (b *browser) at(address, account, amr string) answer {
	b.t.Helper()
	a := b.get(address)
	for {
		if m := whoForm.FindStringSubmatch(a.text); m != nil {
			a = b.post(a.at.Scheme+"://"+a.at.Host+m[1], "account", account, "amr", amr)
		} else if m := outForm.FindStringSubmatch(a.text); m != nil {
			a = b.post(m[1], "xsrf", m[2], "logout", "yes")
		} else {
			return a
		}
	}
}

const viaProvider = "/en/sign-in/organisation/?then=/en/account/ways/"

func TestSignInWithARealProvider(t *testing.T) {
	t.Parallel()
	storetest.OnBoth(t, tables, func(t *testing.T, db *store.DB) {
		s := serveOn(t, db)
		s.clock.Advance(time.Since(noon)) // the provider has the time of the machine
		issuer, stop := startProvider(t, s.base+callback)
		p := s.addProvider(issuer, "atelier", theSecret, Rules{AMR: []string{"mfa"}, Creates: true})

		t.Run("somebody new", func(t *testing.T) {
			s := s.in(t)
			b := s.browser()
			b.get("/fr/connexion/organisation/").has(200, "Continuer vers Ville")
			b.at(b.leave(viaProvider, p.ID), "new", "").has(200, "Ways to sign in", "Town")
			got := b.session()
			if got == nil || got.Name != "Zoé Tremblay" || got.Strength != identity.ByLink || got.Method != identity.MethodProvider {
				t.Errorf("the session is %+v", got)
			}
			again := s.browser()
			again.at(again.leave(viaProvider, p.ID), "new", "pwd mfa").has(200)
			if now := again.session(); now == nil || now.Person != got.Person || now.Strength != identity.ByTwo {
				t.Errorf("the second time the session is %+v", now)
			}
		})
		t.Run("somebody who is here already", func(t *testing.T) {
			s := s.in(t)
			ana := s.somebody("ana@example.ca")
			b := s.browser()
			// The provider has verified the address, and that alone opens nothing.
			if a := b.at(b.leave(viaProvider, p.ID), "ana", "mfa"); a.at.Path != "/en/sign-in/" || b.session() != nil {
				t.Fatalf("came to %s with %+v", a.at, b.session())
			}
			// Somebody else who signs in to the same browser does not get it.
			ben := s.somebody("ben@example.ca")
			b.signIn(ben.Person, identity.ByLink)
			b.get("/en/account/ways/organisation/").has(409, "This step is over")
			b.signIn(ana.Person, identity.ByLink)
			b.get("/en/account/ways/organisation/").has(200, "Link your account at Town?")
			b.post("/en/account/ways/organisation/").has(200, "was linked")
			other := s.browser()
			other.at(other.leave(viaProvider, p.ID), "ana", "mfa").has(200)
			if now := other.session(); now == nil || now.Person != ana.Person || now.Strength != identity.ByTwo {
				t.Errorf("the session is %+v", now)
			}
			if !s.trail("proof.link.add") {
				t.Error("the audit trail does not hold the link")
			}
		})
		t.Run("an address that was not verified", func(t *testing.T) {
			s := s.in(t)
			b := s.browser()
			b.at(b.leave(viaProvider, p.ID), "eve", "mfa").has(403, "did not say which e-mail address")
			if b.session() != nil {
				t.Error("she is in")
			}
		})
		t.Run("linked from the account, and confirmed", func(t *testing.T) {
			s := s.in(t)
			person := s.somebody("cleo@example.ca")
			b := s.browser()
			b.signIn(person.Person, identity.ByLink)
			b.at(b.leave("/en/account/ways/", p.ID), "ben", "").has(200, "was linked")
			if a := b.at(b.leave("/en/confirm/organisation/?then=/en/account/ways/", p.ID), "ben", "mfa"); a.at.Path != "/en/account/ways/" {
				t.Errorf("came to %s: %.600s", a.at, a.text)
			}
			if b.session().Strength != identity.ByTwo {
				t.Error("the proof did not strengthen the session")
			}
			b.at(b.leave("/en/confirm/organisation/", p.ID), "new", "mfa").has(403, "somebody else")
			thief := s.browser()
			other := s.somebody("dan@example.ca")
			thief.signIn(other.Person, identity.ByLink)
			thief.at(thief.leave("/en/account/ways/", p.ID), "ben", "").has(409, "linked to somebody else")
		})
		t.Run("hostile answers", func(t *testing.T) { hostileAnswers(t, s.in(t), p) })
		t.Run("down", func(t *testing.T) {
			s := s.in(t)
			stop()
			s.providers.drop()
			s.browser().post("/fr/connexion/organisation/", "id", p.ID).has(503, "Ville ne répond pas", "prenez un autre moyen")
			if err := s.TestProvider(t.Context(), issuer); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("the test says %v", err)
			}
		})
	})
}

// hostileAnswers changes what comes back from the provider.
func hostileAnswers(t *testing.T, s *served, p Provider) {
	// returned goes to the provider and stops before the site is asked again.
	returned := func(b *browser) *url.URL {
		t.Helper()
		var back *url.URL
		b.client.CheckRedirect = func(req *http.Request, _ []*http.Request) error {
			if strings.HasPrefix(req.URL.String(), s.base) {
				back = req.URL
				return http.ErrUseLastResponse
			}
			return nil
		}
		b.at(b.leave(viaProvider, p.ID), "new", "")
		b.client.CheckRedirect = nil
		if back == nil {
			t.Fatal("nobody came back")
		}
		return back
	}
	change := func(u *url.URL, name, value string) string {
		q := u.Query()
		if q.Set(name, value); value == "" {
			q.Del(name)
		}
		return "/sign-in/return?" + q.Encode()
	}
	refuse := func(b *browser, at string, status int, says string) {
		t.Helper()
		b.get(at).has(status, says)
		if b.session() != nil {
			t.Error("there is a session")
		}
	}

	b := s.browser()
	u := returned(b)
	stolen := s.browser()
	refuse(stolen, u.RequestURI(), 409, "This step is over") // another browser: somebody was made to follow the link
	refuse(b, u.RequestURI(), 409, "This step is over")      // and it is over for everybody

	b = s.browser()
	u = returned(b)
	b.get(u.RequestURI()).has(200)
	again := s.browser()
	again.client.Jar = b.client.Jar
	again.get(u.RequestURI()).has(409, "This step is over") // replayed

	b = s.browser()
	refuse(b, change(returned(b), "iss", "https://other.example"), 403, "could not be checked")
	b = s.browser()
	refuse(b, change(returned(b), "iss", ""), 403, "could not be checked")
	b = s.browser()
	refuse(b, change(returned(b), "code", "made-up"), 403, "could not be checked")
	b = s.browser()
	u = returned(b)
	refuse(b, "/sign-in/return?"+url.Values{"state": {u.Query().Get("state")}, "iss": {p.Issuer}, "error": {"access_denied"}}.Encode(), 403, "did not let you through")
}
