package cmi5

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Requirement is the id of a requirement, as ADL lists them (@cmi5/requirements).
type Requirement string

// Violation is a requirement that is not met.
type Violation struct {
	ID  Requirement
	Why string
}

// Error is the id and the reason.
func (v Violation) Error() string { return "cmi5 " + string(v.ID) + ": " + v.Why }

// Statement is the part of an xAPI statement that cmi5 has rules for.
type Statement struct {
	ID        string          `json:"id"`
	Actor     json.RawMessage `json:"actor"`
	Verb      Activity        `json:"verb"` // known by its id, as an activity is
	Object    Activity        `json:"object"`
	Result    *Result         `json:"result"`
	Context   *Context        `json:"context"`
	Timestamp string          `json:"timestamp"`
}

// Activity is known by its id.
type Activity struct {
	ID string `json:"id"`
}

// Result is 9.5.
type Result struct {
	Score      *Score `json:"score"`
	Success    *bool  `json:"success"`
	Completion *bool  `json:"completion"`
	Duration   string `json:"duration"`
}

// Score is 9.5.1.
type Score struct {
	Scaled *float64 `json:"scaled"`
	Raw    *float64 `json:"raw"`
	Min    *float64 `json:"min"`
	Max    *float64 `json:"max"`
}

// Context is 9.6.
type Context struct {
	Registration      string                `json:"registration,omitempty"`
	ContextActivities map[string][]Activity `json:"contextActivities,omitempty"` // category, grouping, parent, other
	Extensions        map[string]any        `json:"extensions,omitempty"`
}

func (c *Context) has(list, id string) bool {
	return c != nil && slices.Contains(c.ContextActivities[list], Activity{id})
}

// Session is what an LMS knows of a launch, and what the unit said in it so far.
type Session struct {
	Launch
	LaunchData
	Completed, Passed bool // by an earlier session of the registration, or by this one

	verbs      map[string]bool // of cmi5 defined statements
	begun      bool
	terminated bool
	last       string // timestamp
}

// Take judges a statement that the unit sends next, and remembers it.
func (s *Session) Take(st Statement) []Violation {
	j := &judgement{s: s, st: st}
	j.every()
	if st.Context.has("category", CategoryCmi5) {
		j.defined()
	} else {
		j.refuse(!st.Context.has("category", CategoryMoveOn), "9.6.2.2-2 (d)", "a cmi5 allowed statement has the category moveOn")
	}
	s.begun = true
	s.terminated = s.terminated || j.is(VerbTerminated)
	s.last = st.Timestamp
	return j.wrong
}

type judgement struct {
	s     *Session
	st    Statement
	wrong []Violation
}

func (j *judgement) refuse(ok bool, id Requirement, format string, args ...any) {
	if !ok {
		j.wrong = append(j.wrong, Violation{id, fmt.Sprintf(format, args...)})
	}
}

// is says whether this is the cmi5 defined statement of a verb.
func (j *judgement) is(verb string) bool {
	return j.st.Verb.ID == verb && j.st.Context.has("category", CategoryCmi5)
}

var (
	uuid     = regexp.MustCompile(`(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	utc      = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]00:?00)$`)
	duration = regexp.MustCompile(`^P(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$`)
)

// every are the rules for all statements of a session (9.1, 9.2, 9.3, 9.6, 9.7, 10.2.1).
func (j *judgement) every() {
	s, st := j.s, j.st
	j.refuse(uuid.MatchString(st.ID), "9.1.0.0-1", "the id is %q", st.ID)
	j.refuse(sameJSON(st.Actor, s.Actor), "8.1.3.0-3", "the actor is not that of the launch")
	j.refuse(!s.terminated, "9.3.0.0-5", "something is said after the end: %s", st.Verb.ID)
	j.refuse(s.begun || j.is(VerbInitialized), "9.3.0.0-4", "the first statement is %s", st.Verb.ID)
	j.refuse(st.Timestamp != "", "9.7.0.0-1", "there is no timestamp")
	j.refuse(st.Timestamp == "" || utc.MatchString(st.Timestamp), "9.7.0.0-2", "the timestamp %q is not in UTC", st.Timestamp)
	j.refuse(st.Timestamp >= s.last || len(st.Timestamp) != len(s.last), "9.7.0.0-1", "the timestamp goes back in time")
	if st.Context == nil {
		j.refuse(false, "10.2.1.0-6", "there is no context")
		return
	}
	j.refuse(st.Context.Registration == s.Registration, "8.1.4.0-3", "the registration is %q", st.Context.Registration)
	for list, activities := range s.ContextTemplate.ContextActivities {
		for _, a := range activities {
			j.refuse(st.Context.has(list, a.ID), "10.2.1.0-6", "the %s %s of the template is missing", list, a.ID)
		}
	}
	for name, value := range s.ContextTemplate.Extensions {
		id := Requirement("10.2.1.0-7")
		if name == ExtensionSessionID {
			id = "9.6.3.1-4"
		}
		j.refuse(reflect.DeepEqual(st.Context.Extensions[name], value), id, "the extension %s is not as in the template", name)
	}
	if r := st.Result; r != nil && r.Score != nil && r.Score.Raw != nil {
		j.refuse(r.Score.Min != nil && r.Score.Max != nil, "9.5.1.0-3", "a raw score has no min and max")
	}
}

