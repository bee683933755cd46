// Package cmi5 is what we write and judge of cmi5 (Quartz, 1st Edition, June 2016): the
// course structure of a package, the parameters of a launch, the nine verbs, and the
// rules that statements of a session follow.
//
// Its words are the specification's. An assignable unit (AU) is what a learning
// management system (LMS) launches; a block groups units; a session is one launch of a
// unit for a learner in a registration. Statements of the category “cmi5” are cmi5
// defined; all others of a session are cmi5 allowed.
//
// Rules are named by the ids of the requirements that ADL publishes
// (@cmi5/requirements); a [Violation] carries one, and a test holds every id we name
// against that list.
//
// Invariants: pure; the same structure gives the same bytes; what [Structure.Validate]
// accepts is valid by the schema. Left out: elements of other namespaces (13.1.5), and
// reading course structures, for nothing here imports them yet.
package cmi5

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"atelier/internal/standard/xmldoc"
)

// Namespace is that of the course structure (13.2).
const Namespace = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"

// StructureFile is the name of the course structure at the root of a package (13.2, 14.1).
const StructureFile = "cmi5.xml"

// Structure is a course structure (13.1). Units and blocks stand in the order given,
// units first.
type Structure struct {
	ID          string // IRI, 13.1.1
	Title       Text
	Description Text
	Objectives  []Objective
	Units       []Unit
	Blocks      []Block
}

// Text is a text in some languages (13.1, langstring); at least one.
type Text []String

// String is a text in a language, RFC 5646.
type String struct{ Language, Text string }

// Objective is 13.1.3.
type Objective struct {
	ID          string // IRI
	Title       Text
	Description Text
}

// Block is 13.1.2; it holds at least one unit or block.
type Block struct {
	ID          string // IRI
	Title       Text
	Description Text
	Objectives  []string // ids of the structure's objectives
	Units       []Unit
	Blocks      []Block
}

// Unit is an assignable unit (13.1.4).
type Unit struct {
	ID               string // IRI: the publisher's, by which an LMS knows the unit in a newer package
	Title            Text
	Description      Text
	Objectives       []string // ids of the structure's objectives
	URL              string   // relative to the package, or whole
	LaunchParameters string   // may be empty
	EntitlementKey   string   // may be empty
	MoveOn           MoveOn
	MasteryScore     float64 // 0 to 1; 0 is none
	LaunchMethod     LaunchMethod
	ActivityType     string // IRI, may be empty
}

// MoveOn says what satisfies a unit (13.1.4).
type MoveOn string

// The values of moveOn; the empty one is NotApplicable.
const (
	NotApplicable      MoveOn = "NotApplicable"
	Passed             MoveOn = "Passed"
	Completed          MoveOn = "Completed"
	CompletedAndPassed MoveOn = "CompletedAndPassed"
	CompletedOrPassed  MoveOn = "CompletedOrPassed"
)

// LaunchMethod says where a unit may be shown (13.1.4, 8.1).
type LaunchMethod string

// The values of launchMethod; the empty one is AnyWindow.
const (
	AnyWindow LaunchMethod = "AnyWindow"
	OwnWindow LaunchMethod = "OwnWindow"
)

// Validate says everything that an LMS has to refuse the structure for; nil when
// nothing.
func (s Structure) Validate() error {
	c := structureCheck{seen: map[string]map[string]bool{"au": {}, "block": {}, "objective": {}}}
	c.iri(s.ID)
	c.text(s.Title, s.Description)
	for _, o := range s.Objectives {
		c.id("objective", o.ID, "13.1.3.0-1 (d)")
		c.text(o.Title, o.Description)
	}
	c.inside("the course", s.Units, s.Blocks)
	return errors.Join(c.wrong...)
}

type structureCheck struct {
	seen  map[string]map[string]bool
	wrong []error
}

func (c *structureCheck) refuse(ok bool, id Requirement, format string, args ...any) {
	if !ok {
		c.wrong = append(c.wrong, Violation{id, fmt.Sprintf(format, args...)})
	}
}

func (c *structureCheck) inside(where string, units []Unit, blocks []Block) {
	c.refuse(len(units)+len(blocks) > 0, "13.2.0.0-1 (d)", "%s holds no unit and no block", where)
	for _, u := range units {
		c.unit(u)
	}
	for _, b := range blocks {
		c.id("block", b.ID, "13.1.2.0-1 (d)")
		c.text(b.Title, b.Description)
		c.objectives(b.Objectives)
		c.inside(b.ID, b.Units, b.Blocks)
	}
}

