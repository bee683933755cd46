package cmi5

import (
	"encoding/json"
	"net/url"
)

// Names of documents that an LMS and a unit share (10, 11).
const (
	LaunchDataID         = "LMS.LaunchData"
	LearnerPreferencesID = "cmi5LearnerPreferences"
)

// LaunchMode says what may be recorded (10.2.2).
type LaunchMode string

// The launch modes.
const (
	Normal LaunchMode = "Normal"
	Browse LaunchMode = "Browse"
	Review LaunchMode = "Review"
)

// parameterNames are those of the launch URL (8.1).
var parameterNames = []string{"endpoint", "fetch", "actor", "registration", "activityId"}

// Launch is what an LMS adds to the address of a unit (8.1.1 to 8.1.5).
type Launch struct {
	Endpoint     string
	Fetch        string
	Actor        json.RawMessage // an xAPI agent with an account (9.2)
	Registration string          // UUID
	ActivityID   string          // IRI that the LMS made; not the publisher's id (8.1.5)
}

// URL is the address at which a unit is launched. What the address asks for itself is
// kept (13.1.4.0-3).
func (l Launch) URL(unit string) (string, error) {
	u, err := url.Parse(unit)
	if err != nil {
		return "", err
	}
	q := u.Query()
	for i, value := range []string{l.Endpoint, l.Fetch, string(l.Actor), l.Registration, l.ActivityID} {
		q.Set(parameterNames[i], value)
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// LaunchOf reads the parameters of a launch; the first one that is missing is told.
func LaunchOf(address string) (Launch, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Launch{}, err
	}
	q := u.Query()
	missing := []Requirement{"8.1.1.0-1", "8.1.2.0-1", "8.1.3.0-1", "8.1.4.0-1", "8.1.5.0-2"}
	for i, name := range parameterNames {
		if q.Get(name) == "" {
			return Launch{}, Violation{missing[i], "the launch has no " + name}
		}
	}
	return Launch{q.Get("endpoint"), q.Get("fetch"), json.RawMessage(q.Get("actor")), q.Get("registration"), q.Get("activityId")}, nil
}

// LaunchData is the document LMS.LaunchData (10.2).
type LaunchData struct {
	ContextTemplate  Context    `json:"contextTemplate"`            // 10.2.1
	LaunchMode       LaunchMode `json:"launchMode"`                 // 10.2.2
	LaunchParameters string     `json:"launchParameters,omitempty"` // 10.2.3
	MasteryScore     *float64   `json:"masteryScore,omitempty"`     // 10.2.4
	MoveOn           MoveOn     `json:"moveOn"`                     // 10.2.5
	ReturnURL        string     `json:"returnURL,omitempty"`        // 10.2.6
}
