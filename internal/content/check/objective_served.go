package check

import (
	"atelier/internal/content/course"
)

// A module's objectives serve those of the course; a course objective that no module serves is an empty promise.
var objectiveServed = &Rule{
	ID: "objective-served", Level: Warning,
	Title:  text("Every objective of the course is served by a module", "Chaque objectif du cours est servi par un module"),
	Says:   text("No module serves the course objective “{name}”.", "Aucun module ne sert l’objectif de cours « {name} »."),
	Why:    text("The course promises it and nothing in it leads there.", "Le cours le promet et rien n’y mène."),
	Source: sourceFormat,
	Advice: text("Name it under serves: of an objective of a module.", "Nommez-le sous serves: d’un objectif de module."),
	course: func(p *pass) {
		served := map[string]bool{}
		for _, m := range p.c.Modules {
			for _, o := range m.Objectives {
				for _, id := range o.Serves {
					served[id] = true
				}
			}
		}
		for _, o := range p.c.Objectives {
			if !served[o.ID] {
				p.at(o.Place, course.ID("objective."+o.ID), "", A{"name": o.ID})
			}
		}
	},
}
