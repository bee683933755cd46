package badge

import (
	"time"

	"atelier/internal/base/lang"
)

// ContextRecords is that of comprehensive learner records.
const ContextRecords = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"

// Record is a Comprehensive Learner Record (1EdTech, CLR Standard 2.0, B.1.1 ClrCredential): what an issuer knows that
// somebody achieved, in one credential around the credentials that say it. Those are whole and signed by themselves, so
// that each may be taken out and checked.
type Record struct {
	ID          string // a URI of this record
	Issuer      Issuer
	Name        lang.Text
	About       lang.Text
	Subject     string // a URI that names the learner in this record alone
	Identities  []Identity
	From        time.Time  // when it was written
	Credentials []Document // at least one
}

// Document is the record, unsigned, in a language.
func (r Record) Document(tag lang.Tag) Document {
	subject := map[string]any{"id": r.Subject, "type": []any{"ClrSubject"}}
	if list := identities(r.Identities); len(list) > 0 {
		subject["identifier"] = list
	}
	var held []any
	for _, c := range r.Credentials {
		held = append(held, c)
	}
	subject["verifiableCredential"] = held
	return Document{
		"@context":          []any{ContextCredentials, ContextRecords, ContextOpenBadges},
		"id":                r.ID,
		"type":              []any{"VerifiableCredential", "ClrCredential"},
		"issuer":            r.Issuer.profile(tag),
		"name":              clean(r.Name.In(tag)),
		"description":       clean(r.About.In(tag)),
		"validFrom":         moment(r.From),
		"credentialSubject": subject,
	}
}

// Claims are what a token around a record says of it.
func (r Record) Claims() Claims {
	return Claims{ID: r.ID, Issuer: r.Issuer.ID, Subject: r.Subject, From: r.From}
}
