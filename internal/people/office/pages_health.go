package office

import (
	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/office/pages"
)

// Vital is one thing that the site stands on, as this node sees it now.
type Vital struct {
	Key   string // in the catalogue: "vital.database"
	Place string // where it is; never a password
	Err   error  // why it does not answer; nil when it does
}

// showHealth is what the site stands on, and what waits for somebody.
func (r *Room) showHealth(v *visit) (templ.Component, error) {
	var waiting map[jobs.State]int
	var letters map[mail.State]int
	err := r.read(v, func(tx store.Tx) (err error) {
		if waiting, err = r.Queue.Count(tx); err != nil {
			return err
		}
		letters, err = r.Mail.Count(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	b := page.Board{Caption: v.say("area.health"), Titled: true, Columns: v.columns("health", "what", "place", "state")}
	for _, one := range r.Vitals(v.req.Context()) {
		state := v.say("health.well")
		if one.Err != nil {
			state = v.say("health.unwell", lang.A{"why": fault.Message(one.Err, v.face)})
		}
		b.Rows = append(b.Rows, []templ.Component{page.Text(v.say("vital." + one.Key)), page.Text(one.Place), page.Text(state)})
	}
	facts := []page.Fact{
		{Name: v.say("health.version"), Text: page.Text(r.Version)},
		{Name: v.say("health.given-up"), Text: pages.LinkTo(page.Link{Text: lang.Number(v.face, float64(waiting[jobs.GivenUp]), 0), Href: v.at(areaJobs) + "?state=" + string(jobs.GivenUp)}, "")},
		{Name: v.say("health.unsent"), Text: pages.LinkTo(page.Link{Text: lang.Number(v.face, float64(letters[mail.Failed]+letters[mail.Refused]), 0), Href: v.at(areaMail)}, "")},
	}
	return templ.Join(page.FactList(facts), page.BoardTable(v.face, b)), nil
}
