// Package web is the serving kit: it listens, keeps every response safe, turns
// errors into pages, and serves bytes that do not change from memory.
//
// Words: a Kit is what rooms register their pages with. A Handler is a page or a
// call that may fail. A Problem is a fault on its way to a person or a program. A
// Body is an answer that never changes, kept with its compressed forms. Prefer
// says which language somebody asks for.
//
// Invariants: handlers return errors and write no error page of their own; every
// response, errors too, has the security headers; the log holds no address of a
// person's machine, no query string and no cookie, and what looks like a secret or
// a mail address is masked in it (mask.go); requests that change something and come
// from another site are refused. This package draws nothing: error pages come from a function that
// site hands in.
package web

import (
	"embed"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"atelier/internal/base/lang"
)

//go:embed catalogue
var files embed.FS

var words = lang.MustCatalogue(files)

// BodyLimit is the size in bytes a request may have unless its route says more.
const BodyLimit = 1 << 20

// Options is what a Kit is made of.
type Options struct {
	Log *slog.Logger // never nil
	// BaseURL is the public address, nil when it is not known (local use).
	BaseURL *url.URL
	// ErrorPage draws a problem as a whole HTML page.
	ErrorPage func(Problem) []byte
	// CrossOrigin lists mux patterns that other sites may call with unsafe
	// methods, because they do not stand on cookies (an xAPI endpoint).
	CrossOrigin []string
	// Quiet lists mux patterns whose successes are logged at the level of Debug: what
	// machines ask every few seconds.
	Quiet []string
	// Proxies are the networks of the servers in front, whose word on who asks is
	// believed; see Proxies.
	Proxies Proxies
	// Observe is told of every answer: the pattern of the mux, "" where none matched.
	// It may be nil, and must be quick.
	Observe func(pattern string, status int, took time.Duration)
}

// Kit serves handlers with one set of manners. It is made once and not changed.
type Kit struct {
	log       *slog.Logger
	errorPage func(Problem) []byte
	secure    bool
	headers   []header
	origins   *http.CrossOriginProtection
	quiet     map[string]bool
	proxies   Proxies
	observe   func(pattern string, status int, took time.Duration)
}

// New makes a kit. It fails when the base URL is no web address.
func New(o Options) (*Kit, error) {
	k := &Kit{log: o.Log, errorPage: o.ErrorPage, origins: http.NewCrossOriginProtection(),
		proxies: o.Proxies, observe: o.Observe, quiet: map[string]bool{}}
	for _, pattern := range o.Quiet {
		k.quiet[pattern] = true
	}
	if o.BaseURL != nil {
		// A proxy may change the Host header: the public address is ours too.
		if err := k.origins.AddTrustedOrigin(o.BaseURL.Scheme + "://" + o.BaseURL.Host); err != nil {
			return nil, badBaseURL(o.BaseURL, err)
		}
		k.secure = o.BaseURL.Scheme == "https"
	}
	for _, pattern := range o.CrossOrigin {
		k.origins.AddInsecureBypassPattern(pattern)
	}
	k.headers = securityHeaders(k.secure)
	return k, nil
}

// Handler answers a request or says why it cannot.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Handle makes an http.Handler of a Handler, for requests up to BodyLimit.
func (k *Kit) Handle(h Handler) http.Handler { return k.HandleUpTo(BodyLimit, h) }

// HandleUpTo is Handle for requests of up to limit bytes.
func (k *Kit) HandleUpTo(limit int64, h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(w, r.Body, limit)
		}
		if err := h(w, r); err != nil {
			k.Fail(w, r, err)
		}
	})
}
