package office

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// late lets a proof of who somebody is become too old, while their session is in use.
func (b *building) late(cookie string) {
	b.Helper()
	for range 2 {
		b.now.Advance(16 * time.Minute)
		if w := b.get(cookie, Path("en", "en", areaHome)); w.Code != http.StatusOK {
			b.Fatalf("the session ended: %d", w.Code)
		}
	}
}

// proves proves again who sits at a session, and gives its new cookie.
func (b *building) proves(p identity.Person) (cookie string) {
	b.Helper()
	err := b.DB.Write(b.Context(), func(tx store.Tx) error {
		all, err := b.Identity.Sessions(tx, p.ID)
		if err == nil {
			cookie, err = b.Identity.StepUp(tx, &all[0], identity.MethodPasskey, identity.ByTwo)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return cookie
}

// back is where somebody comes back to who is asked to prove who they are.
func (b *building) back(w *httptest.ResponseRecorder) string {
	b.Helper()
	u, err := url.Parse(w.Header().Get("Location"))
	if err != nil || w.Code != http.StatusSeeOther || u.Path != identity.ConfirmPath("en", "en", "") {
		b.Fatalf("asks for no proof: %d to %s", w.Code, u)
	}
	return u.Query().Get("then")
}

func (b *building) ceremonies() (n int, data string) {
	b.Helper()
	err := b.DB.Read(b.Context(), func(tx store.Tx) error {
		return tx.QueryRow("SELECT count(*), coalesce(max(data), '') FROM proof_ceremony WHERE kind = 'form'").Scan(&n, &data)
	})
	if err != nil {
		b.Fatal(err)
	}
	return n, data
}

func holds(t *testing.T, what, body string, want bool, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(body, part) != want {
			t.Errorf("%s: %q is there: %v", what, part, !want)
		}
	}
}

// What was typed in a form that asks for a new proof is in the form again afterwards, for its session, at its address and
// for twenty minutes; nothing is done until the person sends it.
func TestTypedComesBackAfterAProof(t *testing.T) { onBoth(t, testTypedComesBackAfterAProof) }

func testTypedComesBackAfterAProof(b *building) {
	at := Path("en", "en", areaInstitution)
	b.late(b.cookie)
	form := texts(url.Values{"version": {"0"}, "contact": {"help@town.example"}}, "name", "Town & <b>")
	to := b.back(b.send(b.cookie, at, form))
	if _, data := b.ceremonies(); strings.Contains(data, "town.example") || strings.Contains(to, "town") {
		b.Errorf("it is kept open: %s, or in the address: %s", data, to)
	}
	other := b.again(b.admin) // another browser of the same person
	cookie := b.proves(b.admin)
	filled := []string{`value="help@town.example"`, "Town &amp; &lt;b&gt; fr", "Nothing was done yet", "what you had typed is in the form"}
	holds(b.T, "the form", b.get(cookie, to).Body.String(), true, filled...)
	holds(b.T, "the form, looked at again", b.get(cookie, to).Body.String(), true, filled...)
	if b.Settings().Version(PartInstitution) != 0 {
		b.Error("it was sent by itself")
	}
	holds(b.T, "another browser", b.get(other, to).Body.String(), false, "town.example")
	holds(b.T, "another browser", b.get(other, to).Body.String(), true, "could not be kept")
	holds(b.T, "another page", b.get(cookie, Path("en", "en", areaPrivacy)+"?typed=1").Body.String(), false, "town.example")
	holds(b.T, "without the mark", b.get(cookie, at).Body.String(), false, "town.example", "Nothing was done yet")
	_, stranger := b.person("Eve", identity.ByTwo, identity.Grant{Role: identity.Administrator, Scope: identity.SiteScope})
	holds(b.T, "another administrator", b.get(stranger, to).Body.String(), false, "town.example")
	if w := b.get("", to); w.Code != http.StatusSeeOther || strings.Contains(w.Body.String(), "town.example") {
		b.Errorf("a stranger: %d", w.Code)
	}
	if w := b.send(cookie, at, form); w.Code != http.StatusSeeOther || b.Settings().Institution.Contact != "help@town.example" {
		b.Errorf("sent by the person: %d %+v", w.Code, b.Settings().Institution)
	}
	b.now.Advance(21 * time.Minute)
	holds(b.T, "after its time", b.get(cookie, to).Body.String(), true, "could not be kept")
}

// Secrets and files are not kept, and of forms only the last, up to a bound.
func TestTypedSparesSecrets(t *testing.T) { onBoth(t, testTypedSparesSecrets) }

func testTypedSparesSecrets(b *building) {
	access := Path("en", "en", areaAccess)
	b.now.Advance(11 * time.Minute) // who may come in asks for a proof of ten minutes
	to := b.back(b.act(access, "do", "add", "issuer", "https://id.town.example", "client", "the-client", "secret", "keep me out", "name-en", "Town"))
	cookie := b.proves(b.admin)
	page := b.get(cookie, to).Body.String()
	holds(b.T, "a provider", page, true, `value="https://id.town.example"`, `value="the-client"`, `value="Town"`)
	holds(b.T, "a provider", page, false, "keep me out")

	b.late(cookie)
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	file, err := parts.CreateFormFile("list", "people.csv")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := file.Write([]byte("email,name\na@b.example,A\n")); err != nil {
		b.Fatal(err)
	}
	if err := parts.WriteField("do", "enter"); err != nil {
		b.Fatal(err)
	}
	parts.Close()
	to = b.back(b.ask(cookie, "POST", Path("en", "en", areaList), &body, parts.FormDataContentType()))
	cookie = b.proves(b.admin)
	holds(b.T, "a file", b.get(cookie, to).Body.String(), true, "choose yours again")

	b.late(cookie)
	long := texts(url.Values{"version": {"0"}, "contact": {"help@town.example"}, "more": {strings.Repeat("x", 66_000)}}, "name", "Town")
	to = b.back(b.send(cookie, Path("en", "en", areaInstitution), long))
	cookie = b.proves(b.admin)
	page = b.get(cookie, to).Body.String()
	holds(b.T, "too much", page, true, "could not be kept")
	holds(b.T, "too much", page, false, "town.example")
	if n, data := b.ceremonies(); n != 1 || len(data) > 1000 {
		b.Errorf("%d forms are kept, the last of %d bytes", n, len(data))
	}
}

// What another site sends in somebody's name is refused before anything of it is kept.
func TestTypedByAnotherSiteIsNotKept(t *testing.T) { onBoth(t, testTypedByAnotherSiteIsNotKept) }

func testTypedByAnotherSiteIsNotKept(b *building) {
	b.late(b.cookie)
	req := httptest.NewRequest("POST", Path("en", "en", areaInstitution), strings.NewReader("version=0&contact=evil@elsewhere.example"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	req.AddCookie(&http.Cookie{Name: "session", Value: b.cookie})
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, req)
	if n, _ := b.ceremonies(); w.Code != http.StatusForbidden || n != 0 {
		b.Errorf("%d, and %d forms are kept", w.Code, n)
	}
}

// Names of fields for secrets are those whose content is not kept (identity, secretFields).
func TestSecretsHaveKnownNames(t *testing.T) { onBoth(t, testSecretsHaveKnownNames) }

func testSecretsHaveKnownNames(b *building) {
	secret, found := regexp.MustCompile(`<input[^>]*type="password"[^>]*>`), 0
	for _, g := range b.groups() {
		for _, a := range g.areas {
			for _, field := range secret.FindAllString(b.get(b.cookie, a.path("en", "en", string(b.admin.ID))).Body.String(), -1) {
				if found++; !strings.Contains(field, `name="secret"`) {
					b.Errorf("%s has a secret whose content would be kept: %s", a.key, field)
				}
			}
		}
	}
	if found == 0 {
		b.Error("no page asks for a secret")
	}
}

// A box that must be ticked says so itself, to those who hear the page.
func TestUntickedConfirmationIsMarked(t *testing.T) { onBoth(t, testUntickedConfirmationIsMarked) }

func testUntickedConfirmationIsMarked(b *building) {
	p, _ := b.person("Ben", identity.ByTwo)
	for _, tag := range lang.Interfaces() {
		w := b.act(PathOf(tag, tag, areaPerson, string(p.ID)), "do", "erase")
		if w.Code != http.StatusUnprocessableEntity {
			b.Errorf("%s: %d", tag, w.Code)
		}
		holds(b.T, string(tag), w.Body.String(), true, `href="#confirm"`, `id="confirm-error"`, `aria-describedby="confirm-error"`, `aria-invalid="true"`)
	}
	w := b.act(Path("en", "en", areaKeys), "do", "add", "name", "Tool")
	holds(b.T, "boxes", w.Body.String(), true, `id="scope-error"`, `aria-describedby="scope-hint scope-error"`)
}
