package report

import (
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// pause is the longest time between two acts, in seconds, that is counted as learning:
// a lesson is read in less.
const pause = 15 * 60

// noteTime counts the time since the act before, in the transaction that keeps the
// statement of this one.
func (r *Room) noteTime(tx store.Tx, owner identity.Actor, s xapi.Statement) error {
	iri := courseOf(s)
	if iri == "" || s.Timestamp.IsZero() {
		return nil
	}
	return addTime(tx, owner, iri, s.Timestamp.Unix())
}

// courseOf is the activity of the course that one of our statements is about: its
// object, or the first activity that it is grouped under.
func courseOf(s xapi.Statement) string {
	if d := s.Object.Definition; d != nil && d.Type == xapi.TypeCourse {
		return s.Object.ID
	}
	if x := s.Context; x != nil && x.ContextActivities != nil && len(x.ContextActivities.Grouping) > 0 {
		return x.ContextActivities.Grouping[0].ID
	}
	return ""
}
