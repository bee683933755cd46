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
	doc: func(p *pass, t *Text) {
		n := 0
		for _, b := range t.Leaves {
			if b.Kind != course.Item || hasAny(b.Children) {
				continue
			}
			place, ok := t.bare(n, "-+*>.)0123456789[] ")
			if !ok {
				place = b.Place
			}
			p.at(place, b.ID, t.Tag, nil)
			n++
		}
	},
}

// hasAny says whether anything but empty paragraphs stands in blocks.
func hasAny(blocks []*course.Block) bool {
	found := false
	course.Walk(blocks, func(b *course.Block) bool {
		found = found || b.Kind != course.Paragraph || course.Plain(b.Inlines) != ""
		return !found
	})
	return found
}
