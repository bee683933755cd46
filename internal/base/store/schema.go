package store

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
