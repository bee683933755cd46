package identity

import (
	"encoding/json"
	"strings"
	"time"

	"atelier/internal/base/store"
)

func chainEnd(tx store.Tx) (seq int64, hash string, err error) {
	err = tx.QueryRow("SELECT seq, hash FROM identity_chain WHERE name = 'audit'").Scan(&seq, &hash)
	return seq, hash, err
}

// moveChain notes where the chain ends now. Whoever appends at the same time meets
// here, and one of them runs again.
func moveChain(tx store.Tx, seq int64, hash string) error {
	_, err := tx.Exec("UPDATE identity_chain SET seq = ?, hash = ? WHERE name = 'audit'", seq, hash)
	return err
}

func insertLine(tx store.Tx, l Line) error {
	detail, err := json.Marshal(l.Detail)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO identity_audit (seq, at, who, did, object, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
		l.Seq, l.At.UnixMilli(), string(l.By), l.Do, l.On, string(detail), l.Hash)
	return err
}

func scanLine(from row) (l Line, err error) {
	var by, detail string
	var at int64
	if err := from.Scan(&l.Seq, &at, &by, &l.Do, &l.On, &detail, &l.Hash); err != nil {
		return Line{}, err
	}
	l.By, l.At = PersonID(by), time.UnixMilli(at).UTC()
	return l, json.Unmarshal([]byte(detail), &l.Detail)
}

func selectLines(tx store.Tx, f TrailFilter) (all []Line, err error) {
	do := plainLike.Replace(f.Do)
	if do == "" || strings.HasSuffix(do, ".") {
		do += "%"
	}
	rows, err := tx.Query(`SELECT seq, at, who, did, object, detail, hash FROM identity_audit
		WHERE (? = 0 OR seq < ?) AND (? = '' OR who = ?) AND (? = '' OR object = ?) AND did LIKE ? ESCAPE '\' ORDER BY seq DESC LIMIT ?`,
		f.Before, f.Before, string(f.By), string(f.By), f.On, f.On, do, f.Most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		l, err := scanLine(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

func eachLine(tx store.Tx, do func(Line) error) error {
	rows, err := tx.Query("SELECT seq, at, who, did, object, detail, hash FROM identity_audit ORDER BY seq")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		l, err := scanLine(rows)
		if err != nil {
			return err
		}
		if err := do(l); err != nil {
			return err
		}
	}
	return rows.Err()
}
