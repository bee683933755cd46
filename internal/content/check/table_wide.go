package check

import (
	"atelier/internal/content/course"
)

// WCAG 2.2, 1.4.10 Reflow: at 320 CSS pixels a table of many columns can be read only by scrolling sideways.
var tableWide = &Rule{
	ID: "table-wide", Level: Warning,
	Title:  text("A table has at most six columns", "Un tableau a au plus six colonnes"),
	Says:   text("This table has {columns} columns.", "Ce tableau a {columns} colonnes."),
	Why:    text("On a phone, and on paper, more do not fit side by side.", "Sur un téléphone, et sur papier, davantage ne tient pas côte à côte."),
	Source: wcag("1.4.10"),
	Advice: text("Turn rows into columns, or make two tables.", "Échangez rangées et colonnes, ou faites deux tableaux."),
	block: func(p *pass, t *Text, b *course.Block) {
		if b.Kind == course.Table && len(b.Rows) > 0 && len(b.Rows[0].Cells) > 6 {
			p.on(t, b, A{"columns": len(b.Rows[0].Cells)})
		}
	},
}
