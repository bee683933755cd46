package outgoing

import (
	"net/netip"
	"strconv"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// reach says who may be asked at an address.
type reach int

const (
	public reach = iota
	inner        // reached when the host or its network is allowed
	local        // reached when its network is allowed: link-local and special ranges, where clouds keep their secrets
	never
)

func prefixes(list ...string) (out []netip.Prefix) {
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// The special-purpose registries of IANA, in their order (RFC 6890, RFC 8190):
// iana-ipv4-special-registry and iana-ipv6-special-registry. Of IPv6, what is not
// global unicast (2000::/3, RFC 4291) is special as a whole; among it the
// translations of IPv4 addresses, 64:ff9b::/96 and 64:ff9b:1::/48.
var (
	innerNets = prefixes("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
	localNets = prefixes("169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
		"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
	neverNets  = prefixes("0.0.0.0/8", "255.255.255.255/32", "224.0.0.0/4", "::/128", "::ffff:0:0/96", "ff00::/8")
	globalNets = netip.MustParsePrefix("2000::/3")
)

func reachOf(at netip.Addr) reach {
	if at.Zone() != "" || !at.IsValid() {
		return never
	}
	for _, list := range []struct {
		nets []netip.Prefix
		is   reach
	}{{neverNets, never}, {innerNets, inner}, {localNets, local}} {
		for _, net := range list.nets {
			if net.Contains(at) {
				return list.is
			}
		}
	}
	if at.Is6() && !globalNets.Contains(at) {
		return local
	}
	return public
}

// Allowed are servers that the guard lets through although it would refuse them.
// The zero value is none.
type Allowed struct {
	networks []allowedNetwork
	hosts    []allowedHost
}

// port 0 in both stands for 80 and 443.
type allowedNetwork struct {
	prefix netip.Prefix
	port   uint16
}

type allowedHost struct {
	name string // lower-case; ".example.ca" stands for every name under it
	port uint16
}

// Allow reads a list of networks and hosts: "10.2.0.0/16", "10.2.3.4:9000",
// "[fd00::1]:8443", "10.2.0.0/16:9000", "lrs.example.ca", "lrs.example.ca:8443",
// ".example.ca". Without a port, an entry stands for 80 and 443. The fault is of
// kind Usage and names the entry.
func Allow(list ...string) (a Allowed, err error) {
	for _, entry := range list {
		if entry = strings.TrimSpace(entry); entry == "" {
			continue
		}
		if !a.add(entry) {
			return Allowed{}, fault.New(fault.Usage, words, "bad-allow", lang.A{"entry": entry})
		}
	}
	return a, nil
}

func (a *Allowed) add(entry string) bool {
	if before, after, ok := strings.Cut(entry, "/"); ok {
		bits, written, hasPort := strings.Cut(after, ":")
		port, okPort := portOf(written)
		prefix, err := netip.ParsePrefix(before + "/" + bits)
		if err != nil || hasPort != (written != "") || !okPort {
			return false
		}
		a.networks = append(a.networks, allowedNetwork{prefix.Masked(), port})
		return true
	}
	if at, err := netip.ParseAddrPort(entry); err == nil && at.Port() != 0 {
		a.networks = append(a.networks, allowedNetwork{netip.PrefixFrom(at.Addr(), at.Addr().BitLen()), at.Port()})
		return true
	}
	if at, err := netip.ParseAddr(entry); err == nil && at.Zone() == "" {
		a.networks = append(a.networks, allowedNetwork{netip.PrefixFrom(at, at.BitLen()), 0})
		return true
	}
	name, written, hasPort := strings.Cut(strings.ToLower(entry), ":")
	port, okPort := portOf(written)
	if !okPort || hasPort != (written != "") || !isName(strings.TrimPrefix(name, ".")) {
		return false
	}
	a.hosts = append(a.hosts, allowedHost{name, port})
	return true
}

// portOf reads a port; none is 0.
func portOf(s string) (uint16, bool) {
	if s == "" {
		return 0, true
	}
	n, err := strconv.ParseUint(s, 10, 16)
	return uint16(n), err == nil && n > 0
}

func portFits(listed, port uint16) bool {
	return listed == port || listed == 0 && usualPort(port)
}

func (a Allowed) network(at netip.Addr, port uint16) bool {
	for _, n := range a.networks {
		if n.prefix.Contains(at) && portFits(n.port, port) {
			return true
		}
	}
	return false
}

func (a Allowed) host(name string, port uint16) bool {
	for _, h := range a.hosts {
		same := h.name == name || strings.HasPrefix(h.name, ".") && strings.HasSuffix(name, h.name)
		if same && portFits(h.port, port) {
			return true
		}
	}
	return false
}

// portSomewhere says whether a network is allowed with this port: a name may lead to it.
func (a Allowed) portSomewhere(port uint16) bool {
	for _, n := range a.networks {
		if n.port == port {
			return true
		}
	}
	return false
}
