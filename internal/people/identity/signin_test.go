package identity

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
)

// postbox is a Mailer that keeps what it is given.
type postbox struct{ sent []mail.Message }

func (b *postbox) Send(_ store.Tx, m mail.Message) error {
	b.sent = append(b.sent, m)
	return nil
}

func (b *postbox) last(t *testing.T) mail.Message {
	t.Helper()
	if len(b.sent) == 0 {
		t.Fatal("no message was sent")
	}
	return b.sent[len(b.sent)-1]
}

// served is a room with its pages on a server.
type served struct {
	place
	*postbox
	at string
}

func (p place) serve() served {
	p.t.Helper()
	s := served{place: p, postbox: &postbox{}}
	kit, err := web.New(web.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), ErrorPage: func(pr web.Problem) []byte { return []byte(pr.Message.In(pr.Languages[0])) }})
	if err != nil {
		p.t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Register(mux, kit, plainFrame{})
	server := httptest.NewServer(kit.Wrap(mux))
	p.t.Cleanup(server.Close)
	s.at = server.URL
	p.Write(s.postbox, server.URL+"/")
	return s
}

// browser is somebody's browser. It follows where it is led.
type browser struct {
	t    *testing.T
	at   string
	http *http.Client
}

func (s served) browser() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{s.t, s.at, &http.Client{Jar: jar}}
}

// view is what a browser shows.
type view struct {
	status int
	path   string
	text   string
	header http.Header
}

func (b *browser) do(method, path string, form url.Values) view {
	b.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = b.at + path
	}
	req, err := http.NewRequest(method, path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	if method == "POST" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	res, err := b.http.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return view{res.StatusCode, res.Request.URL.RequestURI(), string(data), res.Header}
}

func (b *browser) get(path string) view { return b.do("GET", path, nil) }

func (b *browser) post(path string, fields ...string) view {
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return b.do("POST", path, form)
}

// who is the address that the account page shows; empty when nobody is signed in.
func (b *browser) who() string {
	p := b.get("/en/account/")
	m := regexp.MustCompile(`signed in as ([^ ]+)\.<`).FindStringSubmatch(p.text)
	if m == nil {
		return ""
	}
	return m[1]
}

func (p view) want(t *testing.T, status int, path, text string) {
	t.Helper()
	if p.status != status || p.path != path || !strings.Contains(p.text, text) {
		t.Errorf("got %d %s, want %d %s with %q; it says:\n%s", p.status, p.path, status, path, text, p.text)
	}
}

// Whoever has no account gets one by signing in, and says once what to be called.
func TestSignInByCode(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		b := s.browser()
		b.get("/fr/connexion/").want(t, 200, "/fr/connexion/", "Envoyez-moi un message")
		b.post("/fr/connexion/", "email", "Ana@Example.ca", "then", "/fr/examen/").want(t, 200, "/fr/connexion/code/", "Ana@example.ca")
		m := s.last(t)
		if m.To.Mail() != "Ana@example.ca" || m.Key != "mail-sign-in" || m.Language != lang.French || !strings.HasPrefix(m.Link, s.at+"/fr/connexion/lien/?t=") {
			t.Errorf("sent %+v", m)
		}
		b.post("/fr/connexion/code/", "code", strings.Replace(m.Code, " ", "\u00a0-", 1)).want(t, 200, "/fr/bienvenue/?then=%2Ffr%2Fexamen%2F", "Comment voulez-vous")
		b.post("/fr/bienvenue/", "name", "Ana\u202e", "then", "/fr/examen/").want(t, 422, "/fr/bienvenue/", "signes que les noms")
		b.post("/fr/bienvenue/", "name", "Ana Roy", "then", "/fr/examen/")
		if b.who() != "Ana@example.ca" {
			t.Error("not signed in")
		}
		b.post("/fr/connexion/code/", "code", m.Code).want(t, 200, "/fr/compte/", "Ana Roy")
		again := s.browser()
		again.post("/en/sign-in/", "email", "ANA@example.ca")
		m = s.last(t)
		if m.Language != lang.French {
			t.Errorf("Ana reads French and got %s", m.Language)
		}
		again.post("/en/sign-in/code/", "code", m.Code).want(t, 200, "/en/account/", "Ana Roy")
	})
}