// unitVerbs are those of the cmi5 defined statements that a unit may send.
var unitVerbs = []string{VerbInitialized, VerbCompleted, VerbPassed, VerbFailed, VerbTerminated}

// defined are the rules for cmi5 defined statements (9.3 to 9.6, 10.2.2).
func (j *judgement) defined() {
	s, st := j.s, j.st
	verb := st.Verb.ID
	j.refuse(slices.Contains(unitVerbs, verb), "9.3.0.0-1", "a unit says %s", verb)
	j.refuse(!s.verbs[verb], "9.3.0.0-2", "%s is said twice", verb)
	j.refuse(st.Object.ID == s.ActivityID, "8.1.5.0-6", "the object is %s", st.Object.ID)
	var agent struct {
		Account *struct{ HomePage, Name string }
	}
	j.refuse(json.Unmarshal(st.Actor, &agent) == nil && agent.Account != nil, "9.2.0.0-3", "the actor has no account")
	judged := verb == VerbCompleted || verb == VerbPassed || verb == VerbFailed
	switch {
	case s.LaunchMode == Browse && judged:
		j.refuse(false, "10.2.2.0-9", "%s in mode Browse", verb)
	case s.LaunchMode == Review && judged:
		j.refuse(false, "10.2.2.0-11", "%s in mode Review", verb)
	}
	j.order()
	j.result()
	if s.verbs == nil {
		s.verbs = map[string]bool{}
	}
	s.verbs[verb] = true
	s.Completed = s.Completed || verb == VerbCompleted
	s.Passed = s.Passed || verb == VerbPassed
}

// order are the rules for what may follow what in a session and a registration (9.3).
func (j *judgement) order() {
	s := j.s
	switch j.st.Verb.ID {
	case VerbCompleted:
		j.refuse(!s.Completed, "9.3.0.0-6", "completed already in this registration")
	case VerbPassed:
		j.refuse(!s.Passed, "9.3.0.0-7", "passed already in this registration")
		j.refuse(!s.verbs[VerbFailed], "9.3.0.0-3", "passed after failed in one session")
	case VerbFailed:
		j.refuse(!s.Passed, "9.3.0.0-8", "failed after passed")
	}
}

// result are the rules for what came of it (9.5, 9.6.2.2, 9.6.3.2).
func (j *judgement) result() {
	verb, r := j.st.Verb.ID, j.st.Result
	if r == nil {
		r = &Result{}
	}
	is := func(b *bool, want bool) bool { return b != nil && *b == want }
	j.refuse(verb != VerbPassed || is(r.Success, true), "9.5.2.0-1 (d1)", "passed without success")
	j.refuse(verb != VerbFailed || is(r.Success, false), "9.5.2.0-2", "failed without its lack of success")
	j.refuse(r.Success == nil || verb == VerbPassed || verb == VerbFailed, "9.5.2.0-3", "%s has success", verb)
	j.refuse(verb != VerbCompleted || is(r.Completion, true), "9.5.3.0-1 (d1)", "completed without completion")
	j.refuse(r.Completion == nil || verb == VerbCompleted, "9.5.3.0-2", "%s has completion", verb)
	for v, id := range map[string]Requirement{VerbTerminated: "9.5.4.1-1", VerbCompleted: "9.5.4.1-2", VerbPassed: "9.5.4.1-3", VerbFailed: "9.5.4.1-4"} {
		j.refuse(verb != v || duration.MatchString(r.Duration) && len(r.Duration) > 2 && !strings.HasSuffix(r.Duration, "T"), id, "%s lasted %q", verb, r.Duration)
	}
	moveOn := j.st.Context.has("category", CategoryMoveOn)
	if r.Success != nil || r.Completion != nil {
		j.refuse(moveOn, "9.6.2.2-1", "%s has not the category moveOn", verb)
	} else {
		j.refuse(!moveOn, "9.6.2.2-2", "%s has the category moveOn", verb)
	}
	j.score(verb, r.Score)
}

func (j *judgement) score(verb string, score *Score) {
	if score == nil {
		return
	}
	j.refuse(verb == VerbPassed || verb == VerbFailed, "9.5.1.0-2", "%s has a score", verb)
	mark := j.s.MasteryScore
	if mark == nil || score.Scaled == nil {
		return
	}
	j.refuse(verb != VerbPassed || *score.Scaled >= *mark, "9.3.4.0-2", "passed with %v of %v", *score.Scaled, *mark)
	j.refuse(verb != VerbFailed || *score.Scaled < *mark, "9.3.5.0-2", "failed with %v of %v", *score.Scaled, *mark)
	told, _ := j.st.Context.Extensions[ExtensionMasteryScore].(float64)
	j.refuse(math.Abs(told-*mark) < 1e-9, "9.6.3.2-2", "the mastery score in the context is %v", told)
}

func sameJSON(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
