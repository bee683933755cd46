package delivery

import (
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// eachProgress gives the progress of every owner in the activities of a course, one owner after the other; no more than
// one is in memory.
func eachProgress(tx store.Tx, course string, each func(owner identity.Actor, all map[IRI]Progress)) error {
	// An activity of the course is its IRI, a number sign and an id; "$" is the next sign after "#".
	rows, err := tx.Query("SELECT owner, activity, reached, scaled FROM delivery_progress WHERE activity >= ? AND activity < ? ORDER BY owner",
		course+"#", course+"$")
	if err != nil {
		return err
	}
	defer rows.Close()
	var now identity.Actor
	all := map[IRI]Progress{}
	for rows.Next() {
		var owner identity.Actor
		var activity IRI
		var p Progress
		if err := rows.Scan(&owner, &activity, &p.Reach, &p.Scaled); err != nil {
			return err
		}
		if owner != now && len(all) > 0 {
			each(now, all)
			all = map[IRI]Progress{}
		}
		now = owner
		all[activity] = p
	}
	if len(all) > 0 {
		each(now, all)
	}
	return rows.Err()
}
