package check

import (
	"atelier/internal/content/course"
)

// A question asks something.
var questionStem = &Rule{
	ID: "question-stem", Level: Error,
	Title:  text("A question has a stem and an objective", "Une question a un énoncé et un objectif"),
	Says:   text("This question has no {what}.", "Cette question n’a pas {what}."),
	Why:    text("Without a stem nothing is asked; without an objective nobody knows what the answer shows.", "Sans énoncé, rien n’est demandé; sans objectif, on ignore ce que la réponse démontre."),
	Source: sourceFormat,
	Advice: text("Write the question before its answers, and objective=ID on the opening line.", "Rédigez la question avant ses réponses, et objective=ID à la ligne d’ouverture."),
	question: func(p *pass, t *Text, q *course.Question) {
		if !hasWords(q.Stem) {
			p.at(q.Place, q.ID, t.Tag, A{"what": text("stem", "d’énoncé")})
		}
		if q.Objective == "" && q.Kind != course.Reflection && q.Kind != course.Likert {
			p.at(q.Place, q.ID, t.Tag, A{"what": text("objective", "d’objectif")})
		}
	},
}
