package check

import (
	"atelier/internal/content/course"
)

// docs/format: what points to an objective points to one that exists.
var objectiveUnknown = &Rule{
	ID: "objective-unknown", Level: Error,
	Title:  text("What points to an objective points to one that exists", "Ce qui renvoie à un objectif renvoie à un objectif qui existe"),
	Says:   text("No objective is called “{name}”.", "Aucun objectif ne s’appelle « {name} »."),
	Why:    text("Coverage is counted by these names; a misspelt one counts for nothing.", "La couverture se compte par ces noms; un nom mal écrit ne compte pour rien."),
	Source: sourceFormat,
	Advice: text("Correct the name, or add the objective to module.yaml.", "Corrigez le nom, ou ajoutez l’objectif à module.yaml."),
	doc: func(p *pass, t *Text) {
		for _, id := range t.Page.Objectives {
			if p.index.objectives[id] == nil {
				p.at(course.Place{File: t.File, Line: 1, Column: 1}, "", t.Tag, A{"name": id})
			}
		}
		for _, q := range t.Questions {
			if q.Objective != "" && p.index.objectives[q.Objective] == nil {
				p.at(q.Place, q.ID, t.Tag, A{"name": q.Objective})
			}
		}
	},
}
