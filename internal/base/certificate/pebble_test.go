package certificate

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
)

// pebbleVersion is the ACME authority for tests by the makers of Let's Encrypt.
const pebbleVersion = "github.com/letsencrypt/pebble/v2/cmd/pebble@v2.10.3"

// pebble is an authority that believes the challenges it finds on two ports of this machine.
type pebble struct {
	directory string
	client    *http.Client // trusts the authority's own address
	roots     *x509.CertPool
}

func port(t *testing.T) (string, int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String(), l.Addr().(*net.TCPAddr).Port
}

func portOf(t *testing.T, address string) int {
	t.Helper()
	_, p, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(p)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// buildPebble builds the authority, from the module proxy or what Go keeps of it.
func buildPebble(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "install", pebbleVersion)
	build.Dir, build.Env = dir, append(os.Environ(), "GOBIN="+dir, "GOFLAGS=-mod=mod")
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("pebble cannot be had: %v\n%s", err, out)
	}
	return filepath.Join(dir, "pebble")
}

// startPebble runs the authority; it asks httpAt and tlsAt, whatever the domain.
func startPebble(t *testing.T, bin, httpAt, tlsAt string) *pebble {
	t.Helper()
	dir := t.TempDir()
	cert, key := pair(t, dir, "localhost")
	listen, _ := port(t)
	manage, _ := port(t)
	config, err := json.Marshal(map[string]any{"pebble": map[string]any{
		"listenAddress": listen, "managementListenAddress": manage, "certificate": cert, "privateKey": key,
		"httpPort": portOf(t, httpAt), "tlsPort": portOf(t, tlsAt), "retryAfter": map[string]int{"authz": 1, "order": 1},
		"profiles": map[string]any{"default": map[string]any{"description": "for tests", "validityPeriod": 7776000}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "config.json"), config)
	run := exec.CommandContext(t.Context(), bin, "-config", filepath.Join(dir, "config.json"), "-dnsserver", names(t))
	run.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0", "PEBBLE_AUTHZREUSE=0")
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = run.Process.Kill(); _ = run.Wait() })
	trusted := x509.NewCertPool()
	data, err := os.ReadFile(cert)
	if err != nil || !trusted.AppendCertsFromPEM(data) {
		t.Fatal(err)
	}
	p := &pebble{directory: "https://" + listen + "/dir", client: &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}}}
	root := p.wait(t, "https://"+manage+"/roots/0")
	if p.roots = x509.NewCertPool(); !p.roots.AppendCertsFromPEM(root) {
		t.Fatalf("no root: %s", root)
	}
	return p
}

// wait asks until the authority answers.
func (p *pebble) wait(t *testing.T, address string) []byte {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		res, err := p.client.Get(address)
		if err == nil {
			defer res.Body.Close()
			data, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			return data
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

// names is a name server for which every name is this machine. Pebble asks over TCP (RFC 7766).
func names(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go answerNames(conn)
		}
	}()
	return l.Addr().String()
}

func answerNames(conn net.Conn) {
	defer conn.Close()
	for {
		var length [2]byte
		if _, err := io.ReadFull(conn, length[:]); err != nil {
			return
		}
		message := make([]byte, binary.BigEndian.Uint16(length[:]))
		if _, err := io.ReadFull(conn, message); err != nil {
			return
		}
		var asked dnsmessage.Message
		if asked.Unpack(message) != nil || len(asked.Questions) != 1 {
			return
		}
		answer := dnsmessage.Message{Header: dnsmessage.Header{ID: asked.ID, Response: true, Authoritative: true}, Questions: asked.Questions}
		if q := asked.Questions[0]; q.Type == dnsmessage.TypeA {
			answer.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1}, Body: &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}}}}
		}
		packed, err := answer.Pack()
		if err != nil {
			return
		}
		if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(packed))), packed...)); err != nil {
			return
		}
	}
}

// TestAnyNodeAnswersTheAuthority has one node ask a real authority for a certificate, and another, which shares nothing
// with it but the database and the key of the site, answer the challenge: once over TLS, once over HTTP. Then both show
// the certificate, and a third that starts later has it without asking.
func TestAnyNodeAnswersTheAuthority(t *testing.T) {
	t.Parallel()
	public, _ := url.Parse("https://course.example.ca")
	bin := buildPebble(t)
	storetest.OnBoth(t, []store.Migrations{Migrations}, func(t *testing.T, db *store.DB) {
		for _, kind := range []string{"tls-alpn-01", "http-01"} {
			t.Run(kind, func(t *testing.T) {
				k := keys(t)
				domain := kind + ".example.ca"
				answering := httptest.NewUnstartedServer(http.NotFoundHandler())
				plain := httptest.NewUnstartedServer(http.NotFoundHandler())
				p := startPebble(t, bin, plain.Listener.Addr().String(), answering.Listener.Addr().String())
				node := func() *Automatic { return automatic(p, db, k, domain) }
				other := node()
				if kind == "http-01" {
					challenges := other.Plain(Redirect(public))
					plain.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						r.Host = domain // on port 80 an authority names no port
						challenges.ServeHTTP(w, r)
					})
					answering.TLS = &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return nil, fmt.Errorf("no TLS here") }}
				} else {
					answering.TLS = other.TLS()
				}
				answering.Config.ErrorLog, plain.Config.ErrorLog = discard, discard
				answering.StartTLS()
				plain.Start()
				defer answering.Close()
				defer plain.Close()

				asking := node()
				if kind == "http-01" {
					asking.Plain(nil) // the manager offers this kind once it is served
				}
				asking.Prepare(t.Context())
				for name, n := range map[string]*Automatic{"asked": asking, "answered": other, "came later": automatic(&pebble{directory: "https://127.0.0.1:1/"}, db, k, domain)} {
					c, err := n.TLS().GetCertificate(hello(domain))
					if err != nil {
						t.Fatalf("the node that %s: %v", name, err)
					}
					if _, err := c.Leaf.Verify(x509.VerifyOptions{DNSName: domain, Roots: p.roots, Intermediates: chain(t, c)}); err != nil {
						t.Errorf("the node that %s: %v", name, err)
					}
				}
				if _, err := asking.TLS().GetCertificate(hello("evil.example.ca")); err == nil {
					t.Error("a certificate for somebody else's name was asked")
				}
			})
		}
	})
}

var discard = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)

func automatic(p *pebble, db *store.DB, k *seal.Keys, domain string) *Automatic {
	return Automate(AutomaticOptions{Domains: []string{domain}, Directory: p.directory, DB: db, Keys: k, Log: quiet, Client: p.client})
}

func hello(domain string) *tls.ClientHelloInfo {
	return &tls.ClientHelloInfo{ServerName: domain, SignatureSchemes: []tls.SignatureScheme{tls.ECDSAWithP256AndSHA256}, SupportedCurves: []tls.CurveID{tls.CurveP256}, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}}
}

func chain(t *testing.T, c *tls.Certificate) *x509.CertPool {
	t.Helper()
	pool := x509.NewCertPool()
	for _, der := range c.Certificate[1:] {
		one, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		pool.AddCert(one)
	}
	return pool
}
