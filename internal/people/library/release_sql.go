package library

import (
	"encoding/json"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/parity"
	"atelier/internal/people/identity"
)

// selectReleases are the releases of a course, the oldest first.
func selectReleases(tx store.Tx, course string) ([]Release, error) {
	rows, err := tx.Query(`SELECT course, number, version, iri, fingerprint, archive_blob, bytes, changes_blob, notes, day, published, person
		FROM library_release WHERE course = ? ORDER BY number`, course)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Release
	for rows.Next() {
		var r Release
		var archive, changes, notes, day, published, person string
		if err := rows.Scan(&r.Course, &r.Number, &r.Version, &r.IRI, &r.Fingerprint, &archive, &r.Bytes, &changes, &notes, &day, &published, &person); err != nil {
			return nil, err
		}
		r.Archive, r.Changes, r.Day, r.By, r.Notes = blob.Hash(archive), blob.Hash(changes), parity.Day(day), identity.PersonID(person), lang.Text{}
		if err := json.Unmarshal([]byte(notes), &r.Notes); err != nil {
			return nil, err
		}
		if r.Published, err = time.Parse(time.RFC3339Nano, published); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// selectNewest is the number of the newest release of a course, and how many files there are of all its releases; what
// another node did is seen by it.
func selectNewest(tx store.Tx, course string) (number, files int, err error) {
	err = tx.QueryRow(`SELECT (SELECT COALESCE(MAX(number), 0) FROM library_release WHERE course = ?),
		(SELECT COUNT(*) FROM library_file WHERE course = ?)`, course, course).Scan(&number, &files)
	return number, files, err
}

func insertRelease(tx store.Tx, r Release) error {
	notes, err := json.Marshal(r.Notes)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO library_release (course, number, version, iri, fingerprint, archive_blob, bytes, changes_blob, notes, day, published, person)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Course, r.Number, r.Version, r.IRI, r.Fingerprint, string(r.Archive), r.Bytes, string(r.Changes), string(notes), string(r.Day),
		r.Published.UTC().Format(time.RFC3339Nano), string(r.By))
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
