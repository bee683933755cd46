package office

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
)

// showAudit is the trail of administrative acts, newest first.
func (r *Room) showAudit(v *visit) (templ.Component, error) {
	q := v.req.URL.Query()
	f := identity.TrailFilter{By: identity.PersonID(q.Get("by")), On: q.Get("on"), Do: q.Get("do"), Before: number(q.Get("after")), Most: perPage + 1}
	var lines []identity.Line
	names := map[identity.PersonID]string{}
	err := r.read(v, func(tx store.Tx) (err error) {
		if lines, err = r.Identity.Trail(tx, f); err != nil {
			return err
		}
		for _, l := range lines {
			for _, id := range []identity.PersonID{l.By, identity.PersonID(l.On)} {
				if err := r.nameOf(tx, id, names); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	l := pages.List{Face: v.face, Nothing: v.say("audit.nothing"), Filter: pages.Filter{Action: v.at(areaAudit), Go: v.say("filter"), Fields: []page.FormField{
		{ID: "by-word", Name: "do", Kind: "text", Label: page.Text(v.say("audit.column-did")), Value: f.Do, Hint: v.say("audit.did-hint")},
		{ID: "by-whom", Name: "by", Kind: "text", Label: page.Text(v.say("audit.by-id")), Value: string(f.By)},
		{ID: "by-object", Name: "on", Kind: "text", Label: page.Text(v.say("audit.on-id")), Value: f.On},
	}}}
	if len(lines) > perPage {
		lines = lines[:perPage]
		l.More = page.Link{Text: v.say("more"), Href: v.at(areaAudit) + "?" + after(q, text(lines[perPage-1].Seq))}
	}
	l.Board = page.Board{Caption: v.say("area.audit"), Titled: true, Columns: v.columns("audit", "at", "who", "did", "object", "detail")}
	for _, one := range lines {
		l.Board.Rows = append(l.Board.Rows, v.auditRow(one, names))
	}
	check := pages.Acts(pages.Deeds{Action: v.here(), Deeds: []pages.Deed{{What: v.say("audit.check-text"), Go: v.say("audit.check")}}})
	if v.said != nil {
		return templ.Join(page.NoticeBox(v.face, *v.said), pages.ListBody(l), check), nil
	}
	return templ.Join(pages.ListBody(l), check), nil
}

// nameOf notes the name of a person that still has one.
func (r *Room) nameOf(tx store.Tx, id identity.PersonID, names map[identity.PersonID]string) error {
	if _, known := names[id]; known || len(id) < 2 || id[:2] != "p-" {
		return nil
	}
	p, err := r.Identity.PersonByID(tx, id)
	if fault.KindOf(err) == fault.NotFound {
		names[id] = ""
		return nil
	}
	names[id] = p.Name
	return err
}

func (v *visit) auditRow(l identity.Line, names map[identity.PersonID]string) []templ.Component {
	who := v.named(l.By, names)
	if l.By == "" {
		who = page.Text(v.say("audit.machine"))
	}
	return []templ.Component{pages.Moment(l.At, lang.Date(v.face, l.At)+", "+lang.Clock(v.face, l.At)), who, page.Text(l.Do), v.named(identity.PersonID(l.On), names), page.Text(details(l.Detail))}
}

// named is a person by name, and anything else by its id.
func (v *visit) named(id identity.PersonID, names map[identity.PersonID]string) templ.Component {
	if n := names[id]; n != "" {
		return pages.LinkTo(page.Link{Text: n, Href: v.under(areaPerson, string(id))}, "")
	}
	return page.Text(string(id))
}

// checkTrail reads the whole audit trail and says whether it is as it was written.
func (r *Room) checkTrail(v *visit) error {
	var lines int64
	err := r.read(v, func(tx store.Tx) (err error) {
		lines, err = r.Identity.VerifyTrail(tx)
		return err
	})
	if err != nil && fault.KindOf(err) == fault.Findings {
		v.said = &page.Notice{Kind: "error", Title: fault.Message(err, v.face)}
		return nil
	}
	if err != nil {
		return err
	}
	v.said = &page.Notice{Kind: "success", Title: v.say("audit.whole", lang.A{"n": int(lines)})}
	return nil
}

// number reads a whole number; 0 when it is none.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

// details are keys and ids, in the order of their names.
func details(d map[string]string) string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(d)) {
		out = append(out, name+": "+d[name])
	}
	return strings.Join(out, "; ")
}
