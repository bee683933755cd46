package office

import (
	"strconv"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
	"atelier/internal/people/privacy"
)

// showRetention is how long records are kept, what would go today, and what went.
func (r *Room) showRetention(v *visit) (templ.Component, error) {
	var rules []privacy.Rule
	var runs []privacy.Run
	err := r.read(v, func(tx store.Tx) (err error) {
		if rules, err = r.Privacy.Rules(tx); err != nil {
			return err
		}
		runs, err = r.Privacy.Runs(tx, 10)
		return err
	})
	if err != nil {
		return nil, err
	}
	dry, err := r.Privacy.Retain(v.req.Context(), "", true)
	if err != nil {
		return nil, err
	}
	l := pages.List{Face: v.face, Nothing: v.say("retention.nothing"), Board: page.Board{Caption: v.say("area.retention"), Titled: true, Columns: v.columns("retention", "what", "days", "usual", "due")}}
	l.Board.Columns[1].Number, l.Board.Columns[2].Number, l.Board.Columns[3].Number = true, true, true
	for _, rule := range rules {
		l.Board.Rows = append(l.Board.Rows, []templ.Component{
			pages.LinkTo(page.Link{Text: rule.Table.What.In(v.face), Href: "?record=" + rule.Table.Name + "#rule"}, ruleHeld(v, rule)),
			page.Text(v.days(rule.Days)), page.Text(v.days(rule.Usual)), page.Text(lang.Number(v.face, float64(gone(dry, rule.Table.Name)), 0)),
		})
	}
	parts := []templ.Component{pages.ListBody(l), pages.Section(v.say("retention.change"), v.say("retention.change-text"), pages.FormBody(v.ruleForm(rules)))}
	parts = append(parts, pages.Section(v.say("retention.now"), v.say("retention.now-text"), pages.Acts(pages.Deeds{Action: v.here(), Deeds: []pages.Deed{{What: v.say("retention.run-text"), Go: v.say("retention.run"), Fields: []page.Field{{Name: "do", Value: "run"}}}}})))
	holds, err := r.holds(v)
	if err != nil {
		return nil, err
	}
	parts = append(parts, holds)
	return templ.Join(append(parts, pages.Section(v.say("retention.runs"), "", v.runs(runs, rules)))...), nil
}

// gone is how many records of a kind a run lets go.
func gone(run privacy.Run, record string) int {
	for _, receipt := range run.Receipts {
		if receipt.Record == record {
			return int(receipt.Gone)
		}
	}
	return 0
}

func ruleHeld(v *visit, rule privacy.Rule) string {
	if rule.HeldFor == "" {
		return ""
	}
	return v.say("retention.held", lang.A{"why": rule.HeldFor})
}

// days is a retention in words.
func (v *visit) days(n int) string {
	if n == 0 {
		return v.say("retention.endless")
	}
	return v.say("retention.days", lang.A{"n": n})
}

func (v *visit) ruleForm(rules []privacy.Rule) pages.Form {
	chosen := v.req.URL.Query().Get("record")
	var records []page.Option
	days, why := "", ""
	for _, rule := range rules {
		records = append(records, page.Option{Value: rule.Table.Name, Text: rule.Table.What.In(v.face)})
		if rule.Table.Name == chosen {
			days, why = strconv.Itoa(rule.Days), rule.HeldFor
		}
	}
	f := v.plainForm("rule", v.say("keep"))
	f.ID = "rule"
	f.field("record", "choice", chosen, records...).needed().field("days", "number", days).needed().field("held", "text", why)
	return f.Form
}

// runs are the receipts of what went.
func (v *visit) runs(runs []privacy.Run, rules []privacy.Rule) templ.Component {
	d := pages.Deeds{Nothing: v.say("retention.no-run")}
	for _, run := range runs {
		for _, receipt := range run.Receipts {
			d.Deeds = append(d.Deeds, pages.Deed{What: v.say("retention.went", lang.A{"day": v.day(run.Day), "n": int(receipt.Gone), "what": whatOf(rules, receipt.Record, v.face)})})
		}
	}
	return pages.Acts(d)
}

func whatOf(rules []privacy.Rule, record string, face lang.Tag) string {
	for _, rule := range rules {
		if rule.Table.Name == record {
			return rule.Table.What.In(face)
		}
	}
	return record
}

// sendRetention sets a rule, or lets go now what is due.
func (r *Room) sendRetention(v *visit) error {
	if v.typed("do") == "run" {
		if err := r.DB.Read(v.req.Context(), func(tx store.Tx) error { return r.Identity.Can(tx, v.session, ActSettings, identity.SiteScope) }); err != nil {
			return err
		}
		_, err := r.Privacy.Retain(v.req.Context(), string(v.session.Person), false)
		return err
	}
	days, err := strconv.Atoi(v.typed("days"))
	if err != nil {
		return Mistakes{mistake("days", "days")}
	}
	if v.typed("record") == "" {
		return Mistakes{mistake("record", "record")}
	}
	err = r.do(v, ActSettings, func(tx store.Tx, by identity.PersonID) error {
		return r.Privacy.SetRule(tx, string(by), v.typed("record"), days, v.typed("held"))
	})
	return asMistake(err, "days", fault.Invalid)
}
