package certificate

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"atelier/internal/base/seal"
	"atelier/internal/base/store"
)

// AutomaticOptions say of whom certificates are asked and where they are kept.
type AutomaticOptions struct {
	Domains   []string // of which certificates are asked, in lower case
	Directory string   // of the authority; DefaultDirectory when empty
	DB        *store.DB
	Keys      *seal.Keys
	Log       *slog.Logger
	Client    *http.Client // that asks the authority; nil for one that trusts what the system trusts
}

// Automatic gets certificates from an authority, and renews them 30 days before
// they end. By asking, the operator agrees to the authority's terms.
type Automatic struct {
	manager *autocert.Manager
	domains []string
	log     *slog.Logger
}

// Automate makes the source. Nothing is asked of the authority yet.
func Automate(o AutomaticOptions) *Automatic {
	if o.Directory == "" {
		o.Directory = DefaultDirectory
	}
	return &Automatic{domains: o.Domains, log: o.Log, manager: &autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		Cache:      kept{o.DB, o.Keys},
		HostPolicy: autocert.HostWhitelist(o.Domains...),
		Client:     &acme.Client{DirectoryURL: o.Directory, HTTPClient: o.Client, UserAgent: "atelier"},
	}}
}

// TLS is Source's. Challenges of the kind TLS-ALPN-01 (RFC 8737) are answered on the
// same address.
func (a *Automatic) TLS() *tls.Config { return config(a.certificateFor, acme.ALPNProto) }

// Plain answers challenges of the kind HTTP-01 (RFC 8555, section 8.3).
func (a *Automatic) Plain(next http.Handler) http.Handler { return a.manager.HTTPHandler(next) }

func (a *Automatic) certificateFor(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	c, err := a.manager.GetCertificate(hello)
	if err != nil {
		// Strangers who ask for other names are no news.
		a.log.Debug("no certificate", "error", err)
	}
	return c, err
}

// askTime bounds how long an authority may take.
const askTime = 5 * time.Minute

// Prepare gets the certificates that are not there yet, so that the first reader
// does not wait, and says in the log what an authority answered. It is called once
// the listeners answer, and returns when it is done or ctx ends.
func (a *Automatic) Prepare(ctx context.Context) {
	for _, domain := range a.domains {
		ended := make(chan error, 1)
		go func() {
			// An elliptic key serves every client of TLS 1.2 that we serve.
			_, err := a.manager.GetCertificate(&tls.ClientHelloInfo{ServerName: domain,
				SignatureSchemes: []tls.SignatureScheme{tls.ECDSAWithP256AndSHA256}, SupportedCurves: []tls.CurveID{tls.CurveP256},
				CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}})
			ended <- err
		}()
		select {
		case err := <-ended:
			if err != nil {
				a.log.Error("the authority gave no certificate", "domain", domain, "error", err)
				continue
			}
			a.log.Info("certificate ready", "domain", domain)
		case <-time.After(askTime):
			a.log.Error("the authority does not answer", "domain", domain)
		case <-ctx.Done():
			return
		}
	}
}
