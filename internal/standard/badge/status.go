package badge

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"time"
)

// ListSize is the number of places in a status list: the least that hides one credential among enough others
// (Bitstring Status List 1.0, 3.2 Bitstring Encoding: 131,072).
const ListSize = 131072

// revocation is the purpose of the lists: what was withdrawn does not come back (2.2).
const revocation = "revocation"

// entry names a place in a list.
func entry(s Status) string { return s.List + "#" + itoa(s.Index) }

// StatusList is the credential that says which places of a list are withdrawn (2.2 BitstringStatusListCredential),
// unsigned. It holds from the moment given, and verifiers may keep it for as long as fresh says.
func StatusList(address string, issuer Issuer, withdrawn []int, from time.Time, fresh time.Duration) (Document, error) {
	bits := make([]byte, ListSize/8)
	for _, i := range withdrawn {
		if i < 0 || i >= ListSize {
			return nil, fmt.Errorf("place %d of a list of %d", i, ListSize)
		}
		bits[i/8] |= 0x80 >> (i % 8) // the first bit is the leftmost
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(bits); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return Document{
		"@context":   []any{ContextCredentials},
		"id":         address,
		"type":       []any{"VerifiableCredential", "BitstringStatusListCredential"},
		"issuer":     issuer.ID,
		"validFrom":  moment(from),
		"validUntil": moment(from.Add(fresh)),
		"credentialSubject": map[string]any{
			"id": address + "#list", "type": "BitstringStatusList", "statusPurpose": revocation,
			"encodedList": "u" + base64.RawURLEncoding.EncodeToString(packed.Bytes()),
		},
	}, nil
}
