package privacy

import (
	"fmt"
	"slices"
	"strings"

	"atelier/internal/base/store"
)

// Compare says, a text each, what stands in the schema and not in the inventory, with the lines to write, and what
// stands in the inventory and is gone from the schema.
func Compare(inv Inventory, schema []store.Table) (gaps []string) {
	there := map[string]store.Table{}
	for _, t := range schema {
		there[t.Name] = t
		known, ok := inv.Table(t.Name)
		if !ok {
			gaps = append(gaps, skeleton(t))
			continue
		}
		var missing []string
		for _, c := range t.Columns {
			if _, ok := known.Columns[c.Name]; !ok {
				missing = append(missing, fmt.Sprintf("      %s: technical   # or personal, pseudonym, secret", c.Name))
			}
		}
		if len(missing) > 0 {
			gaps = append(gaps, fmt.Sprintf("privacy.yaml of %s lacks columns of %s; write under its columns:\n%s", known.Room, t.Name, strings.Join(missing, "\n")))
		}
	}
	for _, t := range inv {
		now, ok := there[t.Name]
		if !ok {
			gaps = append(gaps, fmt.Sprintf("privacy.yaml of %s describes %s, which does not exist", t.Room, t.Name))
			continue
		}
		for name := range t.Columns {
			if !slices.ContainsFunc(now.Columns, func(c store.Column) bool { return c.Name == name }) {
				gaps = append(gaps, fmt.Sprintf("privacy.yaml of %s describes column %s of %s, which does not exist", t.Room, name, t.Name))
			}
		}
	}
	slices.Sort(gaps)
	return gaps
}

// skeleton is what to write for a table that nobody described.
func skeleton(t store.Table) string {
	room, _, _ := strings.Cut(t.Name, "_")
	var b strings.Builder
	fmt.Fprintf(&b, "privacy.yaml of %s lacks the table %s. Where it holds nothing about people, what and columns do; else write all of it (package comment of internal/base/privacy):\n", room, t.Name)
	fmt.Fprintf(&b, "  %s:\n    what: { en: …, fr: … }\n", t.Name)
	fmt.Fprintf(&b, "    purpose: %s\n    basis: %s\n    sees: [self, administrator]\n    kept: { en: …, fr: … }\n", strings.Join(Purposes, "|"), strings.Join(Bases, "|"))
	b.WriteString("    claim: rows|ROOM|{ none: why }\n    export: rows|ROOM|{ none: why }\n    erase: rows|blank|ROOM|{ none: { en: …, fr: … } }\n")
	b.WriteString("    retain: { by: rows, from: COLUMN, days: 400 }|ROOM|{ none: why }\n    columns:\n")
	for _, c := range t.Columns {
		fmt.Fprintf(&b, "      %s: technical|personal|pseudonym|secret [person] [actor] [text] [json]\n", c.Name)
	}
	return b.String()
}
