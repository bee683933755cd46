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

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
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

func TestFormatsOfARelease(t *testing.T) { onBoth(t, testFormatsOfARelease) }

// testFormatsOfARelease has a steward of the course ask for what is missing; nobody works at the queue.
func testFormatsOfARelease(b *building) {
	shelf, data := b.Library.Shelf(), archive(b.T, "1.0.0")
	parcel, err := library.OpenParcel(bytes.NewReader(data), "1.0.0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { parcel.Close() })
	out, err := shelf.Publish(b.Context(), b.admin.ID, func(store.Tx) error { return nil }, parcel)
	if err != nil {
		b.Fatal(err)
	}
	on := identity.CourseScope(out.Course)
	steward, cookie := b.person("Sam", identity.ByTwo, identity.Grant{Role: identity.Steward, Scope: on})
	_, other := b.person("Olu", identity.ByTwo, identity.Grant{Role: identity.Steward, Scope: identity.CourseScope("another")})
	at := map[lang.Tag]string{"en": PathOf("en", "en", areaRelease, string(out.Archive)), "fr": PathOf("fr", "fr", areaRelease, string(out.Archive))}
	for place, says := range map[string][]string{
		Path("en", "en", areaReleases): {at["en"]},
		at["en"]:                       {"Build what is missing", "E-book (EPUB)", "Not built yet."},
		at["fr"]:                       {"Produire ce qui manque", "Livre numérique (EPUB)", "Pas encore produit."},
	} {
		body := b.get(cookie, place).Body.String()
		for _, want := range says {
			if !strings.Contains(body, want) {
				b.Errorf("%s lacks %q", place, want)
			}
		}
		if strings.Contains(body, `value="withdraw"`) {
			b.Errorf("%s offers a steward to withdraw", place)
		}
	}
	form := url.Values{"do": {"build"}}
	if w := b.send(other, at["en"], form); w.Code == http.StatusOK || w.Code == http.StatusSeeOther {
		b.Errorf("a steward of another course: %d", w.Code)
	}
	if w := b.send(cookie, at["en"], form); w.Code != http.StatusSeeOther {
		b.Fatalf("%d", w.Code)
	}
	if body := b.get(cookie, at["en"]).Body.String(); strings.Contains(body, "Build what is missing") || !strings.Contains(body, "Waiting: the site builds it") || !strings.Contains(body, "Look again") {
		b.Error("it is not told that they wait")
	}
	err = b.DB.Read(b.Context(), func(tx store.Tx) error {
		lines, err := b.Identity.Trail(tx, identity.TrailFilter{Do: library.ActBuild.Name})
		if len(lines) != 1 || lines[0].By != steward.ID {
			b.Errorf("the trail holds %+v", lines)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	b.now.Advance(4 * time.Hour)
	body := b.get(b.again(steward), at["fr"]).Body.String()
	for _, want := range []string{"le travail s’est arrêté avant la fin", "Demandez-le de nouveau", "Produire ce qui manque"} {
		if !strings.Contains(body, want) {
			b.Errorf("after a long time the page lacks %q", want)
		}
	}
}
