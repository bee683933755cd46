package check

import (
	"atelier/internal/content/course"
)

// WCAG 2.2, 1.3.1 (technique H42): headings mark the structure; no level is skipped on the way down.
var headingSkip = &Rule{
	ID: "heading-skip", Level: Error,
	Title:  text("No heading level is skipped", "Aucun niveau de titre n’est sauté"),
	Says:   text("“{words}” is at level {level}, right after level {before}.", "« {words} » est de niveau {level}, tout de suite après le niveau {before}."),
	Why:    text("People who hear the page move by its outline. A hole in it reads as a missing part.", "Les personnes qui écoutent la page la parcourent par son plan. Un trou s’y entend comme une partie manquante."),
	Source: wcag("1.3.1"),
	Advice: text("Use the next level down, or move the part.", "Utilisez le niveau suivant, ou déplacez la partie."),
	doc: func(p *pass, t *Text) {
		before := 1
		for _, b := range t.Leaves {
			if b.Kind != course.Heading {
				continue
			}
			if b.Level > before+1 {
				p.on(t, b, A{"words": course.Plain(b.Inlines), "level": b.Level, "before": before})
			}
			before = max(b.Level, 1)
		}
	},
}
