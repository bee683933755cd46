package outgoing

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

func TestCatalogueIsComplete(t *testing.T) {
	for _, lack := range lang.Complete(files) {
		t.Error(lack)
	}
}

// world is a guard's view of the internet: what names resolve to, and where
// connections to checked addresses end up.
type world struct {
	names  map[string][]string // the answers in turn, comma-separated addresses
	asked  map[string]int
	dialed []string
	server string // where every connection goes in truth
}

func (w *world) client(o Options) *http.Client {
	w.asked = map[string]int{}
	g := newGuard(o)
	g.resolve = func(_ context.Context, host string) (out []netip.Addr, _ error) {
		answers := w.names[host]
		if len(answers) == 0 {
			return nil, &net.DNSError{Name: host, IsNotFound: true}
		}
		turn := w.asked[host]
		w.asked[host]++
		for s := range strings.SplitSeq(answers[min(turn, len(answers)-1)], ",") {
			out = append(out, netip.MustParseAddr(s))
		}
		return out, nil
	}
	g.dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		w.dialed = append(w.dialed, addr)
		if err := control(network, addr, nil); err != nil {
			return nil, err
		}
		return new(net.Dialer).DialContext(ctx, network, w.server)
	}
	return newClient(o, g)
}

func fetch(c *http.Client, address string) (string, error) {
	res, err := c.Get(address)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return string(body), err
}

// refusedAs is the key of the fault in an error, "" when there is none.
func refusedAs(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Key
	}
	return ""
}