// Mail scanners (Safe Links and their like) fetch the link, and some press its button:
// they get no session, and whoever asked still gets in (needs A10.9).
func TestScannersNeitherBurnTheLinkNorGetIn(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		b, scanner := s.browser(), s.browser()
		b.post("/en/sign-in/", "email", "ana@example.ca")
		link := s.last(t).Link
		for range 2 {
			for _, method := range []string{"HEAD", "GET", "HEAD"} {
				scanner.do(method, link, nil)
			}
			scanner.post("/en/sign-in/link/").want(t, 422, "/en/sign-in/link/", "another browser")
			scanner.post("/en/sign-in/code/", "code", s.last(t).Code).want(t, 422, "/en/sign-in/code/", "not waiting")
		}
		if who := scanner.who(); who != "" {
			t.Errorf("the scanner is %s", who)
		}
		shown := b.get(link)
		shown.want(t, 200, "/en/sign-in/link/", "as ana@example.ca")
		if cache := shown.header.Get("Cache-Control"); !strings.Contains(cache, "no-store") {
			t.Errorf("Cache-Control %q", cache)
		}
		for range 3 {
			b.get(link) // the button is what signs in
		}
		if who := b.who(); who != "" {
			t.Errorf("signed in as %s by looking", who)
		}
		b.post("/en/sign-in/link/").want(t, 200, "/en/welcome/", "Welcome")
		if b.who() != "ana@example.ca" {
			t.Error("not signed in")
		}
		b.get(link)
		b.post("/en/sign-in/link/").want(t, 422, "/en/sign-in/link/", "another browser")
	})
}

// The address with the token leads on at once, and tells nobody where it came from.
func TestTokenLeavesTheAddress(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		b := s.browser()
		b.post("/en/sign-in/", "email", "ana@example.ca")
		b.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		got := b.get(s.last(t).Link)
		if got.status != 303 || got.header.Get("Location") != "/en/sign-in/link/" || got.header.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(got.header.Get("Cache-Control"), "no-store") {
			t.Errorf("%d %v", got.status, got.header)
		}
	})
}

func TestProofsAreShort(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		b := s.browser()
		b.post("/en/sign-in/", "email", "ana@example.ca")
		m := s.last(t)
		p.clock.Advance(loginLife)
		b.get(m.Link).want(t, 200, "/en/sign-in/link/", "another browser")
		b.post("/en/sign-in/code/", "code", m.Code).want(t, 422, "/en/sign-in/code/", "not waiting")
		b.post("/en/sign-in/", "email", "ana@example.ca")
		p.clock.Advance(loginLife - time.Millisecond)
		b.post("/en/sign-in/code/", "code", s.last(t).Code).want(t, 200, "/en/welcome/", "Welcome")
	})
}

// Five wrong codes use up the messages of a browser, and of no other.
func TestWrongCodes(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		b, enemy := s.browser(), s.browser()
		b.post("/en/sign-in/", "email", "ana@example.ca")
		mine := s.last(t)
		enemy.post("/en/sign-in/", "email", "ana@example.ca")
		wrong := func(right string) string {
			if right[0] == '9' {
				return "0" + right[1:]
			}
			return string(right[0]+1) + right[1:]
		}
		for _, typed := range []string{"", "1234", "123456789", "abcdefgh", strings.Repeat("1", 5000)} {
			enemy.post("/en/sign-in/code/", "code", typed).want(t, 422, "/en/sign-in/code/", "eight digits")
		}
		for range mostTries - 1 {
			enemy.post("/en/sign-in/code/", "code", wrong(s.last(t).Code)).want(t, 422, "/en/sign-in/code/", "not the code")
		}
		enemy.post("/en/sign-in/code/", "code", wrong(s.last(t).Code)).want(t, 422, "/en/sign-in/code/", "too many")
		enemy.post("/en/sign-in/code/", "code", s.last(t).Code).want(t, 422, "/en/sign-in/code/", "too many")
		if enemy.who() != "" {
			t.Error("in after too many wrong codes")
		}
		b.post("/en/sign-in/code/", "code", mine.Code).want(t, 200, "/en/welcome/", "Welcome")
	})
}

