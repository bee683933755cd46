package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Certificate says that somebody completed a course. It holds no name; Person leads to one.
type Certificate struct {
	ID        string            `json:"id"`
	Code      string            `json:"code"`             // by which anybody checks it
	Person    string            `json:"person,omitempty"` // the holder; empty when their account is closed
	Course    string            `json:"course"`
	Release   string            `json:"release,omitempty"`
	Completed string            `json:"completed"` // day
	Issued    time.Time         `json:"issued"`
	Expires   string            `json:"expires,omitempty"` // day; empty when it does not lapse
	State     string            `json:"state"`             // "valid", "lapsed", "revoked"
	Newer     string            `json:"newer,omitempty"`   // the release since which the course means something else
	Revoked   time.Time         `json:"revoked,omitzero"`
	Reason    map[string]string `json:"reason,omitempty"` // by tag of language
}

// CertificateFilter narrows a list of certificates; what is empty does not.
type CertificateFilter struct {
	Course string // key
	Code   string
}

// Certificates lists certificates, the newest first.
func (c *Client) Certificates(ctx context.Context, f CertificateFilter) iter.Seq2[Certificate, error] {
	return list[Certificate](ctx, c, "/certificates", url.Values{"course": {f.Course}, "code": {f.Code}})
}

// Certificate reads one.
func (c *Client) Certificate(ctx context.Context, id string) (Certificate, error) {
	one, _, err := read[Certificate](ctx, c, "/certificates/"+url.PathEscape(id))
	return one, err
}

// RevokeCertificate withdraws one for good, for a reason in both languages, which its holder reads.
func (c *Client) RevokeCertificate(ctx context.Context, id, english, french string) (Certificate, error) {
	return send[Certificate](ctx, c, http.MethodPost, "/certificates/"+url.PathEscape(id)+"/revocation", map[string]string{"en": english, "fr": french}, "")
}
