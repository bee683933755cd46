package web

import "net/http"

// header is a response header ready to be put in place: the canonical name and a
// slice that all responses share. Nobody may change its elements; appending
// copies, because it has no room to grow.
type header struct {
	name  string
	value []string
}

func fixed(name, value string) header {
	return header{http.CanonicalHeaderKey(name), []string{value}}
}

func (h header) set(into http.Header) { into[h.name] = h.value }

// policy allows what the pages are made of and nothing else (needs A10.3): no
// inline script or style, nothing from other hosts, no framing. Images may also
// be data: addresses, which style sheets use for small marks.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
	"form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

// securityHeaders stand on every response. A handler that needs another value
// (a page made to be framed by an LMS) sets its own.
func securityHeaders(https bool) []header {
	all := []header{
		fixed("Content-Security-Policy", policy),
		fixed("X-Content-Type-Options", "nosniff"),
		fixed("Referrer-Policy", "same-origin"),
		fixed("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
		fixed("Cross-Origin-Opener-Policy", "same-origin"),
		fixed("Cross-Origin-Resource-Policy", "same-origin"),
	}
	if https {
		all = append(all, fixed("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
	}
	return all
}

// How long an answer may be kept, and by whom.
const (
	// CacheForever is for addresses that carry a mark of their content.
	CacheForever = "public, max-age=31536000, immutable"
	// CacheChecked is for public pages: kept, and asked again each time.
	CacheChecked = "public, no-cache"
	// CachePrivate is for what belongs to one person: kept nowhere.
	CachePrivate = "private, no-store"
)