func (c *structureCheck) unit(u Unit) {
	c.id("au", u.ID, "13.1.4.0-1 (d)")
	c.text(u.Title, u.Description)
	c.objectives(u.Objectives)
	at, err := url.Parse(u.URL)
	c.refuse(err == nil && u.URL != "", "13.1.4.0-2 (d)", "%q is no address", u.URL)
	if err == nil {
		for name := range at.Query() {
			c.refuse(!slices.Contains(parameterNames, name), "8.1.0.0-6 (d)", "%q asks for %q, which the LMS gives", u.URL, name)
		}
	}
	c.refuse(u.MasteryScore >= 0 && u.MasteryScore <= 1, "13.2.0.0-1 (d)", "the mastery score of %s is %v", u.ID, u.MasteryScore)
	c.refuse(slices.Contains([]MoveOn{"", NotApplicable, Passed, Completed, CompletedAndPassed, CompletedOrPassed}, u.MoveOn), "13.2.0.0-1 (d)", "moveOn is %q", u.MoveOn)
	c.refuse(slices.Contains([]LaunchMethod{"", AnyWindow, OwnWindow}, u.LaunchMethod), "13.2.0.0-1 (d)", "launchMethod is %q", u.LaunchMethod)
}

func (c *structureCheck) id(kind, id string, twice Requirement) {
	c.iri(id)
	c.refuse(!c.seen[kind][id], twice, "%q is the id of two of its kind", id)
	c.seen[kind][id] = true
}

func (c *structureCheck) iri(id string) {
	c.refuse(IsIRI(id), "3.0.0.0-1 (d)", "%q is no whole IRI", id)
}

func (c *structureCheck) objectives(ids []string) {
	for _, id := range ids {
		c.refuse(c.seen["objective"][id], "4.4.0.0-2 (d)", "the objective %q is not in the course", id)
	}
}

func (c *structureCheck) text(texts ...Text) {
	for _, t := range texts {
		c.refuse(len(t) > 0, "13.2.0.0-1 (d)", "a text has no language")
	}
}

// IsIRI says whether s is an IRI as an id has to be: with a scheme and what it names [3.0.0.0-1], and without the
// characters that RFC 3987 (2.2) leaves out.
func IsIRI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "") && !strings.ContainsAny(s, " <>\"{}|\\^`")
}

// XML is the course structure as cmi5.xml, in the order of the schema.
func (s Structure) XML() []byte {
	w := newWriter()
	w.Open("courseStructure", "xmlns", Namespace)
	w.Open("course", "id", s.ID)
	w.texts(s.Title, s.Description)
	w.Close()
	if len(s.Objectives) > 0 {
		w.Open("objectives")
		for _, o := range s.Objectives {
			w.Open("objective", "id", o.ID)
			w.texts(o.Title, o.Description)
			w.Close()
		}
		w.Close()
	}
	w.inside(s.Units, s.Blocks)
	w.Close()
	return w.Bytes()
}

func (w *writer) inside(units []Unit, blocks []Block) {
	for _, u := range units {
		u.write(w)
	}
	for _, b := range blocks {
		w.Open("block", "id", b.ID)
		w.texts(b.Title, b.Description)
		w.objectives(b.Objectives)
		w.inside(b.Units, b.Blocks)
		w.Close()
	}
}

func (u Unit) write(w *writer) {
	attributes := []string{"id", u.ID}
	add := func(name, value string) {
		if value != "" {
			attributes = append(attributes, name, value)
		}
	}
	add("moveOn", string(u.MoveOn))
	if u.MasteryScore > 0 {
		add("masteryScore", strconv.FormatFloat(u.MasteryScore, 'f', -1, 64))
	}
	add("launchMethod", string(u.LaunchMethod))
	add("activityType", u.ActivityType)
	w.Open("au", attributes...)
	w.texts(u.Title, u.Description)
	w.objectives(u.Objectives)
	w.Leaf("url", u.URL)
	if u.LaunchParameters != "" {
		w.Leaf("launchParameters", u.LaunchParameters)
	}
	if u.EntitlementKey != "" {
		w.Leaf("entitlementKey", u.EntitlementKey)
	}
	w.Close()
}

func (w *writer) texts(title, description Text) {
	for i, t := range []Text{title, description} {
		w.Open([]string{"title", "description"}[i])
		for _, s := range t {
			w.Leaf("langstring", strings.TrimSpace(s.Text), "lang", s.Language)
		}
		w.Close()
	}
}

func (w *writer) objectives(ids []string) {
	if len(ids) == 0 {
		return
	}
	w.Open("objectives")
	for _, id := range ids {
		w.Leaf("objective", "", "idref", id)
	}
	w.Close()
}

// writer writes the elements of the specification into a document.
type writer struct{ *xmldoc.Indented }

func newWriter() *writer { return &writer{xmldoc.NewIndented()} }
