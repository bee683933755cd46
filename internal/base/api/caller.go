package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/web"
)

// Scope is what a key may do: a noun and, for most, "read" or "write" ("people:read").
type Scope string

// Key is who asks: a program that was given a key.
type Key struct {
	ID     string
	Scopes []Scope
	Course string // the course that the key is for; empty for the site
}

// Has says whether the key was given a scope.
func (k Key) Has(s Scope) bool { return slices.Contains(k.Scopes, s) }

// Keys is where keys are kept. Check answers with a fault of kind Unauthenticated for a key that is unknown, ended, or
// whose secret is another.
type Keys interface {
	Check(ctx context.Context, id, secret string) (Key, error)
}

// Call is one request of a key, as an operation sees it.
type Call struct {
	Context  context.Context
	Key      Key
	Language lang.Tag // of the answer's messages
	Now      time.Time
	Query    url.Values // of the address, for the link to the next part of a list

	secret string // of the key: what is kept of the answer is sealed with it
	once   string // the Idempotency-Key; empty without
	asked  *bool  // Of was called
}

// By is the key as the audit trail names it.
func (c Call) By() string { return "key:" + c.Key.ID }

// Of refuses a key that is for another course than the one an operation is about. An empty course is the whole site.
func (c Call) Of(course string) error {
	*c.asked = true
	if c.Key.Course != "" && c.Key.Course != course {
		return fault.New(fault.Forbidden, words, "other-course")
	}
	return nil
}

// Credentials reads "Bearer KEY:SECRET" and "Basic …" (RFC 6750, section 2.1; RFC 7617, section 2).
func Credentials(r *http.Request) (id, secret string, ok bool) {
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	value = strings.TrimSpace(value)
	switch {
	case len(value) > maxCredentials:
		return "", "", false
	case strings.EqualFold(scheme, "Basic"):
		data, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return "", "", false
		}
		value = string(data)
	case !strings.EqualFold(scheme, "Bearer"):
		return "", "", false
	}
	id, secret, ok = strings.Cut(value, ":")
	return id, secret, ok && id != "" && secret != ""
}

// maxCredentials bounds what is read of the header, in bytes.
const maxCredentials = 400

// challenge says how to name oneself (RFC 9110, section 11.6.1).
var challenge = []string{`Bearer realm="atelier"`, `Basic realm="atelier", charset="UTF-8"`}

// Language is the language that a program asks for, English when it asks for none of ours. Cookies are not looked at.
func Language(r *http.Request) lang.Tag {
	if tag, ok := web.Prefer(r, lang.Interfaces()); ok {
		return tag
	}
	return lang.English
}
