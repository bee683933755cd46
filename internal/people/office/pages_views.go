package office

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/office/pages"
	"atelier/internal/people/privacy"
)

// Views are told of the last days, and of so many pages.
const (
	viewDays = 28
	mostSeen = 20
)

// views says whether views of pages are counted, and how many there were.
func (r *Room) views(v *visit) (templ.Component, error) {
	var counting bool
	var seen privacy.Views
	from := r.Clock.Now().AddDate(0, 0, -viewDays).Format(time.DateOnly)
	err := r.read(v, func(tx store.Tx) (err error) {
		if counting, err = r.Privacy.Counting(tx); err != nil {
			return err
		}
		seen, err = r.Privacy.Count(tx, privacy.ViewFilter{From: from})
		return err
	})
	if err != nil {
		return nil, err
	}
	state, value := "off", "on"
	if counting {
		state, value = "on", "off"
	}
	deed := pages.Deed{What: v.say("views.is-" + state), Go: v.say("views.switch-" + value), Fields: []page.Field{{Name: "do", Value: "views-" + value}}}
	parts := []templ.Component{pages.Acts(pages.Deeds{Action: v.here(), Deeds: []pages.Deed{deed}})}
	if counting || seen.All > 0 {
		parts = append(parts, pages.ListBody(v.seen(r, seen)))
	}
	return pages.Section(v.say("views.title"), v.say("views.text", lang.A{"few": privacy.Few, "days": viewDays}), templ.Join(parts...)), nil
}

// seen are the pages that were shown most.
func (v *visit) seen(r *Room, seen privacy.Views) pages.List {
	l := pages.List{Face: v.face, Nothing: v.say("views.none"), Board: page.Board{Caption: v.say("views.most"), Columns: v.columns("views", "page", "n")}}
	l.Board.Columns[1].Number = true
	slices.SortStableFunc(seen.ByPage, func(a, b privacy.Viewed) int { return cmp.Compare(b.N, a.N) })
	for _, one := range seen.ByPage[:min(mostSeen, len(seen.ByPage))] {
		name := page.Text(one.Name)
		if p := r.viewed(v.tag, one.Name); p != nil {
			name = pages.LinkTo(page.Link{Text: p.Title, Href: p.Path}, "")
		}
		l.Board.Rows = append(l.Board.Rows, []templ.Component{name, page.Text(lang.Number(v.face, float64(one.N), 0))})
	}
	return l
}

// viewed is the page of which views are counted under a name; nil when there is none any more. That of a page of a further
// course has the key of the course before it.
func (r *Room) viewed(tag lang.Tag, name string) *library.Page {
	e := r.Library.Edition()
	if key, rest, of := strings.Cut(name, " "); of {
		if e, name = r.Library.EditionOf(key), rest; e == nil {
			return nil
		}
	}
	return e.In(e.Reads(tag), name)
}

// switchViews switches the counting on or off.
func (r *Room) switchViews(v *visit, on bool) error {
	err := r.do(v, ActSettings, func(tx store.Tx, by identity.PersonID) error { return r.Privacy.SetCounting(tx, string(by), on) })
	if err != nil {
		return err
	}
	return r.Privacy.Tally(v.req.Context())
}
