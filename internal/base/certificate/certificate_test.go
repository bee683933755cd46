package certificate

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestCatalogueIsComplete(t *testing.T) {
	for _, lack := range lang.Complete(catalogueFiles) {
		t.Error(lack)
	}
}

var quiet = slog.New(slog.DiscardHandler)

// pair writes a certificate for a name, signed by itself, and its key.
func pair(t *testing.T, dir, name string) (cert, key string) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	like := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, like, like, &secret.PublicKey, secret)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	write(t, cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	write(t, key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: plain}))
	return cert, key
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// named is the name in the certificate that a source shows.
func named(t *testing.T, s Source, hello *tls.ClientHelloInfo) string {
	t.Helper()
	c, err := s.TLS().GetCertificate(hello)
	if err != nil {
		t.Fatal(err)
	}
	return c.Leaf.Subject.CommonName
}

func TestFilesAreReadAgain(t *testing.T) {
	dir := t.TempDir()
	cert, key := pair(t, dir, "first.example.ca")
	f, err := Open(cert, key, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if got := named(t, f, nil); got != "first.example.ca" {
		t.Fatal(got)
	}
	// A later handshake sees the change by itself; the next look is due now.
	pair(t, dir, "a-longer-second.example.ca")
	f.looked = time.Time{}
	if got := named(t, f, nil); got != "a-longer-second.example.ca" {
		t.Errorf("after a change: %s", got)
	}
	// Half of a renewal, or rubbish, changes nothing.
	var log bytes.Buffer
	f.log = slog.New(slog.NewTextHandler(&log, nil))
	write(t, cert, []byte("rubbish"))
	f.Reload()
	if got := named(t, f, nil); got != "a-longer-second.example.ca" || !strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("after rubbish: %s, %s", got, log.String())
	}
	pair(t, dir, "third.example.ca")
	f.Reload()
	if got := named(t, f, nil); got != "third.example.ca" {
		t.Errorf("when told: %s", got)
	}
}

func TestFilesThatDoNotServe(t *testing.T) {
	one, other := t.TempDir(), t.TempDir()
	cert, key := pair(t, one, "one.example.ca")
	_, stranger := pair(t, other, "other.example.ca")
	for name, files := range map[string][2]string{"not there": {cert, "nowhere"}, "of another": {cert, stranger}, "turned round": {key, cert}} {
		if _, err := Open(files[0], files[1], quiet); fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Message(err, lang.French), "ne peuvent pas être utilisés") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	cert, key := pair(t, t.TempDir(), "one.example.ca")
	f, err := Open(cert, key, quiet)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.TLS = f.TLS()
	server.Config.ErrorLog = slog.NewLogLogger(quiet.Handler(), slog.LevelDebug)
	server.StartTLS()
	defer server.Close()
	for version, ok := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", server.Listener.Addr().String(), &tls.Config{InsecureSkipVerify: true, MinVersion: version, MaxVersion: version})
		if (err == nil) != ok {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
		if err == nil {
			conn.Close()
		}
	}
}

func TestRedirect(t *testing.T) {
	public, _ := url.Parse("https://course.example.ca:8443")
	for _, c := range []struct {
		method, target, host, to string
		status                   int
	}{
		{"GET", "/fr/x/?q=%C3%A9&b", "course.example.ca", "https://course.example.ca:8443/fr/x/?q=%C3%A9&b", 308},
		{"HEAD", "/a%2Fb", "evil.example", "https://course.example.ca:8443/a%2Fb", 308},
		{"GET", "//evil.example/", "x", "https://course.example.ca:8443//evil.example/", 308},
		{"POST", "/fr/", "course.example.ca", "", 400},
	} {
		w, r := httptest.NewRecorder(), httptest.NewRequest(c.method, "http://x/", nil)
		u, err := url.ParseRequestURI(c.target)
		if strings.HasPrefix(c.target, "//") {
			u, err = &url.URL{Path: c.target}, nil
		}
		if err != nil {
			t.Fatal(err)
		}
		r.URL, r.Host = u, c.host
		Redirect(public).ServeHTTP(w, r)
		if w.Code != c.status || w.Header().Get("Location") != c.to {
			t.Errorf("%s %s: %d to %q", c.method, c.target, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestDomains(t *testing.T) {
	got, err := Domains([]string{" Course.Example.CA.", "cours.exemple.ca"})
	if err != nil || strings.Join(got, " ") != "course.example.ca cours.exemple.ca" {
		t.Errorf("%v %v", got, err)
	}
	for _, bad := range []string{"", "localhost", "*.example.ca", "https://example.ca", "example.ca:443", "a b.ca", "example.ca/x", "u@example.ca", "."} {
		if _, err := Domains([]string{bad}); fault.KindOf(err) != fault.Usage {
			t.Errorf("%q is taken: %v", bad, err)
		}
	}
}

func keys(t *testing.T) *seal.Keys {
	t.Helper()
	k, err := seal.Open(seal.Place{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestKeptIsSealedAndThereForEveryNode(t *testing.T) {
	storetest.OnBoth(t, []store.Migrations{Migrations}, func(t *testing.T, db *store.DB) {
		ctx, k := context.Background(), keys(t)
		one, other, stranger := kept{db, k}, kept{db, k}, kept{db, keys(t)}
		if _, err := one.Get(ctx, "x"); !errors.Is(err, autocert.ErrCacheMiss) {
			t.Errorf("before: %v", err)
		}
		for _, data := range []string{"first", "PRIVATE KEY"} {
			if err := one.Put(ctx, "x", []byte(data)); err != nil {
				t.Fatal(err)
			}
			if got, err := other.Get(ctx, "x"); err != nil || string(got) != data {
				t.Errorf("on the other node: %q %v", got, err)
			}
		}
		if _, err := stranger.Get(ctx, "x"); !errors.Is(err, autocert.ErrCacheMiss) {
			t.Errorf("without the key: %v", err)
		}
		err := db.Read(ctx, func(tx store.Tx) error {
			sealed, err := selectKept(tx, "x")
			if strings.Contains(sealed, "PRIVATE") {
				t.Error("the key stands in the database")
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		if err := other.Delete(ctx, "x"); err != nil {
			t.Fatal(err)
		}
		if _, err := one.Get(ctx, "x"); !errors.Is(err, autocert.ErrCacheMiss) {
			t.Errorf("after: %v", err)
		}
	})
}
