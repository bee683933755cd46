package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strings"
)

// nameSize is how many bytes of a MAC a name holds: enough that names of one list differ.
const nameSize = 10

var nameEncoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// Names are the names of a thing for a purpose, one a key, that of the first key first: 16 letters and digits that are
// always the same for the same parts, and from which nobody without the key learns what they name. The first is to be
// given; any may come back, while keys are exchanged. It panics without keys.
func (k *Keys) Names(purpose string, parts ...string) []string {
	names := make([]string, len(k.list))
	for i, one := range k.list {
		names[i] = one.name(purpose, parts)
	}
	return names
}

func (k key) name(purpose string, parts []string) string {
	derived, err := hkdf.Key(sha256.New, k.bytes, nil, "atelier seal 1 name for "+purpose, keySize)
	if err != nil {
		panic(err) // SHA-256 has room for a key
	}
	mac := hmac.New(sha256.New, derived)
	for _, p := range parts {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(p))) // no two lists of parts read alike
		mac.Write(size[:])
		mac.Write([]byte(p))
	}
	return strings.ToLower(nameEncoding.EncodeToString(mac.Sum(nil)[:nameSize]))
}
