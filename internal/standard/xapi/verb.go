package xapi

// Verb is 2.4.3. Display is left out of the value and written by name, in English
// as the vocabulary has it, because a verb means its IRI.
type Verb struct {
	ID      string            `json:"id"`
	Display map[string]string `json:"display,omitempty"`
}

// The verbs we write, all of ADL's vocabulary (https://w3id.org/xapi/adl).
var (
	Initialized = verb("initialized")
	Experienced = verb("experienced")
	Attempted   = verb("attempted")
	Answered    = verb("answered")
	Completed   = verb("completed")
	Passed      = verb("passed")
	Failed      = verb("failed")
)

func verb(name string) Verb {
	return Verb{ID: "http://adlnet.gov/expapi/verbs/" + name, Display: map[string]string{"en": name}}
}

// Types of activities (same vocabulary).
const (
	TypeCourse      = "http://adlnet.gov/expapi/activities/course"
	TypeModule      = "http://adlnet.gov/expapi/activities/module"
	TypeLesson      = "http://adlnet.gov/expapi/activities/lesson"
	TypeAssessment  = "http://adlnet.gov/expapi/activities/assessment"
	TypeInteraction = "http://adlnet.gov/expapi/activities/cmi.interaction"
)

// ExtensionAttempt says which attempt at an assessment a statement belongs to: a
// whole number from 1.
const ExtensionAttempt = "https://w3id.org/xapi/cmi5/context/extensions/attempt"
