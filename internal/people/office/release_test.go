package office

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
	"atelier/internal/people/identity"
)

// archive is the test course as a release.
func archive(t *testing.T, version string) []byte {
	t.Helper()
	folder := os.DirFS("../../content/course/testdata/trilingual")
	c, _, err := course.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := release.Make(nil, c, folder, release.Options{Version: version, Date: "2026-11-23"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := publish.SourceArchive(plan.Over(folder), publish.Institution)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPublishingARelease(t *testing.T) { onBoth(t, testPublishingARelease) }

func testPublishingARelease(b *building) {
	publisher, cookie := b.person("Pat", identity.ByTwo, identity.Grant{Role: identity.Publisher, Scope: identity.SiteScope})
	at := Path("en", "en", areaReleases)
	if err := os.WriteFile(filepath.Join(b.Waiting, "x-1.0.0.zip"), archive(b.T, "1.0.0"), 0o600); err != nil {
		b.Fatal(err)
	}
	if body := b.get(cookie, at).Body.String(); !strings.Contains(body, "x-1.0.0.zip") {
		b.Error("a release that waits is not shown")
	}
	for _, name := range []string{"", "../office_test.go", "y.zip"} {
		if w := b.send(cookie, at, url.Values{"do": {"look"}, "name": {name}}); w.Code != http.StatusUnprocessableEntity {
			b.Errorf("%q: %d", name, w.Code)
		}
	}
	w := b.send(cookie, at, url.Values{"do": {"look"}, "name": {"x-1.0.0.zip"}})
	there := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(there, at) {
		b.Fatalf("%d to %q", w.Code, there)
	}
	if body := b.get(cookie, there).Body.String(); !strings.Contains(body, "Nobody has begun") || !strings.Contains(body, "Release 1.0.0") {
		b.Error("what it would change is not told")
	}
	b.now.Advance(20 * time.Minute) // who it is was proved too long ago
	if w := b.send(cookie, there, url.Values{"do": {"publish"}}); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), identity.ConfirmPath("en", "en", there)) {
		b.Errorf("without a fresh proof: %d to %q", w.Code, w.Header().Get("Location"))
	}
	cookie = b.again(publisher)
	w = b.send(cookie, there, url.Values{"do": {"publish"}})
	if want := b.Library.Edition().ReleasePath("en", "1.0.0"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
		b.Errorf("%d to %q, want %q", w.Code, w.Header().Get("Location"), want)
	}
	if now := b.Library.Edition().Release; now == nil || now.Version != "1.0.0" || now.By != publisher.ID {
		b.Errorf("%+v is served", now)
	}
	for _, place := range []string{at, there, b.Library.Edition().ReleasePath("fr", "1.0.0")} {
		if w := b.get(cookie, place); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "1.0.0") {
			b.Errorf("%s: %d", place, w.Code)
		}
	}
}

// upload is a form with a file.
func upload(t *testing.T, name string, data []byte) (body *bytes.Buffer, kind string) {
	t.Helper()
	body = &bytes.Buffer{}
	form := multipart.NewWriter(body)
	if err := form.WriteField("do", "send"); err != nil {
		t.Fatal(err)
	}
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return body, form.FormDataContentType()
}

func TestSendingARelease(t *testing.T) { onBoth(t, testSendingARelease) }

func testSendingARelease(b *building) {
	at := Path("fr", "fr", areaReleases)
	for name, want := range map[string]struct {
		data   []byte
		status int
	}{
		"a release":         {archive(b.T, "2.0"), http.StatusSeeOther},
		"a text":            {[]byte("x"), http.StatusUnprocessableEntity},
		"half of a release": {archive(b.T, "2.0")[:4000], http.StatusUnprocessableEntity},
		"nothing":           {nil, http.StatusUnprocessableEntity},
	} {
		body, kind := upload(b.T, "r.zip", want.data)
		if w := b.ask(b.cookie, "POST", at, body, kind); w.Code != want.status {
			b.Errorf("%s: %d", name, w.Code)
		}
	}
}

func TestWithdrawingARelease(t *testing.T) { onBoth(t, testWithdrawingARelease) }

func testWithdrawingARelease(b *building) {
	publisher, _ := b.person("Pat", identity.ByTwo, identity.Grant{Role: identity.Publisher, Scope: identity.SiteScope})
	cookie, at := b.again(publisher), Path("en", "en", areaReleases)
	form := url.Values{"do": {"withdraw"}, "version": {"1.0.0"}, "reason-en": {"A wrong figure."}, "reason-fr": {""}}
	if w := b.send(cookie, at, form); w.Code != http.StatusUnprocessableEntity {
		b.Errorf("without a reason in French: %d", w.Code)
	}
	form.Set("reason-fr", "Un chiffre faux.")
	if w := b.send(cookie, at, form); w.Code != http.StatusUnprocessableEntity || b.Library.Edition().Release != nil {
		b.Errorf("what was not published: %d", w.Code)
	}
	b.now.Advance(20 * time.Minute)
	if w := b.send(cookie, at, form); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), identity.ConfirmPath("en", "en", at)) {
		b.Errorf("without a fresh proof: %d to %q", w.Code, w.Header().Get("Location"))
	}
}
