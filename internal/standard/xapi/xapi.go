// Package xapi is the Experience API 1.0.3 (ADL, Data and Communication parts) and 2.0
// (IEEE 9274.1.1): statements about learning, as values and as JSON.
//
// Its words are the specification's: a statement says that an actor did something
// (a verb) with something (an object), in a context, with a result; a state document
// keeps where an actor stands in an activity. A [Statement] is what we write: its actor
// is known by an account and its object is an activity. A [Foreign] statement is
// anybody's, kept as the JSON it came in.
//
// Invariants: pure; [Statement.Validate] accepts exactly what we may write and
// names the section of Part Two (Data) that a wrong value breaks; [ParseStatements]
// accepts exactly what an edition of the specification allows and names section,
// requirement and rule ([Violation]); reading is bounded in depth, and in length by the
// caller; two equal statements of ours give the same bytes.
package xapi

import "time"

// Version is the version of the specification, as the header
// X-Experience-API-Version says it (Part Three, 3.3).
const Version = "1.0.3"

// Statement is Part Two, 2.4. The fields stand in the order of its table.
type Statement struct {
	ID        string    `json:"id"` // UUID, 2.4.1
	Actor     Actor     `json:"actor"`
	Verb      Verb      `json:"verb"`
	Object    Activity  `json:"object"`
	Result    *Result   `json:"result,omitempty"`
	Context   *Context  `json:"context,omitempty"`
	Timestamp time.Time `json:"timestamp"` // when it happened, 2.4.7
	Stored    time.Time `json:"stored"`    // when it was kept, 2.4.8
	Version   string    `json:"version"`   // 2.4.10
}

// Actor is an agent known by an account (2.4.2.1, 2.4.2.3, 2.4.2.4). The name is
// opaque: it says nothing of a person.
type Actor struct {
	ObjectType string  `json:"objectType,omitempty"` // "Agent"
	Account    Account `json:"account"`
}

// Account is 2.4.2.4.
type Account struct {
	HomePage string `json:"homePage"` // IRL of the system the account is on
	Name     string `json:"name"`
}

// Agent is an actor by its account.
func Agent(homePage, name string) Actor {
	return Actor{ObjectType: "Agent", Account: Account{HomePage: homePage, Name: name}}
}

// Activity is 2.4.4.1. Its id is the same in every language.
type Activity struct {
	ObjectType string      `json:"objectType,omitempty"` // "Activity"
	ID         string      `json:"id"`                   // IRI
	Definition *Definition `json:"definition,omitempty"`
}

// Definition is 2.4.4.1, Activity Definition. Names are left out: the course
// says them, in every language, and may say them better tomorrow.
type Definition struct {
	Type            string      `json:"type,omitempty"`            // IRI
	InteractionType Interaction `json:"interactionType,omitempty"` // 2.4.4.1, Interaction Activities
}

// Result is 2.4.5.
type Result struct {
	Score      *Score `json:"score,omitempty"`
	Success    *bool  `json:"success,omitempty"`
	Completion *bool  `json:"completion,omitempty"`
	Response   string `json:"response,omitempty"`
}

// Score is 2.4.5.1.
type Score struct {
	Scaled float64 `json:"scaled"` // from -1 to 1
	Raw    float64 `json:"raw"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

// Context is 2.4.6.
type Context struct {
	ContextActivities *ContextActivities `json:"contextActivities,omitempty"` // 2.4.6.2
	Revision          string             `json:"revision,omitempty"`          // of the activity, in a form of ours
	Platform          string             `json:"platform,omitempty"`
	Language          string             `json:"language,omitempty"` // RFC 5646
	Extensions        map[string]any     `json:"extensions,omitempty"`
}

// ContextActivities is 2.4.6.2.
type ContextActivities struct {
	Parent   []Activity `json:"parent,omitempty"`
	Grouping []Activity `json:"grouping,omitempty"`
}

// Is makes a value for the optional booleans of a Result.
func Is(b bool) *bool { return &b }
