package proof

import (
	"bytes"
	"encoding/json"
	"html"
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
	"atelier/internal/base/outgoing"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/standard/otp"
)

// plainFrame draws pages without a course around them.
type plainFrame struct{}

func (plainFrame) Language(segment string) (tag, face lang.Tag, ok bool) {
	for _, t := range lang.Interfaces() {
		if t.Lower() == segment {
			return t, t, true
		}
	}
	return "", "", false
}

func (plainFrame) Draw(w http.ResponseWriter, r *http.Request, status int, s identity.Sheet) error {
	var b bytes.Buffer
	if err := s.Body.Render(r.Context(), &b); err != nil {
		return err
	}
	b.WriteString("<a id=toggle href=" + s.At("fr") + ">")
	web.HTML(w, r, status, b.Bytes())
	return nil
}

func (plainFrame) Home(tag lang.Tag) string { return "/" + tag.Lower() + "/" }

// served is the room behind a server, whose browsers speak to it.
type served struct {
	place
	base string
}

// serve puts the room behind a server on SQLite.
func serve(t *testing.T) *served {
	t.Helper()
	return serveOn(t, storetest.New(t, tables...))
}

func serveOn(t *testing.T, db *store.DB) *served {
	t.Helper()
	s := &served{place: newPlace(t, db)}
	kit, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), ErrorPage: func(p web.Problem) []byte {
		return []byte(p.Message.In("en") + " " + p.Hint.In("en"))
	}})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	s.who.Register(mux, kit, plainFrame{})
	s.Room.Register(mux, kit, plainFrame{})
	server := httptest.NewServer(kit.Wrap(mux))
	t.Cleanup(server.Close)
	s.base = server.URL
	return s
}

// in is the same site in a subtest.
func (s *served) in(t *testing.T) *served {
	c := *s
	c.t = t
	return &c
}

// mayAsk lets the site ask one server on this machine.
func (s *served) mayAsk(issuer string) {
	s.t.Helper()
	u, err := url.Parse(issuer)
	if err != nil {
		s.t.Fatal(err)
	}
	allow, err := outgoing.Allow(u.Host)
	if err != nil {
		s.t.Fatal(err)
	}
	s.client = outgoing.New(outgoing.Options{Allow: allow, Time: 10 * time.Second})
}

// browser is somebody's browser: it keeps cookies and follows redirects.
type browser struct {
	t      *testing.T
	site   *served
	client *http.Client
}

// answer is a page that came.
type answer struct {
	t      *testing.T
	at     *url.URL
	status int
	header http.Header
	text   string
}

func (s *served) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &browser{s.t, s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}}
}

// signIn gives the browser a session.
func (b *browser) signIn(id identity.PersonID, how identity.Strength) {
	b.t.Helper()
	b.site.write(func(tx store.Tx) error {
		secret, err := b.site.who.Begin(tx, id, identity.MethodLink, how, identity.Browser{})
		at, _ := url.Parse(b.site.base)
		b.client.Jar.SetCookies(at, []*http.Cookie{{Name: "session", Value: secret}})
		return err
	})
}

func (b *browser) do(req *http.Request) answer {
	b.t.Helper()
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{b.t, res.Request.URL, res.StatusCode, res.Header, string(text)}
}

func (b *browser) address(at string) string {
	if strings.HasPrefix(at, "/") {
		return b.site.base + at
	}
	return at
}

func (b *browser) get(at string) answer {
	b.t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.address(at), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(req)
}

// post sends a form: pairs of names and values.
func (b *browser) post(at string, pairs ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequest(http.MethodPost, b.address(at), strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(req)
}

// has says that the page was answered with a status and holds texts.
func (a answer) has(status int, texts ...string) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Errorf("%s answered %d, want %d: %.300s", a.at.Path, a.status, status, a.text)
	}
	for _, text := range texts {
		if !strings.Contains(html.UnescapeString(a.text), text) {
			a.t.Errorf("%s does not say %q: %.1500s", a.at.Path, text, a.text)
		}
	}
	return a
}

// session is the session of the browser; nil when there is none.
func (b *browser) session() *identity.Session {
	b.t.Helper()
	req := httptest.NewRequest(http.MethodGet, "/", nil)
	at, _ := url.Parse(b.site.base)
	for _, c := range b.client.Jar.Cookies(at) {
		req.AddCookie(c)
	}
	v, err := b.site.who.Who(req)
	if err != nil {
		b.t.Fatal(err)
	}
	return v.Session
}

var secretOnPage = regexp.MustCompile(`<code class="secret">([A-Z2-7 ]+)</code>`)

