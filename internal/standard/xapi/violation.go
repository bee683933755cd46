package xapi

// Rule is what a value breaks, in a word that a catalogue can put into a sentence.
type Rule string

// The rules, with what Violation.Value holds.
const (
	BadJSON        Rule = "bad-json"        // no JSON text, or no UTF-8
	Repeated       Rule = "repeated"        // a name or an id occurs twice
	Null           Rule = "null"            // null stands where only extensions may have it
	NotObject      Rule = "not-object"      //
	NotText        Rule = "not-text"        //
	NotList        Rule = "not-list"        //
	NotNumber      Rule = "not-number"      //
	NotBoolean     Rule = "not-boolean"     //
	Unknown        Rule = "unknown"         // a property that the specification does not have
	Missing        Rule = "missing"         // a property that must be there
	Forbidden      Rule = "forbidden"       // a property that may not stand here
	BadIRI         Rule = "bad-iri"         //
	BadUUID        Rule = "bad-uuid"        //
	BadTime        Rule = "bad-time"        // no ISO 8601 timestamp, or one with a negative zero as offset
	BadDuration    Rule = "bad-duration"    // no ISO 8601 duration
	BadLanguage    Rule = "bad-language"    // no RFC 5646 tag
	BadMailbox     Rule = "bad-mailbox"     // no mailto: IRI
	BadDigest      Rule = "bad-digest"      // not the hexadecimal digits of such a hash
	BadVersion     Rule = "bad-version"     //
	BadRange       Rule = "bad-range"       // a number out of its bounds
	BadType        Rule = "bad-type"        // an objectType or interactionType that cannot be here
	BadMediaType   Rule = "bad-media-type"  //
	NoIdentifier   Rule = "no-identifier"   // an agent that nothing identifies
	TwoIdentifiers Rule = "two-identifiers" // more than one inverse functional identifier
	BadAuthority   Rule = "bad-authority"   // a group that is not an anonymous one of two
	Empty          Rule = "empty"           // a list that must have something in it
	Mismatch       Rule = "mismatch"        // an attachment that does not match its description
	Unsound        Rule = "unsound"         // a signature that does not hold
)

// Violation is a value that the specification forbids.
type Violation struct {
	Section string // of Part Two: Data, 1.0.3
	ID      string // of the requirement in ADL's list; empty when it has none
	Rule    Rule   // empty for what we write ourselves, which says Why
	At      string // the property, "object.definition.type"
	Why     string // for the log
}

// Error is the section and the reason.
func (v Violation) Error() string {
	why := v.Why
	if why == "" {
		why = v.At + ": " + string(v.Rule)
	}
	if v.ID != "" {
		why += " (" + v.ID + ")"
	}
	return "xAPI 1.0.3 data " + v.Section + ": " + why
}
