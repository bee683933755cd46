package office

import (
	"database/sql"
	"encoding/json"
	"errors"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// readSettings reads every part that was ever changed.
func readSettings(tx store.Tx) (Settings, error) {
	s := Settings{versions: map[Part]int{}}
	rows, err := tx.Query("SELECT name, value, version FROM office_setting ORDER BY name")
	if err != nil {
		return s, err
	}
	defer rows.Close()
	for rows.Next() {
		var name, value string
		var version int
		if err := rows.Scan(&name, &value, &version); err != nil {
			return s, err
		}
		if err := s.decode(Part(name), value); err != nil {
			return s, err
		}
		s.versions[Part(name)] = version
	}
	return s, rows.Err()
}

// selectVersion is the number of changes of a part.
func selectVersion(tx store.Tx, p Part) (version int, err error) {
	err = tx.QueryRow("SELECT version FROM office_setting WHERE name = ?", string(p)).Scan(&version)
	if isNone(err) {
		return 0, nil
	}
	return version, err
}

// putSetting keeps a part as it is now.
func putSetting(tx store.Tx, value part, version int, now string, by identity.PersonID) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO office_setting (name, value, version, changed, person) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = excluded.version, changed = excluded.changed, person = excluded.person`,
		string(value.name()), string(data), version, now, string(by))
	return err
}

// isNone says that a row was not there.
func isNone(err error) bool { return errors.Is(err, sql.ErrNoRows) }

func insertFile(tx store.Tx, f File, data, now string) error {
	_, err := tx.Exec("INSERT INTO office_file (name, type, data, made) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING", f.Name, f.Type, data, now)
	return err
}

func selectFile(tx store.Tx, name string) (kind, data string, err error) {
	err = tx.QueryRow("SELECT type, data FROM office_file WHERE name = ?", name).Scan(&kind, &data)
	return kind, data, err
}

// deleteFilesBut removes the files that no setting names any more.
func deleteFilesBut(tx store.Tx, name string) error {
	_, err := tx.Exec("DELETE FROM office_file WHERE name <> ?", name)
	return err
}
