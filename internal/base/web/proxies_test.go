package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"atelier/internal/base/fault"
)

func TestWhoAsksBehindProxies(t *testing.T) {
	proxies, err := ReadProxies([]string{"10.0.0.0/8", " 127.0.0.1", "fd00::/8"})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		peer  string
		heard []string
		want  string
	}{
		"directly":                    {"203.0.113.9:4711", nil, "203.0.113.9"},
		"a stranger's claim":          {"203.0.113.9:4711", []string{"198.51.100.1"}, "203.0.113.9"},
		"through the proxy":           {"127.0.0.1:4711", []string{"198.51.100.1"}, "198.51.100.1"},
		"with an invented first hop":  {"10.1.1.1:4711", []string{"1.1.1.1, 198.51.100.1"}, "198.51.100.1"},
		"through two proxies":         {"10.1.1.1:4711", []string{"198.51.100.1, 10.2.2.2"}, "198.51.100.1"},
		"in two lines":                {"10.1.1.1:4711", []string{"1.1.1.1", "198.51.100.1, 10.2.2.2"}, "198.51.100.1"},
		"from inside":                 {"10.1.1.1:4711", []string{"10.3.3.3"}, "10.3.3.3"},
		"a proxy that says nothing":   {"10.1.1.1:4711", nil, "10.1.1.1"},
		"rubbish before our own hop":  {"10.1.1.1:4711", []string{"1.1.1.1, unknown, 10.2.2.2"}, "10.2.2.2"},
		"IPv6":                        {"[fd00::1]:4711", []string{"2001:db8::7"}, "2001:db8::7"},
		"IPv6 with port":              {"[fd00::1]:4711", []string{"[2001:db8::7]:99"}, "2001:db8::7"},
		"IPv4 with port":              {"10.1.1.1:4711", []string{"198.51.100.1:5"}, "198.51.100.1"},
		"IPv4 written as IPv6":        {"[::ffff:10.1.1.1]:4711", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		"more hops than anybody has":  {"10.1.1.1:4711", []string{"198.51.100.1" + strings.Repeat(", 10.2.2.2", 50)}, "10.2.2.2"},
		"an address with its network": {"10.1.1.1:4711", []string{"fe80::1%eth0"}, "fe80::1"},
	} {
		s := newSite(t, "", nil)
		s.kit.proxies = proxies
		var got string
		h := s.kit.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			at, _ := ClientAddr(r)
			got = at.String()
		}))
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		r.Header["X-Forwarded-For"] = c.heard
		h.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	for _, bad := range []string{"proxy", "10.0.0.0/99", "", "fe80::1%eth0"} {
		if _, err := ReadProxies([]string{bad}); fault.KindOf(err) != fault.Usage {
			t.Errorf("%q is taken: %v", bad, err)
		}
	}
}

func FuzzForwardedFor(f *testing.F) {
	proxies, err := ReadProxies([]string{"10.0.0.0/8"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add("1.1.1.1, 10.2.2.2")
	f.Add("[::1]:x,,%")
	f.Fuzz(func(t *testing.T, heard string) {
		r := &http.Request{RemoteAddr: "10.1.1.1:1", Header: http.Header{"X-Forwarded-For": {heard}}}
		r.RemoteAddr = proxies.client(r)
		if _, ok := ClientAddr(r); !ok {
			t.Errorf("%q makes %q", heard, r.RemoteAddr)
		}
	})
}
