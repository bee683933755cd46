package xapi

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"
)

// unchained is a signature without certificates, which anybody can make.
func unchained(payload string) []byte {
	fields := []string{`{"alg":"RS256"}`, payload, "x"}
	for i, f := range fields {
		fields[i] = base64.RawURLEncoding.EncodeToString([]byte(f))
	}
	return []byte(strings.Join(fields, "."))
}

func TestSignatureIsBounded(t *testing.T) {
	one, err := ParseStatement([]byte(signedStatement), V1)
	if err != nil {
		t.Fatal(err)
	}
	if err := one.CheckSignature(unchained(plain), V1); err != nil {
		t.Errorf("a signature of usual size: %v", err)
	}
	if one.CheckSignature(unchained(plain+strings.Repeat(" ", MostSignature)), V1) == nil {
		t.Error("a signature of more than a megabyte holds")
	}
	first := signedStatement[strings.Index(signedStatement, `{"usageType"`):strings.LastIndex(signedStatement, "]")]
	two, err := ParseStatement([]byte(strings.Replace(signedStatement, first, first+","+first, 1)), V1)
	if err != nil {
		t.Fatal(err)
	}
	if two.CheckSignature(unchained(plain), V1) == nil {
		t.Error("a statement has two signatures")
	}
}

func TestLongKeysAreNotTried(t *testing.T) {
	key := func(bits uint) *x509.Certificate {
		return &x509.Certificate{PublicKey: &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), bits-1), E: 65537}}
	}
	for _, c := range []struct {
		certificate *x509.Certificate
		want        bool
	}{{key(2048), true}, {key(mostKeyBits), true}, {key(mostKeyBits + 1), false}, {&x509.Certificate{PublicKey: &ecdsa.PublicKey{}}, true}} {
		if got := shortKey(c.certificate); got != c.want {
			t.Errorf("%T: %v", c.certificate.PublicKey, got)
		}
	}
}
