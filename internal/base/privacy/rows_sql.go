package privacy

import (
	"strings"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// The names of tables and columns in these statements are those of the inventory, which is part of the program.

// whose is the condition that a row is the subject's; empty when no column can say it.
func whose(t Table, s Subject) (condition string, args []any) {
	columns, values := s.names(t)
	for i, c := range columns {
		columns[i] = c + " = ?"
		args = append(args, values[i])
	}
	return strings.Join(columns, " OR "), args
}

// told are the columns that may be told to the person: all but secrets, sorted.
func told(t Table) []string {
	var names []string
	for name, c := range t.Columns {
		if c.Class != Secret {
			names = append(names, name)
		}
	}
	return unique(names)
}

func selectRows(tx store.Tx, t Table, s Subject) ([]map[string]any, error) {
	condition, args := whose(t, s)
	if condition == "" {
		return nil, nil
	}
	names := told(t)
	list := strings.Join(names, ", ")
	rows, err := tx.Query("SELECT "+list+" FROM "+t.Name+" WHERE "+condition+" ORDER BY "+list, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []map[string]any
	for rows.Next() {
		values := make([]any, len(names))
		into := make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := map[string]any{}
		for i, name := range names {
			row[name] = values[i]
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

func countRows(tx store.Tx, t Table, s Subject) (n int, err error) {
	condition, args := whose(t, s)
	if condition == "" {
		return 0, nil
	}
	err = tx.QueryRow("SELECT COUNT(*) FROM "+t.Name+" WHERE "+condition, args...).Scan(&n)
	return n, err
}

func deleteRows(tx store.Tx, t Table, s Subject) error {
	condition, args := whose(t, s)
	if condition == "" {
		return nil
	}
	_, err := tx.Exec("DELETE FROM "+t.Name+" WHERE "+condition, args...)
	return err
}

// blankRows empties what is personal. The columns are texts.
func blankRows(tx store.Tx, t Table, s Subject) error {
	condition, args := whose(t, s)
	if condition == "" {
		return nil
	}
	var set []string
	for _, name := range told(t) {
		if c := t.Columns[name]; c.Class == Personal || c.Person || c.Actor {
			set = append(set, name+" = ''")
		}
	}
	_, err := tx.Exec("UPDATE "+t.Name+" SET "+strings.Join(set, ", ")+" WHERE "+condition, args...)
	return err
}

func renameActor(tx store.Tx, table, column, from, to string) error {
	_, err := tx.Exec("UPDATE "+table+" SET "+column+" = ? WHERE "+column+" = ?", to, from)
	return err
}

// tooOld is the condition that a rule ends a row. Moments stand as text that begins with the day, or as milliseconds
// since 1970; in both, what is empty has no age.
func tooOld(tx store.Tx, t Table, rule Rule, now time.Time) (condition string, args []any, err error) {
	from, before := t.Retain.From, rule.Before(now)
	kind, err := store.Kind(tx, t.Name, from)
	if err != nil {
		return "", nil, err
	}
	condition = from + " < ? AND " + from + " <> ''"
	args = append(args, lang.Machine(before)[:len(time.DateOnly)])
	if kind == "INTEGER" {
		condition, args = from+" < ? AND "+from+" > 0", []any{before.UnixMilli()}
	}
	person, actor := t.Links()
	for _, link := range append(person, actor...) {
		for _, name := range rule.Spare {
			condition += " AND " + link + " <> ?"
			args = append(args, name)
		}
	}
	return condition, args, nil
}

func countOld(tx store.Tx, t Table, rule Rule, now time.Time) (n int, err error) {
	condition, args, err := tooOld(tx, t, rule, now)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow("SELECT COUNT(*) FROM "+t.Name+" WHERE "+condition, args...).Scan(&n)
	return n, err
}

func deleteOld(tx store.Tx, t Table, rule Rule, now time.Time) error {
	condition, args, err := tooOld(tx, t, rule, now)
	if err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM "+t.Name+" WHERE "+condition, args...)
	return err
}

func selectNames(tx store.Tx, table, column string) ([]string, error) {
	rows, err := tx.Query("SELECT DISTINCT " + column + " FROM " + table + " WHERE " + column + " IS NOT NULL")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		all = append(all, name)
	}
	return all, rows.Err()
}
