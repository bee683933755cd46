package check

import (
	"atelier/internal/content/course"
)

// docs/format, front matter: draw is how many questions another attempt draws from the bank.
var checkDraw = &Rule{
	ID: "check-draw", Level: Error,
	Title:  text("A check does not draw more questions than it has", "Une vérification ne tire pas plus de questions qu’elle n’en a"),
	Says:   text("draw: {draw}, and the page holds {count} questions.", "draw: {draw}, et la page contient {count} questions."),
	Why:    text("A second attempt could not be put together.", "Une deuxième tentative ne pourrait pas être composée."),
	Source: sourceFormat,
	Advice: text("Write more questions, or lower the number.", "Rédigez d’autres questions, ou baissez le nombre."),
	doc: func(p *pass, t *Text) {
		if t.Page.Draw > len(t.Questions) {
			p.at(course.Place{File: t.File, Line: 1, Column: 1}, "", t.Tag, A{"draw": t.Page.Draw, "count": len(t.Questions)})
		}
	},
}
