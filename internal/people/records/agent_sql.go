package records

import (
	"strings"

	"atelier/internal/base/store"
)

func countNames(tx store.Tx, agent string) (n int, err error) {
	err = tx.QueryRow("SELECT COUNT(*) FROM records_agent WHERE agent = ?", agent).Scan(&n)
	return n, err
}

func insertName(tx store.Tx, id, agent, name string) error {
	_, err := tx.Exec("INSERT INTO records_agent (id, agent, name) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING", id, agent, name)
	return err
}

// selectNamesOf lists the names of agents, sorted.
func selectNamesOf(tx store.Tx, agents ...string) (names []string, err error) {
	in, args := amongAgents(agents)
	rows, err := tx.Query("SELECT DISTINCT name FROM records_agent WHERE agent IN "+in+" ORDER BY name", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func deleteNamesOf(tx store.Tx, agents []string) error {
	in, args := amongAgents(agents)
	_, err := tx.Exec("DELETE FROM records_agent WHERE agent IN "+in, args...)
	return err
}

func amongAgents(agents []string) (in string, args []any) {
	for _, a := range agents {
		args = append(args, a)
	}
	return "(?" + strings.Repeat(", ?", len(agents)-1) + ")", args
}
