package check

import (
	"atelier/internal/content/course"
)

// Item writing: when the right answer is always the longest, one need not know it. A signal, per language.
var questionLongest = &Rule{
	ID: "question-longest", Level: Note,
	Title:  text("The right answer is not always the longest", "La bonne réponse n’est pas toujours la plus longue"),
	Says:   text("In {count} of {all} questions the right answer is by far the longest.", "Dans {count} questions sur {all}, la bonne réponse est de loin la plus longue."),
	Why:    text("Who notices it passes without knowing.", "Qui s’en aperçoit réussit sans savoir."),
	Source: sourceItems,
	Advice: text("Shorten right answers; give wrong ones the same care.", "Raccourcissez les bonnes réponses; soignez autant les autres."),
	doc: func(p *pass, t *Text) {
		all, longest := 0, 0
		for _, q := range t.Questions {
			if q.Kind != course.Single || len(q.Choices) < 3 {
				continue
			}
			all++
			right, other := 0, 0
			for _, ch := range q.Choices {
				n := len([]rune(course.Plain(ch.Text.Inlines)))
				if ch.Right {
					right = n
				} else {
					other = max(other, n)
				}
			}
			if right*10 > other*12 {
				longest++
			}
		}
		if all >= 3 && longest*10 >= all*6 {
			p.at(t.top(), "", t.Tag, A{"count": longest, "all": all})
		}
	},
}
