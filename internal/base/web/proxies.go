package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// Proxies are the networks of the servers in front of this one. A request that
// comes from one of them is from whoever X-Forwarded-For names last, passing over
// our own proxies; from elsewhere the header is a claim, and not looked at. The
// kit puts the address into the request's RemoteAddr, so that rate limits count
// people and not the proxy.
type Proxies []netip.Prefix

// ReadProxies reads networks or addresses: "10.0.0.0/8", "127.0.0.1", "::1". The
// fault is of kind Usage.
func ReadProxies(list []string) (all Proxies, err error) {
	for _, entry := range list {
		entry = strings.TrimSpace(entry)
		if one, err := netip.ParseAddr(entry); err == nil && one.Zone() == "" {
			all = append(all, netip.PrefixFrom(one, one.BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(entry)
		if err != nil {
			return nil, fault.New(fault.Usage, words, "bad-proxy-network", lang.A{"entry": entry}).Because(err)
		}
		all = append(all, prefix.Masked())
	}
	return all, nil
}

func (p Proxies) contain(at netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(at) {
			return true
		}
	}
	return false
}

// mostHops bounds how much of X-Forwarded-For is read.
const mostHops = 20

// client is the RemoteAddr of who asks: the peer's own, or the one its header
// names, with port 0.
func (p Proxies) client(r *http.Request) string {
	peer, ok := ClientAddr(r)
	if !ok || !p.contain(peer) {
		return r.RemoteAddr
	}
	at := peer
	hops := strings.Split(strings.Join(r.Header["X-Forwarded-For"], ","), ",")
	for i := len(hops) - 1; i >= max(0, len(hops)-mostHops); i-- {
		one, ok := hopAddr(strings.TrimSpace(hops[i]))
		if !ok {
			break // what stands before it may be invented
		}
		if at = one; !p.contain(at) {
			break
		}
	}
	return netip.AddrPortFrom(at, 0).String()
}

// hopAddr reads an address of X-Forwarded-For; some proxies add the port.
func hopAddr(s string) (netip.Addr, bool) {
	if at, err := netip.ParseAddr(s); err == nil {
		return at.Unmap().WithZone(""), true
	}
	if at, err := netip.ParseAddrPort(s); err == nil {
		return at.Addr().Unmap().WithZone(""), true
	}
	return netip.Addr{}, false
}

// ClientAddr is the address of the machine that asks, for limits on how often; it
// is personal, and never logged or kept as it is. False when it is not known.
func ClientAddr(r *http.Request) (netip.Addr, bool) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	at, err := netip.ParseAddr(host)
	return at.Unmap().WithZone(""), err == nil
}
