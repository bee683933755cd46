package store

import (
	"database/sql"
	"errors"
)

// Table is a table of the database as it is.
type Table struct {
	Name    string
	Columns []Column // in their order
}

// Column is a column of a table.
type Column struct {
	Name string
	Kind string // "INTEGER", "REAL", "TEXT" or "BLOB", as migrations write it
}

// Schema lists the tables of the database, sorted by name, but not the database's own.
func Schema(t Tx) ([]Table, error) {
	rows, err := t.Query(t.(*tx).s.dialect.columns)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Table
	for rows.Next() {
		var table string
		var c Column
		if err := rows.Scan(&table, &c.Name, &c.Kind); err != nil {
			return nil, err
		}
		if len(all) == 0 || all[len(all)-1].Name != table {
			all = append(all, Table{Name: table})
		}
		last := &all[len(all)-1]
		last.Columns = append(last.Columns, c)
	}
	return all, rows.Err()
}

// Kind is the type of a column as migrations write it; empty when there is none such.
func Kind(t Tx, table, column string) (kind string, err error) {
	err = t.QueryRow("SELECT kind FROM ("+t.(*tx).s.dialect.columns+") AS c WHERE tab = ? AND col = ?", table, column).Scan(&kind)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return kind, err
}
