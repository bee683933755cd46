package site

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
)

// The token of the first run makes one administrator: not a forged one, not twice, and not two when it is sent at once.
func TestHostileStart(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Options){"sqlite": func(*Options) {}, "postgresql": func(o *Options) { o.Database, o.Secret = pgtest.New(t), testSecret }} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := open(t, trilingual(t), change)
			f := &fort{Site: s, t: t, log: &errorLog{}}
			at, token, err := s.Start(t.Context(), lang.English)
			if err != nil || token == "" {
				t.Fatal(token, err)
			}
			form := func(n int, token string) url.Values {
				return url.Values{"token": {token}, "name": {"Eve"}, "email": {fmt.Sprintf("eve%d@example.org", n)}}
			}
			for i, forged := range []string{"", "x", clock.Secret(), strings.ToUpper(token), token[:42] + "!", token + "\x00", "' OR 1=1 --"} {
				if got := f.post(stranger, at, form(i, forged)); got.status < 400 {
					t.Errorf("%q is answered with %d", forged, got.status)
				}
			}
			if n := s.count(t, "identity_person"); n != 0 {
				t.Fatalf("forged tokens made %d people", n)
			}
			var all sync.WaitGroup
			var mu sync.Mutex
			sessions := 0
			for i := range 8 {
				all.Go(func() {
					got := f.post(stranger, at, form(i, token))
					mu.Lock()
					defer mu.Unlock()
					if strings.Contains(got.header.Get("Set-Cookie"), "session=") {
						sessions++
					}
				})
			}
			all.Wait()
			f.post(stranger, at, form(9, token))
			if people, roles := s.count(t, "identity_person"), f.rows("identity_role", "role", string(identity.Administrator)); people != 1 || roles != 1 || sessions != 1 {
				t.Errorf("the token made %d people, %d administrators and %d sessions", people, roles, sessions)
			}
			if _, again, err := s.Start(t.Context(), lang.English); again != "" || err != nil {
				t.Errorf("there is a token again: %q %v", again, err)
			}
		})
	}
}

// Requests that a server in front might read in another way are refused, and none of them hides a second one.
func TestHostileRequests(t *testing.T) {
	t.Parallel()
	f := besieged(t)
	ctx, stop := context.WithCancel(t.Context())
	at, ended := make(chan string, 1), make(chan error, 1)
	server := &web.Server{Addr: "127.0.0.1:0", Handler: f.Handler(), Log: quiet(), Ready: func(a net.Addr) { at <- a.String() }}
	go func() { ended <- server.Run(ctx) }()
	address := <-at
	const hidden = "GET /en/hidden/ HTTP/1.1\r\nHost: x\r\n\r\n"
	for name, raw := range map[string]string{
		"two lengths":             "POST /progress HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 44\r\n\r\n" + hidden,
		"a length that is none":   "POST /progress HTTP/1.1\r\nHost: x\r\nContent-Length: +4\r\n\r\nabcd",
		"an odd coding":           "POST /progress HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
		"a coding with a tab":     "POST /progress HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
		"a space before a colon":  "POST /progress HTTP/1.1\r\nHost: x\r\nContent-Length : 4\r\n\r\nabcd",
		"no host":                 "GET /en/ HTTP/1.1\r\n\r\n",
		"two hosts":               "GET /en/ HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
		"a NUL in a header":       "GET /en/ HTTP/1.1\r\nHost: x\r\nCookie: session=\x00\r\n\r\n",
		"an endless header":       "GET /en/ HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 200_000) + "\r\n\r\n",
		"a version that is none":  "GET /en/ HTTP/9.9\r\nHost: x\r\n\r\n",
		"a method that is none":   "G(T /en/ HTTP/1.1\r\nHost: x\r\n\r\n",
		"an address that is none": "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
		"no HTTP at all":          "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
	} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, raw) // a server may hang up before all is sent
		if end, ok := conn.(*net.TCPConn); ok {
			_ = end.CloseWrite()
		}
		in := bufio.NewReader(conn)
		for first := true; ; first = false {
			answer, err := http.ReadResponse(in, nil)
			if err != nil {
				break // hung up
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			if answer.StatusCode < 400 || answer.StatusCode == 500 || !first {
				t.Errorf("%s: answer %d, the first: %t", name, answer.StatusCode, first)
			}
		}
		conn.Close()
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	f.intact()
}

// Nothing that an answer or a message says comes from the headers that anybody may write: host, proxies' names, methods.
func TestHostileHost(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "https://course.example"} {
		f := besieged(t, func(o *Options) { o.BaseURL = base })
		f.secure = base != ""
		for _, name := range []string{"X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "Referer", "User-Agent", "X-Forwarded-For", "X-Real-IP"} {
			f.headed(map[string]string{name: map[bool]string{true: "host=evil.example", false: "evil.example"}[name == "Forwarded"]})
		}
		f.headed(map[string]string{"Host": "evil.example"})
		f.headed(map[string]string{"X-HTTP-Method-Override": "DELETE", "X-Forwarded-Proto": "javascript"})
		for _, at := range []string{"/en/sign-in/", "/fr/connexion/"} {
			v := stranger
			v.headers = map[string]string{"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
			f.post(v, at, url.Values{"email": {"marie@example.ca"}})
		}
		err := f.db.Read(t.Context(), func(tx store.Tx) error {
			var sent, bad int
			err := tx.QueryRow("SELECT count(*), count(CASE WHEN content LIKE '%evil.example%' THEN 1 END) FROM mail_outbox").Scan(&sent, &bad)
			if sent == 0 || bad > 0 {
				t.Errorf("of %d messages %d name another host", sent, bad)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		f.intact()
	}
}

// headed asks for every page with headers of somebody's making.
func (f *fort) headed(headers map[string]string) {
	f.t.Helper()
	for _, pattern := range f.routes() {
		method, path := route(pattern)
		if method != "GET" {
			continue
		}
		v := f.learner
		v.headers = headers
		at := addresses(path, "x")[0]
		if got := f.get(v, at); strings.Contains(got.body, "evil.example") || strings.Contains(got.header.Get("Location"), "evil.example") {
			f.t.Errorf("%s with %v names another host (%d)", at, headers, got.status)
		}
	}
}
