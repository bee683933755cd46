package check

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Good practice of writing objectives: understanding can not be seen; what one does with it can. A signal.
var objectiveMeasurable = &Rule{
	ID: "objective-measurable", Level: Note, Only: bothWorded,
	Title:  text("An objective can be observed", "Un objectif s’observe"),
	Says:   text("“{words}” begins with a verb nobody can observe.", "« {words} » commence par un verbe que personne ne peut observer."),
	Why:    text("A question can test what one explains or chooses, not what one understands.", "Une question peut vérifier ce qu’on explique ou choisit, non ce qu’on comprend."),
	Source: text("Good practice in writing learning objectives", "Bonnes pratiques de rédaction des objectifs d’apprentissage"),
	Advice: text("Say what the learner does with it: explain, recognize, choose …", "Dites ce que la personne en fait : expliquer, reconnaître, choisir …"),
	course: func(p *pass) {
		p.eachObjective(func(o *course.Objective, tag lang.Tag, first string) {
			if setOf("understand", "know", "learn", "appreciate", "comprendre", "connaître", "savoir", "apprendre", "apprécier")[first] {
				p.at(o.Place, course.ID("objective."+o.ID), tag, A{"words": o.Text.In(tag)})
			}
		})
	},
}
