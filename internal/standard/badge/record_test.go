package badge

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"atelier/internal/base/lang"
)

// record is a record around the sample credential, signed in a language, and around one that has a neighbour's place.
func record(t *testing.T, tag lang.Tag) Record {
	t.Helper()
	r := Record{
		ID: "urn:uuid:01930000-0000-7000-8000-00000000000a", Issuer: sample().Issuer, Name: both("Learning transcript", "Relevé d’apprentissage"),
		About: both("What was completed.", "Ce qui a été terminé."), Subject: "urn:uuid:01930000-0000-7000-8000-00000000000b",
		Identities: []Identity{{Kind: "name", Value: "Nuna O’Brien"}}, From: issued,
	}
	for i := range 2 {
		c := sample()
		c.ID += fmt.Sprint("-", i)
		c.Status.Index += i
		var d Document
		if err := json.Unmarshal(sign(t, c.Document(tag)), &d); err != nil {
			t.Fatal(err)
		}
		r.Credentials = append(r.Credentials, d)
	}
	return r
}

// A record is verified by others' programs in every language, has the shape of 1EdTech's schema, and what it holds is
// verified by itself, as it stands in the record.
func TestOthersVerifyRecords(t *testing.T) {
	t.Parallel()
	var list, tokens []named
	for _, tag := range lang.Interfaces() {
		r := record(t, tag)
		whole := sign(t, r.Document(tag))
		list = append(list, named{Name: "record " + string(tag), Credential: whole})
		var read struct {
			CredentialSubject struct {
				VerifiableCredential []json.RawMessage `json:"verifiableCredential"`
			} `json:"credentialSubject"`
		}
		if err := json.Unmarshal(whole, &read); err != nil || len(read.CredentialSubject.VerifiableCredential) != 2 {
			t.Fatalf("%s: %v", whole, err)
		}
		for i, inner := range read.CredentialSubject.VerifiableCredential {
			list = append(list, named{Name: fmt.Sprint("inside ", tag, i), Credential: inner})
		}
		token, err := sampleKey().JWT(r.Claims(), r.Document(tag))
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, named{Name: "token " + string(tag), Token: token})
	}
	for name, v := range judge(t, []int{1}, list, tokens) {
		if !v.Verified || v.Withdrawn || !v.Shape && !strings.HasPrefix(name, "token") {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// A record that was altered, in itself or in what it holds, is refused.
func TestOthersRefuseAlteredRecords(t *testing.T) {
	t.Parallel()
	whole := sign(t, record(t, lang.English).Document(lang.English))
	list := []named{{Name: "as it was", Credential: whole}}
	for _, path := range []string{".name", ".description", ".validFrom", ".id", ".issuer.name", ".credentialSubject.id", ".credentialSubject.identifier.0.identityHash",
		".credentialSubject.verifiableCredential.0.name", ".credentialSubject.verifiableCredential.1.credentialSubject.achievement.name", ".credentialSubject.verifiableCredential.0.proof.0.created"} {
		value := any("2001-01-01T00:00:00Z")
		if path == ".id" || path == ".credentialSubject.id" {
			value = "urn:uuid:01930000-0000-7000-8000-0000000000ff"
		}
		list = append(list, named{Name: path, Credential: set(t, whole, path, value)})
	}
	list = append(list, named{Name: "added", Credential: set(t, whole, ".credentialSubject.verifiableCredential.0.credentialSubject.role", "x")})
	for name, v := range judge(t, nil, list, nil) {
		if want := name == "as it was"; v.Verified != want {
			t.Errorf("%s: %+v", name, v)
		}
	}
}
