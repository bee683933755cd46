package cmi5

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var named = regexp.MustCompile(`["\[](\d+\.\d+\.\d+\.\d+-\d+(?: \(d\d?\))?)["\]]`)

// Every requirement that our code names, here and in the player, is in ADL's list.
func TestRequirementsExist(t *testing.T) {
	data, err := os.ReadFile("../../../node_modules/@cmi5/requirements/requirements.json")
	if err != nil {
		t.Skip("npm package @cmi5/requirements is not installed")
	}
	var known map[string]any
	if err := json.Unmarshal(data, &known); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob("*.go")
	scripts, _ := filepath.Glob("../../content/publish/player/ts/cmi5*.ts")
	found := map[string]bool{}
	for _, file := range append(files, scripts...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			found[m[1]] = true
			if known[m[1]] == nil {
				t.Errorf("%s names the requirement %q, which does not exist", file, m[1])
			}
		}
	}
	if len(known) != 305 || len(found) < 45 {
		t.Errorf("%d requirements are known and %d named", len(known), len(found))
	}
}

func words(s string) Text { return Text{{"en-CA", s}, {"fr-CA", s + " é"}} }

func sample() Structure {
	unit := func(id string) Unit {
		return Unit{
			ID: "urn:uuid:1#" + id, Title: words("One <&>"), Description: words("Unit"), Objectives: []string{"urn:uuid:1#o"}, URL: "a/b.html?x=1&y=2",
			LaunchParameters: "quiet", EntitlementKey: "k", MoveOn: CompletedOrPassed, MasteryScore: 0.7, LaunchMethod: AnyWindow, ActivityType: "http://adlnet.gov/expapi/activities/module",
		}
	}
	return Structure{
		ID: "urn:uuid:1", Title: words("Course"), Description: words("About"),
		Objectives: []Objective{{ID: "urn:uuid:1#o", Title: words("Know"), Description: words("Know it")}},
		Units:      []Unit{unit("a")},
		Blocks: []Block{{ID: "urn:uuid:1#b", Title: words("Block"), Description: words("B"), Objectives: []string{"urn:uuid:1#o"}, Units: []Unit{unit("c")},
			Blocks: []Block{{ID: "urn:uuid:1#d", Title: words("Inner"), Description: words("I"), Units: []Unit{unit("e")}}}}},
	}
}

// lint validates a structure by the published schema.
func lint(t *testing.T, s Structure) {
	t.Helper()
	judges := os.Getenv("ATELIER_JUDGES")
	if judges == "" {
		t.Skip("ATELIER_JUDGES is not set: no schema of cmi5")
	}
	program, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	file := filepath.Join(t.TempDir(), StructureFile)
	if err := os.WriteFile(file, s.XML(), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "--noout", "--nonet", "--schema", filepath.Join(judges, "cmi5", "CourseStructure.xsd"), file).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s\n%s", err, out, s.XML())
	}
}

// 13.2.0.0-1: the structure is valid by the schema.
func TestStructureIsValid(t *testing.T) {
	s := sample()
	if err := s.Validate(); err != nil {
		t.Error(err)
	}
	lint(t, s)
	least := Structure{ID: "https://example.ca/c", Title: words("a"), Description: words("a"), Units: []Unit{{ID: "https://example.ca/u", Title: words("a"), Description: words("a"), URL: "i.html"}}}
	if err := least.Validate(); err != nil {
		t.Error(err)
	}
	lint(t, least)
}

func TestStructureRefusals(t *testing.T) {
	for id, spoil := range map[Requirement]func(*Structure){
		"3.0.0.0-1 (d)":  func(s *Structure) { s.ID = "course" },
		"13.1.2.0-1 (d)": func(s *Structure) { s.Blocks[0].Blocks[0].ID = s.Blocks[0].ID },
		"13.1.3.0-1 (d)": func(s *Structure) { s.Objectives = append(s.Objectives, s.Objectives[0]) },
		"13.1.4.0-1 (d)": func(s *Structure) { s.Blocks[0].Units[0].ID = s.Units[0].ID },
		"13.1.4.0-2 (d)": func(s *Structure) { s.Units[0].URL = "" },
		"8.1.0.0-6 (d)":  func(s *Structure) { s.Units[0].URL = "a.html?fetch=1" },
		"13.2.0.0-1 (d)": func(s *Structure) { s.Units[0].MasteryScore = 1.5 },
		"4.4.0.0-2 (d)":  func(s *Structure) { s.Units[0].Objectives = []string{"urn:uuid:1#none"} },
	} {
		s := sample()
		spoil(&s)
		if err := s.Validate(); err == nil || !strings.Contains(err.Error(), "cmi5 "+string(id)+":") {
			t.Errorf("%s: got %v", id, err)
		}
	}
}

