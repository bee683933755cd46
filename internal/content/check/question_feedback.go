package check

import (
	"atelier/internal/content/course"
)

// DESIGN part 4 and the issue: each choice has its own feedback.
var questionFeedback = &Rule{
	ID: "question-feedback", Level: Error,
	Title:  text("Each answer has its own feedback", "Chaque réponse a sa propre rétroaction"),
	Says:   text("No feedback stands under “{words}”.", "Aucune rétroaction ne suit « {words} »."),
	Why:    text("A wrong answer is the moment to learn; without feedback it is only a mark.", "Une mauvaise réponse est le moment d’apprendre; sans rétroaction, ce n’est qu’une note."),
	Source: sourceFormat,
	Advice: text("Write a quote under the answer: “> Why it is right or wrong.”", "Écrivez une citation sous la réponse : « > Pourquoi c’est juste ou non. »"),
	question: func(p *pass, t *Text, q *course.Question) {
		switch q.Kind {
		case course.Single, course.Multiple, course.TrueFalse:
			p.feedback(t, q.Choices)
		case course.Scenario:
			for _, step := range q.Steps {
				p.feedback(t, step.Choices)
			}
		}
	},
}

func (p *pass) feedback(t *Text, choices []course.Choice) {
	for _, ch := range choices {
		if !hasWords(ch.Feedback) && ch.Text != nil {
			p.on(t, ch.Text, A{"words": course.Plain(ch.Text.Inlines)})
		}
	}
}
