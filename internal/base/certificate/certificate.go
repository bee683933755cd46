// Package certificate gives the site its TLS certificates: from two files that
// somebody renews, or from an authority that speaks ACME (RFC 8555), such as Let's
// Encrypt or an institution's own.
//
// Words: files are a certificate with its chain and a private key, in PEM. A
// directory is where an authority tells its addresses. What is kept is what a node
// got from an authority (certificates, its account, answers to challenges under
// way), in the database, sealed: every node finds it there, and any node answers
// the authority's challenges, whoever asked for the certificate.
//
// Invariants: TLS 1.2 or later; private keys from an authority never stand in the
// database unsealed; a certificate is asked for listed domains alone; files that
// cannot be read, or do not fit each other, leave the ones before in use.
package certificate

import (
	"crypto/tls"
	"embed"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/crypto/acme"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

//go:embed migrations privacy.yaml
var migrations embed.FS

// Migrations are the tables of the package.
var Migrations = store.Migrations{Room: "certificate", Files: migrations}

// Source is where a server takes its certificates from.
type Source interface {
	// TLS is the configuration of the server's listener.
	TLS() *tls.Config
	// Plain answers on the address without TLS: the authority's challenges where there
	// are some, and for the rest next.
	Plain(next http.Handler) http.Handler
}

// config is the ground of every listener: Go's choice of ciphers, HTTP/2 first.
func config(get func(*tls.ClientHelloInfo) (*tls.Certificate, error), more ...string) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: get, NextProtos: append([]string{"h2", "http/1.1"}, more...)}
}

// Domains reads a list of domains for an authority. The fault is of kind Usage.
func Domains(list []string) (domains []string, err error) {
	for _, d := range list {
		d = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(d), "."))
		u, err := url.Parse("https://" + d)
		if err != nil || u.Host != d || u.Port() != "" || !strings.Contains(strings.Trim(d, "."), ".") || strings.ContainsAny(d, "*_ ") {
			return nil, fault.New(fault.Usage, words, "bad-domain", lang.A{"domain": d})
		}
		domains = append(domains, d)
	}
	return domains, nil
}

// DefaultDirectory is Let's Encrypt's.
const DefaultDirectory = acme.LetsEncryptURL

// Redirect leads readers who came without TLS to the public address. A form that
// was sent without it has been read by whoever listens, and is refused, so that
// nobody goes on sending forms that way.
func Redirect(public *url.URL) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, words.Say(lang.English, "use-https")+"\n"+words.Say(lang.French, "use-https"), http.StatusBadRequest)
			return
		}
		to := url.URL{Scheme: "https", Host: public.Host, Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
		w.Header().Set("Location", to.String())
		w.WriteHeader(http.StatusPermanentRedirect)
	})
}
