package xapi

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"strings"

	_ "crypto/sha256" // RS256
	_ "crypto/sha512" // RS384 and RS512
)

// algorithms are those a signature may use (2.6).
var algorithms = map[string]crypto.Hash{"RS256": crypto.SHA256, "RS384": crypto.SHA384, "RS512": crypto.SHA512}

// Bounds of a signature: whoever sends one decides how long it takes to check.
const (
	// MostSignature is the longest one that is read, in bytes.
	MostSignature = 1 << 20
	mostKeyBits   = 8192 // of an RSA key
)

// Signature is the attachment that holds the signature of the statement; false when it is
// not signed.
func (f *Foreign) Signature() (Attachment, bool) {
	for _, a := range f.Attachments {
		if a.UsageType == SignatureUsage {
			return a, true
		}
	}
	return Attachment{}, false
}

// signatures counts the attachments that are one.
func (f *Foreign) signatures() (n int) {
	for _, a := range f.Attachments {
		if a.UsageType == SignatureUsage {
			n++
		}
	}
	return n
}

// CheckSignature refuses a signature that does not hold (2.6): it is a JSON Web Signature
// in compact form by RS256, RS384 or RS512, its payload says the same as the statement,
// and where its header brings certificates (x5c) each is signed by the next and the first
// one's key made the signature. A statement has one signature, and no key is longer than
// anybody needs. Whether anybody trusts the certificates is for the reader
// to say.
func (f *Foreign) CheckSignature(jws []byte, e Edition) error {
	unsound := func(id, where string) error {
		return Violation{Section: "2.6", ID: id, Rule: Unsound, At: where}
	}
	if f.signatures() > 1 {
		return unsound("XAPI-00114", "attachments")
	}
	if a, ok := f.Signature(); !ok || !strings.HasPrefix(strings.ToLower(a.ContentType), "application/octet-stream") {
		return unsound("XAPI-00114", "attachments.contentType")
	}
	if len(jws) > MostSignature {
		return unsound("XAPI-00115", "signature")
	}
	fields := strings.SplitN(strings.TrimSpace(string(jws)), ".", 4)
	if len(fields) != 3 {
		return unsound("XAPI-00115", "signature")
	}
	header, err := base64.RawURLEncoding.DecodeString(fields[0])
	if err != nil {
		return unsound("XAPI-00115", "header")
	}
	payload, err := base64.RawURLEncoding.DecodeString(fields[1])
	if err != nil {
		return unsound("XAPI-00115", "payload")
	}
	signature, err := base64.RawURLEncoding.DecodeString(fields[2])
	if err != nil || len(signature) == 0 {
		return unsound("XAPI-00115", "signature")
	}
	head, err := scan(header)
	if err != nil || head.kind != object {
		return unsound("XAPI-00115", "header")
	}
	hash, ok := algorithms[head.says("alg")]
	if !ok {
		return unsound("XAPI-00117", "header.alg")
	}
	if head.get("x5c") != nil && !holds(head.get("x5c"), hash, fields[0]+"."+fields[1], signature) {
		return unsound("XAPI-00115", "header.x5c")
	}
	if !f.signs(payload, e) {
		return unsound("XAPI-00116", "payload")
	}
	return nil
}

// holds says whether the key of the first certificate made the signature.
func holds(chain *node, hash crypto.Hash, signed string, signature []byte) bool {
	if chain.kind != list || len(chain.items) == 0 || len(chain.items) > 10 {
		return false
	}
	certificates := make([]*x509.Certificate, len(chain.items))
	for i, n := range chain.items {
		der, err := base64.StdEncoding.DecodeString(n.text)
		if err != nil {
			return false
		}
		if certificates[i], err = x509.ParseCertificate(der); err != nil || !shortKey(certificates[i]) {
			return false
		}
		if i > 0 && certificates[i-1].CheckSignatureFrom(certificates[i]) != nil {
			return false
		}
	}
	key, ok := certificates[0].PublicKey.(*rsa.PublicKey)
	if !ok {
		return false
	}
	digest := hash.New()
	digest.Write([]byte(signed))
	return rsa.VerifyPKCS1v15(key, hash, digest.Sum(nil), signature) == nil
}

// shortKey says whether trying the key of a certificate takes a bounded time.
func shortKey(c *x509.Certificate) bool {
	key, ok := c.PublicKey.(*rsa.PublicKey)
	return !ok || key.N.BitLen() <= mostKeyBits
}

// signs says whether a payload says the same as the statement without its signature.
func (f *Foreign) signs(payload []byte, e Edition) bool {
	signed, err := ParseStatement(payload, e)
	if err != nil || signed.ID != "" && f.ID != "" && signed.ID != f.ID {
		return false
	}
	return Equal(f.unsigned(signed.ID), signed.unsigned(f.ID))
}

// unsigned is the statement without its signatures, and without an id that only one of
// the two has.
func (f *Foreign) unsigned(otherID string) *Foreign {
	root := &node{kind: object}
	for _, m := range f.root.members {
		if m.name == "id" && otherID == "" {
			continue
		}
		if m.name == "attachments" {
			var rest []*node
			for _, a := range m.value.items {
				if a.says("usageType") != SignatureUsage {
					rest = append(rest, a)
				}
			}
			if len(rest) == 0 {
				continue
			}
			m.value = &node{kind: list, items: rest}
		}
		root.members = append(root.members, m)
	}
	return &Foreign{Timestamp: f.Timestamp, root: root}
}
