package web

import (
	"net/http"
	"time"
)

// Cookies sets and reads cookies in the one way we use: for the whole site, not
// readable by script, not sent by other sites' requests that change something.
// On an https site names get the prefix __Host-, which browsers accept only from
// this very host (RFC 6265bis, section 4.1.3.2).
type Cookies struct{ Secure bool }

const hostPrefix = "__Host-"

// Cookies are the cookies of a kit: secure when its base URL is https.
func (k *Kit) Cookies() Cookies { return Cookies{Secure: k.secure} }

// Set sends a cookie that lasts for life.
func (c Cookies) Set(w http.ResponseWriter, name, value string, life time.Duration) {
	c.send(w, name, value, max(1, int(life/time.Second)))
}

// Clear removes a cookie.
func (c Cookies) Clear(w http.ResponseWriter, name string) { c.send(w, name, "", -1) }

func (c Cookies) send(w http.ResponseWriter, name, value string, maxAge int) {
	if c.Secure {
		name = hostPrefix + name
	}
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: maxAge,
		Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Get is the value of a cookie. On a secure site only the one with the prefix
// counts, because another host of the domain may have set the other; a zero
// Cookies reads either.
func (c Cookies) Get(r *http.Request, name string) (string, bool) {
	if r.Header["Cookie"] == nil {
		return "", false
	}
	if cookie, err := r.Cookie(hostPrefix + name); err == nil {
		return cookie.Value, true
	}
	if c.Secure {
		return "", false
	}
	cookie, err := r.Cookie(name)
	if err != nil {
		return "", false
	}
	return cookie.Value, true
}

// SetLanguage remembers the language somebody chose, for a year.
func (c Cookies) SetLanguage(w http.ResponseWriter, tag string) {
	c.Set(w, languageCookie, tag, 365*24*time.Hour)
}
