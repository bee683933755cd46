package publish

import (
	"atelier/internal/content/render"
)

// FactsXHTML is what a case study says of who, where and when, as XHTML for a still
// page; empty for other pages.
func FactsXHTML(p *WebPage, t *Tongue) string {
	rows := ""
	for _, f := range p.Page.Facts {
		if f.Text.Has(p.Tag) {
			rows += "<dt>" + t.Render.Said(Say(t.Face, "fact."+f.Key)) + "</dt>\n<dd>" + render.Escape(f.Text.In(p.Tag)) + "</dd>\n"
		}
	}
	if rows == "" {
		return ""
	}
	return render.XHTML("<dl class=\"facts\">\n" + rows + "</dl>\n")
}

// KickerXHTML says what a page is and how long it takes, as XHTML for a still page.
func KickerXHTML(w *Web, p *WebPage) string {
	s := w.sheet(p)
	return render.XHTML(`<p class="kicker">` + s.t.Render.Said(s.kicker()) + "</p>\n")
}

// ModuleXHTML says the number of a module and how long it takes, as XHTML for the still page of the module.
func ModuleXHTML(w *Web, p *WebPage) string {
	s := w.sheet(p)
	return render.XHTML(`<p class="kicker">` + s.t.Render.Said(s.moduleKicker(p.Module)) + "</p>\n")
}

// StepTitle is what a page is called in lists of its module.
func StepTitle(w *Web, p *WebPage) string { return w.sheet(p).stepTitle(p) }

// sheet is a page to ask about, without anybody who reads it.
func (w *Web) sheet(p *WebPage) *sheet { return &sheet{w: w, t: w.languages[p.Tag], at: p} }