func allow(t *testing.T, list ...string) Allowed {
	t.Helper()
	a, err := Allow(list...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestForbiddenAddressesInEveryForm(t *testing.T) {
	t.Parallel()
	hosts := []string{
		"127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
		"100.64.0.1", "192.0.0.192", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
		"2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "0", "0xa9fea9fe", "2852039166", "10.1",
		"127.0.0.1.", "１２７.0.0.1", "127。0。0。1", "①②⑦.⓪.⓪.①", "1.2.3.4.5", "256.256.256.256", "a.0x1", "a.1",
		"[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:8.8.8.8]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::808:808]", "[64:ff9b:1::1]",
		"[fc00::1]", "[fd12:3456::1]", "[fe80::1]", "[fe80::1%25eth0]", "[ff02::1]", "[2001:db8::1]", "[2002:7f00:1::]", "[2001::1]", "[fec0::1]", "[100::1]", "[5f00::1]",
		"localhost", "LOCALHOST", "localhost.", "inside.example.ca",
	}
	w := &world{server: "127.0.0.1:1", names: map[string][]string{"localhost": {"127.0.0.1,::1"}, "inside.example.ca": {"10.0.0.7"}}}
	c := w.client(Options{})
	for _, host := range hosts {
		for _, scheme := range []string{"http://", "https://"} {
			if body, err := fetch(c, scheme+host+"/"); err == nil || fault.KindOf(err) != fault.Invalid && !unreadable(scheme+host) {
				t.Errorf("%s%s: %q, %v", scheme, host, body, err)
			}
		}
	}
	if len(w.dialed) > 0 {
		t.Errorf("connections went to %v", w.dialed)
	}
}

// unreadable says whether net/url itself refuses an address.
func unreadable(address string) bool {
	_, err := url.Parse(address)
	return err != nil
}

func TestForbiddenSchemesPortsAndCredentials(t *testing.T) {
	t.Parallel()
	o := Options{Allow: allow(t, "lrs.example.ca:8443")}
	for address, want := range map[string]string{
		"file:///etc/passwd": "bad-scheme", "gopher://example.ca/": "bad-scheme", "ftp://example.ca/": "bad-scheme", "//example.ca/": "bad-scheme",
		"https://user:secret@example.ca/": "credentials", "https://user@example.ca/": "credentials",
		"http://example.ca:22/": "bad-port", "https://example.ca:6379/": "bad-port", "https://other.example.ca:8443/": "bad-port",
		"https://example.ca:0/": "unreadable", "https:///path": "unreadable", "https:example.ca": "unreadable", "https://example.ca:99999/": "unreadable",
		"https://exa mple.ca/": "unreadable", "https://exa_mple.ca/": "", "https://a..ca/": "odd-host", "https://" + strings.Repeat("a", 64) + ".ca/": "odd-host",
		"https://example.ca/": "", "http://example.ca:80/x?y": "", "https://lrs.example.ca:8443/": "", "https://été.example.ca/": "", "https://8.8.8.8/": "",
	} {
		if got := refusedAs(o.Check(address)); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

// A name server that answers a public address first and an inner one after must not
// get a second question between the check and the connection.
func TestRebindingNameServer(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		fmt.Fprint(w, "asked as "+r.Host)
	}))
	defer server.Close()
	w := &world{server: host(server), names: map[string][]string{"rebind.example": {"8.8.8.8", "127.0.0.1"}, "mixed.example": {"8.8.4.4,10.0.0.1"}, "mapped.example": {"::ffff:10.0.0.1"}}}
	c := w.client(Options{})
	if body, err := fetch(c, "http://rebind.example/"); err != nil || body != "asked as rebind.example" {
		t.Fatalf("%q, %v", body, err)
	}
	if w.asked["rebind.example"] != 1 || fmt.Sprint(w.dialed) != "[8.8.8.8:80]" {
		t.Fatalf("asked %d times, connected to %v", w.asked["rebind.example"], w.dialed)
	}
	for _, name := range []string{"rebind.example", "mixed.example", "mapped.example"} {
		if _, err := fetch(c, "http://"+name+"/"); refusedAs(err) != "refused-address" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(w.dialed) != 1 {
		t.Errorf("connected to %v", w.dialed)
	}
}

func TestTheSystemIsNotLetConnectToWhatNobodyMayAllow(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{"8.8.8.8:443": true, "10.0.0.1:80": true, "0.0.0.0:80": false, "224.0.0.1:80": false, "[::]:80": false, "[::ffff:10.0.0.1]:80": false, "[fe80::1%1]:80": false, "name:80": false} {
		if err := control("tcp", address, nil); (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func host(s *httptest.Server) string { return s.Listener.Addr().String() }

func TestRedirects(t *testing.T) {
	t.Parallel()
	seen := make(chan http.Header, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/end":
			seen <- r.Header
			fmt.Fprint(w, "end")
		case "/to":
			http.Redirect(w, r, r.URL.Query().Get("u"), http.StatusFound)
		case "/keep":
			http.Redirect(w, r, r.URL.Query().Get("u"), http.StatusPermanentRedirect)
		case "/1", "/2", "/3", "/4":
			http.Redirect(w, r, map[string]string{"/1": "/2", "/2": "/3", "/3": "/4", "/4": "/end"}[r.URL.Path], http.StatusFound)
		}
	}))
	defer server.Close()
	w := &world{server: host(server), names: map[string][]string{"a.example": {"8.8.8.8"}, "b.example": {"8.8.4.4"}, "in.example": {"192.168.0.9"}}}
	c := w.client(Options{})
	for to, want := range map[string]string{
		"http://169.254.169.254/latest/meta-data/": "refused-address", "http://[fd00:ec2::254]/": "refused-address", "http://in.example/": "refused-address",
		"http://a.example:6379/": "bad-port", "file:///etc/passwd": "bad-scheme", "http://u:p@b.example/end": "credentials", "http://2852039166/": "odd-host",
	} {
		if _, err := fetch(c, "http://a.example/to?u="+url.QueryEscape(to)); refusedAs(err) != want {
			t.Errorf("to %s: %v", to, err)
		}
	}
	for path, want := range map[string]string{"/2": "", "/1": "redirects"} {
		if body, err := fetch(c, "http://a.example"+path); refusedAs(err) != want || (want == "") != (body == "end") {
			t.Errorf("%s: %q, %v", path, body, err)
		}
	}
	<-seen // of /2

	r, _ := http.NewRequest("GET", "http://a.example/to?u=http://b.example/end", nil)
	for _, name := range []string{"Authorization", "X-Api-Key", "Cookie", "Webhook-Signature"} {
		r.Header.Set(name, "secret")
	}
	r.Header.Set("Accept", "text/html")
	res, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	h := <-seen
	if h.Get("Accept") != "text/html" || h.Get("Referer") != "" || strings.Contains(fmt.Sprint(h), "secret") {
		t.Errorf("the other server saw %v", h)
	}
	if _, err := c.Post("http://a.example/keep?u=http://b.example/end", "text/plain", strings.NewReader("a person's data")); refusedAs(err) != "body-elsewhere" {
		t.Errorf("what was sent went on: %v", err)
	}
	if res, err := c.Post("http://a.example/keep?u=/end", "text/plain", strings.NewReader("x")); err != nil {
		t.Errorf("on the same server: %v", err)
	} else {
		res.Body.Close()
	}
}

func TestNoWayFromHTTPSToHTTP(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.RedirectHandler("http://example.com/", http.StatusFound))
	defer server.Close()
	w := &world{server: host(server), names: map[string][]string{"example.com": {"8.8.8.8"}}}
	c := w.client(Options{})
	c.Transport.(*guarded).next.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	if _, err := fetch(c, "https://example.com/"); refusedAs(err) != "downgrade" {
		t.Error(err)
	}
}

func TestSlowAndEndlessAnswersEnd(t *testing.T) {
	t.Parallel()
	var sent atomic.Int64
	stop := make(chan bool)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/endless":
			for chunk := make([]byte, 32<<10); ; {
				n, err := w.Write(chunk)
				sent.Add(int64(n))
				if err != nil {
					return
				}
			}
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb(8 << 20))
		case "/slow": // a byte now, the next never
			fmt.Fprint(w, "x")
			w.(http.Flusher).Flush()
			<-stop
		case "/mute":
			<-stop
		case "/headers":
			for i := range 3000 {
				w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("x", 50))
			}
		case "/fits":
			w.Write(make([]byte, 1<<10))
		}
	}))
	defer server.Close()
	defer close(stop)
	o := Options{Allow: allow(t, host(server)), Size: 1 << 10}
	for _, path := range []string{"/endless", "/bomb"} {
		if body, err := fetch(New(o), server.URL+path); fault.KindOf(err) != fault.TooLarge || len(body) > 1<<10 {
			t.Errorf("%s: %d bytes, %v", path, len(body), err)
		}
	}
	if sent.Load() > 16<<20 {
		t.Errorf("%d bytes were taken", sent.Load())
	}
	if body, err := fetch(New(o), server.URL+"/fits"); err != nil || len(body) != 1<<10 {
		t.Errorf("an answer of the largest size: %d bytes, %v", len(body), err)
	}
	if _, err := fetch(New(o), server.URL+"/headers"); err == nil {
		t.Error("endless headers were taken")
	}
	o.Time = 50 * time.Millisecond
	for _, path := range []string{"/slow", "/mute"} {
		if _, err := fetch(New(o), server.URL+path); err == nil || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestAllowedServers(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "own") }))
	defer server.Close()
	w := &world{server: host(server), names: map[string][]string{
		"lrs.example.ca": {"10.2.0.1"}, "x.inner.example": {"192.168.3.3"}, "cloud.example": {"169.254.169.254"}, "other.example": {"10.2.0.1"}, "pub.example": {"8.8.8.8"},
	}}
	c := w.client(Options{Allow: allow(t, "lrs.example.ca", ".inner.example:8443", "cloud.example", "172.16.0.0/12:9000", "[fd00::1]:8080", "pub.example:8080", "0.0.0.0/0", "224.0.0.0/4")})
	for address, ok := range map[string]bool{
		"http://lrs.example.ca/": true, "http://LRS.example.ca./": true, "http://lrs.example.ca:8080/": false, "http://x.inner.example:8443/": true, "http://inner.example:8443/": false,
		"http://172.20.1.1:9000/": true, "http://172.20.1.1:9001/": false, "http://[fd00::1]:8080/": true, "http://[fd00::2]:8080/": false, "http://pub.example:8080/": true,
		"http://169.254.169.254/": true, // its network is allowed by 0.0.0.0/0
		"http://224.0.0.1/":       false, "http://0.0.0.0/": false,
	} {
		if _, err := fetch(c, address); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
	narrow := w.client(Options{Allow: allow(t, "lrs.example.ca", "cloud.example")})
	for address, ok := range map[string]bool{"http://lrs.example.ca/": true, "http://other.example/": false, "http://cloud.example/": false, "http://10.2.0.1/": false} {
		if _, err := fetch(narrow, address); (err == nil) != ok {
			t.Errorf("narrow: %s: %v", address, err)
		}
	}
	for _, bad := range []string{"10.0.0.0/99", "10.0.0.0/8:", "x:y", "http://x/", "a b", "1.2.3", "[::1", "name:0", "name:70000", "fe80::1%eth0", ":80"} {
		if _, err := Allow(bad); fault.KindOf(err) != fault.Usage {
			t.Errorf("%q is taken: %v", bad, err)
		}
	}
}

// The proxy of the environment is not asked; the one of the options is, and not for inner addresses.
func TestProxyOnlyWhenTold(t *testing.T) {
	asked := make(chan string, 5)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked <- r.URL.String() }))
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	w := &world{server: "127.0.0.1:1", names: map[string][]string{"a.example": {"8.8.8.8"}, "in.example": {"10.0.0.1"}}}
	if _, err := fetch(w.client(Options{}), "http://a.example/"); err == nil {
		t.Error("answered")
	}
	at, _ := url.Parse(proxy.URL)
	c := w.client(Options{Proxy: at})
	for address, want := range map[string]string{"http://in.example/": "refused-address", "http://127.0.0.1/": "refused-address", "http://a.example/": "", "http://known-to-the-proxy.example/": ""} {
		if _, err := fetch(c, address); refusedAs(err) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
	close(asked)
	n := 0
	for a := range asked {
		if strings.Contains(a, "in.example") || strings.Contains(a, "127.0.0.1") {
			t.Errorf("the proxy was asked for %s", a)
		}
		n++
	}
	if n != 2 {
		t.Errorf("the proxy was asked %d times", n)
	}
}
