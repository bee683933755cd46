package library

import (
	"encoding/json"
	"slices"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/parity"
)

// selectReleases are the releases of a course, the oldest first.
func selectReleases(tx store.Tx, course string) ([]Release, error) {
	rows, err := tx.Query(`SELECT r.course, r.number, r.version, r.iri, r.fingerprint, r.archive_blob, r.bytes, r.changes_blob, r.notes, r.day, r.published, r.person, r.by_key,
			COALESCE(w.at, ''), COALESCE(w.person, ''), COALESCE(w.by_key, ''), COALESCE(w.reason, '')
		FROM library_release r LEFT JOIN library_withdrawal w ON w.course = r.course AND w.version = r.version
		WHERE r.course = ? ORDER BY r.number`, course)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Release
	for rows.Next() {
		var r Release
		var w Withdrawal
		var archive, changes, notes, day, published, gone, reason string
		if err := rows.Scan(&r.Course, &r.Number, &r.Version, &r.IRI, &r.Fingerprint, &archive, &r.Bytes, &changes, &notes, &day, &published, &r.By, &r.Key, &gone, &w.By, &w.Key, &reason); err != nil {
			return nil, err
		}
		r.Archive, r.Changes, r.Day, r.Notes = blob.Hash(archive), blob.Hash(changes), parity.Day(day), lang.Text{}
		if err := json.Unmarshal([]byte(notes), &r.Notes); err != nil {
			return nil, err
		}
		if r.Published, err = time.Parse(time.RFC3339Nano, published); err != nil {
			return nil, err
		}
		if gone != "" {
			if err := w.read(gone, reason); err != nil {
				return nil, err
			}
			r.Withdrawn = &w
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func (w *Withdrawal) read(at, reason string) (err error) {
	if err := json.Unmarshal([]byte(reason), &w.Reason); err != nil {
		return err
	}
	w.At, err = time.Parse(time.RFC3339Nano, at)
	return err
}

func insertWithdrawal(tx store.Tx, course, version string, w Withdrawal) error {
	reason, err := json.Marshal(w.Reason)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO library_withdrawal (course, version, reason, at, person, by_key) VALUES (?, ?, ?, ?, ?, ?)",
		course, version, string(reason), w.At.UTC().Format(time.RFC3339Nano), string(w.By), w.Key)
	return err
}

// selectNewest is the newest release of every course on the shelf that was not withdrawn, in the order in which they came
// there; what another node did is seen by it. What was asked for before a moment is on its way no more.
func selectNewest(tx store.Tx, lost time.Time) ([]Newest, error) {
	rows, err := tx.Query(`SELECT r.course, MAX(r.number), (SELECT COUNT(*) FROM library_file f WHERE f.course = r.course),
			(SELECT COUNT(*) FROM library_build b WHERE b.course = r.course AND b.state IN ('waiting', 'building') AND b.asked > ?),
			(SELECT COUNT(*) FROM library_withdrawal g WHERE g.course = r.course)
		FROM library_release r
		WHERE NOT EXISTS (SELECT 1 FROM library_withdrawal w WHERE w.course = r.course AND w.version = r.version)
		GROUP BY r.course ORDER BY (SELECT MIN(p.published) FROM library_release p WHERE p.course = r.course), r.course`, lost.UTC().Format(time.RFC3339))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Newest
	for rows.Next() {
		var n Newest
		var busy int
		if err := rows.Scan(&n.Course, &n.Number, &n.Files, &busy, &n.Gone); err != nil {
			return nil, err
		}
		n.Busy = busy > 0
		out = append(out, n)
	}
	return out, rows.Err()
}

// selectCourseOf is another course of an IRI on the shelf; empty when there is none.
func selectCourseOf(tx store.Tx, iri, not string) (course string, err error) {
	err = tx.QueryRow("SELECT COALESCE(MAX(course), '') FROM library_release WHERE iri = ? AND course <> ?", iri, not).Scan(&course)
	return course, err
}

// selectStarted are the courses that the site was last started with, in their order.
func selectStarted(tx store.Tx) ([]Started, error) {
	rows, err := tx.Query("SELECT course, iri, place FROM library_course ORDER BY place")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Started
	for rows.Next() {
		var s Started
		if err := rows.Scan(&s.Course, &s.IRI, &s.Place); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// replaceStarted keeps the courses that the site was started with in the place of those of the start before. What is kept
// already is not written again: many nodes may start at once.
func replaceStarted(tx store.Tx, all []Started) error {
	have, err := selectStarted(tx)
	if err != nil || slices.Equal(have, all) {
		return err
	}
	if _, err := tx.Exec("DELETE FROM library_course"); err != nil {
		return err
	}
	for _, s := range all {
		if _, err := tx.Exec("INSERT INTO library_course (course, iri, place) VALUES (?, ?, ?)", s.Course, s.IRI, s.Place); err != nil {
			return err
		}
	}
	return nil
}

func insertRelease(tx store.Tx, r Release) error {
	notes, err := json.Marshal(r.Notes)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO library_release (course, number, version, iri, fingerprint, archive_blob, bytes, changes_blob, notes, day, published, person, by_key)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Course, r.Number, r.Version, r.IRI, r.Fingerprint, string(r.Archive), r.Bytes, string(r.Changes), string(notes), string(r.Day),
		r.Published.UTC().Format(time.RFC3339Nano), string(r.By), r.Key)
	return err
}

// selectFiles are the files of a release, by their paths.
func selectFiles(tx store.Tx, course, version string) ([]File, error) {
	rows, err := tx.Query("SELECT path, file_blob, bytes FROM library_file WHERE course = ? AND version = ? ORDER BY path", course, version)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []File
	for rows.Next() {
		var f File
		var hash string
		if err := rows.Scan(&f.Path, &hash, &f.Bytes); err != nil {
			return nil, err
		}
		f.Blob = blob.Hash(hash)
		out = append(out, f)
	}
	return out, rows.Err()
}

// insertFile keeps a file, unless there is one at its path: a file of a release never changes.
func insertFile(tx store.Tx, course, version string, f File, made string) error {
	_, err := tx.Exec(`INSERT INTO library_file (course, version, path, file_blob, bytes, made) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (course, version, path) DO NOTHING`, course, version, f.Path, string(f.Blob), f.Bytes, made)
	return err
}
