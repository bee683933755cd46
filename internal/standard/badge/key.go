package badge

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strconv"
	"time"

	"atelier/internal/base/fault"
)

// Key signs.
type Key struct {
	ID      string // the address of its public half as a Multikey; see Multikey
	JWK     string // the address of the same as a JSON Web Key; see PublicJWK
	Private ed25519.PrivateKey
}

// cryptosuite is VC Data Integrity EdDSA Cryptosuites 1.0, 3.2 eddsa-rdfc-2022.
const cryptosuite = "eddsa-rdfc-2022"

// Sign gives the document with a proof in it, as JSON. The time is that of the signature, not of the claim.
func (k Key) Sign(d Document, at time.Time) (_ []byte, err error) {
	defer fault.Wrap(&err, "badge.Sign(%v)", d["id"])
	proof := map[string]any{
		"type": "DataIntegrityProof", "cryptosuite": cryptosuite, "created": moment(at),
		"verificationMethod": k.ID, "proofPurpose": "assertionMethod",
	}
	// 3.2.5 Proof Configuration: the proof is read with the context of the document.
	config := map[string]any{"@context": d["@context"]}
	for name, value := range proof {
		config[name] = value
	}
	hashes, err := digest(config, d)
	if err != nil {
		return nil, err
	}
	proof["proofValue"] = multibase(ed25519.Sign(k.Private, hashes))
	signed := map[string]any{"proof": []any{proof}} // a list, as the schema of Open Badges wants it
	for name, value := range d {
		signed[name] = value
	}
	return Indent(signed)
}

// digest is what is signed (3.2.4 Hashing): the SHA-256 of the canonical proof configuration, then that of the document.
func digest(config, document map[string]any) ([]byte, error) {
	var all []byte
	for _, one := range []map[string]any{config, document} {
		text, err := canonical(one)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256([]byte(text))
		all = append(all, sum[:]...)
	}
	return all, nil
}

// Claims are what a token says of the credential in it (Open Badges 3.0, 8.2.3).
type Claims struct {
	ID, Issuer, Subject string
	From, Until         time.Time // Until is zero when the credential does not lapse
}

// Claims are what a token around a credential says of it.
func (c Credential) Claims() Claims {
	return Claims{ID: c.ID, Issuer: c.Issuer.ID, Subject: c.Subject, From: c.From, Until: c.Until}
}

// JWT is the document as a compact JSON Web Token (Open Badges 3.0, 8.2). The algorithm is EdDSA (RFC 8037); RS256, the
// only one that the specification asks verifiers for, would want a second key.
func (k Key) JWT(c Claims, d Document) (_ string, err error) {
	defer fault.Wrap(&err, "badge.JWT(%q)", c.ID)
	head, err := json.Marshal(map[string]string{"alg": "EdDSA", "kid": k.JWK, "typ": "JWT"})
	if err != nil {
		return "", err
	}
	claims := map[string]any{"iss": c.Issuer, "jti": c.ID, "sub": c.Subject, "nbf": c.From.Unix()}
	if !c.Until.IsZero() {
		claims["exp"] = c.Until.Unix()
	}
	for name, value := range d {
		claims[name] = value
	}
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	url := base64.RawURLEncoding
	signed := url.EncodeToString(head) + "." + url.EncodeToString(body)
	return signed + "." + url.EncodeToString(ed25519.Sign(k.Private, []byte(signed))), nil
}

// Public is the public half of a key and where it is found.
type Public struct {
	ID  string // as Key.ID
	JWK string // as Key.JWK
	Key ed25519.PublicKey
}

// Multikey is the public key as a verification method of a controller (Controlled Identifiers 1.0, 2.2.2).
func (p Public) Multikey(controller string) Document {
	d := p.method(controller)
	d["@context"] = contextMultikey
	return d
}

func (p Public) method(controller string) Document {
	return Document{"id": p.ID, "type": "Multikey", "controller": controller, "publicKeyMultibase": multibase(append([]byte{0xed, 0x01}, p.Key...))}
}

// PublicJWK is the public key as a JSON Web Key (RFC 8037, 2).
func (p Public) PublicJWK() Document {
	return Document{"kty": "OKP", "crv": "Ed25519", "x": base64.RawURLEncoding.EncodeToString(p.Key), "kid": p.JWK, "use": "sig", "alg": "EdDSA"}
}

// Controller is the document of an issuer: who it is, and the keys with which it signs now or did before
// (Controlled Identifiers 1.0, 2.1, in the terms of DID Core 1.0). The id may be an https address or a did:web.
func Controller(id string, also []string, keys []Public) Document {
	var methods, names []any
	for _, k := range keys {
		methods, names = append(methods, map[string]any(k.method(id))), append(names, k.ID)
	}
	d := Document{"@context": []any{contextDID, contextMultikey}, "id": id, "verificationMethod": methods, "assertionMethod": names}
	var known []any
	for _, a := range also {
		known = append(known, a)
	}
	if len(known) > 0 {
		d["alsoKnownAs"] = known
	}
	return d
}

// alphabet is that of base58btc (Controlled Identifiers 1.0, 2.4 Multibase).
const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// multibase writes bytes in base58btc, with the z that says so.
func multibase(data []byte) string {
	var digits []byte
	n, base, rest := new(big.Int).SetBytes(data), big.NewInt(58), new(big.Int)
	for n.Sign() > 0 {
		n.DivMod(n, base, rest)
		digits = append(digits, alphabet[rest.Int64()])
	}
	for _, b := range data {
		if b != 0 {
			break
		}
		digits = append(digits, alphabet[0])
	}
	out := make([]byte, 0, len(digits)+1)
	out = append(out, 'z')
	for i := len(digits) - 1; i >= 0; i-- {
		out = append(out, digits[i])
	}
	return string(out)
}

// Indent is a document as JSON that people can read.
func Indent(d map[string]any) ([]byte, error) { return json.MarshalIndent(d, "", "  ") }

func itoa(n int) string { return strconv.Itoa(n) }
