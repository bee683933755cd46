package site

import (
	"bufio"
	"bytes"
	"context"

	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// visit asks for one address without following where it leads.
func (b *browser) visit(path string, header ...string) *http.Response {
	b.t.Helper()
	req, err := http.NewRequest("GET", b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	one := *b.client
	one.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := one.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	resp.Body.Close()
	return resp
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	hello := find(t, s, "en", helloPath).Path
	title := string(find(t, s, "en", helloPath).Doc().Title.ID)
	for _, one := range []struct {
		path, language string
		status         int
		to             string
	}{
		{"/", "", 200, ""},
		{"/", "fr-CA,en;q=0.5", 302, "/fr/"},
		{"/", "iu-Cans", 302, "/iu-cans/"},
		{"/", "de", 200, ""},
		{"/en", "", 301, "/en/"},
		{strings.TrimSuffix(hello, "/"), "", 301, hello},
		{"/en/words/", "", 301, "/en/first-words/"},
		{"/en/words/hi", "", 301, hello},
		{"/en/first-words/hi/?x=1", "", 301, hello + "?x=1"},
		{"/fr/mots/salut/", "", 301, find(t, s, "fr", helloPath).Path},
		{"/p/" + title, "en", 302, hello + "#" + title},
		{"/p/" + title + "/alt", "fr", 302, find(t, s, "fr", helloPath).Path + "#" + title},
		{"/p/" + title, "", 200, ""},
		{"/p/module.1-words/title", "en", 302, "/en/first-words/"},
		{"/p/course/title", "fr", 302, "/fr/"},
		{"/p/zzzzzz", "fr", 404, ""},
		{"/p/", "", 404, ""},
		{"/en/nothing/", "", 404, ""},
		{"/healthz", "", 200, ""},
		{"/readyz", "", 200, ""},
		{"/favicon.ico", "", 200, ""},
		{"/dev/gallery/en/home", "", 404, ""},
	} {
		resp := newBrowser(t, server).visit(one.path, "Accept-Language", one.language)
		if resp.StatusCode != one.status || resp.Header.Get("Location") != one.to {
			t.Errorf("%s in %q: %d to %q, want %d to %q", one.path, one.language, resp.StatusCode, resp.Header.Get("Location"), one.status, one.to)
		}
		if len(resp.Header["Set-Cookie"]) > 0 {
			t.Errorf("%s sets the cookie %s", one.path, resp.Header["Set-Cookie"])
		}
	}
}

// TestEveryPageInEveryLanguage wants every page served, and its toggle to lead to a
// page whose toggle leads back.
func TestEveryPageInEveryLanguage(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	e := s.library.Edition()
	for _, p := range e.Pages() {
		if got := b.get(p.Path); got.status != http.StatusOK || !strings.Contains(got.body, "</html>") {
			t.Errorf("%s answers %d", p.Path, got.status)
		}
		for _, tag := range e.Course.Tags() {
			there := e.In(tag, p.Key)
			if there == nil || e.In(p.Tag, there.Key) != p {
				t.Errorf("%s has no way to %s and back", p.Path, tag)
			}
		}
	}
}

func TestSearchOnTheServer(t *testing.T) {
	t.Parallel()
	_, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	b.get("/en/search/?q=thanks").has(t, "<mark>thank", `href="/en/`)
	b.get("/fr/recherche/?q=neiges&page=-3").has(t, "<mark>")
	b.get("/fr/recherche/?q=xyzzyx").has(t, "Aucun résultat")
	b.get("/en/search/?q="+strings.Repeat("a+", 5000)).has(t, "</html>")
	b.get("/en/search/?q="+url.QueryEscape(`"><script>alert(1)</script>`)).lacks(t, "<script>alert")
}

// Every page points to the course in plain text, and it is there.
func TestTextEditionIsServed(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	name := "/text/" + s.library.Edition().Course.Key + "-fr.txt"
	b.get("/fr/").has(t, `href="`+name+`"`)
	b.get(name).has(t, "Objectifs")
	if got := b.visit(name).Header.Get("Content-Type"); got != "text/plain; charset=utf-8" {
		t.Errorf("it is %s", got)
	}
	if got := b.visit("/text/nothing.txt").StatusCode; got != 404 {
		t.Errorf("a text that is not there: %d", got)
	}
}

func TestReadingSettings(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	p := find(t, s, "fr", helloPath).Path
	got := b.post("/reading", url.Values{"theme": {"dark"}, "size": {"larger"}, "back": {p}})
	if got.path != p {
		t.Errorf("leads to %s", got.path)
	}
	got.has(t, ` data-theme="dark"`, ` data-size="larger"`)
	b.get("/en/my-device/").has(t, `data-theme="dark"`)
	if n := s.count(t, "identity_device"); n != 0 {
		t.Errorf("%d devices are kept for a setting", n)
	}
	if elsewhere := b.post("/reading", url.Values{"theme": {"nonsense"}, "back": {"https://example.org/"}}); strings.Contains(elsewhere.path, "example.org") {
		t.Errorf("leads to %s", elsewhere.path)
	}
	b.get(p).lacks(t, "data-theme=")
}

func TestErrorPagesSpeakTheLanguage(t *testing.T) {
	t.Parallel()
	_, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	fr := b.get("/fr/nulle-part/")
	fr.has(t, "Il n’y a pas de page à cette adresse", `lang="fr-CA"`)
	fr.lacks(t, "There is no page")
	both := b.get("/nowhere")
	both.has(t, "There is no page at this address", "Il n’y a pas de page à cette adresse")
	if n := strings.Count(both.body, "<h1"); n != 1 {
		t.Errorf("%d main headings", n)
	}
	resp := b.visit("/en/nowhere/", "Accept", "application/json")
	if resp.StatusCode != 404 || resp.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("a program is answered %d %s", resp.StatusCode, resp.Header.Get("Content-Type"))
	}
	req, _ := http.NewRequest("DELETE", b.base+"/en/", nil)
	if got := b.do(req, nil); got.status != http.StatusMethodNotAllowed {
		t.Errorf("DELETE answers %d", got.status)
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	req, err := http.NewRequest("POST", b.base+find(t, s, "en", helloPath).Path, strings.NewReader("act=done"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := b.do(req, nil); got.status != http.StatusForbidden || s.count(t, "records_statement") != 0 {
		t.Errorf("another site's form answers %d", got.status)
	}
}

func TestDevReloadsPages(t *testing.T) {
	t.Parallel()
	live := &swapped{files: trilingual(t)}
	_, server := open(t, live, func(o *Options) { o.Dev = true })
	b := newBrowser(t, server)
	b.get("/en/").has(t, `src="/dev/reload.js"`)
	b.get("/dev/gallery/fr/home").has(t, "</html>")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/dev/reload", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	next := func() string {
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "data:") {
				return lines.Text()
			}
		}
		t.Fatal("the stream ended")
		return ""
	}
	if first := next(); first != "data: 1" {
		t.Errorf("got %q", first)
	}
	changed := fstest.MapFS{}
	for name, f := range live.files {
		changed[name] = f
	}
	old := changed["course.yaml"]
	changed["course.yaml"] = &fstest.MapFile{Data: bytes.Replace(old.Data, []byte("Words of the North"), []byte("Words of the Far North"), 1)}
	live.set(changed)
	if second := next(); second != "data: 2" {
		t.Errorf("got %q", second)
	}
	b.get("/en/").has(t, "Words of the Far North")
}

func TestNewSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		name string
		o    Options
		kind fault.Kind
		says string
	}{
		{"no course", Options{Course: fstest.MapFS{}, Data: folder}, fault.Invalid, "no course in this folder"},
		{"a broken course", Options{Course: fstest.MapFS{"course.yaml": {Data: []byte("id: [")}}, Data: folder}, fault.Invalid, "cannot be read"},
		{"a base URL with a path", Options{Course: trilingual(t), Data: folder, BaseURL: "https://example.org/course"}, fault.Usage, "not a web address"},
		{"a data folder that is a file", Options{Course: trilingual(t), Data: file}, fault.Unavailable, ""},
	} {
		one.o.Log = quiet()
		s, err := New(t.Context(), one.o)
		if err == nil {
			s.Close()
			t.Errorf("%s: no error", one.name)
			continue
		}
		if fault.KindOf(err) != one.kind || !strings.Contains(fault.Message(err, lang.English), one.says) {
			t.Errorf("%s: %v: %s", one.name, fault.KindOf(err), fault.Message(err, lang.English))
		}
		if fr := fault.Lines(err, lang.French); fr == fault.Lines(err, lang.English) {
			t.Errorf("%s: not told in French: %s", one.name, fr)
		}
	}
}

func TestLogSaysWhatStartsAndNothingOfPeople(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s, server := open(t, trilingual(t), func(o *Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	b := newBrowser(t, server)
	b.post(find(t, s, "en", checkPath).Path, url.Values{"f7dw54": {"my-secret-word"}})
	server.Close()
	s.Stop()
	for _, want := range []string{"course loaded", "lessons=3", "data folder checked", "path=/en/first-words/check/"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q", want)
		}
	}
	for _, never := range []string{"my-secret-word", "127.0.0.1:", "d-0"} {
		if strings.Contains(log.String(), never) {
			t.Errorf("the log holds %q:\n%s", never, log.String())
		}
	}
}
