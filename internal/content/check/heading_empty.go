package check

import (
	"strings"

	"atelier/internal/content/course"
)

// WCAG 2.2, 2.4.6 and 1.3.1: a heading describes its part; one without words describes nothing.
var headingEmpty = &Rule{
	ID: "heading-empty", Level: Error,
	Title:  text("A heading has words", "Un titre contient des mots"),
	Says:   text("This heading has no words.", "Ce titre ne contient aucun mot."),
	Why:    text("An empty heading is announced as a heading and says nothing.", "Un titre vide est annoncé comme un titre et ne dit rien."),
	Source: wcag("2.4.6"),
	Advice: text("Write the heading, or remove its marks.", "Écrivez le titre, ou retirez ses marques."),
	doc: func(p *pass, t *Text) {
		n := 0
		for _, b := range t.Leaves {
			if b.Kind != course.Heading || strings.TrimSpace(course.Plain(b.Inlines)) != "" {
				continue
			}
			place, ok := t.bare(n, "# ")
			if !ok {
				place = b.Place
			}
			p.at(place, b.ID, t.Tag, nil)
			n++
		}
	},
}
