package site

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/people/identity"
)

// fort is a site under attack, with people in it.
type fort struct {
	*Site
	t      *testing.T
	now    *clock.Fixed
	log    *errorLog
	secure bool // served over https
	// The administrator has just proved twice who they are; the others are learners, signed in by a link.
	admin, learner, other visitor
}

// visitor is somebody's browser; without cookies it is a stranger's.
type visitor struct {
	name    string
	person  identity.Person
	cookies map[string]string
	headers map[string]string
}

// errorLog keeps the errors that the site logs, so that a failure tells why.
type errorLog struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *errorLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// take gives what was logged and forgets it.
func (l *errorLog) take() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.text.Reset()
	return l.text.String()
}

// besieged makes a site with people. The change may name another database or a base URL.
func besieged(t *testing.T, change ...func(*Options)) *fort {
	t.Helper()
	f := &fort{t: t, now: clock.NewFixed(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)), log: &errorLog{}}
	set := func(o *Options) {
		o.Clock, o.Log = f.now, slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelError}))
	}
	f.Site, _ = open(t, trilingual(t), append([]func(*Options){set}, change...)...)
	f.stopJobs() // what waits is looked at, not done
	f.admin = f.person("Ana Roy", "ana@example.ca", identity.ByTwo, identity.Administrator)
	f.learner = f.person("Marie Tremblay", "marie@example.ca", identity.ByLink, "")
	f.other = f.person("Pierre Gagnon", "pierre@example.ca", identity.ByLink, "")
	return f
}

// onBoth attacks a site on each database.
func onBoth(t *testing.T, attack func(f *fort)) {
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); attack(besieged(t)) })
	t.Run("postgresql", func(t *testing.T) {
		t.Parallel()
		attack(besieged(t, func(o *Options) { o.Database, o.Secret = pgtest.New(t), testSecret }))
	})
}

// person makes somebody with a role on the site and signs them in.
func (f *fort) person(name, email string, s identity.Strength, role identity.Role) visitor {
	f.t.Helper()
	v := visitor{name: name}
	err := f.db.Write(f.t.Context(), func(tx store.Tx) (err error) {
		v.person, err = f.identity.CreatePerson(tx, "", identity.Person{Name: name, Email: identity.Email(email), Language: "en"})
		if err != nil || role == "" {
			return err
		}
		return f.identity.Give(tx, "", v.person.ID, identity.Grant{Role: role, Scope: identity.SiteScope})
	})
	if err != nil {
		f.t.Fatal(err)
	}
	v.cookies = map[string]string{"session": f.begin(v, s)}
	return v
}

