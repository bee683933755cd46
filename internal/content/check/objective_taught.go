package check

import (
	"atelier/internal/content/course"
)

// DESIGN part 4: every objective says what teaches it and what tests it.
var objectiveTaught = &Rule{
	ID: "objective-taught", Level: Error,
	Title:  text("Every objective of a module is taught by a lesson", "Chaque objectif d’un module est enseigné par une leçon"),
	Says:   text("No lesson teaches the objective “{name}”.", "Aucune leçon n’enseigne l’objectif « {name} »."),
	Why:    text("The page promises it to the learner.", "La page le promet à la personne qui apprend."),
	Source: sourceFormat,
	Advice: text("Name it under objectives: in the front matter of the lesson that teaches it, in every language.", "Nommez-le sous objectives: dans l’en-tête de la leçon qui l’enseigne, dans chaque langue."),
	module: func(p *pass, m *course.Module) {
		if m.Writing {
			return
		}
		taught := map[string]bool{}
		for _, lesson := range m.Lessons {
			for _, o := range lesson.Objectives {
				taught[o] = true
			}
		}
		for _, o := range m.Objectives {
			if !taught[o.ID] {
				p.at(o.Place, course.ID("objective."+o.ID), "", A{"name": o.ID})
			}
		}
	},
}
