package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// ownCertificate writes a certificate for this machine and its key, and gives a client that trusts it.
func ownCertificate(t *testing.T) (cert, key string, client *http.Client) {
	t.Helper()
	dir := t.TempDir()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	like := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, like, like, &secret.PublicKey, secret)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	pool := x509.NewCertPool()
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: plain}} {
		data := pem.EncodeToMemory(block)
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		pool.AppendCertsFromPEM(data)
	}
	return cert, key, &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func TestServeOverTLS(t *testing.T) {
	cert, key, client := ownCertificate(t)
	listen, plain := freePort(t), freePort(t)
	public := "https://" + listen
	s := serve(t, "--data", t.TempDir(), "--tls-cert", cert, "--tls-key", key, "--base-url", public, "--redirect", plain, "--listen", listen)
	if s.url != public {
		t.Fatalf("address %q", s.url)
	}
	resp, err := client.PostForm(public+"/fr/introduction/", url.Values{"act": {"done"}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.ProtoMajor != 2 || !strings.Contains(resp.Header.Get("Strict-Transport-Security"), "max-age=") {
		t.Errorf("%s %v", resp.Proto, resp.Header)
	}
	for _, c := range resp.Header["Set-Cookie"] {
		if !strings.Contains(c, "Secure") {
			t.Errorf("cookie %s", c)
		}
	}
	resp, err = client.Get("http://" + plain + "/fr/introduction/?x=1")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 308 || resp.Header.Get("Location") != public+"/fr/introduction/?x=1" {
		t.Errorf("%d to %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	if code, out := s.stop(); code != 0 {
		t.Errorf("ended with %d, said %q", code, out)
	}
}

func TestTLSFlagsThatDoNotGoTogether(t *testing.T) {
	cert, key, _ := ownCertificate(t)
	for _, test := range []struct {
		want string
		code int
		args []string
	}{
		{"a besoin de sa clé", 2, []string{"--tls-cert", cert}},
		{"pas des deux", 2, []string{"--tls-cert", cert, "--tls-key", key, "--acme", "cours.exemple.ca"}},
		{"--base-url https://", 2, []string{"--tls-cert", cert, "--tls-key", key}},
		{"--base-url https://", 2, []string{"--acme", "cours.exemple.ca", "--base-url", "http://cours.exemple.ca"}},
		{"n’est pas un domaine", 2, []string{"--acme", "localhost"}},
		{"ne peuvent pas être utilisés", 3, []string{"--tls-cert", key, "--tls-key", key, "--base-url", "https://cours.exemple.ca"}},
		{"réseau d’un mandataire", 2, []string{"--trusted-proxies", "nginx"}},
	} {
		var errs strings.Builder
		code := run(context.Background(), append([]string{"serve", "--listen", "127.0.0.1:0", "--data", t.TempDir()}, test.args...), io.Discard, &errs, french)
		if code != test.code || !strings.Contains(errs.String(), test.want) {
			t.Errorf("%v: %d %s", test.args, code, errs.String())
		}
	}
}
