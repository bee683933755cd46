// Package seal keeps secrets at rest: what a site must be able to read again but
// nobody who holds its database may (secrets of one-time codes, of providers, of
// webhooks).
//
// Words: a key is 32 random bytes that stand outside the database. Keys are those
// a site was given, the first of which seals. A sealed text names the key that
// opens it. A purpose says what a secret is for and whose it is
// ("identity.totp p-…"); what was sealed for one purpose opens for no other, so
// that a row copied over another one is of no use.
//
// Invariants: the database never holds a key; sealing the same secret twice gives
// two texts; a text that was changed, or is opened for another purpose, opens to
// an error and to nothing else.
//
// AES-256-GCM with a random nonce (NIST SP 800-38D) under a key for each purpose,
// derived with HKDF-SHA-256 (RFC 5869): both are in the standard library and
// approved where an institution must run in FIPS 140 mode.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

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
var Migrations = store.Migrations{Room: "seal", Files: migrations}

// keySize is the size of a key in bytes: AES-256.
const keySize = 32

// format begins every sealed text; another way of sealing gets another number.
const format = "1"

// key is one key of a site.
type key struct {
	id    string // names the key in sealed texts and gives nothing of it away
	bytes []byte
}

func newKey(secret []byte) (key, error) {
	id, err := hkdf.Key(sha256.New, secret, nil, "atelier seal 1 name", 6)
	return key{id: hex.EncodeToString(id), bytes: secret}, err
}

// cipher is the key for one purpose. More than 2³² secrets of one purpose would
// wear it out (NIST SP 800-38D, section 8.3); purposes here name whose the secret is.
func (k key) cipher(purpose string) (cipher.AEAD, error) {
	derived, err := hkdf.Key(sha256.New, k.bytes, nil, "atelier seal 1 for "+purpose, keySize)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Keys are the keys of a site. They may be used by many goroutines.
type Keys struct {
	list []key  // at least one
	made string // the file that was made for them just now
}

// Seal gives a secret a form that only these keys open, and only for the same purpose.
func (k *Keys) Seal(purpose string, plain []byte) (_ string, err error) {
	defer fault.Wrap(&err, "seal.Seal(%q)", purpose)
	first := k.list[0]
	c, err := first.cipher(purpose)
	if err != nil {
		return "", err
	}
	head := format + "." + first.id + "."
	return head + base64.RawURLEncoding.EncodeToString(c.Seal(nil, nil, plain, bound(head, purpose))), nil
}

// Open gives back what was sealed for the purpose. Its fault, of kind
// Unavailable, tells a person that those who run the site must look; the log has
// the cause.
func (k *Keys) Open(purpose, sealed string) (_ []byte, err error) {
	defer fault.Wrap(&err, "seal.Open(%q)", purpose)
	id, data, err := split(sealed)
	if err != nil {
		return nil, fault.New(fault.Unavailable, words, "cannot-open").Because(err)
	}
	for _, one := range k.list {
		if one.id != id {
			continue
		}
		c, err := one.cipher(purpose)
		if err != nil {
			return nil, err
		}
		plain, err := c.Open(nil, nil, data, bound(format+"."+id+".", purpose))
		if err != nil {
			return nil, fault.New(fault.Unavailable, words, "cannot-open").Because(err)
		}
		return plain, nil
	}
	return nil, fault.New(fault.Unavailable, words, "cannot-open").Because(errors.New("sealed with a key that is not among those of the site: " + id))
}

// Stale says whether a text should be sealed again, because another key than the
// first sealed it.
func (k *Keys) Stale(sealed string) bool {
	id, _, err := split(sealed)
	return err != nil || id != k.list[0].id
}

// Rotating says whether there are several keys, so that what the older ones sealed
// is to be sealed again.
func (k *Keys) Rotating() bool { return len(k.list) > 1 }

// bound is what the seal holds together with the secret.
func bound(head, purpose string) []byte { return []byte(head + purpose) }

// split takes a sealed text apart: format.key.data
func split(sealed string) (id string, data []byte, err error) {
	head, rest, ok := strings.Cut(sealed, ".")
	id, text, more := strings.Cut(rest, ".")
	if !ok || !more || head != format {
		return "", nil, errors.New("not a sealed text")
	}
	data, err = base64.RawURLEncoding.Strict().DecodeString(text)
	return id, data, err
}
