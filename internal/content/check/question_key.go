package check

import (
	"atelier/internal/content/course"
)

// A question that has a right answer says which: one for single and true/false, one at least and not all for multiple.
var questionKey = &Rule{
	ID: "question-key", Level: Error,
	Title:  text("A question has its right answers", "Une question a ses bonnes réponses"),
	Says:   text("This question ({kind}) has {count} right answers out of {all}.", "Cette question ({kind}) a {count} bonnes réponses sur {all}."),
	Why:    text("Nobody could answer it rightly, or everybody would.", "Personne ne pourrait y répondre juste, ou tout le monde le ferait."),
	Source: sourceItems,
	Advice: text("Mark with [x] one answer (single, true/false), or one or more but not all (multiple).", "Marquez par [x] une réponse (single, truefalse), ou une ou plusieurs sans les marquer toutes (multiple)."),
	question: func(p *pass, t *Text, q *course.Question) {
		right := 0
		for _, ch := range q.Choices {
			if ch.Right {
				right++
			}
		}
		bad := false
		switch q.Kind {
		case course.Single, course.TrueFalse:
			bad = right != 1
		case course.Multiple:
			bad = right == 0 || right == len(q.Choices)
		case course.FillIn, course.Numeric:
			bad = right == 0
		case course.Likert:
			bad = right > 0
		}
		if bad {
			p.at(q.Place, q.ID, t.Tag, A{"kind": string(q.Kind), "count": right, "all": len(q.Choices)})
		}
	},
}