// An app is set up and used; the recovery codes that come with it are shown until they
// are kept, and one of them lets in.
func TestAppAndRecoveryJourney(t *testing.T) {
	t.Parallel()
	s := serve(t)
	ana := s.somebody("ana@example.ca", identity.Administrator)
	b := s.browser()
	b.get("/en/account/ways/") // leads to the sign-in
	b.signIn(ana.Person, identity.ByLink)
	b.get("/en/account/ways/").has(200, "Your role needs a second proof")
	page := b.post("/en/account/ways/", "do", "totp-begin").has(200)
	key := keyOf(t, page)
	b.get("/en/account/ways/app/").has(200, key.String()[:4])
	b.post("/en/account/ways/app/", "code", "000000").has(422, "This is not the code", key.String()[:4])
	before := b.session()
	page = b.post("/en/account/ways/app/", "code", key.At(otp.Step(s.clock.Now()))).has(200, "Keep these now")
	codes := regexp.MustCompile(`<code class="secret">([0-9a-z-]{19})</code>`).FindAllStringSubmatch(page.text, -1)
	if len(codes) != recoveryCount || page.at.Path != "/en/account/ways/recovery-code/" {
		t.Fatalf("%d codes at %s", len(codes), page.at.Path)
	}
	if now := b.session(); now == nil || now.Strength != identity.ByTwo || now.ID != before.ID {
		t.Errorf("the session is %+v", now)
	}
	b.get("/fr/compte/moyens/code-de-secours/").has(200, codes[0][1], "Gardez-les maintenant")
	b.post("/en/account/ways/recovery-code/").has(200, "hold from now on", "You have 10 recovery codes left.")
	if a := b.get("/en/account/ways/recovery-code/"); a.at.Path != "/en/account/ways/" {
		t.Errorf("the codes are shown again at %s", a.at.Path)
	}
	b.post("/en/account/ways/", "do", "totp-drop").has(409, "last second proof")
	if a := b.get("/en/account/").has(200, "Passkeys, an app with codes"); !strings.Contains(a.text, "<strong>") {
		t.Error("the account does not say that there is a second proof")
	}

	other := s.browser()
	other.signIn(ana.Person, identity.ByLink)
	if a := other.post("/en/account/ways/", "do", "totp-drop"); a.at.Path != "/en/confirm/" {
		t.Errorf("with one proof of two one comes to %s", a.at.Path)
	}
	other.post("/en/confirm/recovery-code/?then=/en/account/ways/", "recovery", "nothing").has(422, "none of your recovery codes")
	other.post("/en/confirm/recovery-code/?then=/en/account/ways/", "recovery", codes[3][1]).has(200, "You have 9 recovery codes left.")
	s.clock.Advance(otp.Period)
	third := s.browser()
	third.signIn(ana.Person, identity.ByLink)
	third.get("/fr/confirmer/application/").has(200, "Code de votre application", `autocomplete=`)
	code := key.At(otp.Step(s.clock.Now()))
	third.post("/fr/confirmer/application/?then=/fr/compte/moyens/", "code", code[:3]+" "+code[3:]).has(200, "Moyens de connexion")
	if third.session().Strength != identity.ByTwo {
		t.Error("the code did not strengthen the session")
	}
	third.post("/en/confirm/app/", "code", code).has(422, "Each code works once")
	for range freeTries {
		third.post("/en/confirm/app/", "code", "123")
	}
	third.post("/en/confirm/app/", "code", "123").has(429, "Wait 30 seconds")
	third.post("/fr/confirmer/application/", "code", "123").has(429, "Attendez 30 secondes")
}

func keyOf(t *testing.T, a answer) otp.Key {
	t.Helper()
	m := secretOnPage.FindStringSubmatch(a.text)
	if m == nil {
		t.Fatalf("no key on %s: %.1500s", a.at.Path, a.text)
	}
	u, err := url.Parse(html.UnescapeString(regexp.MustCompile(`otpauth:[^"]+`).FindString(a.text)))
	if err != nil || u.Query().Get("secret") != strings.ReplaceAll(m[1], " ", "") {
		t.Fatalf("the address %v holds another key than %q", u, m[1])
	}
	return keyFrom(t, u.Query().Get("secret"))
}

// Pages under the account want a session, those that name a language that is not
// there are not found, and what is asked from elsewhere is refused.
func TestDoors(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.browser()
	for _, at := range []string{"/en/account/ways/", "/en/account/ways/app/", "/en/account/ways/passkey/", "/en/confirm/app/", "/en/confirm/organisation/", "/en/account/ways/organisation/"} {
		for _, a := range []answer{b.get(at), b.post(at)} {
			if a.at.Path != "/en/sign-in/" {
				t.Errorf("a stranger at %s comes to %s", at, a.at)
			}
		}
	}
	if a := b.get("/en/connexion/cle-d-acces/"); a.at.Path != "/en/sign-in/passkey/" {
		t.Errorf("the French name leads to %s", a.at)
	}
	b.get("/xx/sign-in/passkey/").has(404)
	req, _ := http.NewRequest(http.MethodPost, s.base+"/en/sign-in/passkey/options", nil)
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	b.do(req).has(403)
	b.get("/sign-in/return?state=x&code=y").has(409, "This step is over")
	b.get("/sign-in/return").has(409)
}

func (a answer) json(into any) {
	a.t.Helper()
	if err := json.Unmarshal([]byte(a.text), into); err != nil {
		a.t.Fatalf("%s: %v: %.300s", a.at, err, a.text)
	}
}

// trail says whether the audit trail holds an act.
func (s *served) trail(do string) bool {
	s.t.Helper()
	var lines []identity.Line
	s.write(func(tx store.Tx) (err error) {
		lines, err = s.who.Trail(tx, identity.TrailFilter{Do: do})
		return err
	})
	return len(lines) > 0
}
