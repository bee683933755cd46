package privacy

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"atelier/internal/base/lang"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/people/privacy/pages"
)

// Annex is the annex for a privacy impact assessment in a language, as one HTML file that needs nothing else: every
// table, every column, who sees it, how long it stays, who answers when somebody asks, and the measures of protection.
func (r *Room) Annex(tx store.Tx, face lang.Tag) ([]byte, error) {
	n, err := r.notice(tx, face)
	if err != nil {
		return nil, err
	}
	rules, err := r.Rules(tx)
	if err != nil {
		return nil, err
	}
	a := pages.Annex{Notice: n, Date: lang.Date(face, r.Clock.Now())}
	for _, t := range r.Inventory {
		if t.About() {
			a.Tables = append(a.Tables, annexTable(face, t, rules))
		} else {
			a.Others = append(a.Others, pages.Row{What: t.Name, Basis: t.What.In(face)})
		}
	}
	for _, rule := range rules {
		a.Rules = append(a.Rules, pages.Row{What: rule.Table.Name, Long: days(face, rule.Days), Basis: rule.HeldFor})
	}
	var out bytes.Buffer
	err = pages.AnnexFile(a).Render(context.Background(), &out)
	return out.Bytes(), err
}

func days(face lang.Tag, n int) string {
	if n == 0 {
		return words.Say(face, "annex.no-end")
	}
	return words.Say(face, "annex.days", lang.A{"n": n})
}

func annexTable(face lang.Tag, t inventory.Table, rules []Rule) pages.AnnexTable {
	out := pages.AnnexTable{Name: t.Name, What: t.What.In(face), Facts: []pages.Fact{
		{Name: words.Say(face, "annex.purpose"), Text: words.Say(face, "purpose."+t.Purpose)},
		{Name: words.Say(face, "notice.basis"), Text: words.Say(face, "basis."+t.Basis)},
		{Name: words.Say(face, "notice.sees"), Text: readers(face, t)},
		{Name: words.Say(face, "notice.long"), Text: kept(face, t, rules)},
		{Name: words.Say(face, "annex.place"), Text: words.Say(face, "place."+t.Where)},
		{Name: words.Say(face, "annex.export"), Text: answer(face, t.Export.By)},
		{Name: words.Say(face, "annex.erase"), Text: erasure(face, t)},
	}}
	var names []string
	for name := range t.Columns {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		out.Columns = append(out.Columns, pages.Fact{Name: name, Text: words.Say(face, "class."+string(t.Columns[name].Class))})
	}
	return out
}

func answer(face lang.Tag, by string) string {
	if by == "" {
		return words.Say(face, "annex.no")
	}
	return words.Say(face, "annex.yes")
}

func erasure(face lang.Tag, t inventory.Table) string {
	why := t.Erase.Keeps.In(face)
	if t.Erase.By == "" {
		why = t.Erase.None.In(face)
	}
	if why == "" {
		return words.Say(face, "annex.all-gone")
	}
	return why
}

// annexFileName is what the file is called when it is saved.
func annexFileName(face lang.Tag) string {
	return fmt.Sprintf("atelier-%s-%s.html", words.Say(face, "slug-annex"), face)
}
