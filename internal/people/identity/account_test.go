package identity

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// enter signs somebody in by code and gives their browser.
func (s served) enter(email string) *browser {
	s.t.Helper()
	b := s.browser()
	b.post("/en/sign-in/", "email", email)
	b.post("/en/sign-in/code/", "code", s.last(s.t).Code)
	if b.who() != email {
		s.t.Fatalf("%s is not signed in", email)
	}
	return b
}

func TestFirstRun(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		// Two nodes print a token each; the second is used.
		token := ""
		for range 2 {
			var err error
			if token, err = p.StartToken(t.Context()); err != nil || len(token) != secretLength {
				t.Fatalf("%q, %v", token, err)
			}
		}
		b := s.browser()
		b.post("/en/start/", "token", clock.Secret(), "name", "Ana Roy", "email", "ana@example.ca").want(t, 422, "/en/start/", "token is not right")
		b.post("/en/start/", "token", token, "name", "", "email", "ana").want(t, 422, "/en/start/", "name is missing")
		b.post("/en/start/", "token", token, "name", "Ana Roy", "email", "ana@example.ca").want(t, 200, "/en/account/?done=started", "Administrator")
		s.browser().post("/en/start/", "token", token, "name", "Eve", "email", "eve@example.ca").want(t, 200, "/en/start/", "has an administrator")
		if token, err := p.StartToken(t.Context()); token != "" || err != nil {
			t.Errorf("another token: %v", err)
		}
	})
}

func TestStartTokenEnds(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		token, err := p.StartToken(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		p.clock.Advance(startLife)
		s.browser().post("/en/start/", "token", token, "name", "Ana Roy", "email", "ana@example.ca").want(t, 422, "/en/start/", "token is not right")
	})
}

func TestInvitations(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		var i Invitation
		var secret string
		p.write(func(tx store.Tx) (err error) {
			i, secret, err = p.Invite(tx, "", Invitation{Grant: Grant{Reviewer, CourseScope("oss")}, Most: 2, Ends: noon.Add(30 * day)})
			return err
		})
		link := InvitationPath("en", "en", secret)
		for range 3 { // looking uses up nothing
			s.browser().get(link).want(t, 200, "/en/invitation/", "Reviewer")
		}
		ben := s.browser()
		ben.get(link)
		ben.post("/en/invitation/", "email", "ben@example.ca").want(t, 200, "/en/sign-in/code/", "ben@example.ca")
		ben.post("/en/sign-in/code/", "code", s.last(t).Code)
		ben.get("/en/account/").want(t, 200, "/en/account/", "Reviewer")
		// Whoever is signed in accepts with a proof that is new.
		ana := s.enter("ana@example.ca")
		ana.get(link)
		p.clock.Advance(time.Hour)
		ana.post("/en/invitation/").want(t, 200, "/en/confirm/?then=%2Fen%2Finvitation%2F", "Confirm that it is you")
		ana.post("/en/confirm/", "then", "/en/invitation/")
		ana.post("/en/sign-in/code/", "code", s.last(t).Code).want(t, 200, "/en/invitation/", "signed in as")
		ana.post("/en/invitation/").want(t, 200, "/en/account/?done=accepted", "Reviewer")
		cat := s.browser()
		cat.get(link).want(t, 200, "/en/invitation/", "holds no longer")
		p.write(func(tx store.Tx) (err error) {
			i, secret, err = p.Invite(tx, "", Invitation{Grant: i.Grant, Most: 5, Ends: noon.Add(30 * day)})
			return err
		})
		p.write(func(tx store.Tx) error { return p.Revoke(tx, "", i.ID) })
		cat.get(InvitationPath("en", "en", secret)).want(t, 200, "/en/invitation/", "holds no longer")
		for _, bad := range []Invitation{{}, {Grant: Grant{"king", SiteScope}, Most: 1, Ends: noon.Add(day)}, {Grant: i.Grant, Most: 1, Ends: noon.Add(-day)}, {Grant: i.Grant, Most: 1, Ends: noon.Add(900 * day)}} {
			err := p.db.Write(t.Context(), func(tx store.Tx) error { _, _, err := p.Invite(tx, "", bad); return err })
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%+v: %v", bad, err)
			}
		}
	})
}

func TestAddressIsChangedByProof(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		p.person("taken@example.ca")
		b := s.enter("ana@example.ca")
		p.clock.Advance(time.Hour)
		b.post("/en/account/email/", "email", "new@example.ca").want(t, 200, "/en/confirm/?then=%2Fen%2Faccount%2F%3Ftyped%3D1", "Confirm that it is you")
		b.post("/en/confirm/", "then", "/en/account/?typed=1")
		b.post("/en/sign-in/code/", "code", s.last(t).Code).want(t, 200, "/en/account/?typed=1", "could not be kept") // no room keeps forms here
		// Parts of the page of the account have no page: who comes back to one, or from the other language, sees it all.
		b.get("/fr/account/email/").want(t, 200, "/fr/compte/", "ana@example.ca")
		s.browser().post("/en/account/sessions/").want(t, 200, "/en/sign-in/?then=%2Fen%2Faccount%2Fsessions%2F", "Sign in")
		b.get("/en/account/sessions/").want(t, 200, "/en/account/", "ana@example.ca")
		b.post("/en/account/email/", "email", "new@").want(t, 422, "/en/account/email/", "no e-mail address")
		b.post("/en/account/email/", "email", "new@example.ca").want(t, 200, "/en/sign-in/code/", "new@example.ca")
		m := s.last(t)
		if m.To.Mail() != "new@example.ca" || m.Link != "" {
			t.Errorf("sent %+v", m)
		}
		b.post("/en/sign-in/code/", "code", m.Code).want(t, 200, "/en/account/?done=email", "new@example.ca")
		if m := s.last(t); m.To.Mail() != "ana@example.ca" || m.Key != "mail-changed" {
			t.Errorf("the old address got %+v", m)
		}
		b.post("/en/account/email/", "email", "taken@example.ca")
		if got := b.post("/en/sign-in/code/", "code", s.last(t).Code); got.status != http.StatusConflict || b.who() != "new@example.ca" {
			t.Errorf("another's address: %d, now %s", got.status, b.who())
		}
	})
}

var regexpSession = regexp.MustCompile(`name="session" value="([^"]+)"`)

func TestSessionsAreSeenAndEnded(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		first, second, third := s.enter("ana@example.ca"), s.enter("ana@example.ca"), s.enter("ana@example.ca")
		shown := first.get("/en/account/")
		if n := strings.Count(shown.text, "Firefox, Linux</strong>"); n != 3 {
			t.Errorf("%d sessions shown", n)
		}
		other := s.enter("eve@example.ca")
		mine := regexpSession.FindStringSubmatch(shown.text)[1]
		other.post("/en/account/sessions/", "session", mine) // another's session
		if second.who() == "" || third.who() == "" {
			t.Error("somebody ended another's session")
		}
		first.post("/en/account/sessions/").want(t, 200, "/en/account/?done=ended", "has ended")
		if first.who() == "" || second.who() != "" || third.who() != "" {
			t.Error("all others were to end")
		}
	})
}
