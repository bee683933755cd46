package records

import (
	"strings"

	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

func countNames(tx store.Tx, agent string) (n int, err error) {
	err = tx.QueryRow("SELECT COUNT(*) FROM records_agent WHERE agent = ?", agent).Scan(&n)
	return n, err
}

func insertName(tx store.Tx, id, agent, name string) error {
	_, err := tx.Exec("INSERT INTO records_agent (id, agent, name) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING", id, agent, name)
	return err
}

// selectNamesOfOne lists the names of an agent, sorted.
func selectNamesOfOne(tx store.Tx, agent string) ([]string, error) {
	return selectNamesWhere(tx, "agent = ?", agent)
}

// selectNamesOf lists the names of somebody's agents, sorted.
func selectNamesOf(tx store.Tx, agents []string) ([]string, error) {
	condition, args := amongAgents(agents)
	return selectNamesWhere(tx, condition, args...)
}

func selectNamesWhere(tx store.Tx, condition string, args ...any) (names []string, err error) {
	rows, err := tx.Query("SELECT DISTINCT name FROM records_agent WHERE "+condition+" ORDER BY name", args...)
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
	condition, args := amongAgents(agents)
	_, err := tx.Exec("DELETE FROM records_agent WHERE "+condition, args...)
	return err
}

// amongAgents is the condition for what is of one of somebody's agents, however their
// mailbox is written. It reads all rows: it is for export and erasure.
func amongAgents(agents []string) (condition string, args []any) {
	for _, a := range agents {
		args = append(args, a)
	}
	for _, a := range agents {
		args = append(args, xapi.AgentFold(a))
	}
	in := " IN (?" + strings.Repeat(", ?", len(agents)-1) + ")"
	return "(agent" + in + " OR agent LIKE 'mbox:%' AND LOWER(agent)" + in + ")", args
}
