package records

import (
	"encoding/json"

	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// HomePage is the home page of the accounts of the site that wrote a database last, as its newest statement has it: that of
// its actor where the site wrote it, that of its authority where another program did. It is empty where there is no
// statement.
func HomePage(tx store.Tx) (string, error) {
	rows, err := selectNewest(tx)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	type agent struct{ Account xapi.Account }
	var s struct{ Actor, Authority agent }
	if err := json.Unmarshal(rows[0].body, &s); err != nil {
		return "", err
	}
	if rows[0].source == "" {
		return s.Actor.Account.HomePage, nil
	}
	return s.Authority.Account.HomePage, nil
}
