package xapi

import (
	"encoding/json"
	"time"
)

// Edition is a published text of the specification.
type Edition int

// The editions.
const (
	V1 Edition = 1 // 1.0.3
	V2 Edition = 2 // IEEE 9274.1.1, called 2.0
)

// The versions that we write, by edition.
const (
	Version1 = "1.0.3"
	Version2 = "2.0.0"
)

// Version is what a statement without one gets.
func (e Edition) Version() string {
	if e == V2 {
		return Version2
	}
	return Version1
}

// Foreign is a statement that somebody else wrote, read and found valid, with what an
// index of statements needs to know of it.
type Foreign struct {
	ID           string // in lower case; empty when it has none
	Actor        string // see AccountKey; empty for a group that nothing identifies
	Verb         string
	Registration string    // in lower case; may be empty
	Target       string    // the id of the statement that is its object, in lower case; may be empty
	Timestamp    time.Time // zero when it has none
	Version      string    // as it came; may be empty
	Agents       []AgentUse
	Activities   []ActivityUse
	Attachments  []Attachment

	src  []byte
	root *node
}

// Voids says whether it takes back its target (2.3.2).
func (f *Foreign) Voids() bool { return f.Verb == VerbVoided && f.Target != "" }

// VerbVoided is the verb that takes a statement back.
const VerbVoided = "http://adlnet.gov/expapi/verbs/voided"

// AgentUse is an agent or a group somewhere in a statement.
type AgentUse struct {
	Key    string // see AccountKey and ParseAgent
	Name   string // what the statement calls it; may be empty
	Direct bool   // it is actor or object, or a member of the group that is
	// Authority is true of who vouches for the statement.
	Authority bool
}

// ActivityUse is an activity somewhere in a statement.
type ActivityUse struct {
	ID         string          // IRI
	Definition json.RawMessage // nil when the statement has none
	Direct     bool            // it is the object
}

// Attachment is 2.4.11, as far as one needs it to find the bytes.
type Attachment struct {
	UsageType   string // IRI
	ContentType string // media type
	Length      int64  // bytes
	SHA2        string // hexadecimal digits, in lower case
	FileURL     string // where the bytes can be had; may be empty
}

// SignatureUsage marks the attachment that holds the signature of its statement (2.6).
const SignatureUsage = "http://adlnet.gov/expapi/attachments/signature"

// ParseStatement reads one statement and refuses, with a Violation, what an edition of
// the specification forbids.
func ParseStatement(src []byte, e Edition) (*Foreign, error) {
	root, err := scan(src)
	if err != nil {
		return nil, err
	}
	return parse(src, root, e)
}

// ParseStatements reads a statement or a list of them, in their order; single says that
// it was one alone. An id occurs once in a list.
func ParseStatements(src []byte, e Edition) (all []*Foreign, single bool, err error) {
	root, err := scanStatements(src)
	if err != nil {
		return nil, false, err
	}
	if root.kind != list {
		one, err := parse(src, root, e)
		return []*Foreign{one}, true, err
	}
	seen := make(map[string]bool, len(root.items))
	for i, n := range root.items {
		f, err := parse(src, n, e)
		if err != nil {
			return nil, false, item(err, i)
		}
		if f.ID != "" && seen[f.ID] {
			return nil, false, item(Violation{Section: "2.4.1", Rule: Repeated, At: "id"}, i)
		}
		seen[f.ID] = true
		all = append(all, f)
	}
	return all, false, nil
}

func parse(src []byte, root *node, e Edition) (*Foreign, error) {
	f := &Foreign{src: src, root: root}
	r := &reader{edition: e, f: f}
	return f, r.statement(root)
}

// Source is the JSON that the statement came in, byte by byte.
func (f *Foreign) Source() []byte { return f.src[f.root.from:f.root.to] }
