package store

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// mostValues bounds the arguments of one INSERT; PostgreSQL takes 65,535 at most and
// SQLite 32,766.
const mostValues = 2000

// Names are the columns of a table as SQL lists them.
func (t Table) Names() string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return strings.Join(names, ", ")
}

// Read calls each for every row, with the values of the table's columns in their
// order: nil, int64, float64, string or []byte. The slice is each's only until it
// returns.
func (t Table) Read(tx Tx, each func(row []any) error) error {
	rows, err := tx.Query("SELECT " + t.Names() + " FROM " + t.Name)
	if err != nil {
		return err
	}
	defer rows.Close()
	row := make([]any, len(t.Columns))
	into := make([]any, len(t.Columns))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i := range row {
			if err := t.plain(&row[i], t.Columns[i]); err != nil {
				return err
			}
		}
		if err := each(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// plain leaves the five kinds of values and refuses others.
func (t Table) plain(v *any, c Column) error {
	switch x := (*v).(type) {
	case nil, int64, float64, string:
	case []byte:
		if x == nil { // an empty one, as SQLite's driver gives it
			*v = []byte{}
		}
	default:
		return fmt.Errorf("%s.%s holds a value of Go's type %T", t.Name, c.Name, x)
	}
	return nil
}

// Insert adds rows as Read gave them, also to the other kind of database. A value that
// it cannot hold is a fault that names table and column.
func (t Table) Insert(tx Tx, rows [][]any) error {
	for len(rows) > 0 {
		n := min(len(rows), max(1, mostValues/len(t.Columns)))
		if err := t.insert(tx, rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func (t Table) insert(tx Tx, rows [][]any) error {
	one := "(?" + strings.Repeat(", ?", len(t.Columns)-1) + ")"
	args := make([]any, 0, len(rows)*len(t.Columns))
	for _, row := range rows {
		for i, v := range row {
			if !holds(tx, v, t.Columns[i].Kind) {
				return fault.New(fault.Invalid, words, "cannot-hold", lang.A{"table": t.Name, "column": t.Columns[i].Name})
			}
		}
		args = append(args, row...)
	}
	_, err := tx.Exec("INSERT INTO "+t.Name+" ("+t.Names()+") VALUES "+one+strings.Repeat(", "+one, len(rows)-1), args...)
	return err
}

// holds says whether a column can hold a value as it is. SQLite holds any value but
// those that are no number; PostgreSQL only those of the column's kind, and text
// without NUL in UTF-8.
func holds(t Tx, v any, kind string) bool {
	x, real := v.(float64)
	if t.(*tx).s.dialect == &sqlite {
		return !real || !math.IsNaN(x)
	}
	switch x := v.(type) {
	case int64:
		return kind == "INTEGER"
	case float64:
		return kind == "REAL"
	case string:
		return kind == "TEXT" && utf8.ValidString(x) && !strings.ContainsRune(x, 0)
	case []byte:
		return kind == "BLOB"
	}
	return v == nil
}
