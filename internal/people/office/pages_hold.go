package office

import (
	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
	"atelier/internal/people/privacy"
)

// held is a hold on somebody, and who set it.
type held struct {
	privacy.Hold
	by identity.PersonID
}

// holdOn finds the hold on a person; nil when there is none.
func (r *Room) holdOn(tx store.Tx, id identity.PersonID) (*held, error) {
	all, err := r.Privacy.Holds(tx)
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		if h.Name != string(id) {
			continue
		}
		set, err := r.Identity.Trail(tx, identity.TrailFilter{Do: "hold.set", On: string(id), Most: 1})
		one := &held{Hold: h}
		for _, l := range set {
			one.by = l.By
		}
		return one, err
	}
	return nil, nil
}

// holdPart says whether nothing of a person may go, and lets that be said or lifted.
func (r *Room) holdPart(v *visit, w whole) templ.Component {
	if w.hold == nil {
		f := v.plainForm("hold", v.say("hold.go"))
		f.fresh("why", "text", "", "hold").needed()
		return pages.Section(v.say("hold.title"), v.say("hold.text"), pages.FormBody(f.Form))
	}
	facts := []page.Fact{
		{Name: v.say("hold.why"), Text: page.Text(w.hold.Why)},
		{Name: v.say("hold.since"), Text: page.Text(v.day(w.hold.Day))},
		{Name: v.say("hold.by"), Text: v.named(w.hold.by, w.names)},
	}
	lift := pages.Deed{What: v.say("hold.lift-text"), Go: v.say("hold.lift"), Fields: []page.Field{{Name: "do", Value: "lift"}}}
	return pages.Section(v.say("hold.title"), v.say("hold.is"), templ.Join(page.FactList(facts), pages.Acts(pages.Deeds{Action: v.here(), Deeds: []pages.Deed{lift}})))
}

// maxWhy bounds the reason of a hold, in characters.
const maxWhy = 300

// setHold keeps everything of a person until the hold is lifted.
func (r *Room) setHold(v *visit, id identity.PersonID) error {
	why := v.typed("why")
	if n := len([]rune(why)); n == 0 || n > maxWhy {
		return Mistakes{mistake("why", "why", lang.A{"most": maxWhy})}
	}
	return r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error {
		if _, err := r.Identity.PersonByID(tx, id); err != nil {
			return err
		}
		return r.Privacy.Hold(tx, string(by), string(id), why)
	})
}

func (r *Room) liftHold(v *visit, id identity.PersonID) error {
	return r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error { return r.Privacy.Release(tx, string(by), string(id)) })
}

// holds lists whom a hold is on, for the page of what goes when.
func (r *Room) holds(v *visit) (templ.Component, error) {
	l := pages.List{Face: v.face, Nothing: v.say("hold.nobody"), Board: page.Board{Caption: v.say("hold.all"), Titled: true, Columns: v.columns("hold", "who", "why", "since")}}
	err := r.read(v, func(tx store.Tx) error {
		all, err := r.Privacy.Holds(tx)
		if err != nil {
			return err
		}
		names := map[identity.PersonID]string{}
		l.Board.Rows = nil
		for _, h := range all {
			if err := r.nameOf(tx, identity.PersonID(h.Name), names); err != nil {
				return err
			}
			l.Board.Rows = append(l.Board.Rows, []templ.Component{v.named(identity.PersonID(h.Name), names), page.Text(h.Why), page.Text(v.day(h.Day))})
		}
		return nil
	})
	return pages.Section(v.say("hold.all"), v.say("hold.all-text"), pages.ListBody(l)), err
}
