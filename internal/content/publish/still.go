package publish

import (
	"atelier/internal/content/render"
)

// factList is what a case study says of who, where and when, as XHTML for a still
// page; empty for other pages.
func factList(p *WebPage, t *tongue) string {
	rows := ""
	for _, f := range p.Page.Facts {
		if f.Text.Has(p.Tag) {
			rows += "<dt>" + t.render.Said(say(t.face, "fact."+f.Key)) + "</dt>\n<dd>" + render.Escape(f.Text.In(p.Tag)) + "</dd>\n"
		}
	}
	if rows == "" {
		return ""
	}
	return render.XHTML("<dl class=\"facts\">\n" + rows + "</dl>\n")
}

// kickerLine says what a page is and how long it takes, as XHTML for a still page.
func kickerLine(w *Web, p *WebPage) string {
	s := &sheet{w: w, t: w.languages[p.Tag], at: p}
	return render.XHTML(`<p class="kicker">` + s.t.render.Said(s.kicker()) + "</p>\n")
}
