package office

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
)

// look sends the form of the look with a logo.
func (b *building) look(version string, logo []byte, fields map[string]string) *httptest.ResponseRecorder {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("version", version)
	for name, v := range fields {
		form.WriteField(name, v)
	}
	if logo != nil {
		part, err := form.CreateFormFile("logo", "../../logo.svg")
		if err != nil {
			b.Fatal(err)
		}
		part.Write(logo)
	}
	form.Close()
	return b.ask(b.cookie, "POST", Path("en", "en", areaLook), &body, form.FormDataContentType())
}

func TestLook(t *testing.T) { onBoth(t, testLook) }

func testLook(b *building) {
	hostile := []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><path d="M0 0h10"/></svg>`)
	if w := b.look("0", hostile, map[string]string{"light": "7A1F5C"}); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	page := b.get("", "/en/").Body.String()
	for _, kind := range []string{`<link rel="stylesheet" href="`, `<img class="logo" src="`} {
		_, rest, ok := strings.Cut(page, kind+hostPath)
		at, _, _ := strings.Cut(rest, `"`)
		if !ok {
			b.Fatalf("the page has no %s", kind)
		}
		w := b.get("", hostPath+at)
		if w.Code != 200 || strings.Contains(w.Body.String(), "alert") || !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") || w.Header().Get("Cache-Control") != web.CacheForever {
			b.Errorf("%s: %d %v\n%s", at, w.Code, w.Header(), w.Body)
		}
	}
	// The next logo takes the place of the first; taken away, none is left.
	if w := b.look("1", pngOf(b.T, 10, 10), nil); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	if logo := b.Settings().Look.Logo; !strings.HasSuffix(logo, ".png") || b.Settings().Look.Light != "" {
		b.Errorf("kept %+v", b.Settings().Look)
	}
	if logo, err := b.Logo(b.Context()); err != nil || logo.Type != "image/png" || logo.Name != b.Settings().Look.Logo || len(logo.Data) == 0 {
		b.Errorf("%+v, %v", logo, err)
	}
	if w := b.look("2", nil, map[string]string{"remove": "yes"}); w.Code != 303 || b.Settings().Look.Logo != "" {
		b.Errorf("%d, kept %+v", w.Code, b.Settings().Look)
	}
	if logo, err := b.Logo(b.Context()); err != nil || logo.Name != "" || logo.Data != nil {
		b.Errorf("taken away there is %+v, %v", logo.Name, err)
	}
	for name, data := range map[string][]byte{"text": []byte("hello"), "a bomb of pixels": pngOf(b.T, 2001, 1), "a document type": []byte(`<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>`), "large": bytes.Repeat([]byte("x"), maxLogo+1)} {
		if w := b.look("3", data, map[string]string{"light": "#0b5563"}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `id="logo-error"`) || !strings.Contains(w.Body.String(), `value="#0b5563"`) {
			b.Errorf("%s: %d", name, w.Code)
		}
	}
}

func pngOf(t *testing.T, w, h int) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The same course under every profile (needs A6.7).
func TestProfiles(t *testing.T) { onBoth(t, testProfiles) }

func testProfiles(b *building) {
	version := 0
	for _, c := range []struct {
		profile            Profile
		first              lang.Tag
		root, inEnglish    string // where "/" leads without a wish, and with the wish of a browser for English
		english, inuktitut int
	}{
		{Equal, "", "", "/en/", 200, 200},
		{French, "", "/fr/", "/fr/", 302, 200},
		{Local, "iu-Cans", "/iu-cans/", "/en/", 200, 200},
		{Local, "", "", "/en/", 200, 200},
	} {
		s := identity.Session{Person: b.admin.ID, Strength: identity.ByTwo, Proved: b.now.Now()}
		if err := b.Change(b.Context(), &s, Languages{Profile: c.profile, First: c.first}, version); err != nil {
			b.Fatal(err)
		}
		version++
		if w := b.get("", "/"); w.Header().Get("Location") != c.root {
			b.Errorf("%s %s: the root leads to %q", c.profile, c.first, w.Header().Get("Location"))
		}
		req := httptest.NewRequest("GET", "/", nil)
		req.Header.Set("Accept-Language", "en-CA")
		w := httptest.NewRecorder()
		b.handler.ServeHTTP(w, req)
		if w.Header().Get("Location") != c.inEnglish {
			b.Errorf("%s %s: the root leads an English browser to %q", c.profile, c.first, w.Header().Get("Location"))
		}
		for at, want := range map[string]int{"/en/": c.english, "/fr/": 200, "/iu-cans/": c.inuktitut} {
			if w := b.get("", at); w.Code != want {
				b.Errorf("%s: %s answers %d, want %d", c.profile, at, w.Code, want)
			}
		}
	}
}

