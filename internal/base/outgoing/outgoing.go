// Package outgoing is the one way in which Atelier asks servers whose addresses
// people gave: webhooks, sign-in providers, stores of statements, links to check.
//
// Words: the guard refuses what an address must not reach. Inner addresses are
// those of a machine or an institution's own network (loopback, private, shared,
// unique local). An Allowed list names the inner servers that an administrator
// wants reached, and ports beside 80 and 443.
//
// Invariants (needs A10.12; OWASP ASVS 5, 1.3.6, 13.2.4, 15.3.2):
//   - http and https alone, on ports 80 and 443, to public addresses, unless the
//     Allowed list says more. Multicast and unspecified addresses never;
//   - a name is resolved once for each connection, all its addresses are checked,
//     and the connection goes to an address that was checked: a name server that
//     changes its mind changes nothing;
//   - at most three redirects, each checked like the first address; none from https
//     to http, none that would take what was sent to another server;
//   - no user name or password in an address, no cookie, no Referer; headers of the
//     request do not go on to another server;
//   - the proxy of the environment is not used; a proxy is told in Options;
//   - an answer has a largest size, counted unpacked, and a longest time.
package outgoing

import (
	"context"
	"crypto/tls"
	"embed"
	"io"
	"net/http"
	"net/url"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

//go:embed catalogue
var files embed.FS

var words = lang.MustCatalogue(files)

// The bounds of a request unless Options say otherwise.
const (
	DefaultTime = 30 * time.Second
	DefaultSize = 1 << 20

	mostRedirects  = 3
	handshakeTime  = 10 * time.Second
	connectTime    = 5 * time.Second
	headerBytes    = 64 << 10
	idleTime       = 30 * time.Second
	idlePerHost    = 2
	idleAltogether = 32
)

// Options say what a client may do.
type Options struct {
	Allow Allowed       // servers of the institution's own; the zero value is none
	Time  time.Duration // for a whole exchange, redirects and body included; DefaultTime when 0
	Size  int64         // bytes of an answer's body; DefaultSize when 0
	// Proxy is the institution's way out; nil for none. The proxy resolves names
	// then, and the guard checks what this machine can resolve too.
	Proxy *url.URL
}

// New makes a client. It may be used by many goroutines. What it refuses is a fault
// inside the error: fault.Message tells it to whoever gave the address.
func New(o Options) *http.Client { return newClient(o, newGuard(o)) }

func newClient(o Options, g *guard) *http.Client {
	if o.Time <= 0 {
		o.Time = DefaultTime
	}
	if o.Size <= 0 {
		o.Size = DefaultSize
	}
	transport := &http.Transport{
		DialContext:            g.connect,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    handshakeTime,
		ResponseHeaderTimeout:  o.Time,
		MaxResponseHeaderBytes: headerBytes,
		IdleConnTimeout:        idleTime,
		MaxIdleConns:           idleAltogether,
		MaxIdleConnsPerHost:    idlePerHost,
	}
	if o.Proxy != nil {
		transport.Proxy = http.ProxyURL(o.Proxy)
		transport.DialContext = nil // the proxy is the administrator's word
	}
	return &http.Client{
		Transport:     &guarded{guard: g, next: transport, size: o.Size, proxied: o.Proxy != nil},
		CheckRedirect: g.redirect,
		Timeout:       o.Time,
	}
}

// Check says what is wrong with an address that somebody types, without asking any
// server: its scheme, its port, a password in it, a number that no client may
// reach. The fault is of kind Invalid. A name may still resolve to a refused
// address; that is found when it is asked.
func (o Options) Check(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fault.New(fault.Invalid, words, "unreadable").Because(err)
	}
	return newGuard(o).address(u)
}

// guarded checks every request, the redirected ones too, and bounds every answer.
type guarded struct {
	guard   *guard
	next    http.RoundTripper
	size    int64
	proxied bool
}

// RoundTrip is http.RoundTripper's.
func (t *guarded) RoundTrip(r *http.Request) (*http.Response, error) {
	err := t.guard.address(r.URL)
	if err == nil && t.proxied {
		err = t.guard.beforeProxy(r.Context(), r.URL)
	}
	if err != nil {
		if r.Body != nil {
			r.Body.Close() // RoundTrip closes it, also when it fails
		}
		return nil, err
	}
	answer, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer.Body = &bounded{ReadCloser: answer.Body, left: t.size, size: t.size}
	return answer, nil
}

// CloseIdleConnections lets http.Client close what rests.
func (t *guarded) CloseIdleConnections() {
	if c, ok := t.next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// bounded is a body that fails once more than size bytes came.
type bounded struct {
	io.ReadCloser
	left, size int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if int64(n) > b.left {
		n = int(b.left)
		err = fault.New(fault.TooLarge, words, "answer-large", lang.A{"limit": b.size >> 10})
	}
	b.left -= int64(n)
	return n, err
}

// beforeProxy checks what a proxy would be asked for. A name that does not resolve
// here is left to the proxy.
func (g *guard) beforeProxy(ctx context.Context, u *url.URL) error {
	host, port := hostPort(u)
	if _, err := g.resolved(ctx, host, port); refusal(err) {
		return err
	}
	return nil
}
