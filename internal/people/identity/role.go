package identity

import (
	"slices"
	"strings"
	"time"
)

// Role is what a person may do; it is held in a [Scope].
type Role string

// The roles. Whoever holds none is a learner.
const (
	Administrator Role = "administrator" // runs the site
	Publisher     Role = "publisher"     // publishes releases
	Steward       Role = "steward"       // keeps a course alive and decides what becomes of it
	Author        Role = "author"        // writes
	Reviewer      Role = "reviewer"      // comments in rounds
	Manager       Role = "manager"       // sees how an organisation's people do
)

// Roles lists every role, the mightiest first.
func Roles() []Role {
	return []Role{Administrator, Publisher, Steward, Author, Reviewer, Manager}
}

// Known says whether there is such a role.
func (r Role) Known() bool { return slices.Contains(Roles(), r) }

// strong says whether a role may be used only with two proofs (needs A10.10).
func (r Role) strong() bool { return r == Administrator || r == Publisher || r == Steward }

// ScopeKind is what a scope is about.
type ScopeKind string

// The kinds of scope.
const (
	WholeSite ScopeKind = "site"
	InOrg     ScopeKind = "org"
	InCourse  ScopeKind = "course"
)

// Scope is where a role is held or an act is done.
type Scope struct {
	Kind ScopeKind
	ID   string // of the organisation or key of the course; empty for the site
}

// SiteScope is everything.
var SiteScope = Scope{Kind: WholeSite}

// OrgScope is one organisation.
func OrgScope(id OrgID) Scope { return Scope{Kind: InOrg, ID: string(id)} }

// CourseScope is one course, by its key.
func CourseScope(key string) Scope { return Scope{Kind: InCourse, ID: key} }

// String is the scope as the database keeps it: "site", "org/o-…", "course/key".
func (s Scope) String() string {
	if s.Kind == WholeSite {
		return string(WholeSite)
	}
	return string(s.Kind) + "/" + s.ID
}

// ParseScope reads what String wrote; false when it is none.
func ParseScope(s string) (Scope, bool) {
	kind, id, _ := strings.Cut(s, "/")
	scope := Scope{Kind: ScopeKind(kind), ID: id}
	switch scope.Kind {
	case WholeSite:
		return scope, s == string(WholeSite)
	case InOrg, InCourse:
		return scope, id != "" && len(id) <= 200
	}
	return Scope{}, false
}

// Covers says whether a role held in s holds on another scope.
func (s Scope) Covers(on Scope) bool { return s.Kind == WholeSite || s == on }

// Grant is a role that somebody holds.
type Grant struct {
	Role  Role
	Scope Scope
}

// limit is how long a session lasts: unused, and at most (needs A10.7).
type limit struct{ idle, absolute time.Duration }

const day = 24 * time.Hour

// limits are those of each role; the strictest of the roles held counts.
var limits = map[Role]limit{
	Administrator: {30 * time.Minute, 12 * time.Hour},
	Publisher:     {30 * time.Minute, 12 * time.Hour},
	Steward:       {30 * time.Minute, 12 * time.Hour},
	Author:        {2 * time.Hour, day},
	Reviewer:      {12 * time.Hour, 7 * day},
	Manager:       {12 * time.Hour, 7 * day},
}

// learnerLimit is that of people without a role.
var learnerLimit = limit{30 * day, 90 * day}

func limitOf(grants []Grant) limit {
	l := learnerLimit
	for _, g := range grants {
		l.idle, l.absolute = min(l.idle, limits[g.Role].idle), min(l.absolute, limits[g.Role].absolute)
	}
	return l
}
