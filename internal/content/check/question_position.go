package check

import (
	"slices"
	"strconv"

	"atelier/internal/content/course"
)

// Item writing: the right answer stands now here, now there. A signal.
var questionPosition = &Rule{
	ID: "question-position", Level: Note,
	Title:  text("The right answer does not always stand in the same place", "La bonne réponse n’est pas toujours au même rang"),
	Says:   text("In all {all} questions the right answer is number {rank}.", "Dans les {all} questions, la bonne réponse est la {rank}e."),
	Why:    text("Paper forms are not shuffled; the place gives the answer away.", "Sur papier, rien n’est mélangé; le rang trahit la réponse."),
	Source: sourceItems,
	Advice: text("Vary the place.", "Variez le rang."),
	doc: func(p *pass, t *Text) {
		all, rank, alike := 0, -1, true
		for _, q := range t.Questions {
			if q.Kind != course.Single || len(q.Choices) < 3 {
				continue
			}
			all++
			here := slices.IndexFunc(q.Choices, func(ch course.Choice) bool { return ch.Right })
			alike = alike && (rank < 0 || here == rank)
			rank = here
		}
		if all >= 4 && alike {
			p.at(t.top(), "", t.Tag, A{"all": all, "rank": strconv.Itoa(rank + 1)})
		}
	},
}
