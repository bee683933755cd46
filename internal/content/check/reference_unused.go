package check

import (
	"atelier/internal/content/course"
)

// A list of references is what the course stands on; a work nothing cites is a resource, or a left-over.
var referenceUnused = &Rule{
	ID: "reference-unused", Level: Note,
	Title:  text("Every reference is cited", "Chaque référence est citée"),
	Says:   text("Nothing cites “{name}”.", "Rien ne cite « {name} »."),
	Why:    text("It must still be kept up to date, and readers look for where it is used.", "Il faut pourtant la tenir à jour, et le lecteur cherche où elle sert."),
	Source: text("House rule of Atelier", "Règle de la maison Atelier"),
	Advice: text("Cite it, move it to resources.yaml, or remove it.", "Citez-la, déplacez-la vers resources.yaml, ou retirez-la."),
	course: func(p *pass) {
		for _, r := range p.c.References {
			if !p.index.cited[r.ID] {
				p.at(r.Place, course.ID("reference."+r.ID), "", A{"name": r.ID})
			}
		}
	},
}