// A launch is read back as it was written, whatever is in it (8.1.0.0-7, 8.1.0.0-8).
func TestLaunchRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 40, -1)
		actor, _ := json.Marshal(map[string]string{"name": text.Draw(t, "actor")})
		l := Launch{text.Draw(t, "endpoint"), text.Draw(t, "fetch"), actor, text.Draw(t, "registration"), text.Draw(t, "activity")}
		at, err := l.URL("m.html?own=1")
		if err != nil {
			t.Fatal(err)
		}
		back, err := LaunchOf(at)
		if err != nil || back.Endpoint != l.Endpoint || back.Fetch != l.Fetch || string(back.Actor) != string(l.Actor) || back.Registration != l.Registration || back.ActivityID != l.ActivityID || !strings.Contains(at, "own=1") {
			t.Fatalf("%v: %+v is read as %+v", err, l, back)
		}
	})
	var v Violation
	if _, err := LaunchOf("m.html?endpoint=e&fetch=f&registration=r&activityId=a"); !errors.As(err, &v) || v.ID != "8.1.3.0-1" {
		t.Error(err)
	}
}

const actor = `{"objectType":"Agent","account":{"homePage":"https://lms.example","name":"x"}}`

func session(mode LaunchMode) *Session {
	mark := 0.7
	return &Session{
		Launch: Launch{Actor: json.RawMessage(actor), Registration: "r", ActivityID: "urn:a"},
		LaunchData: LaunchData{LaunchMode: mode, MasteryScore: &mark, ContextTemplate: Context{
			ContextActivities: map[string][]Activity{"grouping": {{"urn:publisher"}}}, Extensions: map[string]any{ExtensionSessionID: "s", "urn:more": "m"},
		}},
	}
}

// said is a right statement of a unit; n orders them in time.
func said(n int, verb string) Statement {
	yes, no, done := true, false, true
	st := Statement{
		ID: "0b5b2c0e-8d4e-4c1c-9a51-94d1d6a2a0a1", Actor: json.RawMessage(actor), Verb: Activity{verb}, Object: Activity{"urn:a"},
		Timestamp: "2026-11-26T10:00:0" + string(rune('0'+n)) + ".000Z",
		Context: &Context{Registration: "r", ContextActivities: map[string][]Activity{"grouping": {{"urn:publisher"}}, "category": {{CategoryCmi5}}},
			Extensions: map[string]any{ExtensionSessionID: "s", "urn:more": "m"}},
	}
	moveOn := func() {
		st.Context.ContextActivities["category"] = append(st.Context.ContextActivities["category"], Activity{CategoryMoveOn})
	}
	score := func(scaled float64) *Score {
		st.Context.Extensions[ExtensionMasteryScore] = 0.7
		raw, low, high := scaled*100, 0.0, 100.0
		return &Score{&scaled, &raw, &low, &high}
	}
	switch verb {
	case VerbCompleted:
		moveOn()
		st.Result = &Result{Completion: &done, Duration: "PT1.5S"}
	case VerbPassed:
		moveOn()
		st.Result = &Result{Success: &yes, Duration: "PT1M", Score: score(0.8)}
	case VerbFailed:
		moveOn()
		st.Result = &Result{Success: &no, Duration: "PT1M", Score: score(0.5)}
	case VerbTerminated:
		st.Result = &Result{Duration: "PT2S"}
	case "urn:answered":
		delete(st.Context.ContextActivities, "category")
	}
	return st
}

func judge(s *Session, statements ...Statement) (ids []Requirement) {
	for _, st := range statements {
		for _, v := range s.Take(st) {
			ids = append(ids, v.ID)
		}
	}
	return ids
}

func TestRightSession(t *testing.T) {
	s := session(Normal)
	ids := judge(s, said(0, VerbInitialized), said(1, "urn:answered"), said(2, VerbCompleted), said(3, VerbPassed), said(4, VerbTerminated))
	if len(ids) != 0 || !s.Completed || !s.Passed {
		t.Error(ids, s)
	}
	for _, mode := range []LaunchMode{Browse, Review} {
		if ids := judge(session(mode), said(0, VerbInitialized), said(1, VerbTerminated)); len(ids) != 0 {
			t.Error(mode, ids)
		}
	}
}

