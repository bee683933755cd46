package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// testPage is an error page as site would draw it.
func testPage(p Problem) []byte {
	var b strings.Builder
	for _, tag := range p.Languages {
		fmt.Fprintf(&b, "<p lang=%q>%d %s %s %s</p>", tag, p.Status, p.Message.In(tag), p.Hint.In(tag), p.RequestID)
	}
	return []byte(b.String())
}

type site struct {
	http.Handler
	kit *Kit
	log *bytes.Buffer
}

func newSite(t *testing.T, base string, routes map[string]Handler) site {
	t.Helper()
	log := &bytes.Buffer{}
	o := Options{
		Log:         slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		ErrorPage:   testPage,
		CrossOrigin: []string{"/xapi/"},
	}
	if base != "" {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		o.BaseURL = u
	}
	kit, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for pattern, h := range routes {
		mux.Handle(pattern, kit.Handle(h))
	}
	return site{kit.Wrap(mux), kit, log}
}

func (s site) send(r *http.Request) (*http.Response, string) {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	data, _ := io.ReadAll(w.Result().Body)
	return w.Result(), string(data)
}

func TestCatalogueIsComplete(t *testing.T) {
	for _, lack := range lang.Complete(files) {
		t.Error(lack)
	}
}

func hello(w http.ResponseWriter, r *http.Request) error {
	HTML(w, r, 200, []byte("hello"))
	return nil
}

func TestEveryResponseHasTheSecurityHeaders(t *testing.T) {
	s := newSite(t, "https://course.example.ca", map[string]Handler{
		"GET /ok":   hello,
		"GET /bad":  func(http.ResponseWriter, *http.Request) error { return errors.New("secret detail") },
		"GET /oops": func(http.ResponseWriter, *http.Request) error { panic("secret detail") },
	})
	for path, want := range map[string]int{"/ok": 200, "/bad": 500, "/oops": 500, "/nowhere": 404} {
		res, body := s.send(httptest.NewRequest("GET", path, nil))
		if res.StatusCode != want {
			t.Errorf("%s got %d, want %d", path, res.StatusCode, want)
		}
		for name, part := range map[string]string{
			"Content-Security-Policy":    "default-src 'none'; script-src 'self'; style-src 'self'",
			"X-Content-Type-Options":     "nosniff",
			"Referrer-Policy":            "same-origin",
			"Permissions-Policy":         "camera=()",
			"Cross-Origin-Opener-Policy": "same-origin",
			"Strict-Transport-Security":  "max-age=",
			"X-Request-Id":               "",
		} {
			if got := res.Header.Values(name); len(got) != 1 || !strings.Contains(got[0], part) {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if csp := res.Header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %s", path, csp)
		}
		if strings.Contains(body, "secret") {
			t.Errorf("%s tells %q", path, body)
		}
	}
	if !strings.Contains(s.log.String(), "secret detail") {
		t.Error("the log does not say what happened")
	}
}

func TestErrorsSpeakTheLanguageOfWhoAsks(t *testing.T) {
	s := newSite(t, "", nil)
	const english, french = "There is no page", "Il n’y a pas de page"
	cases := map[string]struct {
		path, cookie, accept string
		want                 []string
	}{
		"address":  {"/fr/rien", "", "en", []string{french}},
		"cookie":   {"/x", "fr", "en", []string{french}},
		"browser":  {"/x", "", "en-US,en;q=0.8", []string{english}},
		"nothing":  {"/x", "", "", []string{english, french}},
		"a third":  {"/x", "", "iu", []string{english, french}},
		"not zero": {"/x", "", "fr;q=0, en", []string{english}},
	}
	for name, c := range cases {
		r := httptest.NewRequest("GET", c.path, nil)
		if c.cookie != "" {
			r.AddCookie(&http.Cookie{Name: "lang", Value: c.cookie})
		}
		if c.accept != "" {
			r.Header.Set("Accept-Language", c.accept)
		}
		res, body := s.send(r)
		for _, text := range []string{english, french} {
			want := strings.Contains(strings.Join(c.want, ""), text)
			if strings.Contains(body, text) != want {
				t.Errorf("%s: %q", name, body)
			}
		}
		if id := res.Header.Get("X-Request-Id"); !strings.Contains(body, id) || id == "" {
			t.Errorf("%s: the page does not show the request id %q", name, id)
		}
		if got := res.Header.Get("Content-Language"); (got != "") != (len(c.want) == 1) {
			t.Errorf("%s: Content-Language %q", name, got)
		}
	}
}

func TestTheWrongMethodIsToldWithTheRightOnes(t *testing.T) {
	s := newSite(t, "", map[string]Handler{"GET /page": hello})
	res, body := s.send(httptest.NewRequest("DELETE", "/page", nil))
	if res.StatusCode != 405 || res.Header.Get("Allow") != "GET, HEAD" || !strings.Contains(body, "<p lang") {
		t.Errorf("%d %v %s", res.StatusCode, res.Header, body)
	}
}

func TestProgramsGetAProblemDocument(t *testing.T) {
	s := newSite(t, "", map[string]Handler{"GET /page": func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Conflict, words, "not-found")
	}})
	for path, accept := range map[string]string{"/api/x": "", "/xapi/statements": "*/*", "/page": "application/json"} {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Accept", accept)
		r.Header.Set("Accept-Language", "fr-CA")
		res, body := s.send(r)
		var doc struct {
			Type, Title, RequestID string
			Status                 int
		}
		if err := json.Unmarshal([]byte(body), &doc); err != nil {
			t.Fatalf("%s: %v in %q", path, err, body)
		}
		if res.Header.Get("Content-Type") != "application/problem+json" || doc.Status != res.StatusCode ||
			!strings.HasPrefix(doc.Title, "Il n’y a pas") || doc.RequestID == "" || !strings.HasPrefix(doc.Type, "urn:atelier:problem:") {
			t.Errorf("%s: %d %+v", path, res.StatusCode, doc)
		}
	}
}