// Mail comes late and in any order: each message of a browser serves until one did.
func TestEveryMessageServes(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		b := s.browser()
		b.post("/en/sign-in/", "email", "ana@example.ca")
		first := s.last(t)
		p.clock.Advance(time.Minute)
		b.post("/en/sign-in/", "email", "ana@example.ca")
		second := s.last(t)
		b.post("/en/sign-in/code/", "code", first.Code)
		if b.who() != "ana@example.ca" {
			t.Error("the first message serves no more")
		}
		b.post("/en/sign-out/")
		b.post("/en/sign-in/code/", "code", second.Code)
		if b.who() != "" {
			t.Error("the second message served after the first")
		}
	})
}

// What somebody sees does not tell whether an address has an account, also where
// people cannot make one by themselves.
func TestAnswersDoNotTellWhoHasAnAccount(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		p.Admit(func(store.Tx) (bool, error) { return false, nil })
		p.person("ana@example.ca")
		shut := p.person("ben@example.ca")
		p.write(func(tx store.Tx) error { return p.Disable(tx, "", shut.ID) })
		seen := map[string]bool{}
		for _, email := range []string{"ana@example.ca", "ben@example.ca", "cat@example.ca"} {
			b := s.browser()
			for range 7 {
				got := b.post("/en/sign-in/", "email", email)
				seen[strings.ReplaceAll(got.path+got.text, email, "X")] = true
			}
			b.post("/en/sign-in/code/", "code", "00000000")
		}
		if len(seen) != 2 {
			t.Errorf("%d different answers, want one for a message and one for too many", len(seen))
		}
		for _, m := range s.sent {
			if m.To.Mail() != "ana@example.ca" {
				t.Errorf("a message to %s", m.To.Mail())
			}
		}
	})
}

// An address gets few messages, but whoever uses up its share does not lock its owner
// out of a browser they know; nor does one network or one address spoil it for others.
func TestLimitsSpareTheInnocent(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		owner := s.browser()
		owner.post("/en/sign-in/", "email", "ana@example.ca")
		owner.post("/en/sign-in/code/", "code", s.last(t).Code)
		p.clock.Advance(60 * day) // the session is over, the browser still known
		for i := range perAddress.burst + 1 {
			want := 200
			if i == perAddress.burst {
				want = 429
			}
			if got := s.browser().post("/en/sign-in/", "email", "Ana@example.ca"); got.status != want {
				t.Errorf("message %d: %d", i, got.status)
			}
		}
		owner.post("/en/sign-in/", "email", "ana@example.ca").want(t, 200, "/en/sign-in/code/", "ana@example.ca")
		s.browser().post("/en/sign-in/", "email", "ben@example.ca").want(t, 200, "/en/sign-in/code/", "ben@example.ca")
		p.clock.Advance(perAddress.pause)
		s.browser().post("/en/sign-in/", "email", "ana@example.ca").want(t, 200, "/en/sign-in/code/", "ana@example.ca")
	})
}

func TestSigningInGivesANewSession(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		b := s.browser()
		secret := func() string {
			u, _ := url.Parse(s.at)
			for _, c := range b.http.Jar.Cookies(u) {
				if c.Name == sessionCookie {
					return c.Value
				}
			}
			return ""
		}
		// A secret that somebody planted is not taken over (session fixation).
		u, _ := url.Parse(s.at)
		b.http.Jar.SetCookies(u, []*http.Cookie{{Name: sessionCookie, Value: strings.Repeat("A", secretLength), Path: "/"}})
		planted := secret()
		b.post("/en/sign-in/", "email", "ana@example.ca")
		b.post("/en/sign-in/code/", "code", s.last(t).Code)
		first := secret()
		if first == planted || first == "" {
			t.Error("the secret is not new")
		}
		b.post("/en/sign-out/", "shared", "yes").want(t, 200, "/en/sign-in/?out=1", "signed out")
		if p.session(requestWith(first)) != nil {
			t.Error("the old secret serves after the end")
		}
	})
}

func TestOthersMayNotPost(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s := p.serve()
		for _, path := range []string{"/en/sign-in/", "/en/sign-in/code/", "/en/sign-in/link/", "/en/sign-out/", "/en/account/", "/en/account/email/", "/en/account/sessions/", "/en/welcome/", "/en/confirm/", "/en/start/", "/en/invitation/"} {
			req, _ := http.NewRequest("POST", s.at+path, strings.NewReader("email=ana@example.ca"))
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Sec-Fetch-Site", "cross-site")
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != 403 {
				t.Errorf("%s: %d", path, res.StatusCode)
			}
		}
	})
}
