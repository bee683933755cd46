package privacy

import (
	"slices"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/people/privacy/pages"
)

// notice puts together what the privacy notice says in a language: the inventory, the rules in force and what the
// institution says of itself.
func (r *Room) notice(tx store.Tx, face lang.Tag) (pages.Notice, error) {
	n := pages.Notice{Words: words, Face: face, Few: Few}
	counting, err := r.Counting(tx)
	if err != nil {
		return n, err
	}
	rules, err := r.Rules(tx)
	if err != nil {
		return n, err
	}
	said := r.institution()
	n.Owner, n.Officer, n.Hosting, n.Views = said.Name.In(face), said.Officer.In(face), said.Hosting.In(face), counting
	n.Adds = blocks(said.Text.In(face))
	n.Contact = pages.Link{Text: strings.TrimPrefix(said.Contact, "mailto:")}
	if n.Contact.Text == "" {
		n.Contact.Text = strings.TrimPrefix(r.Contact, "mailto:")
	}
	n.Contact.Href = contactAddress(n.Contact.Text)
	if n.Reviewed, err = spokenDay(face, said.Day); err != nil {
		return n, err
	}
	if r.recipients != nil {
		said, err := r.recipients(tx, face)
		if err != nil {
			return n, err
		}
		n.Adds = append(blocks(said), n.Adds...)
	}
	for _, purpose := range inventory.Purposes {
		g := pages.Group{Purpose: words.Say(face, "purpose."+purpose)}
		for _, t := range r.Inventory {
			if t.About() && t.Purpose == purpose {
				g.Rows = append(g.Rows, pages.Row{What: t.What.In(face), Basis: words.Say(face, "basis."+t.Basis), Sees: readers(face, t), Long: kept(face, t, rules)})
			}
		}
		if len(g.Rows) > 0 {
			n.Groups = append(n.Groups, g)
		}
	}
	for _, p := range purposes {
		n.Consents = append(n.Consents, pages.Consent{Title: words.Say(face, "consent."+p.Key+".title"), Text: words.Say(face, "consent."+p.Key+".text"), Version: p.Version, Months: p.Months})
	}
	return n, nil
}

func readers(face lang.Tag, t inventory.Table) string {
	if len(t.Sees) == 0 {
		return words.Say(face, "reader.nobody")
	}
	var names []string
	for _, who := range t.Sees {
		names = append(names, words.Say(face, "reader."+who))
	}
	return lang.Join(face, names)
}

// kept says how long a table is kept, with the days in force.
func kept(face lang.Tag, t inventory.Table, rules []Rule) string {
	days := t.Retain.Days
	if i := slices.IndexFunc(rules, func(r Rule) bool { return r.Table.Name == t.Name }); i >= 0 {
		days = rules[i].Days
	}
	return strings.ReplaceAll(t.Kept.In(face), "{days}", strconv.Itoa(days))
}