// Each rule is broken once, and its id is told.
func TestRulesAreTold(t *testing.T) {
	begin := said(0, VerbInitialized)
	change := func(verb string, spoil func(*Statement)) []Statement {
		st := said(1, verb)
		spoil(&st)
		return []Statement{begin, st}
	}
	no := false
	for id, statements := range map[Requirement][]Statement{
		"9.1.0.0-1":      change(VerbCompleted, func(s *Statement) { s.ID = "1" }),
		"8.1.3.0-3":      change(VerbCompleted, func(s *Statement) { s.Actor = json.RawMessage(`{}`) }),
		"9.2.0.0-3":      change(VerbCompleted, func(s *Statement) { s.Actor = json.RawMessage(`{}`) }),
		"9.3.0.0-4":      {said(0, VerbCompleted)},
		"9.3.0.0-5":      {begin, said(1, VerbTerminated), said(2, "urn:answered")},
		"9.7.0.0-1":      change("urn:answered", func(s *Statement) { s.Timestamp = "" }),
		"9.7.0.0-2":      change("urn:answered", func(s *Statement) { s.Timestamp = "2026-11-26T10:00:01.000-05:00" }),
		"8.1.4.0-3":      change("urn:answered", func(s *Statement) { s.Context.Registration = "" }),
		"10.2.1.0-6":     change("urn:answered", func(s *Statement) { s.Context.ContextActivities = nil }),
		"10.2.1.0-7":     change("urn:answered", func(s *Statement) { s.Context.Extensions["urn:more"] = 1 }),
		"9.6.3.1-4":      change("urn:answered", func(s *Statement) { delete(s.Context.Extensions, ExtensionSessionID) }),
		"9.6.2.2-2 (d)":  change("urn:answered", func(s *Statement) { s.Context.ContextActivities["category"] = []Activity{{CategoryMoveOn}} }),
		"9.3.0.0-1":      change(VerbSatisfied, func(*Statement) {}),
		"9.3.0.0-2":      {begin, begin},
		"8.1.5.0-6":      change(VerbCompleted, func(s *Statement) { s.Object.ID = "urn:publisher" }),
		"9.3.0.0-3":      {begin, said(1, VerbFailed), said(2, VerbPassed)},
		"9.3.0.0-6":      {begin, said(1, VerbCompleted), said(2, VerbCompleted)},
		"9.3.0.0-7":      {begin, said(1, VerbPassed), said(2, VerbPassed)},
		"9.3.0.0-8":      {begin, said(1, VerbPassed), said(2, VerbFailed)},
		"9.5.2.0-1 (d1)": change(VerbPassed, func(s *Statement) { s.Result.Success = &no }),
		"9.5.2.0-2":      change(VerbFailed, func(s *Statement) { s.Result.Success = nil }),
		"9.5.2.0-3":      change(VerbCompleted, func(s *Statement) { s.Result.Success = &no }),
		"9.5.3.0-1 (d1)": change(VerbCompleted, func(s *Statement) { s.Result.Completion = &no }),
		"9.5.3.0-2":      change(VerbPassed, func(s *Statement) { s.Result.Completion = &no }),
		"9.5.4.1-1":      change(VerbTerminated, func(s *Statement) { s.Result.Duration = "P" }),
		"9.5.4.1-2":      change(VerbCompleted, func(s *Statement) { s.Result.Duration = "90" }),
		"9.5.4.1-3":      change(VerbPassed, func(s *Statement) { s.Result.Duration = "" }),
		"9.5.4.1-4":      change(VerbFailed, func(s *Statement) { s.Result.Duration = "PT" }),
		"9.6.2.2-1":      change(VerbCompleted, func(s *Statement) { s.Context.ContextActivities["category"] = []Activity{{CategoryCmi5}} }),
		"9.6.2.2-2": change(VerbTerminated, func(s *Statement) {
			s.Context.ContextActivities["category"] = []Activity{{CategoryCmi5}, {CategoryMoveOn}}
		}),
		"9.5.1.0-2": change(VerbCompleted, func(s *Statement) { s.Result.Score = &Score{} }),
		"9.5.1.0-3": change(VerbPassed, func(s *Statement) { s.Result.Score.Max = nil }),
		"9.3.4.0-2": change(VerbPassed, func(s *Statement) { *s.Result.Score.Scaled = 0.69 }),
		"9.3.5.0-2": change(VerbFailed, func(s *Statement) { *s.Result.Score.Scaled = 0.7 }),
		"9.6.3.2-2": change(VerbPassed, func(s *Statement) { delete(s.Context.Extensions, ExtensionMasteryScore) }),
	} {
		if ids := judge(session(Normal), statements...); !slices.Contains(ids, id) {
			t.Errorf("%s is not told: %v", id, ids)
		}
	}
	for mode, id := range map[LaunchMode]Requirement{Browse: "10.2.2.0-9", Review: "10.2.2.0-11"} {
		if ids := judge(session(mode), begin, said(1, VerbPassed)); !slices.Contains(ids, id) {
			t.Errorf("%s is not told: %v", id, ids)
		}
	}
}
