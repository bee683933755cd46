package jobs

import (
	"database/sql"
	"strings"

	"atelier/internal/base/store"
)

// row is a job as it is taken.
type row struct {
	id, kind string
	lane     int
	arg      string
	due      int64 // milliseconds since 1970
	tries    int   // before this one
}

func insertJob(tx store.Tx, r row, once string, made int64) error {
	var mark any
	if once != "" {
		mark = once
	}
	_, err := tx.Exec(`INSERT INTO jobs_job (id, kind, lane, arg, once, due, holder, tries, error, made) VALUES (?, ?, ?, ?, ?, ?, NULL, 0, '', ?)
		ON CONFLICT (kind, once) DO UPDATE SET due = CASE WHEN excluded.due < jobs_job.due THEN excluded.due ELSE jobs_job.due END`,
		r.id, r.kind, r.lane, r.arg, mark, r.due, made)
	return err
}

// in is a list of marks and its arguments, for the names of kinds.
func in(names []string) (marks string, args []any) {
	for _, n := range names {
		args = append(args, n)
	}
	return strings.TrimSuffix(strings.Repeat("?, ", len(names)), ", "), args
}

// selectDue lists what may be taken in a lane, the oldest first.
func selectDue(tx store.Tx, lane int, kinds []string, now int64, most int) (due []row, err error) {
	marks, args := in(kinds)
	args = append(append([]any{lane, now}, args...), most)
	rows, err := tx.Query("SELECT id, kind, arg, due, tries FROM jobs_job WHERE lane = ? AND due <= ? AND kind IN ("+marks+") ORDER BY due LIMIT ?", args...)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		r := row{lane: lane}
		if err := rows.Scan(&r.id, &r.kind, &r.arg, &r.due, &r.tries); err != nil {
			return nil, err
		}
		due = append(due, r)
	}
	return due, rows.Err()
}

// selectNext is when a job is due next, after now; 0 when none waits.
func selectNext(tx store.Tx, now int64) (int64, error) {
	next := int64(0)
	for lane := range lanes {
		var due sql.NullInt64
		if err := tx.QueryRow("SELECT min(due) FROM jobs_job WHERE lane = ? AND due > ?", lane, now).Scan(&due); err != nil {
			return 0, err
		}
		if due.Valid && (next == 0 || due.Int64 < next) {
			next = due.Int64
		}
	}
	return next, nil
}

// claimJob takes a job unless somebody else did since it was read.
func claimJob(tx store.Tx, r row, holder string, until int64) (bool, error) {
	return changed(tx.Exec("UPDATE jobs_job SET holder = ?, due = ?, once = NULL, tries = tries + 1 WHERE id = ? AND due = ? AND tries = ?",
		holder, until, r.id, r.due, r.tries))
}

// The three that follow say whether the holder still had the job.

func renewJob(tx store.Tx, id, holder string, try int, until int64) (bool, error) {
	return changed(tx.Exec("UPDATE jobs_job SET due = ? WHERE id = ? AND holder = ? AND tries = ?", until, id, holder, try))
}

func deleteHeld(tx store.Tx, id, holder string, try int) (bool, error) {
	return changed(tx.Exec("DELETE FROM jobs_job WHERE id = ? AND holder = ? AND tries = ?", id, holder, try))
}

// releaseJob lets a job wait until due, with the number of tries that count; due is
// nil when it is given up.
func releaseJob(tx store.Tx, id, holder string, try, tries int, due *int64, why string) (bool, error) {
	return changed(tx.Exec("UPDATE jobs_job SET holder = NULL, due = ?, tries = ?, error = ? WHERE id = ? AND holder = ? AND tries = ?",
		due, tries, why, id, holder, try))
}

func changed(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// beginRound notes that a period has begun, unless somebody did.
func beginRound(tx store.Tx, name string, start int64) (bool, error) {
	return changed(tx.Exec(`INSERT INTO jobs_round (name, began) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET began = excluded.began WHERE jobs_round.began < excluded.began`, name, start))
}

// roundsBegan is when each periodic work was last begun.
func roundsBegan(tx store.Tx) (map[string]int64, error) {
	rows, err := tx.Query("SELECT name, began FROM jobs_round")
	if err != nil {
		return nil, err
	}
	began := map[string]int64{}
	for rows.Next() {
		var name string
		var at int64
		if err := rows.Scan(&name, &at); err != nil {
			return nil, err
		}
		began[name] = at
	}
	return began, rows.Err()
}

// underWay says whether a job of a kind waits or is being done.
func underWay(tx store.Tx, kind string) (bool, error) {
	var n int
	err := tx.QueryRow("SELECT count(*) FROM jobs_job WHERE kind = ? AND due IS NOT NULL", kind).Scan(&n)
	return n > 0, err
}

const jobColumns = "SELECT id, kind, due, holder IS NOT NULL, tries, error, made FROM jobs_job"

func selectJobs(tx store.Tx, f Filter) (list []Job, err error) {
	query, args := jobColumns+" WHERE id < ?", []any{f.Before}
	if f.Before == "" {
		args[0] = "~" // sorts after every id
	}
	if f.Kind != "" {
		query, args = query+" AND kind = ?", append(args, f.Kind)
	}
	switch f.State {
	case Waiting:
		query += " AND due IS NOT NULL AND holder IS NULL"
	case Running:
		query += " AND holder IS NOT NULL"
	case GivenUp:
		query += " AND due IS NULL"
	}
	rows, err := tx.Query(query+" ORDER BY id DESC LIMIT ?", append(args, f.Limit)...)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		j, err := scanJob(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, j)
	}
	return list, rows.Err()
}

func scanJob(scan func(...any) error) (j Job, err error) {
	var due sql.NullInt64
	var held bool
	var made int64
	if err := scan(&j.ID, &j.Kind, &due, &held, &j.Tries, &j.Error, &made); err != nil {
		return Job{}, err
	}
	j.Made, j.State = moment(made), Waiting
	switch {
	case !due.Valid:
		j.State = GivenUp
	case held:
		j.State, j.Due = Running, moment(due.Int64)
	default:
		j.Due = moment(due.Int64)
	}
	return j, nil
}

func countJobs(tx store.Tx) (n map[State]int, err error) {
	var waiting, running, lost int
	err = tx.QueryRow(`SELECT COALESCE(SUM(CASE WHEN due IS NOT NULL AND holder IS NULL THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN holder IS NOT NULL THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN due IS NULL THEN 1 ELSE 0 END), 0) FROM jobs_job`).Scan(&waiting, &running, &lost)
	return map[State]int{Waiting: waiting, Running: running, GivenUp: lost}, err
}

// reviveJob lets a job that was given up, or waits, be done now.
func reviveJob(tx store.Tx, id string, now int64) (bool, error) {
	return changed(tx.Exec("UPDATE jobs_job SET due = ?, tries = 0 WHERE id = ? AND holder IS NULL", now, id))
}

// dropJob removes a job that nobody is doing.
func dropJob(tx store.Tx, id string) (bool, error) {
	return changed(tx.Exec("DELETE FROM jobs_job WHERE id = ? AND holder IS NULL", id))
}
