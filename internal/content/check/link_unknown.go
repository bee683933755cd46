package check

import (
	"strings"

	"atelier/internal/content/course"
)

// A link inside the course leads to a page or a passage that exists; docs/format, "Inline".
var linkUnknown = &Rule{
	ID: "link-unknown", Level: Error,
	Title:  text("A link inside the course leads somewhere", "Un lien interne mène quelque part"),
	Says:   text("Nothing in the course is called “{target}”.", "Rien dans le cours ne s’appelle « {target} »."),
	Why:    text("The reader would end on an error page.", "Le lecteur aboutirait à une page d’erreur."),
	Source: sourceFormat,
	Advice: text("Use the path of the page in the source, without language and ending, or #id of a passage.", "Employez le chemin de la page dans la source, sans langue ni terminaison, ou #id d’un passage."),
	block: func(p *pass, t *Text, b *course.Block) {
		eachInline(b, func(in course.Inline) {
			if in.Kind == course.Link && in.Target != "" && !isExternal(in.Target) && !p.leads(in.Target) {
				p.on(t, b, A{"target": in.Target})
			}
		})
	},
}

// leads says whether a target inside the course exists.
func (p *pass) leads(target string) bool {
	switch {
	case strings.HasPrefix(target, "mailto:"), strings.HasPrefix(target, "tel:"):
		return true
	}
	where, id, has := strings.Cut(target, "#")
	id, _, _ = strings.Cut(strings.TrimPrefix(id, "^"), "/")
	if has && !p.index.ids[course.ID(id)] {
		return false
	}
	where = strings.Trim(where, "/")
	if where == "" {
		return has
	}
	if p.index.pages[where] != nil || p.c.Media[where] != nil {
		return true
	}
	switch where {
	case "glossary", "references", "resources", "concepts", "cases", "checklists", "worksheets", "guide", "modules":
		return true
	}
	return p.index.modules[strings.TrimPrefix(where, "modules/")] != nil
}
