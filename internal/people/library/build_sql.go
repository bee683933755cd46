package library

import (
	"time"

	"atelier/internal/base/store"
)

// selectBuilds are the editions of a release that the site was asked to build.
func selectBuilds(tx store.Tx, course, version string) ([]wanted, error) {
	rows, err := tx.Query("SELECT edition, ask, state, why, asked FROM library_build WHERE course = ? AND version = ? ORDER BY edition", course, version)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []wanted
	for rows.Next() {
		var w wanted
		var state, asked string
		if err := rows.Scan(&w.edition, &w.ask, &state, &w.why, &asked); err != nil {
			return nil, err
		}
		w.state = BuildState(state)
		if w.asked, err = time.Parse(time.RFC3339, asked); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, rows.Err()
}

// upsertBuild asks for an edition, in the place of what was asked before.
func upsertBuild(tx store.Tx, e buildErrand, edition string, now time.Time) error {
	_, err := tx.Exec(`INSERT INTO library_build (course, version, edition, ask, state, why, asked) VALUES (?, ?, ?, ?, ?, '', ?)
		ON CONFLICT (course, version, edition) DO UPDATE SET ask = excluded.ask, state = excluded.state, why = '', asked = excluded.asked`,
		e.Course, e.Version, edition, e.Ask, string(BuildWaiting), now.UTC().Format(time.RFC3339))
	return err
}

// updateBuild says how far an edition is, unless it was asked for again meanwhile, or is there.
func updateBuild(tx store.Tx, e buildErrand, edition string, state BuildState, why string) error {
	_, err := tx.Exec("UPDATE library_build SET state = ?, why = ? WHERE course = ? AND version = ? AND edition = ? AND ask = ? AND state <> ?",
		string(state), why, e.Course, e.Version, edition, e.Ask, string(BuildThere))
	return err
}

// failBuilds gives up what is not there of what was asked for, with the reason that the last try left, or else the one given.
func failBuilds(tx store.Tx, e buildErrand, why string) error {
	_, err := tx.Exec("UPDATE library_build SET state = ?, why = CASE WHEN why = '' THEN ? ELSE why END WHERE course = ? AND version = ? AND ask = ? AND state <> ?",
		string(BuildFailed), why, e.Course, e.Version, e.Ask, string(BuildThere))
	return err
}

// takeTurn says whether a request may be worked at: none else is, on any node, or its turn is over.
func takeTurn(tx store.Tx, e buildErrand, now, until time.Time) (bool, error) {
	done, err := tx.Exec(`INSERT INTO library_turn (name, ask, until) VALUES ('build', ?, ?)
		ON CONFLICT (name) DO UPDATE SET ask = excluded.ask, until = excluded.until
		WHERE library_turn.ask = excluded.ask OR library_turn.until <= ?`, e.Ask, until.UnixMilli(), now.UnixMilli())
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// endTurn gives the turn of a request back, if it has it.
func endTurn(tx store.Tx, e buildErrand) error {
	_, err := tx.Exec("DELETE FROM library_turn WHERE name = 'build' AND ask = ?", e.Ask)
	return err
}
