package check

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Item writing: “all of the above” rewards who knows two answers and punishes shuffled order.
var questionAllOfAbove = &Rule{
	ID: "question-all-of-above", Level: Warning, Only: bothWorded,
	Title:  text("No answer is “all of the above” or “none of the above”", "Aucune réponse n’est « toutes ces réponses » ni « aucune de ces réponses »"),
	Says:   text("The answer “{words}” stands for other answers.", "La réponse « {words} » renvoie aux autres réponses."),
	Why:    text("It tests the reading of the list, and breaks when answers are shuffled.", "Elle vérifie la lecture de la liste, et ne tient plus quand on mélange les réponses."),
	Source: sourceItems,
	Advice: text("Use kind=multiple, or write an answer of its own.", "Employez kind=multiple, ou rédigez une réponse à part entière."),
	question: func(p *pass, t *Text, q *course.Question) {
		for _, ch := range q.Choices {
			if ch.Text == nil {
				continue
			}
			said := lower(course.Plain(ch.Text.Inlines))
			for _, phrase := range catchAll[t.Tag.Base()] {
				if strings.Contains(said, phrase) {
					p.on(t, ch.Text, A{"words": course.Plain(ch.Text.Inlines)})
					break
				}
			}
		}
	},
}

var catchAll = map[lang.Tag][]string{
	lang.English: {"all of the above", "none of the above", "all of these", "none of these", "both a and b", "both of the above", "any of the above", "all the above"},
	lang.French: {"toutes ces réponses", "aucune de ces réponses", "tous ces choix", "toutes les réponses", "aucune des réponses", "aucun de ces choix",
		"a et b", "toutes les précédentes", "les deux réponses précédentes", "tout ce qui précède", "rien de tout cela", "aucune des précédentes"},
}
