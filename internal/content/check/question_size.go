package check

import (
	"atelier/internal/content/course"
)

// A choice needs alternatives: two for single and multiple, exactly two for true/false, three to order or to match.
var questionSize = &Rule{
	ID: "question-size", Level: Error,
	Title:  text("A question has enough to choose from", "Une question offre assez de choix"),
	Says:   text("This question ({kind}) has {count} answers; it needs {wanted}.", "Cette question ({kind}) a {count} réponses; il en faut {wanted}."),
	Why:    text("With fewer there is nothing to decide.", "Avec moins, il n’y a rien à décider."),
	Source: sourceItems,
	Advice: text("Add plausible answers.", "Ajoutez des réponses plausibles."),
	question: func(p *pass, t *Text, q *course.Question) {
		n, least, exact := len(q.Choices), 0, false
		switch q.Kind {
		case course.Single, course.Multiple, course.Likert:
			least = 2
		case course.TrueFalse:
			least, exact = 2, true
		case course.Ordering:
			least = 3
		case course.Matching:
			n, least = len(q.Pairs), 3
		}
		if n < least || exact && n != least {
			p.at(q.Place, q.ID, t.Tag, A{"kind": string(q.Kind), "count": n, "wanted": least})
		}
	},
}
