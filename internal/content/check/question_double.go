package check

import (
	"strings"

	"atelier/internal/content/course"
)

// Two answers that read alike can not be told apart; one is right by luck.
var questionDouble = &Rule{
	ID: "question-double", Level: Error,
	Title:  text("No two answers of a question are alike", "Deux réponses d’une question ne sont pas pareilles"),
	Says:   text("The answer “{words}” stands twice.", "La réponse « {words} » figure deux fois."),
	Why:    text("One of the two is marked wrong for the same words.", "L’une des deux est comptée fausse pour les mêmes mots."),
	Source: sourceItems,
	Advice: text("Rewrite or remove one.", "Récrivez-en une, ou retirez-la."),
	question: func(p *pass, t *Text, q *course.Question) {
		seen := map[string]bool{}
		for _, ch := range q.Choices {
			if ch.Text == nil {
				continue
			}
			said := strings.TrimSpace(course.Plain(ch.Text.Inlines))
			if key := strings.Trim(lower(said), " .\u00a0"); key != "" && seen[key] {
				p.on(t, ch.Text, A{"words": said})
			} else {
				seen[key] = true
			}
		}
	},
}
