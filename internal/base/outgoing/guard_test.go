package outgoing

import (
	"bytes"
	"compress/gzip"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

func bomb(size int) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(make([]byte, size))
	w.Close()
	return b.Bytes()
}

// inetAton reads an IPv4 address as the C library's inet_aton does (POSIX): one to
// four numbers, decimal, octal or hexadecimal, the last filling what is left.
func inetAton(s string) (netip.Addr, bool) {
	parts := strings.Split(strings.TrimSuffix(s, "."), ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var whole uint64
	for i, p := range parts {
		base := 10
		switch {
		case strings.HasPrefix(p, "0x") || strings.HasPrefix(p, "0X"):
			base, p = 16, p[2:]
		case len(p) > 1 && p[0] == '0':
			base, p = 8, p[1:]
		}
		n, err := strconv.ParseUint(p, base, 64)
		if err != nil {
			return netip.Addr{}, false
		}
		width := 1
		if i == len(parts)-1 {
			width = 5 - len(parts)
		}
		if n >= 1<<(8*width) {
			return netip.Addr{}, false
		}
		whole = whole<<(8*width) | n
	}
	return netip.AddrFrom4([4]byte{byte(whole >> 24), byte(whole >> 16), byte(whole >> 8), byte(whole)}), true
}

// FuzzAddress: whatever is typed, no address passes that some resolver would read as one that is not public.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"http://127.0.0.1/", "https://0x7f.1/", "http://[::ffff:7f00:1]/", "http://example.ca:80/", "http://１２７.1/", "http://a@b/", "http://[fe80::1%25e]/", "http://0177.0.0.01./", "https://été.ca/", "http://[::]:80/", "x", "http://%31%32%37.1/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if (Options{}).Check(address) != nil {
			return
		}
		u, err := url.Parse(address)
		if err != nil || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
			t.Fatalf("%q passed", address)
		}
		host, port := hostPort(u)
		if port != 80 && port != 443 {
			t.Fatalf("%q passed with port %d", address, port)
		}
		at, ok := inetAton(host)
		if !ok {
			at, err = netip.ParseAddr(host)
			ok = err == nil
		}
		if ok && (!at.IsGlobalUnicast() || at.IsPrivate() || at.Is4In6() || at.IsLoopback() || at.Zone() != "") {
			t.Fatalf("%q passed: %s", address, at)
		}
	})
}

func FuzzAllow(f *testing.F) {
	for _, s := range []string{"10.0.0.0/8:80", "[::1]:80", ".example.ca", "a:1", "1.2.3.4/33", "::/0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, entry string) {
		a, err := Allow(entry)
		if err != nil && (len(a.hosts) > 0 || len(a.networks) > 0) {
			t.Fatalf("%q is refused and kept", entry)
		}
		for _, at := range []string{"0.0.0.0", "224.0.0.1", "::", "ff02::1"} {
			if newGuard(Options{Allow: a}).allowed("x", netip.MustParseAddr(at), 80) == nil {
				t.Fatalf("%q lets %s through", entry, at)
			}
		}
	})
}
