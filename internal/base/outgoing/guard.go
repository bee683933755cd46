package outgoing

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/net/idna"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// guard decides where connections go.
type guard struct {
	allow   Allowed
	resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	dial    func(ctx context.Context, network, addr string) (net.Conn, error)
}

func newGuard(o Options) *guard {
	g := &guard{allow: o.Allow, resolve: func(ctx context.Context, host string) ([]netip.Addr, error) {
		return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	}}
	g.dial = (&net.Dialer{Timeout: connectTime, Control: control}).DialContext
	return g
}

// control sees each address as the system is about to connect to it, and refuses
// what no list can allow. connect has asked for checked addresses alone.
func control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || reachOf(at.Addr()) == never {
		return refuse("refused-address", address)
	}
	return nil
}

// address checks what an address itself tells.
func (g *guard) address(u *url.URL) error {
	host, port := hostPort(u)
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return refuse("bad-scheme", u.Scheme)
	case u.User != nil:
		return refuse("credentials", host)
	case host == "" || port == 0 || u.Opaque != "":
		return refuse("unreadable", host)
	}
	_, err := g.literal(host, port)
	return err
}

// literal checks a host as it is written, and the port. It returns the address that
// the host is, or none when it is a name.
func (g *guard) literal(host string, port uint16) (netip.Addr, error) {
	at, err := netip.ParseAddr(host)
	switch {
	case err == nil && (at.Zone() != "" || at.Is4In6()):
		return netip.Addr{}, refuse("refused-address", host)
	case err == nil:
		return at, g.allowed(host, at, port)
	case !isName(host):
		return netip.Addr{}, refuse("odd-host", host)
	case !usualPort(port) && !g.allow.host(host, port) && !g.allow.portSomewhere(port):
		return netip.Addr{}, refusePort(host, port)
	}
	return netip.Addr{}, nil
}

// allowed says whether an address may be reached under a name.
func (g *guard) allowed(host string, at netip.Addr, port uint16) error {
	reach := reachOf(at)
	switch {
	case reach == never:
	case g.allow.network(at, port):
		return nil
	case reach == inner && g.allow.host(host, port):
		return nil
	case reach == public && (usualPort(port) || g.allow.host(host, port)):
		return nil
	case reach == public:
		return refusePort(host, port)
	}
	return refuse("refused-address", host)
}

// resolved is the addresses of a host, all of them checked.
func (g *guard) resolved(ctx context.Context, host string, port uint16) ([]netip.Addr, error) {
	at, err := g.literal(host, port)
	if err != nil || at.IsValid() {
		return []netip.Addr{at}, err
	}
	found, err := g.resolve(ctx, host)
	if err != nil {
		return nil, fault.New(fault.Unavailable, words, "unresolved", lang.A{"host": host}).Because(err)
	}
	for i := range found {
		// The resolver may write IPv4 addresses in the form of IPv6.
		found[i] = found[i].Unmap()
		// A name with one refused address among others is somebody's attempt.
		if err := g.allowed(host, found[i], port); err != nil {
			return nil, err
		}
	}
	if len(found) == 0 {
		return nil, fault.New(fault.Unavailable, words, "unresolved", lang.A{"host": host})
	}
	return found, nil
}

// connect is the DialContext of the transport: it connects to an address that it
// checked, and to nothing else.
func (g *guard) connect(ctx context.Context, network, addr string) (net.Conn, error) {
	host, written, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, refuse("unreadable", addr)
	}
	port, err := strconv.ParseUint(written, 10, 16)
	if err != nil {
		return nil, refuse("unreadable", addr)
	}
	found, err := g.resolved(ctx, plainHost(host), uint16(port))
	if err != nil {
		return nil, err
	}
	var failed error
	for _, at := range found {
		conn, err := g.dial(ctx, network, netip.AddrPortFrom(at, uint16(port)).String())
		if err == nil {
			return conn, nil
		}
		failed = errors.Join(failed, err)
		if ctx.Err() != nil {
			break
		}
	}
	return nil, failed
}

// carried are the headers of a request that go on to another server.
var carried = map[string]bool{"Accept": true, "Accept-Encoding": true, "Accept-Language": true, "User-Agent": true, "Range": true}

// redirect is http.Client.CheckRedirect. The address itself is checked by RoundTrip.
func (g *guard) redirect(r *http.Request, via []*http.Request) error {
	first, before := via[0], via[len(via)-1]
	r.Header.Del("Referer")
	switch {
	case len(via) > mostRedirects:
		return refuse("redirects", r.URL.Hostname())
	case before.URL.Scheme == "https" && r.URL.Scheme != "https":
		return refuse("downgrade", r.URL.Hostname())
	case sameServer(first.URL, r.URL):
		return nil
	case r.Body != nil && r.Body != http.NoBody:
		return refuse("body-elsewhere", r.URL.Hostname())
	}
	for name := range r.Header {
		if !carried[name] {
			r.Header.Del(name)
		}
	}
	return nil
}

func sameServer(a, b *url.URL) bool {
	ah, ap := hostPort(a)
	bh, bp := hostPort(b)
	return a.Scheme == b.Scheme && ah == bh && ap == bp
}

// hostPort is the host in ASCII, lower-case, without the dot at its end, as the
// transport will ask for it, and the port; 0 when it cannot be read.
func hostPort(u *url.URL) (host string, port uint16) {
	host = u.Hostname()
	// The transport maps names so; full-width digits become digits here.
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	host = plainHost(host)
	switch written := u.Port(); {
	case written != "":
		n, err := strconv.ParseUint(written, 10, 16)
		if err != nil {
			n = 0
		}
		return host, uint16(n)
	case u.Scheme == "https":
		return host, 443
	default:
		return host, 80
	}
}

func plainHost(host string) string { return strings.TrimSuffix(strings.ToLower(host), ".") }

func usualPort(port uint16) bool { return port == 80 || port == 443 }

// isName says whether a host is a name in the form of RFC 1123. One whose last label
// is a number is none: resolvers read 2130706433, 0x7f.1 and 0177.0.0.1 as addresses
// (URL Standard, "ends in a number").
func isName(host string) bool {
	if len(host) == 0 || len(host) > 253 {
		return false
	}
	last := ""
	for last = range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if len(last) == 0 || len(last) > 63 {
			return false
		}
		for _, c := range []byte(last) {
			if !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_') {
				return false
			}
		}
	}
	if digits := strings.Trim(last, "0123456789"); digits == "" {
		return false
	}
	_, err := strconv.ParseUint(last, 0, 64)
	return err != nil && !strings.HasPrefix(strings.ToLower(last), "0x")
}

func refuse(key, host string) error {
	return fault.New(fault.Invalid, words, key, lang.A{"host": host})
}

func refusePort(host string, port uint16) error {
	return fault.New(fault.Invalid, words, "bad-port", lang.A{"host": host, "port": strconv.Itoa(int(port))})
}

// refusal tells what the guard refused from what the network did.
func refusal(err error) bool { return err != nil && fault.KindOf(err) == fault.Invalid }