func TestNoticeBeforeEnglish(t *testing.T) {
	b := build(t, storetest.New(t, tables...))
	s := identity.Session{Person: b.admin.ID, Strength: identity.ByTwo, Proved: b.now.Now()}
	if err := b.Change(t.Context(), &s, Languages{Profile: French}, 0); err != nil {
		t.Fatal(err)
	}
	w := b.get("", "/en/words/hello/?a=b")
	to := w.Header().Get("Location")
	if w.Code != http.StatusFound || to != attestPath+"?then=%2Fen%2Fwords%2Fhello%2F%3Fa%3Db" {
		t.Fatalf("%d to %q", w.Code, to)
	}
	w = b.get("", to)
	if w.Code != 200 || !strings.Contains(w.Body.String(), "Who can read this page in English?") || !strings.Contains(w.Body.String(), `<section lang="fr">`) || w.Header().Get("Set-Cookie") != "" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	w = b.send("", attestPath, url.Values{"then": {"/en/words/hello/?a=b"}})
	if w.Code != 303 || w.Header().Get("Location") != "/en/words/hello/?a=b" || !strings.HasPrefix(w.Header().Get("Set-Cookie"), attestCookie+"=yes") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	for _, hostile := range []string{"https://x.example/", "//x.example/", `/\x.example`, "javascript:alert(1)", "x", "/%0d%0aSet-Cookie:a"} {
		to := b.send("", attestPath, url.Values{"then": {hostile}}).Header().Get("Location")
		if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
			t.Errorf("%s leads to %q", hostile, to)
		}
	}
}

// What one node changes the others show.
func TestSettingsOnSeveralNodes(t *testing.T) {
	address := pgtest.New(t)
	var nodes []*building
	for range 2 {
		db, err := store.Connect(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		if err := store.Migrate(t.Context(), db, tables...); err != nil {
			t.Fatal(err)
		}
		nodes = append(nodes, build(t, db))
	}
	a, other := nodes[0], nodes[1]
	if w := a.look("0", nil, map[string]string{"dark": "#f2b5dc"}); w.Code != 303 {
		t.Fatal(w.Code, w.Body)
	}
	if changed, err := other.Refresh(t.Context()); err != nil || !changed || other.Settings().Look.Dark != "#f2b5dc" {
		t.Errorf("%v, %v: %+v", changed, err, other.Settings().Look)
	}
	if changed, err := other.Refresh(t.Context()); err != nil || changed {
		t.Errorf("changed again: %v", err)
	}
	s := identity.Session{Person: a.admin.ID, Strength: identity.ByTwo, Proved: a.now.Now()}
	err := other.Change(t.Context(), &s, Look{}, 0)
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("a change from the state before: %v", err)
	}
}

// Whoever writes a setting, a page or a program, pages show it once it is kept, also where
// no other node could change it.
func TestSettingsShowOnceKept(t *testing.T) {
	onBoth(t, func(b *building) {
		b.writing(func(tx store.Tx) error { return b.put(tx, Institution{Contact: "aide@ville.example"}, 0, "key:k-1") })
		if got := b.get("", "/en/").Body.String(); !strings.Contains(got, "mailto:aide@ville.example") {
			b.Error("the page does not show it")
		}
	})
}
