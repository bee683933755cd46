package site

import (
	"net/http"

	"atelier/internal/base/certificate"
)

// Certificates gets the certificates of the domains from an authority and keeps them
// where every node finds them. The client asks the authority; nil for one that
// trusts what the system trusts.
func (s *Site) Certificates(domains []string, directory string, client *http.Client) *certificate.Automatic {
	return certificate.Automate(certificate.AutomaticOptions{Domains: domains, Directory: directory, DB: s.db, Keys: s.keys, Log: s.log, Client: client})
}