// begin opens a session and gives its secret.
func (f *fort) begin(v visitor, s identity.Strength) (secret string) {
	f.t.Helper()
	err := f.db.Write(f.t.Context(), func(tx store.Tx) (err error) {
		secret, err = f.identity.Begin(tx, v.person.ID, identity.MethodPasskey, s, identity.Browser{Label: "Firefox"})
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return secret
}

// answer is what the site said.
type answer struct {
	status int
	header http.Header
	body   string
}

// send asks the site, in process. A path that no request line can hold is not sent.
func (f *fort) send(v visitor, method, path, kind, body string) answer {
	f.t.Helper()
	target, err := url.ParseRequestURI(path)
	if err != nil || strings.ContainsAny(path, " \r\n") {
		return answer{status: http.StatusBadRequest, header: http.Header{}}
	}
	req := httptest.NewRequestWithContext(f.t.Context(), method, "/", strings.NewReader(body))
	req.URL, req.RequestURI = target, path
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	for name, value := range v.cookies {
		if f.secure {
			name = "__Host-" + name
		}
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for name, value := range v.headers {
		req.Header.Set(name, value)
		if name == "Host" {
			req.Host = value
		}
	}
	w := httptest.NewRecorder()
	f.Handler().ServeHTTP(w, req)
	got := answer{w.Code, w.Result().Header, w.Body.String()}
	if got.status >= 500 {
		f.t.Errorf("%s %.200q (%.300q) by %s answers %d:\n%s", method, path, body, v.name, got.status, f.log.take())
	}
	f.safe(v, method, path, got)
	return got
}

func (f *fort) get(v visitor, path string) answer {
	f.t.Helper()
	return f.send(v, "GET", path, "", "")
}

const formType = "application/x-www-form-urlencoded"

func (f *fort) post(v visitor, path string, form url.Values) answer {
	f.t.Helper()
	return f.send(v, "POST", path, formType, form.Encode())
}

// safe looks for something hostile that came alive in an answer.
func (f *fort) safe(v visitor, method, path string, a answer) {
	f.t.Helper()
	for name, values := range a.header {
		if strings.Contains(name, "Hostile") || slices.ContainsFunc(values, func(s string) bool { return strings.ContainsAny(s, "\r\n\x00") }) {
			f.t.Errorf("%s %.200q by %s has the header %s: %q", method, path, v.name, name, values)
		}
	}
	if to := a.header.Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`)) {
		f.t.Errorf("%s %.200q by %s leads away, to %q", method, path, v.name, to)
	}
	if strings.Contains(a.body, "root:x:0") {
		f.t.Errorf("%s %.200q by %s gives a file of the machine", method, path, v.name)
	}
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		if alive := liveMarkup(a.body); alive != "" {
			f.t.Errorf("%s %.200q by %s holds %q", method, path, v.name, alive)
		}
	}
}

// liveMarkup is what a browser would run or load of a payload; "" when there is nothing.
func liveMarkup(page string) string {
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if strings.HasPrefix(token.Data, "hostile") {
				return token.String()
			}
			for _, a := range token.Attr {
				address := strings.ToLower(strings.Map(func(r rune) rune {
					if r <= ' ' {
						return -1
					}
					return r
				}, a.Val))
				runs := strings.HasPrefix(address, "javascript:") || strings.HasPrefix(address, "data:text") || strings.HasPrefix(address, "vbscript:")
				if strings.HasPrefix(a.Key, "on") || strings.Contains(a.Key, "hostile") || runs && slices.Contains([]string{"href", "src", "action", "formaction", "data", "poster", "xlink:href"}, a.Key) {
					return token.String()
				}
			}
		}
	}
}

// intact says that the site stands as it did: the trail holds, and the database finds nothing wrong with itself.
func (f *fort) intact() {
	f.t.Helper()
	err := f.db.Read(f.t.Context(), func(tx store.Tx) error {
		if _, err := f.identity.VerifyTrail(tx); err != nil {
			return err
		}
		if f.db.Shared() {
			return nil
		}
		var said string
		if err := tx.QueryRow("PRAGMA integrity_check").Scan(&said); err != nil || said != "ok" {
			f.t.Errorf("the database says %q %v", said, err)
		}
		return nil
	})
	if err != nil {
		f.t.Error(err)
	}
	for _, v := range []visitor{f.admin, f.learner, f.other} {
		if n := f.rows("identity_person", "id", string(v.person.ID)); n != 1 {
			f.t.Errorf("%s is there %d times", v.name, n)
		}
	}
	if said := f.log.take(); said != "" {
		f.t.Errorf("the log holds errors:\n%s", said)
	}
}

// rows counts those of a table that hold a value in a column.
func (f *fort) rows(table, column, value string) (n int) {
	f.t.Helper()
	err := f.db.Read(f.t.Context(), func(tx store.Tx) error {
		return tx.QueryRow("SELECT count(*) FROM "+table+" WHERE "+column+" = ?", value).Scan(&n)
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return n
}

// routes are the patterns of the mux, sorted. The mux does not tell them, so they are read from the index in which it
// finds patterns that conflict.
func (f *fort) routes() []string {
	f.t.Helper()
	index := reflect.ValueOf(f.mux).Elem().FieldByName("index")
	var found []string
	add := func(list reflect.Value) {
		for i := range list.Len() {
			found = append(found, list.Index(i).Elem().FieldByName("str").String())
		}
	}
	add(index.FieldByName("multis"))
	for entries := index.FieldByName("segments").MapRange(); entries.Next(); {
		add(entries.Value())
	}
	slices.Sort(found)
	found = slices.Compact(found)
	if len(found) < 100 {
		f.t.Fatalf("the mux tells of %d routes alone", len(found))
	}
	return found
}

var wildcard = regexp.MustCompile(`\{[a-z]+\}`)

// route is a pattern cut into its method and its path; a pattern without method takes GET.
func route(pattern string) (method, path string) {
	method, path, ok := strings.Cut(pattern, " ")
	if !ok {
		method, path = "GET", pattern
	}
	return method, strings.TrimSuffix(path, "{$}")
}

// addresses are a pattern's in every interface language, the other wildcards filled.
func addresses(path, fill string) []string {
	if !strings.Contains(path, "{lang}") {
		return []string{wildcard.ReplaceAllLiteralString(path, fill)}
	}
	var all []string
	for _, tag := range lang.Interfaces() {
		all = append(all, wildcard.ReplaceAllLiteralString(strings.Replace(path, "{lang}", tag.Lower(), 1), fill))
	}
	return all
}

var stranger = visitor{name: "a stranger"}

// What is written into addresses: ways to other files, signs that end a header or a text, marks of writing direction.
var tricks = []string{"..%2f..%2f..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e%2fetc/passwd", "..%5c..%5cwindows%5cwin.ini", "%2fetc%2fpasswd", "x%00.css", "%ff%fe", "%c0%ae%c0%ae%2f", "%E2%80%AEgpj.exe",
	"%3Chostile-tag%20onload=hostile()%3E", "x%0d%0aX-Hostile:%201", "%22onload=hostile()%22", strings.Repeat("a", 5000), strings.Repeat("%F0%9F%98%80", 300), "con", "-1", "'%20OR%201=1--", "..;", "x%2500"}

// Queries, several tricks in each.
var queries = []string{
	"?then=//evil.example/&q=%3Chostile-tag%3E&news=%22%3E%3Chostile-tag%3E&done=%3Chostile-tag%3E&page=%00&after=%ff&state=%00&kept=%3Chostile-tag%3E",
	"?then=https://evil.example/&q=%00%ff&code=%00&state=%ff&after=%00&do=%ff&by=%00&on=%ff&org=%00&role=%ff",
	"?then=/%5cevil.example&error=%3Chostile-tag%3E&error_description=%3Chostile-tag%3E&state=x&q=%E2%80%AE&after=%22%3E%3Chostile-tag%3E",
	"?then=javascript:hostile()&q=x%0d%0aX-Hostile:1&after=-1&page=99999999999999999999&token=%ff%00", "?then=%0d%0aX-Hostile:1&%gg", "?;&=&&&",
}

// Whatever stands in an address leads to no file, no error and no other page.
func TestHostileAddresses(t *testing.T) {
	t.Parallel()
	onBoth(t, func(f *fort) {
		for _, pattern := range f.routes() {
			method, path := route(pattern)
			named := strings.Contains(strings.Replace(path, "{lang}", "", 1), "{")
			for i, trick := range tricks {
				var targets []string
				if named {
					targets = addresses(path, trick)
				}
				if !f.db.Shared() && strings.Contains(path, "{lang}") && (named || i%6 == 0) {
					targets = append(targets, wildcard.ReplaceAllLiteralString(path, trick))
				}
				if !f.db.Shared() && !named && strings.HasSuffix(path, "/") && i%6 == 1 {
					targets = append(targets, addresses(path, "x")[0]+trick)
				}
				for _, target := range targets {
					f.send(f.admin, method, target, formType, "")
				}
			}
			for i, query := range queries {
				if method == "GET" {
					all := addresses(path, "x")
					f.get(f.admin, all[i%len(all)]+query)
					if !f.db.Shared() {
						f.get(stranger, all[(i+1)%len(all)]+query)
					}
				}
			}
		}
		f.intact()
	})
}

// No other site can act through a reader's browser (RFC 9110, section 9.2.1; Fetch Metadata).
func TestHostileSites(t *testing.T) {
	t.Parallel()
	f := besieged(t)
	before := f.count(t, "identity_audit")
	n := 0
	for _, pattern := range f.routes() {
		method, path := route(pattern)
		if method == "GET" {
			continue
		}
		for _, headers := range []map[string]string{{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}} {
			v := f.admin
			v.headers = headers
			for _, target := range addresses(path, "x") {
				n++
				if got := f.send(v, method, target, formType, "act=done&confirm=yes&do=end"); got.status != http.StatusForbidden {
					t.Errorf("%s %s from another site (%v) answers %d", method, target, headers, got.status)
				}
			}
		}
	}
	if now := f.count(t, "identity_audit"); n < 200 || now != before {
		t.Errorf("%d requests changed the trail from %d to %d", n, before, now)
	}
	// The API stands on keys alone: a cookie opens nothing there.
	for _, op := range f.api.Operations() {
		if got := f.send(f.admin, op.Method, "/api"+wildcard.ReplaceAllLiteralString(op.Path, "x"), "application/json", body(op.Method)); !op.Open && got.status != http.StatusUnauthorized {
			t.Errorf("%s with a cookie answers %d", op.ID, got.status)
		}
	}
	f.intact()
}

// Bodies that are too large, no forms at all or not what they say end in a plain refusal.
func TestHostileBodies(t *testing.T) {
	t.Parallel()
	f := besieged(t)
	large := "name=" + strings.Repeat("a", 6<<20)
	many := strings.Repeat("a=b&", 200_000)
	multipart := "--x\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"../../etc/passwd\"\r\n\r\n" + strings.Repeat("z", 100) + "\r\n"
	bodies := []struct{ kind, body string }{
		{formType, large}, {formType, many}, {formType, "%gg=%zz"}, {formType, "a;b=c"}, {formType, "\x00\xff"}, {"application/json", strings.Repeat("[", 100_000)}, {"application/json", `{"name":`},
		{"multipart/form-data; boundary=x", multipart}, {"multipart/form-data", "x"}, {"multipart/form-data; boundary=x", strings.Repeat("--x\r\n\r\n\r\n", 5000)}, {"text/xml", "<x>"}, {"", "x"}, {"application/x-www-form-urlencoded; charset=utf-7", "+ADw-hostile-tag+AD4-=1"},
	}
	for _, pattern := range f.routes() {
		method, path := route(pattern)
		if method == "GET" {
			continue
		}
		for i, b := range bodies {
			target := addresses(path, "x")[i%len(addresses(path, "x"))]
			got := f.send(f.admin, method, target, b.kind, b.body)
			if len(b.body) > 5<<20 && got.status < 300 {
				t.Errorf("%s %s takes %d bytes (%d)", method, target, len(b.body), got.status)
			}
		}
	}
	key, _ := newKey(t, f.Site, "", f.api.Scopes()...)
	program := visitor{name: "a program", headers: map[string]string{"Authorization": "Bearer " + key}}
	for _, op := range f.api.Operations() {
		for _, b := range bodies {
			if op.Method != "GET" {
				f.send(program, op.Method, "/api"+wildcard.ReplaceAllLiteralString(op.Path, "x"), b.kind, b.body)
			}
		}
	}
	f.intact()
}
