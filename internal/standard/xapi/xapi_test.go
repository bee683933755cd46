package xapi

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func good() Statement {
	at := time.Date(2026, 11, 23, 15, 4, 5, 123e6, time.UTC)
	return Statement{
		ID: "019aabcd-0000-7000-8000-000000000001", Actor: Agent("https://course.example.ca/", "d-1"), Verb: Answered,
		Object:    Activity{ObjectType: "Activity", ID: "urn:uuid:0d9ed4b5-5d0c-4b1a-9c5a-0e3a2c9b7f10#t8c5wd", Definition: &Definition{Type: TypeInteraction, InteractionType: Choice}},
		Result:    &Result{Success: Is(true), Score: &Score{Scaled: 1, Raw: 1, Min: 0, Max: 1}, Response: ResponseList([]string{"v4g9yh", "x8m5aq"})},
		Context:   &Context{Language: "fr-CA", Extensions: map[string]any{ExtensionAttempt: 2}, ContextActivities: &ContextActivities{Parent: []Activity{{ID: "urn:x:1"}}}},
		Timestamp: at, Stored: at, Version: Version,
	}
}

func TestStatementJSON(t *testing.T) {
	data, err := json.Marshal(good())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"019aabcd-0000-7000-8000-000000000001","actor":{"objectType":"Agent","account":{"homePage":"https://course.example.ca/","name":"d-1"}},` +
		`"verb":{"id":"http://adlnet.gov/expapi/verbs/answered","display":{"en":"answered"}},` +
		`"object":{"objectType":"Activity","id":"urn:uuid:0d9ed4b5-5d0c-4b1a-9c5a-0e3a2c9b7f10#t8c5wd","definition":{"type":"http://adlnet.gov/expapi/activities/cmi.interaction","interactionType":"choice"}},` +
		`"result":{"score":{"scaled":1,"raw":1,"min":0,"max":1},"success":true,"response":"v4g9yh[,]x8m5aq"},` +
		`"context":{"contextActivities":{"parent":[{"id":"urn:x:1"}]},"language":"fr-CA","extensions":{"https://w3id.org/xapi/cmi5/context/extensions/attempt":2}},` +
		`"timestamp":"2026-11-23T15:04:05.123Z","stored":"2026-11-23T15:04:05.123Z","version":"1.0.3"}`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Error(diff)
	}
}

func TestStatementValidate(t *testing.T) {
	if err := good().Validate(); err != nil {
		t.Errorf("a good statement is refused: %v", err)
	}
	for section, spoil := range map[string]func(*Statement){
		"2.4.1":   func(s *Statement) { s.ID = "1" },
		"2.4.2.4": func(s *Statement) { s.Actor.Account.Name = "" },
		"2.4.2:":  func(s *Statement) { s.Actor.ObjectType = "Group" },
		"2.4.3":   func(s *Statement) { s.Verb.ID = "answered" },
		"2.4.4.1": func(s *Statement) { s.Object.ID = "t8c5wd" },
		"2.4.5.1": func(s *Statement) { s.Result.Score.Scaled = 1.5 },
		"2.4.6:":  func(s *Statement) { s.Context.Language = "français" },
		"2.4.6.2": func(s *Statement) { s.Context.ContextActivities.Parent[0].ID = "" },
		"2.4.7":   func(s *Statement) { s.Timestamp = time.Time{} },
		"2.4.8":   func(s *Statement) { s.Stored = s.Timestamp.Add(-time.Hour) },
		"2.4.10":  func(s *Statement) { s.Version = "2.0.0" },
		"4.1":     func(s *Statement) { s.Context.Extensions["attempt"] = 1 },
	} {
		s := good()
		spoil(&s)
		err := s.Validate()
		var v Violation
		if !errors.As(err, &v) || !strings.Contains(err.Error(), "data "+section) {
			t.Errorf("%s: got %v", section, err)
		}
	}
}

func TestResponses(t *testing.T) {
	if got := ResponsePairs([][2]string{{"a", "b"}, {"c", "d"}}); got != "a[.]b[,]c[.]d" {
		t.Error(got)
	}
	if got := ResponseNumber(66.5); got != "66.5" {
		t.Error(got)
	}
}
