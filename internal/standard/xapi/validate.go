package xapi

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"regexp"

	"atelier/internal/base/lang"
)

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// Validate says everything that is wrong with a statement we are about to keep;
// nil when it may be written.
func (s Statement) Validate() error {
	var wrong []error
	check := func(ok bool, section, format string, args ...any) {
		if !ok {
			wrong = append(wrong, Violation{Section: section, Why: fmt.Sprintf(format, args...)})
		}
	}
	check(uuid.MatchString(s.ID), "2.4.1", "the id %q is no UUID in lower case", s.ID)
	check(absolute(s.Actor.Account.HomePage), "2.4.2.4", "the home page %q is no IRL", s.Actor.Account.HomePage)
	check(s.Actor.Account.Name != "", "2.4.2.4", "the account has no name")
	check(s.Actor.ObjectType == "" || s.Actor.ObjectType == "Agent", "2.4.2", "the actor is a %q", s.Actor.ObjectType)
	check(absolute(s.Verb.ID), "2.4.3", "the verb %q is no IRI", s.Verb.ID)
	check(!s.Timestamp.IsZero(), "2.4.7", "there is no timestamp")
	check(s.Stored.IsZero() || !s.Stored.Before(s.Timestamp), "2.4.8", "stored before it happened")
	check(s.Version == Version, "2.4.10", "the version is %q", s.Version)
	wrong = append(wrong, s.Object.validate("2.4.4.1")...)
	if s.Result != nil {
		wrong = append(wrong, s.Result.validate()...)
	}
	if s.Context != nil {
		wrong = append(wrong, s.Context.validate()...)
	}
	return errors.Join(wrong...)
}

func (a Activity) validate(section string) []error {
	var wrong []error
	if a.ObjectType != "" && a.ObjectType != "Activity" {
		wrong = append(wrong, Violation{Section: section, Why: fmt.Sprintf("the object is a %q", a.ObjectType)})
	}
	if !absolute(a.ID) {
		wrong = append(wrong, Violation{Section: section, Why: fmt.Sprintf("the activity id %q is no IRI", a.ID)})
	}
	if d := a.Definition; d != nil && d.Type != "" && !absolute(d.Type) {
		wrong = append(wrong, Violation{Section: section, Why: fmt.Sprintf("the activity type %q is no IRI", d.Type)})
	}
	return wrong
}

func (r Result) validate() []error {
	sc := r.Score
	if sc == nil {
		return nil
	}
	var wrong []error
	for _, v := range []float64{sc.Scaled, sc.Raw, sc.Min, sc.Max} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return []error{Violation{Section: "2.4.5.1", Why: "a score is no number"}}
		}
	}
	if sc.Scaled < -1 || sc.Scaled > 1 {
		wrong = append(wrong, Violation{Section: "2.4.5.1", Why: "scaled is not between -1 and 1"})
	}
	if sc.Min >= sc.Max {
		wrong = append(wrong, Violation{Section: "2.4.5.1", Why: "min is not less than max"})
	}
	if sc.Raw < sc.Min || sc.Raw > sc.Max {
		wrong = append(wrong, Violation{Section: "2.4.5.1", Why: "raw is not between min and max"})
	}
	return wrong
}

func (c Context) validate() []error {
	var wrong []error
	if c.Language != "" {
		if _, err := lang.Parse(c.Language); err != nil {
			wrong = append(wrong, Violation{Section: "2.4.6", Why: fmt.Sprintf("the language %q is no RFC 5646 tag", c.Language)})
		}
	}
	for key := range c.Extensions {
		if !absolute(key) {
			wrong = append(wrong, Violation{Section: "4.1", Why: fmt.Sprintf("the extension %q is no IRI", key)})
		}
	}
	if c.ContextActivities != nil {
		for _, a := range append(append([]Activity(nil), c.ContextActivities.Parent...), c.ContextActivities.Grouping...) {
			wrong = append(wrong, a.validate("2.4.6.2")...)
		}
	}
	return wrong
}

// absolute says whether s is an IRI with a scheme.
func absolute(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "")
}
