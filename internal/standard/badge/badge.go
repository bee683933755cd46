// Package badge writes Open Badges 3.0, and the Comprehensive Learner Records 2.0 that hold several of them: credentials that say who achieved what, in the W3C’s Verifiable Credentials Data
// Model 2.0, signed so that anybody can check them without asking whoever issued them.
//
// Words are those of the specifications. A Credential is a claim of an issuer about a subject (Open Badges 3.0, B.1
// AchievementCredential); an Achievement is what was achieved, in every language in which it is described. A Key signs:
// with a Data Integrity proof inside the document (VC Data Integrity EdDSA Cryptosuites 1.0, eddsa-rdfc-2022), or as a
// JSON Web Token around it (Open Badges 3.0, 8.2). A StatusList says which credentials were withdrawn (Bitstring Status
// List 1.0).
//
// Languages: 1EdTech’s schema has one string for a name, where the data model of the W3C would take one a language. So a
// credential speaks in one language first, says which (inLanguage), and holds the achievement in each other language as
// a related achievement with its own name and description; the proof covers them all. The same credential can be written
// with any language first.
//
// The package reads nothing foreign: it writes documents of this one shape. What it needs of JSON-LD is in the program
// (contexts/), and nothing is ever fetched.
package badge

import (
	"strings"
	"time"
	"unicode"

	"atelier/internal/base/lang"
)

// The contexts of a credential, in the order that the schema wants.
const (
	ContextCredentials = "https://www.w3.org/ns/credentials/v2"
	ContextOpenBadges  = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	contextDID         = "https://www.w3.org/ns/did/v1"
	contextMultikey    = "https://w3id.org/security/multikey/v1"
)

// The media types of the two forms (VC Data Model 2.0, 6.3; Open Badges 3.0, 8.2).
const (
	TypeCredential = "application/vc+ld+json"
	TypeJWT        = "application/jwt"
)

// certificateOfCompletion is what kind of achievement it is (Open Badges 3.0, B.5.1 AchievementType).
const certificateOfCompletion = "CertificateOfCompletion"

// Document is a JSON document as encoding/json and JSON-LD know it: maps, lists, strings.
type Document map[string]any

// Issuer is who issues (Open Badges 3.0, B.1.8 Profile).
type Issuer struct {
	ID   string // an https address whose document lists the keys; see Controller
	URL  string // where people find it
	Name lang.Text
}

// Achievement is what was achieved (B.1.1).
type Achievement struct {
	ID      func(lang.Tag) string // an IRI in each language
	Name    lang.Text
	About   lang.Text // description
	How     lang.Text // criteria: what one did for it
	Page    lang.Text // the address of the criteria in each language; may be empty
	Version string    // of what was learned; may be empty
	Locale  map[lang.Tag]string
	Image   string // the address of a picture; may be empty
}

// Identity is something by which the holder can show that a credential is theirs (B.1.11 IdentityObject).
type Identity struct {
	Kind   string // "name", "emailAddress"
	Value  string // or its hash
	Salt   string // of the hash
	Hashed bool
}

// Status is the place of a credential in a status list.
type Status struct {
	List  string // the address of the list’s credential
	Index int
}

// Credential is what a credential says.
type Credential struct {
	ID          string // an https address
	Issuer      Issuer
	Name        lang.Text
	Achievement Achievement
	Subject     string // an IRI that names the holder in this credential alone
	Identities  []Identity
	Done        time.Time // the day on which it was achieved
	From        time.Time // when it was issued
	Until       time.Time // when it lapses; zero when it does not
	Status      Status
}

// Document is the credential, unsigned, with a language first and the others beside it.
func (c Credential) Document(first lang.Tag) Document {
	d := Document{
		"@context":          []any{ContextCredentials, ContextOpenBadges},
		"id":                c.ID,
		"type":              []any{"VerifiableCredential", "OpenBadgeCredential"},
		"issuer":            c.Issuer.profile(first),
		"name":              clean(c.Name.In(first)),
		"description":       clean(c.Achievement.About.In(first)),
		"validFrom":         moment(c.From),
		"awardedDate":       moment(c.Done),
		"credentialSubject": c.subject(first),
		"credentialStatus": map[string]any{
			"id": entry(c.Status), "type": "BitstringStatusListEntry", "statusPurpose": revocation,
			"statusListIndex": itoa(c.Status.Index), "statusListCredential": c.Status.List,
		},
	}
	if !c.Until.IsZero() {
		d["validUntil"] = moment(c.Until)
	}
	return d
}

func (i Issuer) profile(tag lang.Tag) map[string]any {
	return map[string]any{"id": i.ID, "type": []any{"Profile"}, "name": clean(i.Name.In(tag)), "url": i.URL}
}

// subject is the claim (B.1.4 AchievementSubject).
func (c Credential) subject(first lang.Tag) map[string]any {
	s := map[string]any{"id": c.Subject, "type": []any{"AchievementSubject"}, "achievement": c.Achievement.document(first)}
	if list := identities(c.Identities); len(list) > 0 {
		s["identifier"] = list
	}
	return s
}

func identities(all []Identity) (list []any) {
	for _, i := range all {
		one := map[string]any{"type": "IdentityObject", "hashed": i.Hashed, "identityHash": clean(i.Value), "identityType": i.Kind}
		if i.Salt != "" {
			one["salt"] = i.Salt
		}
		list = append(list, one)
	}
	return list
}

// Document is the achievement as a document of its own, with a language first and the others beside it.
func (a Achievement) Document(first lang.Tag) Document {
	d := Document(a.document(first))
	d["@context"] = []any{ContextCredentials, ContextOpenBadges}
	return d
}

// document is the achievement in one language, and in the others as related ones.
func (a Achievement) document(first lang.Tag) map[string]any {
	d := a.in(first)
	d["type"] = []any{"Achievement"}
	d["achievementType"] = certificateOfCompletion
	if a.Image != "" {
		d["image"] = map[string]any{"id": a.Image, "type": "Image"}
	}
	var others []any
	for _, tag := range a.Name.Tags() {
		if tag == first {
			continue
		}
		other := a.in(tag)
		other["type"] = []any{"Related", "Achievement"}
		others = append(others, other)
	}
	if len(others) > 0 {
		d["related"] = others
	}
	return d
}

func (a Achievement) in(tag lang.Tag) map[string]any {
	how := map[string]any{"narrative": clean(a.How.In(tag))}
	if a.Page.Has(tag) {
		how["id"] = a.Page.In(tag)
	}
	d := map[string]any{"id": a.ID(tag), "name": clean(a.Name.In(tag)), "description": clean(a.About.In(tag)), "criteria": how, "inLanguage": string(tag)}
	if l := a.Locale[tag]; l != "" {
		d["inLanguage"] = l
	}
	if a.Version != "" {
		d["version"] = clean(a.Version)
	}
	return d
}

// moment is an xsd:dateTimeStamp, to the second.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// clean makes spaces of control characters: RDF Dataset Canonicalization 1.0 and its draft, by which libraries still
// differ, escape them in different ways (5. Serialization), and no name needs one.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
