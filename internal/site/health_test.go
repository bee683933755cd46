package site

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"atelier/internal/base/clock"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/web"
)

func readyOf(t *testing.T, base string) (status int, said readyReport) {
	t.Helper()
	resp, err := http.Get(base + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&said); err != nil {
		t.Fatal(err)
	}
	if resp.Header.Get("Cache-Control") != web.CachePrivate {
		t.Errorf("may be kept: %v", resp.Header)
	}
	return resp.StatusCode, said
}

func TestReadiness(t *testing.T) {
	t.Parallel()
	s, server := open(t, source())
	if status, said := readyOf(t, server.URL); status != 200 || said.Status != "ready" || said.Checks["database"] != "ok" || said.Checks["migrations"] != "ok" {
		t.Fatalf("%d %+v", status, said)
	}
	s.Drain()
	if status, said := readyOf(t, server.URL); status != 503 || said.Status != "draining" || said.Checks["database"] != "ok" {
		t.Errorf("on its way out: %d %+v", status, said)
	}
	if resp, err := http.Get(server.URL + "/healthz"); err != nil || resp.StatusCode != 200 {
		t.Errorf("alive: %v %v", resp, err)
	} else {
		resp.Body.Close()
	}
}

// A database that was put back from before the last upgrade makes the node not ready.
func TestAnOlderDatabaseIsNotReady(t *testing.T) {
	t.Parallel()
	address := pgtest.New(t)
	_, server := open(t, source(), func(o *Options) { o.Database, o.Secret = address, testSecret })
	pgtest.Exec(t, address, "DELETE FROM store_migration WHERE name LIKE 'delivery/%'")
	if status, said := readyOf(t, server.URL); status != 503 || said.Status != "not-ready" || said.Checks["migrations"] != "failing" || said.Checks["database"] != "ok" {
		t.Errorf("%d %+v", status, said)
	}
}

// Most pages need no files: a node whose place of files is lost says so and goes on.
func TestLostFilesAreReported(t *testing.T) {
	t.Parallel()
	_, server := open(t, source(), func(o *Options) { o.Blobs = "s3://key:secret@127.0.0.1:1/none?tls=false" })
	if status, said := readyOf(t, server.URL); status != 200 || said.Status != "ready" || said.Checks["blobs"] != "failing" || said.Checks["database"] != "ok" {
		t.Errorf("%d %+v", status, said)
	}
}

// However many ask, and however long a check takes, there is one look at a time and an answer.
func TestOneLookAtATime(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	asked := 0
	r := readiness{log: quiet()}
	r.add("database", "", func(ctx context.Context) error {
		mu.Lock()
		asked++
		mu.Unlock()
		<-ctx.Done() // hangs
		return errors.New("hangs")
	})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if said := r.report(t.Context()); said.Status != "not-ready" || said.Checks["database"] != "failing" {
				t.Errorf("%+v", said)
			}
		})
	}
	all.Wait()
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

// TestTheLogHoldsNobody drives every kind of request with what belongs to people in every place of it, and looks for it in the log.
func TestTheLogHoldsNobody(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	lines := web.NewLogWriter(&out)
	log := slog.New(web.NewMask(slog.NewJSONHandler(lines, &slog.HandlerOptions{Level: slog.LevelDebug})))
	s, server := open(t, source(), func(o *Options) { o.Log = log })
	secret, name := clock.Secret(), "Zoe-Tremblay"
	mail := name + "@example.ca"
	query := "?" + url.Values{"q": {mail}, "token": {secret}, "name": {name}}.Encode()
	lesson := lessonPath(s)
	paths := []string{"/", "/en/", lesson, "/en/search/", "/fr/recherche/", "/en/my-device/", "/nowhere", "/en/sign-in/" + secret, "/en/sign-in/" + secret + "/more/",
		"/unsubscribe/" + secret, "/u/" + url.PathEscape(mail), "/p/" + secret, "/api/" + secret, "/xapi/statements", "/healthz", "/readyz", "/assets/" + secret, "/progress"}
	form := url.Values{"act": {"answer"}, "question": {mail}, "name": {name}, "email": {mail}, "secret": {secret}}
	requests := 0
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"} {
		for _, path := range paths {
			for _, kind := range []string{"application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", mail} {
				req, err := http.NewRequest(method, server.URL+path+query, strings.NewReader(form.Encode()))
				if err != nil {
					t.Fatal(err)
				}
				for header, value := range map[string]string{"Content-Type": kind, "Cookie": "device=" + secret + "; lang=" + name, "User-Agent": name, "Referer": "https://mail.example/" + mail,
					"Authorization": "Basic " + secret, "X-Forwarded-For": "203.0.113.77", "Accept-Language": name, "Sec-Fetch-Site": map[bool]string{true: "cross-site", false: "same-origin"}[requests%3 == 0], "Origin": "https://" + name + ".example"} {
					req.Header.Set(header, value)
				}
				resp, err := http.DefaultTransport.RoundTrip(req)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				requests++
			}
		}
	}
	log.Error("a mail server's answer", "error", fmt.Errorf("send: %w", errors.New("550 <"+mail+"> unknown, see https://mail.example/?token="+secret)))
	if err := lines.Close(); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if n := strings.Count(text, `"msg":"request"`); n != requests {
		t.Errorf("%d requests, %d in the log", requests, n)
	}
	for _, hidden := range []string{mail, url.QueryEscape(mail), name, strings.ToLower(name), secret, "203.0.113.77", "127.0.0.1"} {
		if i := strings.Index(text, hidden); i >= 0 {
			t.Errorf("the log holds %q: …%s", hidden, text[max(0, i-200):min(len(text), i+100)])
		}
	}
}
