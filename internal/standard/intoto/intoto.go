// Package intoto writes and reads signed statements about files: in-toto attestations (Statement v1, predicate Test
// Result v0.1) in a DSSE envelope (Dead Simple Signing Envelope 1.0), signed with Ed25519 (RFC 8032).
//
// Words are those of the specifications: a Statement says something, its predicate, of its subjects, which are named
// by digest; an Envelope holds the bytes of a statement and signatures over them.
package intoto

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
)

// The types that the specifications name.
const (
	StatementType  = "https://in-toto.io/Statement/v1"
	TestResultType = "https://in-toto.io/attestation/test-result/v0.1"
	PayloadType    = "application/vnd.in-toto+json"
)

// Statement is an in-toto Statement v1 whose predicate is a test result.
type Statement struct {
	Type          string               `json:"_type"`
	Subject       []ResourceDescriptor `json:"subject"`
	PredicateType string               `json:"predicateType"`
	Predicate     TestResult           `json:"predicate"`
}

// ResourceDescriptor names a thing (spec v1, ResourceDescriptor). Annotations are for people and programs that know
// them; others pass them over.
type ResourceDescriptor struct {
	Name        string            `json:"name,omitempty"`
	URI         string            `json:"uri,omitempty"`
	Digest      map[string]string `json:"digest,omitempty"` // "sha256" to hexadecimal digits
	Annotations map[string]any    `json:"annotations,omitempty"`
}

// TestResult is the predicate Test Result v0.1.
type TestResult struct {
	Result        Result               `json:"result"`
	Configuration []ResourceDescriptor `json:"configuration"`
	PassedTests   []string             `json:"passedTests,omitempty"`
	WarnedTests   []string             `json:"warnedTests,omitempty"`
	FailedTests   []string             `json:"failedTests,omitempty"`
}

// Result is how a run of tests ended.
type Result string

// The results of the specification.
const (
	Passed Result = "PASSED"
	Warned Result = "WARNED"
	Failed Result = "FAILED"
)

// Envelope is a DSSE envelope.
type Envelope struct {
	Payload     []byte      `json:"payload"` // base64 in JSON
	PayloadType string      `json:"payloadType"`
	Signatures  []Signature `json:"signatures"`
}

// Signature is one signature over an envelope's payload.
type Signature struct {
	KeyID string `json:"keyid"` // see KeyID
	Sig   []byte `json:"sig"`
}

// preAuth is what is signed (DSSE 1.0, "PAE"): lengths stand before the parts, so that no two envelopes share it.
func preAuth(payloadType string, payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(payloadType), payloadType, len(payload), payload)
}

// Sign puts a statement into an envelope with one signature.
func Sign(s Statement, key ed25519.PrivateKey) (Envelope, error) {
	payload, err := json.Marshal(s)
	if err != nil {
		return Envelope{}, err
	}
	public, _ := key.Public().(ed25519.PublicKey)
	id, err := KeyID(public)
	if err != nil {
		return Envelope{}, err
	}
	return Envelope{payload, PayloadType, []Signature{{id, ed25519.Sign(key, preAuth(PayloadType, payload))}}}, nil
}

// ErrSignature says that no signature of an envelope is one of the key's.
var ErrSignature = errors.New("intoto: no signature by this key")

// Verify reads the statement of an envelope that the key has signed. Its errors wrap ErrSignature, or tell that the
// payload is no statement of this package.
func (e Envelope) Verify(key ed25519.PublicKey) (Statement, error) {
	if len(key) != ed25519.PublicKeySize {
		return Statement{}, ErrSignature
	}
	signed := false
	for _, s := range e.Signatures {
		signed = signed || ed25519.Verify(key, preAuth(e.PayloadType, e.Payload), s.Sig)
	}
	if !signed || e.PayloadType != PayloadType {
		return Statement{}, ErrSignature
	}
	var s Statement
	if err := json.Unmarshal(e.Payload, &s); err != nil {
		return s, fmt.Errorf("intoto: %w", err)
	}
	if s.Type != StatementType || s.PredicateType != TestResultType {
		return s, fmt.Errorf("intoto: statement %q with predicate %q is not read here", s.Type, s.PredicateType)
	}
	return s, nil
}

// KeyID names a public key: the SHA-256, in hexadecimal digits, of its SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
func KeyID(key ed25519.PublicKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:]), nil
}

// The PEM types of keys (RFC 7468, sections 10 and 13).
const (
	privatePEM = "PRIVATE KEY"
	publicPEM  = "PUBLIC KEY"
)

// ErrKey says that a file holds no Ed25519 key in PEM.
var ErrKey = errors.New("intoto: no Ed25519 key in PEM")

// MarshalKey is a private key as a PEM file (PKCS #8).
func MarshalKey(key ed25519.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: privatePEM, Bytes: der}), nil
}

// ParseKey reads a private key from a PEM file.
func ParseKey(file []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(file)
	if block == nil || block.Type != privatePEM {
		return nil, ErrKey
	}
	any, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := any.(ed25519.PrivateKey)
	if err != nil || !ok {
		return nil, ErrKey
	}
	return key, nil
}

// MarshalPublic is a public key as a PEM file.
func MarshalPublic(key ed25519.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: publicPEM, Bytes: der}), nil
}

// ParsePublic reads a public key from a PEM file.
func ParsePublic(file []byte) (ed25519.PublicKey, error) {
	block, _ := pem.Decode(file)
	if block == nil || block.Type != publicPEM {
		return nil, ErrKey
	}
	any, err := x509.ParsePKIXPublicKey(block.Bytes)
	key, ok := any.(ed25519.PublicKey)
	if err != nil || !ok {
		return nil, ErrKey
	}
	return key, nil
}
