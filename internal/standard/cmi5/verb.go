package cmi5

// The nine verbs (9.3). Those of the LMS alone are Launched, Abandoned, Waived and
// Satisfied.
const (
	VerbLaunched    = "http://adlnet.gov/expapi/verbs/launched"
	VerbInitialized = "http://adlnet.gov/expapi/verbs/initialized"
	VerbCompleted   = "http://adlnet.gov/expapi/verbs/completed"
	VerbPassed      = "http://adlnet.gov/expapi/verbs/passed"
	VerbFailed      = "http://adlnet.gov/expapi/verbs/failed"
	VerbAbandoned   = "https://w3id.org/xapi/adl/verbs/abandoned"
	VerbWaived      = "https://w3id.org/xapi/adl/verbs/waived"
	VerbTerminated  = "http://adlnet.gov/expapi/verbs/terminated"
	VerbSatisfied   = "https://w3id.org/xapi/adl/verbs/satisfied"
)

// Categories (9.6.2.1, 9.6.2.2) and extensions (9.5.5, 9.6.3).
const (
	CategoryCmi5   = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
	CategoryMoveOn = "https://w3id.org/xapi/cmi5/context/categories/moveon"

	ExtensionProgress     = "https://w3id.org/xapi/cmi5/result/extensions/progress" // 9.5.5.1, whole per cent
	ExtensionReason       = "https://w3id.org/xapi/cmi5/result/extensions/reason"
	ExtensionSessionID    = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
	ExtensionMasteryScore = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
)
