package check

import (
	"atelier/internal/content/course"
)

// A file that no page shows still travels in every package.
var mediaUnused = &Rule{
	ID: "media-unused", Level: Note,
	Title:  text("Every medium is shown somewhere", "Chaque média est montré quelque part"),
	Says:   text("No page shows “{target}”.", "Aucune page ne montre « {target} »."),
	Why:    text("It weighs on every download.", "Il alourdit chaque téléchargement."),
	Source: text("House rule of Atelier", "Règle de la maison Atelier"),
	Advice: text("Show it, or remove it from media/.", "Montrez-le, ou retirez-le de media/."),
	course: func(p *pass) {
		for _, m := range p.c.Media {
			if !p.index.targets[m.Path] {
				p.at(mediumPlace(m), "", "", A{"target": m.Path})
			}
		}
	},
}

func mediumPlace(m *course.Medium) course.Place {
	if m.File != "" {
		return m.Place
	}
	return course.Place{File: m.Path, Line: 1, Column: 1}
}
