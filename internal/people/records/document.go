package records

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"mime"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// documentKind says what a document is about.
type documentKind string

// The kinds: the three document resources (1.0.3, Part Three, 2.2; IEEE 9274.1.1, 4.1.6.2, 4.1.6.5, 4.1.6.6).
const (
	stateDocument    documentKind = "state"
	activityDocument documentKind = "activity"
	agentDocument    documentKind = "agent"
)

// place is where a document lies.
type place struct {
	kind         documentKind
	activity     string // IRI; empty for what is about an agent
	agent        string // see xapi.ParseAgent; empty for what is about an activity
	registration string // UUID in lower case; may be empty
	name         string // the id of the state or profile
}

func (p place) id() string     { return hashOf(p.folder(), p.registration, p.name) }
func (p place) folder() string { return hashOf(string(p.kind), p.activity, p.agent) }

// hashOf is a key of one length for texts of any: the same for the same texts only.
func hashOf(texts ...string) string {
	h := sha256.New()
	for _, t := range texts {
		sum := sha256.Sum256([]byte(t))
		h.Write(sum[:])
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// document is a document as it is kept.
type document struct {
	place
	media string
	body  []byte
	tag   string // SHA-1 of the body, in hexadecimal digits (Part Three, 3.1)
	saved time.Time
}

// newDocument is a document that has just come.
func newDocument(p place, media string, body []byte, now time.Time) document {
	sum := sha1.Sum(body)
	return document{place: p, media: media, body: body, tag: hex.EncodeToString(sum[:]), saved: now}
}

// isJSON says whether a media type is that of JSON.
func isJSON(media string) bool {
	t, _, err := mime.ParseMediaType(media)
	return err == nil && t == jsonType
}

// condition says what must be so for a document to be changed.
type condition struct {
	match  tags // If-Match; nil without
	none   tags // If-None-Match; nil without
	say    bool // whoever replaces a document says which one they mean
	expect bool // and whoever makes one, that they know of none
}

// check compares the condition with the document that is there; nil when there is none.
func (c condition) check(old *document) error {
	switch {
	case c.match != nil && (old == nil || !c.match.strong(old.tag)):
		return fault.New(fault.Stale, words, "xapi.stale")
	case c.none != nil && old != nil && c.none.weak(old.tag):
		return fault.New(fault.Stale, words, "xapi.exists")
	case c.match != nil || c.none != nil:
		return nil
	case c.say && old != nil:
		return fault.New(fault.Conflict, words, "xapi.say-which")
	case c.expect && old == nil:
		return fault.New(fault.Invalid, words, "xapi.say-new")
	}
	return nil
}

// putDocument keeps a document in the place of the one before.
func (r *Room) putDocument(tx store.Tx, d document, c condition) error {
	old, err := selectDocument(tx, d.place)
	if err != nil {
		return err
	}
	if err := c.check(old); err != nil {
		return err
	}
	return r.keepDocument(tx, d)
}

// postDocument merges a document into the one before, or keeps it where there is none (Part Three, 2.2).
func (r *Room) postDocument(tx store.Tx, d document, c condition) error {
	old, err := selectDocument(tx, d.place)
	if err != nil {
		return err
	}
	if err := c.check(old); err != nil {
		return err
	}
	switch {
	case old == nil && !isJSON(d.media):
	case old == nil:
		if err := xapi.DocumentObject(d.body); err != nil {
			return fault.New(fault.Invalid, words, "xapi.no-object").Because(err)
		}
	case !isJSON(old.media) || !isJSON(d.media):
		return fault.New(fault.Invalid, words, "xapi.no-merge")
	default:
		merged, err := xapi.DocumentMerge(old.body, d.body)
		if err != nil {
			return fault.New(fault.Invalid, words, "xapi.no-object").Because(err)
		}
		if len(merged) > maxDocument {
			return tooLarge(maxDocument)
		}
		d = newDocument(d.place, jsonType, merged, d.saved)
	}
	return r.keepDocument(tx, d)
}

// keepDocument writes a document, with whose it is.
func (r *Room) keepDocument(tx store.Tx, d document) error {
	return upsertDocument(tx, d, r.actorOf(d.agent))
}

// actorOf is the actor of this site that an agent is; empty when it is known by something else than an account here.
func (r *Room) actorOf(agent string) identity.Actor {
	name, ok := strings.CutPrefix(agent, xapi.AccountKey(r.homePage, ""))
	if !ok {
		return ""
	}
	return identity.Actor(name)
}

// dropDocument deletes a document; one that is not there is no error, unless a condition wants it.
func (r *Room) dropDocument(tx store.Tx, p place, c condition) error {
	old, err := selectDocument(tx, p)
	if err != nil {
		return err
	}
	if err := c.check(old); err != nil || old == nil {
		return err
	}
	return deleteDocument(tx, p)
}

// Document is a document of another program, as its owner is given it.
type Document struct {
	Kind         string          `json:"kind"`
	Activity     string          `json:"activity,omitempty"` // IRI
	Agent        string          `json:"agent"`
	Registration string          `json:"registration,omitempty"`
	Name         string          `json:"name"`
	Type         string          `json:"type"` // media type
	Stored       string          `json:"stored"`
	JSON         json.RawMessage `json:"document,omitempty"`
	Bytes        []byte          `json:"bytes,omitempty"` // of what is no JSON; base64
}

func (d document) shown() Document {
	s := Document{Kind: string(d.kind), Activity: d.activity, Agent: d.agent, Registration: d.registration, Name: d.name, Type: d.media, Stored: xapi.Timestamp(d.saved)}
	if isJSON(d.media) && json.Valid(d.body) {
		s.JSON = d.body
	} else {
		s.Bytes = d.body
	}
	return s
}
