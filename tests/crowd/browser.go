package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// browser asks a site as somebody.
type browser struct {
	site   http.Handler
	cookie string // of the session; empty for a stranger
	key    string // "ID:SECRET" of a program, in the place of a session
}

// ask sends a request and gives the answer. A body that begins with { or [ is JSON, any other a form.
func (b browser) ask(method, at, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, at, strings.NewReader(body))
	r.Host = "localhost"
	if body != "" {
		kind := "application/x-www-form-urlencoded"
		if body[0] == '{' || body[0] == '[' {
			kind = "application/json"
		}
		r.Header.Set("Content-Type", kind)
	}
	if b.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: b.cookie})
	}
	if b.key != "" {
		id, secret, _ := strings.Cut(b.key, ":")
		r.SetBasicAuth(id, secret)
		r.Header.Set("X-Experience-API-Version", "1.0.3")
	}
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r)
	return w
}

// must is ask where only an answer below 400 will do.
func (b browser) must(method, at, body string) (*httptest.ResponseRecorder, error) {
	w := b.ask(method, at, body)
	if w.Code >= 400 {
		return nil, fmt.Errorf("%s %s: %d %s", method, at, w.Code, clip(w.Body.String()))
	}
	return w, nil
}

func (b browser) post(at string, form url.Values) (*httptest.ResponseRecorder, error) {
	return b.must("POST", at, form.Encode())
}

func clip(s string) string { return s[:min(len(s), 400)] }