func TestTheLogHoldsNothingPersonal(t *testing.T) {
	s := newSite(t, "", map[string]Handler{"GET /page": hello})
	r := httptest.NewRequest("GET", "/page?name=Marie", nil)
	r.RemoteAddr = "203.0.113.9:4711"
	r.Header.Set("User-Agent", "Browser/1")
	r.Header.Set("Referer", "https://mail.example.ca/inbox")
	r.AddCookie(&http.Cookie{Name: "device", Value: "opaque"})
	res, _ := s.send(r)
	for _, personal := range []string{"Marie", "203.0.113.9", "Browser", "mail.example", "opaque"} {
		if strings.Contains(s.log.String(), personal) {
			t.Errorf("the log holds %q: %s", personal, s.log)
		}
	}
	var line struct {
		ID, Method, Path string
		Status, Bytes    int
	}
	if err := json.Unmarshal(s.log.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line.ID != res.Header.Get("X-Request-Id") || line.Path != "/page" || line.Status != 200 || line.Bytes != 5 || line.Method != "GET" {
		t.Errorf("the log says %+v", line)
	}
}

func TestRequestsFromOtherSites(t *testing.T) {
	routes := map[string]Handler{"POST /act": hello, "GET /act": hello, "POST /xapi/statements": hello}
	s := newSite(t, "https://course.example.ca", routes)
	cases := map[string]struct {
		method, path string
		headers      map[string]string
		want         int
	}{
		"own form":              {"POST", "/act", map[string]string{"Sec-Fetch-Site": "same-origin"}, 200},
		"public name by proxy":  {"POST", "/act", map[string]string{"Origin": "https://course.example.ca"}, 200},
		"a program":             {"POST", "/act", nil, 200},
		"another site's form":   {"POST", "/act", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"another site's origin": {"POST", "/act", map[string]string{"Origin": "https://evil.example"}, 403},
		"a link from elsewhere": {"GET", "/act", map[string]string{"Sec-Fetch-Site": "cross-site"}, 200},
		"an LMS at the store":   {"POST", "/xapi/statements", map[string]string{"Sec-Fetch-Site": "cross-site"}, 200},
	}
	for name, c := range cases {
		r := httptest.NewRequest(c.method, c.path, nil)
		for k, v := range c.headers {
			r.Header.Set(k, v)
		}
		if res, body := s.send(r); res.StatusCode != c.want {
			t.Errorf("%s: %d, want %d: %s", name, res.StatusCode, c.want, body)
		}
	}
}

func TestABodyOverTheLimitIsRefused(t *testing.T) {
	s := newSite(t, "", map[string]Handler{"POST /": func(w http.ResponseWriter, r *http.Request) error {
		if _, err := io.ReadAll(r.Body); err != nil {
			return err
		}
		return hello(w, r)
	}})
	if res, _ := s.send(httptest.NewRequest("POST", "/", strings.NewReader(strings.Repeat("x", BodyLimit)))); res.StatusCode != 200 {
		t.Errorf("a body at the limit got %d", res.StatusCode)
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader(strings.Repeat("x", BodyLimit+1)))
	r.Header.Set("Accept-Language", "fr")
	res, body := s.send(r)
	if res.StatusCode != 413 || !strings.Contains(body, "dépasse 1,0\u00a0Mo") {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

// A failure after the answer began must not look like a whole answer.
func TestALateFailureBreaksTheAnswerOff(t *testing.T) {
	late := map[string]Handler{
		"GET /error": func(w http.ResponseWriter, r *http.Request) error {
			_, _ = io.WriteString(w, "half a page")
			return errors.New("too late")
		},
		"GET /panic": func(w http.ResponseWriter, r *http.Request) error {
			_, _ = io.WriteString(w, "half a page")
			panic("too late")
		},
	}
	s := newSite(t, "", late)
	server := httptest.NewUnstartedServer(s)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Start()
	for _, path := range []string{"/error", "/panic"} {
		res, err := http.Get(server.URL + path)
		if err != nil {
			continue
		}
		if _, err = io.ReadAll(res.Body); err == nil {
			t.Errorf("%s looks whole", path)
		}
		res.Body.Close()
	}
	// Closing waits for the handlers, and so for what they log.
	server.Close()
	if n := strings.Count(s.log.String(), "too late"); n < 2 {
		t.Errorf("%d of 2 failures are in the log", n)
	}
}

func TestABaseURLWithoutHostIsAMistakeOfTheCommandLine(t *testing.T) {
	u, _ := url.Parse("course")
	_, err := New(Options{Log: slog.New(slog.DiscardHandler), BaseURL: u})
	if fault.ExitCode(err) != 2 || fault.Hint(err, lang.French) == "" {
		t.Errorf("got %v", err)
	}
}

func TestCookiesAreSafe(t *testing.T) {
	for base, want := range map[string]string{
		"https://course.example.ca": "__Host-device=abc; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax",
		"http://localhost:8080":     "device=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
	} {
		cookies := newSite(t, base, nil).kit.Cookies()
		w := httptest.NewRecorder()
		cookies.Set(w, "device", "abc", 60e9)
		if got := w.Header().Get("Set-Cookie"); got != want {
			t.Errorf("%s: %s", base, got)
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Cookie", w.Result().Cookies()[0].Name+"=abc")
		if got, ok := cookies.Get(r, "device"); !ok || got != "abc" {
			t.Errorf("%s: read %q", base, got)
		}
		w = httptest.NewRecorder()
		cookies.Clear(w, "device")
		if got := w.Header().Get("Set-Cookie"); !strings.Contains(got, "Max-Age=0") {
			t.Errorf("%s: cleared with %s", base, got)
		}
	}
	// Another host of the domain can set a cookie without the prefix.
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Cookie", "device=planted")
	if got, ok := (Cookies{Secure: true}).Get(r, "device"); ok {
		t.Errorf("a planted cookie %q was read", got)
	}
}

func TestPrefer(t *testing.T) {
	three := []lang.Tag{"en", "fr", "iu-Cans"}
	for _, c := range []struct {
		cookie, accept string
		want           lang.Tag
	}{
		{"", "", ""},
		{"fr", "en", "fr"},
		{"IU-CANS", "en", "iu-Cans"},
		{"xx", "en", "en"},
		{"", "fr-CA,fr;q=0.9,en;q=0.8", "fr"},
		{"", "de, en;q=0.1, fr;q=0.7", "fr"},
		{"", "iu", "iu-Cans"},
		{"", "iu-Latn, fr;q=0.5", "fr"},
		{"", "de", ""},
		{"", "*", ""},
		{"", "en;q=0", ""},
		{"", ";;;", ""},
		{"", strings.Repeat("en,", 500), ""},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		if c.cookie != "" {
			r.AddCookie(&http.Cookie{Name: "lang", Value: c.cookie})
		}
		r.Header.Set("Accept-Language", c.accept)
		got, ok := Prefer(r, three)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("cookie %q, Accept-Language %.40q: %q %v, want %q", c.cookie, c.accept, got, ok, c.want)
		}
	}
}
