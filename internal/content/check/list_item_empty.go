package check

import (
	"atelier/internal/content/course"
)

// WCAG 2.2, 1.3.1: a list says how many things there are; an empty item is a thing that is not there.
var listItemEmpty = &Rule{
	ID: "list-item-empty", Level: Warning,
	Title:  text("No list item is empty", "Aucun élément de liste n’est vide"),
	Says:   text("This list item has no words.", "Cet élément de liste ne contient aucun mot."),
	Why:    text("Screen readers count the items aloud. An empty one is counted and says nothing.", "Les lecteurs d’écran annoncent le nombre d’éléments. Un élément vide compte et ne dit rien."),
	Source: wcag("1.3.1"),
	Advice: text("Write the item, or remove its mark.", "Écrivez l’élément, ou retirez sa puce."),
	block: func(p *pass, t *Text, b *course.Block) {
		if b.Kind != course.Item {
			return
		}
		empty := true
		course.Walk(b.Children, func(child *course.Block) bool {
			if child.Kind != course.Paragraph || course.Plain(child.Inlines) != "" {
				empty = false
			}
			return empty
		})
		if empty {
			p.on(t, b, nil)
		}
	},
}
